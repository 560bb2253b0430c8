"""Makes the generated pages of the documentation: ``python -m docs.generate``, or ``make docs``.

Each page is made from the code that it describes. ``render`` gives the texts without writing them, so that a test can
compare them with what is on disk.
"""

import inspect
import re
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from docs.nieuws import render_nieuw
from docs.rechtentabel import render_rechten
from docs.tabellen import KOP, table
from klantbeeld import errors, problemen, verzoeken
from klantbeeld.domain import velden
from klantbeeld.domain.groepen import GROEPEN, SOORTEN, Soort
from klantbeeld.domain.leveringen import Envelop
from klantbeeld.errors import WEIGERREDENEN, KlantbeeldError
from klantbeeld.settings import list_settings
from klantbeeld.web import statistiekpunt
from resolvers import errors as antwoorden

MAP = Path(__file__).parent

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

_WAARDEN: dict[object, str] = {
    velden.Datum: "date",
    velden.Tijd: "time in UTC",
    velden.Maand: "month",
    velden.Naam: "text on one line",
    velden.Aantal: "whole number, 0 or more",
    velden.Centen: "whole euro cents",
    str: "text",
    bool: "true or false",
    int: "whole number",
    Any: "whole number",
}
_TAK = re.compile(r"^[ │├└─]*(\w+)(?: {2,}(.+))?$")


def render() -> dict[Path, str]:
    """Every generated page by its path."""
    return {
        MAP / "settings.md": render_settings(),
        MAP / "errors.md": render_errors(),
        MAP / "leveringen-velden.md": render_velden(),
        MAP / "rechten.md": render_rechten(),
        MAP.parent / "deploy" / "env.example": render_env(),
        MAP.parent / "klantbeeld" / "web" / "nieuw.json": render_nieuw(),
    }


def render_settings() -> str:
    """The settings, from the class that reads them."""
    rijen = [(f"`{deel.naam}`", f"`{deel.standaard}`" if deel.standaard else "–", deel.betekenis) for deel in list_settings()]
    return "\n".join(
        [
            KOP,
            "# Settings\n",
            "The demo needs none of these. Each is an environment variable; `__` stands for one level deeper.",
            "`KLANTBEELD_BESTAND` may name a TOML file with the same names, in lower case and without `KLANTBEELD_`;",
            "a variable goes before the file. An unknown or impossible setting stops the start and is named.",
            "`klantbeeld check` says what is wrong.\n",
            *table(("setting", "default", "meaning"), rijen),
            "",
        ]
    )


def render_env() -> str:
    """The settings as a file of environment variables: secrets open, to be filled in; the rest as they are by default."""
    regels = [
        "# Made by docs/generate.py from the settings: run `make docs` after a change; edits here are lost.",
        "# Copy it to .env. Fill in what is open, or put a # before it; take the # away from what should differ.",
    ]
    for deel in list_settings():
        waarde = f"{deel.naam}={'' if deel.is_geheim else deel.standaard}"
        regels += ["", f"# {deel.betekenis}", waarde if deel.is_geheim else f"#{waarde}"]
    regels += ["", "# Of Elasticsearch itself, in compose.yml.", "ELASTIC_PASSWORD="]
    return "\n".join([*regels, ""])


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


def render_velden() -> str:
    """The kinds of record with their fields, from the models that validate them."""
    titels = {groep.soort: groep.titel for groep in GROEPEN}
    delen = [
        KOP,
        "# Kinds of record and their fields\n",
        "What the words around this page mean is in [leveringen.md](leveringen.md). *Optional* means: may be absent (not",
        "delivered) or `null` (empty at the source); the view tells the two apart.\n",
        "## The envelope\n",
        *table(("field", "value", "demand"), list_fields(Envelop)),
    ]
    for soort in SOORTEN.values():
        delen += [
            f"\n## `{soort.naam}`\n",
            f"Group: {titels[soort.groep] if soort.groep else 'none; freshness of the source'}.\n",
        ]
        delen += describe_soort(soort)
    return "\n".join([*delen, ""])


def describe_soort(soort: Soort) -> Iterator[str]:
    """A table of the fields of a kind, and one of each object inside it."""
    yield from table(("field", "value", "demand"), list_fields(soort.model))
    for deel in find_objects(soort.model):
        yield f"\nEach {name_object(deel)}:\n"
        yield from table(("field", "value", "demand"), list_fields(deel))


def list_fields(model: type[BaseModel]) -> list[tuple[str, str, str]]:
    """(name, value, demand) of every field of a model."""
    typen = get_type_hints(model, include_extras=True)
    return [
        (f"`{veld.alias}`", describe_value(typen[naam]), describe_demand(typen[naam], verplicht=veld.is_required()))
        for naam, veld in model.model_fields.items()
    ]


def describe_demand(annotatie: Any, *, verplicht: bool) -> str:  # noqa: ANN401 - any annotation
    """Whether a field must be there, may be absent, or may be null as well."""
    if verplicht:
        return "required"
    return "optional" if NoneType in get_args(annotatie) else "may be absent"


def describe_value(annotatie: Any) -> str:  # noqa: ANN401 - any annotation
    """What a value must look like, in words."""
    delen = [deel for deel in get_args(annotatie) if deel is not NoneType]
    match get_origin(annotatie):
        case typing.Annotated:
            bekend = (woord for soort, woord in _WAARDEN.items() if get_args(soort) == tuple(delen[:2]))
            woorden = next(bekend, None) or describe_value(delen[0])
        case typing.Union | types.UnionType:
            woorden = describe_value(delen[0])
        case typing.Literal:
            woorden = ", ".join(f"`{deel}`" for deel in delen)
        case vorm if vorm is list:
            woorden = f"list of {describe_value(delen[0])}"
        case _:
            woorden = _WAARDEN.get(annotatie) or name_object(annotatie)
    return woorden


def name_object(annotatie: Any) -> str:  # noqa: ANN401 - any annotation
    """The name under which an object inside a record is described."""
    if inspect.isclass(annotatie) and issubclass(annotatie, velden.Gegevens):
        return f"{annotatie.__name__[0].lower()}{annotatie.__name__[1:]}"
    return "object"


def find_objects(model: type[velden.Gegevens]) -> list[type[velden.Gegevens]]:
    """The models inside a model, each once, in the order in which they are met."""
    gevonden: dict[type[velden.Gegevens], None] = {}
    for veld in model.model_fields.values():
        gevonden.update(dict.fromkeys(_objects_in(veld.annotation)))
    return list(gevonden)


def _objects_in(annotatie: Any) -> Iterator[type[velden.Gegevens]]:  # noqa: ANN401 - any annotation
    if inspect.isclass(annotatie) and issubclass(annotatie, velden.Gegevens):
        yield annotatie
    for deel in get_args(annotatie):
        yield from _objects_in(deel)


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


def main() -> None:
    """Writes the pages that changed."""
    for pad, tekst in render().items():
        if not pad.exists() or pad.read_text(encoding="utf-8") != tekst:
            pad.write_text(tekst, encoding="utf-8")
            sys.stdout.write(f"{pad.name}\n")


if __name__ == "__main__":
    main()
