"""Hits as they are shown: names with what was typed marked, employers of one legal entity together, and in words what was
searched for and how many there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.domain.naamdelen import Naamdeel, mark_naam
from klantbeeld.domain.treffers import MEESTE_TREFFERS
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.web.opmaak import show_aantal, show_woord
from klantbeeld.werkgevers import Werkgever, Zoekresultaat, Zoektreffer

SOORTNAMEN: Mapping[Sleutelsoort, str] = {
    Sleutelsoort.NAAM: "naam of adres",
    Sleutelsoort.LH_NUMMER: "LH-nummer",
    Sleutelsoort.KVK_NUMMER: "KVK-nummer",
    Sleutelsoort.VESTIGINGSNUMMER: "vestigingsnummer",
    Sleutelsoort.RSIN: "RSIN",
    Sleutelsoort.AANSLUITNUMMER: "aansluitnummer",
    Sleutelsoort.POSTCODE: "postcode",
    Sleutelsoort.TELEFOON: "telefoonnummer",
    Sleutelsoort.ZAAKNUMMER: "zaaknummer",
    Sleutelsoort.KENMERK: "kenmerk",
}
"""What an input may be taken for, in the order in which it can be chosen."""
ZOEKOPDRACHT = "zoekopdracht"
"""Names the search that led to a page, in its address."""
BEEINDIGD = "beeindigd"
GEEN_OPVOLGERS: Mapping[str, Werkgever] = MappingProxyType({})
MEESTE_SOORTEN = 3
"""So many kinds are named of those that an input was taken for."""
MEESTE_GENOEMD = 4
"""So many others of a legal entity are named in the line above them."""


@dataclass(frozen=True, slots=True)
class Gevonden:
    """A hit: the employer, its name in parts, why it is one, and who succeeded it if that is known. ``plaats`` is its place
    among all hits, from 1."""

    plaats: int
    werkgever: Werkgever
    naam: tuple[Naamdeel, ...]
    reden: str
    opvolger: Werkgever | None = None

    @property
    def is_beeindigd(self) -> bool:
        """Whether this employer is one no more."""
        return self.werkgever.status == BEEINDIGD

    @property
    def kenmerken(self) -> str:
        """Where it is, its numbers as far as they may be seen, and how it stands."""
        werkgever = self.werkgever
        nummers = (("LH", werkgever.lh_nummer), ("KVK", werkgever.kvk_nummer))
        delen = [werkgever.plaats, *(f"{soort} {nummer}" for soort, nummer in nummers if nummer), show_woord(werkgever.status)]
        return " · ".join(deel for deel in delen if deel)


@dataclass(frozen=True, slots=True)
class Familie:
    """The hits of one legal entity, the best first. ``samen`` says in a line what there is of it besides."""

    beste: Gevonden
    anderen: tuple[Gevonden, ...]
    samen: str


def show_treffers(
    treffers: Iterable[Zoektreffer], zoekterm: str, opvolgers: Mapping[str, Werkgever] = GEEN_OPVOLGERS
) -> tuple[Gevonden, ...]:
    """The hits in their order, with the successors that are known by the id of who ended."""
    return tuple(
        Gevonden(
            plaats=plaats,
            werkgever=treffer.werkgever,
            naam=mark_naam(treffer.werkgever.naam, zoekterm),
            reden=treffer.treffer.uitleg,
            opvolger=opvolgers.get(treffer.werkgever.id),
        )
        for plaats, treffer in enumerate(treffers, start=1)
    )


def group_families(treffers: Iterable[Gevonden]) -> tuple[Familie, ...]:
    """Each legal entity once, at the place of its best hit, with the others in their order."""
    families: dict[str, list[Gevonden]] = {}
    for treffer in treffers:
        families.setdefault(treffer.werkgever.profiel.familie, []).append(treffer)
    return tuple(Familie(beste, tuple(anderen), _sum_up(beste, anderen)) for beste, *anderen in families.values())


def describe_herkend(zoek_op: Sleutelsoort | None, herkend_als: Sequence[Sleutelsoort]) -> str:
    """What the input was taken for, or is to be taken for: ``Herkend als KVK-nummer of RSIN``. Of many kinds only the first,
    for those are likeliest. Empty when it holds nothing to search for."""
    if zoek_op is not None:
        return f"Gezocht op {SOORTNAMEN[zoek_op]}"
    namen = [SOORTNAMEN[soort] for soort in herkend_als]
    if len(namen) > MEESTE_SOORTEN:
        namen[MEESTE_SOORTEN - 1 :] = [f"een van {len(namen) - MEESTE_SOORTEN + 1} andere soorten"]
    return f"Herkend als {_join(namen, 'of')}" if namen else ""


def describe_aantal(resultaat: Zoekresultaat) -> str:
    """How many there are, as far as that is known."""
    totaal = resultaat.bladzijde.totaal or 0
    if not totaal:
        return "Niets gevonden"
    minstens = "minstens " if resultaat.totaal_is_minimum else ""
    if resultaat.is_suggestie:
        return f"Niets is precies dit; {minstens}{show_aantal(totaal)} {'lijkt' if totaal == 1 else 'lijken'} erop"
    gevonden = f"{minstens}{show_aantal(totaal)} gevonden"
    return gevonden[:1].upper() + gevonden[1:]


def list_pogingen(resultaat: Zoekresultaat) -> tuple[str, ...]:
    """What was tried in vain, in words."""
    zinnen = [_POGINGEN.get(soort, f"als {SOORTNAMEN[soort]}") for soort in resultaat.herkend_als]
    return tuple(dict.fromkeys(zinnen))


def count_next(getoond: int, resultaat: Zoekresultaat, stap: int) -> int | None:
    """How many hits are shown when more are asked for; None when these are all that can be."""
    if not resultaat.bladzijde.page_info.has_next_page:
        return None
    return min(getoond + stap, MEESTE_TREFFERS)


def read_soort(tekst: str) -> Sleutelsoort | None:
    """A kind of key by its word in the contract; None for none. Errors: ``InvoerOnjuist``."""
    try:
        return Sleutelsoort(tekst) if tekst else None
    except ValueError:
        raise InvoerOnjuist("Kies waarop u zoekt uit de lijst.") from None


_POGINGEN = {
    Sleutelsoort.NAAM: "als naam, handelsnaam, vroegere naam en adres, ook met letters anders en als deel van een woord"
}


def _sum_up(beste: Gevonden, anderen: Sequence[Gevonden]) -> str:
    delen = []
    if anderen:
        namen = [_name_nummer(beste.werkgever, ander.werkgever) for ander in anderen[:MEESTE_GENOEMD]]
        over = len(anderen) - len(namen)
        delen.append(f"ook {_join([*namen, *([f'{over} andere'] if over else [])], 'en')}")
    if (vestigingen := beste.werkgever.profiel.aantal_vestigingen) > 1:
        delen.append(f"{show_aantal(vestigingen)} vestigingen")
    return ", ".join(delen)


def _name_nummer(eigen: Werkgever, ander: Werkgever) -> str:
    """Another LH-nummer of the same nine digits by what follows them: ``L02``."""
    if ander.lh_nummer and eigen.profiel.lh_nummer[:9] == ander.profiel.lh_nummer[:9]:
        return ander.lh_nummer[9:]
    return ander.lh_nummer or ander.naam


def _join(woorden: Sequence[str], voegwoord: str) -> str:
    *voor, laatste = woorden
    return f"{', '.join(voor)} {voegwoord} {laatste}" if voor else laatste
