"""Receiving ahead in a second process: the same outcome in the same order, whatever becomes of that process."""

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pytest

from indexers import voorwerk
from indexers.ontvangst import Ontvangen, Ontvanger
from indexers.source import Blok, Regel, Source
from indexers.tweede_proces import TweedeProces
from indexers.voorwerk import Lezing, Ontvangst, Voorwerk
from indexers.werkplaats import Werkplaats
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


def open_lezing(bron: Source) -> Lezing:
    """A reading from the beginning."""
    return Lezing(bron, lambda source: source.prepare(None))


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


@dataclass
class Proef:
    """Receiving ahead with a process that is started at the first block that it can be given."""

    proces: TweedeProces
    werk: Voorwerk

    def read_ahead(self, aantal: int, bron: str | None = None) -> Iterator[Ontvangst]:
        return self.werk.receive_ahead(open_lezing(Bron(bron, make_blokken(aantal))), None)

    def receive(self, aantal: int) -> list[tuple[object, ...]]:
        """Receives blocks, all but the first two with the other process there."""
        gezien = []
        for nummer, (_, ontvangen) in enumerate(self.read_ahead(aantal)):
            if nummer < 2 and not self.proces._is_gereed:
                wait_until_heard(self.proces)
            gezien += [describe(deel) for deel in ontvangen]
        return gezien


@dataclass
class Bron:
    """A source of blocks that are there already."""

    bron: str | None
    blokken: Iterator[Blok]
    stroom: str = "proef"
    herstel: Source | None = None

    def read(self, _: str | None) -> Iterator[Blok]:
        return self.blokken

    def prepare(self, positie: str | None) -> str | None:
        return positie

    def lines_before(self, _: Blok, __: int) -> None:
        return None


@pytest.fixture
def proef(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proef]:
    monkeypatch.setattr(voorwerk, "REGELS_VOORAF", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with TweedeProces(Werkplaats(ONTVANGER, None)) as proces:
        yield Proef(proces, Voorwerk(ONTVANGER, proces))


def wait_until_heard(proces: TweedeProces) -> None:
    """Until the process has something to say: that it is there, or an answer."""
    assert proces._pijp is not None
    assert proces._pijp.poll(GEDULD)


def test_what_was_received_ahead_is_what_would_have_been_received_here(proef: Proef) -> None:
    assert proef.receive(5) == receive_here(5)
    assert proef.proces._is_gereed


def test_a_process_that_is_killed_is_missed_by_nobody(proef: Proef) -> None:
    gezien = []
    for nummer, (_, ontvangen) in enumerate(proef.read_ahead(6)):
        if nummer < 2:
            wait_until_heard(proef.proces)
        if nummer == 3:
            assert proef.proces._is_bezig
            os.kill(proef.proces._proces.pid, signal.SIGKILL)
            proef.proces._proces.wait()
        gezien += [describe(deel) for deel in ontvangen]
    assert gezien == receive_here(6)
    assert not proef.proces._is_gereed


def test_a_process_that_can_not_be_started_is_missed_by_nobody(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bestaat/niet")
    gezien = [describe(deel) for _, ontvangen in proef.read_ahead(3) for deel in ontvangen]
    assert gezien == receive_here(3)


def test_a_source_that_is_given_up_leaves_nothing_to_the_next(proef: Proef) -> None:
    proef.receive(3)
    for _ in proef.read_ahead(3, bron="archie"):
        assert proef.proces._is_bezig
        break
    assert proef.receive(4) == receive_here(4)
    assert proef.proces._is_gereed


def test_the_first_block_of_the_next_source_is_received_ahead_too(proef: Proef) -> None:
    proef.receive(3)
    eerste, tweede = (open_lezing(Bron(None, make_blokken(1))) for _ in range(2))
    gezien = [describe(deel) for _, ontvangen in proef.werk.receive_ahead(eerste, tweede) for deel in ontvangen]
    assert proef.werk._onderweg is tweede.peek()
    gezien += [describe(deel) for _, ontvangen in proef.werk.receive_ahead(tweede, None) for deel in ontvangen]
    assert gezien == receive_here(1) * 2


def test_a_run_of_a_few_lines_starts_no_process() -> None:
    with TweedeProces(Werkplaats(ONTVANGER, None)) as proces:
        lezing = open_lezing(Bron(None, make_blokken(3)))
        assert len(list(Voorwerk(ONTVANGER, proces).receive_ahead(lezing, None))) == 3
        assert proces._pijp is None


def break_off(aantal: int) -> Iterator[Blok]:
    yield from make_blokken(aantal)
    raise BronFout("De schijf is weg.")


def test_what_was_read_before_a_source_failed_is_received_before_it_fails() -> None:
    with TweedeProces(Werkplaats(ONTVANGER, None)) as proces:
        gelezen = Voorwerk(ONTVANGER, proces).receive_ahead(open_lezing(Bron(None, break_off(2))), None)
        assert len(list(islice(gelezen, 2))) == 2
        with pytest.raises(BronFout):
            next(gelezen)


def test_a_source_that_fails_says_so_in_its_own_turn() -> None:
    kapot = open_lezing(Bron(None, break_off(0)))
    with TweedeProces(Werkplaats(ONTVANGER, None)) as proces:
        voor = Voorwerk(ONTVANGER, proces)
        assert len(list(voor.receive_ahead(open_lezing(Bron(None, make_blokken(1))), kapot))) == 1
        with pytest.raises(BronFout):
            next(voor.receive_ahead(kapot, None))
