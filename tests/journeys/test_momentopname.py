"""What a complete snapshot no longer holds is gone, and nothing else ever is (F21)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexers.afwezigheid import Afwezigheidsoordeel, Momentopname, remove_absent
from indexers.pipeline import Opdracht
from klantbeeld.domain.leveringen import parse_levering
from klantbeeld.domain.vragen import Bronnenvraag, Maandvraag
from klantbeeld.stores.protocol import Wissing
from tests.bouwers_bronnen import Bronnenproef, make_contacten, make_settings, open_bronnenproef, refuse, surroundings
from tests.bouwers_leveringen import LH, Levering, make_boete, make_bronstand, make_contact, make_organisatie, open_proef
from tests.programma import run_klantbeeld

AANTAL = 40


@pytest.fixture
def proef(tmp_path: Path) -> Iterator[Bronnenproef]:
    """A store that holds C1 to C40 of k3cr."""
    with open_bronnenproef(make_settings(tmp_path, "k3cr")) as proef:
        proef.write("k3cr", *make_contacten(AANTAL))
        proef.index()
        yield proef


def snapshot(leveringen: list[Levering], aantal: int | None = None, **gegevens: Any) -> list[Levering]:
    """These records with the bronstand that says that they are everything."""
    telling = len(leveringen) if aantal is None else aantal
    return [*leveringen, make_bronstand("k3cr", **{"volledig": True, "aantal": telling} | gegevens)]


def judge(proef: Bronnenproef, *leveringen: Levering | bytes, bevestig: bool = False) -> Afwezigheidsoordeel:
    """What a new file with one snapshot leads to."""
    proef.write("k3cr", *leveringen)
    (oordeel,) = proef.index(Opdracht(bevestig=bevestig)).momentopnamen
    return oordeel


def names(van: int, tot: int) -> set[str]:
    return {f"C{nummer}" for nummer in range(van, tot + 1)}


# what is removed


def test_what_a_complete_snapshot_no_longer_holds_is_removed(proef: Bronnenproef) -> None:
    assert judge(proef, *snapshot(make_contacten(AANTAL - 2))) == Afwezigheidsoordeel("k3cr", 2, None)
    assert proef.live() == names(1, AANTAL - 2)


def test_a_record_that_was_erased_and_is_still_delivered_does_not_make_a_snapshot_incomplete(proef: Bronnenproef) -> None:
    proef.store.erase(Wissing("een", ("k3cr:contact:C1",)))
    assert judge(proef, *snapshot(make_contacten(AANTAL - 1))) == Afwezigheidsoordeel("k3cr", 1, None)
    assert proef.live() == names(2, AANTAL - 1)


def test_a_removal_has_the_version_of_the_bronstand(proef: Bronnenproef) -> None:
    opname = snapshot(make_contacten(AANTAL - 1))
    judge(proef, *opname)
    grafsteen = proef.store.stored([f"k3cr:contact:C{AANTAL}"])[f"k3cr:contact:C{AANTAL}"]
    assert (grafsteen.versie, grafsteen.verwijderd, grafsteen.afwezig) == (opname[-1]["versie"], True, True)


def test_a_removal_by_absence_is_not_counted_as_received(proef: Bronnenproef) -> None:
    eerder = proef.tellers("k3cr").received
    judge(proef, *snapshot(make_contacten(AANTAL - 1)))
    assert proef.tellers("k3cr").received == eerder + AANTAL


def test_a_second_run_of_the_same_snapshot_removes_nothing_more(proef: Bronnenproef) -> None:
    opname = snapshot(make_contacten(AANTAL - 2))
    judge(proef, *opname)
    eerst = proef.digest()
    assert judge(proef, *opname) == Afwezigheidsoordeel("k3cr", 0, None)
    assert proef.digest() == eerst


def test_what_changed_after_the_snapshot_was_begun_stays(proef: Bronnenproef) -> None:
    bronstand = make_bronstand("k3cr", volledig=True, aantal=AANTAL - 1)
    later = make_contact(bron="k3cr", sleutel=f"C{AANTAL}")
    proef.append("k3cr", later)
    proef.index()
    assert judge(proef, *make_contacten(AANTAL - 1), bronstand) == Afwezigheidsoordeel("k3cr", 0, None)
    assert proef.live() == names(1, AANTAL)


def test_records_of_other_sources_stay(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(*make_contacten(30, "archie"), *make_contacten(30))
        opname = snapshot(make_contacten(29))
        verloop = proef.deliver(*make_contacten(1, "archie"), *opname[:15], *make_contacten(3, "archie"), *opname[15:])
        assert verloop.momentopnamen == (Afwezigheidsoordeel("k3cr", 1, None),)
        assert len(list(proef.store.live_versions("archie"))) == 30


def test_two_snapshots_in_one_file_each_count_their_own_lines(proef: Bronnenproef) -> None:
    proef.write("k3cr", *snapshot(make_contacten(AANTAL - 1)), *snapshot(make_contacten(AANTAL - 2)))
    verloop = proef.index()
    assert verloop.momentopnamen == (Afwezigheidsoordeel("k3cr", 1, None), Afwezigheidsoordeel("k3cr", 1, None))
    assert proef.live() == names(1, AANTAL - 2)


def test_blank_lines_and_a_byte_order_mark_are_no_part_of_a_snapshot(proef: Bronnenproef) -> None:
    pad = proef.write("k3cr", b"", *make_contacten(AANTAL - 1), b"  ", make_bronstand("k3cr", volledig=True, aantal=AANTAL - 1))
    pad.write_bytes(b"\xef\xbb\xbf" + pad.read_bytes())
    assert proef.index().momentopnamen == (Afwezigheidsoordeel("k3cr", 1, None),)


def test_a_record_that_stands_twice_in_a_snapshot_is_one(proef: Bronnenproef) -> None:
    dubbel = make_contacten(AANTAL - 1)
    assert judge(proef, *snapshot([*dubbel, dubbel[0]], AANTAL - 1)) == Afwezigheidsoordeel("k3cr", 1, None)


def test_a_snapshot_larger_than_what_is_looked_up_at_once_is_judged_whole(tmp_path: Path) -> None:
    with open_bronnenproef(make_settings(tmp_path, "k3cr")) as proef:
        proef.write("k3cr", *make_contacten(4_500), make_bronstand("k3cr"), *snapshot(make_contacten(4_450)))
        assert proef.index().momentopnamen == (Afwezigheidsoordeel("k3cr", 50, None),)


def test_month_figures_lose_what_a_snapshot_no_longer_holds(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        boetes = [make_boete(bron="k3cr", sleutel=f"B{nummer}") for nummer in range(20)]
        proef.deliver(make_organisatie(), *boetes)
        opnieuw = [make_boete(bron="k3cr", sleutel=f"B{nummer}") for nummer in range(19)]
        proef.deliver(*snapshot(opnieuw))
        assert [maand.cijfers.boetes for maand in proef.store.read([Maandvraag(proef.id_of(LH))])[0]] == [19]


# what is not


def make_incomplete() -> dict[str, tuple[list[Levering], str]]:
    """Snapshots that don't prove to be complete, with the reason that is told."""
    heel = make_contacten(AANTAL - 1)
    weg = make_contact(bron="k3cr", sleutel="C1") | {"verwijderd": True}
    del weg["gegevens"]
    return {
        "the count is higher": (snapshot(heel, AANTAL), "AANTAL_KLOPT_NIET"),
        "the count is lower": (snapshot(heel, AANTAL - 2), "AANTAL_KLOPT_NIET"),
        "there is no count": ([*heel, make_bronstand("k3cr", volledig=True)], "AANTAL_ONBEKEND"),
        "one is refused": (snapshot([*heel[:-1], refuse(heel[-1])]), "REGELS_GEWEIGERD_OF_VERWIJDERD"),
        "one is refused by the store": (
            snapshot([*heel, heel[0] | {"gewijzigdOp": "2023-10-02T08:00:00Z"}], AANTAL - 1),
            "REGELS_GEWEIGERD_OF_VERWIJDERD",
        ),
        "one is a removal": (snapshot([*heel, weg], AANTAL - 1), "REGELS_GEWEIGERD_OF_VERWIJDERD"),
        "one is of another source": (
            snapshot([*heel, make_contact(bron="zaken")], AANTAL - 1),
            "REGELS_GEWEIGERD_OF_VERWIJDERD",
        ),
        "it is empty": (snapshot([]), "MEER_DAN_5_PROCENT"),
        "more than 5 % is absent": (snapshot(make_contacten(AANTAL - 3)), "MEER_DAN_5_PROCENT"),
    }


@pytest.mark.parametrize("waarom", make_incomplete())
def test_a_snapshot_that_does_not_prove_complete_removes_nothing_and_says_why(proef: Bronnenproef, waarom: str) -> None:
    leveringen, reden = make_incomplete()[waarom]
    assert judge(proef, *leveringen) == Afwezigheidsoordeel("k3cr", 0, reden)
    assert proef.live() >= names(2, AANTAL)


def test_a_line_of_no_known_source_makes_a_snapshot_incomplete(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(*make_contacten(AANTAL))
        verloop = proef.deliver(b"{", *snapshot(make_contacten(AANTAL - 1)))
        assert verloop.momentopnamen == (Afwezigheidsoordeel("k3cr", 0, "REGELS_GEWEIGERD_OF_VERWIJDERD"),)


def test_lines_before_an_earlier_bronstand_do_not_count(proef: Bronnenproef) -> None:
    leveringen = make_contacten(AANTAL - 1)
    tussen = make_bronstand("k3cr")
    oordeel = judge(proef, *leveringen[:20], tussen, *leveringen[20:], *snapshot([], AANTAL - 1))
    assert oordeel == Afwezigheidsoordeel("k3cr", 0, "AANTAL_KLOPT_NIET")


def test_a_refused_line_before_an_earlier_bronstand_does_no_harm(proef: Bronnenproef) -> None:
    fout = refuse(make_contact(bron="k3cr"))
    oordeel = judge(proef, fout, make_bronstand("k3cr"), *snapshot(make_contacten(AANTAL - 1)))
    assert oordeel == Afwezigheidsoordeel("k3cr", 1, None)


def test_an_operator_may_confirm_that_more_than_5_percent_goes(proef: Bronnenproef) -> None:
    assert judge(proef, *snapshot(make_contacten(5)), bevestig=True) == Afwezigheidsoordeel("k3cr", AANTAL - 5, None)
    assert proef.live() == names(1, 5)


def test_an_operator_may_confirm_afterwards_what_was_not_removed(proef: Bronnenproef) -> None:
    omgeving = surroundings(proef.settings)
    proef.write("k3cr", *snapshot(make_contacten(5)))
    klaar = run_klantbeeld(proef.settings.leveringen, "index", **omgeving)
    assert "niets verwijderd (MEER_DAN_5_PROCENT)" in klaar.stderr
    klaar = run_klantbeeld(proef.settings.leveringen, "index", "--bevestig-verwijderen", **omgeving)
    assert f"{AANTAL - 5} verwijderd" in klaar.stderr
    assert proef.live() == names(1, 5)


def test_nothing_is_confirmed_for_ever(proef: Bronnenproef) -> None:
    woorden = ("index", "--follow", "--bevestig-verwijderen")
    klaar = run_klantbeeld(proef.settings.leveringen, *woorden, **surroundings(proef.settings))
    assert klaar.returncode == 1
    assert "--bevestig-verwijderen" in klaar.stderr


def test_several_snapshots_in_one_run_remove_no_more_than_5_percent_together(proef: Bronnenproef) -> None:
    proef.write("k3cr", *snapshot(make_contacten(AANTAL - 2)), *snapshot(make_contacten(AANTAL - 3)))
    verloop = proef.index()
    assert [oordeel.reden for oordeel in verloop.momentopnamen] == [None, "MEER_DAN_5_PROCENT"]
    assert proef.live() == names(1, AANTAL - 2)


def test_a_bronstand_that_was_passed_by_a_later_one_removes_nothing(proef: Bronnenproef) -> None:
    vroeg = snapshot(make_contacten(AANTAL - 1))
    proef.append("k3cr", make_bronstand("k3cr"))
    proef.index()
    proef.write("k3cr", *vroeg)
    assert proef.index().momentopnamen == ()
    assert proef.live() == names(1, AANTAL)


def test_a_bronstand_that_is_refused_removes_nothing(proef: Bronnenproef) -> None:
    bronstand = make_bronstand("k3cr")
    proef.append("k3cr", bronstand)
    proef.index()
    vals = bronstand | {"gegevens": bronstand["gegevens"] | {"volledig": True, "aantal": 1}}
    proef.write("k3cr", make_contact(bron="k3cr", sleutel="C1"), vals)
    assert proef.index(Opdracht(bevestig=True)).momentopnamen == ()
    assert proef.live() == names(1, AANTAL)


def test_an_incomplete_bronstand_only_tells_the_freshness(proef: Bronnenproef) -> None:
    proef.append("k3cr", make_bronstand("k3cr", standOp="2023-10-20T07:00:00Z"))
    assert proef.index().momentopnamen == ()
    (regel,) = proef.store.read([Bronnenvraag()])[0]
    assert b"2023-10-20T07:00:00Z" in (regel.stand or b"")


def test_a_way_of_delivery_without_files_only_tells_the_freshness(proef: Bronnenproef) -> None:
    bronstand = make_bronstand("k3cr", volledig=True, aantal=0)
    momentopname = Momentopname(parse_levering(bronstand), None, "k3cr", 0)
    oordeel = remove_absent(proef.store, proef.ontvanger, momentopname, bevestig=True)
    assert oordeel == Afwezigheidsoordeel("k3cr", 0, "GEEN_BESTAND")


# what comes later


def test_a_late_delivery_of_what_was_removed_by_absence_is_a_dead_letter(proef: Bronnenproef) -> None:
    laat = make_contact(bron="k3cr", sleutel=f"C{AANTAL}")
    judge(proef, *snapshot(make_contacten(AANTAL - 1)))
    proef.append("k3cr", laat)
    proef.index()
    assert proef.redenen() == ["NA_AFWEZIGHEID"]
    assert proef.live() == names(1, AANTAL - 1)


def test_a_later_delivery_brings_back_what_was_removed_by_absence(proef: Bronnenproef) -> None:
    laat = make_contact(bron="k3cr", sleutel=f"C{AANTAL}")
    judge(proef, *snapshot(make_contacten(AANTAL - 1)))
    proef.append("k3cr", laat, make_contact(bron="k3cr", sleutel=f"C{AANTAL}"))
    proef.index()
    assert proef.live() == names(1, AANTAL)
    assert proef.redenen() == []
