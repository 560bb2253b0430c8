"""Which store a setting means."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from klantbeeld.errors import InstellingOnjuist, StoreOnbereikbaar
from klantbeeld.settings_delen import ELASTIC, SQLITE, StoreSettings
from klantbeeld.stores import elastic_opbouw, sqlite_opbouw
from klantbeeld.stores.elastic import ElasticStore
from klantbeeld.stores.elastic_generaties import Generaties as Elasticgeneraties
from klantbeeld.stores.elastic_verbinding import Adres, Verbinding
from klantbeeld.stores.protocol import Store
from klantbeeld.stores.protocol_opbouw import Generatielijst, Opbouw
from klantbeeld.stores.sqlite import SqliteStore
from klantbeeld.stores.sqlite_generaties import Generaties, LevendeVerbindingen

VOORVOEGSEL = "klantbeeld"
"""With what the names of indexes begin when the url does not say."""


def open_store(url: str, *, schrijven: bool, geheim: bytes = b"", toegang: StoreSettings | None = None) -> Store:
    """The store at ``sqlite:///pad/klantbeeld.db`` (a path from the working directory; four slashes: from the root), or at
    ``elasticsearch+https://host:9200,host:9200/voorvoegsel``, for which ``toegang`` says who asks.

    Opened for writing it is made when it does not exist; a file with the folders it stands in. ``geheim`` is the key of the
    ledger of erasures. Errors: ``InstellingOnjuist`` for another kind of url, ``StoreFout`` when the store can't be opened.
    """
    if elastic := ELASTIC.fullmatch(url):
        verbinding = Verbinding(_read_adres(elastic), toegang or StoreSettings(), schrijven=schrijven)
        if schrijven:
            Elasticgeneraties(verbinding).tidy()
        return ElasticStore(verbinding, geheim)
    pad = _path_of(url)
    if schrijven:
        _make_folder(pad.parent)
    return SqliteStore(LevendeVerbindingen(pad, schrijven=schrijven), geheim)


@contextmanager
def open_opbouw(url: str, *, terug: bool, geheim: bytes = b"", toegang: StoreSettings | None = None) -> Iterator[Opbouw]:
    """A new generation beside the store at this url; with ``terug`` the previous one. Undone at the end when it was not
    switched to. Errors: ``StoreFout`` when there is no store, no previous generation, or another process builds already."""
    if elastic := ELASTIC.fullmatch(url):
        with elastic_opbouw.build_beside(_read_adres(elastic), toegang or StoreSettings(), geheim, terug=terug) as opbouw:
            yield opbouw
    else:
        with sqlite_opbouw.build_beside(_path_of(url), geheim, terug=terug) as beside:
            yield beside


def drop_previous(url: str, voor: date, toegang: StoreSettings | None = None) -> list[str]:
    """Removes the previous generation of the store at this url if the live one has been so since before this day, and says what
    was removed. Errors: ``StoreOnbereikbaar`` while another process builds."""
    if elastic := ELASTIC.fullmatch(url):
        with closing(Verbinding(_read_adres(elastic), toegang or StoreSettings(), schrijven=True)) as verbinding:
            return Elasticgeneraties(verbinding).drop_previous(voor)
    return Generaties(_path_of(url)).drop_previous(voor)


def list_generaties(url: str, toegang: StoreSettings | None = None) -> Generatielijst:
    """The generations of the store at this url. Errors: ``StoreFout``."""
    if elastic := ELASTIC.fullmatch(url):
        with closing(Verbinding(_read_adres(elastic), toegang or StoreSettings(), schrijven=False)) as verbinding:
            return Elasticgeneraties(verbinding).list_all()
    return Generaties(_path_of(url)).list_all()


def has_store(url: str) -> bool:
    """Whether anything may have been written at this url: a file tells, of a cluster only opening does."""
    return bool(ELASTIC.fullmatch(url)) or Generaties(_path_of(url)).bestaat


def require_store(url: str) -> None:
    """For what looks after a store: at a mistyped path it would make an empty one, with nothing to compare or erase. Errors:
    ``StoreOnbereikbaar`` when nothing was ever written there."""
    if not has_store(url):
        raise StoreOnbereikbaar(f"Het storebestand {_path_of(url)} bestaat niet. Controleer KLANTBEELD_STORE__URL.")


def _path_of(url: str) -> Path:
    pad = url.removeprefix(SQLITE)
    if pad in {url, ""}:
        # Only the scheme is repeated: what follows may hold a password.
        raise InstellingOnjuist(
            f"De store-url met schema '{url.partition(':')[0]}' wordt niet herkend. Geef sqlite:///pad/klantbeeld.db (vanaf "
            "de werkmap), sqlite:////pad/klantbeeld.db (vanaf de hoofdmap) of elasticsearch+https://host:9200/voorvoegsel."
        )
    return Path(pad)


def _read_adres(url: re.Match[str]) -> Adres:
    standaardpoort = 9200
    hosts = (host if ":" in host else f"{host}:{standaardpoort}" for host in url["hosts"].split(","))
    return Adres(tuple(f"{url['schema']}://{host}" for host in hosts), url["voorvoegsel"] or VOORVOEGSEL)


def _make_folder(map_: Path) -> None:
    try:
        map_.mkdir(parents=True, exist_ok=True)
    except OSError as fout:
        raise StoreOnbereikbaar(f"De map {map_} voor het storebestand kan niet worden gemaakt: {fout.strerror}.") from fout
