"""The table of faults in the README here says which test tries each, and those tests say so themselves."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.teksten import WORTEL, read_numbers

TABEL = WORTEL / "tests" / "faults" / "README.md"
RIJ = re.compile(r"^\| (F[0-9]{2}) .+? \| (.+) \|$", re.MULTILINE)
NOG_NIET = {"F28"}
FOUTEN = [f"F{nummer:02}" for nummer in range(1, 35)]


@cache
def read_rijen() -> dict[str, list[str]]:
    return {fout: re.findall(r"`([^`]+)`", tests) for fout, tests in RIJ.findall(TABEL.read_text(encoding="utf-8"))}


def test_every_fault_has_a_row() -> None:
    assert list(read_rijen()) == FOUTEN


@pytest.mark.parametrize("fout", FOUTEN)
def test_a_fault_is_tried_where_the_table_says(fout: str) -> None:
    paden = [WORTEL / "tests" / naam for naam in read_rijen()[fout]]
    assert [pad.name for pad in paden if fout not in read_numbers(pad, "F")] == []
    assert bool(paden) != (fout in NOG_NIET)


def test_a_test_that_names_a_fault_stands_in_the_table() -> None:
    genoemd = {
        (fout, str(pad.relative_to(WORTEL / "tests")))
        for pad in (WORTEL / "tests").glob("*/test_*.py")
        if pad.name != Path(__file__).name
        for fout in read_numbers(pad, "F")
    }
    assert sorted(genoemd - {(fout, naam) for fout, namen in read_rijen().items() for naam in namen}) == []
