"""How often the store is read for one request: as often for a hundred employers or documents as for one."""

from collections.abc import Iterator

import pytest

from resolvers.uitvoering import read_volledig_beeld
from tests.bouwers_graphql import Proef
from tests.bouwers_leveringen import Levering, make_boete, make_contact, make_levering, make_organisatie, open_proef

BAKKERS = [f"{nummer:09d}L01" for nummer in range(100_000_000, 700_000_000, 50_000_000)]
VOL, LEEG, GEDEELD = BAKKERS[0], "000000001L01", "000000002L01"
RSIN = "999999990"

ZOEKEN = """query ($first: Int!) { werkgevers(zoekterm: "bakker", first: $first) { totaal edges { node { naam
  preventiefWerken { stand { status } boetes { huidigAantal } verslagen { totaal edges { node { oordeel } } } }
  contactmanagement { stand { status } contacten { totaal edges { node { onderwerp } } } notities { tekst } } } } } }"""
DOCUMENTEN = """query ($id: ID!, $first: Int!) { werkgever(id: $id) { documenten(first: $first) {
  stand { status } ontbrekend { veld } totaal aantallen { soort aantal } pageInfo { hasNextPage endCursor }
  edges { cursor node { id datum titel soort dansId ontbrekend { veld reden } } } } } }"""


def make_document(nummer: int) -> Levering:
    gegevens = {
        "datum": f"2022-{nummer % 12 + 1:02d}-01",
        "titel": "Beschikking",
        "soort": "overig",
        "heeftBijlage": False,
        "betreftPersoon": False,
    }
    return make_levering("document", gegevens, werkgever=[f"lh:{VOL}"])


def deliver_bakkers() -> Iterator[Levering]:
    """Twelve bakers of one legal entity, with a fine of their own, one that they share, and a contact."""
    for plaats, nummer in enumerate(BAKKERS):
        yield make_organisatie(nummer, {"naam": f"Bakker {plaats}", "rsin": RSIN})
        yield make_boete(werkgever=[f"lh:{nummer}"])
        yield make_contact(werkgever=[f"lh:{nummer}"])
    yield make_boete(werkgever=[f"rsin:{RSIN}"])


@pytest.fixture(scope="module")
def druk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proef]:
    """Twelve bakers, the first of which has 120 documents, an employer without anything, and one that shares a fine."""
    map_ = tmp_path_factory.mktemp("lezingen")
    with open_proef(map_) as gevuld:
        gevuld.deliver(*deliver_bakkers(), *map(make_document, range(120)), make_organisatie(LEEG, {"naam": "Stil"}))
        gevuld.deliver(make_organisatie(GEDEELD, {"naam": "Samen"}), make_boete(werkgever=[f"lh:{GEDEELD}", "lh:000000003L01"]))
        yield Proef(gevuld.klantbeeld, map_ / "raadplegingen.jsonl")


def id_of(druk: Proef, nummer: str) -> str:
    (werkgever,) = druk.ask_data("query ($w: String!) { werkgeversOpSleutel(soort: LH_NUMMER, waarde: $w) { id } }", w=nummer)[
        "werkgeversOpSleutel"
    ]
    return str(werkgever["id"])


def test_the_whole_view_is_two_reads(druk: Proef) -> None:
    """The employer; then the sources, its family, the groups, and who else holds its keys."""
    beeld = druk.ask_data(read_volledig_beeld(), id=id_of(druk, VOL))["werkgever"]
    assert (beeld["documenten"]["totaal"], beeld["preventiefWerken"]["boetes"]["huidigAantal"]) == (120, 2)
    assert druk.count_lezingen(read_volledig_beeld(), id=id_of(druk, VOL)) == 2


def test_the_whole_view_of_an_employer_without_records_is_two_reads(druk: Proef) -> None:
    assert druk.count_lezingen(read_volledig_beeld(), id=id_of(druk, LEEG)) == 2


def test_a_record_at_a_key_of_another_employer_costs_one_read_more(druk: Proef) -> None:
    """Who holds a key that is not on its own ring can only be asked when the record is there."""
    assert druk.count_lezingen(read_volledig_beeld(), id=id_of(druk, GEDEELD)) == 3


def test_ten_hits_with_two_groups_each_hold_what_each_of_them_has(druk: Proef) -> None:
    edges = druk.ask_data(ZOEKEN, first=10)["werkgevers"]["edges"]
    assert [edge["node"]["contactmanagement"]["contacten"]["totaal"] for edge in edges] == [1] * 10
    assert sorted(edge["node"]["preventiefWerken"]["boetes"]["huidigAantal"] for edge in edges) == [1] * 9 + [2]


@pytest.mark.parametrize("first", [1, 2, 10])
def test_hits_with_two_groups_each_are_two_reads_however_many_they_are(druk: Proef, first: int) -> None:
    """The search; then the sources, the groups of all hits, and who else holds their keys."""
    assert len(druk.ask_data(ZOEKEN, first=first)["werkgevers"]["edges"]) == first
    assert druk.count_lezingen(ZOEKEN, first=first) == 2


@pytest.mark.parametrize("first", [1, 10, 100])
def test_a_page_of_documents_is_two_reads_however_long_it_is(druk: Proef, first: int) -> None:
    """The employer; then the sources, and the page with its counts."""
    werkgever = id_of(druk, VOL)
    assert len(druk.ask_data(DOCUMENTEN, id=werkgever, first=first)["werkgever"]["documenten"]["edges"]) == first
    assert druk.count_lezingen(DOCUMENTEN, id=werkgever, first=first) == 2
