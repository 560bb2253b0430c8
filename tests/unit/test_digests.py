"""One digest of a whole store, and the month figures it covers."""

from dataclasses import replace
from random import Random

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.digests import (
    digest_item,
    digest_maand,
    digest_profiel,
    digest_store,
    restore_profiel,
    serialise_maand,
    serialise_profiel,
)
from klantbeeld.domain.maanden import make_maanddocumenten
from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.profielen import Profielbronnen, derive_profiel
from tests.bouwers_domein import LH, NORMEN, make_organisatie

PROFIEL = derive_profiel(Profielbronnen(make_organisatie(), ()), {LH}, NORMEN, b"sleutel")
MAANDEN = make_maanddocumenten(PROFIEL, {"2023-02": Maandcijfers(boetes=1), "2022-12": Maandcijfers(reintegratieverslagen=2)})
ZONDER_SURROGATEN = st.characters(codec="utf-8")
DOCUMENTEN = st.dictionaries(st.text(ZONDER_SURROGATEN, max_size=5), st.binary(max_size=5), max_size=8)


@given(DOCUMENTEN, st.randoms(use_true_random=False))
def test_the_digest_of_a_store_does_not_depend_on_the_order(documenten: dict[str, bytes], toeval: Random) -> None:
    paren = list(documenten.items())
    geschud = toeval.sample(paren, len(paren))
    assert digest_store(geschud) == digest_store(paren)


@given(DOCUMENTEN, st.text(ZONDER_SURROGATEN, min_size=6, max_size=7))
def test_one_document_more_makes_another_store(documenten: dict[str, bytes], id_: str) -> None:
    met = documenten | {id_: b"inhoud"}
    assert digest_store(met.items()).wortel != digest_store(documenten.items()).wortel
    assert digest_store(met.items()).aantal == len(documenten) + 1


def test_an_id_and_its_content_cannot_be_shifted_into_each_other() -> None:
    assert digest_store([("a", b"bc")]).wortel != digest_store([("ab", b"c")]).wortel


def test_stores_with_swapped_contents_differ() -> None:
    assert digest_store([("a", b"1"), ("b", b"2")]).wortel != digest_store([("a", b"2"), ("b", b"1")]).wortel


def test_an_item_counts_with_its_version() -> None:
    assert digest_item(1, b"inhoud") != digest_item(2, b"inhoud")


def test_a_profile_counts_with_its_whole_content() -> None:
    assert digest_profiel(PROFIEL) != digest_profiel(replace(PROFIEL, plaats="Assen"))


def test_a_profile_is_stored_as_json_that_gives_it_back() -> None:
    assert restore_profiel(serialise_profiel(PROFIEL)) == PROFIEL


def test_month_figures_come_oldest_first_with_the_attributes_of_the_profile() -> None:
    assert [document.id for document in MAANDEN] == [f"{PROFIEL.id}:2022-12", f"{PROFIEL.id}:2023-02"]
    assert {document.attributen for document in MAANDEN} == {PROFIEL.attributen}


def test_month_figures_are_stored_with_their_figures_and_attributes() -> None:
    inhoud = orjson.loads(serialise_maand(MAANDEN[0]))
    assert (inhoud["cijfers"]["reintegratieverslagen"], inhoud["attributen"]["status"]) == (2, "actief")


def test_month_figures_count_with_their_figures() -> None:
    anders = replace(MAANDEN[0], cijfers=Maandcijfers(reintegratieverslagen=3))
    assert digest_maand(anders) != digest_maand(MAANDEN[0])


@pytest.mark.parametrize("document", [b"{}", b"[]", b"niets", b'{"namen": [], "plekken": [], "attributen": {}}'])
def test_what_is_no_profile_is_not_read_as_one(document: bytes) -> None:
    with pytest.raises(ValueError, match="not a profile"):
        restore_profiel(document)
