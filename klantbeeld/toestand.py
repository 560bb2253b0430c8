"""What an operator wants to know of a store, read once and shown by health, metrics and ``klantbeeld status`` alike.

Nothing in it is about a person: names of sources, codes and counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from klantbeeld.domain.bronnen import Bron, Bronoordeel, Bronstaat, Groepstatus, judge_bron, merge_bronnen
from klantbeeld.domain.groepen import GROEP_VAN_SOORT
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.vragen import Bronnenvraag
from klantbeeld.errors import RechtenOnjuist, StoreAlleenLezen
from klantbeeld.stores.protocol import Markering, Store, Tellers, read_all

OVERIGE = "overige"
"""What stands in a label for all sources that are not configured."""
BRON_VEROUDERD, DODE_BRIEVEN = "BRON_VEROUDERD", "DODE_BRIEVEN"
ALARMEN = {
    "STORE_UNAVAILABLE": "de store is nu niet te lezen",
    StoreAlleenLezen.code: "lezen werkt, maar de store neemt nu geen wijzigingen aan: wat getoond wordt, loopt achter",
    "STORE_UNUSABLE": "de store is beschadigd of van een andere versie",
    "RECORDING_FAILED": "raadplegingen kunnen niet worden vastgelegd",
    "CACHE_UNAVAILABLE": "de Redis van de cache antwoordt niet; alles werkt, maar langzamer",
    RechtenOnjuist.code: "het gewijzigde rechtenbestand is onjuist; de rechten van daarvoor gelden nog",
    "IDENTITY_PROVIDER_UNAVAILABLE": "een identiteitsprovider antwoordt niet; zijn sleutels gelden nog even, dan komt niemand "
    "meer binnen",
    "BUS_UNAVAILABLE": "de bus antwoordt niet; leveringen over HTTP worden nu niet aangenomen",
    "BUS_UNSAFE": "de bus kan kwijtraken wat zij aannam; leveringen over HTTP worden niet aangenomen",
    "TE_VEEL_FOUTEN": "de bron is gestopt: te veel records werden geweigerd",
    "BRON_ONLEESBAAR": "de bron is niet te lezen",
    "STROOM_VERLOREN": "de bus verloor leveringen van de bron die niemand had ingelezen",
    "BUS_ONVEILIG": "de bus waarover de bron levert kan leveringen verliezen en wordt niet gelezen",
    BRON_VEROUDERD: "de bron heeft langer dan de norm niet gemeld tot wanneer alles geleverd is",
    DODE_BRIEVEN: "er wachten geweigerde records van deze bron",
}
"""Every alarm with its meaning. Codes are stable, and each has a heading in ``deploy/runbook.md``."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that an operator should look at; ``bron`` None when it is not about one source."""

    code: str
    bron: str | None = None


@dataclass(frozen=True, slots=True)
class Bronfeit:
    """A source as it stands. ``is_bekend``: it is configured; any other name was delivered, and may be anything.
    ``achterstand`` is how many seconds ago its last bronstand was true (0 for one that is still to come), None when it never
    sent one."""

    oordeel: Bronoordeel
    is_bekend: bool
    storing: str | None
    achterstand: float | None
    tellers: Tellers
    dode_brieven: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Toestand:
    """A store at one moment: its sources by name, how many marks are open, and per kind of record how many keys they name.
    ``te_laden``: a first load or a rebuild of everything has not been derived yet. ``schrijfstoring``: the code of what keeps
    everybody from writing to it; None when it takes writes, as far as who reads can see."""

    bronnen: tuple[Bronfeit, ...]
    markeringen: int
    te_herleiden: Mapping[str, int]
    te_laden: bool
    schrijfstoring: str | None = None

    def list_alarmen(self) -> list[Alarm]:
        """What needs attention: of the store itself, then by source and code; only of sources that are configured."""
        eigen = [Alarm(self.schrijfstoring)] if self.schrijfstoring else []
        return eigen + [alarm for feit in self.bronnen if feit.is_bekend for alarm in _judge(feit)]


@dataclass(frozen=True, slots=True)
class Bevinding:
    """What a process finds when it looks at itself: per part of it that must work the code of what is wrong, None when it is
    well; the state of the store where it reads that; and the codes of what hinders it, but keeps it from no answer."""

    delen: Mapping[str, str | None]
    toestand: Toestand | None = None
    hinder: tuple[str, ...] = ()

    @property
    def is_gereed(self) -> bool:
        """Whether it can do its work. A source that fails does not change that: its group says so, the others answer."""
        return not any(self.delen.values())

    def list_alarmen(self) -> list[Alarm]:
        """Everything that needs attention."""
        eigen = [Alarm(code) for code in (*self.delen.values(), *self.hinder) if code is not None]
        return eigen + (self.toestand.list_alarmen() if self.toestand else [])


def read_toestand(store: Store, bronnen: Mapping[str, Bron], nu: datetime) -> Toestand:
    """The state of a store. Errors: ``StoreFout``."""
    staten = merge_bronnen(bronnen, read_all(store, [Bronnenvraag()])[0], GROEP_VAN_SOORT)
    tellers = {deel.bron: deel for deel in store.counters()}
    brieven: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (bron, reden), aantal in sorted(store.dead_letter_counts().items()):
        brieven[bron][reden] = aantal
    bekend = {staat.bron.bron: staat for staat in staten}
    namen = sorted(bekend.keys() | tellers.keys() | brieven.keys())
    markeringen = store.marks(day_of(nu))
    return Toestand(
        bronnen=tuple(
            Bronfeit(
                oordeel=(oordeel := judge_bron(bekend.get(naam, _unheard(naam)), nu)),
                is_bekend=naam in bronnen,
                storing=bekend[naam].storing if naam in bekend else None,
                achterstand=max(0.0, (nu - oordeel.bijgewerkt_op).total_seconds()) if oordeel.bijgewerkt_op else None,
                tellers=tellers.get(naam, Tellers(naam)),
                dode_brieven=brieven[naam],
            )
            for naam in namen
        ),
        markeringen=len(markeringen),
        te_herleiden=_count_sleutels(markeringen),
        te_laden=any(markering.alles for markering in markeringen),
        schrijfstoring=store.schrijfstoring(),
    )


def _unheard(naam: str) -> Bronstaat:
    """A source of which nothing was ever taken in, only refused."""
    return Bronstaat(Bron(naam, naam), frozenset(), frozenset(), None, None)


def _count_sleutels(markeringen: Iterable[Markering]) -> dict[str, int]:
    aantallen: Counter[str] = Counter()
    for markering in markeringen:
        aantallen.update({soort: len(sleutels) for soort, sleutels in markering.geraakt.items()})
    return dict(sorted(aantallen.items()))


def _judge(feit: Bronfeit) -> list[Alarm]:
    naam = feit.oordeel.bron
    codes = [feit.storing] if feit.storing else []
    if feit.oordeel.status is Groepstatus.VEROUDERD:
        codes.append(BRON_VEROUDERD)
    if feit.dode_brieven:
        codes.append(DODE_BRIEVEN)
    return [Alarm(code, naam) for code in codes]
