"""Reach: for who asks, employers outside of it are not there, whatever is asked and wherever a limit cuts."""

from itertools import product
from typing import Any

import pytest

from klantbeeld.domain.maanden import Maanddocument, is_within
from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import (
    IEDEREEN,
    Aantallenvraag,
    Attribuut,
    Eis,
    Familievraag,
    Profielvraag,
    Selectie,
    Sleutelsvraag,
    Sleutelvraag,
    Statistiekvraag,
    Vraag,
    Zoekvraag,
)
from klantbeeld.stores.protocol import Profielwijziging, Store
from tests.bouwers import make_attributen, make_profiel

KVK = "kvk:12345678"
FAMILIE = "rsin:123456789"
WAARDEN: dict[str, Any] = {
    "w1": {"postcodegebied": "96", "sectoren": ("10",)},
    "w2": {"postcodegebied": "10", "sectoren": ("10", "51")},
    "w3": {"postcodegebied": "96", "sectoren": (), "rechtsvorm": "nv"},
    "w4": {"postcodegebied": "onbekend", "sectoren": ("51",), "sbi_secties": ()},
    "w5": {"postcodegebied": "97", "sectoren": ("051", "10"), "grootteklasse": "G0"},
}
PROFIELEN = {
    id_: make_profiel(
        id_,
        lh_nummer=f"{id_[1:]:0>9}L01",
        familie=FAMILIE,
        sleutels=(f"lh:{id_[1:]:0>9}L01", KVK),
        attributen=make_attributen(**waarden),
    )
    for id_, waarden in WAARDEN.items()
}
BEREIKEN = [
    (IEDEREEN, "w1 w2 w3 w4 w5"),
    (Selectie(postcodegebieden=("96",)), "w1 w3"),
    (Selectie(postcodegebieden=("96", "97")), "w1 w3 w5"),
    (Selectie(sectoren=("10",)), "w1 w2 w5"),
    (Selectie(sectoren=("onbekend",)), "w3"),
    (Selectie(sectoren=("10",), postcodegebieden=("96", "10")), "w1 w2"),
    (Selectie(sbi_secties=("onbekend",)), "w4"),
    (Selectie(grootteklassen=("G0",), rechtsvormen=("bv",)), "w5"),
    (Selectie(werkgever_ids=("w4", "w2", "onbekend")), "w2 w4"),
    (Selectie(werkgever_ids=("w4", "w2"), sectoren=("10",)), "w2"),
    (Selectie(postcodegebieden=("99",)), ""),
    (Selectie(postcodegebieden=("9", "96' OR 1=1 --", "*")), ""),
]
DICHT = [pytest.param(bereik, binnen.split(), id=binnen or f"none {nr}") for nr, (bereik, binnen) in enumerate(BEREIKEN)]


@pytest.fixture
def gevuld(store: Store) -> Store:
    """The five employers, each with as many fines in one month as its number says."""
    tokens = store.write_profielen([Profielwijziging(id_, profiel, 0) for id_, profiel in PROFIELEN.items()])
    maanden = {
        id_: (tokens[id_], [Maanddocument(id_, "2023-05", Maandcijfers(boetes=10 ** int(id_[1:])), profiel.attributen)])
        for id_, profiel in PROFIELEN.items()
    }
    store.write_maanden(maanden)
    return store


def ids_of(profielen: tuple[Profiel, ...]) -> list[str]:
    return [profiel.id for profiel in profielen]


@pytest.mark.parametrize(("bereik", "binnen"), DICHT)
def test_the_domain_says_who_is_within_reach(bereik: Selectie, binnen: list[str]) -> None:
    assert [id_ for id_, profiel in PROFIELEN.items() if is_within(profiel, bereik)] == binnen


def test_an_employer_is_there_only_within_reach(gevuld: Store) -> None:
    gevraagd = list(product(PROFIELEN, BEREIKEN))
    antwoorden = gevuld.read([Profielvraag(id_, bereik) for id_, (bereik, _) in gevraagd])
    assert antwoorden == [PROFIELEN[id_] if id_ in binnen.split() else None for id_, (_, binnen) in gevraagd]


def test_employers_of_a_key_a_family_and_a_search_are_those_within_reach(gevuld: Store) -> None:
    eisen = (Eis(("w:groothandel",)),)
    vragen: list[Vraag] = [
        vraag
        for bereik, _ in BEREIKEN
        for vraag in (
            Sleutelvraag(KVK, 9, bereik),
            Sleutelsvraag((KVK,), 9, bereik),
            Familievraag(FAMILIE, 9, bereik),
            Zoekvraag(eisen, 9, bereik),
        )
    ]
    antwoorden = list(map(ids_of, gevuld.read(vragen)))
    assert antwoorden == [binnen.split() for _, binnen in BEREIKEN for _ in range(4)]


def test_a_limit_counts_only_those_within_reach(gevuld: Store) -> None:
    bereik = Selectie(postcodegebieden=("97", "onbekend"))
    eisen = (Eis(("w:groothandel",)),)
    vragen: list[Vraag] = [
        Sleutelvraag(KVK, 1, bereik),
        Sleutelsvraag((KVK, FAMILIE), 1, bereik),
        Familievraag(FAMILIE, 1, bereik),
        Zoekvraag(eisen, 1, bereik),
    ]
    assert list(map(ids_of, gevuld.read(vragen))) == [["w4"]] * 4


def test_an_employer_of_an_own_key_is_not_there_either(gevuld: Store) -> None:
    (eigen,) = gevuld.read([Sleutelvraag(PROFIELEN["w2"].lh_sleutel, 5, Selectie(postcodegebieden=("96",)))])
    assert eigen == ()


def test_figures_and_numbers_are_of_employers_within_reach_only(gevuld: Store) -> None:
    vragen: list[Vraag] = [
        vraag
        for bereik, _ in BEREIKEN
        for vraag in (
            Statistiekvraag(IEDEREEN, "2023-01", "2023-12", bereik=bereik),
            Aantallenvraag(IEDEREEN, bereik=bereik),
        )
    ]
    antwoorden = iter(gevuld.read(vragen))
    for statistiek, (_, binnen) in zip(antwoorden, BEREIKEN, strict=False):
        assert statistiek.totaal.boetes == sum(10 ** int(id_[1:]) for id_ in binnen.split())
        assert next(antwoorden) == {(): len(binnen.split())}


def test_a_selection_chooses_among_those_within_reach(gevuld: Store) -> None:
    binnen, selectie = Selectie(postcodegebieden=("96",)), Selectie(sectoren=("10",), werkgever_ids=("w1", "w2"))
    ids = Selectie(werkgever_ids=("w2", "w5"))
    statistiek, aantallen, per_sector = gevuld.read(
        [
            Statistiekvraag(selectie, "2023-01", "2023-12", bereik=binnen),
            Aantallenvraag(selectie, bereik=ids),
            Aantallenvraag(IEDEREEN, (Attribuut.SECTOR,), binnen),
        ]
    )
    assert statistiek.totaal.boetes == 10
    assert aantallen == {(): 1}
    assert per_sector == {("10",): 1, ("onbekend",): 1}


def test_an_employer_that_moves_out_of_reach_is_gone_at_once(gevuld: Store) -> None:
    bereik = Selectie(postcodegebieden=("96",))
    verhuisd = make_profiel("w1", lh_nummer="000000001L01", attributen=make_attributen(postcodegebied="10"))
    gevuld.write_profielen([Profielwijziging("w1", verhuisd, gevuld.tokens(["w1"])["w1"])])
    assert gevuld.read([Profielvraag("w1", bereik), Aantallenvraag(IEDEREEN, bereik=bereik)]) == [None, {(): 1}]
