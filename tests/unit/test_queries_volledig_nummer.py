"""A number in full is given for a reason, and the reason is recorded."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.domain.kader import Klasse
from klantbeeld.errors import GeenToegang, InvoerOnjuist
from tests.bouwers_leveringen import LH, Proef, make_organisatie, open_proef
from tests.bouwers_rechten import withhold

REDEN = "belt over zijn aangifte"


@pytest.fixture
def proef(tmp_path: Path) -> Iterator[Proef]:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(gegevens={"natuurlijkPersoon": True, "rsin": "123456789"}))
        yield proef


def reveal(  # noqa: PLR0913 - each is one thing a question can differ in
    proef: Proef, soort: Sleutelsoort = Sleutelsoort.RSIN, reden: str = REDEN, *, id_: str | None = None, rol: str = "handhaver"
) -> str | None:
    async def ask() -> str | None:
        raadpleging = proef.consult(rol)
        try:
            return await raadpleging.reveal_nummer(id_ or proef.id_of(LH), soort, reden)
        finally:
            await raadpleging.record("ok")

    return asyncio.run(ask())


def read_log(proef: Proef) -> list[dict[str, object]]:
    logboek = Path(proef.settings.store.url.removeprefix("sqlite:///")).parent / "raadplegingen.jsonl"
    return [orjson.loads(regel) for regel in logboek.read_bytes().splitlines()]


@pytest.mark.parametrize(("soort", "nummer"), [(Sleutelsoort.RSIN, "123456789"), (Sleutelsoort.LH_NUMMER, LH)])
def test_a_masked_number_is_given_in_full(proef: Proef, soort: Sleutelsoort, nummer: str) -> None:
    assert reveal(proef, soort) == nummer


def test_the_reason_is_recorded_with_the_kind_of_number_and_never_the_number(proef: Proef) -> None:
    reveal(proef)
    (vastlegging,) = read_log(proef)
    assert vastlegging["handeling"] == "volledig nummer"
    assert vastlegging["groepen"] == ["RSIN"]
    assert vastlegging["reden"] == REDEN
    assert "123456789" not in orjson.dumps(vastlegging).decode()


def test_a_number_that_was_not_delivered_is_nothing(proef: Proef) -> None:
    assert reveal(proef, Sleutelsoort.KVK_NUMMER) is None


def test_an_unknown_employer_has_no_number(proef: Proef) -> None:
    assert reveal(proef, id_="0" * 32) is None


@pytest.mark.parametrize("reden", ["", "    x    ", "\u200b" * 5, "x" * 201])
def test_a_reason_that_says_nothing_or_too_much_is_refused(proef: Proef, reden: str) -> None:
    with pytest.raises(InvoerOnjuist, match="Geef een reden"):
        reveal(proef, reden=reden)


def test_a_kind_that_is_no_number_of_an_employer_is_refused(proef: Proef) -> None:
    with pytest.raises(InvoerOnjuist, match="NAAM is geen nummer"):
        reveal(proef, Sleutelsoort.NAAM)


def test_a_role_without_employers_is_refused_and_recorded(proef: Proef) -> None:
    with pytest.raises(GeenToegang):
        reveal(proef, rol="beheerder")
    assert [vastlegging["resultaat"] for vastlegging in read_log(proef)] == ["geweigerd"]


def test_a_user_without_numbers_is_refused(proef: Proef) -> None:
    async def ask() -> None:
        raadpleging = proef.consult()
        raadpleging.gebruiker = withhold(raadpleging.gebruiker, Klasse.NUMMERS)
        await raadpleging.reveal_nummer(proef.id_of(LH), Sleutelsoort.RSIN, REDEN)

    with pytest.raises(GeenToegang, match="volledige nummers"):
        asyncio.run(ask())


def test_a_search_by_number_records_whom_it_found_also_when_no_hit_is_shown(proef: Proef) -> None:
    async def ask() -> int | None:
        raadpleging = proef.consult()
        resultaat = await raadpleging.search_werkgevers(LH, None, Bladvraag(0))
        await raadpleging.record("ok")
        return resultaat.bladzijde.totaal

    assert asyncio.run(ask()) == 1
    assert read_log(proef)[0]["werkgevers"] == [proef.id_of(LH)]
