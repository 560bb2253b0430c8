"""A group that fails is shown empty, with its error, and takes nothing of its employer along."""

from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

import klantbeeld.groepen
from klantbeeld.domain.beeld import GROEPSREGELS, Groepsregel
from klantbeeld.domain.bronnen import Groepsoort
from resolvers.uitvoering import read_volledig_beeld
from tests.bouwers_graphql import GROOT, TRANSPORT, Proef, code_of

ANDEREN = "naam organisatiegegevens { organisatie } contactmanagement { contacten { totaal } }"
GEZIEN = {
    "naam": "Groothandel De Groot",
    "organisatiegegevens": {"organisatie": "Groothandel De Groot"},
    "contactmanagement": {"contacten": {"totaal": 52}},
}
STAND = "stand { status melding }"
NU_NIET = "Deze gegevensgroep kan nu niet worden gelezen. Probeer het over een minuut opnieuw."


def ask(proef: Proef, velden: str, rol: str = "klantadviseur") -> Any:
    return proef.ask(f"query ($id: ID!) {{ werkgever(id: $id) {{ {velden} }} }}", rol, id=GROOT)


def break_groep(monkeypatch: pytest.MonkeyPatch, soort: Groepsoort, fout: Exception | None = None, **anders: object) -> None:
    """From now on a group cannot be assembled, or it holds something else."""
    goed = GROEPSREGELS[soort]

    def assemble(*delen: Any) -> Any:
        if fout is not None:
            raise fout
        return replace(goed.assemble(*delen), **anders)

    kapot = Groepsregel(goed.model, goed.ask, assemble)
    monkeypatch.setattr(klantbeeld.groepen, "GROEPSREGELS", GROEPSREGELS | {soort: kapot})


@pytest.mark.parametrize(
    ("groep", "argumenten", "melding"),
    [
        ("documenten", "first: 101", "first moet van 0 tot en met 100 zijn."),
        ("documenten", "first: -1", "first moet van 0 tot en met 100 zijn."),
        ("documenten", 'van: "2023-01-02", tot: "2023-01-01"', "van ligt na tot; draai de twee datums om."),
        ("financieel", 'after: ""', "De cursor is niet door deze API gegeven; gebruik endCursor van de vorige bladzijde."),
        ("zaakmanagement", "first: 2147483647", "first moet van 0 tot en met 100 zijn."),
        ("preventiefWerken", 'van: "2090-01-01"', "van ligt na vandaag; kies een eerdere datum."),
    ],
)
def test_a_wrong_argument_of_a_group_costs_that_group_only(proef: Proef, groep: str, argumenten: str, melding: str) -> None:
    antwoord = ask(proef, f"{ANDEREN} {groep}({argumenten}) {{ {STAND} }}")
    (fout,) = antwoord["errors"]
    assert (fout["message"], fout["path"], code_of(antwoord)) == (melding, ["werkgever", groep], "BAD_USER_INPUT")
    assert antwoord["data"]["werkgever"] == GEZIEN | {groep: {"stand": {"status": "NIET_BESCHIKBAAR", "melding": melding}}}


def test_a_group_that_failed_is_empty_and_says_of_each_field_that_it_is_not_known(proef: Proef) -> None:
    velden = "totaal edges { cursor } pageInfo { hasNextPage endCursor } ontbrekend { veld reden }"
    antwoord = ask(proef, f"financieel(first: 1000) {{ {velden} }}")
    assert antwoord["data"]["werkgever"]["financieel"] == {
        "totaal": None,
        "edges": [],
        "pageInfo": {"hasNextPage": False, "endCursor": None},
        "ontbrekend": [{"veld": veld, "reden": "NIET_GELEVERD"} for veld in ("totaal", "edges", "totalen", "openstaand")],
    }


def test_who_may_not_see_a_group_is_told_only_that(proef: Proef) -> None:
    antwoord = ask(proef, "documenten(first: 101) { stand { status } ontbrekend { reden } }", "afnemer")
    assert code_of(antwoord) == "BAD_USER_INPUT"
    groep = antwoord["data"]["werkgever"]["documenten"]
    assert (groep["stand"]["status"], groep["ontbrekend"][0]) == ("GEEN_TOEGANG", {"reden": "GEEN_TOEGANG"})


@pytest.mark.parametrize("soort", list(Groepsoort)[:-1])
def test_an_exception_that_nobody_expected_costs_its_group_only(
    proef: Proef, monkeypatch: pytest.MonkeyPatch, soort: Groepsoort
) -> None:
    break_groep(monkeypatch, soort, RuntimeError("geheim"))
    with capture_logs() as regels:
        antwoord = proef.ask(read_volledig_beeld(), id=GROOT)
    assert code_of(antwoord) == "INTERNAL_ERROR"
    standen = [groep["stand"] for groep in antwoord["data"]["werkgever"].values() if isinstance(groep, dict)]
    assert [stand["melding"] for stand in standen if stand["status"] == "NIET_BESCHIKBAAR"] == [NU_NIET]
    assert "geheim" not in str(antwoord) + str(regels)


def test_another_page_of_a_group_that_failed_is_not_asked_again(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    break_groep(monkeypatch, Groepsoort.CONTACTMANAGEMENT, RuntimeError())
    antwoord = ask(proef, "contactmanagement { contacten(first: 3) { totaal } }")
    assert code_of(antwoord) == "INTERNAL_ERROR"
    assert antwoord["data"]["werkgever"] == {"contactmanagement": {"contacten": {"totaal": None}}}


def test_a_value_that_cannot_be_shown_costs_its_group_only(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    break_groep(monkeypatch, Groepsoort.DOCUMENTEN, aantallen=(None,))
    antwoord = ask(proef, f"{ANDEREN} documenten {{ {STAND} edges {{ cursor }} aantallen {{ aantal }} }}")
    assert (code_of(antwoord), antwoord["errors"][0]["path"]) == ("INTERNAL_ERROR", ["werkgever", "documenten", "aantallen", 0])
    leeg = {"stand": {"status": "NIET_BESCHIKBAAR", "melding": NU_NIET}, "edges": [], "aantallen": []}
    assert antwoord["data"]["werkgever"] == GEZIEN | {"documenten": leeg}


def test_a_cursor_that_belongs_to_one_of_several_hits_shows_that_one(proef: Proef) -> None:
    cursor = ask(proef, "documenten(first: 1) { pageInfo { endCursor } }")["data"]["werkgever"]["documenten"]["pageInfo"]
    query = """query ($after: String) { werkgevers(zoekterm: "groot") { edges { node { id
      documenten(first: 1, after: $after) { stand { status } edges { cursor } } } } } }"""
    antwoord = proef.ask(query, after=cursor["endCursor"])
    per = {edge["node"]["id"]: edge["node"]["documenten"] for edge in antwoord["data"]["werkgevers"]["edges"]}
    assert (per[GROOT]["stand"]["status"], len(per[GROOT]["edges"])) == ("OK", 1)
    assert (per[TRANSPORT]["stand"]["status"], per[TRANSPORT]["edges"]) == ("NIET_BESCHIKBAAR", [])
    assert code_of(antwoord) == "BAD_USER_INPUT"
