"""Erasing an employer or a record (AVG): gone from everything this product keeps, for good, and the others untouched (F33)."""

from pathlib import Path
from typing import Any

import pytest

from indexers.configuratie import load_bronnen
from indexers.pipeline import Opdracht
from indexers.wissen import Wisser
from klantbeeld.app import open_laadstraat
from klantbeeld.domain.vragen import Itemsvraag, Sleutelvraag
from klantbeeld.errors import InvoerOnjuist, StoreOnbereikbaar
from klantbeeld.settings import Settings
from tests.bouwers_bronnen import make_settings, open_bronnenproef, refuse, surroundings
from tests.bouwers_heropbouw import digest_of_store, read_store, rebuild
from tests.bouwers_leveringen import (
    ANDER,
    LH,
    VANDAAG,
    Levering,
    make_boete,
    make_contact,
    make_levering,
    make_organisatie,
    write_leveringen,
)
from tests.programma import run_klantbeeld

BRON = "k3cr"
KANARIE = "Kanarievogel"
"""A word that only what must go holds."""
KVK, EIGEN_KVK = "12345678", "87654321"


def make_leveringen() -> list[Levering | bytes]:
    """The employer that goes (ANDER) with everything an employer can have, and one that stays (LH) and shares a key with it."""
    van_ander: dict[str, Any] = {"bron": BRON, "werkgever": [f"lh:{ANDER}"]}
    zaak = {"zaaknummer": KANARIE, "zaaktype": "ziekmelding", "startdatum": "2023-01-02", "status": "lopend"}
    organisatie = {"naam": f"Bakkerij {KANARIE}", "kvkNummer": EIGEN_KVK, "rsin": "987654321", "natuurlijkPersoon": True}
    eerdere_naam = {**organisatie, "naam": f"Vroeger {KANARIE}"}
    koppeling = {"sleutels": ["flsn:gedeeld", f"flsn:{KANARIE}"]}
    return [
        make_organisatie(bron=BRON),
        make_levering("koppeling", {"sleutels": ["flsn:gedeeld"]}, bron=BRON, sleutel="blijft"),
        make_contact(bron=BRON, sleutel="blijft"),
        make_contact(bron=BRON, sleutel="van beiden", werkgever=["flsn:gedeeld"]),
        make_organisatie(ANDER, eerdere_naam, bron=BRON),
        make_organisatie(ANDER, organisatie, bron=BRON),
        make_levering("koppeling", koppeling, sleutel="K", **van_ander),
        make_levering("zaak", zaak, sleutel=f"zaak {KANARIE}", **van_ander),
        make_contact(bron=BRON, sleutel=f"contact {KANARIE}", werkgever=[f"kvk:{EIGEN_KVK}"]),
        make_contact(bron=BRON, sleutel=f"portaal {KANARIE}", werkgever=[f"flsn:{KANARIE}"]),
        make_boete("2024-05-05", sleutel=f"boete {KANARIE}", **van_ander),
        make_contact(sleutel=f"weg {KANARIE}", **van_ander),
        make_levering("contact", None, bron=BRON, sleutel=f"weg {KANARIE}"),
        refuse(make_contact(sleutel=f"mis {KANARIE}", **van_ander)),
        f"geen json van 987 654 321 L.01 over {KANARIE}".encode(),
        refuse(make_contact(bron=BRON, sleutel="mis maar blijft")),
    ]


def fill(map_: Path, *leveringen: Levering | bytes) -> Settings:
    settings = make_settings(map_, BRON)
    with open_bronnenproef(settings) as proef:
        proef.write(BRON, *leveringen)
        proef.index()
    return settings


def erase(settings: Settings, sleutel: str) -> dict[tuple[str, str], int]:
    """Erases as the command does, and says what was reached."""
    with open_laadstraat(settings) as laadstraat:
        laadstraat.pipeline.start()
        wisser = Wisser(laadstraat.store, laadstraat.pipeline, laadstraat.afleider)
        bereik = wisser.find(sleutel)
        wisser.erase(bereik)
        assert laadstraat.store.marks(VANDAAG) == []
        assert laadstraat.store.damaged() == []
        return dict(bereik.records)


def list_traces(settings: Settings) -> list[str]:
    """The files beside the deliveries in which something of the employer that went can still be read."""
    teksten = (KANARIE, KANARIE.lower(), ANDER, EIGEN_KVK, ANDER.lower(), "987654321")
    bestanden = sorted(pad for pad in settings.leveringen.parent.iterdir() if pad.is_file())
    return [f"{pad.name}: {tekst}" for pad in bestanden for tekst in teksten if tekst.encode() in pad.read_bytes()]


def read_again(settings: Settings) -> None:
    """A replay of everything that the sources ever delivered."""
    with open_laadstraat(settings) as laadstraat:
        laadstraat.pipeline.start()
        laadstraat.pipeline.run(load_bronnen(settings.bronnen).make_sources(settings.leveringen), Opdracht(vanaf_begin=True))


# what goes


def test_nothing_of_an_employer_can_be_read_in_any_file_after_it_was_erased(tmp_path: Path) -> None:
    settings = fill(tmp_path, *make_leveringen())
    assert list_traces(settings) != []
    assert erase(settings, f"lh:{ANDER}") == {
        (BRON, "organisatie"): 1,
        (BRON, "koppeling"): 1,
        (BRON, "zaak"): 1,
        (BRON, "contact"): 3,
        (BRON, "boete"): 1,
    }
    assert list_traces(settings) == []


def test_a_replay_of_all_history_brings_nothing_back(tmp_path: Path) -> None:
    settings = fill(tmp_path, *make_leveringen())
    erase(settings, f"lh:{ANDER}")
    eerder = digest_of_store(settings)
    read_again(settings)
    assert digest_of_store(settings) == eerder
    with read_store(settings) as store:
        assert store.counters()[0].erased == 10
        assert sorted(brief.reden for brief in store.dead_letters()) == ["GEEN_JSON", "WAARDE_ONGELDIG"]


def test_the_store_is_then_as_if_the_employer_had_never_been_delivered(tmp_path: Path) -> None:
    settings = fill(tmp_path / "gewist", *make_leveringen())
    erase(settings, f"lh:{ANDER}")
    schoon = fill(tmp_path / "schoon", *(deel for deel in make_leveringen() if KANARIE not in str(deel)))
    with read_store(settings) as gewist, read_store(schoon) as nooit:
        assert [id_ for id_, _ in gewist.digests()] == [id_ for id_, _ in nooit.digests()]


def test_what_is_held_under_a_key_that_others_share_stays(tmp_path: Path) -> None:
    settings = fill(tmp_path, *make_leveringen())
    erase(settings, f"lh:{ANDER}")
    with read_store(settings) as store:
        assert [profiel.lh_nummer for profiel in store.read([Sleutelvraag("flsn:GEDEELD", 10)])[0]] == [LH]
        assert store.read([Itemsvraag((f"lh:{LH}", "flsn:GEDEELD"), "contact")])[0].totaal == 2


def test_a_kvk_number_reaches_every_employer_that_has_it(tmp_path: Path) -> None:
    twee = [
        make_organisatie(gegevens={"kvkNummer": KVK}, bron=BRON),
        make_organisatie(ANDER, {"kvkNummer": KVK}, bron=BRON),
        make_contact(bron=BRON, sleutel="1"),
    ]
    settings = fill(tmp_path, *twee)
    assert erase(settings, f"KVK: {KVK}") == {(BRON, "organisatie"): 2}


def test_one_record_goes_in_every_version_and_leaves_its_employer(tmp_path: Path) -> None:
    noemt = make_contact(bron=BRON, sleutel=KANARIE)
    settings = fill(tmp_path, make_organisatie(bron=BRON), noemt, make_contact(bron=BRON, sleutel=KANARIE))
    assert erase(settings, f"{BRON}:contact:{KANARIE}") == {(BRON, "contact"): 1}
    assert list_traces(settings) == []
    read_again(settings)
    with read_store(settings) as store:
        assert store.live_counts() == {(BRON, "organisatie"): 1}


def test_a_record_with_a_short_name_takes_no_refused_lines_of_other_records_with_it(tmp_path: Path) -> None:
    ander = refuse(make_contact(bron=BRON, sleutel="7", versie=1))
    settings = fill(tmp_path, refuse(make_contact(bron=BRON, sleutel="1")), ander, b"geen json over 1", b"geen json over 7")
    erase(settings, f"{BRON}:contact:1")
    with read_store(settings) as store:
        assert {brief.sleutel or brief.ruw for brief in store.dead_letters()} == {"7", b"geen json over 7"}


def test_an_employer_that_comes_only_later_does_not_come_in(tmp_path: Path) -> None:
    settings = fill(tmp_path, make_organisatie(bron=BRON))
    assert erase(settings, f"lh:{ANDER}") == {}
    with open_bronnenproef(settings) as proef:
        proef.append(BRON, *make_leveringen()[4:6])
        proef.index()
        assert proef.tellers(BRON).erased == 2
    assert list_traces(settings) == []


# beside a rebuild


def test_the_previous_generation_goes_with_it(tmp_path: Path) -> None:
    settings = fill(tmp_path, *make_leveringen())
    rebuild(settings)
    erase(settings, f"lh:{ANDER}")
    assert list_traces(settings) == []
    with pytest.raises(StoreOnbereikbaar, match="geen vorige generatie"):
        rebuild(settings, terug=True)


@pytest.mark.parametrize("van_bronnen", [False, True])
def test_a_rebuild_after_it_brings_nothing_back(tmp_path: Path, van_bronnen: bool) -> None:
    settings = fill(tmp_path, *make_leveringen())
    erase(settings, f"lh:{ANDER}")
    eerder = digest_of_store(settings)
    rebuild(settings, van_bronnen=van_bronnen)
    assert digest_of_store(settings) == eerder
    if not van_bronnen:
        assert list_traces(settings) == []


def test_erasing_during_a_rebuild_asks_to_be_done_again_and_then_leaves_nothing(tmp_path: Path) -> None:
    settings = fill(tmp_path, *make_leveringen())
    rebuild(settings)
    gevraagd: list[bool] = []

    def erase_once(_: int) -> None:
        if not gevraagd:
            gevraagd.append(True)
            with pytest.raises(StoreOnbereikbaar, match="Een ander proces"):
                erase(settings, f"lh:{ANDER}")

    rebuild(settings, erase_once)
    with read_store(settings) as store:
        assert store.read([Sleutelvraag(f"lh:{ANDER}", 1)]) == [()]
    erase(settings, f"lh:{ANDER}")
    assert list_traces(settings) == []
    read_again(settings)
    with read_store(settings) as store:
        assert store.read([Sleutelvraag(f"lh:{ANDER}", 1)]) == [()]


def test_what_only_the_new_generation_holds_goes_too_when_it_is_erased_during_a_rebuild(tmp_path: Path) -> None:
    settings = fill(tmp_path, make_organisatie(bron=BRON))
    write_leveringen(settings.leveringen / f"{BRON}.jsonl", [make_organisatie(bron=BRON), *make_leveringen()[4:8]])
    gewist: list[dict[tuple[str, str], int]] = []

    def erase_once(_: int) -> None:
        if not gewist:
            with open_laadstraat(settings) as laadstraat:
                wisser = Wisser(laadstraat.store, laadstraat.pipeline, laadstraat.afleider)
                gewist.append(dict(wisser.find(f"lh:{ANDER}").records))
                laadstraat.store.erase(wisser.find(f"lh:{ANDER}").wissing)

    rebuild(settings, erase_once, van_bronnen=True)
    assert gewist == [{}]
    with read_store(settings) as store:
        assert store.read([Sleutelvraag(f"lh:{ANDER}", 1)]) == [()]
        assert store.live_counts() == {(BRON, "organisatie"): 1}


# the command


def test_the_command_says_what_goes_and_asks_for_confirmation(tmp_path: Path) -> None:
    settings = fill(tmp_path, *make_leveringen())
    omgeving = surroundings(settings)
    vraag = run_klantbeeld(tmp_path, "erase", f"lh:{ANDER}", **omgeving)
    assert vraag.returncode == 1
    assert vraag.stderr.splitlines() == [
        "k3cr boete: 1",
        "k3cr contact: 3",
        "k3cr koppeling: 1",
        "k3cr organisatie: 1",
        "k3cr zaak: 1",
        "7 records en 2 dode brieven worden voorgoed gewist.",
        "BAD_USER_INPUT: Bevestig met --ja; er is hier niemand om het aan te vragen.",
    ]
    gedaan = run_klantbeeld(tmp_path, "erase", f"lh:{ANDER}", "--ja", **omgeving)
    assert (gedaan.returncode, gedaan.stderr.splitlines()[-1]) == (
        0,
        "Gewist. Wat er nog van binnenkomt, wordt geteld en niet bewaard.",
    )
    assert (KANARIE in gedaan.stderr, ANDER in gedaan.stderr, list_traces(settings)) == (False, False, [])


def test_an_erasure_by_mistake_is_lifted_and_the_sources_bring_it_back(tmp_path: Path) -> None:
    settings = fill(tmp_path, *make_leveringen())
    eerder = digest_of_store(settings)
    erase(settings, f"lh:{ANDER}")
    assert run_klantbeeld(tmp_path, "erase", f"lh:{ANDER}", "--opheffen", **surroundings(settings)).returncode == 0
    read_again(settings)
    assert digest_of_store(settings) == eerder


@pytest.mark.parametrize("sleutel", ["", "987654321L01", "kvk:", "contact:7", ":contact:7", "k3cr:onbekend"])
def test_what_is_no_key_is_refused_and_not_repeated(tmp_path: Path, sleutel: str) -> None:
    settings = fill(tmp_path, make_organisatie(bron=BRON))
    if sleutel in {"contact:7", "k3cr:onbekend"}:
        assert erase(settings, sleutel) == {}
        return
    with pytest.raises(InvoerOnjuist) as fout:
        erase(settings, sleutel)
    assert sleutel == "" or sleutel not in str(fout.value)
