"""Documents of Elasticsearch: what is written is read back as it was, whatever stands in it."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.items import Item, keep
from klantbeeld.stores.elastic_documenten import (
    LANGSTE_TERM,
    bound,
    make_brief_document,
    make_id,
    make_item_document,
    make_maand_document,
    make_markering_document,
    make_profiel_document,
    make_removed_maand,
    make_removed_profiel,
    read_bewaard,
    read_brief,
    read_item,
    read_maand,
    read_markering,
    read_profiel,
    read_sleutels,
)
from klantbeeld.stores.elastic_schema import Familie, make_mapping
from klantbeeld.stores.protocol import Markering
from tests.bouwers import GROOT, KLEIN, make_brief, make_item, make_maand, make_profiel, make_removal

_teksten = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_lang = st.one_of(_teksten, st.integers(200, 3000).map(lambda lengte: "é" * lengte))
_items = st.builds(
    make_item,
    _teksten,
    sleutels=st.lists(_lang, max_size=3, unique=True).map(tuple),
    sortering=_lang,
    kenmerk=st.none() | _lang,
    regeling=st.none() | _lang,
    bedrag=st.none() | st.integers(-(2**53), 2**53),
    besloten=st.booleans(),
    vindtermen=st.lists(_lang, max_size=3, unique=True).map(tuple),
    versie=st.integers(1, 2**62 - 1),
    verwijderd=st.booleans(),
    afwezig=st.booleans(),
)


def read(document: bytes) -> dict[str, Any]:
    velden: dict[str, Any] = orjson.loads(document)
    return velden


@given(item=_items)
def test_an_item_is_read_back_as_it_was(item: Item) -> None:
    document = read(make_item_document(item))
    assert read_item(document) == item
    assert read_bewaard(document) == keep(item)
    assert read_sleutels(document) == item.sleutels


def test_a_tombstone_is_found_by_none_of_its_keys_and_keeps_them() -> None:
    weg = make_removal(sleutels=(KLEIN, GROOT), vindtermen=("zaaknummer:1",))
    document = read(make_item_document(weg))
    assert (document["sleutels"], document["vindtermen"]) == ([], [])
    assert read_item(document) == weg


def test_an_item_has_no_rest_when_its_fields_say_everything() -> None:
    assert "rest" not in read(make_item_document(make_item(sleutels=(KLEIN, GROOT), kenmerk="open")))


@pytest.mark.parametrize(("sortering", "jaar"), [("2023-10-20", "2023"), ("", ""), ("éèëêx", "éèëê")])
def test_the_year_of_an_item_is_the_beginning_of_what_it_is_sorted_by(sortering: str, jaar: str) -> None:
    assert read(make_item_document(make_item(sortering=sortering)))["jaar"] == jaar


@given(term=_lang, ander=_lang)
def test_a_bounded_term_is_short_begins_alike_and_is_no_other(term: str, ander: str) -> None:
    kort = bound(term)
    assert len(kort.encode()) <= LANGSTE_TERM
    assert kort == term or term.startswith(kort.partition("\0")[0])
    assert (kort == bound(ander)) == (term == ander)


@pytest.mark.parametrize("teken", ["a", "é", "東", "😀"])
def test_a_term_is_cut_only_when_it_has_more_bytes_than_fit(teken: str) -> None:
    past = teken * (LANGSTE_TERM // len(teken.encode()))
    assert bound(past) == past
    assert bound(past + teken).startswith(teken * 200)
    assert len(bound(past + teken).encode()) < LANGSTE_TERM


def test_terms_that_begin_alike_for_long_stay_apart() -> None:
    assert bound("x" * 5000 + "a") != bound("x" * 5000 + "b")


@pytest.mark.parametrize("id_", ["k3cr:contact:1", "", "é" * 5000])
def test_an_id_is_written_in_22_characters_of_a_url(id_: str) -> None:
    assert len(make_id(id_)) == 22
    assert set(make_id(id_)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_profile_and_its_months_are_read_back_as_they_were() -> None:
    profiel = make_profiel(kvk_nummer="12345678", sleutels=(GROOT, KLEIN))
    maand = make_maand(boetes=2, boetebedrag=2**53 - 1)
    assert read_profiel(read(make_profiel_document(profiel, 7))) == profiel
    assert read_maand(read(make_maand_document(maand))) == maand


def test_a_dead_letter_is_read_back_with_bytes_that_are_no_text() -> None:
    brief = make_brief(ruw=b"\xff\x00{", sleutel=None, versie=None)
    assert read_brief(read(make_brief_document(brief))) == brief
    assert read(make_brief_document(brief))["record"] is None
    assert read(make_brief_document(make_brief()))["record"] == "k3cr:contact:1"


def test_a_mark_is_read_back_as_it_was() -> None:
    markering = Markering("m", {"contact": (GROOT,), "erd": ()}, alles=True)
    assert read_markering(read(make_markering_document(markering, 1))) == markering


@pytest.mark.parametrize(
    ("familie", "document"),
    [
        (Familie.ITEMS, make_item_document(make_removal(sleutels=(GROOT,)))),
        (Familie.PROFIELEN, make_profiel_document(make_profiel(), 1)),
        (Familie.PROFIELEN, make_removed_profiel("w1", 2)),
        (Familie.MAANDEN, make_maand_document(make_maand())),
        (Familie.MAANDEN, make_removed_maand("w1:2023-09", "w1")),
        (Familie.BRIEVEN, make_brief_document(make_brief())),
        (Familie.MARKERINGEN, make_markering_document(Markering("m"), 1)),
    ],
)
def test_every_field_of_a_document_stands_in_the_mapping_of_its_family(familie: Familie, document: bytes) -> None:
    assert read(document).keys() <= make_mapping(familie)["properties"].keys()
