"""What changed at an employer since the contact before: documents, decisions, cases, payments, and the own risk it carries.

A change is dated after the day of that contact and up to today. Told from the same pages as the rest of the summary.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from klantbeeld.domain.beeld import Groepsbeeld
from klantbeeld.domain.betalingen import Betalingregel
from klantbeeld.domain.bladzijden import Bladzijde
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.contacten import Contactregel
from klantbeeld.domain.documenten import Documentregel
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.samenvattingen import Onbekend, doubt_nothing, explain_nothing
from klantbeeld.domain.uitkeringen import Erd
from klantbeeld.domain.zaken import Zaakregel

WIJZIGINGSGROEPEN = (
    Groepsoort.UITKERINGSGEGEVENS,
    Groepsoort.DOCUMENTEN,
    Groepsoort.FINANCIEEL,
    Groepsoort.ZAAKMANAGEMENT,
)
"""The groups in which changes are looked for, in the order in which they are shown."""
_GEEN_BESLUIT = frozenset({"dagloonberekening", "overig"})

T = TypeVar("T")


class Wijzigingsoort(StrEnum):
    """What can change."""

    DOCUMENT = "DOCUMENT"
    BESLUIT = "BESLUIT"
    ZAAK_BEGONNEN = "ZAAK_BEGONNEN"
    ZAAK_GESLOTEN = "ZAAK_GESLOTEN"
    BETALING = "BETALING"
    EIGENRISICO_BEGONNEN = "EIGENRISICO_BEGONNEN"
    EIGENRISICO_GEEINDIGD = "EIGENRISICO_GEEINDIGD"


@dataclass(frozen=True, slots=True)
class Wijziging:
    """One change: ``onderwerp`` is the title of a document, the kind and number of a case, or the name of a scheme."""

    datum: date
    soort: Wijzigingsoort
    onderwerp: str
    bedrag_in_centen: int | None = None


@dataclass(frozen=True, slots=True)
class Wijzigingen:
    """Changes after the day ``sinds``, newest first. ``is_minimum``: beyond the pages may be more; ``onbekend``: the groups of
    which it is not known whether anything changed."""

    sinds: date
    regels: tuple[Wijziging, ...]
    is_minimum: bool
    onbekend: tuple[Onbekend, ...]


@dataclass(frozen=True, slots=True)
class Venster:
    """The days after ``na``, up to and with ``tot``."""

    na: date
    tot: date

    def holds(self, dag: date | None) -> bool:
        """Whether a day is one of them."""
        return dag is not None and self.na < dag <= self.tot

    def exceeds(self, bladzijde: Bladzijde[T], day: Callable[[T], date]) -> bool:
        """Whether a list by this day, newest first, may have more of them beyond its page."""
        edges = bladzijde.edges
        return bladzijde.page_info.has_next_page and (not edges or day(edges[-1].node) > self.na)


def summarise_wijzigingen(
    beelden: Mapping[Groepsoort, Groepsbeeld], gesloten: Groepsbeeld, vandaag: date
) -> Wijzigingen | Onbekend | None:
    """What changed since the newest contact before today, None when there was none. ``gesloten`` is the group of cases as it is
    asked for the closed ones; the one in ``beelden`` holds those that run."""
    sinds = find_vorig_contact(beelden[Groepsoort.CONTACTMANAGEMENT], vandaag)
    if not isinstance(sinds, date):
        return sinds
    venster = Venster(sinds, vandaag)
    delen = [
        _list_documenten(beelden[Groepsoort.DOCUMENTEN], venster),
        _list_begonnen(beelden[Groepsoort.ZAAKMANAGEMENT], venster),
        _list_gesloten(gesloten, venster),
        _list_betalingen(beelden[Groepsoort.FINANCIEEL], venster),
        _list_eigenrisico(beelden[Groepsoort.UITKERINGSGEGEVENS], venster),
    ]
    regels = [regel for deel in delen for regel in deel.regels]
    onbekend = {deel.onbekend.groep: deel.onbekend for deel in delen if deel.onbekend is not None}
    return Wijzigingen(
        sinds,
        tuple(sorted(regels, key=lambda regel: (-regel.datum.toordinal(), regel.soort, regel.onderwerp))),
        sinds == vandaag or any(deel.is_minimum for deel in delen),
        tuple(onbekend.values()),
    )


def find_vorig_contact(beeld: Groepsbeeld, vandaag: date) -> date | Onbekend | None:
    """The day of the newest contact before today. When the whole page is of today the one before is not known: then today."""
    bladzijde: Bladzijde[Contactregel] = beeld.groep.contacten
    dagen = [day_of(edge.node.datum) for edge in bladzijde.edges]
    if eerdere := [dag for dag in dagen if dag < vandaag]:
        return eerdere[0]
    if dagen and bladzijde.page_info.has_next_page:
        return vandaag
    return explain_nothing(beeld, "contacten.edges") or doubt_nothing(beeld)


def name_zaak(zaak: Zaakregel) -> str:
    """A case by its kind and number; of a kind that is an address only the end."""
    return f"{zaak.zaaktype.rstrip('/').rpartition('/')[2]} {zaak.zaaknummer}"


@dataclass(frozen=True, slots=True)
class _Deel:
    regels: tuple[Wijziging, ...] = ()
    is_minimum: bool = False
    onbekend: Onbekend | None = None


def _make_deel(beeld: Groepsbeeld, veld: str, regels: Iterable[Wijziging], *, is_minimum: bool) -> _Deel:
    gevonden, twijfel = tuple(regels), doubt_nothing(beeld)
    if gevonden:
        return _Deel(gevonden, is_minimum or twijfel is not None)
    return _Deel(is_minimum=is_minimum, onbekend=explain_nothing(beeld, veld) or twijfel)


def _list_documenten(beeld: Groepsbeeld, venster: Venster) -> _Deel:
    bladzijde: Bladzijde[Documentregel] = beeld.groep.bladzijde
    regels = (
        Wijziging(
            document.datum,
            Wijzigingsoort.DOCUMENT if document.soort in _GEEN_BESLUIT else Wijzigingsoort.BESLUIT,
            document.titel,
        )
        for document in _nodes(bladzijde)
        if venster.holds(document.datum)
    )
    return _make_deel(beeld, "edges", regels, is_minimum=venster.exceeds(bladzijde, lambda document: document.datum))


def _list_begonnen(beeld: Groepsbeeld, venster: Venster) -> _Deel:
    bladzijde: Bladzijde[Zaakregel] = beeld.groep.bladzijde
    is_minimum = venster.exceeds(bladzijde, lambda zaak: zaak.startdatum)
    return _make_deel(beeld, "edges", _begin_zaken(bladzijde, venster), is_minimum=is_minimum)


def _list_gesloten(beeld: Groepsbeeld, venster: Venster) -> _Deel:
    """Cases that ended, and which of those began too. Listed by their beginning: beyond the page any may have ended."""
    bladzijde: Bladzijde[Zaakregel] = beeld.groep.bladzijde
    geeindigd = [
        Wijziging(zaak.einddatum, Wijzigingsoort.ZAAK_GESLOTEN, name_zaak(zaak))
        for zaak in _nodes(bladzijde)
        if zaak.einddatum is not None and venster.holds(zaak.einddatum)
    ]
    regels = [*geeindigd, *_begin_zaken(bladzijde, venster)]
    return _make_deel(beeld, "edges", regels, is_minimum=bladzijde.page_info.has_next_page)


def _begin_zaken(bladzijde: Bladzijde[Zaakregel], venster: Venster) -> Iterator[Wijziging]:
    for zaak in _nodes(bladzijde):
        if venster.holds(zaak.startdatum):
            yield Wijziging(zaak.startdatum, Wijzigingsoort.ZAAK_BEGONNEN, name_zaak(zaak))


def _list_betalingen(beeld: Groepsbeeld, venster: Venster) -> _Deel:
    """Payments and claims; what is only planned has not happened."""
    bladzijde: Bladzijde[Betalingregel] = beeld.groep.bladzijde
    regels = (
        Wijziging(betaling.datum, Wijzigingsoort.BETALING, f"{betaling.soort} {betaling.regeling}", betaling.bedrag_in_centen)
        for betaling in _nodes(bladzijde)
        if venster.holds(betaling.datum) and betaling.status != "gepland"
    )
    return _make_deel(beeld, "edges", regels, is_minimum=venster.exceeds(bladzijde, lambda betaling: betaling.datum))


def _list_eigenrisico(beeld: Groepsbeeld, venster: Venster) -> _Deel:
    perioden: tuple[Erd, ...] = beeld.groep.perioden
    dagen = (
        (dag, soort, erd.regeling)
        for erd in perioden
        if erd.is_eigenrisicodrager
        for dag, soort in (
            (erd.van, Wijzigingsoort.EIGENRISICO_BEGONNEN),
            (erd.tot, Wijzigingsoort.EIGENRISICO_GEEINDIGD),
        )
    )
    regels = [Wijziging(dag, soort, regeling) for dag, soort, regeling in dagen if dag is not None and venster.holds(dag)]
    return _make_deel(beeld, "perioden", regels, is_minimum=False)


def _nodes(bladzijde: Bladzijde[T]) -> Iterator[T]:
    return (edge.node for edge in bladzijde.edges)
