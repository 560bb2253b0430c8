"""One line of JSON, read more strictly than JSON libraries do: what is doubtful is refused with its own reason code."""

import json
import re
from typing import Any, NoReturn

import orjson

from klantbeeld.errors import Weigering

LANGSTE_REGEL = 1_000_000
DIEPSTE_NESTING = 50
LANGSTE_LIJST = 10_000

# Runs to the end of the line when a text is not closed, and never goes back: the time stays linear in the line.
_TEKST = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)


def read_json_object(regel: bytes) -> dict[str, Any]:
    """The object that a line holds.

    Errors: ``Weigering`` with REGEL_TE_LANG, GEEN_UTF8, TE_DIEP, GEEN_JSON, GETAL_ONEINDIG, LOS_SURROGAAT, LIJST_TE_LANG,
    DUBBELE_SLEUTEL or GEEN_OBJECT.
    """
    if len(regel) > LANGSTE_REGEL:
        raise Weigering("REGEL_TE_LANG")
    if regel.count(b"[") + regel.count(b"{") > DIEPSTE_NESTING:
        _check_nesting(regel)
    try:
        waarde = orjson.loads(regel)
    except orjson.JSONDecodeError:
        _explain_failure(regel)
    if len(regel) > LANGSTE_LIJST:
        _check_lijsten(waarde)
    if type(waarde) is not dict:
        raise Weigering("GEEN_OBJECT")
    # Only a line without repeated keys comes back byte for byte; another spelling needs the slower look.
    if orjson.dumps(waarde) != regel:
        json.loads(regel, object_pairs_hook=_refuse_dubbele_sleutels)
    return waarde


def _check_nesting(regel: bytes) -> None:
    diepte = 0
    for teken in _TEKST.sub(b"", regel):
        if teken in b"[{":
            diepte += 1
            if diepte > DIEPSTE_NESTING:
                raise Weigering("TE_DIEP")
        elif teken in b"]}":
            diepte -= 1


def _explain_failure(regel: bytes) -> NoReturn:
    """Says why the fast reader refused the line, with the slower reader of the standard library."""
    try:
        tekst = regel.decode()
    except UnicodeDecodeError:
        raise Weigering("GEEN_UTF8") from None
    try:
        waarde = json.loads(tekst, parse_constant=_refuse_oneindig)
    except (ValueError, RecursionError):
        raise Weigering("GEEN_JSON") from None
    try:
        json.dumps(waarde, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        raise Weigering("LOS_SURROGAAT") from None
    except ValueError:
        raise Weigering("GETAL_ONEINDIG") from None
    raise Weigering("GEEN_JSON")


def _refuse_oneindig(_: str) -> NoReturn:
    raise Weigering("GETAL_ONEINDIG")


def _refuse_dubbele_sleutels(paren: list[tuple[str, Any]]) -> dict[str, Any]:
    uniek = dict(paren)
    if len(uniek) != len(paren):
        raise Weigering("DUBBELE_SLEUTEL")
    return uniek


def _check_lijsten(waarde: object) -> None:
    if isinstance(waarde, dict):
        for deel in waarde.values():
            _check_lijsten(deel)
    elif isinstance(waarde, list):
        if len(waarde) > LANGSTE_LIJST:
            raise Weigering("LIJST_TE_LANG")
        for deel in waarde:
            _check_lijsten(deel)
