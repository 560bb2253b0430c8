"""Verifying finds and names what differs from the sources and from what deriving gives; repairing mends it (F27, F30)."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from klantbeeld.app import geheim_of
from klantbeeld.controleren import Controleopdracht, Controleuitslag, name_document, verify
from klantbeeld.domain.profielen import public_id
from klantbeeld.settings import Settings
from tests.bouwers_bronnen import make_contacten, make_settings, open_bronnenproef, surroundings
from tests.bouwers_heropbouw import BRON, digest_of_store, make_alles, open_gevuld, read_store
from tests.bouwers_leveringen import LH, make_bronstand, make_contact, make_levering, write_leveringen
from tests.programma import run_klantbeeld

HERSTEL = Controleopdracht(herstel=True)
ALLES = Controleopdracht(herstel=True, bevestig=True)
C1, C2 = f"{BRON}:contact:C1", f"{BRON}:contact:C2"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    with open_gevuld(tmp_path, contacten=5) as proef:
        return proef.settings


def run_sql(settings: Settings, *opdrachten: str) -> None:
    """Changes the store behind its back."""
    with closing(sqlite3.connect(settings.leveringen.parent / "klantbeeld.db")) as verbinding, verbinding:
        for opdracht in opdrachten:
            verbinding.execute(opdracht)


def check(settings: Settings, opdracht: Controleopdracht | None = None) -> Controleuitslag:
    return verify(settings, opdracht or Controleopdracht(), lambda _: None)


def list_found(uitslag: Controleuitslag) -> list[tuple[str, str]]:
    return sorted((verschil.soort.value, verschil.id) for verschil in uitslag.gevonden.verschillen)


def id_of(settings: Settings) -> str:
    return public_id(LH, geheim_of(settings))


def test_a_store_that_nobody_touched_does_not_differ(settings: Settings) -> None:
    uitslag = check(settings)
    assert (list_found(uitslag), uitslag.is_gelijk) == ([], True)
    assert (uitslag.gevonden.regels, uitslag.gevonden.werkgevers, uitslag.gevonden.bronnen) == (13, 2, (BRON,))


def test_a_store_that_another_process_filled_does_not_differ(tmp_path: Path) -> None:
    gevuld = make_settings(tmp_path, BRON)
    write_leveringen(gevuld.leveringen / f"{BRON}.jsonl", make_alles(5))
    assert run_klantbeeld(tmp_path, "index", **surroundings(gevuld)).returncode == 0
    assert list_found(check(gevuld)) == []


VALS = "CAST(replace(CAST(inhoud AS TEXT), 'WGA', 'ZWX') AS BLOB)"
OMEN = (
    "INSERT INTO items SELECT 900, 'k3cr:contact:vals', bron, soort, versie, digest, sleutels, verwijderd, afwezig, "
    "sortering, kenmerk, regeling, bedrag, besloten, vindtermen, verwijderd_op, inhoud FROM items WHERE id = 'k3cr:contact:C1'"
)
PROFIEL = (
    "INSERT INTO profielen (id, token, lh_sleutel, familie, rang, zoekrij, termen, digest, document) "
    "SELECT 'vals', 1, lh_sleutel, familie, rang, 7, termen, digest, document FROM profielen LIMIT 1"
)
MAAND = (
    "INSERT INTO maanden SELECT rij + 1, reintegratieverslagen, administratief, inhoudelijk, zonder_verslag, boetes, "
    "boetebedrag, meldingen, meldingen_digitaal, digest FROM maanden"
)
VALS_ID = f"{BRON}:contact:vals"
INGREPEN = {
    "an item was removed": ["DELETE FROM items WHERE id = 'k3cr:contact:C1'"],
    "an item was changed": [f"UPDATE items SET inhoud = {VALS} WHERE id = 'k3cr:contact:C1'"],  # noqa: S608
    "an item went back in version": ["UPDATE items SET versie = 1, digest = x'00' WHERE id = 'k3cr:contact:C1'"],
    "an item got another digest": ["UPDATE items SET digest = x'00' WHERE id = 'k3cr:contact:C1'"],
    "an item was added": [OMEN],
    "a fine was removed": ["DELETE FROM items WHERE id = 'k3cr:boete:B1'"],
    "an organisatie was removed": ["DELETE FROM items WHERE id = 'k3cr:organisatie:123456789L01'"],
    "all items were removed": ["DELETE FROM items"],
    "a profile was removed": ["DELETE FROM profielen WHERE lh_sleutel = 'lh:123456789L01'"],
    "a profile was changed": ["UPDATE profielen SET document = CAST(replace(CAST(document AS TEXT), 'Vroeg', 'Laat') AS BLOB)"],
    "a profile was added": [PROFIEL],
    "a month was removed": ["DELETE FROM maanden"],
    "a month was changed": ["UPDATE maanden SET boetes = 9"],
    "a month was added": [MAAND],
    "a search term was removed": ["INSERT INTO zoekwoorden (zoekwoorden) VALUES ('delete-all')"],
    "a search term was added": ["INSERT INTO zoekwoorden (rowid, termen) SELECT zoekrij, 'w:vreemd' FROM profielen LIMIT 1"],
    "a key was removed": ["DELETE FROM item_sleutels WHERE id = 'k3cr:contact:C1'"],
    "a key of a ring was removed": ["DELETE FROM ringen"],
    "a count was changed": ["UPDATE bronsoorten SET levend = 99"],
}  # fmt: skip


@pytest.mark.parametrize("ingreep", list(INGREPEN))
def test_what_somebody_did_behind_the_back_of_the_store_is_found_named_and_repaired(settings: Settings, ingreep: str) -> None:
    eerder = digest_of_store(settings)
    run_sql(settings, *INGREPEN[ingreep])
    assert not check(settings).is_gelijk
    uitslag = check(settings, ALLES)
    assert list_found(uitslag) != []
    assert uitslag.is_gelijk, uitslag.over
    assert digest_of_store(settings) == eerder
    with read_store(settings) as store:
        assert store.damaged() == []
        assert store.live_counts()[BRON, "contact"] == 5


@pytest.mark.parametrize(
    ("ingreep", "genoemd"),
    [
        ("an item was removed", [("beschadigd", "aantal:k3cr:contact"), ("beschadigd", C1), ("ontbreekt", C1)]),
        ("an item went back in version", [("anders", C1), ("beschadigd", C1)]),
        ("an item got another digest", [("anders", C1), ("beschadigd", C1)]),
        ("an item was added", [("beschadigd", "aantal:k3cr:contact"), ("beschadigd", VALS_ID), ("wees", VALS_ID)]),
        ("a profile was added", [("beschadigd", "vals"), ("wees", "vals")]),
    ],
)  # fmt: skip
def test_what_differs_is_named_for_what_it_is(settings: Settings, ingreep: str, genoemd: list[tuple[str, str]]) -> None:
    run_sql(settings, *INGREPEN[ingreep])
    gevonden = list_found(check(settings))
    assert [deel for deel in gevonden if deel in genoemd] == genoemd


def test_a_profile_and_a_month_are_named_by_their_public_id(settings: Settings) -> None:
    run_sql(settings, "UPDATE maanden SET boetes = 9", "UPDATE profielen SET rang = '9'")
    id_ = id_of(settings)
    assert ("anders", f"{id_}:2023-05") in list_found(check(settings))
    assert ("beschadigd", id_) in list_found(check(settings))


def test_what_only_the_store_has_stays_without_confirmation(settings: Settings) -> None:
    run_sql(settings, OMEN)
    uitslag = check(settings, HERSTEL)
    assert uitslag.over is not None
    assert [(verschil.soort, verschil.id) for verschil in uitslag.over.verschillen] == [("wees", f"{BRON}:contact:vals")]
    assert not uitslag.is_gelijk


def test_a_newer_version_than_the_source_ever_sent_is_an_orphan(settings: Settings) -> None:
    run_sql(settings, "UPDATE items SET versie = versie + 1 WHERE id = 'k3cr:contact:C1'")
    assert list_found(check(settings)) == [("wees", C1)]
    assert check(settings, ALLES).is_gelijk


# what is no difference


def test_what_a_complete_snapshot_removed_is_not_missing_even_when_its_tombstone_is_gone(tmp_path: Path) -> None:
    with open_bronnenproef(make_settings(tmp_path, BRON)) as proef:
        oud = make_contacten(40)
        nieuw = make_contacten(39)
        proef.write(BRON, *oud, make_bronstand(BRON), *nieuw, make_bronstand(BRON, volledig=True, aantal=39))
        proef.index()
        assert proef.store.forget([f"{BRON}:contact:C40"]) == 1
        assert check(proef.settings).is_gelijk


def test_a_removed_record_whose_tombstone_was_purged_is_not_missing(settings: Settings) -> None:
    run_sql(settings, "DELETE FROM items WHERE verwijderd = 1")
    assert check(settings).is_gelijk


def test_a_refused_record_is_not_missing_and_an_erased_one_neither(settings: Settings) -> None:
    assert run_klantbeeld(settings.leveringen, "erase", C2, "--ja", **surroundings(settings)).returncode == 0
    assert check(settings).is_gelijk


def test_the_second_line_of_a_version_that_was_used_twice_is_not_another_record(tmp_path: Path) -> None:
    with open_bronnenproef(make_settings(tmp_path, BRON)) as proef:
        eerste = make_contact(bron=BRON, sleutel="C1")
        proef.write(BRON, eerste, eerste | {"gewijzigdOp": "2023-10-02T08:00:00Z"})
        proef.index()
        assert proef.redenen() == ["VERSIE_HERGEBRUIKT"]
        assert check(proef.settings).is_gelijk


def test_a_source_that_cannot_be_read_is_not_called_equal_and_loses_nothing(tmp_path: Path) -> None:
    with open_gevuld(tmp_path, contacten=5) as proef:
        settings = proef.settings
        (settings.leveringen / f"{BRON}.jsonl").unlink()
        run_sql(settings, "DELETE FROM item_sleutels")
        uitslag = check(settings, ALLES)
    assert (uitslag.gevonden.bronnen, dict(uitslag.gevonden.overgeslagen)) == ((), {BRON: "BRON_ONLEESBAAR"})
    assert not uitslag.is_gelijk
    with read_store(settings) as store:
        assert store.live_counts()[BRON, "contact"] == 5


def test_what_an_indexer_takes_in_meanwhile_is_no_difference(tmp_path: Path) -> None:
    with open_gevuld(tmp_path, contacten=5) as proef:
        gedaan: list[bool] = []

        def work(_: int) -> None:
            if not gedaan:
                gedaan.append(True)
                proef.append(BRON, make_contact(bron=BRON, sleutel="C1"), make_contact(bron=BRON, sleutel="nieuw"))
                proef.append(BRON, make_levering("contact", None, bron=BRON, sleutel="C2"))
                proef.run()

        assert list_found(verify(proef.settings, Controleopdracht(), work)) == []


# the command


def test_the_command_names_hashes_only_and_fails_until_it_is_repaired(settings: Settings) -> None:
    omgeving = surroundings(settings)
    run_sql(settings, "UPDATE items SET versie = 1, digest = x'00' WHERE soort = 'organisatie'")
    gevonden = run_klantbeeld(settings.leveringen, "verify", **omgeving)
    naam = name_document(f"{BRON}:organisatie:{LH}", geheim_of(settings))
    assert (gevonden.returncode, f"anders: {naam}" in gevonden.stdout.splitlines(), LH in gevonden.stdout) == (1, True, False)
    hersteld = run_klantbeeld(settings.leveringen, "verify", "--repair", "--json", **omgeving)
    verslag = json.loads(hersteld.stdout)
    assert (hersteld.returncode, verslag["gelijk"], verslag["over"], verslag["gevonden"]["anders"]) == (0, True, {}, 2)
    status = json.loads(run_klantbeeld(settings.leveringen, "status", "--json", **omgeving).stdout)
    assert status["controle"] | {"op": ""} == verslag | {"op": ""}


def test_the_status_says_how_the_last_verification_ended(settings: Settings) -> None:
    omgeving = surroundings(settings)
    assert "laatste controle: nog niet gedaan" in run_klantbeeld(settings.leveringen, "status", **omgeving).stdout
    check(settings)
    status = run_klantbeeld(settings.leveringen, "status", **omgeving).stdout
    [regel] = [regel for regel in status.splitlines() if regel.startswith("laatste controle: 20")]
    assert regel.endswith(", verschillen: geen")


def test_more_employers_and_sources_are_compared_than_are_derived_at_once(tmp_path: Path) -> None:
    with open_gevuld(tmp_path, contacten=5) as proef:
        proef.append(BRON, *make_alles(3))
        proef.run()
        assert check(proef.settings).is_gelijk
