"""About how many lines there are to read, for who watches: from sizes and first lines, without reading the rest."""

import os
from pathlib import Path

import pytest

from indexers.readers.files import PROEFSTUK, estimate_regels


def write(pad: Path, aantal: int) -> Path:
    pad.write_bytes(b"".join(b'{"nummer": %06d}\n' % nummer for nummer in range(aantal)))
    return pad


def test_a_file_that_is_longer_than_what_is_looked_at_is_estimated(tmp_path: Path) -> None:
    pad = write(tmp_path / "a.jsonl", 30_000)
    assert pad.stat().st_size > 5 * PROEFSTUK
    assert estimate_regels([pad]) == pytest.approx(30_000, rel=0.001)


def test_small_files_are_counted(tmp_path: Path) -> None:
    assert estimate_regels([write(tmp_path / "a.jsonl", 3), write(tmp_path / "b.jsonl", 4)]) == 7


def test_files_of_a_folder_are_counted_together(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", 3)
    write(tmp_path / "b.jsonl", 4)
    assert estimate_regels([tmp_path]) == 7


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert estimate_regels([write(tmp_path / "a.jsonl", 0)]) == 0


@pytest.mark.parametrize("naam", ["weg.jsonl", "pak.jsonl.gz"])
def test_what_is_not_there_or_packed_can_not_be_estimated(tmp_path: Path, naam: str) -> None:
    write(tmp_path / "pak.jsonl.gz", 1)
    assert estimate_regels([tmp_path / naam]) is None


def test_a_pipe_is_not_opened_for_an_estimate(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.jsonl")
    assert estimate_regels([tmp_path / "pijp.jsonl"]) is None
