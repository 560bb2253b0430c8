"""What can be asked of a store: plain values, so that any number of questions can travel in one read.

Every question says in its docstring what the answer is; the contract tests hold each store to it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from klantbeeld.domain.items import Item
from klantbeeld.domain.klok import Tijdvak
from klantbeeld.domain.preventie import Maandcijfers


class Attribuut(StrEnum):
    """What employers are selected and grouped by; its values for one employer: ``maanden.list_waarden``."""

    SECTOR = "SECTOR"
    SBI_SECTIE = "SBI_SECTIE"
    GROOTTEKLASSE = "GROOTTEKLASSE"
    POSTCODEGEBIED = "POSTCODEGEBIED"
    RECHTSVORM = "RECHTSVORM"


@dataclass(frozen=True, slots=True)
class Selectie:
    """Employers that have, of each list that is not empty, any of its values; without any list all of them."""

    sectoren: tuple[str, ...] = ()
    sbi_secties: tuple[str, ...] = ()
    grootteklassen: tuple[str, ...] = ()
    postcodegebieden: tuple[str, ...] = ()
    rechtsvormen: tuple[str, ...] = ()
    werkgever_ids: tuple[str, ...] = ()

    @property
    def eisen(self) -> dict[Attribuut, tuple[str, ...]]:
        """The values of each attribute that is asked for."""
        lijsten = (self.sectoren, self.sbi_secties, self.grootteklassen, self.postcodegebieden, self.rechtsvormen)
        return {attribuut: lijst for attribuut, lijst in zip(Attribuut, lijsten, strict=True) if lijst}


IEDEREEN = Selectie()
"""Every employer. Questions about employers have a ``bereik``: those outside of it are not there."""


@dataclass(frozen=True, slots=True)
class Itemsvraag:
    """Live items of one kind that carry any of the keys, each once.

    Order: ``sortering`` newest (highest) first, or lowest first when ``oplopend``; then by id. ``van`` and ``tot`` bound
    ``sortering``, both included. ``na`` is (sortering, id) of the last item already seen. Answer: ``Itemsantwoord``.
    """

    sleutels: tuple[str, ...]
    soort: str
    van: str | None = None
    tot: str | None = None
    kenmerk: str | None = None
    ook_besloten: bool = True
    oplopend: bool = False
    limiet: int | None = None
    na: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Itemsantwoord:
    """``totaal`` counts everything that fits the question, whatever ``limiet`` and ``na``."""

    items: tuple[Item, ...]
    totaal: int


@dataclass(frozen=True, slots=True)
class Bronitemsvraag:
    """All live items of several kinds that carry any of the keys, each once, by id. Answer: a tuple of ``Item``."""

    sleutels: tuple[str, ...]
    soorten: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Burenvraag:
    """All keys of the same items. Answer: a set of keys; those that were asked are among them when an item has them."""

    sleutels: tuple[str, ...]
    soorten: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telvraag:
    """The same live items counted per kenmerk, regeling and year of ``sortering``. Answer: a tuple of ``Telling``."""

    sleutels: tuple[str, ...]
    soort: str
    van: str | None = None
    tot: str | None = None
    ook_besloten: bool = True


@dataclass(frozen=True, slots=True)
class Telling:
    kenmerk: str | None
    regeling: str | None
    jaar: str
    aantal: int
    bedrag: int


@dataclass(frozen=True, slots=True)
class Rangvraag:
    """Who holds a key first. Answer: per key the lowest ``rang`` of the profiles that have it on their ring; a key that
    nobody holds is left out."""

    sleutels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bestaanvraag:
    """Which of these items are live. Answer: a dict from id to canonical keys."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profielvraag:
    """The profile with this public id. Answer: ``Profiel`` or None."""

    id: str
    bereik: Selectie = IEDEREEN


@dataclass(frozen=True, slots=True)
class Houdersvraag:
    """Profiles that have any of these canonical keys on their ring. Answer: a tuple of their LH keys (``lh:…``), sorted."""

    sleutels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revisievraag:
    """The revisions of keys. Answer: a tuple of opaque texts: that of the whole store, then one per key in the order asked
    (empty for a key that was never touched). A revision changes after each visible change of a record with that key."""

    sleutels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Maandvraag:
    """The month figures of one employer. Answer: a tuple of ``Maanddocument`` by month."""

    werkgever_id: str


@dataclass(frozen=True, slots=True)
class Statistiekvraag:
    """Month figures of the selected employers over the months ``van`` to ``tot`` (both included), summed per combination of
    values of ``per`` (at most two attributes) and per ``tijdvak``. Answer: ``Statistiekantwoord``."""

    selectie: Selectie
    van: str
    tot: str
    per: tuple[Attribuut, ...] = ()
    tijdvak: Tijdvak | None = None
    bereik: Selectie = IEDEREEN


@dataclass(frozen=True, slots=True)
class Statistiekcel:
    """One sum: ``waarden`` in the order of ``per``, ``periode`` as ``Tijdvak.of`` writes it (None without ``tijdvak``)."""

    waarden: tuple[str, ...]
    periode: str | None
    cijfers: Maandcijfers


@dataclass(frozen=True, slots=True)
class Statistiekantwoord:
    """The cells with any month figures, by (waarden, periode). An employer with several values counts in the cell of each,
    and once in ``totaal``."""

    cellen: tuple[Statistiekcel, ...]
    totaal: Maandcijfers


@dataclass(frozen=True, slots=True)
class Aantallenvraag:
    """How many of the selected profiles there are per combination of values of ``per``. Answer: a dict from the values to
    the number; a combination that nobody has is left out. Without ``per`` all of them under ``()``, also when there are none.
    """

    selectie: Selectie
    per: tuple[Attribuut, ...] = ()
    bereik: Selectie = IEDEREEN


@dataclass(frozen=True, slots=True)
class Sleutelvraag:
    """Profiles that have this canonical key on their ring, by rang. Answer: a tuple of at most ``limiet`` ``Profiel``."""

    sleutel: str
    limiet: int
    bereik: Selectie = IEDEREEN


@dataclass(frozen=True, slots=True)
class Sleutelsvraag:
    """Profiles that have any of these keys on their ring, by rang. Answer: a tuple of at most ``limiet`` ``Profiel``."""

    sleutels: tuple[str, ...]
    limiet: int
    bereik: Selectie = IEDEREEN


@dataclass(frozen=True, slots=True)
class Familievraag:
    """Profiles with this family key, by rang. Answer: a tuple of at most ``limiet`` ``Profiel``."""

    familie: str
    limiet: int
    bereik: Selectie = IEDEREEN


@dataclass(frozen=True, slots=True)
class Eis:
    """Holds for a profile with at least ``minstens`` of these terms (``Zoektermen``); with ``begin``, with one term that
    begins with any of them, and then only terms of ``Zoektermen.woorden`` are asked. Terms are of one of the two sets."""

    termen: tuple[str, ...]
    minstens: int = 1
    begin: bool = False


@dataclass(frozen=True, slots=True)
class Zoekvraag:
    """Profiles for which each of these demands holds; without any demand there are none.

    Answer: a tuple of at most ``limiet`` ``Profiel``, cut by (words in the shortest name, id).
    """

    eisen: tuple[Eis, ...]
    limiet: int
    bereik: Selectie = IEDEREEN


@dataclass(frozen=True, slots=True)
class Vindvraag:
    """Live items of these kinds that are found by exactly this vindterm, by id, at most ``limiet``. Answer: a tuple of
    ``Vondst``."""

    vindterm: str
    soorten: tuple[str, ...]
    ook_besloten: bool
    limiet: int


@dataclass(frozen=True, slots=True)
class Vondst:
    """An item that was found, with its canonical keys and without its content."""

    id: str
    soort: str
    sleutels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bronnenvraag:
    """What is known of every source. Answer: a tuple of ``Bronregel``."""


@dataclass(frozen=True, slots=True)
class Bronregel:
    """One source as the store knows it: its last bronstand (canonical JSON of its content), the kinds it delivered, and
    what keeps it from being read now (a reason code)."""

    bron: str
    stand: bytes | None = None
    soorten: frozenset[str] = field(default_factory=frozenset)
    storing: str | None = None


Vraag = (
    Itemsvraag
    | Bronitemsvraag
    | Burenvraag
    | Telvraag
    | Rangvraag
    | Bestaanvraag
    | Profielvraag
    | Houdersvraag
    | Revisievraag
    | Maandvraag
    | Statistiekvraag
    | Aantallenvraag
    | Sleutelvraag
    | Sleutelsvraag
    | Familievraag
    | Zoekvraag
    | Vindvraag
    | Bronnenvraag
)
