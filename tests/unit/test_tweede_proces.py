"""A second process: whatever it does not do is done by whoever asked, and it never outlives its use."""

import json
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Pipe
from threading import Event, Thread

import pytest

from indexers import tweede_proces
from indexers.tweede_proces import Taak, TweedeProces
from klantbeeld.errors import StoreOnbereikbaar

GEDULD = 30.0


@dataclass
class Rekendoos:
    """Works with numbers; it fails at 13, in a way nobody expected at 14, and tells of 15."""

    factor: int

    def multiply(self, getal: int) -> int:
        if getal == 13:
            raise StoreOnbereikbaar("De store is weg.")
        if getal == 14:
            raise RuntimeError("Kanarie")
        if getal == 15:
            logging.getLogger("bibliotheek").warning("knoop %s antwoordt niet", "Kanarie")
        return self.factor * getal

    def hang(self) -> None:
        Event().wait()

    def close(self) -> None:
        pass


def ask(getal: int) -> Taak:
    return (Rekendoos.multiply, (getal,))


@contextmanager
def start_proces() -> Iterator[TweedeProces]:
    """A process that takes tasks."""
    with pytest.MonkeyPatch.context() as omgeving, TweedeProces(Rekendoos(3)) as proces:
        omgeving.setattr(os, "cpu_count", lambda: 2)
        proces.start()
        while not proces.offer(ask(0)):
            assert proces._pijp is not None
            assert proces._pijp.poll(GEDULD)
        assert proces.collect() == 0
        yield proces


@pytest.fixture
def proces() -> Iterator[TweedeProces]:
    with start_proces() as proces:
        yield proces


def test_it_answers_what_it_was_asked(proces: TweedeProces) -> None:
    assert proces.offer(ask(5))
    assert proces.collect() == 15


@pytest.mark.parametrize("getal", [13, 14])
def test_a_task_that_fails_is_answered_with_nothing_and_the_next_is_done(proces: TweedeProces, getal: int) -> None:
    assert proces.offer(ask(getal))
    assert proces.collect() is None
    assert proces.offer(ask(4))
    assert proces.collect() == 12


def test_it_logs_as_the_first_process_does_and_without_values(capfd: pytest.CaptureFixture[str]) -> None:
    with start_proces() as proces:
        for getal, antwoord in ((14, None), (15, 45)):
            assert proces.offer(ask(getal))
            assert proces.collect() == antwoord
    (regel,) = capfd.readouterr().err.splitlines()
    assert json.loads(regel)["event"] == "knoop %s antwoordt niet"
    assert "Kanarie" not in regel


def test_an_answer_that_nobody_wants_is_dropped(proces: TweedeProces) -> None:
    assert proces.offer(ask(1))
    assert proces.offer(ask(2))
    assert proces.collect() == 6


def test_work_is_shared_and_each_part_done_once(proces: TweedeProces) -> None:
    gedaan_hier = list(proces.share(range(6), ask))
    assert 0 not in gedaan_hier
    assert 1 in gedaan_hier
    assert len(gedaan_hier) == len(set(gedaan_hier))


def test_a_part_that_fails_there_is_done_here(proces: TweedeProces) -> None:
    assert list(proces.share([13], ask)) == [13]


def test_work_of_a_process_that_was_killed_is_all_done_here(proces: TweedeProces) -> None:
    os.kill(proces._proces.pid, signal.SIGKILL)
    proces._proces.wait()
    assert sorted(proces.share(range(4), ask)) == [0, 1, 2, 3]


def test_work_of_a_process_that_goes_away_meanwhile_is_done_here(proces: TweedeProces) -> None:
    gedaan_hier: list[int] = []
    for getal in proces.share(range(4), ask):
        if not gedaan_hier:
            os.kill(proces._proces.pid, signal.SIGSTOP)
            os.kill(proces._proces.pid, signal.SIGKILL)
            proces._proces.wait()
        gedaan_hier.append(getal)
    # The first part may have been answered before.
    assert set(gedaan_hier) >= {1, 2, 3}
    assert len(gedaan_hier) == len(set(gedaan_hier))


def test_without_a_process_all_work_is_done_here() -> None:
    with TweedeProces(Rekendoos(3)) as proces:
        assert list(proces.share(range(3), ask)) == [0, 1, 2]


def test_it_ends_when_it_is_no_longer_needed(proces: TweedeProces) -> None:
    proces.__exit__(None, None, None)
    assert proces._proces.returncode == 0


def test_a_task_is_not_waited_for_behind_an_error(proces: TweedeProces) -> None:
    assert proces.offer((Rekendoos.hang, ()))
    proces.__exit__(KeyboardInterrupt, None, None)
    assert proces._proces.returncode == -signal.SIGTERM


def test_it_is_not_waited_for_until_it_can_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with TweedeProces(Rekendoos(3)) as proces:
        proces.start()
    assert proces._proces.returncode == -signal.SIGTERM


def test_a_machine_with_one_processor_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with TweedeProces(Rekendoos(3)) as proces:
        proces.start()
        assert proces._pijp is None


def test_it_answers_until_nobody_asks() -> None:
    hier, daar = Pipe()
    af = Event()

    def work() -> None:
        tweede_proces.work(daar)
        af.set()

    Thread(target=work, daemon=True).start()
    assert hier.recv() is False
    hier.send(Rekendoos(2))
    assert hier.recv() is True
    for getal, antwoord in ((4, 8), (13, None)):
        hier.send(ask(getal))
        assert hier.recv() == antwoord
    hier.close()
    assert af.wait(GEDULD)
