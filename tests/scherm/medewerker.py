"""An employee at a window, who works with the mouse, with the keyboard alone, or in a browser without script."""

from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Locator

from tests.scherm.toegankelijk import MEESTE_HALTES, look
from tests.scherm.venster import Venster

Hoe = Literal["muis", "toetsen", "zonder script"]
MANIEREN: tuple[Hoe, ...] = ("muis", "toetsen", "zonder script")


@dataclass(frozen=True, slots=True)
class Medewerker:
    """Does one thing in the way that ``hoe`` says."""

    venster: Venster
    hoe: Hoe

    @property
    def inhoud(self) -> str:
        """What there is to read, with single spaces."""
        return " ".join(self.venster.page.locator("body").inner_text().split())

    def search(self, zoekterm: str) -> None:
        """Types in the box and asks for the list."""
        page = self.venster.page
        veld = page.locator("#zoekterm")
        if self.hoe == "toetsen":
            look(page, "begin")
            page.keyboard.press("/")
            page.keyboard.type(zoekterm)
            page.keyboard.press("Enter")
        else:
            veld.fill(zoekterm)
            page.get_by_role("button", name="Zoek", exact=True).click()
        page.wait_for_load_state()

    def follow(self, link: Locator) -> None:
        """Goes where a link leads."""
        self._activate(link)
        self.venster.page.wait_for_load_state()

    def press(self, knop: Locator) -> None:
        """Uses a button."""
        self._activate(knop)
        self.venster.page.wait_for_load_state()

    def choose(self, veld: Locator, waarde: str) -> None:
        """Another value in a list."""
        if self.hoe == "toetsen":
            self._reach(veld)
            self.venster.page.keyboard.type(veld.locator(f"option[value='{waarde}']").inner_text())
            assert veld.input_value() == waarde
        else:
            veld.select_option(waarde)

    def write_dag(self, veld: Locator, dag: str) -> None:
        """A day, written as jjjj-mm-dd, in a field of days."""
        if self.hoe == "toetsen":
            self._reach(veld)
            jaar, maand, dag_ = dag.split("-")
            self.venster.page.keyboard.type(dag_ + maand + jaar)
            assert veld.input_value() == dag
        else:
            veld.fill(dag)

    def _activate(self, doel: Locator) -> None:
        if self.hoe == "toetsen":
            self._reach(doel)
            self.venster.page.keyboard.press("Enter")
        else:
            doel.click()

    def _reach(self, doel: Locator) -> None:
        """With the tab key alone."""
        look(self.venster.page, "begin")
        for _ in range(MEESTE_HALTES):
            self.venster.page.keyboard.press("Tab")
            if doel.evaluate("(el) => el === document.activeElement"):
                return
        raise AssertionError(f"the tab key does not reach {doel}")
