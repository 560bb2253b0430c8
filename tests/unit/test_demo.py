"""The demo as a library: its settings, its port, and what it says when there is no answer."""

import io
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread
from urllib.request import Request

import pytest
import structlog
import uvicorn
from rich.console import Console
from typer.testing import CliRunner

from klantbeeld import demo
from klantbeeld.cli import app, main
from klantbeeld.errors import InstellingOnjuist
from klantbeeld.luisteren import LOOPBACK, check_port
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from tests.programma import find_free_port


@pytest.fixture
def poort() -> Iterator[int]:
    """A port that is in use by somebody who never answers."""
    with socket.socket() as bezet:
        bezet.bind((LOOPBACK, 0))
        yield bezet.getsockname()[1]


def test_a_demo_has_a_store_and_deliveries_of_its_own(tmp_path: Path) -> None:
    settings = demo.demo_settings(Settings(), date(2023, 10, 20), tmp_path)
    assert settings.store.url == f"sqlite:///{tmp_path}/klantbeeld.db"
    assert (settings.leveringen, settings.vandaag) == (tmp_path / "leveringen", date(2023, 10, 20))


def test_a_demo_says_how_another_terminal_works_on_its_store_and_its_deliveries() -> None:
    gezegd = demo.describe_omgeving(demo.demo_settings(Settings(), None, demo.MAP))
    assert gezegd.partition(": export ")[2].split() == [
        "KLANTBEELD_STORE__URL=sqlite:///.klantbeeld/demo/klantbeeld.db",
        "KLANTBEELD_LEVERINGEN=.klantbeeld/demo/leveringen",
    ]


def test_a_demo_never_writes_where_somebody_else_keeps_deliveries_or_a_store(tmp_path: Path) -> None:
    store, log = StoreSettings(url="sqlite:///ander.db"), Path("ander.jsonl")
    gezet = Settings(store=store, leveringen=Path("ander"), logboek=log, vandaag=date(2022, 1, 1))
    eigen = demo.demo_settings(gezet, None, tmp_path)
    assert eigen.store.url == f"sqlite:///{tmp_path}/klantbeeld.db"
    assert (eigen.leveringen, eigen.logboek, eigen.vandaag) == (tmp_path / "leveringen", log, date(2022, 1, 1))


def test_a_demo_starts_without_what_an_earlier_one_left(tmp_path: Path) -> None:
    (tmp_path / "demo" / "diep").mkdir(parents=True)
    with demo.begin_anew(tmp_path / "demo"):
        assert list((tmp_path / "demo").iterdir()) == []


def test_a_port_in_use_is_named(poort: int) -> None:
    with pytest.raises(InstellingOnjuist, match=rf"Poort {poort} is niet vrij \(Address already in use\)"):
        check_port(poort)


def announce(vraag: Request, begin: float | None = None) -> str:
    console = Console(file=io.StringIO(), width=200)
    demo._announce(vraag, console, begin)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "PAUZE", 0.0)


@pytest.mark.usefixtures("_no_pause")
def test_without_an_answer_the_demo_says_where_to_look(poort: int) -> None:
    vraag = demo.make_vraag(Settings(), f"http://{LOOPBACK}:{poort}")
    gezegd = announce(vraag)
    assert gezegd == f"Er komt geen antwoord van http://127.0.0.1:{poort}/. Zie klantbeeld check en klantbeeld status.\n"


def answer_once(luisteraar: socket.socket, inhoud: bytes) -> None:
    """A web server for one request."""
    verbinding, _ = luisteraar.accept()
    with verbinding:
        verbinding.recv(65536)
        verbinding.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(inhoud), inhoud))


@contextmanager
def serve_once(inhoud: bytes) -> Iterator[Request]:
    """The first question, to a web server that answers it with this."""
    with socket.create_server((LOOPBACK, 0)) as luisteraar:
        server = Thread(target=answer_once, args=(luisteraar, inhoud))
        server.start()
        yield demo.make_vraag(Settings(), f"http://{LOOPBACK}:{luisteraar.getsockname()[1]}")
        server.join()


def test_the_demo_says_how_soon_it_answered_and_where() -> None:
    with serve_once(b'{"data": {"werkgevers": {"totaal": 3}}}') as vraag:
        eerste, tweede = announce(vraag, time.monotonic()).splitlines()
    assert re.fullmatch(r'Eerste antwoord na [0-9]\.[0-9] s \(3 werkgevers voor "de groot"\)\.', eerste)
    assert tweede == f"Klantbeeld Werkgever (demo) luistert op http://{vraag.host}/ – stop met Ctrl-C."


def test_serving_says_where_only() -> None:
    with serve_once(b'{"data": {"werkgevers": {"totaal": 3}}}') as vraag:
        assert announce(vraag).count("\n") == 1


def test_an_answer_without_data_is_no_answer() -> None:
    with serve_once(b'{"data": null, "errors": []}') as vraag:
        assert demo._ask(vraag) is None


@pytest.fixture
def _stopped_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A web server that ends by Ctrl-C as soon as it starts, in an empty folder without settings."""

    def interrupt(server: uvicorn.Server, *_: object) -> None:
        assert server.config.host == LOOPBACK
        raise KeyboardInterrupt

    for naam in [naam for naam in os.environ if naam.upper().startswith("KLANTBEELD_")]:
        monkeypatch.delenv(naam)
    monkeypatch.setattr(uvicorn.Server, "run", interrupt)
    monkeypatch.setattr(demo, "PAUZE", 0.0)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_stopped_at_once")
def test_ctrl_c_ends_the_demo_without_a_failure(tmp_path: Path) -> None:
    gedaan = CliRunner().invoke(app, ["demo", "--port", str(find_free_port()), "--werkgevers", "0"])
    assert (gedaan.exit_code, gedaan.stdout) == (0, "")
    assert "Gestopt.\n" in gedaan.stderr
    assert (tmp_path / ".klantbeeld" / "demo" / "klantbeeld.db").is_file()


@pytest.mark.usefixtures("_stopped_at_once")
def test_the_program_ends_with_the_code_of_its_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["klantbeeld", "token", "--rol", "directeur"])
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit) as einde:
        main()
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    assert einde.value.code == 1
    assert capsys.readouterr().err.startswith("BAD_USER_INPUT: Onbekende rol.")
