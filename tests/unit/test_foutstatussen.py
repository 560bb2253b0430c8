"""The HTTP statuses that ``docs/errors.md`` tells are those that come, error by error."""

import re
from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request

import klantbeeld.queries
from docs.fouttabellen import HTTP_CODES, PLAATSEN
from klantbeeld import errors
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.problemen import STORING
from klantbeeld.toelating import Aanmelder
from resolvers.endpoint import make_endpoint
from tests.bouwers_graphql import Proef, ask_web, code_of

VRAAG = {"query": "{ bronnen { bron } ik { naam } }"}
OPNIEUW = {"Accept": "application/graphql-response+json"}
BIJ_VELD = [
    errors.KlantbeeldError,
    errors.InvoerOnjuist,
    errors.GeenToegang,
    errors.StoreFout,
    errors.StoreOnbereikbaar,
    errors.StoreOnbruikbaar,
]


def statuses_of(tekst: str) -> set[int]:
    return {int(status) for status in re.findall(r"\b[1-5]\d\d\b", tekst)}


def fail_with(fout: Exception) -> Callable[..., object]:
    def fail(*_: object) -> object:
        raise fout

    return fail


def refuse_with(fout: errors.KlantbeeldError) -> Aanmelder:
    async def refuse(_: Request) -> Gebruiker:
        raise fout

    return refuse


@pytest.mark.parametrize("fout", BIJ_VELD)
def test_an_error_at_a_field_comes_with_status_200(
    proef: Proef, monkeypatch: pytest.MonkeyPatch, fout: type[errors.KlantbeeldError]
) -> None:
    monkeypatch.setattr(klantbeeld.queries, "judge_bron", fail_with(fout("proef")))
    response = proef.post(VRAAG, OPNIEUW)
    assert (response.status_code, code_of(response.json())) == (200, fout.code)
    assert response.json()["errors"][0]["path"][0] == "bronnen"
    assert 200 in statuses_of(PLAATSEN[fout])


def test_an_unexpected_exception_is_a_500_when_nothing_can_be_answered(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(klantbeeld.queries.Raadpleging, "record", fail_with(RuntimeError()))
    assert proef.post(VRAAG, OPNIEUW).status_code == 500
    assert statuses_of(PLAATSEN[errors.KlantbeeldError]) == statuses_of(HTTP_CODES[STORING][0]) == {200, 500}


def test_what_was_not_recorded_is_a_503_without_data(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(klantbeeld.queries.Raadpleging, "record", fail_with(errors.NietVastgelegd("proef")))
    response = proef.post(VRAAG, OPNIEUW)
    assert {response.status_code} == statuses_of(PLAATSEN[errors.NietVastgelegd]) == {503}
    assert "data" not in response.json()


def test_a_variable_that_does_not_fit_is_a_400(proef: Proef) -> None:
    vraag = {"query": "query ($id: ID!) { werkgever(id: $id) { naam } }", "variables": {"id": {}}}
    response = proef.post(vraag, OPNIEUW)
    assert (response.status_code, code_of(response.json())) == (400, errors.InvoerOnjuist.code)
    assert statuses_of(PLAATSEN[errors.InvoerOnjuist]) == {200, 400}


@pytest.mark.parametrize(
    ("fout", "status"), [(errors.NietAangemeld, 401), (errors.GeenToegang, 403), (errors.UitgeverOnbereikbaar, 503)]
)
def test_who_is_not_let_in_gets_the_status_that_says_so(proef: Proef, fout: type[errors.KlantbeeldError], status: int) -> None:
    app = Starlette(routes=[make_endpoint(proef.uitvoering, refuse_with(fout("proef")))])
    response = ask_web(app, "POST", "/graphql", b"{}", OPNIEUW)
    assert (response.status_code, code_of(response.json())) == (status, fout.code)
    assert status in statuses_of(PLAATSEN[fout])


@pytest.mark.parametrize("fout", [errors.InstellingOnjuist, errors.BronFout, errors.Weigering])
def test_an_error_of_loading_has_no_status(fout: type[errors.KlantbeeldError]) -> None:
    assert PLAATSEN[fout].startswith("never: ")
