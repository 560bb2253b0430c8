"""A fact that a source tells about an employer, and how it is written as a delivery."""

from datetime import date
from functools import cache
from typing import Any, NamedTuple

import orjson

from klantbeeld.domain.klok import begin_of_day

BRON_VAN_SOORT = {
    "organisatie": "cws",
    "vestiging": "cws",
    "koppeling": "cws",
    "riv": "preventie",
    "loonsanctie": "preventie",
    "boete": "preventie",
    "meldingstelling": "preventie",
    "erd": "uitkeringen",
    "polis": "polissen",
    "contactpersoon": "k3cr",
    "contact": "k3cr",
    "machtiging": "k3cr",
    "notitie": "archie",
    "document": "dans",
    "betaling": "betalingen",
    "zaak": "zaken",
}
BRONNEN = tuple(dict.fromkeys(BRON_VAN_SOORT.values()))
DEKKING = {
    "preventie": date(2018, 1, 1),
    "k3cr": date(1990, 1, 1),
    "dans": date(2006, 1, 1),
    "betalingen": date(2012, 1, 1),
    "zaken": date(2014, 1, 1),
}
"""From which day a source has data; the others tell everything there ever was."""
MOMENTOPNAME = "polissen"
"""This source delivers a complete snapshot, in which each record stands once; the others deliver what changed."""

_BEGIN = date(1970, 1, 1).toordinal()
_ACHT_UUR = 8 * 3600


class Feit(NamedTuple):
    """One record: what changed on ``dag`` at ``seconde`` (UTC). Without ``gegevens`` it is a removal."""

    soort: str
    sleutel: str
    dag: date
    werkgever: list[str]
    gegevens: dict[str, Any] | None
    seconde: int = _ACHT_UUR


@cache
def _write_klok(seconde: int) -> str:
    return f"{seconde // 3600:02d}:{seconde // 60 % 60:02d}:{seconde % 60:02d}"


def write_tijd(dag: date, seconde: int) -> str:
    """An instant as deliveries write it: ``2023-10-15T09:12:00Z``."""
    return f"{dag.isoformat()}T{_write_klok(seconde)}Z"


def versie_of(dag: date, seconde: int) -> int:
    """The version of a record that changed at this moment: microseconds since 1970, ten bits up."""
    return ((dag.toordinal() - _BEGIN) * 86_400 + seconde) * 1_000_000 << 10


def encode_feit(feit: Feit) -> bytes:
    """The fact as one line of compact JSON, line end included."""
    levering: dict[str, Any] = {
        "bron": BRON_VAN_SOORT[feit.soort],
        "soort": feit.soort,
        "sleutel": feit.sleutel,
        "versie": versie_of(feit.dag, feit.seconde),
        "gewijzigdOp": write_tijd(feit.dag, feit.seconde),
        "verwijderd": feit.gegevens is None,
        "werkgever": feit.werkgever,
    }
    if feit.gegevens is not None:
        levering["gegevens"] = feit.gegevens
    return orjson.dumps(levering, option=orjson.OPT_APPEND_NEWLINE)


def encode_bronstand(bron: str, vandaag: date, aantal: int | None) -> bytes:
    """The last line of a file: up to last midnight (in Amsterdam) this source told everything. That is never still to come, and
    all day long no older than a day. With ``aantal`` the lines before it are a complete snapshot of so many records."""
    middernacht = begin_of_day(vandaag)
    dag, seconde = middernacht.date(), middernacht.hour * 3600
    tijd = write_tijd(dag, seconde)
    gegevens: dict[str, Any] = {"standOp": tijd, "volledig": aantal is not None}
    if aantal is not None:
        gegevens["aantal"] = aantal
    if bron in DEKKING:
        gegevens["dekkingVanaf"] = DEKKING[bron].isoformat()[:7]
    levering = {
        "bron": bron,
        "soort": "bronstand",
        "sleutel": bron,
        "versie": versie_of(dag, seconde),
        "gewijzigdOp": tijd,
        "verwijderd": False,
        "werkgever": [],
        "gegevens": gegevens,
    }
    return orjson.dumps(levering, option=orjson.OPT_APPEND_NEWLINE)


def before(dag: date, dagen: int) -> date:
    """The day so many days earlier."""
    return date.fromordinal(dag.toordinal() - dagen)
