"""A browser without windows: it keeps cookies, and goes where it is sent only when it is told to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette

from klantbeeld.web.bezoek import FORMULIER


@dataclass
class Browser:
    """At one web application, without a network."""

    app: Starlette
    adres: str
    koekjes: httpx.Cookies = field(default_factory=httpx.Cookies)

    def get(self, pad: str) -> httpx.Response:
        """What is shown at an address."""
        return self.send("GET", pad)

    def post(self, pad: str, velden: Mapping[str, str], koppen: Mapping[str, str] | None = None) -> httpx.Response:
        """What comes back for a form of a page of ours."""
        return self.send("POST", pad, koppen={"Content-Type": FORMULIER, **(koppen or {})}, inhoud=urlencode(velden))

    def follow(self, response: httpx.Response) -> httpx.Response:
        """What is shown where a browser is sent to."""
        return self.get(response.headers["location"])

    def send(  # noqa: PLR0913 - a request has so many parts
        self, methode: str, pad: str, json: object = None, koppen: Mapping[str, str] | None = None, *, inhoud: str | None = None
    ) -> httpx.Response:
        """What comes back for a request; redirects are not followed."""

        async def request() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.adres, cookies=self.koekjes) as client:
                antwoord = await client.request(methode, pad, json=json, content=inhoud, headers=koppen)
                self.koekjes = client.cookies
                return antwoord

        return asyncio.run(request())
