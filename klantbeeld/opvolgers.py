"""Who an ended employer was succeeded by, for a list of hits: two reads, however many there are."""

import asyncio
from collections.abc import Sequence

from klantbeeld.domain.items import Recordlijst
from klantbeeld.domain.organisaties import Organisatie, select_organisatie
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.sleutels import canonicalise_sleutel
from klantbeeld.domain.vragen import Itemsvraag, Selectie, Sleutelvraag
from klantbeeld.errors import StoreFout
from klantbeeld.lezer import Lezer

MEESTE_OPVOLGERS = 25
"""Ended employers of one list whose successor is looked up: the first of them."""


async def fetch_opvolgers(lezer: Lezer, profielen: Sequence[Profiel], bereik: Selectie) -> dict[str, Profiel]:
    """The successors of the ended employers among these, by the id of who ended. What can't be read now is not known: a list
    of hits is worth more than nothing."""
    beeindigd = [profiel for profiel in profielen if profiel.status == "beeindigd"][:MEESTE_OPVOLGERS]
    opvolgers = await asyncio.gather(*(_fetch_opvolger(lezer, profiel, bereik) for profiel in beeindigd))
    return {profiel.id: opvolger for profiel, opvolger in zip(beeindigd, opvolgers, strict=True) if opvolger}


async def _fetch_opvolger(lezer: Lezer, profiel: Profiel, bereik: Selectie) -> Profiel | None:
    try:
        lijst: Recordlijst[Organisatie] = await lezer.ask(Itemsvraag((profiel.lh_sleutel,), "organisatie", oplopend=True))
        sleutel = select_organisatie(lijst, profiel.lh_sleutel).opvolger
        gevonden = await lezer.ask(Sleutelvraag(canonicalise_sleutel(sleutel), 1, bereik)) if sleutel else ()
    except StoreFout:
        return None
    return next(iter(gevonden), None)
