"""The demo: samples → index → serve, in one command and without any server or setting."""

import fcntl
import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from rich.console import Console

from indexers.configuratie import load_bronnen
from indexers.pipeline import Opdracht
from indexers.samples.generator import Samplesopdracht, write_samples
from klantbeeld.app import (
    geheim_of,
    grant_rol,
    make_klok,
    make_token,
    make_uitvoering,
    make_web,
    open_aanleverpunt,
    open_klantbeeld,
    open_laadstraat,
)
from klantbeeld.app_identiteit import is_demo
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.profielen import public_id
from klantbeeld.errors import InstellingOnjuist
from klantbeeld.luisteren import LOOPBACK, check_port, run_server
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from resolvers.uitvoering import read_volledig_beeld

VOORBEELD = "123456789L01"
"""The LH-nummer of the example employer."""
MAP = Path(".klantbeeld/demo")
ZAAD = 20231020
PAUZE = 0.1
"""So many seconds between two tries of the first question."""
ROL = "klantadviseur"
"""The role in which the demo asks its own questions."""


def demo_settings(settings: Settings, op: date | None, map_: Path) -> Settings:
    """The settings of a demo: its own store, sources and deliveries, whatever was set; made-up employers never come
    beside others. Errors: ``InstellingOnjuist`` in production."""
    if settings.omgeving != "demo":
        raise InstellingOnjuist("KLANTBEELD_OMGEVING: de demo draait niet in productie; zet demo of laat de instelling weg.")
    eigen: dict[str, Any] = {
        "vandaag": op or settings.vandaag,
        "store": StoreSettings(url=f"sqlite:///{map_}/klantbeeld.db"),
        "leveringen": map_ / "leveringen",
        "bronnen": None,
        "leveranciers": None,
    }
    return settings.model_copy(update=eigen)


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


def describe_omgeving(settings: Settings) -> str:
    """What to type in another terminal, so that each command there works on the demo: on its store, and on its deliveries as
    well, or ``index`` and ``verify`` would find none."""
    namen = f"KLANTBEELD_STORE__URL={settings.store.url} KLANTBEELD_LEVERINGEN={settings.leveringen}"
    return f"Zelfde gegevens in een andere terminal: export {namen}"


async def show_voorbeeld(settings: Settings) -> dict[str, Any]:
    """The whole view of the example employer: the answer of the full GraphQL query."""
    with open_klantbeeld(settings) as klantbeeld:
        variabelen = {"id": public_id(VOORBEELD, geheim_of(settings))}
        return await make_uitvoering(settings, klantbeeld).execute_query(
            grant_rol(settings, ROL), read_volledig_beeld(), variabelen
        )


@contextmanager
def begin_anew(map_: Path) -> Iterator[None]:
    """Removes what an earlier demo left in this folder, and keeps other demos out of it; one that dies lets go. Errors:
    ``InstellingOnjuist`` while another one uses it."""
    map_.parent.mkdir(parents=True, exist_ok=True)
    with map_.with_name(f"{map_.name}-slot").open("wb") as slot:
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InstellingOnjuist(
                f"Er draait al een demo in {map_}; een tweede zou haar gegevens wissen. Gebruik die, stop haar eerst, of begin "
                "in een andere map."
            ) from None
        shutil.rmtree(map_, ignore_errors=True)
        map_.mkdir()
        yield


def serve(settings: Settings, port: int, console: Console, begin: float | None = None) -> None:
    """Answers until it is stopped; tells the address, and with ``begin`` (for who tries the demo) the seconds to the first
    answer and not a line per request."""
    check_port(port, settings.adres)
    with (
        open_klantbeeld(settings) as klantbeeld,
        open_aanleverpunt(settings, klantbeeld.omgeving.meter, klantbeeld.omgeving.limiet) as aanleveren,
    ):
        app = make_web(settings, klantbeeld, aanleveren, met_regels=begin is None)
        if is_demo(settings):
            vraag = make_vraag(settings, f"http://{LOOPBACK}:{port}")
            threading.Thread(target=_announce, args=(vraag, console, begin), daemon=True).start()
        else:
            console.print(f"Klantbeeld Werkgever gaat luisteren op {settings.adres}, poort {port}.")
        run_server(app, settings, port)
    console.print("Gestopt.")


def make_vraag(settings: Settings, adres: str) -> Request:
    """The first question, as a client asks it."""
    vraag = {"query": '{ werkgevers(zoekterm: "de groot") { totaal } }'}
    koppen = {"Authorization": f"Bearer {make_token(settings, ROL)}", "Content-Type": "application/json"}
    return Request(f"{adres}/graphql", json.dumps(vraag).encode(), koppen)  # noqa: S310 - our own address


def _announce(vraag: Request, console: Console, begin: float | None) -> None:
    """Asks the first question until it is answered, and says where and after how long."""
    for _ in range(300):
        totaal = _ask(vraag)
        if totaal is None:
            time.sleep(PAUZE)
            continue
        if begin is not None:
            console.print(f'Eerste antwoord na {time.monotonic() - begin:.1f} s ({totaal} werkgevers voor "de groot").')
        console.print(f"Klantbeeld Werkgever (demo) luistert op http://{vraag.host}/ – stop met Ctrl-C.")
        return
    console.print(f"Er komt geen antwoord van http://{vraag.host}/. Zie klantbeeld check en klantbeeld status.", style="red")


def _ask(vraag: Request) -> int | None:
    """How many employers answer the question; None when there is no answer."""
    lezer = build_opener(ProxyHandler({}))  # a proxy has no business between this computer and itself
    try:
        with lezer.open(vraag, timeout=5) as antwoord:
            inhoud = json.load(antwoord)
    except OSError:
        return None
    return int(inhoud["data"]["werkgevers"]["totaal"]) if inhoud.get("data") else None
