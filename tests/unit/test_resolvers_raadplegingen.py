"""``mijnRaadplegingen``: who asks sees what was recorded of them, newest first, and nothing of anybody else."""

import pytest

from klantbeeld.access import nalezen
from tests.bouwers_graphql import Proef

VRAAG = "{ mijnRaadplegingen { tijd handeling doel werkgeverIds groepen resultaat traceId } }"
KORT = "{ mijnRaadplegingen { handeling } }"
ZOEK = '{ werkgevers(zoekterm: "123456789L01") { edges { node { id contactmanagement { contacten { totaal } } } } } }'
WERKGEVER = "query ($id: ID!) { werkgever(id: $id) { naam } mijnRaadplegingen { handeling } }"


def list_handelingen(proef: Proef, rol: str = "klantadviseur") -> list[str]:
    return [regel["handeling"] for regel in proef.ask_data(KORT, rol)["mijnRaadplegingen"]]


def test_a_user_sees_their_own_consultations_newest_first(proef: Proef) -> None:
    gevonden = proef.ask_data(ZOEK)["werkgevers"]["edges"]
    eerste, tweede = proef.ask_data(VRAAG)["mijnRaadplegingen"]
    assert (eerste["handeling"], tweede["handeling"]) == ("zoeken", "raadplegen")
    assert (tweede["werkgeverIds"], tweede["groepen"]) == ([gevonden[0]["node"]["id"]], ["CONTACTMANAGEMENT"])
    assert tweede["doel"] == "urn:klantbeeld:verwerking:werkgeversdienstverlening"
    assert (tweede["resultaat"], eerste["traceId"]) == ("ok", tweede["traceId"])


def test_nobody_sees_the_consultations_of_another(proef: Proef) -> None:
    proef.ask_data(ZOEK)
    assert list_handelingen(proef, "accountmanager") == []


def test_looking_back_is_recorded_too(proef: Proef) -> None:
    assert list_handelingen(proef) == []
    assert list_handelingen(proef) == ["eigen raadplegingen"]


def test_what_was_shown_with_it_is_not_given_again_from_memory(proef: Proef) -> None:
    (edge,) = proef.ask_data(ZOEK)["werkgevers"]["edges"]
    gezien = [len(proef.ask_data(WERKGEVER, id=edge["node"]["id"])["mijnRaadplegingen"]) for _ in range(3)]
    assert gezien == [2, 4, 6]


def test_a_record_that_somebody_changed_is_not_shown(proef: Proef) -> None:
    proef.ask_data(ZOEK)
    proef.log.write_bytes(proef.log.read_bytes().replace(b'"handeling":"zoeken"', b'"handeling":"kijken"'))
    assert list_handelingen(proef) == ["raadplegen"]


def test_no_more_is_shown_than_may_and_no_further_is_looked(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        proef.ask_data(ZOEK)
    monkeypatch.setattr(nalezen, "MEESTE_EIGEN", 3)
    assert len(list_handelingen(proef)) == 3
    monkeypatch.setattr(nalezen, "MEESTE_BYTES", 1)
    assert len(list_handelingen(proef)) == 1
