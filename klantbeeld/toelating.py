"""Letting a program in by whatever door: who it is, or how it is refused."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.errors import GeenToegang, NietAangemeld, UitgeverOnbereikbaar
from klantbeeld.verzoeken import Afwijzing

Aanmelder = Callable[[Request], Awaitable[Gebruiker]]
"""Says who a request comes from. Errors: ``NietAangemeld``, ``GeenToegang``, ``UitgeverOnbereikbaar``."""
Begrenzer = Callable[[str | None], Awaitable[None]]
"""Counts what an address asks. Errors: ``TeVeelVerzoeken``."""


async def let_in(request: Request, aanmelder: Aanmelder, charge_adres: Begrenzer) -> Gebruiker:
    """The user that a request comes from. Errors: ``Afwijzing``; ``TeVeelVerzoeken`` for an address that tries too often."""
    try:
        return await aanmelder(request)
    except NietAangemeld as fout:
        await charge_adres(request.client.host if request.client else None)
        raise Afwijzing(401, fout.code, str(fout), {"WWW-Authenticate": "Bearer"}) from None
    except GeenToegang as fout:
        raise Afwijzing(403, fout.code, str(fout)) from None
    except UitgeverOnbereikbaar as fout:
        raise Afwijzing(503, fout.code, str(fout)) from None
