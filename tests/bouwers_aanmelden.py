"""Our pages for signing in, with a provider of ours behind them and a browser before them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc.jwk import ECKey, RSAKey

from klantbeeld.access.verzegeling import Verzegeling
from klantbeeld.app import make_web
from klantbeeld.queries import Klantbeeld
from klantbeeld.sessies import Duur, Sessies
from klantbeeld.settings import Settings
from klantbeeld.stores.cache import Geheugenplaats
from klantbeeld.web.aanmelden import KOP
from tests.bouwers_graphql import Proef
from tests.browser import Browser
from tests.uitgever import Uitgeverproef, make_sleutel, serve_uitgever

ADRES = "http://127.0.0.1:8000"
CLIENT = "klantbeeld-web"
MET_KOP = {KOP: "1"}
WIE = {"query": "{ ik { naam rol } }"}
RUST, EINDE, HERZIENING = 1800, 7200, 60


@dataclass
class Aanmeldproef:
    """A provider, a browser at our pages, and a clock of sessions that stands still until it is set on."""

    uitgever: Uitgeverproef
    browser: Browser
    nu: float = 1_000_000.0

    def go(self, via: str = "/aanmelden") -> dict[str, str]:
        """Sends the browser to the provider; what it is sent with."""
        response = self.browser.get(via)
        assert response.status_code == 303
        self.gevraagd = response.headers["location"]
        return {naam: waarden[0] for naam, waarden in parse_qs(urlsplit(self.gevraagd).query).items()}

    def come_back(self, vraag: dict[str, str], **anders: object) -> httpx.Response:
        """The browser comes back from the provider, which gives an ID token with these claims."""
        claims = {"nonce": vraag["nonce"], **anders}
        self.uitgever.give_tokens(self.uitgever.make_id_token(CLIENT, **claims), "ververs-1")
        return self.browser.get(f"/aanmelden/terug?code=code-1&state={vraag['state']}")

    def sign_in(self, via: str = "/aanmelden", **anders: object) -> httpx.Response:
        return self.come_back(self.go(via), **anders)

    def ask(self, koppen: dict[str, str] | None = None) -> httpx.Response:
        """What the API answers to this browser."""
        return self.browser.send("POST", "/graphql", WIE, MET_KOP if koppen is None else koppen)

    def who(self) -> dict[str, str] | int:
        """Who the API says that this is; the status when it is nobody."""
        response = self.ask()
        return response.json()["data"]["ik"] if response.status_code == 200 else response.status_code

    def last_form(self) -> dict[str, str]:
        """What was sent to the provider last."""
        return {naam: waarden[0] for naam, waarden in parse_qs(self.uitgever.velden[-1].decode()).items()}


@contextmanager
def open_aanmelden(proef: Proef, map_: Path, houdbaarheid: int = 14400, **gezet: object) -> Iterator[Aanmeldproef]:
    """Our pages with these settings of ``aanmelden``; so many seconds holds what the provider said last."""
    with serve_uitgever("rsa-1") as uitgever:
        bestand = map_ / "uitgevers.toml"
        bestand.write_text(uitgever.describe(houdbaarheid=houdbaarheid))
        waarden = {"uitgever": "proef", "adres": ADRES, "client": CLIENT, "herziening": HERZIENING, **gezet}
        settings = Settings.model_validate({"identiteit": {"uitgevers": bestand}, "aanmelden": waarden})
        aanmeldproef = Aanmeldproef(uitgever, Browser(None, ADRES))  # type: ignore[arg-type]
        duur = Duur(RUST, EINDE)
        sessies = Sessies(Geheugenplaats(nu=lambda: aanmeldproef.nu), Verzegeling(b"x"), duur, lambda: aanmeldproef.nu)
        klantbeeld = Klantbeeld(replace(proef.klantbeeld.omgeving, sessies=sessies))
        aanmeldproef.browser.app = make_web(settings, klantbeeld)
        yield aanmeldproef


def write_sleutel(map_: Path, sleutel: RSAKey | ECKey) -> Path:
    """A private key as an operator gives it."""
    bestand = map_ / "aanmelden.pem"
    bestand.write_bytes(sleutel.as_pem(private=True))
    return bestand


def make_sleutelbestand(map_: Path) -> Path:
    """A private key of a curve, with which this program proves itself."""
    eigen = make_sleutel("ec-klantbeeld")
    assert isinstance(eigen, ECKey)
    return write_sleutel(map_, eigen)
