"""Statistics: sums of month figures over selected employers, and how many employers there are."""

from collections import Counter, defaultdict
from itertools import count, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.klok import Tijdvak
from klantbeeld.domain.maanden import Maanddocument, list_waarden
from klantbeeld.domain.preventie import Maandcijfers, add_cijfers
from klantbeeld.domain.vragen import Aantallenvraag, Attribuut, Selectie, Statistiekantwoord, Statistiekvraag
from klantbeeld.stores.protocol import Profielwijziging, Store
from tests.bouwers import make_attributen, make_profiel
from tests.contract.conftest import WILLEKEURIG, OpenStore

SECTOR, SBI, KLASSE = Attribuut.SECTOR, Attribuut.SBI_SECTIE, Attribuut.GROOTTEKLASSE
ALLES = Selectie()

_namen = count()

Maanden = dict[str, Maandcijfers]


def boetes(aantal: int) -> Maandcijfers:
    return Maandcijfers(boetes=aantal)


def put(store: Store, id_: str, maanden: Maanden, **attributen: object) -> None:
    """Writes an employer with its month figures, whatever was there."""
    profiel = make_profiel(id_, lh_nummer=f"{id_[1:]:0>9}L01", attributen=make_attributen(**attributen))
    tokens = store.write_profielen([Profielwijziging(id_, profiel, store.tokens([id_])[id_])])
    documenten = [Maanddocument(id_, maand, cijfers, profiel.attributen) for maand, cijfers in maanden.items()]
    store.write_maanden({id_: (tokens[id_], documenten)})


def remove(store: Store, id_: str) -> None:
    store.write_profielen([Profielwijziging(id_, None, store.tokens([id_])[id_])])


def ask(
    store: Store,
    *per: Attribuut,
    selectie: Selectie = ALLES,
    tijdvak: Tijdvak | None = None,
    maanden: tuple[str, str] = ("2023-01", "2023-12"),
) -> dict[tuple[str, ...], int]:
    """The fines of each cell, by its values and its period."""
    antwoord = ask_whole(store, Statistiekvraag(selectie, *maanden, per, tijdvak))
    return {(*cel.waarden, *([cel.periode] if cel.periode else [])): cel.cijfers.boetes for cel in antwoord.cellen}


def ask_whole(store: Store, vraag: Statistiekvraag) -> Statistiekantwoord:
    (antwoord,) = store.read([vraag])
    assert isinstance(antwoord, Statistiekantwoord)
    return antwoord


def count_werkgevers(store: Store, *per: Attribuut, selectie: Selectie = ALLES) -> dict[tuple[str, ...], int]:
    (aantallen,) = store.read([Aantallenvraag(selectie, per)])
    assert isinstance(aantallen, dict)
    return aantallen


def test_every_figure_is_summed_over_employers_and_months(store: Store) -> None:
    put(store, "w1", {"2023-01": Maandcijfers(*range(1, 9)), "2023-02": Maandcijfers(*range(11, 19))})
    put(store, "w2", {"2023-01": Maandcijfers(*range(101, 109))})
    antwoord = ask_whole(store, Statistiekvraag(ALLES, "2023-01", "2023-12"))
    assert antwoord.totaal == Maandcijfers(113, 116, 119, 122, 125, 128, 131, 134)
    assert [(cel.waarden, cel.periode, cel.cijfers) for cel in antwoord.cellen] == [((), None, antwoord.totaal)]


def test_the_first_and_the_last_month_count_and_those_around_them_do_not(store: Store) -> None:
    put(store, "w1", {"2022-12": boetes(1), "2023-01": boetes(10), "2023-06": boetes(100), "2023-07": boetes(1000)})
    assert ask(store, maanden=("2023-01", "2023-06")) == {(): 110}
    assert ask(store, KLASSE, maanden=("2023-01", "2023-06")) == {("G10_49",): 110}


def test_amounts_are_exact_beyond_32_bits(store: Store) -> None:
    put(store, "w1", {"2023-01": Maandcijfers(boetebedrag=2**52)})
    put(store, "w2", {"2023-02": Maandcijfers(boetebedrag=2**31 + 1)})
    assert ask_whole(store, Statistiekvraag(ALLES, "2023-01", "2023-12", (SECTOR,))).totaal.boetebedrag == 2**52 + 2**31 + 1


@pytest.mark.parametrize(
    ("tijdvak", "verwacht"),
    [
        (Tijdvak.MAAND, {"2022-12": 1, "2023-01": 10, "2023-03": 100, "2023-04": 1000}),
        (Tijdvak.KWARTAAL, {"2022-K4": 1, "2023-K1": 110, "2023-K2": 1000}),
        (Tijdvak.JAAR, {"2022": 1, "2023": 1110}),
    ],
)
def test_a_period_holds_its_months(store: Store, tijdvak: Tijdvak, verwacht: dict[str, int]) -> None:
    maanden = {"2022-12": boetes(1), "2023-01": boetes(10), "2023-03": boetes(100), "2023-04": boetes(1000)}
    put(store, "w1", maanden)
    assert ask(store, tijdvak=tijdvak, maanden=("2022-01", "2023-12")) == {(deel,): n for deel, n in verwacht.items()}


def test_a_quarter_that_is_cut_holds_only_the_months_that_are_asked(store: Store) -> None:
    put(store, "w1", {"2023-01": boetes(1), "2023-02": boetes(10), "2023-03": boetes(100)})
    assert ask(store, tijdvak=Tijdvak.KWARTAAL, maanden=("2023-02", "2023-02")) == {("2023-K1",): 10}


@pytest.mark.parametrize(
    ("attribuut", "veld"),
    [(KLASSE, "grootteklasse"), (Attribuut.POSTCODEGEBIED, "postcodegebied"), (Attribuut.RECHTSVORM, "rechtsvorm")],
)
def test_employers_are_grouped_by_an_attribute_of_one_value(store: Store, attribuut: Attribuut, veld: str) -> None:
    put(store, "w1", {"2023-01": boetes(1)}, **{veld: "a"})
    put(store, "w2", {"2023-01": boetes(10)}, **{veld: "b"})
    put(store, "w3", {"2023-02": boetes(100)}, **{veld: "b"})
    assert ask(store, attribuut) == {("a",): 1, ("b",): 110}
    assert count_werkgevers(store, attribuut) == {("a",): 1, ("b",): 2}


@pytest.mark.parametrize(("attribuut", "veld"), [(SECTOR, "sectoren"), (SBI, "sbi_secties")])
def test_an_employer_with_several_values_counts_in_each_and_once_in_the_total(
    store: Store, attribuut: Attribuut, veld: str
) -> None:
    put(store, "w1", {"2023-01": boetes(1)}, **{veld: ("10", "20", "30")})
    put(store, "w2", {"2023-01": boetes(10)}, **{veld: ("20",)})
    assert ask(store, attribuut) == {("10",): 1, ("20",): 11, ("30",): 1}
    assert ask_whole(store, Statistiekvraag(ALLES, "2023-01", "2023-12", (attribuut,))).totaal == boetes(11)
    assert count_werkgevers(store, attribuut) == {("10",): 1, ("20",): 2, ("30",): 1}
    assert count_werkgevers(store) == {(): 2}


@pytest.mark.parametrize(("attribuut", "veld"), [(SECTOR, "sectoren"), (SBI, "sbi_secties")])
def test_an_employer_without_a_value_counts_as_unknown(store: Store, attribuut: Attribuut, veld: str) -> None:
    put(store, "w1", {"2023-01": boetes(1)}, **{veld: ()})
    assert ask(store, attribuut) == {("onbekend",): 1}
    assert count_werkgevers(store, attribuut) == {("onbekend",): 1}


def test_spellings_of_a_sector_code_are_one_sector(store: Store) -> None:
    put(store, "w1", {"2023-01": boetes(1)}, sectoren=("1", "01"))
    assert ask(store, SECTOR) == {("1",): 1}
    assert count_werkgevers(store, SECTOR) == {("1",): 1}


def test_two_attributes_give_their_combinations_in_the_order_asked(store: Store) -> None:
    put(store, "w1", {"2023-01": boetes(1)}, sectoren=("10", "20"), sbi_secties=("A", "B"), grootteklasse="G0")
    put(store, "w2", {"2023-01": boetes(10)}, sectoren=("10",), sbi_secties=("B",), grootteklasse="G1_9")
    assert ask(store, KLASSE, SECTOR) == {("G0", "10"): 1, ("G0", "20"): 1, ("G1_9", "10"): 10}
    assert ask(store, SECTOR, SBI) == {("10", "A"): 1, ("10", "B"): 11, ("20", "A"): 1, ("20", "B"): 1}
    assert count_werkgevers(store, SECTOR, SBI) == {("10", "A"): 1, ("10", "B"): 2, ("20", "A"): 1, ("20", "B"): 1}
    assert ask_whole(store, Statistiekvraag(ALLES, "2023-01", "2023-12", (SECTOR, SBI))).totaal == boetes(11)


def test_cells_come_by_values_then_period(store: Store) -> None:
    put(store, "w2", {"2023-02": boetes(1), "2023-01": boetes(1)}, sectoren=("2", "10"))
    antwoord = ask_whole(store, Statistiekvraag(ALLES, "2023-01", "2023-12", (SECTOR,), Tijdvak.MAAND))
    gevonden = [(cel.waarden, cel.periode) for cel in antwoord.cellen]
    assert gevonden == [(("10",), "2023-01"), (("10",), "2023-02"), (("2",), "2023-01"), (("2",), "2023-02")]


SELECTIES = [
    (Selectie(sectoren=("10",)), {"w1"}),
    (Selectie(sectoren=("10", "20")), {"w1", "w2"}),
    (Selectie(sbi_secties=("A",)), {"w1"}),
    (Selectie(grootteklassen=("G0",)), {"w1", "w2"}),
    (Selectie(postcodegebieden=("12",)), {"w1"}),
    (Selectie(rechtsvormen=("nv",)), {"w2"}),
    (Selectie(werkgever_ids=("w1", "w3", "w1")), {"w1", "w3"}),
    (Selectie(sectoren=("20",), grootteklassen=("G0",), werkgever_ids=("w1", "w3")), {"w1"}),
    (Selectie(sectoren=("onbekend",)), {"w3"}),
    (Selectie(sectoren=("99",)), set()),
    (Selectie(werkgever_ids=("bestaat niet",)), set()),
    (Selectie(werkgever_ids=("bestaat niet", "w2")), {"w2"}),
    (Selectie(sectoren=("10",), werkgever_ids=("w2",)), set()),
]


@pytest.mark.parametrize(("selectie", "gekozen"), SELECTIES)
def test_a_selection_takes_who_has_any_of_the_values_of_each_list(store: Store, selectie: Selectie, gekozen: set[str]) -> None:
    put(store, "w1", {"2023-01": boetes(1)}, sectoren=("10", "20"), sbi_secties=("A", "B"), grootteklasse="G0")
    put(store, "w2", {"2023-02": boetes(10)}, sectoren=("20",), grootteklasse="G0", postcodegebied="34", rechtsvorm="nv")
    put(store, "w3", {"2023-03": boetes(100)}, sectoren=(), grootteklasse="G1_9", postcodegebied="56")
    som = sum({"w1": 1, "w2": 10, "w3": 100}[id_] for id_ in gekozen)
    assert ask(store, selectie=selectie) == ({(): som} if gekozen else {})
    assert ask_whole(store, Statistiekvraag(selectie, "2023-01", "2023-12", (KLASSE,))).totaal == boetes(som)
    assert sum(ask(store, KLASSE, tijdvak=Tijdvak.MAAND, selectie=selectie).values()) == som
    assert count_werkgevers(store, selectie=selectie) == {(): len(gekozen)}
    assert sum(count_werkgevers(store, KLASSE, selectie=selectie).values()) == len(gekozen)


def test_an_employer_that_is_selected_by_one_sector_is_grouped_by_all_of_its_sectors(store: Store) -> None:
    put(store, "w1", {"2023-01": boetes(1)}, sectoren=("10", "20"))
    selectie = Selectie(sectoren=("10",))
    assert ask(store, SECTOR, selectie=selectie) == {("10",): 1, ("20",): 1}
    assert count_werkgevers(store, SECTOR, selectie=selectie) == {("10",): 1, ("20",): 1}


def test_employers_without_figures_are_counted_and_give_no_cell(store: Store) -> None:
    put(store, "w1", {"2022-12": boetes(1)})
    assert ask(store, SECTOR) == {}
    assert count_werkgevers(store, SECTOR) == {("51",): 1}


def test_months_that_vanish_are_no_longer_summed(store: Store) -> None:
    put(store, "w1", {"2023-01": boetes(1), "2023-02": boetes(10)})
    put(store, "w2", {"2023-01": boetes(100)})
    put(store, "w1", {"2023-02": boetes(20)})
    assert ask(store, tijdvak=Tijdvak.MAAND) == {("2023-01",): 100, ("2023-02",): 20}


def test_a_profile_that_goes_away_takes_its_figures_along(store: Store) -> None:
    put(store, "w1", {"2023-01": boetes(1)}, sectoren=("10",))
    put(store, "w2", {"2023-01": boetes(10)}, sectoren=("20",))
    remove(store, "w1")
    assert ask(store, SECTOR) == {("20",): 10}
    assert ask(store, selectie=Selectie(werkgever_ids=("w1",))) == {}
    assert count_werkgevers(store, selectie=Selectie(werkgever_ids=("w1",))) == {(): 0}
    assert count_werkgevers(store, SECTOR) == {("20",): 1}


def test_a_profile_that_comes_back_counts_again(store: Store) -> None:
    put(store, "w1", {"2023-01": boetes(1)}, sectoren=("10",))
    remove(store, "w1")
    put(store, "w1", {"2023-02": boetes(10)}, sectoren=("20",))
    assert ask(store, SECTOR, tijdvak=Tijdvak.MAAND) == {("20", "2023-02"): 10}
    assert count_werkgevers(store, SECTOR) == {("20",): 1}


def test_a_profile_that_changes_its_attributes_moves_to_other_groups(store: Store) -> None:
    put(store, "w1", {"2023-01": boetes(1)}, sectoren=("10", "20"), grootteklasse="G0")
    put(store, "w1", {"2023-01": boetes(1)}, sectoren=("20", "30"), grootteklasse="G1_9")
    assert ask(store, SECTOR) == {("20",): 1, ("30",): 1}
    assert count_werkgevers(store, KLASSE) == {("G1_9",): 1}


def test_figures_of_a_month_without_anything_are_zero(store: Store) -> None:
    put(store, "w1", {"2023-01": Maandcijfers()})
    assert ask(store, tijdvak=Tijdvak.JAAR) == {("2023",): 0}


_WERKGEVERS = st.lists(
    st.tuples(
        st.fixed_dictionaries(
            {
                "sectoren": st.lists(st.sampled_from(["10", "20", "30"]), max_size=2, unique=True).map(tuple),
                "sbi_secties": st.lists(st.sampled_from("AB"), max_size=2, unique=True).map(tuple),
                "grootteklasse": st.sampled_from(["G0", "G1_9"]),
            }
        ),
        st.dictionaries(st.sampled_from(["2022-12", "2023-01", "2023-02", "2023-04"]), st.integers(0, 9), max_size=3),
    ),
    max_size=6,
)
_SELECTIES = st.builds(
    Selectie,
    sectoren=st.sampled_from([(), ("10",), ("20", "30"), ("onbekend",)]),
    sbi_secties=st.sampled_from([(), ("A",)]),
    werkgever_ids=st.sampled_from([(), (), ("w0", "w1", "w9")]),
)
_VRAGEN = st.builds(
    Statistiekvraag,
    selectie=_SELECTIES,
    van=st.just("2023-01"),
    tot=st.just("2023-12"),
    per=st.lists(st.sampled_from([SECTOR, SBI, KLASSE]), max_size=2, unique=True).map(tuple),
    tijdvak=st.sampled_from([None, *Tijdvak]),
)


@WILLEKEURIG
@given(werkgevers=_WERKGEVERS, vraag=_VRAGEN)
def test_any_statistic_is_what_adding_up_by_hand_gives(
    open_store: OpenStore, werkgevers: list[tuple[dict[str, Any], dict[str, int]]], vraag: Statistiekvraag
) -> None:
    selectie, per, tijdvak = vraag.selectie, vraag.per, vraag.tijdvak
    store = open_store(f"s{next(_namen)}")
    cellen: defaultdict[tuple[tuple[str, ...], str | None], int] = defaultdict(int)
    aantallen: Counter[tuple[str, ...]] = Counter()
    totaal = 0
    for nummer, (attributen, maanden) in enumerate(werkgevers):
        put(store, f"w{nummer}", {maand: boetes(aantal) for maand, aantal in maanden.items()}, **attributen)
        waarden = list_waarden(make_attributen(**attributen))
        gekozen = all(set(waarden[attribuut]) & set(gevraagd) for attribuut, gevraagd in selectie.eisen.items())
        if not gekozen or (selectie.werkgever_ids and f"w{nummer}" not in selectie.werkgever_ids):
            continue
        groepen = list(product(*(waarden[attribuut] for attribuut in per)))
        aantallen.update(groepen)
        for maand, aantal in maanden.items():
            if maand < "2023-01":
                continue
            totaal += aantal
            for groep in groepen:
                cellen[groep, tijdvak.of(maand) if tijdvak else None] += aantal
    antwoord = ask_whole(store, vraag)
    assert {(cel.waarden, cel.periode): cel.cijfers.boetes for cel in antwoord.cellen} == cellen
    assert antwoord.totaal == boetes(totaal)
    assert add_cijfers(cel.cijfers for cel in antwoord.cellen).boetes == sum(cellen.values())
    assert count_werkgevers(store, *per, selectie=selectie) == (aantallen if per else {(): aantallen.total()})
    store.close()
