"""Consultation logs, and records to write in them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from klantbeeld.access.audit import MB, Logvorm, Raadplegingenlog, read_klok
from klantbeeld.access.policy import load_rechten
from klantbeeld.access.vastleggingen import Aanvraag, Vastlegging
from klantbeeld.sporen import Oorsprong

SLEUTEL = b"de sleutel van de keten in tests"
TRACE = "0af7651916cd43dd8448eb211c80319c"
BELLER = "b7ad6b7169203331"


def make_log(
    pad: Path, *, grootste: int = 100 * MB, grens: int | None = None, klok: Callable[[], datetime] = read_klok
) -> Raadplegingenlog:
    return Raadplegingenlog(pad, Logvorm(SLEUTEL, grootste, grens, klok))


def make_vastlegging(
    handeling: str = "raadplegen",
    werkgevers: tuple[str, ...] = ("a1",),
    *,
    applicatie: str | None = None,
    beller: str | None = BELLER,
) -> Vastlegging:
    gebruiker = load_rechten(None).grant("handhaver", "account-7")
    assert gebruiker is not None
    aanvraag = Aanvraag(replace(gebruiker, applicatie=applicatie), TRACE, Oorsprong("10.0.0.7", beller))
    return Vastlegging(handeling, aanvraag, gebruiker.doel, werkgevers, ("ZAAKMANAGEMENT",), "ok")


def read_log(pad: Path) -> list[dict[str, Any]]:
    """Every record of one file."""
    return [orjson.loads(regel) for regel in pad.read_bytes().splitlines()]
