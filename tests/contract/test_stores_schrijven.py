"""What ``apply`` promises about records: one decision each, the marks it leaves, and what it refuses as a whole (F18)."""

from datetime import date

from klantbeeld.domain.items import Besluit, Bewaard, Uitkomst
from klantbeeld.domain.vragen import Bestaanvraag, Bronitemsvraag
from klantbeeld.stores.protocol import ALLES, Batch, Inkomend, Markering, Positie, Store
from tests.bouwers import GROOT, KLEIN, make_batch, make_brief, make_item, make_removal
from tests.contract.conftest import OpenStore, Plekken

VANDAAG = date(2023, 10, 20)
TOEGEPAST = Besluit(Uitkomst.TOEGEPAST)
VERVALLEN = Besluit(Uitkomst.VERVALLEN)
ONGEWIJZIGD = Besluit(Uitkomst.ONGEWIJZIGD)
HERGEBRUIKT = Besluit(Uitkomst.GEWEIGERD, "VERSIE_HERGEBRUIKT")
NA_AFWEZIGHEID = Besluit(Uitkomst.GEWEIGERD, "NA_AFWEZIGHEID")


def reasons(store: Store) -> list[tuple[str, str]]:
    return [(brief.id, brief.reden) for brief in store.dead_letters()]


def test_an_item_is_read_back_as_it_was_written(store: Store) -> None:
    item = make_item(
        sleutels=(GROOT, KLEIN),
        sortering="2023-10-15",
        kenmerk="open",
        regeling="WGA",
        bedrag=-250,
        besloten=True,
        versie=2**62 - 1,
    )
    store.apply(make_batch(item))
    assert store.read([Bronitemsvraag((GROOT,), ("contact",))]) == [(item,)]


def test_what_was_applied_is_visible_to_others_when_the_call_returns(store: Store, open_store: OpenStore) -> None:
    lezer = open_store(schrijven=False)
    store.apply(make_batch(make_item()))
    assert lezer.read([Bestaanvraag(("k3cr:contact:1",))]) == [{"k3cr:contact:1": (GROOT,)}]


def test_what_was_applied_is_there_after_closing_and_opening(open_store: OpenStore) -> None:
    eerste = open_store()
    eerste.apply(make_batch(make_item(), positie=Positie("k3cr", "7")))
    eerste.close()
    tweede = open_store()
    assert tweede.position("k3cr") == "7"
    assert list(tweede.stored(["k3cr:contact:1"])) == ["k3cr:contact:1"]


def test_stored_gives_what_a_decision_needs_and_leaves_unknown_ids_out(store: Store) -> None:
    item = make_item(versie=5)
    store.apply(make_batch(item))
    assert store.stored([item.id, "k3cr:contact:onbekend"]) == {item.id: Bewaard(5, item.digest, (GROOT,), False, False)}


def test_stored_misses_nothing_of_very_much_that_was_written_just_now(store: Store) -> None:
    items = [make_item(str(nummer)) for nummer in range(2_100)]
    store.mark(Markering(ALLES, alles=True))
    store.apply(make_batch(*items), markeer=False)
    store.apply(make_batch(make_item("7", versie=2)), markeer=False)
    gevonden = store.stored([*(item.id for item in items), "k3cr:contact:onbekend"])
    assert gevonden.keys() == {item.id for item in items}
    assert [id_ for id_, deel in gevonden.items() if deel.versie == 2] == ["k3cr:contact:7"]


def test_a_higher_version_replaces_the_content(store: Store) -> None:
    nieuw = make_item(versie=2, sortering="2023-01-01")
    store.apply(make_batch(make_item(versie=1, sortering="2022-01-01")))
    assert store.apply(make_batch(nieuw)).besluiten == (TOEGEPAST,)
    assert store.read([Bronitemsvraag((GROOT,), ("contact",))]) == [(nieuw,)]


def test_a_higher_version_with_equal_content_is_written(store: Store) -> None:
    oud = make_item(versie=1, digest=b"gelijk")
    store.apply(make_batch(oud))
    assert store.apply(make_batch(make_item(versie=2, digest=b"gelijk"))).besluiten == (TOEGEPAST,)
    assert store.stored([oud.id])[oud.id].versie == 2


def test_an_older_version_is_ignored(store: Store) -> None:
    nieuw = make_item(versie=2)
    store.apply(make_batch(nieuw))
    assert store.apply(make_batch(make_item(versie=1))).besluiten == (VERVALLEN,)
    assert store.read([Bronitemsvraag((GROOT,), ("contact",))]) == [(nieuw,)]


def test_the_same_record_again_changes_nothing(store: Store) -> None:
    store.apply(make_batch(make_item()))
    toegepast = store.apply(make_batch(make_item()))
    assert (toegepast.besluiten, toegepast.markering) == ((ONGEWIJZIGD,), None)


def test_a_version_that_is_used_again_becomes_a_dead_letter(store: Store) -> None:
    item = make_item(versie=3)
    store.apply(make_batch(item))
    assert store.apply(make_batch(make_item(versie=3, digest=b"anders"))).besluiten == (HERGEBRUIKT,)
    assert reasons(store) == [("k3cr:contact:1@3", "VERSIE_HERGEBRUIKT")]
    assert store.stored([item.id])[item.id].digest == item.digest


def test_records_of_one_batch_see_each_other_in_their_order(store: Store) -> None:
    batch = make_batch(
        make_item(versie=2),
        make_item(versie=1),
        make_item(versie=2),
        make_item(versie=2, digest=b"anders"),
        make_item(versie=4),
    )
    assert store.apply(batch).besluiten == (TOEGEPAST, VERVALLEN, ONGEWIJZIGD, HERGEBRUIKT, TOEGEPAST)
    assert store.stored(["k3cr:contact:1"])["k3cr:contact:1"].versie == 4


def test_a_record_may_come_and_go_and_come_back_within_one_batch(store: Store) -> None:
    terug = make_item(versie=3, sleutels=(KLEIN,))
    store.apply(make_batch(make_item(versie=1), make_removal(versie=2), terug))
    assert store.read([Bronitemsvraag((GROOT, KLEIN), ("contact",))]) == [(terug,)]


def test_a_removed_record_is_no_longer_found(store: Store) -> None:
    store.apply(make_batch(make_item()))
    store.apply(make_batch(make_removal()))
    assert store.read([Bronitemsvraag((GROOT,), ("contact",)), Bestaanvraag(("k3cr:contact:1",))]) == [(), {}]


def test_a_tombstone_keeps_the_keys_the_record_had_beside_its_own(store: Store) -> None:
    weg = make_removal(versie=2, sleutels=(KLEIN,))
    store.apply(make_batch(make_item(versie=1)))
    store.apply(make_batch(weg))
    assert store.stored([weg.id]) == {weg.id: Bewaard(2, weg.digest, (KLEIN, GROOT), True, False)}


def test_a_late_version_does_not_bring_a_removed_record_back(store: Store) -> None:
    store.apply(make_batch(make_removal(versie=5)))
    assert store.apply(make_batch(make_item(versie=4))).besluiten == (VERVALLEN,)
    assert store.read([Bestaanvraag(("k3cr:contact:1",))]) == [{}]


def test_a_higher_version_brings_a_removed_record_back(store: Store) -> None:
    item = make_item(versie=6)
    store.apply(make_batch(make_removal(versie=5)))
    store.apply(make_batch(item))
    assert store.read([Bronitemsvraag((GROOT,), ("contact",))]) == [(item,)]


def test_a_record_older_than_its_removal_by_absence_is_a_dead_letter(store: Store) -> None:
    store.apply(Batch(inkomend=(Inkomend(make_removal(versie=5, afwezig=True), None),)))
    assert store.apply(make_batch(make_item(versie=4))).besluiten == (NA_AFWEZIGHEID,)
    assert reasons(store) == [("k3cr:contact:1@4", "NA_AFWEZIGHEID")]


def test_a_record_of_our_own_making_leaves_no_dead_letter_when_refused(store: Store) -> None:
    store.apply(make_batch(make_item(versie=5)))
    toegepast = store.apply(Batch(inkomend=(Inkomend(make_removal(versie=5, afwezig=True), None),)))
    assert toegepast.besluiten == (HERGEBRUIKT,)
    assert reasons(store) == []


def test_a_moved_record_is_found_by_its_new_key_only(store: Store) -> None:
    verhuisd = make_item(versie=2, sleutels=(KLEIN,))
    store.apply(make_batch(make_item(versie=1, sleutels=(GROOT,))))
    store.apply(make_batch(verhuisd))
    vragen = [Bronitemsvraag((GROOT,), ("contact",)), Bronitemsvraag((KLEIN,), ("contact",))]
    assert store.read(vragen) == [(), (verhuisd,)]


# marks


def test_the_mark_of_a_batch_names_old_and_new_keys_per_kind(store: Store) -> None:
    store.apply(make_batch(make_item("1", versie=1, sleutels=(GROOT,))))
    markering = store.apply(
        make_batch(make_item("1", versie=2, sleutels=(KLEIN,)), make_item("2", soort="erd", sleutels=("kvk:12345678",)))
    ).markering
    assert markering is not None
    assert markering.geraakt == {"contact": (GROOT, KLEIN), "erd": ("kvk:12345678",)}
    assert (markering.alles, markering.vanaf) == (False, None)


def test_the_mark_of_a_removal_names_the_keys_the_record_had(store: Store) -> None:
    store.apply(make_batch(make_item()))
    markering = store.apply(make_batch(make_removal())).markering
    assert markering is not None
    assert markering.geraakt == {"contact": (GROOT,)}


def test_the_mark_of_a_batch_names_the_keys_of_versions_in_between(store: Store) -> None:
    batch = make_batch(make_item(versie=1, sleutels=("kvk:1",)), make_item(versie=2, sleutels=("kvk:2",)))
    markering = store.apply(batch).markering
    assert markering is not None
    assert markering.geraakt == {"contact": ("kvk:1", "kvk:2")}


def test_the_mark_of_a_batch_stands_until_it_is_finished(store: Store) -> None:
    markering = store.apply(make_batch(make_item())).markering
    assert store.marks(VANDAAG) == [markering]


def test_records_without_keys_leave_no_mark(store: Store) -> None:
    assert store.apply(make_batch(make_item(soort="bronstand", sleutels=()))).markering is None
    assert store.marks(VANDAAG) == []


def test_without_marking_nothing_is_marked_while_the_mark_for_everything_stands(store: Store) -> None:
    alles = store.mark(Markering(ALLES, alles=True))
    assert store.apply(make_batch(make_item()), markeer=False).markering is None
    assert store.marks(VANDAAG) == [alles]


def test_without_marking_there_is_a_mark_all_the_same_once_the_one_for_everything_is_gone(store: Store) -> None:
    store.mark(Markering("later", alles=True))
    markering = store.apply(make_batch(make_item()), markeer=False).markering
    assert markering is not None
    assert markering in store.marks(VANDAAG)


def test_a_batch_of_which_too_much_must_be_refused_leaves_no_trace(store: Store) -> None:
    store.apply(make_batch(make_item("1"), make_item("2")))
    voor = (dict(store.digests()), store.counters())
    anders = [make_item(sleutel, gegevens={"onderwerp": "anders"}) for sleutel in "12"]
    positie = Positie("stroom", "verder")
    batch = make_batch(*anders, make_item("3"), brieven=(make_brief(),), positie=positie, meeste_weigeringen=1)
    toegepast = store.apply(batch)
    assert not toegepast.gedaan
    assert [besluit.reden for besluit in toegepast.besluiten] == ["VERSIE_HERGEBRUIKT", "VERSIE_HERGEBRUIKT", None]
    assert (dict(store.digests()), store.counters()) == voor
    assert list(store.dead_letters()) == []
    assert store.position("stroom") is None


def test_a_batch_of_which_just_not_too_much_is_refused_is_applied(store: Store) -> None:
    store.apply(make_batch(make_item("1")))
    anders = make_item("1", gegevens={"onderwerp": "anders"})
    assert store.apply(make_batch(anders, make_item("3"), meeste_weigeringen=1)).gedaan
    assert [brief.reden for brief in store.dead_letters()] == ["VERSIE_HERGEBRUIKT"]
    assert store.stored(["k3cr:contact:3"])


def test_a_store_on_a_server_tells_how_that_answered(open_store: OpenStore, plekken: Plekken) -> None:
    store = open_store()
    store.mark(Markering("", {"boete": ("lh:123456789L01",)}))
    statussen = store.write_statuses()
    assert statussen.get("2xx", 0) > 0 if plekken.url_of("store").startswith("elasticsearch") else statussen == {}
