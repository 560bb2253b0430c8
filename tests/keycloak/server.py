"""One Keycloak for a whole run of tests, started by the first test that asks for it, and realms in it.

Everything secret in it is made up when the run begins: passwords of people, and the keys of programs.
"""

import json
import os
import secrets
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import httpx
from joserfc.jwk import RSAKey

from tests.keycloak.ophalen import JAVA, find_keycloak
from tests.nodig import stop_without
from tests.programma import find_free_port
from tests.testnode import adem_of_run, end_with_run, share_once
from tests.testnode_ophalen import find_jdk

GEDULD = 300.0
"""So many seconds it may take to answer: other tests keep the machine busy."""
BEHEERDER = "beheer"
BESTAND = Path(__file__).parent / "realm.json"
_JAVA = "-Xms64m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
_TOT_HET_EINDE = 'exec 3<&0; "$@" 3<&- & cat <&3 >/dev/null & wait -n; kill -KILL $(jobs -p); wait'
"""Runs what is given until it ends, or until standard input does: with the run of tests, however that ends."""


@dataclass(frozen=True, slots=True)
class Realm:
    """A realm of ours: its people all have one password, its programs one key."""

    url: str
    wachtwoord: str
    sleutel: Path

    @property
    def naam(self) -> str:
        """Its name in Keycloak."""
        return self.url.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Keycloak:
    """The server, and who may change everything in it."""

    poort: int
    wachtwoord: str

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.poort}"

    def make_realm(self, map_: Path, *, met_mensen: bool = True) -> Realm:
        """A new realm as ``realm.json`` says; its key is put in a folder."""
        naam, wachtwoord, sleutel = f"proef-{uuid4().hex[:8]}", secrets.token_urlsafe(16), RSAKey.generate_key(2048)
        realm: dict[str, Any] = json.loads(BESTAND.read_text(encoding="utf-8"))
        publiek = {"keys": [{**sleutel.as_dict(private=False), "kid": sleutel.thumbprint(), "use": "sig"}]}
        for client in realm["clients"]:
            client["attributes"]["jwks.string"] = json.dumps(publiek)
        realm["users"] = [deel for deel in realm["users"] if met_mensen or "serviceAccountClientId" in deel]
        for mens in realm["users"]:
            if "serviceAccountClientId" not in mens:
                mens["credentials"] = [{"type": "password", "value": wachtwoord}]
        self.manage("POST", "", {"realm": naam, **realm})
        bestand = map_ / "klantbeeld-web.pem"
        bestand.write_bytes(sleutel.as_pem(private=True))
        return Realm(f"{self.url}/realms/{naam}", wachtwoord, bestand)

    def manage(self, methode: str, pad: str, inhoud: object = None) -> Any:
        """Does something as who manages it; what it answers."""
        with httpx.Client(trust_env=False, timeout=GEDULD) as client:
            wie = {"grant_type": "password", "client_id": "admin-cli", "username": BEHEERDER, "password": self.wachtwoord}
            token = client.post(f"{self.url}/realms/master/protocol/openid-connect/token", data=wie).json()["access_token"]
            koppen = {"Authorization": f"Bearer {token}"}
            antwoord = client.request(methode, f"{self.url}/admin/realms{pad}", json=inhoud, headers=koppen)
            assert antwoord.is_success, antwoord.text
            return antwoord.json() if antwoord.content else None


def require_keycloak() -> Keycloak:
    """The Keycloak of this run; where there can be none the test is skipped, and with ``CI=true`` it fails."""
    jdk, map_ = find_jdk(JAVA), find_keycloak()
    if jdk is None or map_ is None:
        stop_without(f"this needs Keycloak: install Maven and a JDK (Java {JAVA} or newer), run: make keycloak")

    def start(hier: Path) -> None:
        keycloak = Keycloak(find_free_port(), secrets.token_urlsafe(16))
        wait_for(keycloak, start_keycloak(map_, jdk, keycloak, hier), hier)
        (hier / "waar").write_text(json.dumps([keycloak.poort, keycloak.wachtwoord]))

    return Keycloak(*json.loads((share_once("keycloak", start) / "waar").read_text()))


def share_realm(keycloak: Keycloak) -> Realm:
    """One realm with people for all tests of this run that change nothing in it."""

    def make(hier: Path) -> None:
        realm = keycloak.make_realm(hier)
        (hier / "realm").write_text(json.dumps([realm.url, realm.wachtwoord, str(realm.sleutel)]))

    url, wachtwoord, sleutel = json.loads((share_once("keycloak-realm", make) / "realm").read_text())
    return Realm(url, wachtwoord, Path(sleutel))


def start_keycloak(map_: Path, jdk: Path, keycloak: Keycloak, hier: Path) -> subprocess.Popen[bytes]:
    """Starts it; what it says is in ``keycloak.log``."""
    opties = [f"--http-port={keycloak.poort}", "--http-host=127.0.0.1", "--http-enabled=true", "--hostname-strict=false"]
    opdracht = ["sh", str(map_ / "bin" / "kc.sh"), "start", "--optimized", "--cache=local", *opties]
    eigen = {"JAVA_HOME": str(jdk), "JAVA_OPTS": _JAVA, "KC_BOOTSTRAP_ADMIN_USERNAME": BEHEERDER}
    omgeving = os.environ | eigen | {"KC_BOOTSTRAP_ADMIN_PASSWORD": keycloak.wachtwoord}
    with (hier / "keycloak.log").open("wb") as log, adem_of_run().open("rb", buffering=0) as adem:
        proces = subprocess.Popen(
            ["bash", "-c", _TOT_HET_EINDE, "keycloak", *opdracht], env=omgeving, stdin=adem, stdout=log, stderr=log
        )
    end_with_run(proces)
    return proces


def wait_for(keycloak: Keycloak, proces: subprocess.Popen[bytes], hier: Path) -> None:
    """Returns when it answers; fails when it ended, or takes too long."""
    einde = monotonic() + GEDULD
    while monotonic() < einde and proces.poll() is None:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{keycloak.url}/realms/master", trust_env=False, timeout=GEDULD).is_success:
                return
        sleep(0.1)
    raise AssertionError(f"Keycloak does not answer: {(hier / 'keycloak.log').read_text()[-2000:]}")
