"""What generated pages have in common: their first line, and tables."""

from collections.abc import Iterable, Sequence

KOP = "<!-- Made by docs/generate.py: run `make docs` after a change; edits here are lost. -->\n"


def table(koppen: Sequence[str], rijen: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table."""
    return [_row(koppen), _row(["---"] * len(koppen)), *map(_row, rijen)]


def _row(cellen: Sequence[str]) -> str:
    return f"| {' | '.join(cellen)} |"
