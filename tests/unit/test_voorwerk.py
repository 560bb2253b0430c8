"""Receiving ahead in a second process: the same outcome in the same order, whatever becomes of that process."""

import json
import os
import signal
from collections.abc import Iterator
from itertools import islice
from multiprocessing.connection import Pipe
from threading import Event, Thread

import pytest

from indexers import voorwerk
from indexers.ontvangst import Ontvangen, Ontvanger
from indexers.source import Blok, Regel
from indexers.voorwerk import Voorwerk
from klantbeeld.domain.leveringen import HOOGSTE_VERSIE
from klantbeeld.errors import BronFout
from klantbeeld.normen import load_normen
from tests.bouwers_leveringen import make_boete, make_bronstand, make_contact, make_levering, make_organisatie

GEDULD = 30.0
REGELS = [
    json.dumps(levering).encode()
    for levering in (
        make_organisatie(),
        make_contact(),
        make_levering("contact", None, sleutel="weg"),
        make_boete(),
        make_bronstand(),
        make_contact() | {"versie": 0},
    )
] + [b"geen json"]


class Plafond:
    """Lets every version in; unlike a lambda it travels to another process."""

    def __call__(self, _: str) -> int:
        return HOOGSTE_VERSIE


class Geenposities:
    def before(self, nummer: int) -> str:
        return str(nummer)


ONTVANGER = Ontvanger(load_normen(), Plafond())


def make_blokken(aantal: int) -> Iterator[Blok]:
    for nummer in range(aantal):
        yield Blok(tuple(Regel(ruw, f"proef@{nummer}") for ruw in REGELS), Geenposities())


def describe(ontvangen: Ontvangen) -> tuple[object, ...]:
    """What counts of a line that was received; of a dead letter not the moment."""
    letter = ontvangen.brief or (ontvangen.inkomend and ontvangen.inkomend.make_brief and ontvangen.inkomend.make_brief("X"))
    assert letter
    item = ontvangen.inkomend.item if ontvangen.inkomend else None
    return ontvangen.bron, item, letter.id, letter.soort, letter.sleutel, letter.versie, letter.reden, letter.herkomst


def receive_here(aantal: int) -> list[tuple[object, ...]]:
    return [describe(ONTVANGER.receive(None, regel)) for blok in make_blokken(aantal) for regel in blok.regels]


@pytest.fixture
def vooruit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Voorwerk]:
    """One that starts its process at the first block that it can give away."""
    monkeypatch.setattr(voorwerk, "BLOKKEN_VOORAF", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with Voorwerk(ONTVANGER) as werk:
        yield werk


def wait_until_ready(werk: Voorwerk) -> None:
    assert werk._pijp is not None
    assert werk._pijp.poll(GEDULD)


def receive(werk: Voorwerk, aantal: int) -> list[tuple[object, ...]]:
    """Receives blocks, from the second on with the other process there."""
    gezien = []
    for nummer, (_, ontvangen) in enumerate(werk.receive_ahead(None, make_blokken(aantal))):
        if nummer == 0 and not werk._is_gereed:
            wait_until_ready(werk)
        gezien += [describe(deel) for deel in ontvangen]
    return gezien


def test_what_was_received_ahead_is_what_would_have_been_received_here(vooruit: Voorwerk) -> None:
    assert receive(vooruit, 5) == receive_here(5)
    assert vooruit._is_gereed


def test_a_process_that_is_killed_is_missed_by_nobody(vooruit: Voorwerk) -> None:
    gezien = []
    for nummer, (_, ontvangen) in enumerate(vooruit.receive_ahead(None, make_blokken(6))):
        if nummer == 0:
            wait_until_ready(vooruit)
        if nummer == 2:
            assert vooruit._is_onderweg
            os.kill(vooruit._proces.pid, signal.SIGKILL)
            vooruit._proces.wait()
        gezien += [describe(deel) for deel in ontvangen]
    assert gezien == receive_here(6)
    assert not vooruit._is_gereed


def test_a_process_that_can_not_be_started_is_missed_by_nobody(vooruit: Voorwerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bestaat/niet")
    gezien = [describe(deel) for _, ontvangen in vooruit.receive_ahead(None, make_blokken(3)) for deel in ontvangen]
    assert gezien == receive_here(3)


def test_a_source_that_is_given_up_leaves_nothing_to_the_next(vooruit: Voorwerk) -> None:
    receive(vooruit, 2)
    for _ in vooruit.receive_ahead("archie", make_blokken(3)):
        assert vooruit._is_onderweg
        break
    assert receive(vooruit, 4) == receive_here(4)
    assert vooruit._is_gereed


def test_the_process_ends_when_it_is_no_longer_needed(vooruit: Voorwerk) -> None:
    receive(vooruit, 2)
    vooruit.__exit__(None, None, None)
    assert vooruit._proces.returncode == 0


def test_a_run_of_a_few_blocks_starts_no_process() -> None:
    with Voorwerk(ONTVANGER) as werk:
        for _ in werk.receive_ahead(None, make_blokken(voorwerk.BLOKKEN_VOORAF)):
            pass
        assert werk._pijp is None


def test_a_machine_with_one_processor_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with Voorwerk(ONTVANGER) as werk:
        for _ in werk.receive_ahead(None, make_blokken(9)):
            pass
        assert werk._pijp is None


def break_off(aantal: int) -> Iterator[Blok]:
    yield from make_blokken(aantal)
    raise BronFout("De schijf is weg.")


def test_what_was_read_before_a_source_failed_is_received_before_it_fails() -> None:
    with Voorwerk(ONTVANGER) as werk:
        gelezen = werk.receive_ahead(None, break_off(2))
        assert len(list(islice(gelezen, 2))) == 2
        with pytest.raises(BronFout):
            next(gelezen)


def test_the_other_process_answers_blocks_until_nobody_asks() -> None:
    hier, daar = Pipe()
    af = Event()

    def work() -> None:
        voorwerk.work(daar)
        af.set()

    Thread(target=work, daemon=True).start()
    assert hier.recv() is True
    hier.send(ONTVANGER)
    hier.send((None, REGELS))
    assert [deel is None for deel in hier.recv()] == [False, False, False, False, True, True, True]
    hier.close()
    assert af.wait(GEDULD)
