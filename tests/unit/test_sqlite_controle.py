"""Everything that somebody, or a disk, can change in the file behind the back of the store is found and named."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from klantbeeld.stores import sqlite_controle
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Profielwijziging, Store
from klantbeeld.stores.sqlite_zoeken import pack_termen, unpack_termen
from tests.bouwers import make_batch, make_item, make_maand, make_profiel

ZAAK = "k3cr:zaak:Z1"
SCHADE = {
    "UPDATE items SET inhoud = x'7b7d'": [ZAAK],
    "UPDATE items SET digest = x'00'": [ZAAK],
    "UPDATE items SET sleutels = '[\"lh:987654321L01\"]'": [ZAAK],
    "UPDATE items SET sortering = '2024-01-01'": [ZAAK],
    "DELETE FROM items": ["aantal:k3cr:zaak", ZAAK],
    "DELETE FROM item_sleutels": [ZAAK],
    "UPDATE item_sleutels SET besloten = 1": [ZAAK],
    "INSERT INTO item_sleutels (sleutel, soort, sortering, id, besloten) VALUES ('lh:1', 'zaak', '', 'a:zaak:b', 0)": [
        "a:zaak:b"
    ],
    "INSERT INTO item_sleutels SELECT * FROM item_sleutels": [ZAAK],
    "INSERT INTO item_sleutels SELECT s.* FROM item_sleutels AS s, json_each('[1, 2]')": [ZAAK],
    "DELETE FROM vindplaatsen": [ZAAK],
    "UPDATE vindplaatsen SET term = 'zaaknummer:Z2'": [ZAAK],
    "UPDATE bronsoorten SET levend = 7": ["aantal:k3cr:zaak"],
    "UPDATE profielen SET document = x'7b7d'": ["w1"],
    "UPDATE profielen SET document = CAST(replace(CAST(document AS TEXT), 'Groothandel', 'Kleinhandel') AS BLOB)": ["w1"],
    "UPDATE profielen SET digest = x'00'": ["w1"],
    "UPDATE profielen SET familie = 'lh:1'": ["w1"],
    "UPDATE profielen SET rang = '9'": ["w1"],
    "UPDATE profielen SET termen = x'00'": ["w1"],
    "DELETE FROM profielen": ["maanden:1", "rij:1", "w1", "zoek"],
    "DELETE FROM ringen": ["w1"],
    "INSERT INTO ringen (sleutel, rang, profiel) VALUES ('kvk:1', '0', 'w2')": ["w2"],
    "DELETE FROM attributen": ["w1"],
    "UPDATE attributen SET waarde = 'anders' WHERE soort = 'SECTOR'": ["w1"],
    "INSERT INTO attributen (rij, soort, waarde, eerste) VALUES (9 << 16, 'SECTOR', '1', 1)": ["rij:9"],
    "INSERT INTO zoekwoorden (rowid, termen) VALUES (99, 'w:vreemd')": ["zoekrij:99"],
    "INSERT INTO zoekwoorden (zoekwoorden, rowid, termen) SELECT 'delete', zoekrij, 'w:groothandel' FROM profielen": ["w1"],
    "INSERT INTO zoekdelen (zoekdelen) VALUES ('delete-all')": ["w1"],
    "UPDATE maanden SET boetes = 2": ["w1:2023-09"],
    "UPDATE maanden SET digest = x'00'": ["w1:2023-09"],
    "UPDATE maanden SET rij = rij + (5 << 16)": ["maanden:6"],
}
"""Per change what is named; ``zoek`` stands for the name of a row of search terms, ``zoekrij:…``."""


@pytest.fixture
def store(pad: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{pad}", schrijven=True)) as store:
        store.apply(make_batch(make_item("Z1", soort="zaak", vindtermen=("zaaknummer:Z1",))))
        tokens = store.write_profielen([Profielwijziging("w1", make_profiel(), 0)])
        store.write_maanden({"w1": (tokens["w1"], [make_maand(boetes=1)])})
        yield store


@pytest.mark.parametrize("opdracht", list(SCHADE))
def test_a_change_behind_the_back_of_the_store_is_named(store: Store, pad: Path, opdracht: str) -> None:
    assert store.damaged() == []
    with closing(sqlite3.connect(pad)) as verbinding, verbinding:
        verbinding.execute(opdracht)
    genoemd = ["zoek" if naam.startswith("zoekrij:") and naam != "zoekrij:99" else naam for naam in store.damaged()]
    assert genoemd == SCHADE[opdracht]


def test_terms_in_another_order_are_the_same_terms(store: Store, pad: Path) -> None:
    with closing(sqlite3.connect(pad)) as verbinding, verbinding:
        [(termen,)] = verbinding.execute("SELECT termen FROM profielen").fetchall()
        omgekeerd = pack_termen(" ".join(reversed(tekst.split())) for tekst in unpack_termen(termen))
        verbinding.execute("UPDATE profielen SET termen = ?", (omgekeerd,))
    assert store.damaged() == []


def test_search_terms_are_compared_in_parts(store: Store, pad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_controle, "PROFIELEN_PER_DEEL", 1)
    anderen = [make_profiel(f"w{nummer}", lh_nummer=f"12345678{nummer}L01") for nummer in range(2, 6)]
    store.write_profielen([Profielwijziging(ander.id, ander, 0) for ander in anderen])
    assert store.damaged() == []
    with closing(sqlite3.connect(pad)) as verbinding, verbinding:
        verbinding.execute("INSERT INTO zoekdelen (zoekdelen) VALUES ('delete-all')")
    assert store.damaged() == ["w1", "w2", "w3", "w4", "w5"]


def test_looking_for_damage_leaves_the_connection_as_it_was(store: Store) -> None:
    assert (store.damaged(), store.damaged()) == ([], [])
    with store._verbindingen.reading() as lezer:  # type: ignore[attr-defined]
        assert lezer.execute("PRAGMA query_only").fetchone() == (1,)
