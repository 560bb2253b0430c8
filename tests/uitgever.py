"""An identity provider of ours on loopback: real keys, a discovery document and key sets over HTTP; it counts what is asked.

What it signs is put together by hand, so that it can also be what no provider would sign.
"""

import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
from joserfc.jwa import JWS_ALGORITHMS
from joserfc.jwk import ECKey, Key, KeyParameters, RSAKey
from joserfc.util import urlsafe_b64encode

from tests.certificaten import Certificaat

PUBLIEK = "klantbeeld"
CLIENT, PROGRAMMA = "scherm-proef", "divisie-proef"
ROLLEN = {"ABS-ADVIES": "klantadviseur", "ABS-HANDHAVING": "handhaver", "ABS-DIVISIE": "afnemer"}
_ALGORITMEN = {alg.name: alg for alg in JWS_ALGORITHMS}


@cache
def make_sleutel(kid: str) -> Key:
    """A key pair that is this one for the whole run of tests: of RSA, or with a name that begins with ``ec`` of a curve."""
    parameters: KeyParameters = {"kid": kid, "use": "sig"}
    return ECKey.generate_key("P-256", parameters) if kid.startswith("ec") else RSAKey.generate_key(2048, parameters)


def encode(deel: object) -> str:
    """A part of a token: bytes as they are, anything else as JSON."""
    return urlsafe_b64encode(deel if isinstance(deel, bytes) else orjson.dumps(deel)).decode()


def sign(kop: Mapping[str, Any], beweringen: object, sleutel: Key) -> str:
    """A token with this head and these claims, signed as its head says, or as RS256 where that says nothing that can be."""
    algoritme = _ALGORITMEN.get(str(kop.get("alg")), _ALGORITMEN["RS256"])
    tekst = f"{encode(dict(kop))}.{encode(beweringen)}"
    return f"{tekst}.{encode(algoritme.sign(tekst.encode(), sleutel))}"


@dataclass
class Uitgeverproef:
    """The provider. ``antwoorden`` is what it says at an address (or gives that, or a pair with a status of its own),
    ``status`` with what; ``gevraagd`` the addresses that were asked. While ``stilte`` is set it says nothing."""

    url: str
    antwoorden: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    gevraagd: list[str] = field(default_factory=list)
    stilte: threading.Event = field(default_factory=threading.Event)
    velden: list[bytes] = field(default_factory=list)
    """The forms that were sent to it."""
    koppen: list[Message] = field(default_factory=list)
    """What came with them."""

    def publish(self, *kids: str) -> None:
        """From now on these are its keys."""
        sleutels = [make_sleutel(kid).as_dict(private=False) for kid in kids]
        self.antwoorden["/jwks"] = {"keys": sleutels}
        adressen = {"authorization_endpoint": "/inloggen", "token_endpoint": "/token", "end_session_endpoint": "/uitloggen"}
        self.antwoorden["/.well-known/openid-configuration"] = {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_signing_alg_values_supported": ["RS256", "PS256", "ES256"],
            **{naam: self.url + pad for naam, pad in adressen.items()},
        }

    def count_sets(self) -> int:
        """How often its keys were asked for."""
        return self.gevraagd.count("/.well-known/openid-configuration")

    def claim(self, **anders: object) -> dict[str, Any]:
        """The claims of a good access token, with these in place of others; None: without it."""
        nu = int(time.time())
        beweringen = {"iss": self.url, "aud": PUBLIEK, "sub": "account-1", "iat": nu, "exp": nu + 300, "client_id": CLIENT}
        alle = {**beweringen, "rollen": ["ABS-ADVIES"], **anders}
        return {naam: waarde for naam, waarde in alle.items() if waarde is not None}

    def make_token(self, kid: str = "rsa-1", **anders: object) -> str:
        """An access token as a provider gives it."""
        kop = {"alg": "ES256" if kid.startswith("ec") else "RS256", "typ": "at+jwt", "kid": kid}
        return sign(kop, self.claim(**anders), make_sleutel(kid))

    def give_tokens(self, id_token: str | None, ververstoken: str | None = None) -> None:
        """From now on this is what a code, or a refresh token, gives."""
        tokens = {"id_token": id_token, "refresh_token": ververstoken, "access_token": "van-een-ander", "token_type": "Bearer"}
        self.antwoorden["/token"] = {naam: token for naam, token in tokens.items() if token is not None}

    def make_id_token(self, client: str, **anders: object) -> str:
        """An ID token as a provider gives it to a program."""
        kop = {"alg": "RS256", "typ": "JWT", "kid": "rsa-1"}
        return sign(kop, self.claim(**{"aud": client, "azp": client, "client_id": None, **anders}), make_sleutel("rsa-1"))

    def describe(self, naam: str = "proef", **anders: object) -> str:
        """Its part of ``uitgevers.toml``."""
        waarden = {"url": self.url, "publiek": PUBLIEK, "clients": [CLIENT], "programmas": [PROGRAMMA], **anders}
        regels = [f"{sleutel} = {orjson.dumps(waarde).decode()}" for sleutel, waarde in waarden.items()]
        rollen = [f'"{van}" = "{rol}"' for van, rol in ROLLEN.items()]
        return "\n".join([f"[uitgevers.{naam}]", *regels, f"[uitgevers.{naam}.rollen]", *rollen, ""])


@contextmanager
def serve_uitgever(*kids: str, certificaat: Certificaat | None = None) -> Iterator[Uitgeverproef]:
    """A provider with these keys that answers for as long as this lasts; over TLS when it has a certificate."""

    class Antwoorder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            proef.gevraagd.append(self.path)
            while proef.stilte.is_set() and not einde.is_set():
                einde.wait(0.01)
            inhoud = proef.antwoorden.get(self.path)
            status, inhoud = inhoud if isinstance(inhoud, tuple) else (404 if inhoud is None else proef.status, inhoud)
            inhoud = inhoud() if callable(inhoud) else inhoud
            tekst = inhoud if isinstance(inhoud, bytes) else orjson.dumps(inhoud)
            self.send_response(status)
            self.send_header("Content-Length", str(len(tekst)))
            with suppress(OSError):  # who asked may have gone
                self.end_headers()
                self.wfile.write(tekst)

        def do_POST(self) -> None:
            proef.koppen.append(self.headers)
            proef.velden.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    einde = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Antwoorder) as server:
        if certificaat is not None:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificaat.bestand, certificaat.sleutel)
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        proef = Uitgeverproef(f"{'https' if certificaat else 'http'}://127.0.0.1:{server.server_port}")
        proef.publish(*kids)
        draad = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        draad.start()
        try:
            yield proef
        finally:
            einde.set()
            server.shutdown()
            draad.join()
