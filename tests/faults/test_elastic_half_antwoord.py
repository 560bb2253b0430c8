"""A group of which Elasticsearch could not read everything says so; it is never shown with what there was (F09)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from indexers.pipeline import Opdracht
from indexers.readers.files import FilesSource
from indexers.source import Sourceopdracht
from klantbeeld.app import open_laadstraat
from klantbeeld.queries import Klantbeeld
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from resolvers.uitvoering import read_volledig_beeld
from tests.bouwers_graphql import GROOT, VOORBEELD, Proef, open_for_test
from tests.bouwers_leveringen import VANDAAG
from tests.elasticstores import Voorraad
from tests.nepelastic import Nepelastic, Regie, change_answers, pass_on, run_nepelastic
from tests.testnode import require_elasticsearch

BETALINGEN = b'{"term":{"soort":"betaling"}}'
HALVE: dict[str, dict[str, Any]] = {
    "a shard that failed": {"_shards": {"total": 2, "successful": 1, "failed": 1}},
    "no time left": {"timed_out": True},
    "an error in its place": {"error": {"type": "search_phase_execution_exception", "reason": "Kanarie"}, "status": 503},
    "a queue that is full": {"error": {"type": "es_rejected_execution_exception", "reason": "Kanarie"}, "status": 429},
}


@dataclass(frozen=True, slots=True)
class Opstelling:
    """The example employer in Elasticsearch, read through a server that can change the answers."""

    proef: Proef
    nep: Nepelastic
    eerlijk: Regie

    def view(self) -> dict[str, Any]:
        beeld: dict[str, Any] = self.proef.ask_data(read_volledig_beeld(), id=GROOT)["werkgever"]
        return beeld


@pytest.fixture
def opstelling(tmp_path: Path, voorraad_of: Callable[[str], Voorraad]) -> Iterator[Opstelling]:
    node = require_elasticsearch()
    voorraad = voorraad_of(node)
    url = voorraad.take()
    settings = Settings(store=StoreSettings(url=url), vandaag=VANDAAG, logboek=tmp_path / "log.jsonl")
    with open_laadstraat(settings) as laadstraat:
        laadstraat.pipeline.start()
        laadstraat.pipeline.run([FilesSource(Sourceopdracht("voorbeeld", None, VOORBEELD))], Opdracht())
    with run_nepelastic(pass_on(node)) as nep:
        via_nep = settings.model_copy(update={"store": StoreSettings(url=url.replace(node, nep.url))})
        with open_for_test(via_nep, tmp_path / "log.jsonl") as klantbeeld:
            zonder_cache = Klantbeeld(replace(klantbeeld.omgeving, cache=None))
            yield Opstelling(Proef(zonder_cache, tmp_path / "log.jsonl"), nep, pass_on(node))
    voorraad.give_back(url)


@pytest.mark.parametrize("wat", HALVE)
def test_a_group_of_which_not_everything_was_read_is_not_available_and_the_others_are(opstelling: Opstelling, wat: str) -> None:
    heel = opstelling.view()
    opstelling.nep.regie = change_answers(opstelling.eerlijk, BETALINGEN, HALVE[wat])
    half = opstelling.view()
    assert half["financieel"]["stand"]["status"] == "NIET_BESCHIKBAAR"
    assert (half["financieel"]["totaal"], half["financieel"]["edges"]) == (None, [])
    assert {naam: deel for naam, deel in half.items() if naam != "financieel"} == {
        naam: deel for naam, deel in heel.items() if naam != "financieel"
    }
    opstelling.nep.regie = opstelling.eerlijk
    assert opstelling.view() == heel


def test_the_whole_view_fetches_its_employer_and_is_one_msearch(opstelling: Opstelling) -> None:
    opstelling.nep.verzoeken.clear()
    assert opstelling.proef.count_lezingen(read_volledig_beeld(), id=GROOT) == 2
    verzoeken = [verzoek for verzoek in opstelling.nep.verzoeken if not verzoek.pad.startswith("/_cluster/")]
    assert len(opstelling.nep.verzoeken) - len(verzoeken) == 1
    profiel, beeld = verzoeken
    assert ("-profielen-" in profiel.pad, profiel.pad.rpartition("/")[2]) == (True, "_mget?realtime=false")
    assert (beeld.pad, len(beeld.lichaam.splitlines()) > 40) == ("/_msearch", True)
