"""Every page in every state that it has, and how one gets there."""

from collections.abc import Callable
from dataclasses import dataclass

from klantbeeld.domain.groepen import GROEPEN
from klantbeeld.web.groepen import path_of
from tests.dienst import VOORBEELD
from tests.scherm.venster import Venster

GROOT = f"/werkgevers/{VOORBEELD}"


@dataclass(frozen=True, slots=True)
class Blad:
    """``naam`` names the picture of it. ``pad``: its address, or what finds it. ``gestoord``: on a bad day."""

    naam: str
    pad: str | Callable[[Venster], str]
    rol: str = "klantadviseur"
    status: int = 200
    gestoord: bool = False

    def __str__(self) -> str:
        return self.naam

    def open(self, venster: Venster) -> None:
        """Opens it, as who has the role."""
        if self.rol != "klantadviseur":
            venster.choose_rol(self.rol)
        assert venster.open(self.pad if isinstance(self.pad, str) else self.pad(venster)) == self.status


def search(zoekterm: str) -> Callable[[Venster], str]:
    """The list of this search."""
    return lambda venster: venster.keep_search(zoekterm)


BLADEN = (
    Blad("zoeken", "/"),
    Blad("treffers", search("de groot")),
    Blad("treffers-veel", search("bv")),
    Blad("treffers-suggestie", search("groothandl de groot")),
    Blad("treffers-geen", search("xqzwv")),
    Blad("treffers-verlopen", "/zoeken/AAAAAAAAAAAAAAAAAAAAAA"),
    Blad("klantbeeld", GROOT),
    *(Blad(f"groep-{path_of(groep)}", f"{GROOT}/{path_of(groep)}") for groep in GROEPEN),
    Blad("klantbeeld-handhaver", GROOT, rol="handhaver"),
    Blad("klantbeeld-gestoord", GROOT, gestoord=True),
    Blad("groep-contactmanagement-gestoord", f"{GROOT}/contactmanagement", gestoord=True),
    Blad("niet-gevonden", "/werkgevers/bestaat-niet", status=404),
)
KORT = tuple(blad for blad in BLADEN if blad.naam in {"treffers", "klantbeeld-gestoord", "groep-preventief-werken"})
"""Those that have between them everything that a page is made of."""
