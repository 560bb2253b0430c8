"""The part of the composition root that makes the pages for people, and says who visits them."""

from functools import partial

from starlette.requests import Request
from starlette.routing import Route

from klantbeeld.app_identiteit import Toegang, is_demo, make_tokenmaker
from klantbeeld.beheer import Beheer
from klantbeeld.settings import Settings
from klantbeeld.web.aanmelden import AANMELDEN, Balie
from klantbeeld.web.bezoek import Bezoeker, Portier
from klantbeeld.web.demo import Demobezoek
from klantbeeld.web.scherm import make_bezoeker, make_scherm
from klantbeeld.zoekopdrachten import Zoekopdrachten


def make_schermen(settings: Settings, beheer: Beheer, toegang: Toegang, balie: Balie | None) -> list[Route]:
    """The pages: for who signed in, in the demo in a role of his choice; none where nobody can sign in."""
    klantbeeld, sessies = beheer.klantbeeld, beheer.klantbeeld.omgeving.sessies
    if sessies is None:
        return []
    opdrachten, kop = Zoekopdrachten(sessies.plaats, sessies.verzegeling), settings.vastlegging.herkomstkop
    if balie is not None:
        portier = Portier(klantbeeld, partial(recognise_sessie, toegang, balie), AANMELDEN, kop, opdrachten)
        return make_scherm(portier, beheer, settings.web)
    if not is_demo(settings):
        return []
    demo = Demobezoek(toegang.rechten.read, toegang.read_demo, make_tokenmaker(settings))
    portier = Portier(klantbeeld, demo.recognise, "/", kop, opdrachten)
    return [*demo.make_routes(portier), *make_scherm(portier, beheer, settings.web)]


async def recognise_sessie(toegang: Toegang, balie: Balie, request: Request) -> Bezoeker | None:
    """Who visits by the session of his cookie. Errors: ``GeenToegang`` when his role is not there any more."""
    sessie = await balie.find(request)
    return make_bezoeker(toegang.grant(sessie), toegang.rechten.read(), sessie.rollen) if sessie else None
