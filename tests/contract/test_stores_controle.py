"""What a store says of itself: that it holds everything as it was written, and what the last verification said."""

from typing import Any

from klantbeeld.stores.protocol import Profielwijziging, Store
from tests.bouwers import GROOT, KLEIN, make_batch, make_item, make_maand, make_profiel, make_removal
from tests.contract.conftest import OpenStore


def write_profiel(store: Store, naam: str, **delen: Any) -> None:
    """Writes a profile with one month."""
    token = store.tokens(["w1"])["w1"]
    tokens = store.write_profielen([Profielwijziging("w1", make_profiel(naam=naam, **delen), token)])
    store.write_maanden({"w1": (tokens["w1"], [make_maand(boetes=1)])})


def test_an_empty_store_is_not_damaged(store: Store) -> None:
    assert store.damaged() == []


def test_what_was_written_changed_moved_and_removed_is_not_damaged(store: Store) -> None:
    store.apply(
        make_batch(
            make_item("1", vindtermen=("zaaknummer:Z1",), bedrag=3, sortering="2023-01-01"),
            make_item("1", versie=2, vindtermen=("zaaknummer:Z2",), sleutels=(KLEIN, GROOT), besloten=True),
            make_item("2"),
            make_removal("2"),
            make_item("3"),
        )
    )
    store.forget(["k3cr:contact:3"])
    write_profiel(store, "Bakkerij Vroeg")
    write_profiel(store, "Bakkerij Laat", sleutels=("kvk:12345678", "lh:123456789L01"))
    assert store.damaged() == []


def test_a_profile_that_was_removed_is_not_damaged(store: Store) -> None:
    write_profiel(store, "Bakkerij Vroeg")
    store.write_profielen([Profielwijziging("w1", None, store.tokens(["w1"])["w1"])])
    assert store.damaged() == []


def test_content_that_is_not_that_of_its_digest_is_damage(store: Store) -> None:
    heel, stuk = make_item("1"), make_item("2", digest=b"0" * 16)
    store.apply(make_batch(heel, stuk))
    assert store.damaged() == [stuk.id]


def test_there_is_no_report_before_the_first_verification(store: Store) -> None:
    assert store.controle() is None


def test_the_last_report_is_kept(store: Store, open_store: OpenStore) -> None:
    store.note_controle(b"eerste")
    store.note_controle(b"tweede")
    assert open_store(schrijven=False).controle() == b"tweede"
