"""The employers that a visitor looked at last, on the page where he arrives."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from klantbeeld.errors import NietVastgelegd, StoreFout
from klantbeeld.web.bezoek import Bezoek
from klantbeeld.web.sjablonen import Blad, render
from klantbeeld.werkgevers import Werkgever


@dataclass(frozen=True, slots=True)
class Onlangsblad(Blad):
    """``werkgevers`` None: they cannot be told now."""

    sjabloon: ClassVar[str] = "onlangs.html"
    werkgevers: tuple[Werkgever, ...] | None


async def tell_onlangs(bezoek: Bezoek) -> AsyncIterator[Markup]:
    """The list as a part of a page, recorded; nothing for who may not see single employers. It never fails: one can always
    search."""
    if bezoek.raadpleging.gebruiker.may_see_werkgevers:
        yield render(Onlangsblad(await _list_onlangs(bezoek)))


async def _list_onlangs(bezoek: Bezoek) -> tuple[Werkgever, ...] | None:
    try:
        werkgevers = tuple(await bezoek.raadpleging.list_onlangs())
        await bezoek.record()
    except (StoreFout, NietVastgelegd, OSError):
        return None
    return werkgevers
