"""``klantbeeld log``: is the consultation log whole, who saw what, and clearing up what is old enough."""

import os
import pwd
import re
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
import typer

from klantbeeld.access.audit import Raadplegingenlog
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.ketens import Schakel
from klantbeeld.access.nalezen import Keuze, Nalezing, Uitslag, prune_log, require_log, verify_log
from klantbeeld.access.policy import load_rechten
from klantbeeld.access.vastleggingen import GELUKT, Aanvraag, Vastlegging
from klantbeeld.app_log import make_log
from klantbeeld.domain.klok import add_months
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.settings import Settings, load_settings
from klantbeeld.sporen import make_trace_id
from klantbeeld.terminal import meldingen, print_json, print_table, speak_plainly

log = typer.Typer(help="Het raadplegingenlog: nagaan, bekijken, opruimen.", no_args_is_help=True)

Kop = Annotated[str | None, typer.Option(metavar="NR:ZEGEL", help="Een kop die eerder is getoond: die moet er nog in staan.")]
AlsJson = Annotated[bool, typer.Option("--json", help="Antwoord als JSON.")]

TONEN, OPRUIMEN = "log tonen", "log opruimen"
ROL = "beheerder"
"""The role of who works in the terminal of the server."""
KOLOMMEN = ("tijd", "gebruiker", "rol", "handeling", "werkgevers", "groepen", "resultaat", "herkomst", "traceId")

_KOP = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")


@log.command()
def verify(kop: Kop = None, als_json: AlsJson = False) -> None:
    """Gaat na of geen record is gewijzigd, ingevoegd, verwijderd of afgekapt."""
    with speak_plainly():
        uitslag = verify_log(find_log(load_settings()), read_kop(kop))
        if als_json:
            print_json(describe_uitslag(uitslag))
        else:
            report_uitslag(uitslag)
        if uitslag.breuken:
            raise typer.Exit(1)


@log.command()
def show(
    werkgever: Annotated[str | None, typer.Option(metavar="ID", help="Wie deze werkgever zag, en waarom.")] = None,
    gebruiker: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Wat deze gebruiker zag.")] = None,
    trace: Annotated[str | None, typer.Option(metavar="TRACE-ID", help="Wat bij dit verzoek hoort.")] = None,
    als_json: Annotated[bool, typer.Option("--json", help="Elk record als een regel JSON.")] = False,
) -> None:
    """Toont raadplegingen; dat wordt zelf ook vastgelegd."""
    keuze = Keuze(werkgever, gebruiker, trace)
    with speak_plainly():
        if keuze == Keuze():
            raise InvoerOnjuist("Kies met --werkgever, --gebruiker of --trace wat u wilt zien.")
        settings = load_settings()
        raadplegingen = find_log(settings)
        record_eigen(settings, raadplegingen, Keuze(werkgever, gebruiker, trace), TONEN)
        nalezing = Nalezing(raadplegingen)
        records = nalezing.list_records(keuze)
        if als_json:
            for record in records:
                sys.stdout.write(orjson.dumps(record).decode() + "\n")
        else:
            print_table(KOLOMMEN, ([_show(record.get(naam)) for naam in KOLOMMEN] for record in records))
        if nalezing.uitslag.breuken:
            meldingen.print("Het log is niet heel: zie klantbeeld log verify.", style="red")
            raise typer.Exit(1)


@log.command()
def prune() -> None:
    """Verwijdert hele bestanden die ouder zijn dan de bewaartermijn; dat wordt zelf ook vastgelegd."""
    with speak_plainly():
        settings = load_settings()
        raadplegingen = find_log(settings)
        maanden = settings.vastlegging.bewaartermijn_in_maanden
        voor = add_months(datetime.now(UTC).date(), -maanden).isoformat()
        record_eigen(settings, raadplegingen, Keuze(), OPRUIMEN)
        weg = prune_log(raadplegingen, voor)
        meldingen.print(f"Van vóór {voor} opgeruimd: {', '.join(weg) or 'niets'}.")


def find_log(settings: Settings) -> Raadplegingenlog:
    """The log of these settings. Errors: ``BestandFout`` when it is not there."""
    raadplegingen = make_log(settings)
    require_log(raadplegingen)
    return raadplegingen


def record_eigen(settings: Settings, raadplegingen: Raadplegingenlog, keuze: Keuze, handeling: str) -> None:
    """Records that somebody in the terminal does this with the log. Errors: ``NietVastgelegd``; then it is not done."""
    aanvraag = Aanvraag(find_bediener(settings), make_trace_id())
    werkgevers = (keuze.werkgever,) if keuze.werkgever else ()
    doel = aanvraag.gebruiker.doel
    raadplegingen.append([Vastlegging(handeling, aanvraag, doel, werkgevers, (), GELUKT, keuze=keuze.describe())])


def find_bediener(settings: Settings) -> Gebruiker:
    """Who works in this terminal, by the account of the machine."""
    account = f"terminal:{pwd.getpwuid(os.getuid()).pw_name}"
    bediener = load_rechten(settings.rechten).grant(ROL, account)
    if bediener is None:
        raise InvoerOnjuist(f"Het rechtenbestand kent de rol {ROL} niet, en in die rol wordt het log bekeken.")
    return bediener


def read_kop(kop: str | None) -> list[Schakel]:
    """The end of the chain that somebody wrote down. Errors: ``InvoerOnjuist``."""
    if kop is None:
        return []
    gelezen = _KOP.fullmatch(kop.strip())
    if gelezen is None:
        raise InvoerOnjuist("Een kop is een nummer en een zegel: NR:ZEGEL, zoals klantbeeld log verify die toont.")
    return [Schakel(int(gelezen[1]), gelezen[2])]


def describe_uitslag(uitslag: Uitslag) -> dict[str, Any]:
    """What was found, as JSON values."""
    return {
        "isHeel": not uitslag.breuken,
        "records": uitslag.aantal,
        "afgebroken": uitslag.afgebroken,
        "kop": f"{uitslag.kop.nr}:{uitslag.kop.zegel}",
        "breuken": [breuk._asdict() for breuk in uitslag.breuken],
    }


def report_uitslag(uitslag: Uitslag) -> None:
    """What was found, in words."""
    for breuk in uitslag.breuken:
        meldingen.print(f"{breuk.soort} bij {breuk.plaats}: {breuk.uitleg}.", style="red")
    if uitslag.afgebroken:
        meldingen.print(f"{uitslag.afgebroken} regels zijn nooit afgemaakt; daarop is niets getoond.")
    if not uitslag.breuken:
        meldingen.print(f"De keten is heel: {uitslag.aantal} records.", style="green")
    meldingen.print(f"Kop, om ergens anders te bewaren: {uitslag.kop.nr}:{uitslag.kop.zegel}")


def _show(waarde: object) -> object:
    return " ".join(map(str, waarde)) if isinstance(waarde, list) else waarde or ""
