"""A store in a real Elasticsearch that can be disturbed: its requests pass a server that does what a test says."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from elasticsearch import Elasticsearch

from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic import ElasticStore
from klantbeeld.stores.elastic_bulk import Geduld
from klantbeeld.stores.elastic_opbouw import build_beside
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Adres, Verbinding
from klantbeeld.stores.protocol import Store
from klantbeeld.stores.protocol_opbouw import Opbouw
from tests.nepelastic import GEEN_ANTWOORD, Antwoord, Nepelastic, Regie, Verzoek, pass_on, run_nepelastic

GEHEIM = b"het geheim van deze tests"


@dataclass(frozen=True, slots=True)
class Opstelling:
    """A store behind a server that can disturb it, and the same store straight on its node."""

    nep: Nepelastic
    store: Store
    recht: Store
    client: Elasticsearch
    node: str
    voorvoegsel: str
    pass_on: Regie

    def disturb(self, familie: Familie, doe: Callable[[Verzoek], Antwoord | None], keren: int = 1) -> None:
        """Does this at the first requests that write documents of a family; without an answer they are passed on."""
        over = [None] * keren

        def answer(verzoek: Verzoek) -> Antwoord:
            antwoord = doe(verzoek) if verzoek.writes(familie) and over and over.pop() is None else None
            return antwoord or self.pass_on(verzoek)

        self.nep.regie = answer

    def build(self, *, terug: bool = False) -> AbstractContextManager[Opbouw]:
        """A new generation beside the live one, or the previous one, by who reaches the node undisturbed."""
        return build_beside(Adres((self.node,), self.voorvoegsel), StoreSettings(), GEHEIM, terug=terug)

    def lose_answer(self, verzoek: Verzoek) -> Antwoord:
        """It is written, and nobody hears of it."""
        self.pass_on(verzoek)
        return GEEN_ANTWOORD


@contextmanager
def open_opstelling(url: str) -> Iterator[Opstelling]:
    """The store at this url, which must be empty."""
    node, _, voorvoegsel = url.removeprefix("elasticsearch+").rpartition("/")
    recht = ElasticStore(Verbinding(Adres((node,), voorvoegsel), StoreSettings(), schrijven=True), GEHEIM)
    pauzes: list[float] = []
    with run_nepelastic(pass_on(node)) as nep, Elasticsearch(node) as client:
        verbinding = Verbinding(Adres((nep.url,), voorvoegsel), StoreSettings(), schrijven=True)
        store = ElasticStore(verbinding, GEHEIM, Geduld(uithouding=0.3, klok=lambda: sum(pauzes), wacht=pauzes.append))
        yield Opstelling(nep, store, recht, client, node, voorvoegsel, pass_on(node))
        store.close()
        recht.close()


def then_nothing(doe: Callable[[], object]) -> Callable[[Verzoek], Antwoord | None]:
    """Does something else, and lets the request go on."""

    def answer(_: Verzoek) -> None:
        doe()

    return answer
