"""A web process in production: over TLS, with the tokens of an identity provider and no others."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest

from klantbeeld.access.tokens import make_demotoken
from tests.bouwers_graphql import fill_store
from tests.certificaten import Certificaat, make_certificaat
from tests.programma import find_free_port, is_listening, own_environment, start_klantbeeld, wait_until
from tests.uitgever import Uitgeverproef, serve_uitgever

GEHEIM = "een-geheim-van-de-proef-van-meer-dan-32-tekens"
VRAAG = {"query": '{ werkgevers(zoekterm: "de groot") { totaal } ik { naam } }'}


@dataclass(frozen=True, slots=True)
class Productie:
    """A web process, the provider it believes, and the certificate of both."""

    poort: int
    uitgever: Uitgeverproef
    certificaat: Certificaat

    def ask(self, token: str) -> httpx.Response:
        vertrouwen = ssl.create_default_context(cafile=self.certificaat.bestand)
        with httpx.Client(verify=vertrouwen, trust_env=False) as client:
            koppen = {"Authorization": f"Bearer {token}"}
            return client.post(f"https://127.0.0.1:{self.poort}/graphql", json=VRAAG, headers=koppen)


@pytest.fixture(scope="module")
def productie(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Productie]:
    map_ = tmp_path_factory.mktemp("productie")
    certificaat, poort = make_certificaat(map_), find_free_port()
    with serve_uitgever("rsa-1", certificaat=certificaat) as uitgever:
        uitgevers = map_ / "uitgevers.toml"
        uitgevers.write_text(uitgever.describe(ca_bestand=str(certificaat.bestand)))
        omgeving = own_environment(
            KLANTBEELD_OMGEVING="productie",
            KLANTBEELD_GEHEIM=GEHEIM,
            KLANTBEELD_STORE__URL=fill_store(map_).store.url,
            KLANTBEELD_IDENTITEIT__UITGEVERS=str(uitgevers),
            KLANTBEELD_TLS__CERTIFICAAT=str(certificaat.bestand),
            KLANTBEELD_TLS__SLEUTEL=str(certificaat.sleutel),
        )
        with start_klantbeeld(map_, "serve", "--port", str(poort), omgeving=omgeving):
            wait_until(lambda: is_listening(poort))
            yield Productie(poort, uitgever, certificaat)


def test_a_token_of_the_provider_gets_an_answer(productie: Productie) -> None:
    antwoord = productie.ask(productie.uitgever.make_token())
    assert antwoord.json() == {"data": {"werkgevers": {"totaal": 2}, "ik": {"naam": "proef:account-1"}}}


def test_a_demo_token_gets_none_though_its_key_is_right(productie: Productie) -> None:
    assert productie.ask(make_demotoken("klantadviseur", GEHEIM, datetime.now(UTC))).status_code == 401


def test_nothing_is_answered_without_tls(productie: Productie) -> None:
    with pytest.raises(httpx.RemoteProtocolError), httpx.Client(trust_env=False) as client:
        client.get(f"http://127.0.0.1:{productie.poort}/gezondheid/levend")
