"""Made-up numbers: they look and check as real ones do, and nobody has them twice."""

from collections import Counter

import pytest

from indexers.samples.bestanden import list_testbedrijven
from indexers.samples.nummers import (
    EIGEN_VESTIGINGEN,
    MEESTE_VESTIGINGEN,
    MEESTE_WERKGEVERS,
    Plaats,
    aansluitnummer_of,
    place_werkgever,
    vestigingsnummer_of,
)
from klantbeeld.domain.sleutels import canonicalise_nummer, passes_elfproef

SEED = 7
AANTAL = 12_000


@pytest.fixture(scope="module")
def plaatsen() -> list[Plaats]:
    """The first employers of a run and the last ones that there can be."""
    nummers = (*range(1, AANTAL + 1), *range(MEESTE_WERKGEVERS - AANTAL, MEESTE_WERKGEVERS + 1))
    return [place_werkgever(SEED, nummer) for nummer in nummers]


def test_every_employer_has_an_lh_nummer_of_its_own(plaatsen: list[Plaats]) -> None:
    assert len({plaats.lh_nummer for plaats in plaatsen}) == len(plaatsen)


def test_an_lh_nummer_is_the_rsin_or_bsn_with_a_sub_number(plaatsen: list[Plaats]) -> None:
    assert all(plaats.lh_nummer == f"{plaats.negencijfer}L{plaats.sub:02d}" for plaats in plaatsen)


def test_who_shares_a_legal_entity_shares_its_numbers_and_nobody_else_does(plaatsen: list[Plaats]) -> None:
    entiteiten = {plaats.entiteit: (plaats.negencijfer, plaats.kvk_nummer) for plaats in plaatsen}
    assert {(plaats.negencijfer, plaats.kvk_nummer) for plaats in plaatsen} == set(entiteiten.values())
    assert len({negen for negen, _ in entiteiten.values()}) == len({kvk for _, kvk in entiteiten.values()}) == len(entiteiten)


def test_almost_all_pass_the_elfproef_and_a_few_do_not(plaatsen: list[Plaats]) -> None:
    gezakt = sum(not passes_elfproef(plaats.negencijfer) for plaats in plaatsen)
    assert 0.02 < gezakt / len(plaatsen) < 0.04


def test_numbers_lie_where_none_were_given_out(plaatsen: list[Plaats]) -> None:
    begin = Counter((plaats.natuurlijk, plaats.negencijfer[: 1 if plaats.natuurlijk else 2]) for plaats in plaatsen)
    assert begin.keys() == {(True, "9"), (False, "88"), (False, "89")}
    assert {plaats.kvk_nummer[:2] for plaats in plaatsen} == {str(begin) for begin in range(42, 50)}


def test_no_number_is_that_of_the_example_or_of_a_test_company(plaatsen: list[Plaats]) -> None:
    bedrijven = list_testbedrijven()
    bekend = {"12345678", "123456789", "123", "000000001234"}
    bekend |= {bedrijf[veld] for bedrijf in bedrijven for veld in ("kvkNummer", "rsin") if veld in bedrijf}
    bekend |= {vestiging["vestigingsnummer"] for bedrijf in bedrijven for vestiging in bedrijf["vestigingen"]}
    for plaats in plaatsen:
        eigen = {plaats.negencijfer, plaats.kvk_nummer, aansluitnummer_of(plaats), vestigingsnummer_of(plaats, 0)}
        assert bekend.isdisjoint(eigen)


def test_vestigingsnummers_are_unique_and_begin_as_real_ones(plaatsen: list[Plaats]) -> None:
    ketens = [plaats for plaats in plaatsen if plaats.is_keten][:2]
    meest = EIGEN_VESTIGINGEN + MEESTE_VESTIGINGEN
    nummers = [vestigingsnummer_of(plaats, volgnummer) for plaats in plaatsen for volgnummer in range(3)]
    nummers += [vestigingsnummer_of(plaats, volgnummer) for plaats in ketens for volgnummer in range(3, meest)]
    canoniek = {canonicalise_nummer("vestiging", nummer) for nummer in nummers}
    assert len(canoniek) == len(nummers)
    assert {nummer[:4] for nummer in canoniek} == {"0000"}
    assert {len(nummer) for nummer in nummers} == {4, 12}


def test_aansluitnummers_are_unique_mostly_long_and_sometimes_absent(plaatsen: list[Plaats]) -> None:
    nummers = [aansluitnummer_of(plaats) for plaats in plaatsen]
    lang = [nummer for nummer in nummers if nummer is not None and len(nummer) == 15]
    assert len(set(nummers) - {None}) == len(nummers) - nummers.count(None)
    assert 0.7 < len(lang) / len(nummers) < 0.8
    assert 0.19 < nummers.count(None) / len(nummers) < 0.21


def test_a_chain_is_never_a_natural_person(plaatsen: list[Plaats]) -> None:
    assert not any(plaats.natuurlijk for plaats in plaatsen if plaats.is_keten)
    assert all(plaats.is_keten for plaats in plaatsen if plaats.is_reuzenketen or plaats.is_archiefvuller)


def test_another_seed_gives_other_numbers() -> None:
    assert place_werkgever(1, 5).kvk_nummer != place_werkgever(2, 5).kvk_nummer
