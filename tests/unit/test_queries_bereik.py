"""Who may see some employers only: the others are not there, in no list, total, suggestion, family or statistic, and nothing
tells "not there" from "not yours" (S12, S18)."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.domain.vragen import IEDEREEN, Selectie
from resolvers.uitvoering import Uitvoering, Verzoek, read_volledig_beeld
from tests.bouwers_graphql import GESLOTEN, TRACE, grant
from tests.bouwers_leveringen import ANDER, LH, Levering, Proef, make_boete, make_contact, make_organisatie, open_proef

BUITEN, OPVOLGER = ANDER, "555555555L01"
BINNEN = Selectie(postcodegebieden=("96",))
WEG = "0" * 32
ZOEK = """query ($zoekterm: String!) { werkgevers(zoekterm: $zoekterm) {
  totaal totaalIsMinimum isSuggestie herkendAls edges { reden uitleg node { naam } } } }"""
OP_SLEUTEL = "query ($waarde: String!) { werkgeversOpSleutel(soort: KVK_NUMMER, waarde: $waarde) { naam } }"
VERWANTEN = """query ($id: ID!) { werkgever(id: $id) { familie { naam }
  organisatiegegevens { opvolger { naam } ontbrekend { veld reden } } } }"""
NUMMER = 'query ($id: ID!) { volledigNummer(werkgeverId: $id, soort: RSIN, reden: "telefoon") }'
STATISTIEK = """query ($selectie: Selectie, $per: [Groepering!]) {
  preventiestatistiek(van: "2023-01-01", tot: "2023-12-31", selectie: $selectie, groepeerOp: $per) {
    rijen { groep { code } aantalWerkgevers } totaal { aantalWerkgevers boetes onderdrukt } } }"""


def place(lh_nummer: str, postcode: str, **gegevens: object) -> Levering:
    adres = {"straat": "Kade", "huisnummer": "1", "postcode": postcode, "plaats": "Winsum"}
    return make_organisatie(lh_nummer, {"vestigingsadres": adres, **gegevens})


@pytest.fixture
def proef(tmp_path: Path) -> Iterator[Proef]:
    samen = {"rsin": "111111110", "kvkNummer": "12345678"}
    with open_proef(tmp_path) as proef:
        proef.deliver(
            place(LH, "9601AB", naam="Bakkerij Vroeg", opvolger=f"lh:{OPVOLGER}", sectoren=["10"], **samen),
            place(BUITEN, "1011AB", naam="Bakkerij Laat", sectoren=["11"], **samen),
            place(OPVOLGER, "1012AB", naam="Molenaar"),
            make_boete(),
            make_boete(werkgever=[f"lh:{BUITEN}"]),
            make_contact(werkgever=[f"lh:{BUITEN}"]),
        )
        yield proef


def make_gebruiker(bereik: Selectie = BINNEN, rol: str = "landelijk_adviseur") -> Gebruiker:
    return replace(grant(rol), bereik=bereik)


def ask_bytes(proef: Proef, query: str, gebruiker: Gebruiker | None = None, **variabelen: object) -> bytes:
    """The answer as it leaves, with its status."""
    vraag = Verzoek(query, variabelen, trace_id=TRACE)
    antwoord = asyncio.run(Uitvoering(proef.klantbeeld, GESLOTEN).answer(gebruiker or make_gebruiker(), vraag))
    return str(antwoord.status).encode() + orjson.dumps(antwoord.inhoud)


def ask(proef: Proef, query: str, gebruiker: Gebruiker | None = None, **variabelen: object) -> Any:
    inhoud = orjson.loads(ask_bytes(proef, query, gebruiker, **variabelen)[3:])
    assert "errors" not in inhoud
    return inhoud["data"]


@pytest.mark.parametrize("zoekterm", ["bakkerij", "12345678", "bakerij", "kade 1 winsum", "akkerij"])
def test_a_search_finds_and_counts_those_within_reach_only(proef: Proef, zoekterm: str) -> None:
    gevonden = ask(proef, ZOEK, zoekterm=zoekterm)["werkgevers"]
    assert (gevonden["totaal"], [edge["node"]["naam"] for edge in gevonden["edges"]]) == (1, ["Bakkerij Vroeg"])


@pytest.mark.parametrize("zoekterm", ["molenaar", "molenar", "bakkerij laat", BUITEN, BUITEN[:9], "1012AB", "olenaa"])
def test_what_is_outside_is_found_as_little_as_what_is_nowhere(proef: Proef, zoekterm: str) -> None:
    voor = ask_bytes(proef, ZOEK, zoekterm=zoekterm)
    proef.deliver(*(make_organisatie(nummer, None, verwijderd=True) for nummer in (BUITEN, OPVOLGER)))
    assert ask_bytes(proef, ZOEK, zoekterm=zoekterm) == voor


@pytest.mark.parametrize("query", [read_volledig_beeld(), NUMMER])
@pytest.mark.parametrize("rol", ["landelijk_adviseur", "handhaver", "afnemer", "beheerder"])
def test_not_yours_and_not_there_are_the_same_to_the_byte(proef: Proef, query: str, rol: str) -> None:
    gebruiker = make_gebruiker(rol=rol)
    antwoorden = {ask_bytes(proef, query, gebruiker, id=id_) for id_ in (proef.id_of(BUITEN), WEG, "x", "")}
    assert len(antwoorden) == 1


def test_an_employer_within_reach_is_shown_as_to_everybody(proef: Proef) -> None:
    id_ = proef.id_of(LH)
    zonder = VERWANTEN.replace("familie { naam }", "naam").replace("opvolger { naam }", "organisatie")
    assert ask(proef, zonder, id=id_)["werkgever"]["naam"] == "Bakkerij Vroeg"
    assert ask(proef, NUMMER, id=id_) == {"volledigNummer": "111111110"}


def test_a_key_a_family_and_a_successor_lead_to_nobody_outside(proef: Proef) -> None:
    werkgever = ask(proef, VERWANTEN, id=proef.id_of(LH))["werkgever"]
    organisatie = werkgever["organisatiegegevens"]
    assert (werkgever["familie"], organisatie["opvolger"]) == ([], None)
    assert {"veld": "opvolger", "reden": "NIET_GELEVERD"} in organisatie["ontbrekend"]
    assert ask(proef, OP_SLEUTEL, waarde="12345678") == {"werkgeversOpSleutel": [{"naam": "Bakkerij Vroeg"}]}
    iedereen = ask(proef, VERWANTEN, make_gebruiker(IEDEREEN), id=proef.id_of(LH))["werkgever"]
    assert (iedereen["familie"], iedereen["organisatiegegevens"]["opvolger"]) == (
        [{"naam": "Bakkerij Laat"}],
        {"naam": "Molenaar"},
    )


def test_a_statistic_counts_those_within_reach_only(proef: Proef) -> None:
    statistiek = ask(proef, STATISTIEK, per=["SECTOR"])["preventiestatistiek"]
    assert statistiek["rijen"] == [{"groep": [{"code": "10"}], "aantalWerkgevers": 1}]
    assert statistiek["totaal"] == {"aantalWerkgevers": 1, "boetes": 1, "onderdrukt": False}


def test_an_employer_outside_counts_as_one_that_is_not_there_when_it_is_chosen(proef: Proef) -> None:
    antwoorden = {ask_bytes(proef, STATISTIEK, selectie={"werkgeverIds": [id_]}) for id_ in (proef.id_of(BUITEN), WEG)}
    assert len(antwoorden) == 1


def test_a_statistic_that_was_kept_is_not_given_to_who_has_another_reach(proef: Proef) -> None:
    totalen = [
        ask(proef, STATISTIEK, make_gebruiker(bereik))["preventiestatistiek"]["totaal"]["aantalWerkgevers"]
        for bereik in (IEDEREEN, BINNEN, IEDEREEN, Selectie(sectoren=("010",)))
    ]
    assert totalen == [3, 1, 3, 1]


def test_an_answer_that_was_kept_is_not_given_to_who_has_another_reach(proef: Proef) -> None:
    namen = [
        [ander["naam"] for ander in ask(proef, VERWANTEN, make_gebruiker(bereik), id=proef.id_of(LH))["werkgever"]["familie"]]
        for bereik in (IEDEREEN, BINNEN, IEDEREEN)
    ]
    assert namen == [["Bakkerij Laat"], [], ["Bakkerij Laat"]]


def test_an_employer_that_leaves_or_enters_is_gone_or_there_at_once(proef: Proef) -> None:
    vraag = "query ($id: ID!) { werkgever(id: $id) { naam } }"
    gezien = [ask(proef, vraag, id=proef.id_of(LH))]
    for postcode in ("1011AB", "9602AB"):
        proef.deliver(place(LH, postcode))
        gezien.append(ask(proef, vraag, id=proef.id_of(LH)))
    assert gezien == [{"werkgever": {"naam": "Bakkerij Vroeg"}}, {"werkgever": None}, {"werkgever": {"naam": "Bakkerij Vroeg"}}]


def test_a_family_member_that_enters_reach_is_shown_though_an_answer_was_kept(proef: Proef) -> None:
    for _ in range(2):
        assert ask(proef, VERWANTEN, id=proef.id_of(LH))["werkgever"]["familie"] == []
    proef.deliver(place(BUITEN, "9603AB", naam="Bakkerij Laat", rsin="111111110", kvkNummer="12345678"))
    assert ask(proef, VERWANTEN, id=proef.id_of(LH))["werkgever"]["familie"] == [{"naam": "Bakkerij Laat"}]
