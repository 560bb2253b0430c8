"""The employers that a visitor looked at last, on the page where he arrives."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from klantbeeld.errors import NietVastgelegd, StoreFout
from klantbeeld.web.bezoek import Bezoek
from klantbeeld.web.sjablonen import GEEN, Blad, render
from klantbeeld.werkgevers import Werkgever


@dataclass(frozen=True, slots=True)
class Onlangsblad(Blad):
    """``werkgevers`` None: they cannot be told now."""

    sjabloon: ClassVar[str] = "onlangs.html"
    werkgevers: tuple[Werkgever, ...] | None


async def show_onlangs(bezoek: Bezoek) -> Markup:
    """The list, recorded; nothing for who may not see single employers. It never fails: one can always search."""
    if not bezoek.raadpleging.gebruiker.may_see_werkgevers:
        return GEEN
    try:
        werkgevers = tuple(await bezoek.raadpleging.list_onlangs())
        await bezoek.record()
    except (StoreFout, NietVastgelegd, OSError):
        return render(Onlangsblad(None))
    return render(Onlangsblad(werkgevers))
