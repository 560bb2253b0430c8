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
        if self.hoe == "toetsen":
            look(page, "begin")
            page.keyboard.press("/")
            page.keyboard.type(zoekterm)
            with page.expect_navigation():
                page.keyboard.press("Enter")
        else:
            page.locator("#zoekterm").fill(zoekterm)
            with page.expect_navigation():
                page.get_by_role("button", name="Zoek", exact=True).click()

    def follow(self, doel: Locator) -> None:
        """Goes where a link or a button leads."""
        with self.venster.page.expect_navigation():
            self.use(doel)

    def use(self, doel: Locator) -> None:
        """A link or a button."""
        if self.hoe == "toetsen":
            self._reach(doel)
            self.venster.page.keyboard.press("Enter")
        else:
            doel.click()

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
            self.venster.page.keyboard.type(maand + dag_ + jaar)  # the browser of the system speaks English
            assert veld.input_value() == dag
        else:
            veld.fill(dag)

    def _reach(self, doel: Locator) -> None:
        """With the tab key alone."""
        look(self.venster.page, "begin")
        for _ in range(MEESTE_HALTES):
            self.venster.page.keyboard.press("Tab")
            if doel.evaluate("(el) => el === document.activeElement"):
                return
        raise AssertionError(f"the tab key does not reach {doel}")
