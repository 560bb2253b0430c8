"""Many deliver at the same moment, and some give up halfway or send slowly: every answer is that of its own request."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from indexers.aanleverpunt import PAD, TEGELIJK
from klantbeeld.app import open_aanleverpunt
from klantbeeld.meter import Meter
from tests.bouwers_bronnen import make_contacten, open_bronnenproef
from tests.bouwers_bus import make_bus_settings
from tests.bouwers_leveringen import write_regel
from tests.redis_server import Redisproces

TOKEN = "een-token-van-minstens-32-tekens-lang"  # noqa: S105 - made up
ANDER_TOKEN = "een-token-van-een-andere-leverancier"  # noqa: S105 - made up
KOPPEN = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/x-ndjson"}
VERZOEKEN = 60
GEDULD = 20.0


@pytest.fixture
def punt(tmp_path: Path, redis: Redisproces) -> Iterator[Starlette]:
    pad = tmp_path / "leveranciers.toml"
    pad.write_text(
        "".join(
            f"[leveranciers.{naam}]\nbronnen = ['k3cr']\ntokens = ['{sha256(token.encode()).hexdigest()}']\n"
            for naam, token in (("proef", TOKEN), ("ander", ANDER_TOKEN))
        )
    )
    settings = make_bus_settings(tmp_path, redis).model_copy(update={"leveranciers": pad})
    with open_aanleverpunt(settings, Meter()) as routes:
        yield Starlette(routes=routes)


def make_body(aantal: int) -> bytes:
    return b"\n".join(map(write_regel, make_contacten(aantal)))


async def deliver(client: httpx.AsyncClient, aantal: int, *, geef_op: bool) -> int | None:
    """How many were accepted of a delivery of so many; None when it was given up."""
    taak = asyncio.create_task(client.post(PAD, content=make_body(aantal), headers=KOPPEN))
    if geef_op:
        await asyncio.sleep(0)
        taak.cancel()
    try:
        return int((await taak).json()["aangenomen"])
    except asyncio.CancelledError:
        return None


def test_every_answer_is_that_of_its_own_request(punt: Starlette, tmp_path: Path, redis: Redisproces) -> None:
    kans = random.Random(7)
    aantallen = [kans.randint(1, 9) for _ in range(VERZOEKEN)]
    opgegeven = [kans.random() < 0.3 for _ in range(VERZOEKEN)]

    async def deliver_all() -> list[int | None]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(punt), base_url="http://klantbeeld.test") as client:
            gevallen = zip(aantallen, opgegeven, strict=True)
            return await asyncio.gather(*(deliver(client, aantal, geef_op=geef_op) for aantal, geef_op in gevallen))

    antwoorden = asyncio.run(deliver_all())
    verwacht = [None if geef_op else aantal for aantal, geef_op in zip(aantallen, opgegeven, strict=True)]
    assert antwoorden == verwacht
    with open_bronnenproef(make_bus_settings(tmp_path, redis)) as proef:
        proef.index()
        assert proef.live() >= {f"C{nummer}" for nummer in range(1, max(aantal for aantal in antwoorden if aantal) + 1)}
        assert proef.tellers("k3cr").received >= sum(aantal for aantal in antwoorden if aantal)


def test_deliverers_that_send_slowly_keep_no_other_waiting(punt: Starlette) -> None:
    async def deliver_slowly() -> tuple[int, list[int]]:
        begonnen, verder = asyncio.Semaphore(0), asyncio.Event()

        async def drip() -> AsyncIterator[bytes]:
            yield make_body(1)
            begonnen.release()
            await verder.wait()

        async with httpx.AsyncClient(transport=httpx.ASGITransport(punt), base_url="http://klantbeeld.test") as client:
            traag = [asyncio.create_task(client.post(PAD, content=drip(), headers=KOPPEN)) for _ in range(TEGELIJK)]
            for _ in traag:
                await asyncio.wait_for(begonnen.acquire(), GEDULD)
            ander = KOPPEN | {"Authorization": f"Bearer {ANDER_TOKEN}"}
            snel = await asyncio.wait_for(client.post(PAD, content=make_body(1), headers=ander), GEDULD)
            assert not any(taak.done() for taak in traag)
            verder.set()
            return snel.status_code, [antwoord.status_code for antwoord in await asyncio.gather(*traag)]

    assert asyncio.run(deliver_slowly()) == (202, [202] * TEGELIJK)
