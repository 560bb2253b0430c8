"""Subjects of contacts: how they are folded, counted and ordered (domain reference §8)."""

from datetime import UTC, date, datetime
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.contacten import (
    Onderwerptelling,
    fold_onderwerp,
    last_moment,
    rank_onderwerpen,
    sort_moment,
    windows_meest_besproken,
)
from klantbeeld.domain.vragen import Telling
from tests.bouwers_domein import NORMEN

MOMENTEN = st.integers(-(2**31), 2**32 - 1).map(lambda seconden: datetime.fromtimestamp(seconden, UTC))


def tel(**aantallen: int) -> list[Telling]:
    return [Telling(onderwerp, None, "2023", aantal, 0) for onderwerp, aantal in aantallen.items()]


@pytest.mark.parametrize("onderwerp", [None, "", " ", "\t\n", "\u00a0"])
def test_no_subject_at_all_is_unknown(onderwerp: str | None) -> None:
    assert fold_onderwerp(onderwerp, NORMEN) == "onbekend"


@pytest.mark.parametrize(
    "onderwerp", ["WVW", "wvw", "Toeslag 2023", "WVW-123", "Ziek & re-integratie", "factuur 12-3", "@kantoor"]
)
def test_a_subject_that_is_no_address_stays_as_it_is(onderwerp: str) -> None:
    assert fold_onderwerp(onderwerp, NORMEN) == onderwerp


def test_white_space_around_a_subject_does_not_count() -> None:
    assert fold_onderwerp("  WGA ", NORMEN) == "WGA"


@pytest.mark.parametrize(
    ("adres", "onderwerp"),
    [
        ("WVW@uwv.nl", "WVW"),
        ("WVW-123456789@uwv.nl", "WVW"),
        ("WVW123456789@uwv.nl", "WVW"),
        ("wvw-123456789@UWV.nl", "WVW"),
        ("wGa1@uwv.nl", "WGA"),
        ("ww-1@uwv.nl", "WW"),
        ("ZW-1-2@uwv.nl", "ZW"),
        ("wazo@uwv.nl", "WAZO"),
        ("WIA7@uwv.nl", "WIA"),
        ("WAJONG-1@uwv.nl", "Wajong"),
        ("wtv-9@uwv.nl", "WTV"),
    ],
)
def test_an_address_becomes_its_leading_letters_when_those_are_an_agreed_subject(adres: str, onderwerp: str) -> None:
    assert fold_onderwerp(adres, NORMEN) == onderwerp


@pytest.mark.parametrize(
    "adres",
    [
        "info@degroot.nl",
        "WVWX-1@uwv.nl",
        "WV-1@uwv.nl",
        "123456789@uwv.nl",
        "-WVW@uwv.nl",
        "WVW.team@uwv.nl",
        "a.jansen1980@uwv.nl",
    ],
)
def test_an_address_of_anything_else_is_the_rest(adres: str) -> None:
    assert fold_onderwerp(adres, NORMEN) == "overig"


@pytest.mark.parametrize(
    ("tekst", "onderwerp"),
    [
        ("mail van <WVW-123456789@uwv.nl>", "WVW"),
        ("mailto:wga-12@uwv.nl", "WGA"),
        ("Re: 123456789@uwv.nl, WVW-1@uwv.nl", "overig"),
        ("WVW-123456789@", "WVW"),
        ("123456789@ (afgebroken)", "overig"),
    ],
)
def test_an_address_among_other_words_or_cut_off_is_still_an_address(tekst: str, onderwerp: str) -> None:
    assert fold_onderwerp(tekst, NORMEN) == onderwerp


@given(st.from_regex(r"[A-Za-z]{0,6}[-.]?[0-9]{1,9}[A-Za-z0-9.-]{0,5}@[a-z0-9]{1,9}\.nl", fullmatch=True), st.text(max_size=5))
def test_no_digit_of_an_address_is_ever_shown(adres: str, eromheen: str) -> None:
    getoond = fold_onderwerp(f"{eromheen} {adres} {eromheen}", NORMEN)
    assert getoond == "overig" or getoond in NORMEN.onderwerpen.values()


@given(st.text())
def test_folding_a_folded_subject_changes_nothing(onderwerp: str) -> None:
    gevouwen = fold_onderwerp(onderwerp, NORMEN)
    assert fold_onderwerp(gevouwen, NORMEN) == gevouwen


def test_a_very_long_subject_is_folded_in_linear_time() -> None:
    begin = perf_counter()
    assert fold_onderwerp("a" * 900_000 + " WVW-1@uwv.nl", NORMEN) == "WVW"
    assert perf_counter() - begin < 5


@pytest.mark.parametrize(
    ("vandaag", "eerste", "vorige_eerste"),
    [
        (date(2023, 10, 20), "2023-04-19T22", "2022-10-19T22"),
        (date(2023, 8, 31), "2023-02-27T23", "2022-08-30T22"),
        (date(2024, 8, 31), "2024-02-28T23", "2023-08-30T22"),
        (date(2024, 2, 29), "2023-08-28T22", "2023-02-27T23"),
        (date(2024, 1, 1), "2023-06-30T22", "2022-12-31T23"),
    ],
)
def test_the_window_begins_at_midnight_in_amsterdam_six_months_ago(vandaag: date, eerste: str, vorige_eerste: str) -> None:
    (van, _), (vorige_van, _) = windows_meest_besproken(vandaag)
    assert (van, vorige_van) == (f"{eerste}:00:00.000000Z", f"{vorige_eerste}:00:00.000000Z")


@pytest.mark.parametrize(
    ("moment", "venster"),
    [
        (datetime(2023, 10, 20, 21, 59, 59, 999_999, tzinfo=UTC), "nu"),
        (datetime(2023, 10, 20, 22, 0, tzinfo=UTC), None),
        (datetime(2023, 4, 19, 22, 0, tzinfo=UTC), "nu"),
        (datetime(2023, 4, 19, 21, 59, 59, 999_999, tzinfo=UTC), "vorige"),
        (datetime(2022, 10, 19, 22, 0, tzinfo=UTC), "vorige"),
        (datetime(2022, 10, 19, 21, 59, 59, 999_999, tzinfo=UTC), None),
        (datetime(1990, 10, 9, 8, 0, tzinfo=UTC), None),
    ],
)
def test_a_contact_falls_in_the_window_of_its_day_in_amsterdam(moment: datetime, venster: str | None) -> None:
    grenzen = dict(zip(("nu", "vorige"), windows_meest_besproken(date(2023, 10, 20)), strict=True))
    assert next((naam for naam, (van, tot) in grenzen.items() if van <= sort_moment(moment) <= tot), None) == venster


@given(st.dates(date(1995, 1, 1), date(2090, 1, 1)))
def test_the_two_windows_touch_and_do_not_overlap(vandaag: date) -> None:
    (van, tot), (vorige_van, vorige_tot) = windows_meest_besproken(vandaag)
    assert vorige_van < vorige_tot < van < tot
    assert vorige_tot.endswith("59:59.999999Z")
    assert van.endswith("00:00.000000Z")


def test_the_last_moment_of_a_day_is_a_microsecond_before_the_next() -> None:
    assert last_moment(date(2023, 10, 29)) == "2023-10-29T22:59:59.999999Z"


@given(st.lists(MOMENTEN, min_size=2, max_size=6))
def test_moments_sort_as_texts_as_they_do_in_time(momenten: list[datetime]) -> None:
    assert [sort_moment(moment) for moment in sorted(momenten)] == sorted(sort_moment(moment) for moment in momenten)


def test_most_discussed_comes_first() -> None:
    geteld = rank_onderwerpen(tel(WGA=16, WVW=35), tel(WGA=4))
    assert geteld == (Onderwerptelling("WVW", 35, 0), Onderwerptelling("WGA", 16, 4))


def test_ties_come_by_name_without_regard_to_case() -> None:
    geteld = rank_onderwerpen(tel(b=2, A=2, a=2, C=2), [])
    assert [telling.onderwerp for telling in geteld] == ["A", "a", "b", "C"]


def test_a_subject_that_was_only_discussed_before_is_not_listed() -> None:
    assert rank_onderwerpen([], tel(WGA=4)) == ()


def test_counts_of_several_years_are_one_count() -> None:
    tellingen = [Telling("WGA", None, "2022", 3, 0), Telling("WGA", None, "2023", 4, 0)]
    assert rank_onderwerpen(tellingen, tellingen[:1]) == (Onderwerptelling("WGA", 7, 3),)


def test_what_has_no_subject_in_the_store_is_unknown() -> None:
    assert rank_onderwerpen([Telling(None, None, "2023", 2, 0)], []) == (Onderwerptelling("onbekend", 2, 0),)


def test_an_address_with_a_space_before_its_sign_shows_no_digits_either() -> None:
    assert fold_onderwerp("WVW-123 @uwv.nl", NORMEN) == "WVW"
