"""Commands that look after a store: rebuild, verify, erase and maintenance."""

import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from indexers.wissen import Bereik, Wisser
from klantbeeld import controleren
from klantbeeld.app import geheim_of, open_heropbouw, open_laadstraat, open_sources
from klantbeeld.app_redis import clear_cache
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.settings import load_settings
from klantbeeld.stores.opening import drop_previous
from klantbeeld.terminal import meldingen, print_controle, print_json, report_opbouw, show_progress, speak_plainly

Bevestig = Annotated[bool, typer.Option("--bevestig-verwijderen", help="Sta toe dat verdwijnt wat alleen de store nog heeft.")]


def rebuild(
    van_bronnen: Annotated[bool, typer.Option("--van-bronnen", help="Lees opnieuw wat de bronnen nog hebben.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Ga terug naar de vorige generatie.")] = False,
    bevestig: Bevestig = False,
) -> None:
    """Bouwt de store opnieuw op naast de bestaande, en wisselt dan."""
    with speak_plainly():
        if van_bronnen and rollback:
            raise InvoerOnjuist("--rollback gaat niet samen met --van-bronnen.")
        settings = load_settings()
        with (
            open_sources(settings) as alle,
            show_progress("Opbouwen") as meld,
            open_heropbouw(settings, meld, terug=rollback) as heropbouw,
        ):
            sources = [source.herstel for source in alle if source.herstel is not None] if van_bronnen else []
            verslag = heropbouw.run(sources, bevestig=bevestig)
        report_opbouw(verslag, terug=rollback)


def verify(
    herstel: Annotated[bool, typer.Option("--repair", help="Herstel wat verschilt.")] = False,
    bevestig: Bevestig = False,
    als_json: Annotated[bool, typer.Option("--json", help="Antwoord als JSON.")] = False,
) -> None:
    """Vergelijkt de bronnen met de store, en alles wat is afgeleid met wat afleiden nu geeft."""
    with speak_plainly():
        settings = load_settings()
        with show_progress("Vergelijken") as meld:
            uitslag = controleren.verify(settings, controleren.Controleopdracht(herstel, bevestig), meld)
        verslag = controleren.describe_uitslag(uitslag, geheim_of(settings), datetime.now(UTC))
        if als_json:
            print_json(verslag)
        else:
            print_controle(verslag)
        if not uitslag.is_gelijk:
            raise typer.Exit(1)


def maintain() -> None:
    """Ruimt op wat achter de horizon ligt: oude grafstenen en de vorige generatie van de store."""
    with speak_plainly():
        settings = load_settings()
        voor = datetime.now(UTC).date() - timedelta(days=settings.store.horizon_in_dagen)
        with open_laadstraat(settings, maken=False) as laadstraat:
            aantal = laadstraat.store.purge(voor)
        meldingen.print(f"{aantal} grafstenen van vóór {voor} opgeruimd.")
        weg = drop_previous(settings.store.url, voor)
        meldingen.print(f"Vorige generatie opgeruimd: {', '.join(weg) or 'geen'}.")


def erase(
    sleutel: Annotated[str, typer.Argument(help="bron:soort:sleutel, of een sleutel van een werkgever; - leest van invoer.")],
    ja: Annotated[bool, typer.Option("--ja", help="Vraag niet om bevestiging.")] = False,
    opheffen: Annotated[bool, typer.Option("--opheffen", help="Laat wat eerder is gewist weer toe.")] = False,
) -> None:
    """Wist een werkgever of één record voorgoed (AVG)."""
    with speak_plainly(), open_laadstraat(settings := load_settings(), maken=False) as laadstraat:
        if sleutel == "-":
            # Not in the history of the shell, nor in the list of processes.
            sleutel = sys.stdin.readline().strip()
        laadstraat.pipeline.start()
        wisser = Wisser(laadstraat.store, laadstraat.pipeline, laadstraat.afleider)
        bereik = wisser.find(sleutel)
        if opheffen:
            aantal = laadstraat.store.lift(bereik.wissing.naam)
            meldingen.print(f"{aantal} regels uit het wisregister gehaald. Lees opnieuw: klantbeeld verify --repair.")
            return
        describe_bereik(bereik)
        if not ja:
            confirm()
        wisser.erase(bereik)
        if not clear_cache(settings):
            meldingen.print("De cache antwoordt niet. Niets ervan wordt nog getoond; over vijf minuten is het er ook uit.")
        meldingen.print("Gewist. Wat er nog van binnenkomt, wordt geteld en niet bewaard.")


def describe_bereik(bereik: Bereik) -> None:
    """Says what goes: how many, of which kind, and nothing of what it says."""
    if not bereik.records and not bereik.brieven:
        meldingen.print("Hiervan is niets in de store: klopt de sleutel? Wissen houdt alleen tegen wat er nog van binnenkomt.")
    for (bron, soort), aantal in sorted(bereik.records.items()):
        meldingen.print(f"{bron} {soort}: {aantal}")
    totaal = bereik.records.total()
    meldingen.print(f"{totaal} records en {len(bereik.brieven)} dode brieven worden voorgoed gewist.")


def confirm() -> None:
    """Asks the operator. Errors: ``InvoerOnjuist`` when there is nobody to ask."""
    if not is_terminal():
        raise InvoerOnjuist("Bevestig met --ja; er is hier niemand om het aan te vragen.")
    antwoord = typer.prompt("Doorgaan? [j/N]", default="n", show_default=False, err=True)
    if antwoord.strip().lower() not in {"j", "ja"}:
        meldingen.print("Niets gewist.")
        raise typer.Exit(1)


def is_terminal() -> bool:
    """Whether somebody sits at the other end."""
    return sys.stdin.isatty()
