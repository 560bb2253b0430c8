"""What callers over HTTP are told of an error: a stable English code and a Dutch message, never a value or a trace.

Some doors tell it as problem details (RFC 9457).
"""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
import structlog
from starlette.responses import Response

from klantbeeld.errors import (
    BusOnbereikbaar,
    BusOnveilig,
    GeenToegang,
    InvoerOnjuist,
    KlantbeeldError,
    LogboekVol,
    NietAangemeld,
    NietVastgelegd,
    StoreAlleenLezen,
    StoreFout,
    StoreOnbereikbaar,
    StoreOnbruikbaar,
    StoreVernieuwd,
    TeVeelVerzoeken,
    UitgeverOnbereikbaar,
    Weigering,
)
from klantbeeld.logregels import name_fout
from klantbeeld.verzoeken import (
    MEDIATYPE_ONBEKEND,
    METHODE_ONBEKEND,
    TE_GROOT,
    TE_TRAAG,
    VERZOEK_ONJUIST,
    Afwijzing,
)

STORING = KlantbeeldError.code
"""The code of what nobody expected."""
TITELS = {
    VERZOEK_ONJUIST: "De inhoud is niet te lezen",
    METHODE_ONBEKEND: "Deze methode kan hier niet",
    TE_TRAAG: "De inhoud kwam te langzaam binnen",
    TE_GROOT: "Te groot",
    MEDIATYPE_ONBEKEND: "Onbekend mediatype",
    STORING: "Er ging iets mis",
    InvoerOnjuist.code: "Dit kan niet worden gevraagd",
    NietAangemeld.code: "Niet aangemeld",
    GeenToegang.code: "Geen toegang",
    TeVeelVerzoeken.code: "Te veel",
    Weigering.code: "Alles is geweigerd",
    NietVastgelegd.code: "Niet vastgelegd",
    LogboekVol.code: "Niet vastgelegd",
    StoreFout.code: "Nu niet leesbaar",
    StoreOnbereikbaar.code: "Nu niet leesbaar",
    StoreOnbruikbaar.code: "Niet leesbaar",
    StoreVernieuwd.code: "Nu niet leesbaar",
    StoreAlleenLezen.code: "Nu niet leesbaar",
    UitgeverOnbereikbaar.code: "Nu niet bereikbaar",
    BusOnbereikbaar.code: "Nu niet bereikbaar",
    BusOnveilig.code: "Nu niet bereikbaar",
}
"""The title of each problem, by its code: the same wherever it occurs."""

_VOOR_DE_VRAGER = (InvoerOnjuist, GeenToegang, NietAangemeld, NietVastgelegd)
_NU_ONLEESBAAR = "De gegevens kunnen nu niet worden gelezen. Probeer het over een minuut opnieuw."
_ONLEESBAAR = "De gegevens zijn niet te lezen. Waarschuw de beheerder."

log = structlog.get_logger()


def describe_fout(fout: BaseException | None) -> tuple[str, str] | None:
    """(code, message) of an error that a caller may know more of; None for an unexpected one."""
    if isinstance(fout, StoreFout):
        return fout.code, _ONLEESBAAR if isinstance(fout, StoreOnbruikbaar) else _NU_ONLEESBAAR
    return (fout.code, str(fout)) if isinstance(fout, _VOOR_DE_VRAGER) else None


def describe_storing(trace_id: str) -> str:
    """The message of an unexpected error: an id only."""
    return f"Er ging iets mis. Noem deze code bij de beheerder: {trace_id}"


def log_storing(fouten: Iterable[BaseException], trace_id: str) -> None:
    """What happened in one line: types of exceptions and lines of code, no values."""
    log.error("storing", trace_id=trace_id, fouten=sorted({name_fout(fout) for fout in fouten}))


def tell_probleem(probleem: Afwijzing, erbij: Mapping[str, Any] | None = None) -> Response:
    """An error as problem details."""
    inhoud = {
        "type": f"urn:klantbeeld:fout:{probleem.code}",
        "title": TITELS[probleem.code],
        "status": probleem.status,
        "detail": probleem.melding,
        "code": probleem.code,
        **(erbij or {}),
    }
    return Response(orjson.dumps(inhoud), probleem.status, probleem.koppen, "application/problem+json")
