"""The groups on a page: each a block with its source, its age and its content, the same in a page and alone.

What a group shows is a ``Blad`` of its own, in a file with the name of the group; ``GROEPSBLADEN`` lists them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from markupsafe import Markup

from klantbeeld.domain.beeld import Groepsbeeld
from klantbeeld.domain.bronnen import Groepsoort, Groepstatus, Stand
from klantbeeld.domain.groepen import GROEPEN, Groep
from klantbeeld.errors import InvoerOnjuist, StoreFout
from klantbeeld.queries import Raadpleging
from klantbeeld.web.betalingen import make_betalingen, read_betalingen
from klantbeeld.web.contacten import make_contacten, read_contacten
from klantbeeld.web.documenten import ask_keuze, make_documenten, read_documenten
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.organisaties import make_organisaties, read_organisaties
from klantbeeld.web.preventie import ask_periode, make_preventie, read_preventie
from klantbeeld.web.sjablonen import GEEN, Blad, render
from klantbeeld.web.uitkeringen import ask_peildatum, make_uitkeringen, read_uitkeringen
from klantbeeld.web.werkbedrijf import make_werkbedrijf, read_werkbedrijf
from klantbeeld.web.zaken import make_zaken, read_zaken


@dataclass(frozen=True, slots=True)
class Groepsblad:
    """How a group is shown: ``read`` makes its parameters of what was asked. Errors of it: ``InvoerOnjuist``. ``make`` gives
    what its block holds, ``formulier`` what something else can be asked with, if anything."""

    read: Callable[[Groepsvraag], object]
    make: Callable[[Any, Groepsvraag], Blad]
    formulier: Callable[[Groepsvraag], Blad] | None = None


GROEPSBLADEN: Mapping[Groepsoort, Groepsblad] = {
    Groepsoort.ORGANISATIEGEGEVENS: Groepsblad(read_organisaties, make_organisaties),
    Groepsoort.PREVENTIEF_WERKEN: Groepsblad(read_preventie, make_preventie, ask_periode),
    Groepsoort.UITKERINGSGEGEVENS: Groepsblad(read_uitkeringen, make_uitkeringen, ask_peildatum),
    Groepsoort.CONTACTMANAGEMENT: Groepsblad(read_contacten, make_contacten),
    Groepsoort.DOCUMENTEN: Groepsblad(read_documenten, make_documenten, ask_keuze),
    Groepsoort.FINANCIEEL: Groepsblad(read_betalingen, make_betalingen),
    Groepsoort.ZAAKMANAGEMENT: Groepsblad(read_zaken, make_zaken),
    Groepsoort.GEGEVENS_WERKBEDRIJF: Groepsblad(read_werkbedrijf, make_werkbedrijf),
}
DICHT = frozenset({Groepstatus.GEEN_TOEGANG, Groepstatus.NOG_NIET_AANGESLOTEN})


@dataclass(frozen=True, slots=True)
class Groepsblok(Blad):
    """The block of a group. ``fout`` says what was wrong with what was asked of it, ``opnieuw`` is where it can be asked
    again after it could not be read; ``werkgever`` is a public id."""

    sjabloon: ClassVar[str] = "groepsblok.html"
    titel: str
    anker: str
    werkgever: str
    pad: str
    stand: Stand
    nu: datetime
    formulier: Markup
    inhoud: Markup
    fout: str | None
    opnieuw: str | None


def path_of(groep: Groep) -> str:
    """The part of an address that names a group: ``preventief-werken``."""
    return groep.soort.lower().replace("_", "-")


PADEN = {path_of(groep): groep for groep in GROEPEN}


async def make_blok(raadpleging: Raadpleging, groep: Groep, vraag: Groepsvraag) -> Markup:
    """The block of a group as text. It never fails: what cannot be read, or not as it was asked, is told in it."""
    try:
        parameters = GROEPSBLADEN[groep.soort].read(vraag)
        beeld, fout = await raadpleging.get_groep(vraag.werkgever, groep.soort, parameters), None
    except InvoerOnjuist as weigering:
        stand = await raadpleging.get_stand(groep.soort)
        beeld, fout = Groepsbeeld(stand, None, is_gelezen=False), str(weigering)
    if beeld.is_gelezen and groep.soort is Groepsoort.ORGANISATIEGEGEVENS:
        vraag = await _add_verwanten(raadpleging, beeld, vraag)
    return render(_show_blok(groep, beeld, vraag, fout))


async def _add_verwanten(raadpleging: Raadpleging, beeld: Groepsbeeld, vraag: Groepsvraag) -> Groepsvraag:
    """Other employers that the block leads to."""
    try:
        familie = await raadpleging.find_familie(vraag.werkgever)
    except StoreFout:
        familie = None
    return replace(vraag, opvolger=await raadpleging.find_opvolger(beeld.groep), familie=familie)


def _show_blok(groep: Groep, beeld: Groepsbeeld, vraag: Groepsvraag, fout: str | None) -> Groepsblok:
    blad, stand = GROEPSBLADEN[groep.soort], beeld.stand
    is_open = stand.status not in DICHT
    mislukt = is_open and not beeld.is_gelezen and fout is None
    return Groepsblok(
        titel=groep.titel,
        anker=path_of(groep),
        werkgever=vraag.werkgever.id,
        pad=vraag.pad,
        stand=stand,
        nu=vraag.nu,
        formulier=render(blad.formulier(vraag)) if blad.formulier and is_open else GEEN,
        inhoud=render(blad.make(beeld.groep, replace(vraag, stand=stand))) if beeld.is_gelezen else GEEN,
        fout=fout if is_open else None,
        opnieuw=vraag.address_with({}) if mislukt else None,
    )
