"""A window of a browser as one employee has it: how wide, with or without script, in which colours, and its complaints."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from gzip import compress
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request

from tests.nodig import stop_without

OPTIES = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none", "--lang=en-US")
GEDULD = 30_000.0
"""So many milliseconds something may take to be seen on a machine that is busy."""
BREED, MIDDEN, SMAL = 1280, 768, 320
"""Widths in CSS pixels: a desk, a tablet, and a phone or 400 % zoom."""
HOOGTE = 800
ZENDT_ZELF = " data-verder"
"""What makes a script of ours send a form as soon as it is there."""


@dataclass(frozen=True, slots=True)
class Vorm:
    """What kind of window. ``zoom`` is that of the browser: at 2 it has half as many pixels for a page."""

    breedte: int = BREED
    script: bool = True
    kleuren: Literal["none", "active"] = "none"
    zoom: int = 1


@dataclass
class Venster:
    """An open window at one server. ``klachten`` is what a browser says of a page that is not right: refused by its policy, an
    error of a script, a file that is not there. ``verzoeken`` is what it asked since the page was opened, ``inpakwinst`` the
    bytes that packing spares of a page on its way, where we hand it to the browser ourselves."""

    page: Page
    basis: str
    klachten: list[str] = field(default_factory=list)
    verzoeken: list[Request] = field(default_factory=list)
    inpakwinst: int = 0

    def open(self, pad: str) -> int:
        """Goes to an address, and gives its status when the page is complete."""
        self.verzoeken.clear()
        self.inpakwinst = 0
        antwoord = self.page.goto(self.basis + pad, wait_until="load")
        assert antwoord is not None
        return antwoord.status

    def send(self, pad: str, velden: Mapping[str, str], koppen: Mapping[str, str]) -> int:
        """Goes to an address with a form, which comes with these headers; its status. A page that sends itself on does not, so
        that it can be looked at."""
        antwoord = self.page.request.post(self.basis + pad, form=dict(velden), headers=dict(koppen))
        inhoud = antwoord.text().replace(ZENDT_ZELF, "")
        self.page.route(self.basis + pad, lambda route: route.fulfill(response=antwoord, body=inhoud), times=1)
        status = self.open(pad)
        self.inpakwinst = len(inhoud.encode()) - len(compress(inhoud.encode()))
        return status

    def choose_rol(self, rol: str) -> None:
        """Goes on in another role of the demo."""
        antwoord = self.page.request.post(f"{self.basis}/rol", form={"rol": rol}, max_redirects=0)
        assert antwoord.status == 303

    def keep_search(self, zoekterm: str) -> str:
        """The address of the list of a search."""
        antwoord = self.page.request.post(f"{self.basis}/zoeken", form={"zoekterm": zoekterm}, max_redirects=0)
        assert antwoord.status == 303
        return antwoord.headers["location"]

    @property
    def pad(self) -> str:
        """Where it is now."""
        return self.page.url.removeprefix(self.basis)

    def resize(self, breedte: int) -> None:
        """The same page in a window of another width."""
        self.page.set_viewport_size({"width": breedte, "height": HOOGTE})

    def note(self, verzoek: Request) -> None:
        """What it asks."""
        self.verzoeken.append(verzoek)

    def hear(self, bericht: ConsoleMessage) -> None:
        """What the browser says about the page. That the page itself was refused is no complaint."""
        if bericht.type == "error" and bericht.location["url"] != self.page.url:
            self.klachten.append(f"{bericht.text} ({bericht.location['url']})")


def find_chromium() -> str:
    """The browser of the system."""
    gevonden = shutil.which("chromium")
    if gevonden is None:
        stop_without("this needs a browser: install chromium, run: make browser")
    return gevonden


@contextmanager
def open_browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser, without a window on any screen."""
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(OPTIES))
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def open_venster(browser: Browser, basis: str, vorm: Vorm) -> Iterator[Venster]:
    """A window of its own: nothing is left in it of who was here before."""
    context = browser.new_context(
        viewport={"width": vorm.breedte // vorm.zoom, "height": HOOGTE // vorm.zoom},
        device_scale_factor=vorm.zoom,
        java_script_enabled=vorm.script,
        forced_colors=vorm.kleuren,
        reduced_motion="reduce",
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
    )
    try:
        context.set_default_timeout(GEDULD)
        venster = Venster(context.new_page(), basis)
        venster.page.on("console", venster.hear)
        venster.page.on("pageerror", lambda fout: venster.klachten.append(str(fout)))
        venster.page.on("request", venster.note)
        yield venster
    finally:
        context.close()
