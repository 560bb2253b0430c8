"""Reading for one request: questions that are asked at the same time travel to the store in one read."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiodataloader import DataLoader

from klantbeeld.domain.items import Recordlijst
from klantbeeld.domain.leveringen import restore_record
from klantbeeld.domain.vragen import Bronitemsvraag, Itemsantwoord, Vraag
from klantbeeld.stores.protocol import Store


class Lezer:
    """Answers to questions, each asked once per request. ``lezingen`` counts the reads that were needed.

    Made inside the event loop that uses it. Errors: ``StoreFout``, for each question that the store could not answer.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._vragen: DataLoader[Vraag, Any] = DataLoader(self._read)
        self.lezingen = 0

    async def ask(self, vraag: Vraag) -> Any:  # noqa: ANN401 - the answer that the question promises
        """The answer to one question; items come as records."""
        return await self._vragen.load(vraag)

    async def ask_all(self, vragen: Mapping[str, Vraag]) -> dict[str, Any]:
        """The answers by name."""
        antwoorden = await asyncio.gather(*(self.ask(vraag) for vraag in vragen.values()))
        return dict(zip(vragen, antwoorden, strict=True))

    async def _read(self, vragen: list[Vraag]) -> list[Any]:
        self.lezingen += 1
        antwoorden = await asyncio.to_thread(self._store.read, vragen)
        return [parse_antwoord(vraag, antwoord) for vraag, antwoord in zip(vragen, antwoorden, strict=True)]


def parse_antwoord(vraag: Vraag, antwoord: Any) -> Any:  # noqa: ANN401 - as the question promises
    """The answer with its items as records."""
    if isinstance(antwoord, Itemsantwoord):
        return Recordlijst(tuple(restore_record(item) for item in antwoord.items), antwoord.totaal)
    if isinstance(vraag, Bronitemsvraag) and isinstance(antwoord, tuple):
        return tuple(restore_record(item) for item in antwoord)
    return antwoord
