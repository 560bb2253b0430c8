"""Statistics at their addresses: forms, rights, what is recorded, and errors as problem details."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.domain.statistiektabellen import CIJFERKOLOMMEN, VELDEN
from klantbeeld.errors import StoreOnbereikbaar, StoreOnbruikbaar, UitgeverOnbereikbaar
from klantbeeld.limiet import Limiet
from klantbeeld.queries import Klantbeeld, Raadpleging
from klantbeeld.stores.telwerk import Geheugentelwerk
from klantbeeld.web.statistiekpunt import PAD
from tests.bouwers_graphql import GROOT, TRACE, Proef, ask_web, grant, make_aanmelder
from tests.bouwers_statistieken import ask_adres, code_of, make_app, read_csv

ROLLEN_ZONDER = ["afnemer", "beheerder", "handhaver", "klantadviseur", "uitkeringsdeskundige_osw", "uitkeringsdeskundige_zw"]
SECTOR_51 = {
    "van": "2020-01-01",
    "tot": "2023-12-31",
    "onderdrukt": False,
    "aantalWerkgevers": 1,
    "reintegratieverslagen": 5,
    "loonsanctiesAdministratief": 1,
    "loonsanctiesInhoudelijk": 2,
    "loonsanctiesZonderVerslag": 0,
    "loonsanctieTeller": 3,
    "loonsanctieNoemer": 5,
    "loonsanctiePercentage": 60,
    "digitaalTeller": 40,
    "digitaalNoemer": 50,
    "digitaliseringsgraad": 80,
    "boetes": 4,
    "boetebedragInCenten": 98_500,
    "definitieversie": "2026-01-01",
    "bijgewerktOp": "2023-10-20T06:00:00Z",
    "ontbrekend": {},
}


def told(proef: Proef) -> list[tuple[str, str]]:
    return [(regel["handeling"], regel["resultaat"]) for regel in proef.read_log()]


def refuse(proef: Proef, **vraag: Any) -> tuple[int, str]:
    return code_of(ask_adres(proef.klantbeeld, **vraag))


# forms


def test_without_groups_there_is_one_row_of_all_employers_together(proef: Proef) -> None:
    antwoord = ask_adres(proef.klantbeeld, sector="51").json()
    assert antwoord == {
        "van": "2020-01-01",
        "tot": "2023-12-31",
        "definitieversie": "2026-01-01",
        "bijgewerktOp": "2023-10-20T06:00:00Z",
        "rijen": [SECTOR_51],
        "totaal": SECTOR_51,
    }


def test_the_same_as_csv_has_a_line_of_names_and_a_line_per_row(proef: Proef) -> None:
    response = ask_adres(proef.klantbeeld, "csv", sector="51")
    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    kop, rij, einde = response.text.split("\r\n")
    assert kop == ",".join(SECTOR_51)
    assert rij == ("2020-01-01,2023-12-31,false,1,5,1,2,0,3,5,60,40,50,80,4,98500,2026-01-01,2023-10-20T06:00:00Z,")
    assert einde == ""


def test_each_row_has_its_group_in_code_and_words_and_its_own_period(proef: Proef) -> None:
    rijen = read_csv(ask_adres(proef.klantbeeld, "csv", groepeerOp=["SECTOR", "KWARTAAL"], van="2023-05", tot="2023-08-31"))
    gelezen = [(rij["sector"], rij["sectorOmschrijving"], rij["kwartaal"], rij["van"], rij["tot"]) for rij in rijen[:2]]
    assert gelezen == [
        ("51", "Algemene industrie", "2023-K2", "2023-05-01", "2023-06-30"),
        ("51", "Algemene industrie", "2023-K3", "2023-07-01", "2023-08-31"),
    ]
    assert list(rijen[0])[:4] == ["sector", "sectorOmschrijving", "kwartaal", "kwartaalOmschrijving"]


def test_the_columns_of_groups_come_in_the_order_in_which_they_were_asked(proef: Proef) -> None:
    rij = read_csv(ask_adres(proef.klantbeeld, "csv", groepeerOp=["JAAR", "RECHTSVORM"]))[0]
    assert list(rij)[:4] == ["jaar", "jaarOmschrijving", "rechtsvorm", "rechtsvormOmschrijving"]


def test_cells_of_who_may_not_see_single_employers_are_empty_and_a_column_says_so(proef: Proef) -> None:
    (rij,) = read_csv(ask_adres(proef.klantbeeld, "csv", "beleid", sector="51"))
    assert rij["onderdrukt"] == "true"
    assert {rij[kolom.naam] for kolom in CIJFERKOLOMMEN} == {""}
    assert rij["ontbrekend"].split("; ") == [f"{kolom.naam}: GEEN_TOEGANG" for kolom in CIJFERKOLOMMEN]


def test_an_empty_cell_has_its_reason(proef: Proef) -> None:
    rij = ask_adres(proef.klantbeeld, rechtsvorm="stichting").json()["totaal"]
    assert rij["onderdrukt"] is False
    assert rij["ontbrekend"] == dict.fromkeys(["loonsanctiePercentage", "digitaliseringsgraad"], "NIET_VAN_TOEPASSING")
    later = ask_adres(proef.klantbeeld, van="2024-01", tot="2024-01").json()["totaal"]
    assert set(later["ontbrekend"].values()) == {"NIET_VAN_TOEPASSING"}
    assert (later["aantalWerkgevers"], later["boetes"]) == (4, None)


@pytest.mark.parametrize(
    ("vraag", "aantal"),
    [
        ({}, 4),
        ({"sector": ""}, 4),
        ({"sector": "51"}, 1),
        ({"sector": ["51", "onbekend"]}, 4),
        ({"sbiSectie": "G"}, 0),
        ({"grootteklasse": "ONBEKEND"}, 3),
        ({"postcodegebied": "onbekend"}, 3),
        ({"rechtsvorm": "BV"}, 1),
        ({"rechtsvorm": "B.V.", "sector": "onbekend"}, 1),
    ],
)
def test_each_parameter_reaches_the_store(proef: Proef, vraag: dict[str, Any], aantal: int) -> None:
    assert ask_adres(proef.klantbeeld, **vraag).json()["totaal"]["aantalWerkgevers"] == aantal


def test_nobody_keeps_an_answer(proef: Proef) -> None:
    for rol in ("accountmanager", "handhaver"):
        assert ask_adres(proef.klantbeeld, rol=rol).headers["cache-control"] == "private, no-store"


def test_the_size_of_an_answer_can_be_asked_alone(proef: Proef) -> None:
    app = make_app(proef.klantbeeld, make_aanmelder("accountmanager"))
    geheel, kop = (ask_web(app, methode, f"{PAD}.csv?van=2023-01&tot=2023-01") for methode in ("GET", "HEAD"))
    assert (kop.status_code, kop.headers["content-length"]) == (200, str(len(geheel.content)))


# rights, purpose and records


@pytest.mark.parametrize("rol", ["accountmanager", "beleid", "landelijk_adviseur"])
def test_a_role_with_statistics_is_recorded(proef: Proef, rol: str) -> None:
    assert ask_adres(proef.klantbeeld, rol=rol).status_code == 200
    assert told(proef) == [("statistiek", "ok")]
    assert proef.read_log()[0]["doel"] == grant(rol).doel


@pytest.mark.parametrize("rol", ROLLEN_ZONDER)
def test_a_role_without_statistics_is_refused_and_recorded(proef: Proef, rol: str) -> None:
    assert refuse(proef, rol=rol) == (403, "FORBIDDEN")
    assert told(proef) == [("statistiek", "geweigerd")]


@pytest.mark.parametrize("veld", sorted(VELDEN))
def test_who_was_not_granted_a_field_that_is_shown_gets_nothing(proef: Proef, veld: str) -> None:
    async def sign_in(_: Request) -> Gebruiker:
        return replace(grant("accountmanager"), velden=grant("accountmanager").velden - {veld})

    response = ask_web(make_app(proef.klantbeeld, sign_in), "GET", f"{PAD}.json?van=2023-01&tot=2023-01")
    assert code_of(response) == (403, "FORBIDDEN")
    assert veld in response.json()["detail"]
    assert told(proef) == [("velden", "geweigerd")]


def test_the_fields_that_are_shown_are_fields_of_the_contract() -> None:
    assert VELDEN - grant("accountmanager").velden == set()


def test_the_record_says_where_the_question_came_from_and_has_its_trace(proef: Proef) -> None:
    app = make_app(proef.klantbeeld, make_aanmelder("beleid"))
    ask_web(app, "GET", f"{PAD}.json?van=2023-01&tot=2023-01", koppen={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"})
    (regel,) = proef.read_log()
    assert (regel["traceId"], regel["aanroepSpanId"], regel["herkomst"]) == (TRACE, "00f067aa0ba902b7", "127.0.0.1")


def test_without_a_record_nothing_is_shown(proef: Proef, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert refuse(proef.without_log(tmp_path_factory.mktemp("log")), rol="beleid") == (503, "RECORDING_FAILED")


# errors


def test_who_is_not_signed_in_is_told_how(proef: Proef) -> None:
    response = ask_adres(proef.klantbeeld, rol=None)
    assert code_of(response) == (401, "UNAUTHENTICATED")
    assert response.headers["www-authenticate"] == "Bearer"


def test_an_identity_provider_that_is_silent_is_said(proef: Proef) -> None:
    async def sign_in(_: Request) -> Gebruiker:
        raise UitgeverOnbereikbaar("De identiteitsprovider antwoordt niet.")

    response = ask_web(make_app(proef.klantbeeld, sign_in), "GET", f"{PAD}.csv")
    assert code_of(response) == (503, "IDENTITY_PROVIDER_UNAVAILABLE")


@pytest.mark.parametrize("methode", ["POST", "PUT", "DELETE", "OPTIONS", "BESTAATNIET"])
def test_a_statistic_is_asked_with_get_only(proef: Proef, methode: str) -> None:
    response = ask_web(make_app(proef.klantbeeld, make_aanmelder("beleid")), methode, f"{PAD}.csv?van=2023-01&tot=2023-01")
    assert code_of(response) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "vraag",
    [
        {"van": ""},
        {"tot": ""},
        {"van": "2023"},
        {"van": "2023-13"},
        {"van": "2023-02-30"},
        {"van": "99999-01"},
        {"van": "2020-01-02"},
        {"tot": "2023-12-30"},
        {"van": "2024-01"},
        {"van": "2000-01"},
        {"van": ["2023-01", "2023-02"]},
        {"groepeerOp": "GEHEIM"},
        {"groepeerOp": ["SECTOR", "SECTOR"]},
        {"groepeerOp": ["SECTOR", "SBI_SECTIE", "RECHTSVORM"]},
        {"groepeerOp": ["MAAND", "JAAR"]},
        {"grootteklasse": "g0"},
        {"sector": "x" * 201},
        {"werkgeverId": GROOT},
        {"sector": ["51"] * 500},
    ],
)
def test_what_can_not_be_counted_is_a_clear_error_that_repeats_no_value(proef: Proef, vraag: dict[str, Any]) -> None:
    response = ask_adres(proef.klantbeeld, **vraag)
    assert code_of(response) == (400, "BAD_USER_INPUT")
    assert not any(waarde and waarde in response.text for waarde in ("GEHEIM", "99999", "g0", GROOT, "xxx"))
    assert told(proef) == []


@pytest.mark.parametrize("vraag", ["van=%ff", "van=é".encode("latin-1").decode("latin-1"), "sector=%ed%a0%80"])
def test_an_address_that_is_no_text_is_a_clear_error(proef: Proef, vraag: str) -> None:
    app = make_app(proef.klantbeeld, make_aanmelder("beleid"))
    assert code_of(ask_web(app, "GET", f"{PAD}.csv?{vraag}")) == (400, "BAD_USER_INPUT")


def test_too_fine_a_statistic_is_refused_for_who_may_not_see_single_employers(proef: Proef) -> None:
    vraag: dict[str, Any] = {"sector": "51", "rechtsvorm": "bv", "groepeerOp": ["GROOTTEKLASSE", "POSTCODEGEBIED"]}
    assert refuse(proef, rol="beleid", **vraag) == (400, "BAD_USER_INPUT")
    assert ask_adres(proef.klantbeeld, **vraag).status_code == 200


def test_a_problem_has_all_its_members(proef: Proef) -> None:
    response = ask_adres(proef.klantbeeld, rol="handhaver")
    probleem = response.json()
    assert len(probleem.pop("traceId")) == 32
    assert probleem == {
        "type": "urn:klantbeeld:fout:FORBIDDEN",
        "title": "Geen toegang",
        "status": 403,
        "detail": "Uw rol geeft geen toegang tot statistieken.",
        "code": "FORBIDDEN",
    }


@pytest.mark.parametrize(
    ("fout", "verwacht"),
    [
        (StoreOnbereikbaar("geheim"), (503, "STORE_UNAVAILABLE")),
        (StoreOnbruikbaar("geheim"), (503, "STORE_UNUSABLE")),
        (RuntimeError("geheim"), (500, "INTERNAL_ERROR")),
    ],
)
def test_what_goes_wrong_on_our_side_tells_no_more_than_a_code(
    proef: Proef, monkeypatch: pytest.MonkeyPatch, fout: Exception, verwacht: tuple[int, str]
) -> None:
    async def fail(*_: object) -> None:
        raise fout

    monkeypatch.setattr(Raadpleging, "count_preventie", fail)
    response = ask_adres(proef.klantbeeld)
    assert (code_of(response), "geheim" in response.text) == (verwacht, False)


def test_every_error_that_leaves_is_counted_by_its_code(proef: Proef) -> None:
    for rol in ("handhaver", "handhaver", None):
        ask_adres(proef.klantbeeld, rol=rol)
    geteld = proef.klantbeeld.omgeving.meter.registry.get_sample_value
    assert [geteld("klantbeeld_graphql_errors_total", {"code": code}) for code in ("FORBIDDEN", "UNAUTHENTICATED")] == [2, 1]


# limits


def ask_often(proef: Proef, rol: str | None, keer: int) -> list[httpx.Response]:
    """The same question so often, of whom two points a minute are granted."""
    limiet = Limiet(2, Geheugentelwerk(), b"geheim", proef.klantbeeld.omgeving.meter, lambda: 60.0)
    klantbeeld = Klantbeeld(replace(proef.klantbeeld.omgeving, limiet=limiet))
    return [ask_adres(klantbeeld, rol=rol) for _ in range(keer)]


@pytest.mark.parametrize(("rol", "eerst"), [("beleid", 200), ("handhaver", 403), (None, 401)])
def test_who_asks_too_often_waits_whoever_it_is(proef: Proef, rol: str | None, eerst: int) -> None:
    *goed, laatste = ask_often(proef, rol, 3)
    assert [response.status_code for response in goed] == [eerst] * 2
    assert (code_of(laatste), laatste.headers["retry-after"]) == ((429, "TOO_MANY_REQUESTS"), "60")


def test_others_are_answered_while_a_large_table_is_written(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    draden: list[bool] = []

    def note(*_: object) -> bytes:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            draden.append(True)
        return b""

    monkeypatch.setattr("klantbeeld.web.statistiekpunt.VORMEN", {"json": ("application/json", note), "csv": ("", note)})
    assert ask_adres(proef.klantbeeld).content == b""
    assert draden == [True]
