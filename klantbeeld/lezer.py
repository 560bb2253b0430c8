"""Reading for one request: questions that are asked at the same time travel to the store in one read."""

import asyncio
from collections.abc import Mapping, MutableMapping, Sequence
from concurrent.futures import Executor
from contextvars import copy_context
from dataclasses import replace
from itertools import count
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from aiodataloader import DataLoader

from klantbeeld.domain.items import Recordlijst
from klantbeeld.domain.kader import Kader
from klantbeeld.domain.leveringen import restore_record
from klantbeeld.domain.preventie_tellen import find_stray, follow_reports, shared_sleutels, unlisted_rivs
from klantbeeld.domain.vragen import Bestaanvraag, Houdersvraag, Itemsantwoord, Rangvraag, Vraag
from klantbeeld.errors import StoreFout, StoreOnbruikbaar
from klantbeeld.spans import open_span
from klantbeeld.stores.protocol import Store

Naam = TypeVar("Naam")
Gevraagd = MutableMapping[Any, "asyncio.Future[Any]"]


class Gelezen(NamedTuple):
    """An answer, or the ``StoreFout`` in its place. Whatever was read ``tot`` a lower number than another's ``van`` was read
    before that one."""

    antwoord: Any
    van: int
    tot: int


class Lezer:
    """Answers to questions, each asked once per request: no answer is older than ``begonnen``. ``lezingen`` counts the
    reads that were needed, ``gelezen`` holds what was read in the order of asking. ``draden`` are the threads that read, those
    of the event loop if none are given; ``gevraagd`` is what another reader of the same request asked already.

    Made inside the event loop that uses it. Errors: ``StoreFout``, for each question that the store could not answer.
    """

    def __init__(self, store: Store, draden: Executor | None = None, gevraagd: Gevraagd | None = None) -> None:
        self._store = store
        self._draden = draden
        self._gevraagd: Gevraagd = {} if gevraagd is None else gevraagd
        self._vragen: DataLoader[Vraag, Any] = DataLoader(self._read, cache_map=self._gevraagd)
        self._schrijfstoring: asyncio.Future[str | None] | None = None
        self.begonnen = monotonic()
        self.lezingen = 0
        self.gelezen: dict[Vraag, Gelezen] = {}
        self._stappen = count()

    def split_off(self, draden: Executor) -> "Lezer":
        """A reader for a part of the same request: what that asks travels without the rest, and waits for nothing of it."""
        return Lezer(self._store, draden, self._gevraagd)

    async def ask(self, vraag: Vraag) -> Any:  # noqa: ANN401 - the answer that the question promises
        """The answer to one question; items come as records."""
        return await self._vragen.load(vraag)

    async def ask_all(self, vragen: Mapping[Naam, Vraag]) -> dict[Naam, Any]:
        """The answers by name."""
        antwoorden = await asyncio.gather(*map(self._vragen.load, vragen.values()))
        return dict(zip(vragen, antwoorden, strict=True))

    async def ask_again(self, vragen: Sequence[Vraag]) -> list[Any]:
        """The answers as they are now, in one read. Errors: ``StoreFout``."""
        return [parse_antwoord(antwoord) for antwoord in await self._fetch(vragen)]

    async def schrijfstoring(self) -> str | None:
        """What keeps everybody from writing to the store now; it is asked once too, and at the same time as a question."""
        if self._schrijfstoring is None:
            self._schrijfstoring = asyncio.ensure_future(asyncio.to_thread(self._store.schrijfstoring))
        return await self._schrijfstoring

    async def _read(self, vragen: list[Vraag]) -> list[Any]:
        van = next(self._stappen)
        antwoorden = await self._read_parsed(vragen)
        tot = next(self._stappen)
        self.gelezen |= {vraag: Gelezen(antwoord, van, tot) for vraag, antwoord in zip(vragen, antwoorden, strict=True)}
        return antwoorden

    async def _read_parsed(self, vragen: list[Vraag]) -> list[Any]:
        try:
            antwoorden = await self._fetch(vragen)
        except StoreOnbruikbaar as fout:
            antwoorden = await self._fetch_apart(vragen) if len(vragen) > 1 else [fout]
        return [parse_antwoord(antwoord) for antwoord in antwoorden]

    async def _fetch(self, vragen: Sequence[Vraag]) -> list[Any]:
        self.lezingen += 1
        with open_span("lezen", vragen=len(vragen)):
            return await asyncio.get_running_loop().run_in_executor(self._draden, copy_context().run, self._store.read, vragen)

    async def _fetch_apart(self, vragen: Sequence[Vraag]) -> list[Any]:
        """Each question in a read of its own: what is damaged for one is often whole for the others."""
        antwoorden: list[Any] = []
        for vraag in vragen:
            try:
                antwoorden += await self._fetch([vraag])
            except StoreFout as fout:
                antwoorden.append(fout)
        return antwoorden


def parse_antwoord(antwoord: Any) -> Any:  # noqa: ANN401 - as the question promises
    """The answer with its items as records; ``StoreOnbruikbaar`` in its place when an item can't be read back."""
    if not isinstance(antwoord, Itemsantwoord):
        return antwoord
    try:
        return Recordlijst(tuple(restore_record(item) for item in antwoord.items), antwoord.totaal)
    except (ValueError, KeyError, TypeError) as fout:
        # Not the text of the exception: it may repeat what the item holds.
        return StoreOnbruikbaar(f"Een bewaard record is niet te lezen ({type(fout).__name__}). Vul de store opnieuw.")


async def count_once(lezer: Lezer, kader: Kader, antwoorden: Mapping[str, Any]) -> Kader:
    """Adds who else holds the keys of these records, so that what several employers list counts at one of them. ``kader`` has
    who holds the keys of its own ring, which is mostly all."""
    sleutels = tuple(sleutel for sleutel in shared_sleutels(antwoorden.values()) if sleutel not in kader.sleutels)
    riv_ids = unlisted_rivs(antwoorden["rivs"], antwoorden["loonsancties"])
    elders: Mapping[str, str] = {}
    rivsleutels: Mapping[str, tuple[str, ...]] = {}
    if sleutels or riv_ids:
        elders, rivsleutels = await asyncio.gather(lezer.ask(Rangvraag(sleutels)), lezer.ask(Bestaanvraag(riv_ids)))
    kader = replace(kader, houders={**kader.houders, **elders})
    dwalend = find_stray(antwoorden, kader, rivsleutels)
    if not dwalend:
        return kader
    rivs = tuple(sorted({sleutel for sanctie in dwalend for sleutel in sanctie.rivsleutels}))
    rangen, *anderen = await asyncio.gather(
        lezer.ask(Rangvraag(rivs)), *(lezer.ask(Houdersvraag(sanctie.sleutels)) for sanctie in dwalend)
    )
    return replace(kader, elders=follow_reports(dwalend, rangen, anderen))
