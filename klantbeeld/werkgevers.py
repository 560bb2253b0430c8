"""Employers as one user may see them, and pages of those that a search found."""

import re
from dataclasses import dataclass
from datetime import date

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.domain.bladzijden import Bladvraag, Bladzijde, Edge, PageInfo, encode_cursor
from klantbeeld.domain.herkenning import LANGSTE_ZOEKTERM, Sleutelsoort, recognise_as
from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.sleutels import canonicalise_sleutel, mask_nummer, strip_scheidingstekens
from klantbeeld.domain.treffers import Treffer
from klantbeeld.errors import InvoerOnjuist

SLEUTELVORMEN = {
    Sleutelsoort.LH_NUMMER: "lh",
    Sleutelsoort.KVK_NUMMER: "kvk",
    Sleutelsoort.VESTIGINGSNUMMER: "vestiging",
    Sleutelsoort.RSIN: "rsin",
    Sleutelsoort.AANSLUITNUMMER: "aansluit",
}
"""The numbers of an employer, and how a key says which of them it is."""
_NUMMERVORMEN = {
    Sleutelsoort.LH_NUMMER: "Een loonheffingennummer is negen cijfers, de letter L en twee cijfers.",
    Sleutelsoort.KVK_NUMMER: "Een KVK-nummer is acht cijfers.",
    Sleutelsoort.VESTIGINGSNUMMER: "Een vestigingsnummer is twaalf cijfers.",
    Sleutelsoort.RSIN: "Een RSIN is negen cijfers.",
}
KORTSTE_REDEN = 5
"""So many characters at least say why a number is needed in full."""
_PLAATS = re.compile(r"[0-9]{1,3}\Z")


@dataclass(frozen=True, slots=True)
class Werkgever:
    """An employer as this user may see it; ``profiel`` is for fetching more and is never shown."""

    id: str
    naam: str
    lh_nummer: str | None
    kvk_nummer: str | None
    plaats: str | None
    status: str
    nummers_gemaskeerd: bool
    profiel: Profiel


@dataclass(frozen=True, slots=True)
class Zoektreffer:
    werkgever: Werkgever
    treffer: Treffer


@dataclass(frozen=True, slots=True)
class Zoekresultaat:
    """A page of hits, and what the input was taken for. ``totaal_is_minimum``: there may be more; ``is_suggestie``: nothing
    is what was typed, these come near it."""

    herkend_als: tuple[Sleutelsoort, ...]
    bladzijde: Bladzijde[Zoektreffer]
    totaal_is_minimum: bool
    is_suggestie: bool


def show_werkgever(profiel: Profiel, gebruiker: Gebruiker) -> Werkgever:
    """The employer with its numbers masked where this user may not read them."""
    mag_nummers = Klasse.NUMMERS in gebruiker.klassen
    return Werkgever(
        id=profiel.id,
        naam=profiel.naam,
        lh_nummer=profiel.lh_nummer if mag_nummers and not profiel.gemaskeerd else mask_nummer(profiel.lh_nummer),
        kvk_nummer=profiel.kvk_nummer,
        plaats=profiel.plaats,
        status=profiel.status,
        nummers_gemaskeerd=profiel.gemaskeerd or not mag_nummers,
        profiel=profiel,
    )


def frame_werkgever(profiel: Profiel, gebruiker: Gebruiker, normen: Normen, vandaag: date) -> Kader:
    """What groups of this employer are assembled with for this user, without what the state of the sources adds."""
    return Kader(
        vandaag=vandaag,
        normen=normen,
        sleutels=frozenset(profiel.sleutels),
        lh_sleutel=profiel.lh_sleutel,
        rang=profiel.rang,
        klassen=gebruiker.klassen,
        gemaskeerd=profiel.gemaskeerd,
    )


def page_treffers(treffers: tuple[Treffer, ...], bladvraag: Bladvraag, gebruiker: Gebruiker) -> Bladzijde[Zoektreffer]:
    """The hits behind the cursor. Errors: ``InvoerOnjuist`` for a cursor of another list."""
    begin = _begin_of_page([treffer.profiel.id for treffer in treffers], bladvraag)
    getoond = treffers[begin : begin + bladvraag.first]
    edges = tuple(
        Edge(
            encode_cursor(str(plaats), treffer.profiel.id),
            Zoektreffer(show_werkgever(treffer.profiel, gebruiker), treffer),
        )
        for plaats, treffer in enumerate(getoond, start=begin)
    )
    meer = len(treffers) > begin + len(getoond)
    return Bladzijde(len(treffers), edges, PageInfo(meer, edges[-1].cursor if edges else None))


def check_invoer(tekst: str) -> None:
    """Refuses a text that no employer can be found by. Errors: ``InvoerOnjuist``."""
    if len(tekst) > LANGSTE_ZOEKTERM:
        raise InvoerOnjuist(f"De zoekterm is langer dan {LANGSTE_ZOEKTERM} tekens; zoek op minder woorden.")
    try:
        tekst.encode()
    except UnicodeEncodeError:
        raise InvoerOnjuist("De zoekterm bevat tekens die geen geldige UTF-8 zijn.") from None


def check_onthulling(soort: Sleutelsoort, reden: str) -> None:
    """Refuses what is no number of an employer, and a reason that says too little. Errors: ``InvoerOnjuist``."""
    if soort not in SLEUTELVORMEN:
        raise InvoerOnjuist(f"{soort} is geen nummer van een werkgever.")
    if sum(map(str.isalnum, reden)) < KORTSTE_REDEN or len(reden) > LANGSTE_ZOEKTERM:
        raise InvoerOnjuist(f"Geef een reden van minstens {KORTSTE_REDEN} letters en hoogstens {LANGSTE_ZOEKTERM} tekens.")
    check_invoer(reden)


def read_sleutel(soort: Sleutelsoort, waarde: str) -> str:
    """The canonical key of a whole number. Errors: ``InvoerOnjuist`` for what cannot be a number of this kind."""
    check_invoer(waarde)
    if soort not in SLEUTELVORMEN:
        raise InvoerOnjuist(f"Op {soort} kan niet exact worden gezocht; gebruik werkgevers(zoekterm).")
    if not strip_scheidingstekens(waarde):
        raise InvoerOnjuist("waarde is leeg; geef het nummer.")
    if soort in _NUMMERVORMEN and not any(map(str.isdigit, waarde)):
        raise InvoerOnjuist(f"In waarde staat geen enkel cijfer. {_NUMMERVORMEN[soort]}")
    return canonicalise_sleutel(f"{SLEUTELVORMEN[soort]}:{recognise_as(soort, waarde)[0].waarde}")


def _begin_of_page(ids: list[str], bladvraag: Bladvraag) -> int:
    """Behind the hit that was seen last, or at its place when it is not found any more: what follows moved up to there."""
    if bladvraag.na is None:
        return 0
    plaats, id_ = bladvraag.na
    if not _PLAATS.match(plaats):
        raise InvoerOnjuist("De cursor in after hoort bij een andere lijst; gebruik endCursor van de vorige bladzijde.")
    return ids.index(id_) + 1 if id_ in ids else int(plaats)
