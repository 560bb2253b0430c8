"""The page of errors: the tree of the product, the codes of each door, and why a record is refused."""

import re
from collections.abc import Iterator

from docs.tabellen import KOP, table
from klantbeeld import errors, problemen, verzoeken
from klantbeeld.errors import WEIGERREDENEN, KlantbeeldError
from klantbeeld.web import statistiekpunt
from resolvers import errors as antwoorden

HTTP_CODES = {
    verzoeken.METHODE_ONBEKEND: ("405", "a method other than POST"),
    verzoeken.MEDIATYPE_ONBEKEND: ("415", "a body that is not `application/json` in UTF-8"),
    verzoeken.TE_GROOT: ("413", "a body of more than 100 KB"),
    verzoeken.TE_TRAAG: ("408", "a body that was not there within ten seconds"),
    verzoeken.VERZOEK_ONJUIST: ("400", "a body that is not a GraphQL request"),
    antwoorden.ONTLEDEN_MISLUKT: ("400", "a query that is not GraphQL"),
    antwoorden.VALIDATIE_MISLUKT: ("400", "a query that does not fit the schema, or is too large"),
    problemen.STORING: ("200 or 500", "something unexpected; the log has a line with the same `traceId`"),
}
"""Codes of the GraphQL door only: HTTP status and meaning."""
AANLEVERCODES = {
    verzoeken.METHODE_ONBEKEND: ("405", "a method other than POST"),
    errors.NietAangemeld.code: ("401", "no token of a deliverer"),
    errors.TeVeelVerzoeken.code: ("429", "more than this deliverer may deliver for now; `Retry-After` says how long to wait"),
    verzoeken.MEDIATYPE_ONBEKEND: ("415", "another media type or encoding; the message lists those that are known"),
    verzoeken.TE_GROOT: ("413", "more than 5 MB, or more than 2,000 deliveries at once"),
    verzoeken.TE_TRAAG: ("408", "a body that was not complete within 30 seconds"),
    verzoeken.VERZOEK_ONJUIST: ("400", "a body that can't be taken apart into deliveries"),
    errors.Weigering.code: ("422", "every delivery was refused; each has its reason"),
    errors.BusOnbereikbaar.code: ("503", "nothing is promised: deliver again later"),
    errors.BusOnveilig.code: ("503", "nothing is promised: an operator must mend Redis first"),
    problemen.STORING: ("500", "something unexpected; the log has a line with the same id"),
}
"""Codes of the door for deliveries: HTTP status and meaning."""
STATISTIEKCODES = {
    errors.InvoerOnjuist.code: "a parameter that is missing, unknown or impossible; or too large a statistic",
    errors.NietAangemeld.code: "no valid token",
    errors.GeenToegang.code: "no right to statistics, or to a field that they show",
    verzoeken.METHODE_ONBEKEND: "a method other than GET or HEAD",
    errors.TeVeelVerzoeken.code: "more than this caller may ask for now; `Retry-After` says how long to wait",
    problemen.STORING: "something unexpected; the log has a line with the same `traceId`",
    errors.NietVastgelegd.code: "the question could not be recorded, so nothing is shown",
    errors.LogboekVol.code: "the same, for too many records wait for the sink",
    errors.UitgeverOnbereikbaar.code: "the identity provider does not answer: ask again later",
    errors.StoreFout.code: "the store failed",
    errors.StoreOnbereikbaar.code: "the store cannot be read for now: ask again after a minute",
    errors.StoreOnbruikbaar.code: "the store cannot be read until an operator mends it",
}
"""What each code of the door for statistics means; its HTTP status is in ``statistiekpunt``."""
_BIJ_VELD = "200, at the field that it belongs to"
PLAATSEN = {
    errors.KlantbeeldError: f"{_BIJ_VELD}; 500 when nothing can be answered",
    errors.InstellingOnjuist: "never: terminal only",
    errors.RechtenOnjuist: "never: terminal, and an alarm",
    errors.InvoerOnjuist: f"{_BIJ_VELD}; 400 for a variable that does not fit",
    errors.NietAangemeld: "401",
    errors.UitgeverOnbereikbaar: "503",
    errors.GeenToegang: f"{_BIJ_VELD}; 403 when the whole request is refused",
    errors.TeVeelVerzoeken: "429, with `Retry-After`",
    errors.NietVastgelegd: "503, without data",
    errors.LogboekVol: "503, without data",
    errors.LogGebroken: "never: terminal only",
    errors.BestandFout: "never: terminal only",
    errors.BronFout: "never: terminal only",
    errors.OpbouwMislukt: "never: terminal only",
    errors.CacheOnbereikbaar: "never: it is a miss, and an alarm",
    errors.BusOnbereikbaar: "never: 503 at `/v1/leveringen`",
    errors.BusOnveilig: "never: 503 at `/v1/leveringen`",
    errors.StroomVerloren: "never: the log and the storing of the source",
    errors.Weigering: "never: the reason is in the dead letters",
    errors.StoreFout: _BIJ_VELD,
    errors.StoreOnbereikbaar: f"{_BIJ_VELD}; a group says `NIET_BESCHIKBAAR` in its `stand` instead",
    errors.StoreVernieuwd: "never: indexers and commands that write; readers go on in silence",
    errors.StoreAlleenLezen: "never: a group says `VEROUDERD` in its `stand`, health and metrics have the alarm",
    errors.StoreOnbruikbaar: f"{_BIJ_VELD}; a group says `NIET_BESCHIKBAAR` in its `stand` instead",
}
"""Errors of the product: with which HTTP status they appear in GraphQL, and where."""
_TAK = re.compile(r"^[ │├└─]*(\w+)(?: {2,}(.+))?$")


def render_errors() -> str:
    """The error tree, the codes of GraphQL and the reasons of refusal."""
    bekend = describe_errors()
    fouten = [(f"`{fout.code}`", f"`{fout.__name__}`", bekend.get(fout.__name__, ""), PLAATSEN[fout]) for fout in list_errors()]
    http = [(f"`{code}`", status, uitleg) for code, (status, uitleg) in HTTP_CODES.items()]
    aanleveren = [(f"`{code}`", status, uitleg) for code, (status, uitleg) in AANLEVERCODES.items()]
    statistieken = [(f"`{code}`", str(statistiekpunt.STATUSSEN[code]), uitleg) for code, uitleg in STATISTIEKCODES.items()]
    redenen = [(f"`{code}`", uitleg) for code, uitleg in WEIGERREDENEN.items()]
    return "\n".join(
        [
            KOP,
            "# Errors\n",
            "A code is stable: clients may build on it. A message is Dutch and may change. What to do about an error is in the",
            "[runbook](../deploy/runbook.md).\n",
            "## Errors of the product\n",
            "The terminal shows `CODE: message` and ends with exit code 1. (A command line that can't be understood gives",
            "usage and exit code 2; Ctrl-C or SIGTERM before a command was done gives 130.) In GraphQL the code is",
            "`extensions.code`; an error at a field has its place in `path`, and that field, or what holds it, is null. A",
            "group of the view is never null: with an error in it, it is empty, and its `stand` is `NIET_BESCHIKBAAR`.\n",
            *table(("code", "class", "meaning", "HTTP status in GraphQL"), fouten),
            "\n## Codes of the GraphQL door\n",
            "A caller that accepts only `application/json` gets status 200 in place of 400 once the query itself was read.\n",
            *table(("code", "HTTP status", "what came in, or happened"), http),
            "\n## Codes of the door for deliveries\n",
            "`POST /v1/leveringen` answers errors as problem details (RFC 9457) with the code as `code`.\n",
            *table(("code", "HTTP status", "what came in, or happened"), aanleveren),
            "\n## Codes of the addresses of statistics\n",
            "`GET /v1/statistieken/preventie.csv` and `.json` answer errors in the same form, with the trace as `traceId`.\n",
            *table(("code", "HTTP status", "what was asked, or happened"), statistieken),
            "\n## Reasons for which a record is refused\n",
            "Each dead letter, and each delivery that is refused over HTTP, carries one of these codes. (`GEWIST` has no",
            "dead letters: that would keep what was erased.)\n",
            *table(("reason", "meaning"), redenen),
            "",
        ]
    )


def list_errors(basis: type[KlantbeeldError] = KlantbeeldError) -> Iterator[type[KlantbeeldError]]:
    """Every error of the product: an error before what derives from it."""
    yield basis
    for fout in basis.__subclasses__():
        if fout.__module__ == errors.__name__:
            yield from list_errors(fout)


def describe_errors() -> dict[str, str]:
    """The meaning of each error, from the tree in the docstring of its module."""
    gevonden = {"KlantbeeldError": "root of the tree; as code: something unexpected"}
    for regel in (errors.__doc__ or "").splitlines():
        tak = _TAK.match(regel)
        if tak and tak[2]:
            gevonden[tak[1]] = tak[2]
    return gevonden
