"""A browser without windows: it keeps cookies, and goes where it is sent only when it is told to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
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
        return self.send("POST", pad, urlencode(velden).encode(), {"Content-Type": FORMULIER, **(koppen or {})})

    def follow(self, response: httpx.Response) -> httpx.Response:
        """What is shown where a browser is sent to."""
        return self.get(response.headers["location"])

    def submit(self, pad: str, velden: Mapping[str, str], van: str = "same-origin") -> httpx.Response:
        """What comes back for the form of a page of this site, or of one that the browser calls ``van``. Cookies go along, as
        if they had no ``SameSite``."""
        koppen = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": van}
        return self.send("POST", pad, urlencode(velden).encode(), koppen)

    def send(self, methode: str, pad: str, json: object = None, koppen: Mapping[str, str] | None = None) -> httpx.Response:
        """What comes back for a request, with a body of JSON or of these bytes; redirects are not followed."""
        body: dict[str, Any] = {"content": json} if isinstance(json, bytes) else {"json": json}

        async def request() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.adres, cookies=self.koekjes) as client:
                antwoord = await client.request(methode, pad, headers=koppen, **body)
                self.koekjes = client.cookies
                return antwoord

        return asyncio.run(request())
