"""The opening page of an employer: what must be known at one glance, in blocks that come as soon as what they need is read."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response
from starlette.routing import Route

from klantbeeld.domain.beeld import Groepsbeeld, make_failed
from klantbeeld.domain.betalingen import Financieelparameters
from klantbeeld.domain.bronnen import Groepsoort, Groepstatus, Stand, merge_standen
from klantbeeld.domain.contacten import Contactparameters
from klantbeeld.domain.documenten import Documentparameters
from klantbeeld.domain.groepen import GROEPEN
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.organisaties import Organisatieparameters
from klantbeeld.domain.preventie_beeld import Preventieparameters
from klantbeeld.domain.samenvattingen import (
    summarise_gemachtigden,
    summarise_laatste_contact,
    summarise_openstaand,
    summarise_organisatie,
    summarise_preventie,
    summarise_uitkeringen,
)
from klantbeeld.domain.wijzigingen import summarise_wijzigingen
from klantbeeld.domain.zaken import Zaakparameters
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.queries import Raadpleging
from klantbeeld.web.bezoek import Bezoek, Portier
from klantbeeld.web.groepen import path_of
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.notities import make_notitie
from klantbeeld.web.samenvattingen import (
    Regel,
    describe_contact,
    describe_eigenrisico,
    describe_kenschets,
    describe_openstaand,
    describe_preventie,
    describe_wijzigingen,
)
from klantbeeld.web.sjablonen import Blad, render
from klantbeeld.web.toetsen import BEELD
from klantbeeld.web.uitkeringen import read_uitkeringen
from klantbeeld.web.werkgevers import PUNTEN_WERKGEVER, find_werkgever, stream_werkgever

GESLOTEN = "gesloten"
"""What the closed cases are called, beside the group of those that run."""
ORGANISATIE, PREVENTIE = Groepsoort.ORGANISATIEGEGEVENS, Groepsoort.PREVENTIEF_WERKEN
UITKERINGEN, CONTACTEN = Groepsoort.UITKERINGSGEGEVENS, Groepsoort.CONTACTMANAGEMENT
DOCUMENTEN, FINANCIEEL, ZAKEN = Groepsoort.DOCUMENTEN, Groepsoort.FINANCIEEL, Groepsoort.ZAAKMANAGEMENT

Deel = Groepsoort | str
Beelden = Mapping[Deel, Groepsbeeld]
Lezingen = Mapping[Deel, "asyncio.Future[Groepsbeeld]"]


@dataclass(frozen=True, slots=True)
class Peildatum:
    """The day for which the own risk is told, and where it is asked for another."""

    dag: date
    pad: str


@dataclass(frozen=True, slots=True)
class Samenvattingsblok(Blad):
    """A block of the summary: what it tells, how what it is told from stands, and where all of that is (``wegen``)."""

    sjabloon: ClassVar[str] = "samenvatting.html"
    titel: str
    anker: str
    stand: Stand
    nu: datetime
    regels: tuple[Regel, ...]
    peildatum: Peildatum | None
    wegen: tuple[tuple[str, str], ...]
    breedte: str


@dataclass(frozen=True, slots=True)
class Blok:
    """A block: the groups that it is told from, and how. Who may see none of them does not get it."""

    titel: str
    anker: str
    delen: tuple[Deel, ...]
    describe: Callable[[Beelden, date], Iterable[Regel]]
    breedte: str = ""
    """``breed`` for the whole width, ``dubbel`` for twice that of others, where there is room."""


def _tell_openstaand(beelden: Beelden, _: date) -> Iterable[Regel]:
    return describe_openstaand(summarise_openstaand(_by_groep(beelden)))


def _tell_contact(beelden: Beelden, _: date) -> Iterable[Regel]:
    contacten = beelden[CONTACTEN]
    return describe_contact(summarise_gemachtigden(contacten), summarise_laatste_contact(contacten))


def _tell_wijzigingen(beelden: Beelden, vandaag: date) -> Iterable[Regel]:
    return describe_wijzigingen(summarise_wijzigingen(_by_groep(beelden), beelden[GESLOTEN], vandaag))


EIGENRISICO = Blok(
    "Eigenrisicodrager",
    "eigenrisico",
    (UITKERINGEN,),
    lambda beelden, _: describe_eigenrisico(summarise_uitkeringen(beelden[UITKERINGEN])),
)
BLOKKEN = (
    Blok(
        "Wie is dit",
        "wie",
        (ORGANISATIE,),
        lambda beelden, _: describe_kenschets(summarise_organisatie(beelden[ORGANISATIE])),
        breedte="breed",
    ),
    EIGENRISICO,
    Blok("Wat loopt er", "openstaand", (ZAKEN, CONTACTEN, FINANCIEEL, PREVENTIE), _tell_openstaand, "dubbel"),
    Blok("Contact", "contact", (CONTACTEN,), _tell_contact),
    Blok(
        "Wat is er veranderd",
        "wijzigingen",
        (CONTACTEN, DOCUMENTEN, ZAKEN, GESLOTEN, FINANCIEEL, UITKERINGEN),
        _tell_wijzigingen,
        "dubbel",
    ),
    Blok(
        "Preventief werken",
        "preventie",
        (PREVENTIE,),
        lambda beelden, _: describe_preventie(summarise_preventie(beelden[PREVENTIE])),
        "dubbel",
    ),
)
"""In the order in which they are shown; the first one comes with the head of the page."""


def make_openingspagina(portier: Portier) -> Route:
    """The page at the address of an employer."""
    return Route("/werkgevers/{id}", portier.guard(show_klantbeeld, PUNTEN_WERKGEVER))


async def show_klantbeeld(bezoek: Bezoek) -> Response:
    """The summary, as far as this user may see what it is told from."""
    raadpleging, werkgever = bezoek.raadpleging, await find_werkgever(bezoek)
    vraag = Groepsvraag(
        werkgever, raadpleging.nu, f"/werkgevers/{werkgever.id}", bezoek.request.query_params, raadpleging.sluier
    )
    lezingen = begin_lezingen(raadpleging, vraag)
    zichtbaar = raadpleging.gebruiker.groepen
    taken = [asyncio.ensure_future(_make_blok(blok, lezingen, vraag)) for blok in BLOKKEN if zichtbaar & {*blok.delen}]
    taken.append(asyncio.ensure_future(_make_notitie(lezingen, vraag)))
    return await stream_werkgever(bezoek, werkgever, BEELD, taken)


def begin_lezingen(raadpleging: Raadpleging, vraag: Groepsvraag) -> Lezingen:
    """Every group that the summary needs, being read at the same time. Only the day of the own risk can be asked."""
    parameters: Mapping[Deel, object] = {
        ORGANISATIE: Organisatieparameters(),
        PREVENTIE: Preventieparameters(),
        CONTACTEN: Contactparameters(),
        DOCUMENTEN: Documentparameters(),
        FINANCIEEL: Financieelparameters(),
        ZAKEN: Zaakparameters(),
        GESLOTEN: Zaakparameters(status="gesloten"),
    }
    groepen = {
        deel: raadpleging.get_groep(vraag.werkgever, deel if isinstance(deel, Groepsoort) else ZAKEN, gevraagd)
        for deel, gevraagd in parameters.items()
    }
    alle = {**groepen, UITKERINGEN: _read_uitkeringen(raadpleging, vraag)}
    return {deel: asyncio.ensure_future(lezing) for deel, lezing in alle.items()}


async def _read_uitkeringen(raadpleging: Raadpleging, vraag: Groepsvraag) -> Groepsbeeld:
    try:
        parameters = read_uitkeringen(vraag)
    except InvoerOnjuist as weigering:
        return make_failed(UITKERINGEN, await raadpleging.get_stand(UITKERINGEN), str(weigering))
    return await raadpleging.get_groep(vraag.werkgever, UITKERINGEN, parameters)


async def _make_blok(blok: Blok, lezingen: Lezingen, vraag: Groepsvraag) -> Markup:
    beelden = dict(zip(blok.delen, await asyncio.gather(*(lezingen[deel] for deel in blok.delen)), strict=True))
    vandaag = day_of(vraag.nu)
    return render(
        Samenvattingsblok(
            titel=blok.titel,
            anker=blok.anker,
            stand=merge_standen(beeld.stand for beeld in beelden.values()),
            nu=vraag.nu,
            regels=tuple(blok.describe(beelden, vandaag)),
            peildatum=Peildatum(beelden[UITKERINGEN].groep.peildatum or vandaag, vraag.pad) if blok is EIGENRISICO else None,
            wegen=tuple(_list_wegen(beelden, vraag.pad)),
            breedte=blok.breedte,
        )
    )


def _list_wegen(beelden: Beelden, pad: str) -> Iterator[tuple[str, str]]:
    """The pages of the groups that this user may see."""
    for groep in GROEPEN:
        if groep.soort in beelden and beelden[groep.soort].stand.status is not Groepstatus.GEEN_TOEGANG:
            yield f"{pad}/{path_of(groep)}", groep.titel


async def _make_notitie(lezingen: Lezingen, vraag: Groepsvraag) -> Markup:
    return render(make_notitie(vraag.werkgever, summarise_uitkeringen(await lezingen[UITKERINGEN]), vraag.nu))


def _by_groep(beelden: Beelden) -> dict[Groepsoort, Groepsbeeld]:
    return {deel: beeld for deel, beeld in beelden.items() if isinstance(deel, Groepsoort)}
