"""An indexer, and who looks at its health, can do nothing with half of what they asked: they say so, and try again (F09)."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.toestand import read_toestand
from tests.bouwers_domein import NU
from tests.bouwers_leveringen import VANDAAG, make_boete, make_organisatie
from tests.elasticopstelling import Opstelling
from tests.elasticstores import Voorraad
from tests.faults.proefbank import GOED, open_proefbank
from tests.nepelastic import Antwoord, Regie, Verzoek
from tests.testnode import require_elasticsearch

FOUT: dict[str, Any] = {"error": {"type": "no_shard_available_action_exception", "reason": "Kanarie"}, "status": 503}


def fail_search(eerlijk: Regie, nummer: int) -> Regie:
    """Lets the last question of the so many-th search fail, as while an index starts."""
    over = [nummer]

    def answer(verzoek: Verzoek) -> Antwoord:
        antwoord = eerlijk(verzoek)
        if not verzoek.pad.startswith("/_msearch"):
            return antwoord
        over[0] -= 1
        inhoud = orjson.loads(antwoord.inhoud)
        if over[0] == 0:
            inhoud["responses"][-1] = FOUT
        return Antwoord(inhoud=inhoud)

    return answer


def test_health_says_that_the_store_can_not_be_read(opstelling: Opstelling) -> None:
    opstelling.nep.regie = fail_search(opstelling.pass_on, 1)
    with pytest.raises(StoreOnbereikbaar):
        read_toestand(opstelling.store, {}, NU)
    assert read_toestand(opstelling.store, {}, NU).list_alarmen() == []


def test_an_indexer_gives_up_at_any_search_without_deriving_from_half_of_it(
    tmp_path: Any, voorraad_of: Callable[[str], Voorraad]
) -> None:
    voorraad = voorraad_of(require_elasticsearch())
    url = voorraad.take()
    with open_proefbank(tmp_path, url) as bank:
        bank.fill(make_organisatie(bron="k3cr"))
        nummer = gebroken = 0
        while gebroken == nummer:
            nummer += 1
            bank.deliver(make_organisatie(gegevens={"naam": f"Bakkerij {nummer}"}, bron="k3cr"), make_boete(bron="k3cr"))
            bank.nep.regie = fail_search(bank.ask, nummer)
            gebroken += not bank.try_index()
        assert gebroken >= 4
        assert bank.judge() == GOED
        assert bank.read(lambda store: store.marks(VANDAAG)) == []
    voorraad.give_back(url)
