"""Reading files: what they may look like, how they may change, and what is then read again."""

import gzip
import os
import time
import tracemalloc
from pathlib import Path

import pytest

from indexers.ontvangst import Ontvanger
from indexers.readers.files import BYTES_PER_BLOK, FilesSource
from indexers.source import Sourceopdracht
from klantbeeld.domain.leveringen import HOOGSTE_VERSIE
from klantbeeld.normen import load_normen
from tests.meelezer import Meelezer, append, change_time

# what a file may look like


def test_files_of_a_folder_are_read_by_name_and_others_left_alone(map_: Path) -> None:
    for naam in ("b.jsonl", "a.jsonl.gz", "c.txt", ".c.jsonl.deel"):
        inhoud = naam.encode() + b"\n"
        (map_ / naam).write_bytes(gzip.compress(inhoud) if naam.endswith(".gz") else inhoud)
    assert Meelezer(map_).read() == [b"a.jsonl.gz", b"b.jsonl"]


def test_an_empty_folder_and_an_empty_file_have_no_lines(map_: Path, bestand: Path) -> None:
    bestand.touch()
    assert [Meelezer(map_).read(), Meelezer(bestand).read()] == [[], []]


def test_line_ends_of_windows_are_no_part_of_the_line(bestand: Path) -> None:
    bestand.write_bytes(b"een\r\ntwee\r\n")
    assert Meelezer(bestand).read() == [b"een", b"twee"]


def test_blank_lines_are_skipped(bestand: Path) -> None:
    bestand.write_bytes(b"\n\neen\n \t\r\n\ntwee\n\n")
    assert Meelezer(bestand).read() == [b"een", b"twee"]


def test_a_byte_order_mark_is_accepted_before_the_first_line_only(bestand: Path) -> None:
    bestand.write_bytes(b"\xef\xbb\xbfeen\n\xef\xbb\xbftwee\n")
    assert Meelezer(bestand).read() == [b"een", b"\xef\xbb\xbftwee"]


def test_a_file_with_a_byte_order_mark_alone_has_no_lines(bestand: Path) -> None:
    bestand.write_bytes(b"\xef\xbb\xbf\n")
    assert Meelezer(bestand).read() == []


def test_a_line_that_is_too_long_is_refused_and_the_next_one_is_fine(bestand: Path) -> None:
    bestand.write_bytes(b"x" * 10_000_000 + b"\nna\n")
    regels = list(Meelezer(bestand).read_regels())
    ontvanger = Ontvanger(load_normen(), lambda _: HOOGSTE_VERSIE)
    brief = ontvanger.receive("proef", regels[0]).brief
    assert brief is not None
    assert brief.reden == "REGEL_TE_LANG"
    assert regels[1].ruw == b"na"


def test_long_lines_take_no_more_memory_than_a_block(bestand: Path) -> None:
    with bestand.open("wb") as open_:
        for _ in range(20):
            open_.write(b"x" * 5_000_000 + b"\n")
    lezer = Meelezer(bestand)
    tracemalloc.start()
    aantal = sum(1 for _ in lezer.read_regels())
    piek = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert aantal == 20
    assert piek < 4 * BYTES_PER_BLOK


def test_reading_goes_on_behind_a_line_that_is_too_long(bestand: Path) -> None:
    bestand.write_bytes(b"x" * 3_000_000 + b"\n")
    lezer = Meelezer(bestand)
    assert len(lezer.read()) == 1
    append(bestand, b"na\n")
    assert lezer.restart().read() == [b"na"]


# what may become of a file


def test_what_is_added_to_a_file_is_read_and_nothing_again(bestand: Path) -> None:
    bestand.write_bytes(b"een\n")
    lezer = Meelezer(bestand)
    assert lezer.read() == [b"een"]
    assert lezer.read() == []
    append(bestand, b"twee\n")
    assert lezer.read() == [b"twee"]


@pytest.mark.parametrize("naam", ["a.jsonl", "z.jsonl"], ids=["before the others", "behind the others"])
def test_a_new_file_is_found(map_: Path, naam: str) -> None:
    (map_ / "m.jsonl").write_bytes(b"een\n")
    lezer = Meelezer(map_)
    assert lezer.read() == [b"een"]
    (map_ / naam).write_bytes(b"twee\n")
    assert lezer.read() == [b"twee"]


def test_a_grown_gzip_file_is_read_on(map_: Path) -> None:
    pad = map_ / "a.jsonl.gz"
    pad.write_bytes(gzip.compress(b"een\n"))
    lezer = Meelezer(map_)
    assert lezer.read() == [b"een"]
    append(pad, gzip.compress(b"twee\n"))
    assert lezer.restart().read() == [b"twee"]


@pytest.mark.parametrize(
    "nieuw", [b"nul\ndrie\nvier\n", b"nul\ndrie\n", b"nul\n"], ids=["a longer file", "as long a file", "a shorter file"]
)
def test_a_file_that_was_replaced_is_read_from_its_beginning(bestand: Path, nieuw: bytes) -> None:
    bestand.write_bytes(b"een\ntwee\n")
    lezer = Meelezer(bestand)
    lezer.read()
    bestand.write_bytes(nieuw)
    change_time(bestand)
    assert lezer.restart().read() == nieuw.splitlines()
    assert lezer.read() == nieuw.splitlines()


def test_a_file_that_was_mended_before_its_last_line_without_growing_is_read_again(bestand: Path) -> None:
    bestand.write_bytes(b"fout\ntwee\n")
    lezer = Meelezer(bestand)
    lezer.read()
    bestand.write_bytes(b"goed\ntwee\n")
    change_time(bestand)
    assert lezer.read() == [b"goed", b"twee"]


def test_a_truncated_file_is_read_from_its_beginning(bestand: Path) -> None:
    bestand.write_bytes(b"een\ntwee\ndrie\n")
    lezer = Meelezer(bestand)
    lezer.read()
    os.truncate(bestand, 4)
    assert lezer.read() == [b"een"]


def test_a_file_that_went_away_from_its_folder_is_forgotten(map_: Path) -> None:
    for naam in "ab":
        (map_ / f"{naam}.jsonl").write_bytes(f"{naam}\n".encode())
    lezer = Meelezer(map_)
    lezer.read()
    (map_ / "a.jsonl").unlink()
    append(map_ / "b.jsonl", b"c\n")
    assert lezer.read() == [b"c"]
    assert lezer.positie is not None
    assert "a.jsonl" not in lezer.positie


def test_a_dangling_link_in_a_folder_is_no_file(map_: Path) -> None:
    (map_ / "a.jsonl").symlink_to(map_ / "weg")
    (map_ / "b.jsonl").write_bytes(b"een\n")
    assert Meelezer(map_).read() == [b"een"]


# lines without an end


def test_a_line_without_an_end_is_read_whole_once_it_has_one(bestand: Path) -> None:
    bestand.write_bytes(b"een\ntw")
    lezer = Meelezer(bestand)
    assert lezer.read() == [b"een"]
    append(bestand, b"ee\n")
    assert lezer.read() == [b"twee"]


def test_a_line_without_an_end_is_not_passed_by_the_files_behind_it(map_: Path) -> None:
    (map_ / "a.jsonl").write_bytes(b"een\ntw")
    (map_ / "b.jsonl").write_bytes(b"drie\n")
    lezer = Meelezer(map_)
    assert lezer.read() == [b"een", b"drie"]
    append(map_ / "a.jsonl", b"ee\n")
    assert lezer.restart().read() == [b"twee"]


def test_a_file_of_one_line_without_an_end_holds_up_nothing(map_: Path) -> None:
    (map_ / "a.jsonl").write_bytes(b"ee")
    (map_ / "b.jsonl").write_bytes(b"twee\n")
    lezer = Meelezer(map_)
    assert lezer.read() == [b"twee"]
    append(map_ / "a.jsonl", b"n\n")
    assert [(regel.ruw, regel.eerste) for regel in lezer.read_regels()] == [(b"een", True)]


def test_a_very_long_line_without_an_end_is_waited_for(bestand: Path) -> None:
    bestand.write_bytes(b"een\n" + b"x" * 3_000_000)
    lezer = Meelezer(bestand)
    assert lezer.read() == [b"een"]
    append(bestand, b"\nna\n")
    assert [regel[:3] for regel in lezer.restart().read()] == [b"xxx", b"na"]


# how much work it is


def test_lines_of_small_files_share_a_block(map_: Path) -> None:
    for nummer in range(3_000):
        (map_ / f"{nummer:05}.jsonl").write_bytes(b"een\n")
    blokken = list(FilesSource(Sourceopdracht("proef", "proef", map_)).read(None))
    assert [len(blok.regels) for blok in blokken] == [2_000, 1_000]


def test_the_time_to_read_a_folder_grows_with_its_files_and_not_with_their_square(map_: Path) -> None:
    def measure(aantal: int) -> float:
        deel = map_ / str(aantal)
        deel.mkdir()
        for nummer in range(aantal):
            (deel / f"{nummer:05}.jsonl").write_bytes(b"een\n" * 5)
        begin = time.process_time()
        for blok in FilesSource(Sourceopdracht("proef", "proef", deel)).read(None):
            blok.posities.before(len(blok.regels))
        return time.process_time() - begin

    assert measure(4_000) < 12 * measure(1_000)
