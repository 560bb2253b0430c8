"""Asking an identity provider something over HTTP: within a few seconds, no more than fits, and from nobody else."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import orjson

from klantbeeld.errors import UitgeverOnbereikbaar
from klantbeeld.settings_identiteit import is_protected

GEDULD = 5.0
"""So many seconds an answer may take, to its last byte."""
GROOTSTE = 256 * 1024
"""An answer with more bytes is not read to its end."""


@dataclass(frozen=True, slots=True)
class Verzoek:
    """What is asked: with ``velden`` as a form, else by address alone."""

    adres: str
    velden: Mapping[str, str] | None = None
    koppen: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What came back: an object, whatever the status was."""

    status: int
    inhoud: dict[str, Any]


class Ophaler:
    """Asks one provider; redirects are not followed, and no proxy of the environment comes between."""

    def __init__(self, naam: str, ca_bestand: Path | None = None, geduld: float = GEDULD) -> None:
        self._naam = naam
        self._ca_bestand = ca_bestand
        self._geduld = geduld

    async def ask(self, verzoek: Verzoek) -> Antwoord:
        """The answer to a request. Errors: ``UitgeverOnbereikbaar``, also for an answer that is no JSON object."""
        try:
            async with asyncio.timeout(self._geduld), self._open(verzoek.adres) as client:
                return await _read(client, verzoek)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, ValueError) as fout:
            # Not the text of the exception: it may repeat what was sent.
            raise self.refuse(type(fout).__name__) from None

    async def fetch(self, adres: str) -> dict[str, Any]:
        """A document of the provider. Errors: ``UitgeverOnbereikbaar``, also for any other status than 200."""
        antwoord = await self.ask(Verzoek(adres))
        if antwoord.status != 200:
            raise self.refuse(f"status {antwoord.status}")
        return antwoord.inhoud

    def refuse(self, reden: str) -> UitgeverOnbereikbaar:
        """The error that says that this provider does not answer as it should."""
        return UitgeverOnbereikbaar(f"De identiteitsprovider {self._naam} antwoordt niet ({reden}). Probeer het later opnieuw.")

    def _open(self, adres: str) -> httpx.AsyncClient:
        vertrouwen = ssl.create_default_context(cafile=self._ca_bestand) if is_protected(adres) else False
        return httpx.AsyncClient(verify=vertrouwen, trust_env=False, timeout=self._geduld)


async def _read(client: httpx.AsyncClient, verzoek: Verzoek) -> Antwoord:
    methode = "GET" if verzoek.velden is None else "POST"
    koppen = {"Accept": "application/json", **(verzoek.koppen or {})}
    async with client.stream(methode, verzoek.adres, data=verzoek.velden, headers=koppen) as antwoord:
        tekst = bytearray()
        async for deel in antwoord.aiter_bytes():
            tekst += deel
            if len(tekst) > GROOTSTE:
                raise ValueError("the answer is too large")
    inhoud = orjson.loads(tekst)
    if not isinstance(inhoud, dict):
        raise ValueError("the answer is no object")  # noqa: TRY004 - as any other answer that says nothing
    return Antwoord(antwoord.status_code, inhoud)
