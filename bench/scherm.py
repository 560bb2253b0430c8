"""Pages through the whole web application: against the same data over GraphQL, and in a browser against an empty page."""

import asyncio
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Thread

import httpx
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from starlette.applications import Starlette

from bench.meting import Bijlage, Grens, Meting, Uitslag, divide_rounds, find_percentiel
from bench.proef import VANDAAG, ZAAD, Meetopdracht, Proef, make_proef
from bench.stopwatch import Duur, Stopwatch
from indexers.samples.organisaties import make_werkgever
from klantbeeld.app import geheim_of, make_token, make_web, open_klantbeeld
from klantbeeld.cache import Cache
from klantbeeld.domain.profielen import public_id
from klantbeeld.queries import Klantbeeld
from klantbeeld.settings import Settings
from klantbeeld.stores.cache import Geheugenplaats
from resolvers.uitvoering import read_volledig_beeld

DEEL = "scherm"
WERKGEVERS = 100
"""So many employers are looked at in each round, each once, so that none was answered before."""
HOOGSTE_BEELD, HOOGSTE_BLOK = 2.0, 3.0
"""At most so many times the whole view over GraphQL, and the empty page."""
ADRES = "http://127.0.0.1"
LEEG = "/werkgevers/geen"
"""A page of the same server with nothing of an employer on it."""
GEDULD = 30.0
_KIJK = """(kiezer) => new MutationObserver((_, kijker) => {
  if (!document.querySelector(kiezer)) return;
  kijker.disconnect();
  requestAnimationFrame(() => { window.eersteBlok = performance.now(); });
}).observe(document, { childList: true, subtree: true })"""


@dataclass(frozen=True, slots=True)
class Opstelling:
    """The product over a store with so many employers, by their public ids; and a token of who looks at them."""

    settings: Settings
    klantbeeld: Klantbeeld
    ids: tuple[str, ...]

    def make_app(self) -> Starlette:
        """The web application, with nothing in its memory."""
        cache = Cache(Geheugenplaats(), geheim_of(self.settings), self.klantbeeld.omgeving.meter)
        return make_web(self.settings, Klantbeeld(replace(self.klantbeeld.omgeving, cache=cache)), met_regels=False)


def measure_scherm(opdracht: Meetopdracht) -> Uitslag:
    """Both in rounds; the first only warms up."""
    opdracht.meld(f"{DEEL}: {WERKGEVERS} werkgevers inlezen")
    proef = make_proef(opdracht.map_, WERKGEVERS)
    proef.load()
    with open_klantbeeld(proef.settings) as klantbeeld:
        opstelling = Opstelling(proef.settings, klantbeeld, tuple(list_ids(proef)))
        rondes = [_measure_round(opstelling, opdracht, nummer) for nummer in range(opdracht.herhalingen + 1)][1:]
        blokken = _measure_browser(opstelling, opdracht)
    bladzijden, vragen = ([duren[plaats].processor for duren in rondes] for plaats in (0, 1))
    metingen = [Meting(DEEL, "beeld ÷ GraphQL", divide_rounds(bladzijden, vragen), Grens(HOOGSTE_BEELD, is_hoogste=True))]
    if blokken is None:
        return Uitslag(
            tuple(metingen), {"scherm.werkgevers": WERKGEVERS}, ("Chromium ontbreekt: het eerste blok is niet gemeten.",)
        )
    vol, leeg = blokken
    verhouding = tuple(find_percentiel(een, 95) / find_percentiel(ander, 95) for een, ander in zip(vol, leeg, strict=True))
    metingen.append(Meting(DEEL, "eerste blok p95 ÷ lege pagina", verhouding, Grens(HOOGSTE_BLOK, is_hoogste=True)))
    return Uitslag(tuple(metingen), {"scherm.werkgevers": WERKGEVERS}, bijlagen=(_list_tijden(vol, leeg),))


def list_ids(proef: Proef) -> Iterator[str]:
    """The public id of each sample employer."""
    for nummer in range(1, WERKGEVERS + 1):
        yield public_id(make_werkgever(ZAAD, nummer, VANDAAG).plaats.lh_nummer, geheim_of(proef.settings))


def _measure_round(opstelling: Opstelling, opdracht: Meetopdracht, nummer: int) -> tuple[Duur, Duur]:
    """What the pages of all employers took, and the same employers over GraphQL."""
    opdracht.meld(f"{DEEL}: {f'ronde {nummer}' if nummer else 'warmlopen'}")
    koppen = {"Authorization": f"Bearer {make_token(opstelling.settings, 'klantadviseur')}"}
    vraag = read_volledig_beeld()
    bladzijden = [("GET", f"/werkgevers/{id_}", None) for id_ in opstelling.ids]
    vragen = [("POST", "/graphql", {"query": vraag, "variables": {"id": id_}}) for id_ in opstelling.ids]
    duren = []
    for verzoeken in (bladzijden, vragen):
        stopwatch, app = Stopwatch(), opstelling.make_app()

        async def ask(app: Starlette = app, verzoeken: Sequence[tuple[str, str, object]] = verzoeken) -> None:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADRES, headers=koppen) as client:
                for methode, pad, inhoud in verzoeken:
                    (await client.request(methode, pad, json=inhoud)).raise_for_status()

        with stopwatch.running():
            asyncio.run(ask())
        duren.append(stopwatch.duur)
    return duren[0], duren[1]


def _measure_browser(opstelling: Opstelling, opdracht: Meetopdracht) -> tuple[list[list[float]], list[list[float]]] | None:
    """Milliseconds until the first block of each employer is seen, and as often the empty page; per round."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return None
    vol: list[list[float]] = []
    leeg: list[list[float]] = []
    with _serve(opstelling.make_app()) as adres, sync_playwright() as speler:
        venster = speler.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for nummer in range(opdracht.herhalingen):
            opdracht.meld(f"{DEEL}: browser, ronde {nummer + 1}")
            vol.append(_clock_blokken(venster, [f"{adres}/werkgevers/{id_}" for id_ in opstelling.ids], ".kb-blok"))
            leeg.append(_clock_blokken(venster, [adres + LEEG] * len(opstelling.ids), "h1"))
        venster.close()
    return vol, leeg


def _clock_blokken(venster: Browser, adressen: Sequence[str], kiezer: str) -> list[float]:
    """Milliseconds from going to each address until something of this kind is drawn."""
    omgeving = venster.new_context()
    omgeving.add_init_script(f"({_KIJK})({kiezer!r})")
    bladzijde = omgeving.new_page()
    duren = []
    for adres in adressen:
        bladzijde.goto(adres)
        bladzijde.wait_for_function("window.eersteBlok !== undefined")
        duren.append(float(bladzijde.evaluate("window.eersteBlok")))
    omgeving.close()
    return duren


@contextmanager
def _serve(app: Starlette) -> Iterator[str]:
    """The application behind a real web server; its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    draad = Thread(target=server.run)
    draad.start()
    einde = time.monotonic() + GEDULD
    while not server.started and time.monotonic() < einde:
        time.sleep(0.01)
    try:
        yield f"{ADRES}:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        draad.join()


def _list_tijden(vol: Sequence[Sequence[float]], leeg: Sequence[Sequence[float]]) -> Bijlage:
    """Milliseconds by the clock over all rounds: of this machine only."""
    rijen: list[tuple[str | float, ...]] = []
    for naam, rondes in (("eerste blok", vol), ("lege pagina", leeg)):
        alle = [ms for ronde in rondes for ms in ronde]
        rijen.append((naam, *(round(find_percentiel(alle, percentage), 1) for percentage in (50, 95))))
    return Bijlage("Tot iets te zien is in Chromium, in ms", ("bladzijde", "p50", "p95"), tuple(rijen))
