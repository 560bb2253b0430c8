"""Who succeeded an ended employer."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Selectie, Sleutelvraag
from klantbeeld.errors import StoreFout
from klantbeeld.lezer import Lezer

MEESTE_OPVOLGERS = 25
"""Ended employers of one list whose successor is looked up: the first of them."""


async def fetch_opvolger(lezer: Lezer, sleutel: str | None, bereik: Selectie) -> Profiel | None:
    """The employer with this key, if there is one within reach. Errors: ``StoreFout``."""
    if sleutel is None:
        return None
    gevonden: tuple[Profiel, ...] = await lezer.ask(Sleutelvraag(sleutel, 1, bereik))
    return next(iter(gevonden), None)


async def ask_ahead(lezer: Lezer, sleutel: str | None, bereik: Selectie) -> None:
    """Asks what ``fetch_opvolger`` asks, so that it travels with whatever else is asked now; what comes of it that tells."""
    with suppress(StoreFout):
        await fetch_opvolger(lezer, sleutel, bereik)


async def fetch_opvolgers(lezer: Lezer, profielen: Sequence[Profiel], bereik: Selectie) -> dict[str, Profiel]:
    """The successors of the ended employers among these, by the id of who ended: one read, however many there are. What can't
    be read now is not known: a list of hits is worth more than nothing."""
    beeindigd = [profiel for profiel in profielen if profiel.status == "beeindigd"][:MEESTE_OPVOLGERS]
    try:
        opvolgers = await asyncio.gather(*(fetch_opvolger(lezer, profiel.opvolger, bereik) for profiel in beeindigd))
    except StoreFout:
        return {}
    return {profiel.id: opvolger for profiel, opvolger in zip(beeindigd, opvolgers, strict=True) if opvolger}
