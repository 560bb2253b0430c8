"""What others made and we bring along unchanged: every file is the one that was looked at, and says where it comes from."""

import hashlib
from pathlib import Path

import pytest

from tests.teksten import WORTEL, name_page

STATIC = WORTEL / "klantbeeld" / "web" / "static"
MAPPEN = [STATIC / "ams", STATIC / "graphiql", STATIC / "letters", WORTEL / "tests" / "scherm" / "axe"]


def read_sommen(map_: Path) -> dict[str, str]:
    return {naam: som for som, naam in (regel.split() for regel in (map_ / "sha256sums.txt").read_text().splitlines())}


def test_all_folders_with_files_of_others_are_known() -> None:
    assert sorted({*STATIC.rglob("HERKOMST.md"), *(WORTEL / "tests").rglob("HERKOMST.md")}) == [
        map_ / "HERKOMST.md" for map_ in MAPPEN
    ]


@pytest.mark.parametrize("map_", MAPPEN, ids=name_page)
def test_the_files_are_the_ones_that_were_looked_at(map_: Path) -> None:
    sommen = read_sommen(map_)
    assert {naam: hashlib.sha256((map_ / naam).read_bytes()).hexdigest() for naam in sommen} == sommen


@pytest.mark.parametrize("map_", MAPPEN, ids=name_page)
def test_every_file_has_a_sum_and_a_line_that_says_where_it_comes_from(map_: Path) -> None:
    namen = {pad.name for pad in map_.iterdir()} - {"HERKOMST.md", "sha256sums.txt"}
    herkomst = (map_ / "HERKOMST.md").read_text(encoding="utf-8")
    assert set(read_sommen(map_)) == namen
    assert [naam for naam in sorted(namen) if f"`{naam}`" not in herkomst] == []
