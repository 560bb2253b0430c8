"""Reading the documentation as tests need it: its files, its code blocks and what they print, the commands that it names."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORTEL = Path(__file__).parent.parent

_BLOK = re.compile(r"(?:<!-- (?P<merk>[a-z ]+) -->\n)?^ *```(?P<taal>\w*)\n(?P<tekst>.*?)^ *```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_KLANTBEELD = re.compile(r"(?:^|[\s/(])klantbeeld ([a-z][^|>&;\n]*)")
_MAKE = re.compile(r"(?:^|&& )make ([a-z][a-z-]*)")


@dataclass(frozen=True, slots=True)
class Codeblok:
    """A fenced block; ``merk`` is the comment right above it (``runs``, ``shows``, ``starts the demo``)."""

    merk: str
    taal: str
    tekst: str


def list_pages() -> list[Path]:
    """Every page of documentation, outside folders that begin with a dot."""
    paden = (pad for pad in WORTEL.rglob("*.md") if not any(deel.startswith(".") for deel in pad.relative_to(WORTEL).parts))
    return sorted(pad for pad in paden if "egg-info" not in str(pad) and "node_modules" not in pad.parts)


def name_page(pad: Path) -> str:
    return str(pad.relative_to(WORTEL))


def list_blocks(pad: Path) -> list[Codeblok]:
    """The fenced blocks of a page, in order."""
    tekst = pad.read_text(encoding="utf-8")
    return [Codeblok(blok["merk"] or "", blok["taal"], blok["tekst"]) for blok in _BLOK.finditer(tekst)]


def list_runs(pad: Path) -> list[tuple[Codeblok, Codeblok | None]]:
    """The blocks of a page that are marked ``runs``, each with what the page shows below it as its output."""
    blokken = list_blocks(pad)
    volgende = [*blokken[1:], None]
    paren = zip(blokken, volgende, strict=True)
    return [(blok, na if na and na.merk == "shows" else None) for blok, na in paren if blok.merk == "runs"]


def list_code(pad: Path) -> Iterator[str]:
    """Everything on a page that is written as code: lines of blocks, and pieces between backticks."""
    for blok in list_blocks(pad):
        yield from blok.tekst.splitlines()
    yield from _INLINE.findall(_BLOK.sub("", pad.read_text(encoding="utf-8")))


def list_klantbeeld(pad: Path) -> set[str]:
    """The command lines behind ``klantbeeld`` that a page writes as code."""
    return {opdracht.strip() for code in list_code(pad) for opdracht in _KLANTBEELD.findall(code) if opdracht.strip()}


def list_make(pad: Path) -> set[str]:
    """The targets that a page tells to make."""
    return {doel for code in list_code(pad) for doel in _MAKE.findall(code)}


@cache
def read_numbers(pad: Path, letter: str) -> frozenset[str]:
    """The faults (``F``) or attacks (``S``) that a module of tests, or one of the tests in it, says that it tries."""
    nummer = re.compile(rf"\b{letter}[0-9]{{2}}\b")
    tekst = pad.read_text(encoding="utf-8")
    if not nummer.search(tekst):
        return frozenset()
    boom = ast.parse(tekst)
    delen: list[ast.Module | ast.FunctionDef] = [boom]
    delen += (deel for deel in boom.body if isinstance(deel, ast.FunctionDef) and deel.name.startswith("test_"))
    assert len(delen) > 1, f"{pad.name} has no test"
    return frozenset(deel for knoop in delen for deel in nummer.findall(ast.get_docstring(knoop) or ""))
