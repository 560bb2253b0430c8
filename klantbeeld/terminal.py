"""How the commands speak: answers on standard output, everything else in plain words on standard error."""

import errno
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from indexers.heropbouw import Opbouwverslag
from indexers.verloop import Verloop
from klantbeeld.domain.items import Uitkomst
from klantbeeld.errors import BestandFout, KlantbeeldError
from klantbeeld.logregels import plain
from klantbeeld.toestand import ALARMEN, OVERIGE

meldingen = Console(stderr=True, markup=False, highlight=False, soft_wrap=True)
WIJDSTE_TABEL = 10_000
GESTOPT = 130
"""The exit code of a command that was stopped before it was done, by Ctrl-C or SIGTERM."""

UITKOMSTEN = {
    Uitkomst.TOEGEPAST: "toegepast",
    Uitkomst.VERVALLEN: "vervallen",
    Uitkomst.ONGEWIJZIGD: "ongewijzigd",
    Uitkomst.GEWEIGERD: "dode brieven",
    Uitkomst.GEWIST: "gewist",
}
"""What became of records, as an operator reads it."""

_BESTANDSREDENEN = {
    errno.EACCES: "geen toegang",
    errno.EEXIST: "bestaat al",
    errno.EFBIG: "wordt te groot",
    errno.ENOENT: "bestaat niet",
    errno.ENOSPC: "de schijf is vol",
    errno.ENOTDIR: "is geen map",
    errno.EROFS: "alleen te lezen",
}
"""Why a file or folder cannot be used; of others the system says it."""

_GEBRUIK = (
    (r"No such option: (\S+)", r"Onbekende optie \1."),
    (r" \(Possible options: (.*)\)", r" Bedoelde u \1?"),
    (r"No such command '(.*?)'\.", r"Onbekende opdracht \1."),
    (r" Did you mean '(.*)'\?", r" Bedoelde u \1?"),
    (r"Missing argument '(.*?)'\.", r"Er ontbreekt een waarde voor \1."),
    (r"Missing option '(.*?)'\.", r"De optie \1 ontbreekt."),
    (r"Missing command\.", "Er ontbreekt een opdracht."),
    (r"Option '(.*?)' requires an argument\.", r"Er ontbreekt een waarde na \1."),
    (r"Option '(.*?)' does not take a value\.", r"Na \1 hoort geen waarde."),
    (r"Got unexpected extra argument\(s\) \((.*)\)", r"Dit is te veel: \1."),
    (r"Invalid value for '(.*?)': (.*)", r"De waarde van \1 kan niet: \2"),
    (r"Input should be a valid integer.*", "geef een geheel getal."),
    (r"Input should be less than or equal to (.*)", r"geef ten hoogste \1."),
    (r"Input should be greater than or equal to (.*)", r"geef minstens \1."),
    (r"Value error, .* does not match the formats '%Y-%m-%d'\.", "schrijf een dag als jjjj-mm-dd."),
)
"""What the library says of wrong usage, by pattern, and how we say it. Of anything else its own words are shown."""

_VERSHEID = {
    "bron": "bron",
    "status": "status",
    "bijgewerktOp": "bijgewerkt op",
    "achterstandInSeconden": "achterstand",
    "storing": "storing",
}
_AANTALLEN = {
    "bron": "bron",
    "levend": "levend",
    "received": "ontvangen",
    "applied": UITKOMSTEN[Uitkomst.TOEGEPAST],
    "superseded": UITKOMSTEN[Uitkomst.VERVALLEN],
    "unchanged": UITKOMSTEN[Uitkomst.ONGEWIJZIGD],
    "deadLettered": UITKOMSTEN[Uitkomst.GEWEIGERD],
    "erased": UITKOMSTEN[Uitkomst.GEWIST],
}


@contextmanager
def speak_plainly() -> Iterator[None]:
    """Turns the errors of the product, and those of files and folders, into one line and exit code 1; being stopped into one
    line and exit code 130."""
    try:
        yield
    except KlantbeeldError as fout:
        raise fail(fout.code, str(fout)) from None
    except BrokenPipeError:
        raise  # whoever read our answer stopped: typer ends quietly
    except KeyboardInterrupt:
        meldingen.print("Gestopt.")
        raise typer.Exit(GESTOPT) from None
    except OSError as fout:
        reden = _BESTANDSREDENEN.get(fout.errno or 0, fout.strerror)
        raise fail(BestandFout.code, f"{fout.filename or 'Een bestand'}: {reden}.") from None


def fail(code: str, melding: str) -> typer.Exit:
    """Says in one line what went wrong. Gives the exception that ends the command with exit code 1."""
    meldingen.print(f"{code}: {plain(melding)}", style="red")
    return typer.Exit(1)


def explain_usage(melding: str) -> str:
    """What is wrong with how a command was given, in Dutch where we know how."""
    for patroon, vertaling in _GEBRUIK:
        melding = re.sub(patroon, vertaling, melding)
    return melding


def print_table(kolommen: Iterable[str], rijen: Iterable[Iterable[object]]) -> None:
    """A table on standard output; nothing in it is taken for markup or cut off, and a dash stands for nothing."""
    tabel = Table()
    for kop in kolommen:
        tabel.add_column(kop, overflow="fold")
    for rij in rijen:
        tabel.add_row(*(Text(plain("–" if deel is None else str(deel))) for deel in rij))
    uitvoer = Console(file=sys.stdout, markup=False, highlight=False)
    if not uitvoer.is_terminal:
        uitvoer.width = WIJDSTE_TABEL  # a program that reads along gets every value whole
    uitvoer.print(tabel)


class Tempo(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


@contextmanager
def show_progress(wat: str, totaal: int | None = None) -> Iterator[Callable[[int], None]]:
    """A running count with its rate, on a terminal only; with (an estimate of) the whole also a bar and the time left. Gives
    the function to call with each number that was done."""
    kolommen: list[ProgressColumn] = [SpinnerColumn(), TextColumn("{task.description} {task.completed:.0f}")]
    kolommen += [BarColumn(), TaskProgressColumn()] if totaal else []
    kolommen += [Tempo(), TimeElapsedColumn(), *([TextColumn("nog"), TimeRemainingColumn()] if totaal else [])]
    with Progress(*kolommen, console=meldingen, transient=True, disable=not meldingen.is_terminal) as balk:
        taak = balk.add_task(wat, total=totaal or None)
        yield lambda aantal: balk.advance(taak, aantal)


def report_verloop(verloop: Verloop, bekend: Collection[str]) -> None:
    """Tells what a run did, as a whole and per source; a source that was stopped makes the command fail. The names of sources
    that are not ``bekend`` were delivered, and may be anything: those are not told."""

    def name(bron: str) -> str:
        return bron if bron in bekend else OVERIGE

    meldingen.print(f"{verloop.regels} regels gelezen: {describe_uitkomsten(verloop.uitkomsten) or 'niets nieuws'}.")
    per_bron = verloop.count_per_bron(name)
    if len(per_bron) > 1:
        for bron, geteld in per_bron.items():
            meldingen.print(f"  {bron}: {describe_uitkomsten(geteld)}")
    for oordeel in verloop.momentopnamen:
        reden = f"niets verwijderd ({oordeel.reden})" if oordeel.reden else f"{oordeel.verwijderd} verwijderd"
        meldingen.print(f"Momentopname van {name(oordeel.bron)}: {reden}.")
    for bron, code in verloop.gestopt.items():
        meldingen.print(f"Gestopt: {name(bron)} ({code}): {ALARMEN[code]}.", style="red")
    if verloop.uitkomsten[Uitkomst.GEWEIGERD]:
        meldingen.print("Waarom regels zijn geweigerd: klantbeeld dead-letters list.", style="red")
    if verloop.gestopt:
        meldingen.print("Wat te doen staat per code in deploy/runbook.md.", style="red")
        raise typer.Exit(1)


def describe_uitkomsten(geteld: Counter[Uitkomst]) -> str:
    """What became of records, in the words of the status."""
    return ", ".join(f"{naam} {geteld[uitkomst]}" for uitkomst, naam in UITKOMSTEN.items() if geteld[uitkomst])


def report_opbouw(verslag: Opbouwverslag, *, terug: bool = False) -> None:
    """Tells what a rebuild did, or with ``terug`` going back to the previous generation."""
    gedaan = "De vorige generatie van de store is weer in gebruik" if terug else "De store is opnieuw opgebouwd"
    meldingen.print(f"{gedaan}: {verslag.overgebracht} records overgebracht.")
    if verslag.geweigerd:
        meldingen.print(f"{verslag.geweigerd} daarvan zijn nu dode brieven: zie klantbeeld dead-letters list.", style="red")
    for bron, aantal in sorted(verslag.verdwenen.items()):
        meldingen.print(f"{bron}: {aantal} records vervallen, de bron heeft ze niet meer.")


def print_controle(verslag: Mapping[str, Any]) -> None:
    """What a verification found: what was compared, what differs, and what still does after repairing."""
    bronnen, werkgevers = len(verslag["bronnen"]), verslag["werkgevers"]
    uitvoer = [f"vergeleken: {verslag['regels']} regels van {bronnen} bronnen, en {werkgevers} werkgevers"]
    uitvoer += [f"niet vergeleken: {bron} ({reden})" for bron, reden in verslag["nietVergeleken"].items()]
    uitvoer += [f"{deel['soort']}: {deel['document']}" for deel in verslag["verschillen"]]
    uitvoer.append(f"verschillen: {describe_aantallen(verslag['gevonden'])}")
    if verslag["over"] is not None:
        uitvoer.append(f"na herstel: {describe_aantallen(verslag['over'])}")
    if "wees" in (verslag["gevonden"] if verslag["over"] is None else verslag["over"]):
        uitvoer.append("Wat alleen de store heeft, gaat pas weg met --repair --bevestig-verwijderen.")
    sys.stdout.write("\n".join(map(plain, uitvoer)) + "\n")


def describe_controle(verslag: Mapping[str, Any] | None) -> str:
    if verslag is None:
        return "nog niet gedaan"
    verschillen = verslag["gevonden"] if verslag["over"] is None else verslag["over"]
    return f"{verslag['op']}, verschillen: {describe_aantallen(verschillen)}"


def describe_aantallen(aantallen: Mapping[str, int]) -> str:
    return ", ".join(f"{soort} {aantal}" for soort, aantal in aantallen.items()) or "geen"


def print_status(stand: Mapping[str, Any]) -> None:
    """The state of the store: a table of how fresh the sources are, one of what became of records, and what is about all."""
    for kolommen in (_VERSHEID, _AANTALLEN):
        print_table(kolommen.values(), ([_show_veld(veld, bron[veld]) for veld in kolommen] for bron in stand["bronnen"]))
    alarmen = sorted((alarm["code"], alarm["bron"] or "") for alarm in stand["alarmen"])
    for code, van in groupby(alarmen, key=itemgetter(0)):
        bronnen = ", ".join(bron for _, bron in van if bron)
        sys.stdout.write(f"{code}: {ALARMEN.get(code, '')}" + (f" ({bronnen})\n" if bronnen else "\n"))
    sys.stdout.write(f"laatste controle: {describe_controle(stand['controle'])}\n")
    generatie = stand["generatie"]
    bezig = " · er wordt een nieuwe opgebouwd" if generatie["inOpbouw"] else ""
    sys.stdout.write(f"generatie: {generatie['levend']} · vorige: {generatie['vorige'] or 'geen'}{bezig}\n")
    sys.stdout.write(f"digest {stand['digest']} over {stand['documenten']} documenten\n")
    for bron, stroom in stand["stromen"].items():
        wachtend = "onbekend" if stroom is None else f"{stroom['wachtend']} sinds {stroom['sinds'] or '-'}"
        sys.stdout.write(f"wacht op de bus van {bron}: {wachtend}\n")
    sys.stdout.write(f"nog af te leiden: {stand['markeringen']} · dode brieven: {describe_aantallen(stand['dodeBrieven'])}\n")


def _show_veld(veld: str, waarde: object) -> object:
    """A value of a source as a person reads it."""
    if veld == "achterstandInSeconden" and isinstance(waarde, float):
        uren, seconden = divmod(int(waarde), 3600)
        return f"{uren}:{seconden // 60:02}:{seconden % 60:02}"
    return waarde


def print_json(waarde: object) -> None:
    """Readable JSON on standard output."""
    sys.stdout.buffer.write(orjson.dumps(waarde, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
