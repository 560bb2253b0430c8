"""Rate limits: by what is asked, per caller and per minute, and never in the way of who stays below."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from klantbeeld.limiet import Limiet, fold_adres
from klantbeeld.meter import Meter
from klantbeeld.queries import Klantbeeld
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import LimietSettings
from klantbeeld.stores import telwerk
from klantbeeld.stores.telwerk import Geheugentelwerk
from resolvers.endpoint import make_endpoint
from resolvers.uitvoering import Uitvoering, read_volledig_beeld
from tests.bouwers_graphql import GESLOTEN, GROOT, Proef, code_of, make_aanmelder, open_for_test

KLEIN = "{ ik { rol } }"
GROOT_GEVRAAGD = """{ werkgevers(zoekterm: "groot", first: 100) { edges { node { naam
  documenten(first: 40) { edges { node { titel } } } } } } }"""


@dataclass
class Bezoek:
    """A web application with a limit, and a clock that stands still until it is set."""

    klantbeeld: Klantbeeld
    punten: int = 10
    tijd: float = 1_000_000_000.0
    meter: Meter = field(default_factory=Meter)
    telwerk: Geheugentelwerk = field(default_factory=Geheugentelwerk)

    def ask(self, query: str, rol: str | None = "klantadviseur", adres: str = "192.0.2.1", **variabelen: Any) -> httpx.Response:
        """One request from an address, in a role or without signing in."""
        limiet = Limiet(self.punten, self.telwerk, b"geheim", self.meter, nu=lambda: self.tijd)
        klantbeeld = Klantbeeld(replace(self.klantbeeld.omgeving, limiet=limiet))
        app = Starlette(routes=[make_endpoint(Uitvoering(klantbeeld, GESLOTEN), make_aanmelder(rol))])

        async def request() -> httpx.Response:
            transport = httpx.ASGITransport(app, client=(adres, 1234))
            async with httpx.AsyncClient(transport=transport, base_url="http://klantbeeld.test") as client:
                return await client.post("/graphql", json={"query": query, "variables": variabelen})

        return asyncio.run(request())

    def count(self, query: str, rol: str | None = "klantadviseur", **anders: Any) -> int:
        """How many such requests are answered until the first that is refused for its number."""
        for aantal in range(self.punten + 2):
            if self.ask(query, rol, **anders).status_code == 429:
                return aantal
        return -1


@pytest.fixture
def bezoek(gevulde_store: Settings, tmp_path: Path) -> Iterator[Bezoek]:
    with open_for_test(gevulde_store, tmp_path / "log.jsonl") as klantbeeld:
        yield Bezoek(klantbeeld)


def test_who_asks_more_than_may_be_asked_is_told_when_to_come_back(bezoek: Bezoek) -> None:
    assert bezoek.count(KLEIN) == 10
    antwoord = bezoek.ask(KLEIN)
    assert (antwoord.status_code, code_of(antwoord.json()), "data" in antwoord.json()) == (429, "TOO_MANY_REQUESTS", False)
    assert antwoord.headers["retry-after"] == "20"
    assert antwoord.json()["errors"][0]["message"].endswith("Probeer het over 20 seconden opnieuw.")


def test_who_comes_back_when_told_is_answered(bezoek: Bezoek) -> None:
    bezoek.count(KLEIN)
    bezoek.tijd += int(bezoek.ask(KLEIN).headers["retry-after"])
    assert bezoek.ask(KLEIN).status_code == 200


def test_a_large_question_costs_more_than_a_small_one(bezoek: Bezoek) -> None:
    bezoek.punten = 200
    assert bezoek.count(GROOT_GEVRAAGD) == 3
    assert Bezoek(bezoek.klantbeeld, punten=200).count(KLEIN) == 200


def test_the_whole_view_costs_a_few_points(bezoek: Bezoek) -> None:
    bezoek.punten = 60
    assert bezoek.count(read_volledig_beeld(), id=GROOT) >= 6


def test_an_answer_that_was_kept_costs_as_much(bezoek: Bezoek) -> None:
    assert bezoek.count(read_volledig_beeld(), id=GROOT) == Bezoek(bezoek.klantbeeld).count(read_volledig_beeld(), id=GROOT)


@pytest.mark.parametrize("query", ["{", "{ bestaatNiet }", "query A { ik { rol } } query B { ik { rol } }"])
def test_a_question_that_is_refused_costs_something_too(bezoek: Bezoek, query: str) -> None:
    assert bezoek.count(query) == 10


def test_one_caller_is_not_in_the_way_of_another(bezoek: Bezoek) -> None:
    bezoek.count(KLEIN)
    assert bezoek.ask(KLEIN, "afnemer").status_code == 200


def test_an_address_that_knocks_without_signing_in_is_stopped_and_who_signs_in_from_there_is_not(bezoek: Bezoek) -> None:
    assert bezoek.count(KLEIN, None) == 10
    assert bezoek.ask(KLEIN, None).headers["retry-after"] == "20"
    assert bezoek.ask(KLEIN, None, adres="192.0.2.2").status_code == 401
    assert bezoek.ask(KLEIN).status_code == 200


def test_what_is_refused_is_counted_by_kind(bezoek: Bezoek) -> None:
    bezoek.count(KLEIN)
    bezoek.count(KLEIN, None)
    bezoek.ask(KLEIN, None)
    tellingen = [
        bezoek.meter.registry.get_sample_value("klantbeeld_requests_limited_total", {"soort": soort})
        for soort in ("gebruiker", "adres")
    ]
    assert tellingen == [1, 2]


@pytest.mark.parametrize(
    ("adres", "netwerk"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:0db8:0000:0000"),
        ("2001:db8::ffff:1", "2001:0db8:0000:0000"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_an_address_is_counted_as_the_network_that_one_caller_has(adres: str, netwerk: str) -> None:
    assert fold_adres(adres) == netwerk


def test_any_number_of_names_takes_a_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telwerk, "MEESTE_NAMEN", 3)
    werk = Geheugentelwerk()
    assert [werk.add(1, naam, 1) for naam in "abcdea"] == [1, 1, 1, 1, 2, 2]
    assert werk.add(2, "e", 1) == 1


def test_without_a_limit_nobody_is_counted(proef: Proef) -> None:
    zonder = Klantbeeld(replace(proef.klantbeeld.omgeving, limiet=None))
    antwoorden = [replace(proef, klantbeeld=zonder).ask(KLEIN) for _ in range(3)]
    assert all("errors" not in antwoord for antwoord in antwoorden)


@pytest.mark.parametrize(
    ("punten", "omgeving", "geldt"), [(None, "demo", 0), (None, "productie", 6000), (5, "demo", 5), (0, "productie", 0)]
)
def test_the_demo_has_no_limit_unless_one_is_set(punten: int | None, omgeving: str, geldt: int) -> None:
    assert LimietSettings(punten=punten).choose(omgeving) == geldt
