"""The flow of one search: which steps are asked, who finds what by which data, and what any input may do."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantbeeld import zoektocht
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.domain.kader import Klasse
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.queries import Raadpleging, Zoekresultaat
from tests.bouwers_leveringen import Proef, make_levering, make_organisatie, open_proef
from tests.bouwers_rechten import withhold

ANNA, BEN, KETEN = "100000000L01", "200000000L01", "300000000L{:02}"
MEESTE_LEZINGEN = 5
TELEFOON, ZAAK, KENMERK, POLIS, DANS, BRIEF = "0301234567", "ZAAK-2023-7", "KM-77-B", "POL-55", "454645", "454646"


def list_leveringen() -> Iterator[dict[str, Any]]:
    """Two employers with data in their records, and a chain of 120 that have one KVK-nummer."""
    yield make_organisatie(ANNA, {"naam": "Anna Kaashandel", "kvkNummer": "11111111", "aansluitnummer": "123"})
    yield make_organisatie(BEN, {"naam": "Ben Brouwerij"})
    document = {"datum": "2023-03-03", "titel": "Brief", "soort": "overig", "heeftBijlage": False}
    gegevens: tuple[tuple[str, dict[str, Any]], ...] = (
        ("contactpersoon", {"zijde": "organisatie", "naam": "A. Proef", "telefoon": "030-1234567", "beschikbaar": True}),
        ("zaak", {"zaaknummer": ZAAK, "zaaktype": "ziekmelding", "startdatum": "2023-03-03", "status": "lopend"}),
        (
            "betaling",
            {
                "datum": "2023-03-03",
                "regeling": "ZW",
                "bedragInCenten": 1,
                "soort": "uitkering",
                "status": "betaald",
                "kenmerk": KENMERK,
            },
        ),
        ("polis", {"verzekeraar": "Zon", "polisnummer": POLIS, "product": "WGA", "van": "2022-01-01"}),
        ("document", {**document, "dansId": DANS, "betreftPersoon": False}),
        ("document", {**document, "dansId": BRIEF, "betreftPersoon": True}),
    )
    for soort, inhoud in gegevens:
        yield make_levering(soort, inhoud, werkgever=[f"lh:{ANNA}"])
    for nummer in range(120):
        keten = {"naam": f"Vishal Filiaal {nummer}", "kvkNummer": "33333333"}
        yield make_organisatie(f"{300_000_000 + nummer}L01", keten)


@pytest.fixture(scope="module")
def proef(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proef]:
    with open_proef(tmp_path_factory.mktemp("zoektocht")) as proef:
        verloop = proef.deliver(*list_leveringen())
        assert set(verloop.uitkomsten) == {"applied"}
        yield proef


def search(
    proef: Proef, term: str, zoek_op: Sleutelsoort | None = None, gebruiker: Gebruiker | None = None
) -> tuple[Zoekresultaat, Raadpleging]:
    """The answer, and the consultation that gave it."""

    async def ask() -> tuple[Zoekresultaat, Raadpleging]:
        raadpleging = proef.consult()
        raadpleging.gebruiker = gebruiker or raadpleging.gebruiker
        return await raadpleging.search_werkgevers(term, zoek_op, Bladvraag(100)), raadpleging

    return asyncio.run(ask())


def find(proef: Proef, term: str, zoek_op: Sleutelsoort | None = None, gebruiker: Gebruiker | None = None) -> list[str]:
    resultaat, _ = search(proef, term, zoek_op, gebruiker)
    return [edge.node.werkgever.naam for edge in resultaat.bladzijde.edges]


def make_gebruiker(proef: Proef, zonder: Groepsoort | Klasse) -> Gebruiker:
    """A klantadviseur who may not see this group, or this class of data."""

    async def grant() -> Gebruiker:
        return proef.consult().gebruiker

    gebruiker = asyncio.run(grant())
    return withhold(gebruiker, zonder)


@pytest.mark.parametrize(
    ("term", "lezingen"),
    [
        ("", 0),
        ("- & -", 0),
        ("vishal", 1),  # enough hits
        ("ux", 1),  # too short to be wrong
        ("11111111", 1),  # a number that is whole
        ("100000000L01", 1),
        ("anna", 3),  # few hits: errors, then parts
        ("kaashandle", 3),
        ("xyzzy plugh", 4),  # none: what comes near
        (TELEFOON, 2),  # the record, then who it belongs to
    ],
)
def test_a_step_is_asked_only_when_the_steps_before_gave_little(proef: Proef, term: str, lezingen: int) -> None:
    assert search(proef, term)[1].lezer.lezingen == lezingen


def test_a_search_that_already_took_long_begins_no_other_step(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zoektocht, "GEDULD", -1.0)
    resultaat, raadpleging = search(proef, "kaashandel")
    assert (raadpleging.lezer.lezingen, resultaat.bladzijde.totaal, resultaat.totaal_is_minimum) == (1, 1, True)


def test_hits_by_address_do_not_keep_the_next_step_from_being_asked(tmp_path_factory: pytest.TempPathFactory) -> None:
    adres = {"straat": "Dam", "huisnummer": "1", "postcode": "1012 JS", "plaats": "Bakkum"}
    buren = [make_organisatie(f"{nummer:09}L01", {"naam": f"Zaak {nummer}", "vestigingsadres": adres}) for nummer in range(20)]
    with open_proef(tmp_path_factory.mktemp("adressen")) as proef:
        proef.deliver(*buren, make_organisatie("999999990L01", {"naam": "Bakkun"}))
        assert "Bakkun" in find(proef, "bakkum")


@pytest.mark.parametrize(
    ("term", "herkend"),
    [
        ("", []),
        (" \u00a0", []),
        ("- & -", []),
        ("anna", ["NAAM"]),
        (ANNA, ["LH_NUMMER"]),
        ("anna " + ANNA, ["LH_NUMMER"]),
        ("NL123456789B01", ["RSIN", "ZAAKNUMMER", "KENMERK"]),
        ("1234 ab", ["POSTCODE", "ZAAKNUMMER", "KENMERK"]),
        ("030-1234567", ["AANSLUITNUMMER", "LH_NUMMER", "TELEFOON"]),
    ],
)
def test_an_answer_says_what_was_recognised_and_nothing_when_there_is_nothing_to_search_for(
    proef: Proef, term: str, herkend: list[str]
) -> None:
    genoemd = [soort.value for soort in search(proef, term)[0].herkend_als]
    assert genoemd == herkend or (len(herkend) > 2 and set(herkend) <= set(genoemd))


@pytest.mark.parametrize(
    ("zoek_op", "waarde"),
    [
        (Sleutelsoort.LH_NUMMER, "100.000.000 L01"),
        (Sleutelsoort.KVK_NUMMER, "KVK 11111111"),
        (Sleutelsoort.AANSLUITNUMMER, "123"),
        (Sleutelsoort.NAAM, "anna kaashandel"),
        (Sleutelsoort.TELEFOON, "+31 30 123 45 67"),
        (Sleutelsoort.TELEFOON, "tel. 030 1234567"),
        (Sleutelsoort.ZAAKNUMMER, "zaak 2023-7"),
        (Sleutelsoort.ZAAKNUMMER, "zaaknummer: ZAAK-2023-7"),
        (Sleutelsoort.KENMERK, "km 77 b"),
        (Sleutelsoort.KENMERK, "polis POL-55"),
        (Sleutelsoort.KENMERK, "POL55"),
        (Sleutelsoort.KENMERK, "DANS (id:454645)"),
    ],
)
def test_an_input_can_be_taken_for_one_kind_of_key(proef: Proef, zoek_op: Sleutelsoort, waarde: str) -> None:
    resultaat, _ = search(proef, waarde, zoek_op)
    assert [edge.node.werkgever.naam for edge in resultaat.bladzijde.edges] == ["Anna Kaashandel"]
    assert resultaat.herkend_als == (zoek_op,)


@pytest.mark.parametrize("zoek_op", sorted(set(Sleutelsoort) - {Sleutelsoort.NAAM, Sleutelsoort.POSTCODE}))
def test_a_key_of_another_kind_does_not_answer(proef: Proef, zoek_op: Sleutelsoort) -> None:
    assert find(proef, "anna kaashandel", zoek_op) == []


@pytest.mark.parametrize(
    ("term", "zonder"),
    [
        (TELEFOON, Klasse.CONTACTGEGEVENS),
        (TELEFOON, Groepsoort.CONTACTMANAGEMENT),
        (ZAAK, Groepsoort.ZAAKMANAGEMENT),
        (KENMERK, Groepsoort.FINANCIEEL),
        (POLIS, Groepsoort.UITKERINGSGEGEVENS),
        (DANS, Groepsoort.DOCUMENTEN),
        (BRIEF, Klasse.PERSOONSDOCUMENTEN),
    ],
)
def test_an_employer_is_found_by_data_only_by_who_may_see_them(proef: Proef, term: str, zonder: Groepsoort | Klasse) -> None:
    assert find(proef, term) == ["Anna Kaashandel"]
    assert find(proef, term, gebruiker=make_gebruiker(proef, zonder)) == []


def test_a_document_that_is_not_about_a_person_is_found_by_every_reader_of_documents(proef: Proef) -> None:
    assert find(proef, DANS, gebruiker=make_gebruiker(proef, Klasse.PERSOONSDOCUMENTEN)) == ["Anna Kaashandel"]


@pytest.mark.parametrize(
    ("term", "gevonden"), [(ANNA, ["Anna Kaashandel"]), ("100000000L0", []), ("11111111", ["Anna Kaashandel"])]
)
def test_without_the_right_to_numbers_only_a_whole_lh_nummer_answers(proef: Proef, term: str, gevonden: list[str]) -> None:
    assert find(proef, term, gebruiker=make_gebruiker(proef, Klasse.NUMMERS)) == gevonden


@pytest.mark.parametrize("term", [TELEFOON, ZAAK, KENMERK, POLIS, DANS, "11111111"])
def test_what_is_found_by_a_number_is_recorded_whatever_the_page_shows(proef: Proef, term: str) -> None:
    async def ask() -> None:
        raadpleging = proef.consult()
        await raadpleging.search_werkgevers(term, None, Bladvraag(0))
        await raadpleging.record("ok")

    asyncio.run(ask())
    log = Path(proef.settings.store.url.removeprefix("sqlite:///")).with_name("raadplegingen.jsonl")
    assert proef.id_of(ANNA) in log.read_text().splitlines()[-1]


def test_a_hundred_hits_are_shown_and_it_says_that_there_are_more(proef: Proef) -> None:
    resultaat, _ = search(proef, "33333333")
    assert (resultaat.bladzijde.totaal, resultaat.totaal_is_minimum) == (100, True)


def test_a_few_hits_are_all_there_are(proef: Proef) -> None:
    assert search(proef, "anna")[0].totaal_is_minimum is False


@pytest.mark.parametrize(
    ("term", "is_suggestie"),
    [
        ("anna", False),
        ("kaashan", False),
        ("shandel", False),
        ("kaashandle", True),
        ("kaashandel xyzzy", True),
        ("xyzzy", False),
    ],
)
def test_near_misses_alone_are_suggestions(proef: Proef, term: str, is_suggestie: bool) -> None:
    assert search(proef, term)[0].is_suggestie is is_suggestie


_ALLES = st.text(st.characters() | st.characters(categories=["Cs", "Cc", "Cf"]), max_size=300)
_LASTIG = st.sampled_from(
    [
        *(
            '"',
            "*",
            '" OR "',
            "NEAR(a b)",
            "w:anna",
            "a AND b",
            "{w} : x",
            "anna*",
            "^anna",
            "-anna",
            "(",
            "')--",
            "%",
            "_",
            "\\",
        ),
        *("\0", "\ud800", "\u202e", "\u0301", "ß", "Ĳ", "𞤀", "１２３", "²", "\x1b[31m", "\r\n", "vishal ", "1234 AB 8-2 "),
    ]
)


def search_or_refusal(proef: Proef, term: str, zoek_op: Sleutelsoort | None = None) -> int:
    """The number of hits, none when the input is refused in plain words; in so many reads at most."""
    try:
        resultaat, raadpleging = search(proef, term, zoek_op)
    except InvoerOnjuist as fout:
        return 0 if str(fout).startswith("De zoekterm ") else 999
    return (resultaat.bladzijde.totaal or 0) if raadpleging.lezer.lezingen <= MEESTE_LEZINGEN else 999


@settings(deadline=None)  # the machine may be busy
@given(
    st.one_of(
        _ALLES,
        st.lists(_LASTIG, max_size=80).map("".join),
        st.tuples(_ALLES, st.integers(1, 10_000)).map(lambda deel: (deel[0] * deel[1])[:10_000]),
    )
)
def test_any_text_gives_a_hundred_hits_at_most_or_is_refused_in_plain_words(proef: Proef, term: str) -> None:
    assert search_or_refusal(proef, term) <= 100


@settings(deadline=None)  # the machine may be busy
@given(st.sampled_from(Sleutelsoort), _ALLES)
def test_any_text_may_be_taken_for_any_kind_of_key(proef: Proef, zoek_op: Sleutelsoort, term: str) -> None:
    assert search_or_refusal(proef, term, zoek_op) <= 100
