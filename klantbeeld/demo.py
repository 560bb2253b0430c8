"""The demo: samples → index → serve, in one command and without any server or setting."""

import json
import shutil
import socket
import threading
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import uvicorn
from resolvers.uitvoering import execute_query, read_volledig_beeld
from rich.console import Console

from indexers.configuratie import load_bronnen
from indexers.pipeline import Opdracht
from indexers.samples.generator import Samplesopdracht, write_samples
from klantbeeld.app import geheim_of, grant_rol, make_klok, make_token, make_web, open_klantbeeld, open_laadstraat
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.profielen import public_id
from klantbeeld.errors import InstellingOnjuist
from klantbeeld.settings import Settings, StoreSettings

VOORBEELD = "123456789L01"
"""The LH-nummer of the example employer."""
MAP = Path(".klantbeeld/demo")
ZAAD = 20231020
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Demo:
    """How large the demo is, and where it answers."""

    werkgevers: int
    port: int
    once: bool


def demo_settings(settings: Settings, op: date | None, map_: Path) -> Settings:
    """The settings of a demo: its own store and deliveries, unless those were set."""
    wijziging: dict[str, Any] = {"vandaag": op or settings.vandaag}
    if "store" not in settings.model_fields_set:
        wijziging["store"] = StoreSettings(url=f"sqlite:///{map_}/klantbeeld.db")
    if "leveringen" not in settings.model_fields_set:
        wijziging["leveringen"] = map_ / "leveringen"
    return settings.model_copy(update=wijziging)


def prepare_demo(settings: Settings, werkgevers: int, console: Console) -> None:
    """Makes the deliveries and takes them in."""
    vandaag = day_of(make_klok(settings)())
    settings.leveringen.mkdir(parents=True, exist_ok=True)
    begin = time.monotonic()
    telling = write_samples(settings.leveringen, Samplesopdracht(werkgevers, ZAAD, vandaag))
    console.print(f"Leveringen gemaakt: {telling.totaal} records in {time.monotonic() - begin:.1f} s.")
    begin = time.monotonic()
    with open_laadstraat(settings) as laadstraat:
        laadstraat.pipeline.start()
        sources = load_bronnen(settings.bronnen).make_sources(settings.leveringen)
        verloop = laadstraat.pipeline.run(sources, Opdracht())
    console.print(f"Ingelezen: {verloop.regels} records in {time.monotonic() - begin:.1f} s.")


async def show_voorbeeld(settings: Settings) -> dict[str, Any]:
    """The whole view of the example employer: the answer of the full GraphQL query."""
    with open_klantbeeld(settings) as klantbeeld:
        variabelen = {"id": public_id(VOORBEELD, geheim_of(settings))}
        return await execute_query(klantbeeld, grant_rol(settings, "klantadviseur"), read_volledig_beeld(), variabelen)


def clear_demo(map_: Path) -> None:
    """Removes what an earlier demo left."""
    shutil.rmtree(map_, ignore_errors=True)
    map_.mkdir(parents=True, exist_ok=True)


def serve(settings: Settings, port: int, console: Console, begin: float | None = None) -> None:
    """Answers on loopback until it is stopped; tells the address, and with ``begin`` the seconds to the first answer."""
    check_port(port)
    with open_klantbeeld(settings) as klantbeeld:
        app = make_web(settings, klantbeeld)
        if begin is not None:
            threading.Thread(target=_announce, args=(settings, port, console, begin), daemon=True).start()
        else:
            console.print(f"Klantbeeld Werkgever luistert op http://{LOOPBACK}:{port}/")
        uvicorn.run(app, host=LOOPBACK, port=port, log_level="warning", access_log=False)


def check_port(port: int) -> None:
    """Errors: ``InstellingOnjuist`` when something else listens there."""
    with socket.socket() as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            proef.bind((LOOPBACK, port))
        except OSError:
            raise InstellingOnjuist(f"Poort {port} is bezet. Kies een andere met --port.") from None


def _announce(settings: Settings, port: int, console: Console, begin: float) -> None:
    """Asks the first question over HTTP as a client would, and says how long it took since the start."""
    vraag = {"query": '{ werkgevers(zoekterm: "de groot") { totaal } }'}
    koppen = {"Authorization": f"Bearer {make_token(settings, 'klantadviseur')}", "Content-Type": "application/json"}
    adres = f"http://{LOOPBACK}:{port}"
    verzoek = Request(f"{adres}/graphql", json.dumps(vraag).encode(), koppen)  # noqa: S310 - our own address
    for _ in range(300):
        try:
            with urlopen(verzoek, timeout=5) as antwoord:  # noqa: S310
                totaal = json.load(antwoord)["data"]["werkgevers"]["totaal"]
        except (URLError, OSError):
            time.sleep(0.1)
            continue
        console.print(f'Eerste antwoord na {time.monotonic() - begin:.1f} s ({totaal} werkgevers voor "de groot").')
        console.print(f"Klantbeeld Werkgever (demo) luistert op {adres}/ – stop met Ctrl-C.")
        return
