"""Which indexes a store in Elasticsearch has: what its aliases say, and how a new store gets them."""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from klantbeeld.errors import StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic_schema import Familie, make_mapping, make_settings, schema_of

_ALIAS = re.compile(r"(?P<lezen>.+?)(?P<schrijven>-schrijf-[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Aliassen:
    """The aliases of a store: per family the index that is read, and the alias by which it is written."""

    indexen: Mapping[Familie, str]
    schrijven: Mapping[Familie, str]

    @property
    def zijn_compleet(self) -> bool:
        return self.indexen.keys() == self.schrijven.keys() == set(Familie)


def read_alias(prefix: str, familie: Familie) -> str:
    """The alias by which a family is read."""
    return f"{prefix}-{familie}"


def read_aliassen(client: Elasticsearch, prefix: str) -> Aliassen:
    """What the aliases say now."""
    families = {read_alias(prefix, familie): familie for familie in Familie}
    gevonden: Mapping[str, Any] = client.indices.get_alias(name=f"{prefix}-*", allow_no_indices=True).body
    indexen: dict[Familie, str] = {}
    schrijven: dict[Familie, str] = {}
    for index, deel in gevonden.items():
        for alias in deel["aliases"]:
            gelezen = _ALIAS.fullmatch(alias)
            if gelezen is None or gelezen["lezen"] not in families:
                continue
            familie = families[gelezen["lezen"]]
            if gelezen["schrijven"]:
                schrijven[familie] = alias
            else:
                indexen[familie] = index
    return Aliassen(indexen, schrijven)


def create_indexen(client: Elasticsearch, prefix: str, toegang: StoreSettings) -> None:
    """Makes what a new store lacks, the books last: with them a store is there, and what is gone then is not made again, for
    the books say that it was read. Several processes may do so at once."""
    aanwezig = read_aliassen(client, prefix).indexen
    if Familie.BOEKHOUDING in aanwezig:
        return
    ontbreekt = [familie for familie in Familie if familie not in {*aanwezig, Familie.BOEKHOUDING}]
    with ThreadPoolExecutor(len(Familie)) as pool:
        list(pool.map(lambda familie: _create_index(client, prefix, familie, toegang), ontbreekt))
    _create_index(client, prefix, Familie.BOEKHOUDING, toegang)


def _create_index(client: Elasticsearch, prefix: str, familie: Familie, toegang: StoreSettings) -> None:
    alias = read_alias(prefix, familie)
    try:
        client.indices.create(
            index=f"{alias}-{schema_of(familie)}-1",
            mappings=make_mapping(familie),
            settings=make_settings(familie, toegang),
            aliases={alias: {}, f"{alias}-schrijf-1": {"is_write_index": True}},
        )
    except BadRequestError as fout:
        if fout.error != "resource_already_exists_exception":
            raise


def check_aliassen(aliassen: Aliassen, prefix: str) -> None:
    """Errors: ``StoreOnbereikbaar`` when nothing was ever written, ``StoreOnbruikbaar`` when another version made it or a part
    of it is gone."""
    if Familie.BOEKHOUDING in aliassen.indexen and not aliassen.zijn_compleet:
        weg = sorted(set(Familie) - (aliassen.indexen.keys() & aliassen.schrijven.keys()))
        raise StoreOnbruikbaar(
            f"Van de store {prefix} in Elasticsearch ontbreken indexen of aliassen ({', '.join(weg)}). Zet ze terug, of geef "
            "een ander voorvoegsel in de store-url en vul de store opnieuw met 'klantbeeld index'."
        )
    if not aliassen.zijn_compleet:
        raise StoreOnbereikbaar(f"De store {prefix} in Elasticsearch is nog leeg. Vul hem eerst met 'klantbeeld index'.")
    anders = [
        familie
        for familie, index in aliassen.indexen.items()
        if not index.startswith(f"{read_alias(prefix, familie)}-{schema_of(familie)}-")
    ]
    if anders:
        raise StoreOnbruikbaar(
            f"De indexen van de store {prefix} ({', '.join(sorted(anders))}) zijn gemaakt door een andere versie van "
            "Klantbeeld Werkgever. Verwijder ze of geef een ander voorvoegsel in de store-url, en vul de store opnieuw met "
            "'klantbeeld index'."
        )
