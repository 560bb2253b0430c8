"""How lists on pages are written: what stands there when one is empty, links made of what sources sent, texts cut off."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.beeld import make_empty
from klantbeeld.domain.bronnen import Bronoordeel, Groepsoort, Groepstatus, Stand, stand_still
from klantbeeld.domain.contacten import Contactmanagement
from klantbeeld.domain.groepen import GROEP_VAN_SOORT, SOORTEN
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.web.lijsten import LANGSTE_BEGIN, SOORT_VAN_LIJST, cut_begin, explain_leeg, link_bron

LEEG = Contactmanagement()
STATUSSEN = (Groepstatus.OK, Groepstatus.VEROUDERD, Groepstatus.NIET_BESCHIKBAAR)


def make_stand(**bronnen: tuple[Groepstatus, str]) -> Stand:
    """How a group stands with these sources: how each is, and the kind of record that it delivers."""
    oordelen = tuple(
        Bronoordeel(naam, naam.upper(), status, None, 60, soorten=(soort,)) for naam, (status, soort) in bronnen.items()
    )
    return Stand(max((oordeel.status for oordeel in oordelen), key=STATUSSEN.index), bronnen=oordelen)


@pytest.mark.parametrize(
    ("status", "uitleg"),
    [
        (Groepstatus.OK, "Geen notities bij ARCHIE."),
        (Groepstatus.VEROUDERD, "Geen notities in de laatst bekende gegevens van ARCHIE. Die zijn nu niet actueel."),
        (Groepstatus.NIET_BESCHIKBAAR, "Geen notities in de laatst bekende gegevens van ARCHIE. Die zijn nu niet actueel."),
    ],
)
@pytest.mark.parametrize("ander", STATUSSEN)
def test_an_empty_list_says_how_the_source_of_just_that_stands(status: Groepstatus, uitleg: str, ander: Groepstatus) -> None:
    stand = make_stand(archie=(status, "notitie"), k3cr=(ander, "contact"))
    assert explain_leeg(LEEG, "notities", "notities", stand) == uitleg


def test_an_empty_list_that_no_source_is_known_to_fill_says_so() -> None:
    stand = make_stand(k3cr=(Groepstatus.OK, "contact"))
    uitleg = "Geen notities gevonden; van geen bron is bekend dat die ze levert."
    assert explain_leeg(LEEG, "notities", "notities", stand) == uitleg


def test_several_sources_of_an_empty_list_are_all_named() -> None:
    stand = make_stand(a=(Groepstatus.OK, "contact"), b=(Groepstatus.OK, "contact"), c=(Groepstatus.OK, "contact"))
    assert explain_leeg(LEEG, "contacten", "contacten", stand) == "Geen contacten bij A, B en C."


def test_while_nothing_can_be_written_nothing_is_certainly_empty() -> None:
    stand = stand_still(make_stand(archie=(Groepstatus.OK, "notitie")))
    assert explain_leeg(LEEG, "notities", "notities", stand).endswith("Die zijn nu niet actueel.")


def test_an_empty_list_that_the_reader_may_not_see_says_so() -> None:
    dicht = make_empty(Groepsoort.CONTACTMANAGEMENT, Ontbreekreden.GEEN_TOEGANG)
    stand = make_stand(archie=(Groepstatus.OK, "notitie"))
    assert explain_leeg(dicht, "notities", "notities", stand) == "Uw rol geeft geen toegang tot notities."


def test_every_list_of_a_group_with_several_kinds_is_made_of_a_kind_of_that_group() -> None:
    lijsten = {veld: SOORTEN[soort].groep for veld, soort in SOORT_VAN_LIJST.items()}
    assert set(lijsten.values()) == {
        groep for groep, aantal in Counter(GROEP_VAN_SOORT.values()).items() if groep and aantal > 1
    }
    for veld, soort in lijsten.items():
        assert soort is not None
        assert hasattr(make_empty(soort, Ontbreekreden.NIET_GELEVERD), veld), veld


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
