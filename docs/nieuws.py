"""Makes of the CHANGELOG what the pages tell under "wat is er nieuw": the lines for who works with them, per version.

These lines are Dutch, under a heading of their own (``KOP``); all others are for who runs, asks or changes the product.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
KOP = "### Users of the pages (in Dutch: it is shown to them)"
NOG_NIET_UITGEGEVEN = {"Unreleased": "Nieuwste versie"}


def render_nieuw() -> str:
    """The versions that brought them something, newest first, as JSON."""
    uitgaven = [{"versie": versie, "regels": regels} for versie, regels in read_nieuws(CHANGELOG.read_text(encoding="utf-8"))]
    return json.dumps(uitgaven, ensure_ascii=False, indent=1) + "\n"


def read_nieuws(changelog: str) -> Iterator[tuple[str, list[str]]]:
    """(version, lines) of every version that has such lines."""
    for deel in re.split(r"(?m)^## ", changelog)[1:]:
        versie = deel.splitlines()[0].strip()
        _, _, nieuws = deel.partition(f"{KOP}\n")
        regels = re.findall(r"(?ms)^- (.+?)(?=\n- |\n\n|\Z)", nieuws.partition("\n### ")[0])
        if regels:
            yield NOG_NIET_UITGEGEVEN.get(versie, versie), [" ".join(regel.split()) for regel in regels]
