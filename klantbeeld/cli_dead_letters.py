"""``klantbeeld dead-letters``: look at refused records, offer them again, or throw them away."""

from contextlib import closing
from typing import Annotated

import typer

from indexers.dead_letters import describe_brief, replay_dead_letters
from klantbeeld.app import geheim_of, open_laadstraat
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.settings import load_settings
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import DodeBrief, Store
from klantbeeld.terminal import meldingen, print_json, print_table, speak_plainly

dead_letters = typer.Typer(help="Geweigerde records: bekijken, opnieuw aanbieden, weggooien.", no_args_is_help=True)

Bron = Annotated[str | None, typer.Option(help="Alleen van deze bron.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="Het id uit dead-letters list.")]


@dead_letters.command("list")
def list_(bron: Bron = None, als_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False) -> None:
    """Toont de dode brieven zonder hun inhoud."""
    with speak_plainly():
        settings = load_settings()
        with closing(open_store(settings.store.url, schrijven=False, toegang=settings.store)) as store:
            regels = [describe_brief(brief, geheim_of(settings)) for brief in store.dead_letters(bron)]
        if als_json:
            print_json(regels)
            return
        velden = ("id", "bron", "soort", "reden", "veld", "herkomst")
        print_table(velden, ([regel[veld] for veld in velden] for regel in regels))


@dead_letters.command()
def show(id_: Id) -> None:
    """Toont één dode brief met zijn inhoud."""
    with speak_plainly():
        settings = load_settings()
        with closing(open_store(settings.store.url, schrijven=False, toegang=settings.store)) as store:
            brief = find_brief(store, id_)
        print_json(
            {
                "id": brief.id,
                "bron": brief.bron,
                "soort": brief.soort,
                "sleutel": brief.sleutel,
                "versie": brief.versie,
                "reden": brief.reden,
                "veld": brief.veld,
                "herkomst": brief.herkomst,
                "ontvangenOp": brief.ontvangen_op,
                "ruw": brief.ruw.decode(errors="backslashreplace"),
            }
        )


@dead_letters.command()
def replay(bron: Bron = None, id_: Annotated[str | None, typer.Option("--id", help="Alleen deze.")] = None) -> None:
    """Biedt dode brieven opnieuw aan."""
    with speak_plainly(), open_laadstraat(load_settings(), maken=False) as laadstraat:
        laadstraat.pipeline.start()
        brieven = [find_brief(laadstraat.store, id_)] if id_ else laadstraat.store.dead_letters(bron)
        herhaling = replay_dead_letters(laadstraat.store, laadstraat.ontvanger, brieven)
        laadstraat.pipeline.derive()
        meldingen.print(f"{herhaling.aangeboden} opnieuw aangeboden, {herhaling.opgelost} opgelost.")


@dead_letters.command()
def discard(id_: Id) -> None:
    """Gooit één dode brief weg."""
    with speak_plainly(), open_laadstraat(load_settings(), maken=False) as laadstraat:
        brief = find_brief(laadstraat.store, id_)
        laadstraat.store.discard_dead_letters([brief.id])
        meldingen.print("1 weggegooid.")


def find_brief(store: Store, id_: str) -> DodeBrief:
    """The dead letter with this id. Errors: ``InvoerOnjuist``."""
    for brief in store.dead_letters():
        if brief.id == id_:
            return brief
    raise InvoerOnjuist(f"Er is geen dode brief {id_}. Zie klantbeeld dead-letters list.")
