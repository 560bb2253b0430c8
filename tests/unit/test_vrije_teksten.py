"""Free text: a BSN is masked for everybody, words of a diagnosis for who may not see medisch, and what was seen is said."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.kader import Klasse
from klantbeeld.domain.sleutels import passes_elfproef
from klantbeeld.domain.vrije_teksten import Signaal, mask_bsn, read_tekst
from tests.bouwers_domein import make_kader

BSN, MEDISCH = Signaal.BSN, Signaal.MEDISCH
GELDIG = "111222333"
"""Passes the elfproef."""


def read(tekst: str, **kader: Any) -> tuple[str | None, tuple[Signaal, ...]]:
    gelezen = read_tekst(tekst, make_kader(**kader))
    return gelezen.tekst, gelezen.signalen


@pytest.mark.parametrize(
    ("tekst", "getoond"),
    [
        (f"BSN {GELDIG}.", "BSN *********."),
        ("111 222 333", "*********"),
        ("111.222.333 en 1112 22 333", "********* en *********"),
        (f"lh {GELDIG}L01", "lh *********L01"),
        (f"({GELDIG})", "(*********)"),
        ("111222334", "111222334"),
        ("1112223331", "1112223331"),
        ("0111222333", "0111222333"),
        ("NL91ABNA0111222333", "NL91ABNA0111222333"),
        (f"x{GELDIG}", f"x{GELDIG}"),
        ("111 222.333 of 111. 222. 333", "********* of *********"),
        ("111-222-333, 111/222/333 en 1112-22.333", "*********, ********* en *********"),
        ("111\u00a0222\u00a0333 en 111\u2011222\u2011333", "********* en *********"),
        ("111  222  333", "*********"),
        ("1 1 1 2 2 2 3 3 3", "*********"),
        ("11.12.22.333 en 111222 333", "********* en *********"),
        ("bsn111222333", "bsn*********"),
        ("11.12.22.333.4", "11.12.22.333.4"),
        ("4.11.12.22.333", "4.11.12.22.333"),
        ("op 1-11-2222 om 3.33 uur", "op 1-11-2222 om 3.33 uur"),
        ("bel 06 11 12 22 33 of 020-111 22 23", "bel 06 11 12 22 33 of 020-111 22 23"),
        ("000000000", "000000000"),
        ("belt 06-11122233", "belt 06-11122233"),
        ("", ""),
    ],
)
def test_nine_digits_that_pass_the_elfproef_are_masked(tekst: str, getoond: str) -> None:
    assert read(tekst) == (getoond, (BSN,) if tekst != getoond else ())


@pytest.mark.parametrize(("gemaskeerd", "getoond"), [(False, f"ons RSIN {GELDIG}"), (True, "ons RSIN *********")])
def test_an_own_number_stays_unless_it_may_be_a_bsn(gemaskeerd: bool, getoond: str) -> None:
    sleutels = frozenset({f"lh:{GELDIG}L01"})
    assert read(f"ons RSIN {GELDIG}", sleutels=sleutels, gemaskeerd=gemaskeerd)[0] == getoond


@pytest.mark.parametrize(
    ("tekst", "getoond"),
    [
        ("Werknemer heeft een burn-out.", "Werknemer heeft een [medisch]."),
        ("DEPRESSIEVE klachten", "[medisch] klachten"),
        ("borstkanker, hersteld", "[medisch], hersteld"),
        ("Fibromyalgie of reuma?", "[medisch] of [medisch]?"),
        ("hiv-positief", "hiv-positief"),
        ("de reumatoloog", "de [medisch]"),
        ("ziek gemeld, griep of niet, belt terug", "ziek gemeld, griep of niet, belt terug"),
        ("overspannend", "[medisch]"),
        ("suikerziekte, covid-19 en een beroerte", "[medisch], [medisch] en een [medisch]"),
        ("rugklachten of de ziekte van Crohn", "[medisch] of de ziekte van [medisch]"),
        ("loopt bij een psycholoog", "loopt bij een [medisch]"),
        ("burn out", "burn out"),
        ("de heer Chemolli", "de heer Chemolli"),
    ],
)
def test_words_of_a_diagnosis_are_masked_for_who_may_not_see_them(tekst: str, getoond: str) -> None:
    assert read(tekst, klassen=frozenset({Klasse.NOTITIES})) == (getoond, (MEDISCH,) if tekst != getoond else ())


def test_who_may_see_medisch_reads_the_words_and_is_told_of_them() -> None:
    tekst = f"burn-out van {GELDIG}"
    assert read(tekst, klassen=frozenset({Klasse.MEDISCH})) == ("burn-out van *********", (BSN, MEDISCH))


def test_where_there_is_no_text_nothing_is_seen() -> None:
    gelezen = read_tekst(None, make_kader())
    assert (gelezen.tekst, gelezen.signalen) == (None, ())


@given(st.text(st.sampled_from("0123456789 .L01abc"), max_size=40))
def test_whatever_stands_around_it_no_nine_digits_that_pass_are_left(tekst: str) -> None:
    over = re.findall(r"(?<![0-9A-Za-z])[0-9]{9}(?![0-9])", mask_bsn(tekst))
    assert not any(map(passes_elfproef, over))


@given(st.text(max_size=60))
def test_a_text_without_what_is_looked_for_stays_as_it_is(tekst: str) -> None:
    if not re.search(r"[0-9]", tekst) and not re.search(r"\w{3}", tekst):
        assert read(tekst) == (tekst, ())


def test_a_long_text_takes_a_time_that_grows_with_its_length() -> None:
    """No part is read again and again: a hundred thousand letters or digits in one word."""
    kader = replace(make_kader(), klassen=frozenset())
    for teken in ("a", "1", "1 ", "a-", "."):
        assert read_tekst(teken * 100_000, kader).tekst == teken * 100_000
