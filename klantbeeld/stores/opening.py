"""Which store a setting means."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from klantbeeld.errors import InstellingOnjuist, StoreOnbereikbaar
from klantbeeld.stores.protocol import Store
from klantbeeld.stores.protocol_opbouw import Opbouw
from klantbeeld.stores.sqlite import SqliteStore
from klantbeeld.stores.sqlite_generaties import Generaties, LevendeVerbindingen
from klantbeeld.stores.sqlite_opbouw import build_beside

_SQLITE = "sqlite:///"


def open_store(url: str, *, schrijven: bool, geheim: bytes = b"") -> Store:
    """The store at ``sqlite:///pad/klantbeeld.db`` (a path from the working directory; four slashes: from the root).

    Opened for writing it is made when it does not exist, with the folders it stands in. ``geheim`` is the key of the
    ledger of erasures. Errors: ``InstellingOnjuist`` for
    another kind of url, ``StoreFout`` when the store can't be opened.
    """
    pad = _path_of(url)
    if schrijven:
        _make_folder(pad.parent)
    return SqliteStore(LevendeVerbindingen(pad, schrijven=schrijven), geheim)


@contextmanager
def open_opbouw(url: str, *, terug: bool, geheim: bytes = b"") -> Iterator[Opbouw]:
    """A new generation beside the store at this url; with ``terug`` the previous one. Undone at the end when it was not
    switched to. Errors: ``StoreFout`` when there is no store, no previous generation, or another process builds already."""
    with build_beside(_path_of(url), geheim, terug=terug) as opbouw:
        yield opbouw


def drop_previous(url: str, voor: date) -> list[str]:
    """Removes the previous generation of the store at this url if the live one has been so since before this day, and says what
    was removed. Errors: ``StoreOnbereikbaar`` while another process builds."""
    return Generaties(_path_of(url)).drop_previous(voor)


def has_store(url: str) -> bool:
    """Whether anything was ever written at this url."""
    return Generaties(_path_of(url)).bestaat


def _path_of(url: str) -> Path:
    pad = url.removeprefix(_SQLITE)
    if pad in {url, ""}:
        # Only the scheme is repeated: what follows may hold a password.
        raise InstellingOnjuist(
            f"De store-url met schema '{url.partition(':')[0]}' wordt niet herkend. Geef sqlite:///pad/klantbeeld.db (vanaf de "
            "werkmap) of sqlite:////pad/klantbeeld.db (vanaf de hoofdmap)."
        )
    return Path(pad)


def _make_folder(map_: Path) -> None:
    try:
        map_.mkdir(parents=True, exist_ok=True)
    except OSError as fout:
        raise StoreOnbereikbaar(f"De map {map_} voor het storebestand kan niet worden gemaakt: {fout.strerror}.") from fout
