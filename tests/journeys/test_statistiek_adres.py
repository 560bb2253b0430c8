"""A dashboard and a program ask the same: over GraphQL, as CSV and as JSON they get the same figures, refusals and records."""

import asyncio
import os
from calendar import monthrange
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexers.samples.generator import Samplesopdracht, list_regels
from klantbeeld.domain.groepwaarden import Groepering
from klantbeeld.queries import Klantbeeld
from klantbeeld.web.statistiekvragen import SELECTIE
from resolvers.ontleden import Openheid
from resolvers.uitvoering import Uitvoering
from tests.bouwers_graphql import RECHTEN, code_of, grant, open_for_test
from tests.bouwers_leveringen import VANDAAG, Proef, make_bronstand, open_proef
from tests.bouwers_log import read_log
from tests.bouwers_statistieken import ask_adres, read_csv, write_value

AANTAL = 300 if "LANGE_TESTS" in os.environ else 25
WERKGEVERS = 60
SOORTEN = {"organisatie", "vestiging", "koppeling", "riv", "loonsanctie", "boete", "meldingstelling"}
VRAAG = """
query ($van: Date!, $tot: Date!, $selectie: Selectie, $op: [Groepering!]) {
  preventiestatistiek(van: $van, tot: $tot, selectie: $selectie, groepeerOp: $op) {
    van tot definitieversie bijgewerktOp rijen { ...rij } totaal { ...rij }
  }
}
fragment rij on Statistiekrij {
  groep { groepering code omschrijving }
  aantalWerkgevers onderdrukt reintegratieverslagen boetes boetebedragInCenten
  loonsancties { administratief inhoudelijk zonderVerslag }
  loonsanctiePercentage { teller noemer percentage van tot }
  digitaliseringsgraad { teller noemer percentage }
}
"""
LIJSTEN = {
    "sector": ("sectoren", ["3", "12", "17", "33", "51", "onbekend", "99"]),
    "sbiSectie": ("sbiSecties", ["C", "F", "g", "onbekend"]),
    "grootteklasse": ("grootteklassen", ["G0", "G1_9", "G10_49", "G50_249", "ONBEKEND"]),
    "postcodegebied": ("postcodegebieden", [str(gebied) for gebied in range(10, 100, 7)]),
    "rechtsvorm": ("rechtsvormen", ["BV", "eenmanszaak", "stichting"]),
}
"""Per parameter its name in GraphQL, and values of which the samples have some."""
NAMEN = {"SBI_SECTIE": "sbiSectie"} | {deel.value: deel.value.lower() for deel in Groepering if "_" not in deel.value}
"""The columns of groups."""
VASTGELEGD = ("gebruiker", "rol", "doel", "handeling", "werkgevers", "groepen", "resultaat")


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proef]:
    regels = [regel.rstrip() for soort, regel in list_regels(Samplesopdracht(WERKGEVERS, 7, VANDAAG)) if soort in SOORTEN]
    with open_proef(tmp_path_factory.mktemp("adres")) as proef:
        proef.deliver(*regels, make_bronstand())
        yield proef


@st.composite
def questions(draw: st.DrawFn) -> dict[str, list[str]]:
    """The parameters of any statistic of some months, those that are refused among them."""
    jaar, maand = draw(st.integers(2020, 2023)), draw(st.integers(1, 9))
    op = draw(st.lists(st.sampled_from([deel.value for deel in Groepering]), max_size=3))
    selectie = {naam: draw(st.lists(st.sampled_from(lijst), max_size=3)) for naam, (_, lijst) in LIJSTEN.items()}
    gekozen = draw(st.sets(st.sampled_from(sorted(selectie)), max_size=2))
    periode = {"van": [f"{jaar}-{maand:02d}"], "tot": [f"{jaar}-{maand + draw(st.integers(0, 3)):02d}"]}
    return periode | {"groepeerOp": op} | {naam: selectie[naam] for naam in gekozen}


def ask_graphql(klantbeeld: Klantbeeld, rol: str, vraag: Mapping[str, list[str]]) -> Any:
    """The same question over GraphQL: the statistic, or the code of the error."""
    tot = vraag["tot"][0]
    variabelen = {
        "van": f"{vraag['van'][0]}-01",
        "tot": f"{tot}-{monthrange(int(tot[:4]), int(tot[5:]))[1]}",
        "op": vraag["groepeerOp"],
        "selectie": {LIJSTEN[naam][0]: waarden for naam, waarden in vraag.items() if naam in LIJSTEN},
    }
    antwoord = asyncio.run(Uitvoering(klantbeeld, Openheid()).execute_query(grant(rol), VRAAG, variabelen))
    return antwoord["data"]["preventiestatistiek"] if "errors" not in antwoord else code_of(antwoord)


def flatten(statistiek: Mapping[str, Any], rij: Mapping[str, Any]) -> dict[str, Any]:
    """A row of GraphQL by the columns of a table."""
    sancties, aandeel, digitaal = (
        rij[naam] or dict[str, Any]() for naam in ("loonsancties", "loonsanctiePercentage", "digitaliseringsgraad")
    )
    groepen = {NAMEN[deel["groepering"]]: deel for deel in rij["groep"]}
    return {
        **{naam: deel["code"] for naam, deel in groepen.items()},
        **{f"{naam}Omschrijving": deel["omschrijving"] for naam, deel in groepen.items()},
        **{naam: rij[naam] for naam in ("aantalWerkgevers", "onderdrukt", "reintegratieverslagen", "boetes")},
        "boetebedragInCenten": rij["boetebedragInCenten"],
        "loonsanctiesAdministratief": sancties.get("administratief"),
        "loonsanctiesInhoudelijk": sancties.get("inhoudelijk"),
        "loonsanctiesZonderVerslag": sancties.get("zonderVerslag"),
        "loonsanctieTeller": aandeel.get("teller"),
        "loonsanctieNoemer": aandeel.get("noemer"),
        "loonsanctiePercentage": aandeel.get("percentage"),
        "digitaalTeller": digitaal.get("teller"),
        "digitaalNoemer": digitaal.get("noemer"),
        "digitaliseringsgraad": digitaal.get("percentage"),
        "definitieversie": statistiek["definitieversie"],
        "bijgewerktOp": statistiek["bijgewerktOp"],
        "van": aandeel.get("van"),
        "tot": aandeel.get("tot"),
    }


def take_figures(rij: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a table without reasons; its period too only where GraphQL tells one."""
    periode = {} if rij["loonsanctieNoemer"] is not None else {"van": None, "tot": None}
    return {naam: waarde for naam, waarde in {**rij, **periode}.items() if naam != "ontbrekend"}


@settings(max_examples=AANTAL, deadline=None)
@given(vraag=questions(), rol=st.sampled_from(["accountmanager", "beleid", "beleid", "landelijk_adviseur"]))
def test_every_way_of_asking_gives_the_same_figures(wereld: Proef, vraag: dict[str, list[str]], rol: str) -> None:
    statistiek = ask_graphql(wereld.klantbeeld, rol, vraag)
    json, tabel = (ask_adres(wereld.klantbeeld, vorm, rol, **vraag) for vorm in ("json", "csv"))
    if isinstance(statistiek, str):
        assert [antwoord.json()["code"] for antwoord in (json, tabel)] == [statistiek] * 2
        return
    inhoud = json.json()
    rijen = statistiek["rijen"] if vraag["groepeerOp"] else [statistiek["totaal"]]
    assert [take_figures(rij) for rij in inhoud["rijen"]] == [flatten(statistiek, rij) for rij in rijen]
    assert take_figures(inhoud["totaal"]) == flatten(statistiek, statistiek["totaal"])
    assert read_csv(tabel) == [{naam: write_value(waarde) for naam, waarde in rij.items()} for rij in inhoud["rijen"]]


@pytest.mark.parametrize("rol", sorted(RECHTEN.rollen))
def test_every_way_of_asking_is_refused_and_recorded_alike(wereld: Proef, tmp_path: Path, rol: str) -> None:
    vraag = {"van": ["2023-01"], "tot": ["2023-03"], "groepeerOp": ["GROOTTEKLASSE"]}
    gezegd, verteld = [], []
    for vorm in ("graphql", "csv", "json"):
        log = tmp_path / f"{vorm}.jsonl"
        with open_for_test(wereld.settings, log) as klantbeeld:
            gezegd.append(ask_code(klantbeeld, vorm, rol, vraag))
        verteld.append([{veld: regel[veld] for veld in VASTGELEGD} for regel in read_log(log)])
    assert (gezegd, verteld) == ([gezegd[0]] * 3, [verteld[0]] * 3)
    assert len(verteld[0]) == 1


def ask_code(klantbeeld: Klantbeeld, vorm: str, rol: str, vraag: Mapping[str, list[str]]) -> str | None:
    """The code of the error that a question gives; None when it is answered."""
    if vorm == "graphql":
        statistiek = ask_graphql(klantbeeld, rol, vraag)
        return statistiek if isinstance(statistiek, str) else None
    antwoord = ask_adres(klantbeeld, vorm, rol, **vraag)
    return None if antwoord.status_code == 200 else str(antwoord.json()["code"])


def test_the_samples_have_rows_that_are_shown_and_rows_that_are_not(wereld: Proef) -> None:
    antwoord = ask_adres(wereld.klantbeeld, rol="beleid", groepeerOp="SECTOR").json()
    assert {rij["onderdrukt"] for rij in antwoord["rijen"]} == {True, False}
    assert sum(rij["boetes"] or 0 for rij in antwoord["rijen"]) > 0
    assert {naam for naam, _ in LIJSTEN.items()} == {parameter.naam for parameter in SELECTIE}
