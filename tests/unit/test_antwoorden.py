"""When a whole answer is given again, when it is not, and that a change that comes while it is made is never lost."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from klantbeeld import standen
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.antwoorden import list_sleutels
from klantbeeld.domain.bronnen import STAAT_STIL
from klantbeeld.domain.kader import Klasse
from klantbeeld.domain.vragen import Familievraag, Itemsvraag, Profielvraag, Revisievraag, Sleutelvraag, Vraag
from klantbeeld.errors import StoreAlleenLezen
from klantbeeld.queries import Klantbeeld
from klantbeeld.stores.protocol import Store
from resolvers.uitvoering import Uitvoering, read_volledig_beeld
from tests.bouwers_graphql import GESLOTEN, TRACE, grant
from tests.bouwers_leveringen import LH, Proef, make_bronstand, make_contact, make_organisatie, open_proef
from tests.bouwers_log import make_log
from tests.bouwers_rechten import withhold
from tests.unit.test_queries_groepen import Bewaakt

FAMILIELID = "123456789L02"
OPVOLGER = "555555555L01"
BEELD = read_volledig_beeld()
FAMILIE = "query ($id: ID!) { werkgever(id: $id) { naam familie { naam status } organisatiegegevens { opvolger { naam } } } }"
NUMMER = 'query ($id: ID!) { volledigNummer(werkgeverId: $id, soort: RSIN, reden: "telefoon") }'


@dataclass(frozen=True, slots=True)
class Vrager:
    """Who asks about the example, and how often the cache had the answer."""

    proef: Proef
    klantbeeld: Klantbeeld
    log: Path

    def ask(self, query: str, gebruiker: Gebruiker | None = None, **variabelen: object) -> Any:
        """The whole answer, by a web process that has just started."""
        uitvoering = Uitvoering(Klantbeeld(self.klantbeeld.omgeving), GESLOTEN)
        alle = {"id": self.proef.id_of(LH), **variabelen}
        return asyncio.run(uitvoering.execute_query(gebruiker or grant(), query, alle))

    def ask_koud(self, query: str) -> Any:
        """The same without a cache."""
        zonder = Klantbeeld(replace(self.klantbeeld.omgeving, cache=None))
        return asyncio.run(Uitvoering(zonder, GESLOTEN).execute_query(grant(), query, {"id": self.proef.id_of(LH)}))

    def over(self, store: Store) -> "Vrager":
        """The same over another store, with what was kept."""
        return replace(self, klantbeeld=Klantbeeld(replace(self.klantbeeld.omgeving, store=store)))

    @property
    def raak(self) -> float:
        registry = self.klantbeeld.omgeving.meter.registry
        return registry.get_sample_value("klantbeeld_cache_lookups_total", {"soort": "antwoord", "uitkomst": "raak"}) or 0


@pytest.fixture
def vrager(tmp_path: Path) -> Iterator[Vrager]:
    with open_proef(tmp_path) as proef:
        proef.deliver(
            make_organisatie(gegevens={"rsin": "123456789", "opvolger": f"lh:{OPVOLGER}"}),
            make_organisatie(FAMILIELID, {"rsin": "123456789", "naam": "Familie"}),
            make_organisatie(OPVOLGER, {"naam": "Opvolger"}),
            make_contact(),
            make_bronstand(),
        )
        log = tmp_path / "log.jsonl"
        yield Vrager(proef, Klantbeeld(replace(proef.klantbeeld.omgeving, log=make_log(log))), log)


@pytest.mark.parametrize("query", [BEELD, FAMILIE])
def test_the_same_question_by_the_same_user_is_answered_from_what_was_kept(vrager: Vrager, query: str) -> None:
    assert vrager.ask(query) == vrager.ask(query) == vrager.ask_koud(query)
    assert vrager.raak == 1


def test_another_user_in_the_same_role_is_not_given_it(vrager: Vrager) -> None:
    vraag = "query ($id: ID!) { ik { naam } werkgever(id: $id) { naam } }"
    een, ander = grant(), replace(grant(), naam="een-ander")
    namen = [vrager.ask(vraag, wie)["data"]["ik"]["naam"] for wie in (een, ander, een)]
    assert (namen, vrager.raak) == ([een.naam, "een-ander", een.naam], 1)


def test_another_question_other_variables_and_other_rights_are_other_answers(vrager: Vrager) -> None:
    vrager.ask(BEELD)
    vrager.ask(f"{BEELD} ")
    vrager.ask(BEELD, id=vrager.proef.id_of(FAMILIELID))
    vrager.ask(BEELD, withhold(grant(), *Klasse))
    assert vrager.raak == 0


@pytest.mark.parametrize(
    "query",
    [
        'query ($id: ID!) { ik { naam } w: werkgever(id: $id) { id } werkgevers(zoekterm: "bakkerij") { totaal } }',
        'query ($id: ID!) { werkgever(id: $id) { id } onbekend: werkgever(id: "bestaat-niet") { id } }',
        "query ($id: ID!) { werkgever(id: $id) { documenten(first: 1000) { totaal } } }",
        NUMMER,
    ],
)
def test_what_depends_on_more_than_keys_is_judged_anew_each_time(vrager: Vrager, query: str) -> None:
    for _ in range(3):
        vrager.ask(query)
    assert vrager.raak == 0


def test_a_number_that_is_shown_for_a_reason_is_recorded_with_that_reason_each_time(vrager: Vrager) -> None:
    for _ in range(3):
        assert vrager.ask(NUMMER)["data"]["volledigNummer"] == "123456789"
    assert vrager.log.read_text().count('"reden":"telefoon"') == 3


def test_an_answer_that_misses_a_group_is_not_kept(vrager: Vrager) -> None:
    stuk = Bewaakt(vrager.proef.store, lambda vraag: isinstance(vraag, Itemsvraag) and vraag.soort == "contact")
    antwoord = vrager.over(stuk).ask(BEELD)
    assert antwoord["data"]["werkgever"]["contactmanagement"]["stand"]["status"] == "NIET_BESCHIKBAAR"
    assert "errors" not in antwoord
    assert vrager.ask(BEELD) == vrager.ask_koud(BEELD)
    assert vrager.raak == 0


def test_without_revisions_everything_is_read_and_nothing_kept(vrager: Vrager) -> None:
    stuk = vrager.over(Bewaakt(vrager.proef.store, lambda vraag: isinstance(vraag, Revisievraag)))
    assert [stuk.ask(BEELD) for _ in range(2)] == [vrager.ask_koud(BEELD)] * 2
    assert vrager.raak == 0


class Tussendoor:
    """A real store in which something happens right after it was asked a question of this kind for the first time."""

    def __init__(self, store: Store, soort: type, doe: Callable[[], object]) -> None:
        self._store = store
        self._soort = soort
        self._doe: Callable[[], object] | None = doe

    def read(self, vragen: Sequence[Vraag]) -> list[Any]:
        antwoorden = self._store.read(vragen)
        if self._doe is not None and any(isinstance(vraag, self._soort) for vraag in vragen):
            doe, self._doe = self._doe, None
            doe()
        return antwoorden

    def __getattr__(self, naam: str) -> Any:
        return getattr(self._store, naam)


WIJZIGINGEN: dict[str, Callable[[], Any]] = {
    "name": lambda: make_organisatie(gegevens={"rsin": "123456789", "naam": "Nieuw", "opvolger": f"lh:{OPVOLGER}"}),
    "contact": make_contact,
    "family": lambda: make_organisatie(FAMILIELID, {"rsin": "123456789", "naam": "Nieuwe familie"}),
    "new member": lambda: make_organisatie("123456789L03", {"rsin": "123456789", "naam": "Derde"}),
    "successor": lambda: make_organisatie(OPVOLGER, {"naam": "Nieuwe opvolger"}),
}


@pytest.mark.parametrize("wijziging", WIJZIGINGEN)
@pytest.mark.parametrize("soort", [Profielvraag, Revisievraag, Itemsvraag, Familievraag, Sleutelvraag])
@pytest.mark.parametrize("query", [BEELD, FAMILIE], ids=["view", "family"])
def test_what_changes_while_an_answer_is_made_is_in_the_next_one(
    vrager: Vrager, query: str, soort: type, wijziging: str
) -> None:
    levering = WIJZIGINGEN[wijziging]()
    store = Tussendoor(vrager.proef.store, soort, lambda: vrager.proef.deliver(levering))
    vrager.over(store).ask(query)
    assert vrager.ask(query) == vrager.ask_koud(query)
    assert vrager.ask(query) == vrager.ask_koud(query)


def test_an_answer_during_which_a_source_told_something_new_is_not_kept(
    vrager: Vrager, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def view_while_a_source_tells(klantbeeld: Klantbeeld) -> bytes | None:
        await klantbeeld.raadpleeg(grant(), TRACE).list_bronnen()
        vrager.proef.deliver(make_bronstand(standOp="2023-10-20T07:00:00Z"))
        een, ander = (klantbeeld.raadpleeg(grant(), TRACE) for _ in range(2))
        assert await een.recall("vraag") is None
        await een.find_werkgever(vrager.proef.id_of(LH))
        monkeypatch.setattr(standen, "GELDIGHEID", 0.0)
        await een.remember(b"{}", "vraag")
        return await ander.recall("vraag")

    monkeypatch.setattr(standen, "GELDIGHEID", 600.0)
    assert asyncio.run(view_while_a_source_tells(Klantbeeld(vrager.klantbeeld.omgeving))) is None


class Vol:
    """A real store that takes no writes while ``is_vol``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.is_vol = True

    def schrijfstoring(self) -> str | None:
        return StoreAlleenLezen.code if self.is_vol else None

    def __getattr__(self, naam: str) -> Any:
        return getattr(self._store, naam)


def test_an_answer_from_before_the_store_took_no_writes_is_not_given_meanwhile_nor_the_other_way_round(vrager: Vrager) -> None:
    store = Vol(vrager.proef.store)
    voor = vrager.ask(BEELD)
    tijdens = vrager.over(store).ask(BEELD)
    store.is_vol = False
    assert tijdens["data"]["werkgever"]["contactmanagement"]["stand"]["melding"].startswith(STAAT_STIL)
    assert vrager.over(store).ask(BEELD) == voor == vrager.ask_koud(BEELD)


def test_who_belongs_to_a_family_without_a_number_of_its_own_is_known_by_no_key() -> None:
    """Nothing rises when another employer with the same nine digits comes."""
    assert list_sleutels(Familievraag("lh:123456789", 100), ()) is None
    assert list_sleutels(Familievraag("rsin:123456789", 100), ()) == frozenset({"rsin:123456789"})
