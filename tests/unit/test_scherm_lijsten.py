"""How lists on pages are written: what stands there when one is empty, links made of what sources sent, texts cut off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.beeld import make_empty
from klantbeeld.domain.bronnen import Groepsoort, Groepstatus, Stand
from klantbeeld.domain.contacten import Contactmanagement
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.web.lijsten import LANGSTE_BEGIN, cut_begin, explain_leeg, link_bron

ACTUEEL, VEROUDERD, WEG = (Stand(status) for status in (Groepstatus.OK, Groepstatus.VEROUDERD, Groepstatus.NIET_BESCHIKBAAR))


@pytest.mark.parametrize(
    ("groep", "stand", "uitleg"),
    [
        (Contactmanagement(), ACTUEEL, "Geen notities bij de bron."),
        (Contactmanagement(), VEROUDERD, "Geen notities in de laatst bekende gegevens; de bron is nu niet actueel."),
        (Contactmanagement(), WEG, "Geen notities in de laatst bekende gegevens; de bron is nu niet actueel."),
        (
            make_empty(Groepsoort.CONTACTMANAGEMENT, Ontbreekreden.GEEN_TOEGANG),
            ACTUEEL,
            "Uw rol geeft geen toegang tot notities.",
        ),
    ],
)
def test_an_empty_list_says_why_it_is_empty(groep: Contactmanagement, stand: Stand, uitleg: str) -> None:
    assert explain_leeg(groep, "notities", "notities", stand) == uitleg


@pytest.mark.parametrize(
    "adres",
    [
        "http://dans.test/1",
        "javascript:alert(1)",
        "//dans.test/1",
        "https://",
        "https://gebruiker@dans.test/",
        "https://dans.test\\@elders.test/",
        "https://dans.test:x/",
        "https://dans.test/\u202e1",
        "https://dans.test/een twee",
        "https://dåns.test/",
        "https://[::1/",
    ],
)
def test_a_link_into_a_source_is_a_safe_connection_to_a_plain_host(adres: str) -> None:
    assert link_bron(adres) is None


def test_a_link_into_a_source_is_not_changed() -> None:
    assert link_bron("https://dans.test:8443/doc?id=1") == "https://dans.test:8443/doc?id=1"


@pytest.mark.parametrize(
    ("tekst", "begin"),
    [
        ("Wat is de hoogte?", None),
        ("een\ntwee", "een twee …"),
        ("woord " * 12, "woord woord woord woord woord woord woord woord woord woord woord …"),
        ("x" * 71, f"{'x' * 70} …"),
    ],
)
def test_a_text_is_cut_off_behind_a_whole_word(tekst: str, begin: str | None) -> None:
    assert cut_begin(tekst) == begin


@given(st.text(max_size=400))
def test_a_beginning_is_never_longer_than_its_place(tekst: str) -> None:
    begin = cut_begin(tekst)
    assert len(tekst if begin is None else begin) <= LANGSTE_BEGIN + 2
