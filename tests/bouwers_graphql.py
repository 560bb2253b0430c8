"""A real store with the example employer and a few others, and ways to ask it questions as GraphQL and over HTTP does.

Beside ``GROOT`` (the employer of the customer's screens) there are ``TRANSPORT`` (the same legal entity), ``BAKKER`` (a
natural person, whose numbers are masked) and ``OUD`` (ended, succeeded by ``GROOT``).
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import orjson
from starlette.applications import Starlette
from starlette.requests import Request

from indexers.pipeline import Opdracht
from indexers.readers.files import FilesSource
from indexers.source import Sourceopdracht
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.policy import load_rechten
from klantbeeld.app import geheim_of, open_klantbeeld, open_laadstraat
from klantbeeld.domain.profielen import public_id
from klantbeeld.errors import NietAangemeld
from klantbeeld.queries import Klantbeeld, Raadpleging
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.toelating import Aanmelder
from resolvers.endpoint import Vormen, make_endpoint
from resolvers.ontleden import Openheid
from resolvers.uitvoering import Uitvoering, Verzoek
from tests.bouwers_log import make_log

VOORBEELD = Path(__file__).parents[1] / "klantbeeld" / "data" / "voorbeeld-werkgever.jsonl"
GROOT, TRANSPORT, BAKKER, OUD = (
    public_id(nummer, geheim_of(Settings())) for nummer in ("123456789L01", "123456789L02", "987654321L01", "555555555L01")
)
Koppen = Mapping[str, str] | Sequence[tuple[str, str]]
RECHTEN = load_rechten(None)
GESLOTEN, OPEN = Openheid(), Openheid(introspectie=True, suggesties=True)
TRACE = "0af7651916cd43dd8448eb211c80319c"


def make_organisatie(lh_nummer: str, naam: str, **anders: object) -> bytes:
    """A delivered organisation as a line of JSON."""
    gegevens = {"naam": naam, "lhNummer": lh_nummer, "handelsnamen": [], "status": "actief", "sectoren": [], "sbi": []}
    levering = {"bron": "cws", "soort": "organisatie", "sleutel": lh_nummer, "versie": 1, "gegevens": gegevens | anders}
    return orjson.dumps(levering | {"werkgever": []}) + b"\n"


ANDEREN = (
    make_organisatie("123456789L02", "De Groot Transport", rsin="123456789", rechtsvorm="besloten vennootschap")
    + make_organisatie("987654321L01", "Bakker Jansen", rsin="987654321", natuurlijkPersoon=True)
    + make_organisatie("555555555L01", "Oud en Zoon", natuurlijkPersoon=False, status="beeindigd", opvolger="lh:123456789L01")
)


def fill_store(map_: Path, url: str | None = None) -> Settings:
    """A store with the four employers, on the day of the example; in a file of this folder, or at this url."""
    settings = Settings(store=StoreSettings(url=url or f"sqlite:///{map_}/klantbeeld.db"), vandaag=date(2023, 10, 20))
    anderen = map_ / "anderen.jsonl"
    anderen.write_bytes(ANDEREN)
    with open_laadstraat(settings) as laadstraat:
        laadstraat.pipeline.start()
        sources = [FilesSource(Sourceopdracht(pad.stem, None, pad)) for pad in (VOORBEELD, anderen)]
        laadstraat.pipeline.run(list(sources), Opdracht())
    return settings


def grant(rol: str = "klantadviseur") -> Gebruiker:
    """A user in a role."""
    gebruiker = RECHTEN.grant(rol, f"demo-{rol}")
    assert gebruiker is not None
    return gebruiker


def open_for_test(settings: Settings, log: Path) -> AbstractContextManager[Klantbeeld]:
    """The use cases over a filled store, with a consultation log of their own."""
    return open_klantbeeld(settings.model_copy(update={"logboek": log}))


@dataclass(frozen=True, slots=True)
class Proef:
    """The use cases in a test, where consultations are recorded, and how much is told of the schema: nothing, as in
    production."""

    klantbeeld: Klantbeeld
    log: Path
    openheid: Openheid = GESLOTEN
    met_get: bool = False

    @property
    def uitvoering(self) -> Uitvoering:
        """What answers the queries."""
        return Uitvoering(self.klantbeeld, self.openheid)

    def ask(self, query: str, rol: str = "klantadviseur", **variabelen: object) -> dict[str, Any]:
        """The whole answer to a query."""
        return asyncio.run(self.uitvoering.execute_query(grant(rol), query, variabelen))

    def ask_data(self, query: str, rol: str = "klantadviseur", **variabelen: object) -> Any:
        """The data that a query gives; it must have no errors."""
        antwoord = self.ask(query, rol, **variabelen)
        assert "errors" not in antwoord, antwoord["errors"]
        return antwoord["data"]

    def count_lezingen(self, query: str, **variabelen: object) -> int:
        """How often the store was read for a query, with the state of the sources not yet in memory and nothing kept."""
        klantbeeld = Klantbeeld(replace(self.klantbeeld.omgeving, cache=None))

        async def execute() -> Raadpleging:
            raadpleging = klantbeeld.raadpleeg(grant(), TRACE)
            await Uitvoering(klantbeeld, self.openheid).execute(raadpleging, Verzoek(query, variabelen))
            return raadpleging

        return asyncio.run(execute()).lezer.lezingen

    def without_log(self, map_: Path) -> "Proef":
        """The same, but nothing can be recorded: the place of the log is a folder."""
        kapot = replace(self.klantbeeld.omgeving, log=make_log(map_))
        return Proef(Klantbeeld(kapot), map_)

    def read_log(self) -> list[dict[str, Any]]:
        """What was recorded."""
        return [orjson.loads(regel) for regel in self.log.read_bytes().splitlines()] if self.log.exists() else []

    def post(
        self, inhoud: object, koppen: Mapping[str, str] | None = None, rol: str | None = "klantadviseur"
    ) -> httpx.Response:
        """A request over HTTP; ``inhoud`` is sent as it is when it is bytes. Without a role nobody is signed in."""
        body = inhoud if isinstance(inhoud, bytes) else orjson.dumps(inhoud)
        return self.send("POST", body, {"Content-Type": "application/json", **(koppen or {})}, rol)

    def send(  # noqa: PLR0913, PLR0917 - a request has so many parts
        self,
        methode: str,
        body: bytes = b"",
        koppen: Koppen | None = None,
        rol: str | None = "klantadviseur",
        adres: str = "/graphql",
    ) -> httpx.Response:
        """A request of any method over HTTP."""
        app = Starlette(routes=[make_endpoint(self.uitvoering, make_aanmelder(rol), Vormen(self.met_get))])
        return ask_web(app, methode, adres, body, koppen)


def ask_web(  # noqa: PLR0913, PLR0917 - a request has so many parts
    app: Starlette, methode: str, adres: str, body: bytes = b"", koppen: Koppen | None = None
) -> httpx.Response:
    """What a web application answers, without a network."""

    async def request() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://klantbeeld.test") as client:
            return await client.request(methode, adres, content=body, headers=koppen)

    return asyncio.run(request())


def make_aanmelder(rol: str | None) -> Aanmelder:
    """Signs everybody in with one role, or nobody."""

    async def sign_in(_: Request) -> Gebruiker:
        if rol is None:
            raise NietAangemeld("Stuur een token mee.")
        return grant(rol)

    return sign_in


def code_of(antwoord: Mapping[str, Any]) -> str:
    """The code of the only error of an answer."""
    (fout,) = antwoord["errors"]
    return str(fout["extensions"]["code"])
