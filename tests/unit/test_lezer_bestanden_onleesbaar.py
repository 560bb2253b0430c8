"""Files and folders that can't be read: a failing source, and one that comes back."""

import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexers.readers.files import FilesSource
from indexers.source import Sourceopdracht
from klantbeeld.errors import BronFout
from tests.meelezer import Meelezer, append


@pytest.mark.parametrize(
    "inhoud",
    [b"geen gzip", gzip.compress(b"een\n" * 1000)[:-20], gzip.compress(os.urandom(5000))[:20] + b"\xff" * 500],
    ids=["not gzip at all", "cut off", "damaged within"],
)
def test_a_broken_gzip_file_is_a_failing_source(map_: Path, inhoud: bytes) -> None:
    (map_ / "a.jsonl.gz").write_bytes(inhoud)
    with pytest.raises(BronFout, match=r"a\.jsonl\.gz"):
        Meelezer(map_).read()


def test_what_stands_before_a_broken_file_is_taken_in(map_: Path) -> None:
    (map_ / "a.jsonl").write_bytes(b"een\n")
    (map_ / "b.jsonl.gz").write_bytes(b"geen gzip")
    lezer = Meelezer(map_)
    with pytest.raises(BronFout):
        lezer.read()
    (map_ / "b.jsonl.gz").write_bytes(gzip.compress(b"twee\n"))
    assert lezer.read() == [b"twee"]


def test_a_folder_in_the_place_of_a_file_is_a_failing_source(map_: Path) -> None:
    (map_ / "a.jsonl").mkdir()
    with pytest.raises(BronFout, match="IsADirectoryError"):
        Meelezer(map_).read()


@contextmanager
def without_rights(pad: Path) -> Iterator[None]:
    """Takes away every right on a path; root, who may do everything, is somebody else for a while."""
    wie, rechten = os.geteuid(), pad.stat().st_mode
    pad.chmod(0)
    if wie == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(wie)
        pad.chmod(rechten)


@pytest.mark.parametrize("wat", ["map", "map/a.jsonl"])
def test_what_may_not_be_read_is_a_failing_source_until_it_may(map_: Path, wat: str) -> None:
    (map_ / "a.jsonl").write_bytes(b"een\n")
    lezer = Meelezer(map_)
    with without_rights(map_.parent / wat), pytest.raises(BronFout, match="PermissionError"):
        lezer.read()
    assert lezer.read() == [b"een"]


def test_a_path_that_runs_through_a_file_is_a_failing_source(bestand: Path) -> None:
    bestand.write_bytes(b"een\n")
    with pytest.raises(BronFout, match="NotADirectoryError"):
        Meelezer(bestand / "verder.jsonl").read()


def test_a_folder_that_goes_away_is_a_failing_source_until_it_is_back(map_: Path) -> None:
    (map_ / "a.jsonl").write_bytes(b"een\n")
    lezer = Meelezer(map_)
    lezer.read()
    shutil.move(map_, map_.parent / "elders")
    with pytest.raises(BronFout, match="bestaat niet"):
        lezer.read()
    shutil.move(map_.parent / "elders", map_)
    append(map_ / "a.jsonl", b"twee\n")
    assert lezer.read() == [b"twee"]


def test_a_file_that_can_no_longer_be_gone_over_again_is_a_failing_source(bestand: Path) -> None:
    bestand.write_bytes(b"een\ntwee\n")
    source = FilesSource(Sourceopdracht("proef", "proef", bestand))
    (blok,) = source.read(None)
    bestand.unlink()
    with pytest.raises(BronFout, match="opnieuw"):
        list(source.lines_before(blok, 1))
