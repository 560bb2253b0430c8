"""``Opbouw`` in Elasticsearch: new indexes beside the live ones, and a log of what changes there meanwhile."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from heapq import merge
from itertools import groupby
from operator import itemgetter
from secrets import token_hex

from klantbeeld.domain.items import Item
from klantbeeld.errors import StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic import ElasticStore
from klantbeeld.stores.elastic_aliassen import NIEUW, VORIGE, Namen, Stand, create_index, list_other_version, name_index
from klantbeeld.stores.elastic_bulk import Bulkschrijver
from klantbeeld.stores.elastic_documenten import read_kern
from klantbeeld.stores.elastic_generaties import Generaties
from klantbeeld.stores.elastic_opbouwlog import MAPPING, take_notes
from klantbeeld.stores.elastic_opvragen import Stroom, look_up, page_through, refresh
from klantbeeld.stores.elastic_overbrengen import Overbrenger
from klantbeeld.stores.elastic_schema import BIJINDEX, OPBOUWLOG, Familie, schema_of_store
from klantbeeld.stores.elastic_verbinding import Adres, Verbinding
from klantbeeld.stores.elastic_wisregister import Wisregister
from klantbeeld.stores.protocol_opbouw import Kop

# Only fields that every version of the product has had.
_KOPVELDEN = ("id", "versie", "digest", "verwijderd")
# Ordered by all of them, though the first would do: what is ordered by comes in the shortest form.
_KOPPEN = Stroom(Familie.ITEMS, {"match_all": {}}, kolommen=_KOPVELDEN, volgorde=_KOPVELDEN, per_keer=10_000)
# A page of no more than what is read of whole records: a node unpacks each of them to give these fields.
_ONGEORDEND = Stroom(Familie.ITEMS, {"match_all": {}}, velden=_KOPVELDEN)
_ALLES = Stroom(Familie.ITEMS, {"match_all": {}})
_ITEMVELDEN = ("id", "bron", "soort", "versie", "digest", "verwijderd", "afwezig", "sleutels", "rest", "inhoud")


class ElasticOpbouw:
    """See ``Opbouw``. ``nieuw`` are the indexes that are filled; writers of the live ones note what they change."""

    def __init__(self, generaties: Generaties, levend: Verbinding, nieuw: Verbinding, geheim: bytes) -> None:
        self._generaties = generaties
        self._levend = levend
        self._nieuw = nieuw
        self._bulk = Bulkschrijver(nieuw)
        self.store = ElasticStore(nieuw, geheim)
        self._register = Wisregister(nieuw, self._bulk, geheim)
        self._overbrenger = Overbrenger(levend, nieuw, self._bulk)
        self._overbrenger.bring(Familie.GEWIST)

    def differences(self) -> Iterator[tuple[str, Kop | None, Kop | None]]:
        for verbinding in (self._levend, self._nieuw):
            refresh(verbinding, Familie.ITEMS)  # a first load is not found by a search before it is done
        kanten = merge(*(_label(kant, verbinding) for kant, verbinding in enumerate((self._levend, self._nieuw))))
        for id_, groep in groupby(kanten, key=itemgetter(0)):
            koppen = {kant: Kop(versie, bytes.fromhex(digest), weg) for _, kant, versie, digest, weg in groep}
            if koppen.get(0) != koppen.get(1):
                yield id_, koppen.get(0), koppen.get(1)

    def koppen(self) -> Iterator[tuple[str, Kop]]:
        refresh(self._nieuw, Familie.ITEMS)
        for kop in page_through(self._nieuw, _ONGEORDEND):
            yield kop["id"], Kop(kop["versie"], bytes.fromhex(kop["digest"]), kop["verwijderd"])

    def items(self, ids: Sequence[str]) -> list[Item]:
        return [read_kern(document) for document in look_up(self._levend, Familie.ITEMS, ids, _ITEMVELDEN).values()]

    def all_items(self) -> Iterator[Item]:
        refresh(self._levend, Familie.ITEMS)  # see above
        return map(read_kern, page_through(self._levend, _ALLES))

    def changed(self) -> list[str]:
        log = self._levend.log
        return take_notes(self._levend, Bulkschrijver(self._levend), log) if log else []

    def switch(self, bring: Callable[[Sequence[str]], None]) -> None:
        self._bring_over()
        bring(self.changed())  # so that little is left for when they wait
        self._generaties.hold_writers()
        bring(self.changed())
        self._bring_over()
        self._overbrenger.bring_books()
        self.store.finish((), (), alles=True)
        self._generaties.switch({familie: self._nieuw.index_of(familie) for familie in Familie})

    def _bring_over(self) -> None:
        if Familie.GEWIST in self._overbrenger.bring():
            # A source may have brought here what the live generation never held.
            self.store.forget(list(self._register.list_erased()))


@contextmanager
def build_beside(adres: Adres, toegang: StoreSettings, geheim: bytes, *, terug: bool) -> Iterator[ElasticOpbouw]:
    """A new generation of the store at this address, or with ``terug`` the previous one.

    Errors: ``StoreOnbereikbaar`` when there is no store or no previous generation, or another process builds already.
    """

    def connect(lezen: dict[Familie, str], schrijven: dict[Familie, str], log: str | None = None) -> Verbinding:
        return Verbinding(adres, toegang, schrijven=True, namen=Namen(lezen, schrijven, log))

    with closing(connect({}, {})) as verbinding:
        if verbinding.stand().indexes().keys() != set(Familie):
            raise StoreOnbereikbaar(
                f"De store {adres.voorvoegsel} in Elasticsearch bestaat niet, of niet in zijn geheel. Vul hem eerst met "
                "'klantbeeld index'."
            )
        generaties = Generaties(verbinding)
        with generaties.alone():
            generaties.clean()
            try:
                _begin(verbinding, generaties, toegang, terug=terug)
                stand = verbinding.stand()
                levend, nieuw = stand.indexes(), stand.find(NIEUW)
                with (
                    closing(connect(levend, levend, stand.log)) as van,
                    closing(connect(stand.indexes(NIEUW), {familie: alias for familie, (_, alias) in nieuw.items()})) as naar,
                ):
                    yield ElasticOpbouw(generaties, van, naar, geheim)
            finally:
                generaties.clean()


def _begin(verbinding: Verbinding, generaties: Generaties, toegang: StoreSettings, *, terug: bool) -> None:
    """Makes the indexes to be filled, and lets writers note what they change from here on."""
    stand, bouwer = verbinding.stand(), token_hex(4)
    # Of this builder alone: who slept until another one began finds its own gone.
    aliassen = {familie: f"{stand.voorvoegsel}-{familie}-nieuw-{bouwer}" for familie in Familie}
    if terug:
        vorige = stand.indexes(VORIGE)
        if vorige.keys() != set(Familie):
            raise StoreOnbereikbaar(
                "Er is geen vorige generatie van de store om naar terug te gaan. Bouw opnieuw op met 'klantbeeld rebuild'."
            )
        if list_other_version(vorige):
            raise StoreOnbruikbaar(
                "De vorige generatie van de store is van een andere versie van Klantbeeld Werkgever. Ga met die versie terug."
            )
        generaties.fill_again(vorige, aliassen)
    else:
        _create_indexen(verbinding, stand, toegang, aliassen)
    log = f"{stand.voorvoegsel}-{OPBOUWLOG}-{schema_of_store()}-{stand.hoogste + 1}"
    with verbinding.asking() as client:
        client.indices.create(index=log, mappings=MAPPING, settings=BIJINDEX)
    generaties.hold_writers()
    generaties.let_write(log)


def _create_indexen(verbinding: Verbinding, stand: Stand, toegang: StoreSettings, aliassen: Mapping[Familie, str]) -> None:
    def create(familie: Familie) -> None:
        naam = name_index(stand.voorvoegsel, familie, stand.hoogste + 1)
        create_index(client, naam, familie, toegang, aliassen[familie])

    with verbinding.asking() as client, ThreadPoolExecutor(len(Familie)) as pool:
        list(pool.map(create, Familie))


def _label(kant: int, verbinding: Verbinding) -> Iterator[tuple[str, int, int, str, bool]]:
    for kop in page_through(verbinding, _KOPPEN):
        yield kop["id"], kant, kop["versie"], kop["digest"], bool(kop["verwijderd"])
