"""Builders around a store in Elasticsearch that is rebuilt: what its aliases say, and what time or another version would do."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from elasticsearch import Elasticsearch

from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores import elastic_schema
from klantbeeld.stores.elastic_aliassen import VORIGE, Stand, read_alias, read_stand
from klantbeeld.stores.elastic_generaties import Generaties
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Adres, Verbinding
from tests.bouwers_bronnen import Bronnenproef
from tests.bouwers_heropbouw import open_gevuld


@dataclass(frozen=True, slots=True)
class Plek:
    """Where a store is that a test may rebuild."""

    url: str
    client: Elasticsearch

    @property
    def voorvoegsel(self) -> str:
        return self.url.rpartition("/")[2]

    @property
    def adres(self) -> Adres:
        return Adres((self.url.removeprefix("elasticsearch+").rpartition("/")[0],), self.voorvoegsel)

    def fill(self, map_: Path, contacten: int = 40) -> AbstractContextManager[Bronnenproef]:
        """The store with two employers and their records in it."""
        return open_gevuld(map_, contacten, self.url)

    def stand(self) -> Stand:
        return read_stand(self.client, self.voorvoegsel)

    @contextmanager
    def open_generaties(self) -> Iterator[Generaties]:
        """What who looks after the store has."""
        with closing(Verbinding(self.adres, StoreSettings(), schrijven=True)) as verbinding:
            yield Generaties(verbinding)

    def forget_lock(self) -> None:
        """As when so much time has passed since its holder died."""
        self.client.index(index=f"{self.voorvoegsel}-opbouw", id="slot", document={"inhoud": {"tot": 0}})

    def is_whole(self) -> bool:
        """Whether every family has one live index, under one alias to read and one to write, and no more than a previous
        generation beside it."""
        stand = self.stand()
        levend, vorige = stand.indexes(), stand.indexes(VORIGE)
        schrijven = {familie: alias for familie, (_, alias) in stand.find("schrijf-[0-9]+").items()}
        return (
            stand.is_rustig
            and {familie: stand.aliassen[index] for familie, index in levend.items()}
            == {familie: {read_alias(self.voorvoegsel, familie), schrijven[familie]} for familie in Familie}
            and vorige.keys() in (set(), set(Familie))
        )

    def sample_aliases(self, klaar: Event) -> set[int]:
        """On how many indexes an alias to read was, until told to stop."""
        gezien: set[int] = set()
        while not klaar.is_set():
            gezien |= self.count_aliases(self.stand())
        return gezien

    def count_aliases(self, stand: Stand) -> set[int]:
        """On how many indexes the aliases to read are."""
        alle = [read_alias(self.voorvoegsel, familie) for familie in Familie]
        return {sum(alias in aliassen for aliassen in stand.aliassen.values()) for alias in alle}


@contextmanager
def open_other_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Meanwhile this is another version of the product, with a field more in its profiles."""
    velden = dict(elastic_schema._VELDEN)
    velden[Familie.PROFIELEN] = {**velden[Familie.PROFIELEN], "vroeger": {"type": "keyword"}}
    with monkeypatch.context() as anders:
        anders.setattr(elastic_schema, "_VELDEN", velden)
        yield
