"""Finding employers over a real store: every kind of number, words of names, masked persons, and pages."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from klantbeeld.domain.bladzijden import Bladvraag, encode_cursor
from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.domain.kader import Klasse
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.queries import Raadpleging, Werkgever, Zoekresultaat
from tests.bouwers_leveringen import Proef, make_levering, make_organisatie, open_proef
from tests.bouwers_rechten import withhold

T = TypeVar("T")
ACTIEF, OUD, PERSOON, ZUSTER = "123456789L01", "222222222L01", "987654321L01", "123456789L02"
ADRES = {"straat": "Dam", "huisnummer": "1", "postcode": "1012 JS", "plaats": "Amsterdam", "land": "Nederland"}
ORGANISATIES = (
    make_organisatie(
        ACTIEF,
        {
            "naam": "De Groot Groothandel B.V.",
            "kvkNummer": "12345678",
            "vestigingsnummer": "1234",
            "rsin": "123456789",
            "aansluitnummer": "123",
            "vestigingsadres": ADRES,
            "handelsnamen": [{"naam": "Café Zoë", "soort": "statutair"}],
        },
    ),
    make_organisatie(ZUSTER, {"naam": "Transport Zuid", "rsin": "123456789", "kvkNummer": "12345678"}),
    make_organisatie(OUD, {"naam": "Aa De Groot", "status": "beeindigd", "opvolger": f"lh:{ACTIEF}"}),
    make_organisatie(
        PERSOON, {"naam": "Bakker Jansen", "rsin": "987654321", "natuurlijkPersoon": True, "kvkNummer": "87654321"}
    ),
    make_organisatie("333333333L01", {"naam": "Wees", "status": "beeindigd", "opvolger": "lh:999999999L01"}),
)


@pytest.fixture(scope="module")
def proef(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proef]:
    with open_proef(tmp_path_factory.mktemp("zoeken")) as proef:
        proef.deliver(*ORGANISATIES)
        yield proef


def consult(proef: Proef, vraag: Callable[[Raadpleging], Awaitable[T]], *klassen: Klasse) -> T:
    """The answer to a question of a klantadviseur, or of somebody with these classes only."""

    async def answer() -> T:
        raadpleging = proef.consult()
        if klassen:
            raadpleging.gebruiker = withhold(raadpleging.gebruiker, *(set(Klasse) - set(klassen)))
        return await vraag(raadpleging)

    return asyncio.run(answer())


def search(proef: Proef, term: str, soort: Sleutelsoort | None = None, blad: Bladvraag | None = None) -> Zoekresultaat:
    return consult(proef, lambda raadpleging: raadpleging.search_werkgevers(term, soort, blad or Bladvraag(10)))


def names(resultaat: Zoekresultaat) -> list[str]:
    return [edge.node.werkgever.naam for edge in resultaat.bladzijde.edges]


def find(proef: Proef, soort: Sleutelsoort, waarde: str, *klassen: Klasse) -> list[Werkgever]:
    return consult(proef, lambda raadpleging: raadpleging.find_werkgevers(soort, waarde), *klassen)


GROOT, ZUID = "De Groot Groothandel B.V.", "Transport Zuid"


@pytest.mark.parametrize(
    ("term", "gevonden", "reden"),
    [
        ("123456789L01", [GROOT], "NUMMER"),
        ("LH-nummer: 123.456.789 l 01", [GROOT], "NUMMER"),
        ("123456789L0", [GROOT, ZUID], "NUMMER_BEGIN"),
        ("12345678", [GROOT, ZUID], "NUMMER"),
        ("KVK 12345678", [GROOT, ZUID], "NUMMER"),
        ("RSIN 123456789", [GROOT, ZUID], "NUMMER"),
        ("NL123456789B01", [GROOT, ZUID], "NUMMER"),
        ("000000001234", [GROOT], "NUMMER"),
        ("1234567", [GROOT, ZUID], "NUMMER_BEGIN"),
        ("123", [GROOT, ZUID], "NUMMER"),
        ("1012js", [GROOT], "ADRES"),
        ("1012 JS 1", [GROOT], "ADRES"),
        ("groot groothandel", [GROOT], "NAAM"),
        ("groothandel groot de", [GROOT], "WOORDEN"),
        ("de groot groothandel b.v.", [GROOT], "NAAM"),
        ("café zoë", [GROOT], "HANDELSNAAM"),
        ("CAFE ZOE", [GROOT], "HANDELSNAAM"),
        ("groothan", [GROOT], "WOORDBEGIN"),
    ],
)
def test_an_employer_is_found_by_its_numbers_its_address_and_its_names(
    proef: Proef, term: str, gevonden: list[str], reden: str
) -> None:
    resultaat = search(proef, term)
    assert names(resultaat) == gevonden
    assert resultaat.bladzijde.edges[0].node.treffer.reden == reden


@pytest.mark.parametrize("term", ["", "   ", "- & -", "111111111L01", "99999999", "xyzzy", "999999999", "9999 ZZ"])
def test_what_is_not_there_is_not_found(proef: Proef, term: str) -> None:
    resultaat = search(proef, term)
    assert (resultaat.bladzijde.totaal, resultaat.bladzijde.page_info.end_cursor) == (0, None)


def test_an_ended_employer_comes_behind_an_active_one_that_is_as_good(proef: Proef) -> None:
    assert names(search(proef, "groot")) == [GROOT, "Aa De Groot"]


@pytest.mark.parametrize("term", ["987654321L01", "bakker", "87654321", "lh 987654321L01"])
def test_a_masked_person_is_found_by_a_whole_lh_nummer_and_by_what_is_no_bsn(proef: Proef, term: str) -> None:
    (edge,) = search(proef, term).bladzijde.edges
    assert (edge.node.werkgever.naam, edge.node.werkgever.lh_nummer) == ("Bakker Jansen", "*********L01")
    assert edge.node.werkgever.nummers_gemaskeerd
    assert "987654321" not in edge.node.treffer.uitleg


@pytest.mark.parametrize(
    "term", ["987654321", "NL987654321B01", "RSIN 987654321", "987654321L", "987654321L0", "9876", "98765432"]
)
def test_a_masked_person_is_not_found_by_part_of_that_number(proef: Proef, term: str) -> None:
    assert search(proef, term).bladzijde.totaal == 0


@pytest.mark.parametrize("soort", [Sleutelsoort.RSIN, Sleutelsoort.LH_NUMMER])
def test_saying_what_the_number_is_does_not_find_a_masked_person(proef: Proef, soort: Sleutelsoort) -> None:
    assert search(proef, "987654321", soort).bladzijde.totaal == 0
    assert find(proef, soort, "987654321") == []


def test_who_may_not_read_numbers_finds_by_a_whole_lh_nummer_only(proef: Proef) -> None:
    def ask(term: str) -> Zoekresultaat:
        return consult(proef, lambda r: r.search_werkgevers(term, None, Bladvraag(10)), Klasse.NOTITIES)

    (edge,) = ask("123456789L01").bladzijde.edges
    assert edge.node.werkgever.lh_nummer == "*********L01"
    assert ask("123456789").bladzijde.totaal == 0
    assert ask("123456789L0").bladzijde.totaal == 0


def test_an_input_can_be_taken_for_one_kind_of_key(proef: Proef) -> None:
    resultaat = search(proef, "1234", Sleutelsoort.VESTIGINGSNUMMER)
    assert (names(resultaat), resultaat.herkend_als) == ([GROOT], (Sleutelsoort.VESTIGINGSNUMMER,))


@pytest.mark.parametrize("term", ["x" * 201, "\ud800"])
def test_what_is_too_long_or_no_text_is_refused(proef: Proef, term: str) -> None:
    for vraag in (
        lambda: search(proef, term),
        lambda: find(proef, Sleutelsoort.KVK_NUMMER, term),
        lambda: consult(proef, lambda raadpleging: raadpleging.find_werkgever(term)),
    ):
        with pytest.raises(InvoerOnjuist, match="De zoekterm"):
            vraag()


@pytest.mark.parametrize(
    ("soort", "waarde", "gevonden"),
    [
        (Sleutelsoort.LH_NUMMER, "123456789l01", [GROOT]),
        (Sleutelsoort.LH_NUMMER, PERSOON, ["Bakker Jansen"]),
        (Sleutelsoort.LH_NUMMER, "123456789", []),
        (Sleutelsoort.KVK_NUMMER, "12 34 56 78", [GROOT, ZUID]),
        (Sleutelsoort.VESTIGINGSNUMMER, "1234", [GROOT]),
        (Sleutelsoort.RSIN, "123456789", [GROOT, ZUID]),
        (Sleutelsoort.AANSLUITNUMMER, "123", [GROOT]),
        (Sleutelsoort.AANSLUITNUMMER, "000123", []),
    ],
)
def test_a_key_gives_every_employer_that_has_exactly_it(
    proef: Proef, soort: Sleutelsoort, waarde: str, gevonden: list[str]
) -> None:
    assert [werkgever.naam for werkgever in find(proef, soort, waarde)] == gevonden


def test_a_search_for_a_number_without_a_digit_finds_nothing(proef: Proef) -> None:
    assert names(search(proef, "abc", Sleutelsoort.KVK_NUMMER)) == []


def test_an_rsin_finds_nothing_for_who_may_not_read_numbers(proef: Proef) -> None:
    assert find(proef, Sleutelsoort.RSIN, "123456789", Klasse.NOTITIES) == []


@pytest.mark.parametrize(
    "soort",
    sorted(
        set(Sleutelsoort)
        - {Sleutelsoort(naam) for naam in ("LH_NUMMER", "KVK_NUMMER", "VESTIGINGSNUMMER", "RSIN", "AANSLUITNUMMER")}
    ),
)
def test_a_kind_of_key_that_is_not_exact_is_refused(proef: Proef, soort: Sleutelsoort) -> None:
    with pytest.raises(InvoerOnjuist, match=f"Op {soort} kan niet exact worden gezocht"):
        find(proef, soort, "x")


@pytest.mark.parametrize("waarde", ["", "  ", ".-."])
def test_an_empty_key_is_refused(proef: Proef, waarde: str) -> None:
    with pytest.raises(InvoerOnjuist, match="waarde is leeg"):
        find(proef, Sleutelsoort.KVK_NUMMER, waarde)


def family(proef: Proef, lh_nummer: str) -> list[str]:
    async def ask(raadpleging: Raadpleging) -> list[Werkgever]:
        werkgever = await raadpleging.find_werkgever(proef.id_of(lh_nummer))
        assert werkgever is not None
        return await raadpleging.find_familie(werkgever)

    return [werkgever.naam for werkgever in consult(proef, ask)]


@pytest.mark.parametrize(("lh_nummer", "familie"), [(ACTIEF, [ZUID]), (ZUSTER, [GROOT]), (PERSOON, []), (OUD, [])])
def test_the_family_are_the_other_employers_of_the_legal_entity(proef: Proef, lh_nummer: str, familie: list[str]) -> None:
    assert family(proef, lh_nummer) == familie


def test_an_id_that_does_not_exist_gives_nobody(proef: Proef) -> None:
    assert consult(proef, lambda raadpleging: raadpleging.find_werkgever("0" * 32)) is None


def page_through(proef: Proef, term: str, first: int) -> list[list[str]]:
    """Every page of a search, from the first to the last."""
    bladzijden, after = [], None
    while True:
        bladzijde = search(proef, term, blad=Bladvraag(first, after)).bladzijde
        bladzijden.append([edge.node.werkgever.naam for edge in bladzijde.edges])
        if not bladzijde.page_info.has_next_page:
            return bladzijden
        after = bladzijde.page_info.end_cursor


@pytest.fixture
def bakkers(tmp_path: Path) -> Iterator[Proef]:
    """Five bakers that a search lists in this order."""
    with open_proef(tmp_path) as proef:
        proef.deliver(*(make_bakker(letter) for letter in "BCFHJ"))
        yield proef


def make_bakker(letter: str, **envelop: Any) -> dict[str, Any]:
    return make_organisatie(f"{ord(letter) * 1_000_000:09d}L01", {"naam": f"{letter} Bakker"}, **envelop)


def test_pages_hold_every_hit_once(bakkers: Proef) -> None:
    assert page_through(bakkers, "bakker", 2) == [["B Bakker", "C Bakker"], ["F Bakker", "H Bakker"], ["J Bakker"]]


def test_a_page_of_nothing_says_that_there_is_more(bakkers: Proef) -> None:
    bladzijde = search(bakkers, "bakker", blad=Bladvraag(0)).bladzijde
    assert (bladzijde.totaal, bladzijde.edges, bladzijde.page_info.has_next_page) == (5, (), True)


def after_first_page(proef: Proef) -> Bladvraag:
    return Bladvraag(2, search(proef, "bakker", blad=Bladvraag(2)).bladzijde.page_info.end_cursor)


def test_a_hit_that_comes_before_the_cursor_moves_nothing_behind_it(bakkers: Proef) -> None:
    blad = after_first_page(bakkers)
    bakkers.deliver(make_bakker("A"))
    assert names(search(bakkers, "bakker", blad=blad)) == ["F Bakker", "H Bakker"]


def test_a_hit_that_comes_behind_the_cursor_is_shown(bakkers: Proef) -> None:
    blad = after_first_page(bakkers)
    bakkers.deliver(make_bakker("E"))
    assert names(search(bakkers, "bakker", blad=blad)) == ["E Bakker", "F Bakker"]


def test_the_next_page_goes_on_when_the_hit_of_the_cursor_is_gone(bakkers: Proef) -> None:
    blad = after_first_page(bakkers)
    bakkers.deliver(make_levering("organisatie", None, sleutel=make_bakker("C")["sleutel"]))
    assert names(search(bakkers, "bakker", blad=blad)) == ["F Bakker", "H Bakker"]


@pytest.mark.parametrize("plaats", ["", "2023-10-15T09:12:00.000000Z", "-1", "1.0", "²", "9" * 5000])
def test_a_cursor_of_another_list_is_refused(bakkers: Proef, plaats: str) -> None:
    with pytest.raises(InvoerOnjuist, match="hoort bij een andere lijst"):
        search(bakkers, "bakker", blad=Bladvraag(2, encode_cursor(plaats, "k3cr:contact:C1")))


def test_a_cursor_holds_no_name_and_no_number(proef: Proef) -> None:
    blad = search(proef, "bakker").bladzijde.page_info.end_cursor
    assert blad == encode_cursor("0", proef.id_of(PERSOON))
