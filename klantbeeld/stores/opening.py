"""Which store a setting means."""

from pathlib import Path

from klantbeeld.errors import InstellingOnjuist, StoreOnbereikbaar
from klantbeeld.stores.protocol import Store
from klantbeeld.stores.sqlite import SqliteStore

_SQLITE = "sqlite:///"


def open_store(url: str, *, schrijven: bool) -> Store:
    """The store at ``sqlite:///pad/klantbeeld.db`` (a path from the working directory; four slashes: from the root).

    Opened for writing it is made when it does not exist, with the folders it stands in. Errors: ``InstellingOnjuist`` for
    another kind of url, ``StoreFout`` when the store can't be opened.
    """
    pad = url.removeprefix(_SQLITE)
    if pad in {url, ""}:
        # Only the scheme is repeated: what follows may hold a password.
        raise InstellingOnjuist(
            f"De store-url met schema '{url.partition(':')[0]}' wordt niet herkend. Geef sqlite:///pad/klantbeeld.db (vanaf "
            "de werkmap) of sqlite:////pad/klantbeeld.db (vanaf de hoofdmap)."
        )
    if schrijven:
        _make_folder(Path(pad).parent)
    return SqliteStore(Path(pad), schrijven=schrijven)


def _make_folder(map_: Path) -> None:
    try:
        map_.mkdir(parents=True, exist_ok=True)
    except OSError as fout:
        raise StoreOnbereikbaar(f"De map {map_} voor het storebestand kan niet worden gemaakt: {fout.strerror}.") from fout
