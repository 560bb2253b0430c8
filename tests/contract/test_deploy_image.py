"""The image and the compose file fit the program: its settings, commands and routes, and what a careful platform asks."""

import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from indexers.bus import Bus
from indexers.leveranciers import load_leveranciers
from klantbeeld.errors import NietAangemeld
from klantbeeld.luisteren import UITLOOP
from klantbeeld.settings import list_settings
from klantbeeld.settings_delen import ELASTIC, is_safe_url
from klantbeeld.web.health import LEVEND
from tests.bouwers_deploy import load_gezet
from tests.contract.test_docs import find_unknown
from tests.programma import find_free_port, has_subcommand
from tests.teksten import WORTEL

DEPLOY = WORTEL / "deploy"
INSTELLINGEN = {instelling.naam for instelling in list_settings()}
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
DIENSTEN: dict[str, Any] = COMPOSE["services"]
ONZE = {naam: dienst for naam, dienst in DIENSTEN.items() if dienst["image"].startswith("klantbeeld:")}
DIENSTVELDEN = {
    *(
        "image",
        "build",
        "command",
        "restart",
        "environment",
        "env_file",
        "depends_on",
        "volumes",
        "networks",
        "ports",
        "deploy",
    ),
    *("healthcheck", "stop_grace_period", "read_only", "cap_drop", "security_opt", "tmpfs", "ulimits", "user"),
}
"""Fields of a service in the Compose Specification that we use."""
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


# the image


def test_the_image_installs_what_the_lock_file_says_and_nothing_else() -> None:
    installaties = [regel for regel in DOCKERFILE.splitlines() if "pip install" in regel]
    assert len(installaties) == 2
    assert all("--no-deps" in regel for regel in installaties)
    assert "--require-hashes" in installaties[0]


def test_the_image_runs_without_root_and_is_stopped_by_the_signal_that_the_program_knows() -> None:
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert re.findall(r"^STOPSIGNAL (\S+)", DOCKERFILE, re.MULTILINE) == ["SIGTERM"]


def test_the_image_runs_any_command_and_serves_when_none_is_given() -> None:
    assert json.loads(re.findall(r"^ENTRYPOINT (.*)", DOCKERFILE, re.MULTILINE)[0]) == ["klantbeeld"]
    (standaard,) = re.findall(r"^CMD (.*)", DOCKERFILE, re.MULTILINE)
    assert find_unknown(" ".join(json.loads(standaard))) is None


def test_everything_that_is_copied_into_the_image_is_there_and_let_through() -> None:
    gekopieerd = {
        naam for regel in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE) for naam in regel.split()
    }
    doorgelaten = re.findall(r"^!(.*)$", (WORTEL / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert gekopieerd == set(doorgelaten)
    assert [naam for naam in gekopieerd if not (WORTEL / naam).exists()] == []


@contextmanager
def answer_health(status: int) -> Iterator[tuple[int, list[str]]]:
    """A program that answers with this status; its port, and what is asked of it."""
    gevraagd: list[str] = []

    class Antwoorder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            gevraagd.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Antwoorder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, gevraagd
        server.shutdown()


def check_health(poort: int) -> int:
    """The exit code of the health check of the image, as an indexer with its own port has it."""
    (opdracht,) = re.findall(r"^HEALTHCHECK .*?CMD (\[.*?\])$", DOCKERFILE.replace("\\\n", ""), re.MULTILINE)
    _, *woorden = json.loads(opdracht)
    omgeving = {"KLANTBEELD_TOEZICHT__POORT": str(poort)}
    return subprocess.run([sys.executable, *woorden], env=omgeving, capture_output=True, check=False).returncode


@pytest.mark.parametrize(("status", "is_goed"), [(200, True), (503, False)])
def test_the_image_is_healthy_when_the_program_says_so(status: int, is_goed: bool) -> None:
    with answer_health(status) as (poort, gevraagd):
        assert (check_health(poort) == 0) is is_goed
    assert gevraagd == [LEVEND]


def test_the_image_is_not_healthy_when_nothing_answers() -> None:
    assert check_health(find_free_port()) != 0


# the compose file


@pytest.mark.skipif(
    not has_subcommand("docker", "compose", "version"), reason="docker compose is missing: only our own checks are run"
)
def test_docker_reads_the_compose_file(tmp_path: Path) -> None:
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    (tmp_path / "deploy" / ".env").write_text("ELASTIC_PASSWORD=proef\n")
    gelezen = subprocess.run(
        ["docker", "compose", "-f", "deploy/compose.yml", "config", "-q"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (gelezen.returncode, gelezen.stderr) == (0, "")


def test_there_are_a_web_process_two_indexers_and_what_they_stand_on() -> None:
    assert set(DIENSTEN) == {"web", "indexer-1", "indexer-2", "elasticsearch", "redis", "cache"}
    assert set(ONZE) == {"web", "indexer-1", "indexer-2"}


@pytest.mark.parametrize("naam", DIENSTEN)
def test_a_service_has_only_fields_that_exist_and_names_only_what_is_there(naam: str) -> None:
    dienst = DIENSTEN[naam]
    assert dienst.keys() - DIENSTVELDEN == set()
    assert set(dienst["networks"]) - COMPOSE["networks"].keys() == set()
    bronnen = {volume.partition(":")[0] for volume in dienst["volumes"]}
    assert {bron for bron in bronnen if not bron.startswith("./")} - COMPOSE["volumes"].keys() == set()


@pytest.mark.parametrize("naam", DIENSTEN)
def test_what_a_service_waits_for_can_become_healthy(naam: str) -> None:
    for ander, eis in DIENSTEN[naam].get("depends_on", {}).items():
        assert eis == {"condition": "service_healthy"}
        assert "test" in DIENSTEN[ander]["healthcheck"]


@pytest.mark.parametrize("naam", DIENSTEN)
def test_a_service_may_use_so_much_and_not_more(naam: str) -> None:
    assert DIENSTEN[naam]["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}


@pytest.mark.parametrize("naam", ONZE)
def test_a_service_of_ours_has_settings_and_a_command_that_exist(naam: str) -> None:
    gezet = {instelling for instelling in ONZE[naam]["environment"] if instelling.startswith("KLANTBEELD_")}
    assert gezet - INSTELLINGEN == set()
    assert find_unknown(" ".join(ONZE[naam]["command"])) is None


@pytest.mark.parametrize("naam", ONZE)
def test_the_program_accepts_the_values_that_a_service_of_ours_is_given(naam: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_gezet(ONZE[naam]["environment"], monkeypatch)
    assert ELASTIC.fullmatch(settings.store.url)
    plekken = {volume.split(":")[1] for volume in ONZE[naam]["volumes"]}
    assert ONZE[naam]["environment"]["KLANTBEELD_STORE__CA_BESTAND"] in plekken


def test_only_the_web_process_gets_the_file_of_who_may_deliver() -> None:
    (web,) = (naam for naam, dienst in ONZE.items() if any("geheimen" in volume for volume in dienst["volumes"]))
    gezet = ONZE[web]["environment"]["KLANTBEELD_LEVERANCIERS"]
    assert (web, f"./geheimen/leveranciers.toml:{gezet}:ro" in ONZE[web]["volumes"]) == ("web", True)


def test_the_example_of_who_may_deliver_is_accepted_and_lets_nobody_in() -> None:
    gelezen = load_leveranciers(DEPLOY / "leveranciers.example.toml", frozenset({"wgs"}))
    assert [deel.bronnen for deel in gelezen.leveranciers.values()] == [{"wgs"}]
    with pytest.raises(NietAangemeld):
        gelezen.recognise("0" * 64)


@pytest.mark.parametrize("naam", [*ONZE, "redis", "cache"])
def test_a_service_can_do_no_more_than_it_needs(naam: str) -> None:
    dienst = DIENSTEN[naam]
    assert (dienst["read_only"], dienst["cap_drop"], dienst["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])


@pytest.mark.parametrize("naam", ONZE)
def test_a_service_of_ours_gets_the_time_to_end_what_it_began(naam: str) -> None:
    assert int(ONZE[naam]["stop_grace_period"].removesuffix("s")) > UITLOOP


def test_redis_loses_nothing_that_it_confirmed() -> None:
    woorden = DIENSTEN["redis"]["command"]
    opties = dict(zip(woorden[1::2], woorden[2::2], strict=True))
    zeker = {"--appendonly": "yes", "--appendfsync": "always", "--maxmemory-policy": "noeviction"}
    assert zeker.items() <= opties.items()


def test_the_cache_makes_room_and_writes_nothing_down() -> None:
    woorden = DIENSTEN["cache"]["command"]
    opties = dict(zip(woorden[1::2], woorden[2::2], strict=True))
    vluchtig = {"--appendonly": "no", "--save": "", "--maxmemory-policy": "allkeys-lru"}
    assert vluchtig.items() <= opties.items()
    assert "--maxmemory" in opties


@pytest.mark.parametrize("naam", ["redis", "cache"])
def test_redis_speaks_tls_only_and_only_to_users_it_knows(naam: str) -> None:
    woorden = DIENSTEN[naam]["command"]
    opties = dict(zip(woorden[1::2], woorden[2::2], strict=True))
    assert (opties["--port"], opties["--tls-port"]) == ("0", "6379")
    bestanden = {opties[f"--{deel}"] for deel in ("tls-cert-file", "tls-key-file", "tls-ca-cert-file", "aclfile")}
    assert bestanden == {volume.split(":")[1] for volume in DIENSTEN[naam]["volumes"]} - {"/data"}


def test_the_urls_of_redis_that_the_readme_gives_are_for_production() -> None:
    urls = re.findall(r"`(rediss://\S+)`", (DEPLOY / "README.md").read_text(encoding="utf-8"))
    gevraagd = [Bus(url).redis.connection_pool.connection_kwargs for url in urls]
    mounts = [volume.split(":")[1] for volume in ONZE["web"]["volumes"]]
    assert [deel["host"] for deel in gevraagd] == ["redis", "cache"]
    assert all(is_safe_url(SecretStr(url)) for url in urls)
    assert all(deel["ssl_ca_certs"] in mounts for deel in gevraagd)


def test_no_image_names_a_host_to_download_from() -> None:
    assert [dienst["image"] for dienst in DIENSTEN.values() if "/" in dienst["image"]] == []


def test_only_the_web_process_can_be_reached_and_only_from_this_machine() -> None:
    poorten = {naam: dienst["ports"] for naam, dienst in DIENSTEN.items() if "ports" in dienst}
    assert poorten == {"web": ["127.0.0.1:8000:8000"]}
    assert COMPOSE["networks"]["binnen"] == {"internal": True}


def test_no_secret_stands_in_the_compose_file() -> None:
    geheimen = {instelling.naam for instelling in list_settings() if instelling.is_geheim}
    assert [naam for naam, dienst in ONZE.items() if dienst["environment"].keys() & geheimen] == []
