"""Builders of a filled store that is rebuilt, as the command does it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from indexers.configuratie import load_bronnen
from indexers.heropbouw import Opbouwverslag
from klantbeeld.app import open_heropbouw
from klantbeeld.domain.digests import Storedigest, digest_store
from klantbeeld.domain.vragen import Bronnenvraag
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Store
from tests.bouwers_bronnen import Bronnenproef, make_contacten, make_settings, open_bronnenproef, refuse
from tests.bouwers_leveringen import (
    ANDER,
    VANDAAG,
    Levering,
    make_boete,
    make_bronstand,
    make_contact,
    make_levering,
    make_organisatie,
)

BRON = "k3cr"


def make_alles(contacten: int = 40) -> list[Levering | bytes]:
    """Two employers with a fine each, contacts, one that was removed, one that is refused, and a bronstand."""
    weg = make_contact(bron=BRON, sleutel="weg")
    return [
        make_organisatie(bron=BRON),
        make_organisatie(ANDER, {"naam": "Slagerij Laat"}, bron=BRON),
        make_boete(bron=BRON, sleutel="B1"),
        make_boete("2024-01-01", bron=BRON, sleutel="B2", werkgever=[f"lh:{ANDER}"]),
        *make_contacten(contacten),
        weg,
        make_levering("contact", None, bron=BRON, sleutel="weg"),
        refuse(make_contact(bron=BRON, sleutel="mis")),
        make_bronstand(BRON),
    ]


@contextmanager
def open_gevuld(map_: Path, contacten: int = 40, url: str = "") -> Iterator[Bronnenproef]:
    """A store with all that in it: a file in a folder, or the one at this url."""
    settings = make_settings(map_, BRON)
    if url:
        settings = settings.model_copy(update={"store": StoreSettings(url=url)})
    with open_bronnenproef(settings) as proef:
        proef.write(BRON, *make_alles(contacten))
        proef.index()
        yield proef


def rebuild(settings: Settings, meld: Callable[[int], None] = lambda _: None, **keuze: bool) -> Opbouwverslag:
    """A rebuild, with ``terug``, ``van_bronnen`` and ``bevestig`` as the command has them; ``meld`` is called meanwhile."""
    van_bronnen, terug = keuze.get("van_bronnen", False), keuze.get("terug", False)
    sources = load_bronnen(settings.bronnen).make_sources(settings.leveringen) if van_bronnen else []
    with open_heropbouw(settings, meld, terug=terug) as heropbouw:
        return heropbouw.run(sources, bevestig=keuze.get("bevestig", False))


@contextmanager
def read_store(settings: Settings) -> Iterator[Store]:
    """The store as a reader that comes now finds it."""
    with closing(open_store(settings.store.url, schrijven=False)) as store:
        yield store


def digest_of_store(settings: Settings) -> Storedigest:
    with read_store(settings) as store:
        return digest_store(store.digests())


def summarise(settings: Settings) -> dict[str, object]:
    """All that must be the same after a rebuild."""
    with read_store(settings) as store:
        return {
            "digests": sorted(store.digests()),
            "bronnen": store.read([Bronnenvraag()])[0],
            "tellers": store.counters(),
            "brieven": list(store.dead_letters()),
            "positie": store.position(BRON),
            "grafstenen": store.stored([f"{BRON}:contact:weg"]),
            "later": sorted(markering.id for markering in store.marks(VANDAAG.replace(year=2030))),
        }


class Ondertussen:
    """Another indexer, that works once while the rebuild is at it."""

    def __init__(self, proef: Bronnenproef) -> None:
        self._proef = proef
        self.is_geweest = False

    def __call__(self, _: int) -> None:
        if not self.is_geweest:
            self.is_geweest = True
            self._proef.append(
                BRON,
                make_contact(bron=BRON, sleutel="C1"),
                make_contact(bron=BRON, sleutel="nieuw"),
                make_levering("contact", None, bron=BRON, sleutel="C2"),
                make_organisatie(gegevens={"naam": "Bakkerij Vroeger"}, bron=BRON),
            )
            self._proef.run()


def deliver_mended(proef: Bronnenproef) -> None:
    """What was refused is delivered well; no indexer has seen it yet. Beside it something else that is refused."""
    proef.append(BRON, make_contact(bron=BRON, sleutel="mis"), refuse(make_contact(bron=BRON, sleutel="ook mis")))


def list_letters(proef: Bronnenproef) -> list[str | None]:
    """The records of which a dead letter is held."""
    return [brief.sleutel for brief in proef.store.dead_letters()]


def list_files(settings: Settings) -> set[str]:
    """The names of the files of the store, without those that SQLite keeps beside each."""
    map_ = settings.leveringen.parent
    return {pad.name for pad in map_.glob("klantbeeld.db*") if not pad.name.endswith(("-wal", "-shm", "-slot"))}


def check_as_undisturbed(proef: Bronnenproef, map_: Path) -> None:
    """What was rebuilt while ``Ondertussen`` changed things is what a new store makes of the same deliveries, and all of it is
    derived."""
    with open_bronnenproef(make_settings(map_, BRON)) as rustig:
        rustig.write(BRON, *(proef.settings.leveringen / f"{BRON}.jsonl").read_bytes().splitlines())
        rustig.index()
        assert digest_of_store(proef.settings) == rustig.digest()
    with read_store(proef.settings) as store:
        assert store.stored([f"{BRON}:contact:C2"])[f"{BRON}:contact:C2"].verwijderd
        assert store.marks(VANDAAG) == []
