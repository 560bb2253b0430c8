"""``klantbeeld dead-letters``: look at refused records, offer them again, or throw them away."""

from contextlib import closing
from functools import partial
from typing import Annotated

import typer

from indexers.dead_letters import Brievenbak, describe_brief, find_brief
from klantbeeld.app import geheim_of, open_laadstraat
from klantbeeld.settings import load_settings
from klantbeeld.stores.opening import open_store
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
    with speak_plainly():
        herhaling = open_brievenbak().replay(bron, id_)
        meldingen.print(f"{herhaling.aangeboden} opnieuw aangeboden, {herhaling.opgelost} opgelost.")


@dead_letters.command()
def discard(id_: Id) -> None:
    """Gooit één dode brief weg."""
    with speak_plainly():
        open_brievenbak().discard(id_)
        meldingen.print("1 weggegooid.")


def open_brievenbak() -> Brievenbak:
    """Dealing with the dead letters of the store of these settings."""
    return Brievenbak(partial(open_laadstraat, load_settings(), maken=False))
