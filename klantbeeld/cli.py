"""The console script ``klantbeeld``: every command of the product, thin over ``klantbeeld.app`` and its neighbours."""

import asyncio
import signal
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from indexers.configuratie import load_bronnen
from indexers.pipeline import Opdracht
from indexers.readers.files import FilesSource, estimate_regels
from indexers.samples.generator import Samplesopdracht, write_samples
from klantbeeld import demo as demonstratie
from klantbeeld.app import (
    grant_rol,
    list_fouten,
    make_klok,
    make_token,
    make_uitvoering,
    open_klantbeeld,
    open_laadstraat,
    open_sources,
)
from klantbeeld.app_redis import count_lag
from klantbeeld.cli_beheer import erase, maintain, rebuild, verify
from klantbeeld.cli_dead_letters import dead_letters
from klantbeeld.cli_log import log
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.uitleg import ZOEKHINT
from klantbeeld.errors import InstellingOnjuist, InvoerOnjuist
from klantbeeld.laden import Stopknop, Volger, load_file
from klantbeeld.logregels import configure_logs, plain
from klantbeeld.luisteren import check_port, watch_over
from klantbeeld.settings import Settings, list_settings, load_settings
from klantbeeld.status import describe_generaties, describe_status, describe_stromen
from klantbeeld.stoppen import UITERSTE, end_within
from klantbeeld.stores.opening import list_generaties, open_store
from klantbeeld.terminal import (
    GESTOPT,
    explain_usage,
    fail,
    meldingen,
    print_json,
    print_status,
    report_verloop,
    show_progress,
    speak_plainly,
)
from resolvers.schema import print_sdl
from resolvers.uitvoering import read_volledig_beeld

app = typer.Typer(
    help="Klantbeeld Werkgever: één zoekvak, acht gegevensgroepen, één API.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Rol = Annotated[str, typer.Option(help="In welke rol wordt gekeken.")]
Poort = Annotated[int, typer.Option(min=1, max=65535, help="De poort waarop wordt geantwoord.")]
AlsJson = Annotated[bool, typer.Option("--json", help="Antwoord als JSON.")]

ZOEKVRAAG = """query ($zoekterm: String!) { werkgevers(zoekterm: $zoekterm, first: 20) {
  herkendAls totaal totaalIsMinimum isSuggestie
  edges { uitleg reden node { id naam lhNummer kvkNummer plaats status } } } }"""


def main() -> None:
    """Runs the command line. SIGTERM ends a command as Ctrl-C does."""
    configure_logs()
    for teken in (signal.SIGTERM, signal.SIGINT):
        signal.signal(teken, interrupt)
    sys.exit(run(sys.argv[1:]))


def run(woorden: list[str]) -> int:
    """Runs one command, and gives its exit code: 2 when it was given wrongly."""
    try:
        with speak_plainly():
            return app(woorden, standalone_mode=False) or 0
    except typer.Exit as einde:
        return einde.exit_code
    except typer.Abort:
        meldingen.print("Gestopt.")
        return GESTOPT
    except TyperException as fout:
        if melding := fout.format_message():
            meldingen.print(f"{explain_usage(plain(melding))} Zie --help.", style="red")
        return fout.exit_code


def interrupt(*_: object) -> None:
    """Ends a command, soon. Errors: ``KeyboardInterrupt``, always."""
    end_within(UITERSTE, GESTOPT)
    raise KeyboardInterrupt


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Toon het voorbeeld als JSON en stop.")] = False,
    op: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Doe alsof het deze dag is.")] = None,
    port: Poort = 8000,
    werkgevers: Annotated[int | None, typer.Option(help="Aantal verzonnen werkgevers (2000; met --once geen).")] = None,
) -> None:
    """Maakt leveringen, leest ze in en antwoordt: één opdracht, geen servers nodig."""
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as tijdelijk, speak_plainly():
        map_ = Path(tijdelijk) / "demo" if once else demonstratie.MAP
        settings = demonstratie.demo_settings(load_settings(), op.date() if op else None, map_)
        with demonstratie.begin_anew(map_):
            if not once:
                check_port(port)
            demonstratie.prepare_demo(settings, werkgevers if werkgevers is not None else (0 if once else 2000), meldingen)
            if once:
                antwoord = asyncio.run(demonstratie.show_voorbeeld(settings))
                check_antwoord(antwoord)
                print_json(antwoord)
            else:
                meldingen.print(demonstratie.describe_omgeving(settings))
                demonstratie.serve(settings, port, meldingen, begin)


@app.command()
def samples(
    map_: Annotated[Path, typer.Argument(metavar="DIR", help="De map waarin de bestanden komen.")],
    werkgevers: Annotated[int, typer.Option(help="Aantal verzonnen werkgevers.")] = 2000,
    seed: Annotated[int, typer.Option(help="Zelfde getal, zelfde bestanden.")] = 1,
    soort: Annotated[str | None, typer.Option(help="Maak alleen deze soort records.")] = None,
) -> None:
    """Maakt realistische leveringen, één bestand per bron."""
    with speak_plainly():
        vandaag = day_of(make_klok(load_settings())())
        map_.mkdir(parents=True, exist_ok=True)
        with show_progress("Werkgevers maken", werkgevers) as meld:
            telling = write_samples(map_, Samplesopdracht(werkgevers, seed, vandaag, soort), meld)
        meldingen.print(f"{telling.totaal} records in {map_}.")


@app.command()
def index(
    bron: Annotated[list[str] | None, typer.Option(help="Alleen deze bron; mag vaker.")] = None,
    bestand: Annotated[Path | None, typer.Option(help="Lees één bestand met leveringen van welke bron ook.")] = None,
    volgen: Annotated[bool, typer.Option("--follow", help="Blijf lezen wat erbij komt.")] = False,
    bevestig: Annotated[
        bool, typer.Option("--bevestig-verwijderen", help="Sta toe dat een momentopname meer dan 5 % verwijdert.")
    ] = False,
) -> None:
    """Leest de ingestelde bronnen, of één bestand."""
    with speak_plainly():
        settings = load_settings()
        if bestand and (volgen or bron):
            raise InvoerOnjuist("--bestand gaat niet samen met --follow of --bron.")
        if volgen and bevestig:
            raise InvoerOnjuist("--bevestig-verwijderen geldt voor één keer lezen en gaat niet samen met --follow.")
        # A snapshot that waits for confirmation lies behind the position, so everything is read again.
        opdracht = Opdracht(bevestig=bevestig, vanaf_begin=bevestig)
        bekend = load_bronnen(settings.bronnen).bronnen
        if bestand:
            with open_laadstraat(settings) as laadstraat, show_progress("Records inlezen", estimate_regels([bestand])) as meld:
                verloop = load_file(laadstraat, bestand, opdracht, meld)
            report_verloop(verloop, bekend)
            return
        with open_sources(settings, frozenset(bron or ())) as sources:
            if volgen:
                stopknop = Stopknop()
                stopknop.listen()
                volger = Volger(settings, sources, opdracht, stopknop)
                watch_over(volger, settings)
                volger.run()
                return
            totaal = estimate_regels(deel.pad for deel in sources if isinstance(deel, FilesSource))
            with open_laadstraat(settings) as laadstraat, show_progress("Records inlezen", totaal) as meld:
                laadstraat.pipeline.start()
                verloop = laadstraat.pipeline.run(sources, opdracht, meld)
        report_verloop(verloop, bekend)


@app.command()
def serve(port: Poort = 8000) -> None:
    """Antwoordt op vragen via GraphQL."""
    with speak_plainly():
        demonstratie.serve(load_settings(), port, meldingen)


@app.command()
def schema() -> None:
    """Drukt het GraphQL-schema af."""
    sys.stdout.write(print_sdl())


@app.command()
def token(rol: Annotated[str, typer.Option(help="De rol waarvoor het token geldt.")]) -> None:
    """Drukt een token af (alleen in de demo)."""
    with speak_plainly():
        sys.stdout.write(make_token(load_settings(), rol) + "\n")


@app.command()
def check() -> None:
    """Zegt wat er niet klopt aan de instellingen."""
    with speak_plainly():
        settings = load_settings()
        for instelling in list_settings():
            meldingen.print(f"{instelling.naam}: {instelling.betekenis}")
        if fouten := list_fouten(settings):
            for fout in fouten:
                fail(fout.code, str(fout))
            raise typer.Exit(1)
        meldingen.print("De instellingen kloppen.", style="green")


@app.command()
def status(als_json: AlsJson = False) -> None:
    """Toont versheid, aantallen, achterstand en de digest van de store."""
    with speak_plainly():
        settings = load_settings()
        with closing(open_store(settings.store.url, schrijven=False, toegang=settings.store)) as store:
            stand = describe_status(store, load_bronnen(settings.bronnen).bronnen, make_klok(settings)())
        stand["stromen"] = describe_stromen(count_lag(settings))
        stand["generatie"] = describe_generaties(list_generaties(settings.store.url, settings.store))
        if als_json:
            print_json(stand)
        else:
            print_status(stand)


@app.command()
def search(term: str, rol: Rol = "klantadviseur", als_json: AlsJson = False) -> None:
    """Zoekt werkgevers zoals de API dat doet."""
    with speak_plainly():
        antwoord = asyncio.run(ask(load_settings(), rol, ZOEKVRAAG, {"zoekterm": term}))
        if als_json:
            print_json(antwoord)
            return
        print_gevonden(antwoord["data"]["werkgevers"])


def print_gevonden(gevonden: dict[str, Any]) -> None:
    """A line for each employer, and beside them what the input was taken for and how many there are."""
    edges, totaal = gevonden["edges"], gevonden["totaal"]
    if not gevonden["herkendAls"]:
        meldingen.print(ZOEKHINT)
        return
    aantal = f"minstens {totaal}" if gevonden["totaalIsMinimum"] else f"{totaal}"
    getoond = f", hier de eerste {len(edges)}" if len(edges) < totaal else ""
    meldingen.print(f"Herkend als {', '.join(gevonden['herkendAls'])}; {aantal} gevonden{getoond}.")
    if gevonden["isSuggestie"]:
        meldingen.print("Niets precies gevonden; dit lijkt erop:")
    for edge in edges:
        node = edge["node"]
        delen = (node["naam"], node["plaats"], node["lhNummer"], node["kvkNummer"], node["status"], edge["uitleg"])
        sys.stdout.write(" · ".join(plain(deel) for deel in delen if deel) + f"  [{node['id']}]\n")


@app.command()
def show(sleutel: Annotated[str, typer.Argument(metavar="ID-OF-SLEUTEL")], rol: Rol = "klantadviseur") -> None:
    """Toont het hele beeld van één werkgever als JSON."""
    with speak_plainly():
        settings = load_settings()
        antwoord = asyncio.run(ask(settings, rol, read_volledig_beeld(), {"id": sleutel}))
        if antwoord["data"]["werkgever"] is None:
            gevonden = asyncio.run(ask(settings, rol, ZOEKVRAAG, {"zoekterm": sleutel}))["data"]["werkgevers"]
            if gevonden["totaal"] != 1:
                raise InvoerOnjuist(f"{gevonden['totaal']} werkgevers gevonden; geef een id of een sleutel van één werkgever.")
            variabelen = {"id": gevonden["edges"][0]["node"]["id"]}
            antwoord = asyncio.run(ask(settings, rol, read_volledig_beeld(), variabelen))
        print_json(antwoord)


for beheeropdracht in (verify, rebuild, erase, maintain):
    app.command()(beheeropdracht)
app.add_typer(dead_letters, name="dead-letters")
app.add_typer(log, name="log")


async def ask(settings: Settings, rol: str, vraag: str, variabelen: dict[str, Any]) -> dict[str, Any]:
    """The answer to a GraphQL question, asked by the terminal in a role; recorded as any other."""
    if settings.omgeving != "demo":
        raise InstellingOnjuist("Zoeken en tonen in de terminal kan alleen in de demo: er is geen aangemelde gebruiker.")
    with open_klantbeeld(settings) as klantbeeld:
        antwoord = await make_uitvoering(settings, klantbeeld).execute_query(grant_rol(settings, rol), vraag, variabelen)
    check_antwoord(antwoord)
    return antwoord


def check_antwoord(antwoord: dict[str, Any]) -> None:
    """Ends the command with the first error of an answer, if it has one."""
    for fout in antwoord.get("errors", ()):
        raise fail(fout["extensions"]["code"], fout["message"])
