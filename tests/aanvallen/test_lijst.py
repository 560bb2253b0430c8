"""The table of attacks in the README here says which test tries each, and those tests say so themselves."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.teksten import WORTEL, read_numbers

TABEL = Path(__file__).with_name("README.md")
RIJ = re.compile(r"^\| (S[0-9]{2}) .+? \| .+? \| (.*?) ?\|$", re.MULTILINE)
AANVALLEN = [f"S{nummer:02}" for nummer in range(1, 29)]


@cache
def read_rijen() -> dict[str, list[str]]:
    return {aanval: re.findall(r"`([^`]+\.py)`", tests) for aanval, tests in RIJ.findall(TABEL.read_text(encoding="utf-8"))}


def test_every_attack_has_a_row() -> None:
    assert list(read_rijen()) == AANVALLEN


@pytest.mark.parametrize("aanval", AANVALLEN)
def test_an_attack_is_tried_where_the_table_says(aanval: str) -> None:
    paden = [WORTEL / "tests" / naam for naam in read_rijen()[aanval]]
    assert [pad.name for pad in paden if aanval not in read_numbers(pad, "S")] == []
    assert paden


def test_a_test_that_names_an_attack_stands_in_the_table() -> None:
    genoemd = {
        (aanval, str(pad.relative_to(WORTEL / "tests")))
        for pad in (WORTEL / "tests").glob("*/test_*.py")
        if pad != Path(__file__)
        for aanval in read_numbers(pad, "S")
    }
    assert sorted(genoemd - {(aanval, naam) for aanval, namen in read_rijen().items() for naam in namen}) == []
