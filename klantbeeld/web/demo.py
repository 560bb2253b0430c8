"""Visitors of the demo: they choose their role themselves, from the bar that says on every page that this is a demo."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.policy import Rechten
from klantbeeld.verzoeken import Afwijzing
from klantbeeld.web.bezoek import Bezoek, Bezoeker, Portier
from klantbeeld.web.scherm import make_bezoeker

ROLKOEKJE = "klantbeeld-demorol"
DUUR_ROL = 12 * 3600
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\Z")


@dataclass(frozen=True, slots=True)
class Demobezoek:
    """The role is in a cookie, as a demo token; who has none that can be read is ``standaard``."""

    read_rechten: Callable[[], Rechten]
    read_token: Callable[[str], Gebruiker | None]
    make_token: Callable[[str], str]
    standaard: str = "klantadviseur"

    async def recognise(self, request: Request) -> Bezoeker | None:
        """Who visits. Errors: ``Afwijzing`` when the page of another site made its own name lead here."""
        if not _LOOPBACK.match(request.headers.get("host", "")):
            raise Afwijzing(421, "FOREIGN_HOST", "Open deze pagina op 127.0.0.1 of localhost.")
        gekozen = self.read_token(request.cookies.get(ROLKOEKJE, ""))
        gebruiker = gekozen or self.read_token(self.make_token(self.standaard))
        rechten = self.read_rechten()
        return make_bezoeker(gebruiker, rechten, tuple(rechten.rollen), is_demo=True) if gebruiker else None

    def make_routes(self, portier: Portier) -> list[Route]:
        """Where a role is chosen."""
        return [Route("/rol", portier.guard(self.choose_rol, voor_velden=False), methods=["POST"])]

    async def choose_rol(self, bezoek: Bezoek) -> Response:
        """Goes on in another role, from the first page."""
        rol = (await bezoek.read_form()).get("rol", "")
        response = RedirectResponse("/", 303)
        if rol in self.read_rechten().rollen:
            response.set_cookie(ROLKOEKJE, self.make_token(rol), max_age=DUUR_ROL, httponly=True, samesite="strict")
        return response
