"""Profiles, month figures, marks and revisions."""

from datetime import date

from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import (
    Eis,
    Familievraag,
    Houdersvraag,
    Maandvraag,
    Profielvraag,
    Rangvraag,
    Revisievraag,
    Sleutelsvraag,
    Sleutelvraag,
    Vraag,
    Zoekvraag,
)
from klantbeeld.stores.protocol import Markering, Profielwijziging, Store
from tests.bouwers import GROOT, KLEIN, make_batch, make_item, make_maand, make_profiel, make_removal
from tests.contract.conftest import OpenStore

KVK = "kvk:12345678"
VANDAAG = date(2023, 10, 20)
KLEIN_NUMMER = "987654321L01"
OM_STRIJD = (("Eerste", KVK), ("Tweede", KLEIN))


def write(store: Store, *profielen: Profiel) -> dict[str, int]:
    """Writes profiles, whatever was there."""
    tokens = store.tokens([profiel.id for profiel in profielen])
    return store.write_profielen([Profielwijziging(profiel.id, profiel, tokens[profiel.id]) for profiel in profielen])


def remove(store: Store, id_: str) -> dict[str, int]:
    return store.write_profielen([Profielwijziging(id_, None, store.tokens([id_])[id_])])


# writing


def test_a_profile_is_read_back_as_it_was_written(store: Store) -> None:
    profiel = make_profiel(kvk_nummer="12345678", familie="rsin:123456789", sleutels=(KVK, GROOT))
    write(store, profiel)
    assert store.read([Profielvraag("w1"), Profielvraag("w2")]) == [profiel, None]


def test_the_token_of_a_profile_that_does_not_exist_is_zero(store: Store) -> None:
    write(store, make_profiel("w1"))
    tokens = store.tokens(["w1", "w2"])
    assert tokens["w2"] == 0
    assert tokens["w1"] > 0


def test_each_write_gives_a_higher_token_also_when_nothing_differs(store: Store) -> None:
    eerste = write(store, make_profiel())["w1"]
    tweede = write(store, make_profiel())["w1"]
    assert tweede > eerste
    assert store.tokens(["w1"]) == {"w1": tweede}


def test_a_profile_with_an_old_token_is_left_out_and_changes_nothing(store: Store) -> None:
    oud = write(store, make_profiel())["w1"]
    nieuw = write(store, make_profiel(naam="Nieuw"))["w1"]
    wijzigingen = [Profielwijziging("w1", make_profiel(naam="Te laat"), oud), Profielwijziging("w2", make_profiel("w2"), 0)]
    assert set(store.write_profielen(wijzigingen)) == {"w2"}
    assert store.read([Profielvraag("w1")])[0].naam == "Nieuw"
    assert store.tokens(["w1"]) == {"w1": nieuw}


def test_a_profile_that_came_meanwhile_is_not_overwritten(store: Store) -> None:
    write(store, make_profiel(naam="Eerste"))
    assert store.write_profielen([Profielwijziging("w1", make_profiel(naam="Tweede"), 0)]) == {}
    assert store.read([Profielvraag("w1")])[0].naam == "Eerste"


def test_a_removed_profile_is_found_by_nothing(store: Store) -> None:
    write(store, make_profiel(familie="rsin:123456789"))
    remove(store, "w1")
    vragen: list[Vraag] = [
        Profielvraag("w1"),
        Sleutelvraag(GROOT, 5),
        Familievraag("rsin:123456789", 5),
        Houdersvraag((GROOT,)),
        Rangvraag((GROOT,)),
        Zoekvraag((Eis(("w:groot",)),), limiet=5),
    ]
    assert store.read(vragen) == [None, (), (), (), {}, ()]
    assert list(store.digests()) == []


def test_a_removal_with_an_old_token_changes_nothing(store: Store) -> None:
    oud = write(store, make_profiel())["w1"]
    write(store, make_profiel(naam="Nieuw"))
    assert store.write_profielen([Profielwijziging("w1", None, oud)]) == {}
    assert store.read([Profielvraag("w1")])[0].naam == "Nieuw"


def test_of_two_changes_of_one_profile_in_one_write_the_first_counts(store: Store) -> None:
    nul = [Profielwijziging("w1", make_profiel(naam=naam, sleutels=(GROOT, sleutel)), 0) for naam, sleutel in OM_STRIJD]
    tokens = store.write_profielen(nul)
    assert tokens == store.tokens(["w1"])
    assert store.read([Profielvraag("w1"), Houdersvraag((KLEIN,))]) == [nul[0].profiel, ()]
    store.write_profielen([Profielwijziging("w1", None, tokens["w1"]), Profielwijziging("w1", nul[1].profiel, tokens["w1"])])
    assert store.read([Profielvraag("w1"), Houdersvraag((GROOT,))]) == [None, ()]


def test_a_profile_that_comes_back_never_shows_an_old_token(store: Store) -> None:
    gezien = [write(store, make_profiel())["w1"], write(store, make_profiel())["w1"]]
    remove(store, "w1")
    assert write(store, make_profiel())["w1"] not in gezien
    assert store.write_profielen([Profielwijziging("w1", None, token) for token in gezien]) == {}
    assert store.read([Profielvraag("w1")]) == [make_profiel()]


def test_a_profile_derived_before_it_was_made_and_removed_is_left_out(store: Store) -> None:
    write(store, make_profiel())
    remove(store, "w1")
    assert store.write_profielen([Profielwijziging("w1", make_profiel(), 0)]) == {}
    assert store.read([Profielvraag("w1")]) == [None]


def test_removing_what_never_was_is_no_error(store: Store) -> None:
    assert store.write_profielen([Profielwijziging("w1", None, 0)]) == {"w1": 0}
    assert store.tokens(["w1"]) == {"w1": 0}


def test_removing_twice_is_no_error(store: Store) -> None:
    write(store, make_profiel())
    remove(store, "w1")
    assert remove(store, "w1") == store.tokens(["w1"])


# month figures


def test_months_are_read_by_month(store: Store) -> None:
    token = write(store, make_profiel())["w1"]
    september, oktober = make_maand(maand="2023-09", boetes=2, boetebedrag=2**53 - 1), make_maand(maand="2023-10")
    store.write_maanden({"w1": (token, [oktober, september])})
    assert store.read([Maandvraag("w1"), Maandvraag("w2")]) == [(september, oktober), ()]


def test_months_replace_all_earlier_ones_of_that_profile_only(store: Store) -> None:
    tokens = write(store, make_profiel("w1"), make_profiel("w2", lh_nummer=KLEIN_NUMMER))
    store.write_maanden({id_: (token, [make_maand(id_, "2023-08")]) for id_, token in tokens.items()})
    store.write_maanden({"w1": (tokens["w1"], [make_maand(maand="2023-09")])})
    assert store.read([Maandvraag("w1"), Maandvraag("w2")]) == [
        (make_maand(maand="2023-09"),),
        (make_maand("w2", "2023-08"),),
    ]
    store.write_maanden({"w1": (tokens["w1"], [])})
    assert store.read([Maandvraag("w1")]) == [()]


def test_months_of_an_older_profile_are_ignored(store: Store) -> None:
    oud = write(store, make_profiel())["w1"]
    nieuw = write(store, make_profiel())["w1"]
    store.write_maanden({"w1": (nieuw, [make_maand(boetes=2)])})
    store.write_maanden({"w1": (oud, [make_maand(boetes=1)])})
    assert store.read([Maandvraag("w1")]) == [(make_maand(boetes=2),)]


def test_months_go_with_their_profile_and_do_not_come_back(store: Store) -> None:
    token = write(store, make_profiel())["w1"]
    store.write_maanden({"w1": (token, [make_maand()])})
    remove(store, "w1")
    store.write_maanden({"w1": (token, [make_maand()])})
    assert store.read([Maandvraag("w1")]) == [()]


# rings, families, ranks


def test_profiles_with_a_key_come_by_rang_up_to_the_limit(store: Store) -> None:
    een = make_profiel("w1", rang="1a", sleutels=(KVK, GROOT))
    twee = make_profiel("w2", lh_nummer=KLEIN_NUMMER, rang="0b", sleutels=(KVK, KLEIN))
    write(store, een, twee)
    vragen = [Sleutelvraag(KVK, 5), Sleutelvraag(KVK, 1), Sleutelvraag(GROOT, 5), Sleutelvraag("kvk:1234567", 5)]
    assert store.read(vragen) == [(twee, een), (twee,), (een,), ()]


def test_any_of_several_keys_finds_each_profile_once_by_rang(store: Store) -> None:
    een = make_profiel("w1", rang="0c", sleutels=(KVK, GROOT))
    twee = make_profiel("w2", lh_nummer=KLEIN_NUMMER, rang="0b", sleutels=(KVK, KLEIN))
    write(store, een, twee)
    vragen = [Sleutelsvraag((GROOT, KVK, KLEIN), 5), Sleutelsvraag((GROOT, KLEIN), 1), Sleutelsvraag((), 5)]
    assert store.read(vragen) == [(twee, een), (twee,), ()]


def test_a_key_that_left_the_ring_no_longer_finds_the_profile(store: Store) -> None:
    write(store, make_profiel(sleutels=(KVK, GROOT)))
    write(store, make_profiel(sleutels=(GROOT,), familie="rsin:1"))
    assert store.read([Sleutelvraag(KVK, 5), Houdersvraag((KVK,))]) == [(), ()]


def test_a_family_comes_by_rang_up_to_the_limit(store: Store) -> None:
    een = make_profiel("w1", rang="1a", familie="rsin:1")
    twee = make_profiel("w2", rang="0b", familie="rsin:1")
    write(store, een, twee, make_profiel("w3", familie="rsin:2"))
    assert store.read([Familievraag("rsin:1", 5), Familievraag("rsin:1", 1)]) == [(twee, een), (twee,)]


def test_holders_of_any_of_the_keys_are_named_once_by_lh_key(store: Store) -> None:
    write(
        store,
        make_profiel("w1", lh_nummer=KLEIN_NUMMER, sleutels=(KVK, KLEIN)),
        make_profiel("w2", sleutels=(KVK, GROOT)),
        make_profiel("w3", lh_nummer="111111111L01"),
    )
    assert store.read([Houdersvraag((KVK, GROOT)), Houdersvraag(("kvk:0",))]) == [(GROOT, KLEIN), ()]


def test_the_rang_of_a_key_is_the_lowest_among_its_holders(store: Store) -> None:
    write(
        store,
        make_profiel("w1", rang="1123456789L01", sleutels=(KVK, GROOT)),
        make_profiel("w2", lh_nummer=KLEIN_NUMMER, sleutels=(KVK, KLEIN)),
    )
    assert store.read([Rangvraag((KVK, "kvk:0"))]) == [{KVK: f"0{KLEIN_NUMMER}"}]


def test_an_employer_comes_first_at_its_own_lh_key(store: Store) -> None:
    write(
        store,
        make_profiel("w1", rang="1123456789L01", sleutels=(GROOT,)),
        make_profiel("w2", lh_nummer=KLEIN_NUMMER, rang=f"0{KLEIN_NUMMER}", sleutels=(GROOT, KLEIN)),
    )
    assert store.read([Rangvraag((GROOT,))]) == [{GROOT: "!1123456789L01"}]


def test_lh_keys_of_organisaties_and_profiles_are_all_named(store: Store) -> None:
    organisatie = make_item("o", soort="organisatie", sleutels=(KVK, GROOT))
    weg = make_item("weg", soort="organisatie", sleutels=("lh:222222222L01",))
    store.apply(make_batch(organisatie, weg, make_item("c", sleutels=("lh:333333333L01",))))
    store.apply(make_batch(make_removal("weg", soort="organisatie")))
    write(store, make_profiel(lh_nummer=KLEIN_NUMMER))
    assert {GROOT, KLEIN} <= set(store.organisatie_sleutels())
    assert not {KVK, "lh:333333333L01"} & set(store.organisatie_sleutels())


def test_every_profile_that_is_held_is_listed_by_its_id(store: Store) -> None:
    write(store, make_profiel("w1"), make_profiel("w2", lh_nummer=KLEIN_NUMMER))
    remove(store, "w1")
    assert list(store.profiel_ids()) == ["w2"]


# marks and revisions


def test_a_mark_is_given_an_id_and_kept_as_it_is(store: Store) -> None:
    gelegd = store.mark(Markering("", {"contact": (GROOT,), "erd": (KLEIN, KVK)}, alles=True, vanaf=VANDAAG))
    assert gelegd.id
    assert store.marks(VANDAAG) == [gelegd]


def test_a_mark_with_the_same_id_is_replaced(store: Store) -> None:
    store.mark(Markering("m", {"contact": (GROOT,)}))
    tweede = store.mark(Markering("m", {"contact": (KLEIN,)}))
    assert store.marks(VANDAAG) == [tweede]


def test_a_mark_for_a_day_is_due_from_that_day(store: Store) -> None:
    store.mark(Markering("morgen", vanaf=date(2023, 10, 21)))
    store.mark(Markering("nu"))
    assert {markering.id for markering in store.marks(VANDAAG)} == {"nu"}
    assert {markering.id for markering in store.marks(date(2023, 10, 21))} == {"nu", "morgen"}


def test_finishing_removes_these_marks_only(store: Store) -> None:
    een, twee = store.mark(Markering("1")), store.mark(Markering("2"))
    store.finish([een, Markering("onbekend")], [])
    assert store.marks(VANDAAG) == [twee]


def test_a_key_that_was_never_touched_has_an_empty_revision(store: Store) -> None:
    geheel, *sleutels = store.read([Revisievraag((GROOT, KLEIN))])[0]
    assert isinstance(geheel, str)
    assert sleutels == ["", ""]


def test_finishing_raises_the_revisions_of_its_keys_only(store: Store) -> None:
    vraag = Revisievraag((GROOT, KLEIN))
    store.finish([], [GROOT, KLEIN])
    geheel, groot, klein = store.read([vraag])[0]
    store.finish([], [GROOT])
    assert store.read([vraag])[0][::2] == (geheel, klein)
    assert store.read([vraag])[0][1] not in {groot, klein, ""}


def test_finishing_everything_raises_the_revision_of_the_whole_store(store: Store) -> None:
    eerst = store.read([Revisievraag(())])[0]
    store.finish([], [], alles=True)
    daarna = store.read([Revisievraag(())])[0]
    assert len(eerst) == len(daarna) == 1
    assert eerst != daarna


def test_two_stores_share_no_revision(open_store: OpenStore) -> None:
    een, twee = open_store("een"), open_store("twee")
    for store in (een, twee):
        store.finish([], [GROOT], alles=True)
    revisies = {*een.read([Revisievraag((GROOT,))])[0], *twee.read([Revisievraag((GROOT,))])[0]}
    assert len(revisies) == 4
