"""A browser without windows: it keeps cookies, and goes where it is sent only when it is told to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from starlette.applications import Starlette


@dataclass
class Browser:
    """At one web application, without a network."""

    app: Starlette
    adres: str
    koekjes: httpx.Cookies = field(default_factory=httpx.Cookies)

    def get(self, pad: str) -> httpx.Response:
        """What is shown at an address."""
        return self.send("GET", pad)

    def send(self, methode: str, pad: str, json: object = None, koppen: Mapping[str, str] | None = None) -> httpx.Response:
        """What comes back for a request; redirects are not followed."""

        async def request() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.adres, cookies=self.koekjes) as client:
                antwoord = await client.request(methode, pad, json=json, headers=koppen)
                self.koekjes = client.cookies
                return antwoord

        return asyncio.run(request())
