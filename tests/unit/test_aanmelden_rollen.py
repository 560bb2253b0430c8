"""Who has several roles works in one of them at a time, and chooses which; what he sees is recorded under that one."""

import pytest

from tests.bouwers_aanmelden import ADRES, CLIENT, HERZIENING, MET_KOP, Aanmeldproef
from tests.bouwers_graphql import Proef
from tests.bouwers_log import read_log

BEIDE = ["ABS-HANDHAVING", "ABS-ADVIES"]
ADVISEUR = {"naam": "proef:account-1", "rol": "klantadviseur"}
HANDHAVER = {"naam": "proef:account-1", "rol": "handhaver"}
ZOEK = {"query": '{ werkgevers(zoekterm: "de groot") { totaal } }'}


def choose(aanmelden: Aanmeldproef, rol: str, van: str = "same-origin") -> int:
    return aanmelden.browser.submit("/rol", {"rol": rol}, van).status_code


def test_who_has_several_roles_begins_in_the_first_that_is_configured_and_can_choose_another(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in(rollen=BEIDE)
    assert aanmelden.who() == ADVISEUR
    response = aanmelden.browser.submit("/rol", {"rol": "handhaver"})
    assert (response.status_code, response.headers["location"], aanmelden.who()) == (303, "/", HANDHAVER)
    assert (choose(aanmelden, "klantadviseur"), aanmelden.who()) == (303, ADVISEUR)


def test_each_answer_is_recorded_under_the_role_that_was_chosen(proef: Proef, aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in(rollen=BEIDE)
    for rol in ("handhaver", "klantadviseur"):
        choose(aanmelden, rol)
        assert aanmelden.browser.send("POST", "/graphql", ZOEK, MET_KOP).status_code == 200
    vastgelegd = [(deel["gebruiker"], deel["rol"]) for deel in read_log(proef.log)[-2:]]
    assert vastgelegd == [("proef:account-1", "handhaver"), ("proef:account-1", "klantadviseur")]


@pytest.mark.parametrize("rol", ["beheerder", "onzin", "", "x" * 30_000])
def test_a_role_that_somebody_does_not_have_is_refused_and_changes_nothing(aanmelden: Aanmeldproef, rol: str) -> None:
    aanmelden.sign_in(rollen=BEIDE)
    assert (choose(aanmelden, rol), aanmelden.who()) == (413 if len(rol) > 20_000 else 403, ADVISEUR)


@pytest.mark.parametrize("van", ["cross-site", "same-site", "none", ""])
def test_a_page_of_another_site_changes_no_role_though_the_cookie_goes_along(aanmelden: Aanmeldproef, van: str) -> None:
    """S07: also a neighbour on the same domain, that SameSite lets through."""
    aanmelden.sign_in(rollen=BEIDE)
    assert (choose(aanmelden, "handhaver", van), aanmelden.who()) == (403, ADVISEUR)


@pytest.mark.parametrize(("bron", "daarna"), [(ADRES, (303, HANDHAVER)), ("https://elders.example", (403, ADVISEUR))])
def test_a_browser_that_does_not_say_whose_page_it_is_is_judged_by_the_origin(
    aanmelden: Aanmeldproef, bron: str, daarna: object
) -> None:
    aanmelden.sign_in(rollen=BEIDE)
    gekozen = aanmelden.browser.post("/rol", {"rol": "handhaver"}, {"Origin": bron})
    assert (gekozen.status_code, aanmelden.who()) == daarna


def test_a_page_of_another_site_signs_nobody_out(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in(rollen=BEIDE)
    assert aanmelden.browser.submit("/afmelden", {}, "cross-site").status_code == 403
    assert aanmelden.who() == ADVISEUR


def test_no_link_changes_a_role_and_nobody_without_a_session_has_one(aanmelden: Aanmeldproef) -> None:
    assert [choose(aanmelden, "handhaver"), aanmelden.browser.get("/rol?rol=handhaver").status_code] == [401, 405]


WEG: dict[str, tuple[list[str], object, list[int]]] = {
    "the role that he works in": (["ABS-ADVIES"], ADVISEUR, [303, 403]),
    "the other one": (["ABS-HANDHAVING"], HANDHAVER, [403, 303]),
    "all": ([], 401, [401, 401]),
}


@pytest.mark.parametrize(("over", "daarna", "te_kiezen"), WEG.values(), ids=WEG)
def test_a_role_that_is_taken_away_at_the_provider_cannot_be_worked_in_or_chosen_a_minute_later(
    aanmelden: Aanmeldproef, over: list[str], daarna: object, te_kiezen: list[int]
) -> None:
    """S18"""
    aanmelden.sign_in(rollen=BEIDE)
    choose(aanmelden, "handhaver")
    aanmelden.uitgever.give_tokens(aanmelden.uitgever.make_id_token(CLIENT, rollen=over))
    aanmelden.nu += HERZIENING
    assert aanmelden.who() == daarna
    assert [choose(aanmelden, rol) for rol in ("klantadviseur", "handhaver")] == te_kiezen


def test_a_chosen_role_stays_chosen_when_the_provider_is_asked_again(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in(rollen=BEIDE)
    choose(aanmelden, "handhaver")
    aanmelden.uitgever.give_tokens(aanmelden.uitgever.make_id_token(CLIENT, rollen=BEIDE))
    aanmelden.nu += HERZIENING
    assert aanmelden.who() == HANDHAVER


def test_a_role_that_needs_what_somebody_lacks_is_none_of_his(aanmelden: Aanmeldproef) -> None:
    """That of divisions asks for a registration."""
    aanmelden.sign_in(rollen=["ABS-DIVISIE", "ABS-HANDHAVING"])
    assert (aanmelden.who(), choose(aanmelden, "afnemer")) == (HANDHAVER, 403)
    assert aanmelden.sign_in(rollen=["ABS-DIVISIE"]).status_code == 403


@pytest.mark.parametrize(("rollen", "knoppen"), [(BEIDE, ['value="handhaver"']), (["ABS-ADVIES"], [])])
def test_the_page_offers_the_other_roles(aanmelden: Aanmeldproef, rollen: list[str], knoppen: list[str]) -> None:
    aanmelden.sign_in(rollen=rollen)
    pagina = aanmelden.browser.get("/aangemeld").text
    assert [deel.split(">")[0] for deel in pagina.split('<button name="rol" ')[1:]] == knoppen
