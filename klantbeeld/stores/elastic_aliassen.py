"""Which indexes a store in Elasticsearch has, and what each of them is now: its aliases say, and nothing else does.

| alias | of |
| --- | --- |
| ``<prefix>-<family>-<schema>`` | the generation that readers of this version of the product see |
| ``<prefix>-<family>-schrijf-<number>`` | the live generation, to write |
| ``<prefix>-<family>-wacht-<number>`` | the same while writers wait for a switch |
| ``<prefix>-<family>-vorige`` | the previous generation |
| ``<prefix>-<family>-nieuw-<builder>`` | the one that is being filled |
| ``<prefix>-opbouwlog`` | the index in which writers note what they change, while one is being filled |

Other versions of the product read these names too: what is here may be added to, and not be changed.
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from klantbeeld.errors import StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic_schema import OPBOUWLOG, Familie, make_mapping, make_settings, schema_of, schema_of_store

SCHRIJF, WACHT, VORIGE = "schrijf", "wacht", "vorige"
NIEUW = "nieuw-[0-9a-f]{8}"

_INDEX = re.compile(rf"(?:{'|'.join((*Familie, OPBOUWLOG))})-[0-9a-f]{{8}}-(?P<generatie>[0-9]+)")
_LEVEND = rf"(?:{SCHRIJF}|{WACHT})-[0-9]+"


@dataclass(frozen=True, slots=True)
class Namen:
    """By which names the families of a store are read and written, where its changes are noted, if anywhere, and which indexes
    that are."""

    lezen: Mapping[Familie, str]
    schrijven: Mapping[Familie, str]
    log: str | None = None
    generatie: AbstractSet[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stand:
    """The indexes of one store at one moment, each with its aliases."""

    voorvoegsel: str
    aliassen: Mapping[str, AbstractSet[str]]

    def find(self, rol: str) -> dict[Familie, tuple[str, str]]:
        """Per family the (index, alias) of which the alias ends in this role, a pattern."""
        namen = {familie: re.compile(f"{re.escape(self.voorvoegsel)}-{familie}-{rol}") for familie in Familie}
        paren = [(index, alias) for index, aliassen in self.aliassen.items() for alias in aliassen]
        return {familie: paar for familie, naam in namen.items() for paar in paren if naam.fullmatch(paar[1])}

    def indexes(self, rol: str = _LEVEND) -> dict[Familie, str]:
        """Per family the index that has this role; without one that of the live generation."""
        return {familie: index for familie, (index, _) in self.find(rol).items()}

    @property
    def nummer(self) -> int:
        """The number of the live generation's write aliases."""
        return max((int(alias.rpartition("-")[2]) for _, alias in self.find(_LEVEND).values()), default=0)

    @property
    def hoogste(self) -> int:
        """The highest generation that any index is of."""
        return max(map(self.generation_of, self.aliassen), default=0)

    @property
    def log(self) -> str | None:
        """The alias of the index in which changes are noted."""
        alias = f"{self.voorvoegsel}-{OPBOUWLOG}"
        return alias if any(alias in aliassen for aliassen in self.aliassen.values()) else None

    @property
    def over(self) -> list[str]:
        """The indexes that are of no generation that is kept."""
        blijft = {*self.indexes().values(), *self.indexes(VORIGE).values()}
        return sorted(self.aliassen.keys() - blijft)

    @property
    def is_rustig(self) -> bool:
        """Whether nothing is being built, and nothing was left by who did."""
        return not (self.over or self.find(NIEUW) or self.find(rf"{WACHT}-[0-9]+"))

    def generation_of(self, index: str) -> int:
        """The generation of an index of this store."""
        gelezen = _INDEX.fullmatch(index.removeprefix(f"{self.voorvoegsel}-"))
        return int(gelezen["generatie"]) if gelezen else 0

    def names(self) -> Namen:
        """How this version of the product reads the live generation, and writes it unless that must wait."""
        lezen = {familie: read_alias(self.voorvoegsel, familie) for familie in Familie}
        schrijven = {familie: alias for familie, (_, alias) in self.find(rf"{SCHRIJF}-[0-9]+").items()}
        return Namen(lezen, schrijven, self.log, frozenset(self.indexes().values()))


def read_alias(prefix: str, familie: Familie) -> str:
    """The alias by which this version of the product reads a family. Readers of another version keep their own, so that a
    switch to indexes that they can't read leaves them what they have."""
    return f"{prefix}-{familie}-{schema_of_store()}"


def read_stand(client: Elasticsearch, prefix: str) -> Stand:
    """The indexes of a store as they are now. Those of a store whose prefix begins with this one are not among them."""
    gevonden: Mapping[str, Any] = client.indices.get_alias(index=f"{prefix}-*").body
    return make_stand(prefix, {index: deel["aliases"] for index, deel in gevonden.items()})


def make_stand(prefix: str, aliassen: Mapping[str, Iterable[str]]) -> Stand:
    """The indexes of a store, of all that there are with their aliases."""
    eigen = {index for index in aliassen if _INDEX.fullmatch(index.removeprefix(f"{prefix}-"))}
    return Stand(prefix, {index: frozenset(aliassen[index]) for index in eigen})


def create_indexen(client: Elasticsearch, prefix: str, toegang: StoreSettings) -> None:
    """Makes what a new store lacks, the books last: with them a store is there, and what is gone then is not made again, for
    the books say that it was read. Several processes may do so at once."""
    aanwezig = read_stand(client, prefix).indexes()
    if Familie.BOEKHOUDING in aanwezig:
        return

    def create(familie: Familie) -> None:
        aliassen = (read_alias(prefix, familie), f"{prefix}-{familie}-{SCHRIJF}-1")
        create_index(client, name_index(prefix, familie, 1), familie, toegang, *aliassen)

    ontbreekt = [familie for familie in Familie if familie not in {*aanwezig, Familie.BOEKHOUDING}]
    with ThreadPoolExecutor(len(Familie)) as pool:
        list(pool.map(create, ontbreekt))
    create(Familie.BOEKHOUDING)


def name_index(prefix: str, familie: Familie, generatie: int) -> str:
    """The name of the index of a family in a generation."""
    return f"{prefix}-{familie}-{schema_of(familie)}-{generatie}"


def create_index(client: Elasticsearch, naam: str, familie: Familie, toegang: StoreSettings, *aliassen: str) -> None:
    """Makes one index with these aliases, by each of which it may be written; nothing when it is there."""
    namen = {alias: {"is_write_index": True} for alias in aliassen}
    create_once(client, naam, mappings=make_mapping(familie), settings=make_settings(familie, toegang), aliases=namen)


def create_once(client: Elasticsearch, naam: str, **inhoud: Any) -> None:  # noqa: ANN401 - as the client takes it
    """Makes an index; nothing when it is there, for somebody else may be making it too."""
    try:
        client.indices.create(index=naam, **inhoud)
    except BadRequestError as fout:
        if fout.error != "resource_already_exists_exception":
            raise


def list_other_version(indexen: Mapping[Familie, str]) -> list[Familie]:
    """The families of which these indexes have another mapping than this version of the product gives them."""
    return sorted(familie for familie, index in indexen.items() if f"-{schema_of(familie)}-" not in index)


def check_stand(stand: Stand) -> None:
    """Errors: ``StoreOnbereikbaar`` when nothing was ever written, ``StoreOnbruikbaar`` when another version made it or a part
    of it is gone."""
    levend = stand.indexes()
    if anders := list_other_version(levend):
        raise StoreOnbruikbaar(
            f"De indexen van de store {stand.voorvoegsel} ({', '.join(anders)}) zijn van een andere versie van Klantbeeld "
            "Werkgever. Is dit programma nieuwer: bouw de store opnieuw op met 'klantbeeld rebuild'; tot de wissel gaat de "
            "oude versie door. Is het ouder: start de nieuwe versie, of ga met deze terug met 'klantbeeld rebuild --rollback'."
        )
    weg = sorted(set(Familie) - (levend.keys() & stand.indexes(schema_of_store()).keys()))
    if weg and Familie.BOEKHOUDING in levend:
        raise StoreOnbruikbaar(
            f"Van de store {stand.voorvoegsel} in Elasticsearch ontbreken indexen of aliassen ({', '.join(weg)}). Zet ze "
            "terug, of geef een ander voorvoegsel in de store-url en vul de store opnieuw met 'klantbeeld index'."
        )
    if weg:
        raise StoreOnbereikbaar(
            f"De store {stand.voorvoegsel} in Elasticsearch is nog leeg. Vul hem eerst met 'klantbeeld index'."
        )
