"""The page of who looks after the product: how sources stand, what was refused and can be dealt with, how long people wait."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from klantbeeld.beheer import Beheer, Overzicht
from klantbeeld.errors import InvoerOnjuist, StoreFout
from klantbeeld.toestand import ALARMEN, Alarm
from klantbeeld.web.bezoek import Bezoek, Portier
from klantbeeld.web.sjablonen import Blad, Pagina, render, show

BEHEER = "/beheer"
PUNTEN = 5
GEDAAN = {
    "opgelost": "Opnieuw aangeboden en aangenomen.",
    "gebleven": "Opnieuw aangeboden; een deel is weer geweigerd en blijft staan.",
    "weggegooid": "De dode brief is weggegooid.",
    "mislukt": "De store nam de wijziging niet aan. Doe het in een terminal met de opdracht die bij de brief staat.",
}
"""What can be said after something was done; the address holds only the word."""


@dataclass(frozen=True, slots=True)
class Beheerblad(Blad):
    """How everything stands. ``bron``: whose dead letters are shown; None: of all. ``gedaan``: what was done before."""

    sjabloon: ClassVar[str] = "beheer.html"
    overzicht: Overzicht
    alarmen: tuple[tuple[Alarm, str], ...]
    bron: str | None
    gedaan: str | None


@dataclass(frozen=True, slots=True)
class Beheerpaginas:
    """The page, and what can be done on it."""

    portier: Portier
    beheer: Beheer

    def make_routes(self) -> list[Route]:
        """Every address."""
        return [
            Route(BEHEER, self.portier.guard(self.show_overzicht, PUNTEN)),
            Route(f"{BEHEER}/dode-brieven", self.portier.guard(self.change_brieven, PUNTEN), methods=["POST"]),
        ]

    async def show_overzicht(self, bezoek: Bezoek) -> Response:
        """How everything stands."""
        velden = bezoek.request.query_params
        bron = velden.get("bron") or None
        overzicht = await self.beheer.look(bezoek.raadpleging, bron)
        await bezoek.record()
        alarmen = tuple((alarm, ALARMEN[alarm.code]) for alarm in overzicht.bevinding.list_alarmen())
        blad = Beheerblad(overzicht, alarmen, bron, GEDAAN.get(velden.get("gedaan", "")))
        return show(Pagina("Beheer", bezoek.bezoeker.schil, render(blad)))

    async def change_brieven(self, bezoek: Bezoek) -> Response:
        """Offers dead letters again, or throws one away; then the page shows what is left."""
        velden = await bezoek.read_form()
        actie, id_, bron = (velden.get(naam, "") for naam in ("actie", "brief", "bron"))
        if actie not in {"opnieuw", "weggooien"} or not (id_ or (bron and actie == "opnieuw")):
            raise InvoerOnjuist("Kies een dode brief, en wat u ermee wilt.")
        try:
            gedaan = await self._change(bezoek, actie, id_, bron)
        except StoreFout:
            gedaan = "mislukt"
        return RedirectResponse(f"{BEHEER}?{urlencode({'gedaan': gedaan})}#brieven", 303)

    async def _change(self, bezoek: Bezoek, actie: str, id_: str, bron: str) -> str:
        if actie == "weggooien":
            await self.beheer.discard(bezoek.raadpleging, id_)
            return "weggegooid"
        herhaald = await self.beheer.replay(bezoek.raadpleging, bron or None, id_ or None)
        return "opgelost" if herhaald.opgelost == herhaald.aangeboden else "gebleven"
