"""The one decision about what a record does to what the store holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.items import Besluit, Bewaard, Item, Kenmerken, Uitkomst, decide, keep
from tests.bouwers_domein import LH, make_riv

INHOUD = b"inhoud"


def make(versie: int, inhoud: bytes = INHOUD, *, verwijderd: bool = False, afwezig: bool = False) -> Item:
    return Item("k3cr:contact:1", "k3cr", "contact", versie, inhoud, (LH,), verwijderd, inhoud, Kenmerken(), afwezig)


def test_a_record_that_is_not_held_is_applied() -> None:
    assert decide(None, make(1)) == Besluit(Uitkomst.TOEGEPAST)


@pytest.mark.parametrize("inhoud", [INHOUD, b"anders"])
def test_a_higher_version_is_always_applied_also_when_its_content_is_equal(inhoud: bytes) -> None:
    assert decide(keep(make(5)), make(6, inhoud)) == Besluit(Uitkomst.TOEGEPAST)


@pytest.mark.parametrize("inhoud", [INHOUD, b"anders"])
def test_an_older_version_is_ignored(inhoud: bytes) -> None:
    assert decide(keep(make(5)), make(4, inhoud)) == Besluit(Uitkomst.VERVALLEN)


def test_the_same_version_with_the_same_content_changes_nothing() -> None:
    assert decide(keep(make(5)), make(5)) == Besluit(Uitkomst.ONGEWIJZIGD)


def test_the_same_version_with_other_content_is_refused() -> None:
    assert decide(keep(make(5)), make(5, b"anders")) == Besluit(Uitkomst.GEWEIGERD, "VERSIE_HERGEBRUIKT")


def test_a_late_delivery_does_not_bring_a_removed_record_back() -> None:
    assert decide(keep(make(5, b"", verwijderd=True)), make(4)) == Besluit(Uitkomst.VERVALLEN)


def test_a_delivery_older_than_a_removal_by_absence_is_refused() -> None:
    assert decide(keep(make(5, b"", verwijderd=True, afwezig=True)), make(4)) == Besluit(Uitkomst.GEWEIGERD, "NA_AFWEZIGHEID")


def test_a_delivery_newer_than_a_removal_by_absence_is_applied() -> None:
    assert decide(keep(make(5, b"", verwijderd=True, afwezig=True)), make(6)) == Besluit(Uitkomst.TOEGEPAST)


def test_what_is_kept_of_an_item_is_what_a_decision_needs() -> None:
    assert keep(make(5, verwijderd=True, afwezig=True)) == Bewaard(5, INHOUD, (LH,), verwijderd=True, afwezig=True)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8, unique=True))
def test_whatever_the_order_of_arrival_the_highest_version_is_held(versies: list[int]) -> None:
    bewaard: Bewaard | None = None
    for versie in versies:
        item = make(versie, f"inhoud {versie}".encode(), verwijderd=versie % 3 == 0)
        if decide(bewaard, item).uitkomst is Uitkomst.TOEGEPAST:
            bewaard = keep(item)
    hoogste = max(versies)
    assert bewaard == keep(make(hoogste, f"inhoud {hoogste}".encode(), verwijderd=hoogste % 3 == 0))


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_delivering_again_changes_nothing(versies: list[int]) -> None:
    bewaard: Bewaard | None = None
    for versie in [*versies, *versies]:
        besluit = decide(bewaard, make(versie, str(versie).encode()))
        assert besluit.uitkomst is not Uitkomst.GEWEIGERD
        if besluit.uitkomst is Uitkomst.TOEGEPAST:
            bewaard = keep(make(versie, str(versie).encode()))
    assert bewaard is not None
    assert bewaard.versie == max(versies)


def test_a_record_knows_the_key_that_its_source_gave_it() -> None:
    assert make_riv("R:1").sleutel == "R:1"
