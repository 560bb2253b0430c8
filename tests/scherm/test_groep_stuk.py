"""A page of which one group cannot be read: that group says so and claims nothing, the others are whole."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from klantbeeld.domain.beeld import NU_ONLEESBAAR
from klantbeeld.stores.elastic_aliassen import name_index
from klantbeeld.stores.elastic_schema import Familie
from tests.bouwers_graphql import fill_store
from tests.dienst import Dienst
from tests.elasticstores import Voorraad
from tests.nepelastic import change_answers, pass_on, run_nepelastic
from tests.scherm.bladen import GROOT
from tests.scherm.conftest import Kijk
from tests.scherm.opstelling import serve
from tests.scherm.toegankelijk import list_axe
from tests.scherm.venster import SMAL, Venster
from tests.testnode import require_elasticsearch

ZAKEN = b'{"term":{"soort":"zaak"}}'
MISLUKT = {"_shards": {"total": 2, "successful": 1, "failed": 1}}
Voorraad_of = Callable[[str], Voorraad]


@contextmanager
def break_sqlite(map_: Path, _: Voorraad_of) -> Iterator[Dienst]:
    """The content of every case in the file was damaged."""
    fill_store(map_)
    with closing(sqlite3.connect(map_ / "klantbeeld.db")) as bestand, bestand:
        assert bestand.execute("UPDATE items SET inhoud = CAST('{' AS BLOB) WHERE soort = 'zaak'").rowcount
    with serve(map_) as dienst:
        yield dienst


@contextmanager
def fail_shards(map_: Path, voorraad_of: Voorraad_of) -> Iterator[Dienst]:
    """Half of Elasticsearch does not answer when it is asked for cases."""
    node = require_elasticsearch()
    voorraad = voorraad_of(node)
    url = voorraad.take()
    fill_store(map_, url)
    with (
        run_nepelastic(change_answers(pass_on(node), ZAKEN, MISLUKT)) as nep,
        serve(map_, store=url.replace(node, nep.url)) as dienst,
    ):
        yield dienst
    voorraad.give_back(url)


def read_region(venster: Venster, naam: str) -> str:
    """The words of a block."""
    return " ".join(venster.page.get_by_role("region", name=naam, exact=True).inner_text().split())


@pytest.mark.parametrize("break_", [break_sqlite, fail_shards])
def test_the_group_that_fails_says_so_and_the_others_are_whole(
    kijk: Kijk, tmp_path: Path, voorraad_of: Voorraad_of, break_: Callable[..., AbstractContextManager[Dienst]]
) -> None:
    with break_(tmp_path, voorraad_of) as dienst:
        venster = kijk(dienst)
        assert venster.open(GROOT) == 200
        loopt, veranderd = (read_region(venster, naam) for naam in ("Wat loopt er", "Wat is er veranderd"))
        assert f"Zaken onbekend. {NU_ONLEESBAAR}" in loopt
        assert "minstens 3 open contacten" in loopt
        assert f"Zaakmanagement onbekend. {NU_ONLEESBAAR}" in veranderd
        assert "geen wijzigingen in Uitkeringsgegevens, Documenten en Financieel" in veranderd
        assert "geen lopende zaken" not in loopt
        assert "WGA ja · sinds 01-01-2021 · Aegon" in read_region(venster, "Eigenrisicodrager")
        assert list_axe(venster.page) == []
        venster.resize(SMAL)
        assert list_axe(venster.page) == []
        venster.open(f"{GROOT}/zaakmanagement")
        assert NU_ONLEESBAAR in read_region(venster, "Zaakmanagement")
        assert venster.page.get_by_role("link", name="Probeer opnieuw").get_attribute("href") == f"{GROOT}/zaakmanagement"
        assert list_axe(venster.page) == []
        venster.open(f"{GROOT}/contactmanagement")
        assert "Wat is de hoogte van mijn WGA uitkering?" in read_region(venster, "Contactmanagement")


def test_when_records_can_not_be_read_at_all_the_head_is_there_and_every_block_says_so(
    kijk: Kijk, tmp_path: Path, voorraad_of: Voorraad_of
) -> None:
    node = require_elasticsearch()
    voorraad = voorraad_of(node)
    url = voorraad.take()
    fill_store(tmp_path, url)
    items = name_index(url.rpartition("/")[2], Familie.ITEMS, 1)
    with closing(Elasticsearch(node)) as beheerder, serve(tmp_path, store=url) as dienst:
        beheerder.indices.close(index=items)
        venster = kijk(dienst)
        assert venster.open(GROOT) == 200
        assert venster.page.get_by_role("heading", level=1).inner_text() == "Groothandel De Groot"
        blokken = venster.page.locator(".kb-blok[data-stand]")
        assert set(blokken.evaluate_all("(blokken) => blokken.map((blok) => blok.dataset.stand)")) == {"NIET_BESCHIKBAAR"}
        assert not re.search("geen (?:lopende|open|wijzigingen|boetes)", venster.page.locator("main").inner_text())
        assert list_axe(venster.page) == []
        beheerder.indices.open(index=items)
        venster.open(GROOT)
        assert "45 medewerkers" in read_region(venster, "Wie is dit")
    voorraad.give_back(url)
