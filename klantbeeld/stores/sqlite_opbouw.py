"""``Opbouw`` in SQLite: a new file beside the live one, with a log of what changes there meanwhile."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from sqlite3 import Connection

import orjson

from klantbeeld.domain.items import Item, Kenmerken
from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.stores import sqlite_stromen as stromen
from klantbeeld.stores.protocol_opbouw import Kop
from klantbeeld.stores.sqlite import SqliteStore
from klantbeeld.stores.sqlite_batches import forget_items
from klantbeeld.stores.sqlite_generaties import Generaties, Generatiestand, start_log, stop_log, take_log
from klantbeeld.stores.sqlite_rijen import Rij, list_json
from klantbeeld.stores.sqlite_verbindingen import Verbindingen
from klantbeeld.stores.sqlite_wissen import Wisregister

# Only columns that every version of the product has had.
_ITEMS = """
SELECT i.id, i.bron, i.soort, i.versie, i.digest, i.sleutels, i.verwijderd, i.afwezig, i.inhoud
FROM json_each(?) AS gevraagd CROSS JOIN items AS i ON i.id = gevraagd.value
"""

_BOEKHOUDING = ("dode_brieven", "tellers", "posities", "storingen", "markeringen", "controles", "gewist")
"""What is brought over as it stands, at the switch."""

_NIEUW_BEGONNEN = ("dode_brieven", "tellers", "posities", "storingen", "controles", "gewist")
"""What a previous generation remembers of its own time and must forget."""


class SqliteOpbouw:
    """See ``Opbouw``. ``stand`` is what the pointer will say."""

    def __init__(self, generaties: Generaties, levend: Verbindingen, stand: Generatiestand, geheim: bytes) -> None:
        self._generaties = generaties
        self._levend = levend
        self._stand = stand
        pad = generaties.path_of(stand.levend)
        self._nieuw = Verbindingen(pad, schrijven=True)
        with self._nieuw.writing() as schrijver:
            stop_log(schrijver)
            for tabel in _NIEUW_BEGONNEN:
                schrijver.execute(f"DELETE FROM {tabel}")  # noqa: S608 - one of our tables
            with self._levend.reading() as lezer:
                _copy("gewist", lezer, schrijver)
        self.store = SqliteStore(self._nieuw, geheim)
        self._wisregister = Wisregister(geheim)
        with self._levend.writing() as schrijver:
            start_log(schrijver)

    def differences(self) -> Iterator[tuple[str, Kop | None, Kop | None]]:
        kanten = merge(*(_label(kant, verbindingen) for kant, verbindingen in enumerate((self._levend, self._nieuw))))
        for id_, groep in groupby(kanten, key=itemgetter(0)):
            koppen = {kant: kop for _, kant, kop in groep}
            levend, nieuw = koppen.get(0), koppen.get(1)
            if levend != nieuw:
                yield id_, levend and _make_kop(levend), nieuw and _make_kop(nieuw)

    def koppen(self) -> Iterator[tuple[str, Kop]]:
        return ((id_, _make_kop(kop)) for id_, _, kop in _label(1, self._nieuw))

    def items(self, ids: Sequence[str]) -> list[Item]:
        with self._levend.reading() as lezer:
            return [_make_item(rij) for rij in lezer.execute(_ITEMS, (list_json(ids),))]

    def all_items(self) -> Iterator[Item]:
        return map(_make_item, stromen.page_through(self._levend, stromen.HELE_ITEMS))

    def changed(self) -> list[str]:
        with self._levend.writing() as schrijver:
            return take_log(schrijver)

    def switch(self, bring: Callable[[Sequence[str]], None]) -> None:
        with self._levend.writing() as schrijver:
            bring(take_log(schrijver))
            with self._nieuw.writing() as nieuw:
                bekend = _list_erasures(nieuw)
                nieuw.execute("DELETE FROM gewist")
                for tabel in _BOEKHOUDING:
                    _copy(tabel, schrijver, nieuw)
                if _list_erasures(nieuw) - bekend:
                    # A source may have brought here what the live generation never held.
                    forget_items(nieuw, self._wisregister.list_erased(nieuw))
                soorten = schrijver.execute("SELECT bron, soort FROM bronsoorten").fetchall()
                nieuw.executemany("INSERT OR IGNORE INTO bronsoorten (bron, soort, levend) VALUES (?, ?, 0)", soorten)
            stop_log(schrijver)
            self._generaties.point(self._stand)
        self._generaties.remove_others()

    def close(self) -> None:
        """Lets go of everything; what was not switched is undone."""
        self.store.close()
        self._nieuw.close()
        if self._generaties.stand() != self._stand:
            with self._levend.writing() as schrijver:
                stop_log(schrijver)
            self._generaties.remove_others()
        self._levend.close()


@contextmanager
def build_beside(pad: Path, geheim: bytes, *, terug: bool) -> Iterator[SqliteOpbouw]:
    """A new generation of the store at this path, or with ``terug`` the previous one.

    Errors: ``StoreOnbereikbaar`` when there is no store or no previous generation, or another process builds already.
    """
    generaties = Generaties(pad)
    if not generaties.bestaat:
        raise StoreOnbereikbaar(f"Het storebestand {pad} bestaat niet. Vul het eerst met 'klantbeeld index'.")
    with generaties.alone():
        generaties.remove_others()
        stand = generaties.stand()
        naam = stand.vorige if terug else generaties.choose_name()
        if naam is None or (terug and not generaties.path_of(naam).exists()):
            raise StoreOnbereikbaar(
                "Er is geen vorige generatie van de store om naar terug te gaan. Bouw opnieuw op met 'klantbeeld rebuild'."
            )
        levend = Verbindingen(generaties.path_of(stand.levend), schrijven=True, vreemd=True)
        opbouw = SqliteOpbouw(generaties, levend, Generatiestand(naam, stand.levend), geheim)
        try:
            yield opbouw
        finally:
            opbouw.close()


def _list_erasures(verbinding: Connection) -> set[str]:
    return {merk for (merk,) in verbinding.execute("SELECT merk FROM gewist")}


def _label(kant: int, verbindingen: Verbindingen) -> Iterator[tuple[str, int, tuple[int, bytes, int]]]:
    for id_, *kop in stromen.page_through(verbindingen, stromen.KOPPEN):
        yield id_, kant, (kop[0], kop[1], kop[2])


def _make_kop(rij: tuple[int, bytes, int]) -> Kop:
    versie, digest, weg = rij
    return Kop(versie, digest, bool(weg))


def _make_item(rij: Rij) -> Item:
    id_, bron, soort, versie, digest, sleutels, weg, afwezig, inhoud = rij
    return Item(id_, bron, soort, versie, digest, tuple(orjson.loads(sleutels)), bool(weg), inhoud, Kenmerken(), bool(afwezig))


def _copy(tabel: str, van: Connection, naar: Connection) -> None:
    """Brings a table over: the columns that both have, but the number of the row. An older version may not have it."""
    if not _list_columns(van, tabel):
        return
    kolommen = [naam for naam in _list_columns(naar, tabel) if naam in _list_columns(van, tabel) and naam != "rij"]
    lijst = ", ".join(kolommen)
    naar.executemany(
        f"INSERT OR REPLACE INTO {tabel} ({lijst}) VALUES ({', '.join('?' * len(kolommen))})",  # noqa: S608 - our own names
        van.execute(f"SELECT {lijst} FROM {tabel}"),  # noqa: S608
    )


def _list_columns(verbinding: Connection, tabel: str) -> list[str]:
    return [naam for (naam,) in verbinding.execute("SELECT name FROM pragma_table_info(?)", (tabel,))]
