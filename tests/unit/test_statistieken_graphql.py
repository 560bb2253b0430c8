"""Statistics as GraphQL gives them: the names of the contract, rights, errors, and what is recorded."""

import asyncio
from collections.abc import Coroutine
from itertools import pairwise
from typing import Any

import pytest

from klantbeeld.domain.statistieken import Statistiekrij
from resolvers.statistieken import PER_BEURT, take_turns
from tests.bouwers_graphql import BAKKER, GROOT, OUD, TRANSPORT, Proef, code_of

STATISTIEK = """
query ($van: Date = "2020-01-01", $tot: Date = "2023-12-31", $selectie: Selectie, $op: [Groepering!]) {
  preventiestatistiek(van: $van, tot: $tot, selectie: $selectie, groepeerOp: $op) {
    van tot definitieversie bijgewerktOp
    rijen { ...rij }
    totaal { ...rij }
  }
}
fragment rij on Statistiekrij {
  groep { groepering code omschrijving }
  aantalWerkgevers onderdrukt reintegratieverslagen boetes boetebedragInCenten
  loonsancties { administratief inhoudelijk totaal zonderVerslag lopendeTot }
  loonsanctiePercentage { teller noemer percentage van tot uitleg }
  digitaliseringsgraad { teller noemer percentage }
  ontbrekend { veld reden }
}
"""
ROLLEN_MET_STATISTIEK = ["accountmanager", "beleid", "landelijk_adviseur"]
ROLLEN_ZONDER = ["afnemer", "beheerder", "handhaver", "klantadviseur", "uitkeringsdeskundige_osw", "uitkeringsdeskundige_zw"]


def ask(proef: Proef, rol: str = "accountmanager", **vraag: object) -> Any:
    return proef.ask_data(STATISTIEK, rol, **vraag)["preventiestatistiek"]


def told(proef: Proef) -> list[tuple[str, list[str], str]]:
    return [(regel["handeling"], regel["werkgevers"], regel["resultaat"]) for regel in proef.read_log()]


def test_a_statistic_of_the_example_employer_has_the_figures_of_its_view(proef: Proef) -> None:
    statistiek = ask(proef, selectie={"werkgeverIds": [GROOT]})
    totaal = statistiek["totaal"]
    assert (statistiek["van"], statistiek["tot"], statistiek["rijen"]) == ("2020-01-01", "2023-12-31", [])
    assert (statistiek["definitieversie"], statistiek["bijgewerktOp"]) == ("2026-01-01", "2023-10-20T06:00:00Z")
    assert (totaal["aantalWerkgevers"], totaal["onderdrukt"], totaal["groep"]) == (1, False, [])
    assert totaal["loonsancties"] == {
        "administratief": 1,
        "inhoudelijk": 2,
        "totaal": 3,
        "zonderVerslag": 0,
        "lopendeTot": None,
    }
    assert totaal["loonsanctiePercentage"] == {
        "teller": 3,
        "noemer": 5,
        "percentage": 60,
        "van": "2020-01-01",
        "tot": "2023-12-31",
        "uitleg": "3 van 5 re-integratieverslagen met een loonsanctie (60 %) van 01-01-2020 tot en met 31-12-2023",
    }
    assert totaal["digitaliseringsgraad"] == {"teller": 40, "noemer": 50, "percentage": 80}
    assert (totaal["reintegratieverslagen"], totaal["boetes"], totaal["boetebedragInCenten"]) == (5, 4, 98_500)
    assert totaal["ontbrekend"] == [{"veld": "loonsancties.lopendeTot", "reden": "NIET_VAN_TOEPASSING"}]


def test_rows_are_named_by_their_groups(proef: Proef) -> None:
    rijen = ask(proef, op=["SECTOR", "JAAR"], van="2023-01-01")["rijen"]
    jaar = {"groepering": "JAAR", "code": "2023", "omschrijving": "2023"}
    assert [(rij["groep"], rij["aantalWerkgevers"], rij["boetes"]) for rij in rijen] == [
        ([{"groepering": "SECTOR", "code": "51", "omschrijving": "Algemene industrie"}, jaar], 1, 1),
        ([{"groepering": "SECTOR", "code": "56", "omschrijving": "Schildersbedrijf"}, jaar], 1, 1),
        ([{"groepering": "SECTOR", "code": "74", "omschrijving": "onbekende sectorcode"}, jaar], 1, 1),
        ([{"groepering": "SECTOR", "code": "onbekend", "omschrijving": "sector onbekend"}, jaar], 3, 0),
    ]


@pytest.mark.parametrize(
    ("selectie", "aantal"),
    [
        (None, 4),
        ({}, 4),
        ({"sectoren": []}, 4),
        ({"sectoren": ["51"]}, 1),
        ({"sbiSecties": ["G"]}, 0),
        ({"grootteklassen": ["ONBEKEND"]}, 3),
        ({"postcodegebieden": ["onbekend"]}, 3),
        ({"rechtsvormen": ["BV"]}, 1),
        ({"werkgeverIds": [TRANSPORT, BAKKER, OUD, "0" * 32]}, 3),
        ({"werkgeverIds": [TRANSPORT, GROOT], "rechtsvormen": ["B.V."], "sectoren": ["onbekend"]}, 1),
    ],
)
def test_each_list_of_a_selection_reaches_the_store(proef: Proef, selectie: object, aantal: int) -> None:
    assert ask(proef, selectie=selectie)["totaal"]["aantalWerkgevers"] == aantal


@pytest.mark.parametrize("op", ["SECTOR", "SBI_SECTIE", "GROOTTEKLASSE", "POSTCODEGEBIED", "RECHTSVORM"])
def test_employers_can_be_grouped_by_each_attribute(proef: Proef, op: str) -> None:
    rijen = ask(proef, op=[op])["rijen"]
    assert {waarde["groepering"] for rij in rijen for waarde in rij["groep"]} == {op}
    assert sum(rij["aantalWerkgevers"] for rij in rijen) >= 4


@pytest.mark.parametrize(("op", "rijen"), [("MAAND", 48), ("KWARTAAL", 16), ("JAAR", 4)])
def test_figures_can_be_grouped_by_each_unit_of_time(proef: Proef, op: str, rijen: int) -> None:
    statistiek = ask(proef, op=[op])
    assert len(statistiek["rijen"]) == rijen
    assert sum(rij["boetes"] or 0 for rij in statistiek["rijen"]) == statistiek["totaal"]["boetes"]


# rights


@pytest.mark.parametrize("rol", ROLLEN_ZONDER)
def test_a_role_without_statistics_gets_none(proef: Proef, rol: str) -> None:
    antwoord = proef.ask(STATISTIEK, rol)
    assert (code_of(antwoord), antwoord["data"]) == ("FORBIDDEN", None)
    assert told(proef) == [("statistiek", [], "geweigerd")]


@pytest.mark.parametrize("rol", ROLLEN_MET_STATISTIEK)
def test_a_role_with_statistics_is_recorded_with_what_it_asked(proef: Proef, rol: str) -> None:
    ask(proef, rol)
    assert told(proef) == [("statistiek", [], "ok")]


def test_employers_that_were_chosen_are_recorded_and_nothing_else_that_was_typed(proef: Proef) -> None:
    ask(proef, selectie={"werkgeverIds": [GROOT, "lh:123456789L01"]})
    assert told(proef) == [("statistiek", [GROOT], "ok")]


def test_who_may_not_see_single_employers_may_not_choose_them(proef: Proef) -> None:
    antwoord = proef.ask(STATISTIEK, "beleid", selectie={"werkgeverIds": [GROOT]})
    assert code_of(antwoord) == "FORBIDDEN"
    assert told(proef) == [("statistiek", [], "geweigerd")]


def test_who_may_not_see_single_employers_sees_nothing_of_a_few(proef: Proef) -> None:
    statistiek = ask(proef, "beleid", op=["JAAR"], van="2023-01-01")
    for rij in (*statistiek["rijen"], statistiek["totaal"]):
        getoond = {veld: waarde for veld, waarde in rij.items() if veld not in {"groep", "ontbrekend", "onderdrukt"}}
        assert rij["onderdrukt"]
        assert set(getoond.values()) == {None}
        assert {deel["veld"]: deel["reden"] for deel in rij["ontbrekend"]} == dict.fromkeys(getoond, "GEEN_TOEGANG")


def test_who_may_not_see_single_employers_selects_and_groups_by_three_attributes_at_most(proef: Proef) -> None:
    vraag = {"selectie": {"sectoren": ["51"], "rechtsvormen": ["bv"]}, "op": ["GROOTTEKLASSE", "POSTCODEGEBIED"]}
    assert code_of(proef.ask(STATISTIEK, "beleid", **vraag)) == "BAD_USER_INPUT"
    assert "errors" not in proef.ask(STATISTIEK, "accountmanager", **vraag)


def test_without_a_record_nothing_is_shown(proef: Proef, tmp_path_factory: pytest.TempPathFactory) -> None:
    antwoord = proef.without_log(tmp_path_factory.mktemp("log")).ask(STATISTIEK, "beleid")
    assert code_of(antwoord) == "RECORDING_FAILED"
    assert "data" not in antwoord


# errors


@pytest.mark.parametrize(
    "vraag",
    [
        {"van": "2020-01-02"},
        {"tot": "2023-12-30"},
        {"van": "2024-01-01"},
        {"van": "2000-01-01"},
        {"op": ["SECTOR", "SECTOR"]},
        {"op": ["SECTOR", "SBI_SECTIE", "RECHTSVORM"]},
        {"op": ["MAAND", "JAAR"]},
        {"selectie": {"sectoren": ["x" * 201]}},
    ],
)
def test_what_can_not_be_counted_is_a_clear_error(proef: Proef, vraag: dict[str, Any]) -> None:
    antwoord = proef.ask(STATISTIEK, "accountmanager", **vraag)
    assert (code_of(antwoord), antwoord["data"]) == ("BAD_USER_INPUT", None)


def test_all_statistics_of_one_question_together_have_a_bounded_number_of_rows(proef: Proef) -> None:
    een = (
        'preventiestatistiek(van: "2004-01-01", tot: "2023-12-31", groepeerOp: [SECTOR, SBI_SECTIE, MAAND]) { definitieversie }'
    )
    rijen = len(ask(proef, op=["SECTOR", "SBI_SECTIE", "MAAND"], van="2004-01-01")["rijen"])
    precies = 10_000 // rijen
    assert "errors" not in proef.ask("{ " + " ".join(f"a{nr}: {een}" for nr in range(precies)) + " }", "accountmanager")
    antwoord = proef.ask("{ " + " ".join(f"a{nr}: {een}" for nr in range(precies + 1)) + " }", "accountmanager")
    assert code_of(antwoord) == "BAD_USER_INPUT"


def test_half_a_character_in_a_selection_is_a_clear_error(proef: Proef) -> None:
    assert code_of(proef.ask(STATISTIEK, "accountmanager", selectie={"sectoren": ["\ud800"]})) == "BAD_USER_INPUT"


def test_others_have_their_turn_while_many_rows_are_made_into_an_answer() -> None:
    async def watch() -> list[int]:
        gedaan, gezien = 0, [0]

        async def complete(rij: Coroutine[Any, Any, Any]) -> None:
            nonlocal gedaan
            await rij
            gedaan += 1

        alle = asyncio.gather(*map(complete, take_turns([Statistiekrij((), nummer) for nummer in range(PER_BEURT * 4)])))
        while not alle.done():
            await asyncio.sleep(0)
            gezien.append(gedaan)
        return [later - eerder for eerder, later in pairwise(gezien)]

    stappen = asyncio.run(watch())
    assert (sum(stappen), max(stappen) <= PER_BEURT) == (PER_BEURT * 4, True)


def test_many_rows_come_in_the_order_of_their_groups(proef: Proef) -> None:
    rijen = ask(proef, op=["SECTOR", "MAAND"], van="2004-01-01")["rijen"]
    groepen = [tuple(deel["code"] for deel in rij["groep"]) for rij in rijen]
    assert (len(groepen), groepen) == (4 * 240, sorted(groepen))
