"""The pages behind a real web server, over a real store that answers chosen questions only when it is let go."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any, cast

import httpx
import uvicorn

from klantbeeld.app import make_web
from klantbeeld.domain.vragen import Itemsvraag, Vraag
from klantbeeld.queries import Klantbeeld
from klantbeeld.settings import Settings
from klantbeeld.stores.protocol import Store
from klantbeeld.web.verbindingen import Verbinding
from tests.bouwers_graphql import open_for_test
from tests.bouwers_log import read_log

GEDULD = 30.0
"""So many seconds anything may take on a machine that is busy."""
Keuze = Callable[[Vraag], bool]


def of_soort(soort: str) -> Keuze:
    """Questions for records of this kind."""
    return lambda vraag: isinstance(vraag, Itemsvraag) and vraag.soort == soort


class Ophouder:
    """A real store in which every read with a question of this kind waits. ``los`` lets all of them go on."""

    def __init__(self, store: Store, houdt_op: Keuze) -> None:
        self._store = store
        self._houdt_op = houdt_op
        self.los = Event()
        self.wacht = Event()

    def read(self, vragen: Sequence[Vraag]) -> list[Any]:
        if any(map(self._houdt_op, vragen)):
            self.wacht.set()
            assert self.los.wait(GEDULD), "nobody let it go on"
        return self._store.read(vragen)

    def __getattr__(self, naam: str) -> Any:
        return getattr(self._store, naam)


@dataclass(frozen=True, slots=True)
class Trageproef:
    """Where the pages are, the store behind them, and where is recorded who saw what."""

    basis: str
    store: Ophouder
    log: Path

    def read_log(self) -> list[dict[str, Any]]:
        """What was recorded until now."""
        return read_log(self.log) if self.log.exists() else []

    @contextmanager
    def ask(self, pad: str) -> Iterator["Binnenkomst"]:
        """A page as it comes in."""
        with (
            httpx.Client(base_url=self.basis, timeout=GEDULD, trust_env=False) as client,
            client.stream("GET", pad) as antwoord,
        ):
            yield Binnenkomst(antwoord)


class Binnenkomst:
    """A page of which more may come. ``tekst`` is what came until now."""

    def __init__(self, antwoord: httpx.Response) -> None:
        self.antwoord = antwoord
        self._delen = antwoord.iter_text()
        self.tekst = ""

    def read_until(self, woorden: str) -> str:
        """What came when these words were in it; fails when the page ends without them."""
        while woorden not in self.tekst:
            self.tekst += next(self._delen)
        return self.tekst

    def read_all(self) -> str:
        """The whole page."""
        self.tekst += "".join(self._delen)
        return self.tekst


@contextmanager
def serve_traag(settings: Settings, map_: Path, houdt_op: Keuze, *, met_cache: bool = True) -> Iterator[Trageproef]:
    """The web application over a store that is there, whose reads of this kind wait."""
    log = map_ / "raadplegingen.jsonl"
    with open_for_test(settings, log) as klantbeeld:
        ophouder = Ophouder(klantbeeld.omgeving.store, houdt_op)
        omgeving = replace(klantbeeld.omgeving, store=cast("Store", ophouder), limiet=None)
        app = make_web(settings, Klantbeeld(omgeving if met_cache else replace(omgeving, cache=None)), met_regels=False)
        server = uvicorn.Server(uvicorn.Config(app, http=Verbinding, port=0, log_config=None, lifespan="off"))
        draad = Thread(target=server.run)
        draad.start()
        try:
            einde = time.monotonic() + GEDULD
            while not server.started and time.monotonic() < einde:
                draad.join(0.01)
            poort = server.servers[0].sockets[0].getsockname()[1]
            yield Trageproef(f"http://127.0.0.1:{poort}", ophouder, log)
        finally:
            ophouder.los.set()
            server.should_exit = True
            draad.join()
