"""Makes the generated pages of the documentation: ``python -m docs.generate``, or ``make docs``.

Each page is made from the code that it describes. ``render`` gives the texts without writing them, so that a test can
compare them with what is on disk.
"""

import inspect
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from docs.fouttabellen import render_errors
from docs.nieuws import render_nieuw
from docs.rechtentabel import render_rechten
from docs.tabellen import KOP, table
from klantbeeld.domain import velden
from klantbeeld.domain.groepen import GROEPEN, SOORTEN, Soort
from klantbeeld.domain.leveringen import Envelop
from klantbeeld.settings import list_settings

MAP = Path(__file__).parent

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


def main() -> None:
    """Writes the pages that changed."""
    for pad, tekst in render().items():
        if not pad.exists() or pad.read_text(encoding="utf-8") != tekst:
            pad.write_text(tekst, encoding="utf-8")
            sys.stdout.write(f"{pad.name}\n")


if __name__ == "__main__":
    main()
