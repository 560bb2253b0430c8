"""Groups as JSON, and back: restored by the types of its model, a group equals the one that was written.

A dataclass is an object with all its fields in their order. What a source delivered (``Gegevens``) is its values, the fields
that were delivered, and the fields that are withheld: without these nobody knows why a field is empty.
"""

from collections.abc import Callable, Hashable
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

from klantbeeld.domain.beeld import GROEPSREGELS
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.velden import Gegevens

Maker = Callable[[Any], Any]
"""Makes a value of one type from its JSON."""

_ZELF: dict[Any, Maker] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    str: lambda waarde: waarde,
    int: lambda waarde: waarde,
    bool: lambda waarde: waarde,
    Literal: lambda waarde: waarde,
}


def dump_groep(groep: Any) -> bytes:  # noqa: ANN401 - a Groepsregel.model
    """The group as JSON."""
    return orjson.dumps(groep, default=_dump_gegevens)


def restore_groep(soort: Groepsoort, inhoud: bytes) -> Any:  # noqa: ANN401 - a Groepsregel.model
    """The group that ``dump_groep`` wrote, by the same version of this code."""
    model: Any = GROEPSREGELS[soort].model
    return _make_maker(model)(orjson.loads(inhoud))


def _dump_gegevens(gegevens: Gegevens) -> list[object]:
    waarden = {veld: getattr(gegevens, veld) for veld in type(gegevens).model_fields}
    return [waarden, sorted(gegevens.model_fields_set), sorted(gegevens.withheld)]


@cache
def _make_maker(type_: Hashable) -> Maker:
    soort, delen = get_origin(type_) or type_, get_args(type_)
    if soort is Annotated:
        return _make_maker(delen[0])
    if soort in {Union, UnionType}:
        (deel,) = (deel for deel in delen if deel is not NoneType)
        maak = _make_maker(deel)
        return lambda waarde: None if waarde is None else maak(waarde)
    if soort in {tuple, list}:
        maak = _make_maker(delen[0])
        return lambda waarde: soort(map(maak, waarde))
    if is_dataclass(soort):
        return _make_dataclassmaker(soort, dict(zip(getattr(soort, "__parameters__", ()), delen, strict=True)))
    return _make_eigenmaker(soort)


def _make_eigenmaker(soort: Any) -> Maker:  # noqa: ANN401 - a class
    if soort in _ZELF:
        return _ZELF[soort]
    if issubclass(soort, Gegevens):
        return _make_gegevensmaker(soort)
    if not issubclass(soort, StrEnum):
        raise TypeError(f"a group cannot hold {soort}")
    maak: Maker = soort
    return maak


def _make_dataclassmaker(soort: Any, invulling: dict[TypeVar, Any]) -> Maker:  # noqa: ANN401 - a class
    makers = {veld: _make_maker(_fill(type_, invulling)) for veld, type_ in get_type_hints(soort).items()}
    return lambda waarde: soort(**{veld: maak(waarde[veld]) for veld, maak in makers.items()})


def _fill(type_: Any, invulling: dict[TypeVar, Any]) -> Any:  # noqa: ANN401 - any type of a field
    """The type with its variables filled in."""
    variabelen = getattr(type_, "__parameters__", ()) if not isinstance(type_, TypeVar) else ()
    if variabelen:
        return type_[tuple(invulling[variabele] for variabele in variabelen)]
    return invulling.get(type_, type_) if isinstance(type_, TypeVar) else type_


def _make_gegevensmaker(soort: type[Gegevens]) -> Maker:
    typen: dict[str, Any] = {naam: veld.annotation for naam, veld in soort.model_fields.items()}
    makers = {naam: _make_maker(type_) for naam, type_ in typen.items()}

    def make(delen: Any) -> Gegevens:  # noqa: ANN401 - what _dump_gegevens wrote
        waarden, geleverd, afgeschermd = delen
        gegevens = soort.model_construct(set(geleverd), **{naam: maak(waarden[naam]) for naam, maak in makers.items()})
        return gegevens.shield(*afgeschermd) if afgeschermd else gegevens

    return make
