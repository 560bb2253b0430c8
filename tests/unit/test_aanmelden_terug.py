"""Who must sign in first comes back to what was asked: a page by its address, a form by an id that says nothing."""

import asyncio
import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.access.verzegeling import Verzegeling
from klantbeeld.stores.cache import Geheugenplaats
from klantbeeld.web.aanmelden import read_verder
from klantbeeld.zoekopdrachten import GEDULD, Zoekopdracht, Zoekopdrachten
from tests.bouwers_aanmelden import Aanmeldproef
from tests.bouwers_graphql import grant
from tests.bouwers_scherm import GROOT

DOCUMENTEN = f"{GROOT}/documenten?soort=overig&van=2022-01-01"


def make_opdrachten(nu: list[float]) -> Zoekopdrachten:
    return Zoekopdrachten(Geheugenplaats(nu=lambda: nu[0]), Verzegeling(b"x"))


def test_a_link_leads_to_its_page_after_signing_in(aanmelden: Aanmeldproef) -> None:
    weg = aanmelden.browser.get(DOCUMENTEN).headers["location"]
    assert weg == f"/aanmelden?verder={quote(DOCUMENTEN, safe='')}"
    assert aanmelden.sign_in(via=weg).headers["location"] == DOCUMENTEN


def test_the_first_page_needs_no_way_back(aanmelden: Aanmeldproef) -> None:
    assert aanmelden.browser.get("/").headers["location"] == "/aanmelden"


def test_who_signs_in_again_after_it_went_wrong_still_comes_back(aanmelden: Aanmeldproef) -> None:
    assert aanmelden.sign_in(via=f"/aanmelden?verder={GROOT}", nonce=None).status_code == 401
    assert aanmelden.sign_in().headers["location"] == GROOT


def test_a_later_visit_begins_at_the_first_page(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in(via=f"/aanmelden?verder={GROOT}")
    assert aanmelden.sign_in().headers["location"] == "/"


def test_what_was_searched_before_signing_in_is_found_after_it(aanmelden: Aanmeldproef) -> None:
    weg = aanmelden.browser.post("/zoeken", {"zoekterm": "de groot"}).headers["location"]
    assert re.fullmatch(r"/aanmelden\?verder=%2Fverder%2F[\w-]{22}", weg)
    lijst = aanmelden.browser.follow(aanmelden.sign_in(via=weg))
    assert 'value="de groot"' in aanmelden.browser.follow(lijst).text


def test_an_empty_box_is_nothing_to_come_back_to(aanmelden: Aanmeldproef) -> None:
    assert aanmelden.browser.post("/zoeken", {"zoekterm": " "}).headers["location"] == "/aanmelden"


@pytest.mark.parametrize(
    "elders",
    [
        "//elders.test",
        "/\\elders.test",
        "https://elders.test/",
        "elders.test",
        "/%09/elders.test\n",
        "/ /elders.test",
        "/@elders.test",
        "javascript:alert(1)",
        "",
    ],
)
def test_another_site_is_no_place_to_come_back_to(aanmelden: Aanmeldproef, elders: str) -> None:
    assert aanmelden.sign_in(via=f"/aanmelden?verder={quote(elders, safe='')}").headers["location"] == "/"


@given(st.text(max_size=40))
def test_whatever_is_named_is_a_path_of_this_site_or_nothing(tekst: str) -> None:
    assert read_verder(f"/{tekst}") in {None, f"/{tekst}"}
    assert read_verder(f"//{tekst}") is None
    assert read_verder(f"x{tekst}") is None


def test_what_waits_is_had_once_and_not_long() -> None:
    nu, opdracht = [0.0], Zoekopdracht("de groot")
    opdrachten = make_opdrachten(nu)
    een, ander = asyncio.run(opdrachten.hold(opdracht)), asyncio.run(opdrachten.hold(opdracht))
    assert [asyncio.run(opdrachten.take(een)) for _ in range(2)] == [opdracht, None]
    nu[0] = GEDULD
    assert asyncio.run(opdrachten.take(ander)) is None


def test_what_somebody_searched_is_not_had_that_way() -> None:
    opdrachten = make_opdrachten([0.0])
    id_ = asyncio.run(opdrachten.keep(grant(), Zoekopdracht("de groot")))
    assert asyncio.run(opdrachten.take(id_)) is None
    assert asyncio.run(opdrachten.find(grant(), asyncio.run(opdrachten.hold(Zoekopdracht("x"))))) is None
