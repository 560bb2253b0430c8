"""Letting a program in by whatever door: who it is and where it comes from, or how it is refused."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.errors import GeenToegang, NietAangemeld, UitgeverOnbereikbaar
from klantbeeld.sporen import Oorsprong
from klantbeeld.verzoeken import Afwijzing, read_oorsprong

Aanmelder = Callable[[Request], Awaitable[Gebruiker]]
"""Says who a request comes from. Errors: ``NietAangemeld``, ``GeenToegang``, ``UitgeverOnbereikbaar``."""


@dataclass(frozen=True, slots=True)
class Toelating:
    """``charge_adres`` counts what an address asks that is not signed in (errors: ``TeVeelVerzoeken``); ``herkomstkop`` is the
    header, set by the proxy in front, that says where a request comes from."""

    aanmelder: Aanmelder
    charge_adres: Callable[[str | None], Awaitable[None]]
    herkomstkop: str | None = None

    async def let_in(self, request: Request) -> Gebruiker:
        """The user of a request. Errors: ``Afwijzing``; ``TeVeelVerzoeken`` for an address that asks too often."""
        try:
            return await self.aanmelder(request)
        except NietAangemeld as fout:
            await self.charge_adres(request.client.host if request.client else None)
            raise Afwijzing(401, fout.code, str(fout), {"WWW-Authenticate": "Bearer"}) from None
        except GeenToegang as fout:
            raise Afwijzing(403, fout.code, str(fout)) from None
        except UitgeverOnbereikbaar as fout:
            raise Afwijzing(503, fout.code, str(fout)) from None

    def find_oorsprong(self, request: Request) -> Oorsprong:
        """Where a request comes from."""
        return read_oorsprong(request, self.herkomstkop)
