"""A statistic is kept until the figures change, five minutes at most, and only for readers with the same rights."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from klantbeeld import statistieken
from klantbeeld.domain.groepwaarden import Groepering
from klantbeeld.domain.statistieken import Dekking, Preventiestatistiek, Statistiekkader, Statistiekopdracht
from klantbeeld.domain.vragen import Selectie
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.lezer import Lezer
from klantbeeld.normen import load_normen
from klantbeeld.statistieken import GELDIGHEID, Statistieken
from tests.bouwers_leveringen import (
    ANDER,
    LH,
    VANDAAG,
    Proef,
    make_boete,
    make_contact,
    make_levering,
    make_organisatie,
    open_proef,
)

JAAR = Statistiekopdracht(Selectie(), date(2023, 1, 1), date(2023, 12, 31), (Groepering.SECTOR,))
KADER = Statistiekkader(VANDAAG, load_normen(), Dekking(), mag_enkele=True)
UITGEREKEND, BEWAARD = 3, 1
"""So many reads of the store: the revisions, the numbers of employers and the sums, or the revisions alone."""


@dataclass
class Vrager:
    """Asks for statistics, and tells how often the store was read for it."""

    proef: Proef
    tijd: float = 0.0
    statistieken: Statistieken = field(init=False)

    def __post_init__(self) -> None:
        self.statistieken = Statistieken(lambda: self.tijd)

    def ask(self, opdracht: Statistiekopdracht = JAAR, kader: Statistiekkader = KADER) -> tuple[Preventiestatistiek, int]:
        async def count() -> tuple[Preventiestatistiek, int]:
            lezer = Lezer(self.proef.store)
            statistiek = await self.statistieken.count(lezer, opdracht, kader)
            return statistiek, lezer.lezingen

        return asyncio.run(count())

    def count_lezingen(self, opdracht: Statistiekopdracht = JAAR, kader: Statistiekkader = KADER) -> int:
        return self.ask(opdracht, kader)[1]

    def count_boetes(self) -> int | None:
        return self.ask()[0].totaal.boetes


@pytest.fixture
def vrager(tmp_path: Path) -> Iterator[Vrager]:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), make_organisatie(ANDER, {"sectoren": ["51"]}), make_boete())
        yield Vrager(proef)


def test_the_same_question_is_answered_without_adding_up_again(vrager: Vrager) -> None:
    eerste, lezingen = vrager.ask()
    assert lezingen == UITGEREKEND
    tweede, lezingen = vrager.ask()
    assert (tweede, lezingen) == (eerste, BEWAARD)


def test_a_selection_in_another_order_or_spelling_is_the_same_question(vrager: Vrager) -> None:
    vrager.ask(replace(JAAR, selectie=Selectie(sectoren=("51", "3"))))
    assert vrager.count_lezingen(replace(JAAR, selectie=Selectie(sectoren=("3", "051", "51")))) == BEWAARD


@pytest.mark.parametrize(
    ("opdracht", "kader"),
    [
        (replace(JAAR, tot=date(2023, 11, 30)), KADER),
        (replace(JAAR, groepeer_op=()), KADER),
        (replace(JAAR, selectie=Selectie(sectoren=("51",))), KADER),
        (JAAR, replace(KADER, mag_enkele=False)),
        (JAAR, replace(KADER, vandaag=VANDAAG + timedelta(days=1))),
        (JAAR, replace(KADER, dekking=Dekking(boete="2023-01"))),
    ],
)
def test_another_question_right_day_or_coverage_is_added_up_anew(
    vrager: Vrager, opdracht: Statistiekopdracht, kader: Statistiekkader
) -> None:
    vrager.ask()
    assert vrager.count_lezingen(opdracht, kader) == UITGEREKEND


def test_what_was_made_for_one_right_is_never_given_to_another(vrager: Vrager) -> None:
    open_, dicht = KADER, replace(KADER, mag_enkele=False)
    for _ in range(2):
        assert [rij.onderdrukt for rij in vrager.ask(JAAR, open_)[0].rijen] == [False, False]
        assert [rij.onderdrukt for rij in vrager.ask(JAAR, dicht)[0].rijen] == [True, True]


def test_a_change_of_the_figures_is_seen_at_once(vrager: Vrager) -> None:
    assert vrager.count_boetes() == 1
    vrager.proef.deliver(make_boete())
    assert vrager.count_boetes() == 2


def test_a_change_of_an_attribute_is_seen_at_once(vrager: Vrager) -> None:
    vrager.ask()
    vrager.proef.deliver(make_organisatie(LH, {"sectoren": ["3"]}))
    assert [rij.groep[0].code for rij in vrager.ask()[0].rijen] == ["3", "51"]


def test_an_employer_that_goes_away_is_seen_at_once(vrager: Vrager) -> None:
    vrager.ask()
    vrager.proef.deliver(make_levering("organisatie", None, sleutel=ANDER))
    assert vrager.ask()[0].totaal.aantal_werkgevers == 1


def test_a_change_of_what_is_not_counted_changes_nothing(vrager: Vrager) -> None:
    vrager.ask()
    vrager.proef.deliver(make_contact())
    assert vrager.count_lezingen() == BEWAARD


def test_a_statistic_is_kept_for_five_minutes_from_when_it_was_asked(vrager: Vrager) -> None:
    vrager.ask()
    vrager.tijd = GELDIGHEID - 1
    assert vrager.count_lezingen() == BEWAARD
    vrager.tijd = GELDIGHEID
    assert vrager.count_lezingen() == UITGEREKEND
    vrager.tijd = 2 * GELDIGHEID - 1
    assert vrager.count_lezingen() == BEWAARD


def test_the_oldest_statistics_make_room(vrager: Vrager, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistieken, "MEESTE_RIJEN", 7)  # two of two rows and a total
    ander, derde = replace(JAAR, tot=date(2023, 11, 30)), replace(JAAR, tot=date(2023, 10, 31))
    for opdracht in (JAAR, ander, derde):
        assert vrager.count_lezingen(opdracht) == UITGEREKEND
    assert [vrager.count_lezingen(opdracht) for opdracht in (derde, ander, JAAR)] == [BEWAARD, BEWAARD, UITGEREKEND]


def test_a_statistic_of_too_many_rows_is_not_added_up(vrager: Vrager) -> None:
    vrager.proef.deliver(*(make_organisatie(f"{nummer:09}L01", {"sectoren": [str(nummer)]}) for nummer in range(1, 51)))
    opdracht = Statistiekopdracht(Selectie(), date(2004, 1, 1), date(2023, 12, 31), (Groepering.SECTOR, Groepering.MAAND))
    with pytest.raises(InvoerOnjuist, match="meer dan 10000 rijen"):
        vrager.ask(opdracht)
