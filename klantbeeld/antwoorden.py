"""Whole answers, given again to the same user as long as nothing changed of what they were made of.

An answer is kept with the keys that it depends on and their revisions. A change raises the revisions of the keys that it
reaches after it can be read, so: what was read after a revision was read is never older than that revision. Questions that
were asked before (the profile itself, which tells the keys) are asked once more, and the answer is kept only if nothing
became different. What depends on more than keys (searching, statistics) is never kept, nor is an answer that misses something.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.cache import Cache
from klantbeeld.domain.bronnen import Bronstaat, judge_bron
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import (
    Bestaanvraag,
    Bronnenvraag,
    Familievraag,
    Houdersvraag,
    Itemsvraag,
    Profielvraag,
    Rangvraag,
    Revisievraag,
    Sleutelvraag,
    Telvraag,
    Vraag,
)
from klantbeeld.errors import StoreFout
from klantbeeld.inzage import Inzage
from klantbeeld.lezer import Gelezen, Lezer

Grond = tuple[object, ...]
"""What an answer is made of beside the records, as orjson can write it."""


class Antwoordgeheugen:
    """Answers for one request. Nothing here fails."""

    def __init__(self, lezer: Lezer, inzage: Inzage, cache: Cache) -> None:
        self._lezer = lezer
        self._inzage = inzage
        self._cache = cache
        self._naam: str | None = None
        """Of the answer that was asked for."""

    async def recall(self, grond: Grond | None) -> bytes | None:
        """The answer on this ground, if it is still true; what it shows is noted as shown."""
        self._naam = naam = self._name(grond)
        if naam is None:
            return None
        (bewaard,) = await self._cache.get([naam])
        if bewaard is None:
            return None
        regel, _, antwoord = bewaard.partition(b"\n")
        kop = orjson.loads(regel)
        try:
            revisies = await self._lezer.ask(Revisievraag(tuple(kop["sleutels"])))
        except StoreFout:
            return None
        if list(revisies) != kop["revisies"]:
            self._cache.reject(naam)
            return None
        self._inzage.repeat(kop["inzage"])
        return antwoord

    async def remember(self, grond: Grond | None, antwoord: bytes) -> None:
        """Keeps an answer that this request was given, if it may be given again. Not when its ground changed since it was asked
        for: then a part of it may tell of a source what is not so any more."""
        naam = self._name(grond)
        if naam is None or naam != self._naam or not self._inzage.is_herhaalbaar:
            return
        try:
            revisies = await self._confirm()
        except StoreFout:
            return
        if revisies:
            kop = {"sleutels": list(revisies)[1:], "revisies": list(revisies.values()), "inzage": self._inzage.describe()}
            await self._cache.put(naam, orjson.dumps(kop) + b"\n" + antwoord)

    def _name(self, grond: Grond | None) -> str | None:
        try:
            return self._cache.name("antwoord", *grond) if grond else None
        except TypeError:
            return None  # a question can hold what is no JSON, such as half a surrogate pair

    async def _confirm(self) -> dict[str, str] | None:
        """The revisions under which all that was read is true, that of the whole store first; None when that can't be said."""
        gelezen = dict(self._lezer.gelezen)
        per_vraag = {vraag: list_sleutels(vraag, deel.antwoord) for vraag, deel in gelezen.items()}
        sleutels = sorted(set[str]().union(*(deel or () for deel in per_vraag.values())))
        if None in per_vraag.values() or not sleutels:
            return None
        await self._lezer.ask(Revisievraag(tuple(sleutels)))
        revisies = list_revisies(self._lezer.gelezen)
        vroeg = [
            vraag
            for vraag, deel in per_vraag.items()
            if any(revisies[sleutel].tot >= gelezen[vraag].van for sleutel in deel or ())
        ]
        opnieuw = await self._lezer.ask_again(vroeg) if vroeg else []
        if opnieuw != [gelezen[vraag].antwoord for vraag in vroeg]:
            return None
        return {sleutel: revisies[sleutel].antwoord for sleutel in ("", *sleutels)}


def describe_grond(vraag: Grond, gebruiker: Gebruiker, nu: datetime, staten: Iterable[Bronstaat]) -> Grond:
    """Everything that an answer is made of beside the records: the question with whether the store takes writes, who asks and
    with which rights, the day, and how the sources stand now."""
    rechten = (gebruiker.naam, gebruiker.rol, gebruiker.doel, sorted(gebruiker.doelen.items()), gebruiker.bereik)
    bronnen = [
        (
            judge_bron(staat, nu),
            sorted(staat.groepen),
            staat.laatste.model_dump_json() if staat.laatste else None,
        )
        for staat in staten
    ]
    return (vraag, rechten, day_of(nu), bronnen)


def list_revisies(gelezen: dict[Vraag, Gelezen]) -> dict[str, Gelezen]:
    """Per key (empty: the whole store) the revision that was read first."""
    revisies: dict[str, Gelezen] = {}
    for vraag, deel in gelezen.items():
        if isinstance(vraag, Revisievraag):
            for sleutel, revisie in zip(("", *vraag.sleutels), deel.antwoord, strict=True):
                revisies.setdefault(sleutel, deel._replace(antwoord=revisie))
    return revisies


def list_sleutels(vraag: Vraag, antwoord: Any) -> frozenset[str] | None:  # noqa: ANN401 - of any question
    """The keys of which a revision rises when this answer would be another one; None when that does not always happen.

    Who holds a key first, and which reports exist, follows from records at the keys of the group that asked: deriving raises
    those of everybody whose counts change. A profile changes with the records on its ring. The sources are in the ground."""
    match vraag:
        case _ if isinstance(antwoord, Exception):
            sleutels = None
        case Itemsvraag() | Telvraag():
            sleutels = frozenset(vraag.sleutels)
        case Revisievraag() | Rangvraag() | Houdersvraag() | Bestaanvraag() | Bronnenvraag():
            sleutels = frozenset()
        case Profielvraag() if antwoord is not None:
            sleutels = _join_rings([antwoord])
        case Sleutelvraag():
            sleutels = _join_rings(antwoord) | {vraag.sleutel}
        case Familievraag() if not vraag.familie.startswith("lh:"):
            sleutels = _join_rings(antwoord) | {vraag.familie}
        case _:
            sleutels = None
    return sleutels


def _join_rings(profielen: Iterable[Profiel]) -> frozenset[str]:
    return frozenset().union(*(profiel.sleutels for profiel in profielen))
