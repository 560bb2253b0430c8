"""How the commands speak: answers on standard output, everything else in plain words on standard error."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import orjson
import typer
from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from indexers.pipeline import Verloop
from klantbeeld.errors import KlantbeeldError

meldingen = Console(stderr=True)

_KOLOMMEN = {
    "bron": "bron",
    "status": "status",
    "bijgewerktOp": "bijgewerkt op",
    "levend": "levend",
    "received": "ontvangen",
    "applied": "toegepast",
    "superseded": "vervallen",
    "unchanged": "ongewijzigd",
    "deadLettered": "dode brieven",
    "storing": "storing",
}


@contextmanager
def speak_plainly() -> Iterator[None]:
    """Turns the errors of the product into one line and exit code 1."""
    try:
        yield
    except KlantbeeldError as fout:
        meldingen.print(f"{fout.code}: {fout}", style="red", markup=False, highlight=False)
        raise typer.Exit(1) from None


class Tempo(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


@contextmanager
def show_progress(wat: str) -> Iterator[Callable[[int], None]]:
    """A running count with its rate, on a terminal only. Gives the function to call with each number that was done."""
    kolommen = (SpinnerColumn(), TextColumn("{task.description} {task.completed:.0f}"), TimeElapsedColumn(), Tempo())
    with Progress(*kolommen, console=meldingen, transient=True, disable=not meldingen.is_terminal) as balk:
        taak = balk.add_task(wat, total=None)
        yield lambda aantal: balk.advance(taak, aantal)


def report_verloop(verloop: Verloop) -> None:
    """Tells what a run did; a source that was stopped makes the command fail."""
    aantallen = ", ".join(f"{naam} {aantal}" for naam, aantal in sorted(verloop.uitkomsten.items()) if aantal)
    meldingen.print(f"{verloop.regels} regels gelezen: {aantallen or 'niets nieuws'}.", highlight=False)
    for oordeel in verloop.momentopnamen:
        reden = f"niets verwijderd ({oordeel.reden})" if oordeel.reden else f"{oordeel.verwijderd} verwijderd"
        meldingen.print(f"Momentopname van {oordeel.bron}: {reden}.", highlight=False)
    if verloop.gestopt:
        gestopt = ", ".join(verloop.gestopt)
        meldingen.print(f"Gestopt: {gestopt}. Zie klantbeeld status en klantbeeld dead-letters list.", style="red")
        raise typer.Exit(1)


def print_status(stand: Mapping[str, Any]) -> None:
    """The state of the store as a table."""
    tabel = Table(*_KOLOMMEN.values())
    for bron in stand["bronnen"]:
        tabel.add_row(*(str(bron[veld]) if bron[veld] is not None else "–" for veld in _KOLOMMEN))
    uitvoer = Console(file=sys.stdout)
    uitvoer.print(tabel)
    brieven = ", ".join(f"{reden} {aantal}" for reden, aantal in stand["dodeBrieven"].items())
    uitvoer.print(f"digest {stand['digest']} over {stand['documenten']} documenten", highlight=False)
    uitvoer.print(f"nog af te leiden: {stand['markeringen']} · dode brieven: {brieven or 'geen'}", highlight=False)


def print_json(waarde: object) -> None:
    """Readable JSON on standard output."""
    sys.stdout.buffer.write(orjson.dumps(waarde, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
