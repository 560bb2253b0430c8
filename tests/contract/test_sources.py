"""Every way of delivery keeps the promise of ``indexers.source.Source``: lines in their order, from any position.

A new reader joins by one entry in ``MAKERS``: how lines are delivered so that it can read them. See ``docs/new-source.md``.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexers.registry import LEZERS
from indexers.source import Blok, Source, Sourceopdracht
from klantbeeld.errors import BronFout

MAKERS: dict[str, Callable[[Path, list[bytes]], Path]] = {
    "bestanden": lambda map_, regels: write_lines(map_ / "bron.jsonl", regels),
}
"""Per reader: delivers lines in a folder and says at which path."""
REGELS = [f'{{"nummer":{nummer}}}'.encode() for nummer in range(5)]


def write_lines(pad: Path, regels: list[bytes]) -> Path:
    pad.write_bytes(b"".join(regel + b"\n" for regel in regels))
    return pad


def open_source(lezer: str, pad: Path) -> Source:
    return LEZERS[lezer](Sourceopdracht("proef", "proef", pad))


def read_blocks(source: Source, positie: str | None = None) -> list[Blok]:
    return list(source.read(positie))


def lines_of(blokken: list[Blok]) -> list[bytes]:
    return [regel.ruw for blok in blokken for regel in blok.regels]


def test_every_reader_is_held_to_this_contract() -> None:
    assert LEZERS.keys() == MAKERS.keys()


@pytest.mark.parametrize("lezer", MAKERS)
def test_a_source_keeps_the_name_of_its_stream_and_source(lezer: str, tmp_path: Path) -> None:
    source = open_source(lezer, MAKERS[lezer](tmp_path, REGELS))
    assert (source.stroom, source.bron) == ("proef", "proef")


@pytest.mark.parametrize("lezer", MAKERS)
def test_a_source_gives_every_line_in_its_order(lezer: str, tmp_path: Path) -> None:
    assert lines_of(read_blocks(open_source(lezer, MAKERS[lezer](tmp_path, REGELS)))) == REGELS


@pytest.mark.parametrize("lezer", MAKERS)
@pytest.mark.parametrize("nummer", range(len(REGELS)))
def test_a_source_goes_on_at_any_line_of_a_block(lezer: str, nummer: int, tmp_path: Path) -> None:
    pad = MAKERS[lezer](tmp_path, REGELS)
    blok = read_blocks(open_source(lezer, pad))[0]
    verder = lines_of(read_blocks(open_source(lezer, pad), blok.posities.before(nummer)))
    assert verder[-len(REGELS[nummer:]) :] == REGELS[nummer:]


@pytest.mark.parametrize("lezer", MAKERS)
def test_behind_the_last_line_there_is_nothing(lezer: str, tmp_path: Path) -> None:
    pad = MAKERS[lezer](tmp_path, REGELS)
    blok = read_blocks(open_source(lezer, pad))[-1]
    assert lines_of(read_blocks(open_source(lezer, pad), blok.posities.before(len(blok.regels)))) == []


@pytest.mark.parametrize("lezer", MAKERS)
def test_what_came_before_a_line_can_be_read_again_or_is_not_there(lezer: str, tmp_path: Path) -> None:
    source = open_source(lezer, MAKERS[lezer](tmp_path, REGELS))
    eerder = source.lines_before(read_blocks(source)[0], 3)
    assert eerder is None or list(eerder) == REGELS[:3]


@pytest.mark.parametrize("lezer", MAKERS)
def test_where_a_line_came_from_tells_nothing_of_its_content(lezer: str, tmp_path: Path) -> None:
    blokken = read_blocks(open_source(lezer, MAKERS[lezer](tmp_path, [b'{"naam":"geheim"}'])))
    assert "geheim" not in blokken[0].regels[0].herkomst


@pytest.mark.parametrize("lezer", MAKERS)
def test_a_source_that_is_not_there_is_a_failure_of_that_source(lezer: str, tmp_path: Path) -> None:
    with pytest.raises(BronFout):
        read_blocks(open_source(lezer, tmp_path / "weg"))
