"""The weights of the order of hits: each example shows what its weight is for, and that nothing else does it."""

import pytest

from klantbeeld.domain import wegingen
from klantbeeld.domain.namen import Woordsoort
from klantbeeld.domain.wegingen import Weging, weigh_woord
from tests.bouwers_zoeken import ADRES, find, make_handelsnaam, make_werkgever

WEGINGEN = {naam: weging for naam, weging in vars(wegingen).items() if isinstance(weging, Weging)}
_SOORTEN = {"ANDERE_NAAM": "handelsnaam", "VROEGERE_NAAM": "vroeger"}


def search_voorbeeld(naam: str) -> list[str]:
    """In which order ``voor`` and ``na`` come for the example of a weight. ``na`` is the elder one: first when all is equal."""
    weging = WEGINGEN[naam]
    if naam in _SOORTEN:
        na = make_werkgever("Aa", handelsnamen=make_handelsnaam(weging.na, _SOORTEN[naam]))
    else:
        na = make_werkgever(weging.na, vestigingsadres=ADRES)
    voor = make_werkgever(weging.voor, vestigingsadres=ADRES | {"toevoeging": None})
    treffers = find(weging.zoekterm, voor, na, mag_missen=int(naam == "BEGIN_FOUT"))
    return ["voor" if treffer.profiel.id == voor.id else "na" for treffer in treffers]


@pytest.mark.parametrize("naam", sorted(WEGINGEN))
def test_a_weight_orders_its_example(naam: str) -> None:
    assert search_voorbeeld(naam) == ["voor", "na"]


@pytest.mark.parametrize("naam", sorted(WEGINGEN))
def test_without_the_weight_its_example_is_ordered_the_other_way(naam: str, monkeypatch: pytest.MonkeyPatch) -> None:
    weging = WEGINGEN[naam]
    monkeypatch.setattr(wegingen, naam, weging._replace(gewicht=weging.zonder))
    assert search_voorbeeld(naam) == ["na", "voor"]


def test_the_more_a_word_says_the_more_it_counts() -> None:
    gewichten = [weigh_woord(soort) for soort in Woordsoort]
    assert gewichten == sorted(gewichten, reverse=True)
    assert gewichten[0] == 1.0
