"""The generator of samples: the same on every machine, accepted at the border, and of every kind."""

import csv
import tracemalloc
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest

from indexers.samples.adressen import make_adres
from indexers.samples.bestanden import list_testbedrijven, read_data
from indexers.samples.branches import BRANCHES
from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.documenten import list_documenten
from indexers.samples.feiten import BRONNEN, DEKKING, MOMENTOPNAME
from indexers.samples.generator import SOORTEN, Samplesopdracht, Sampletelling, write_samples
from indexers.samples.nummers import make_iban
from indexers.samples.organisaties import make_werkgever
from indexers.samples.vestigingen import list_vestigingen
from klantbeeld.domain.contacten import Contact
from klantbeeld.domain.leveringen import Levering, read_levering
from klantbeeld.domain.preventie import Meldingstelling
from klantbeeld.errors import InvoerOnjuist

OPDRACHT = Samplesopdracht(werkgevers=300, seed=7, vandaag=date(2026, 1, 15))
VOORBEELD = "lh:123456789L01"


@pytest.fixture(scope="module")
def map_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pad = tmp_path_factory.mktemp("samples")
    write_samples(pad, OPDRACHT)
    return pad


@pytest.fixture(scope="module")
def leveringen(map_: Path) -> list[Levering]:
    return [read_levering(regel) for pad in sorted(map_.iterdir()) for regel in pad.read_bytes().splitlines()]


def _write(pad: Path, opdracht: Samplesopdracht) -> dict[str, bytes]:
    write_samples(pad, opdracht)
    return {bestand.name: bestand.read_bytes() for bestand in pad.iterdir()}


def _without_last_line(inhoud: bytes) -> bytes:
    return inhoud[: inhoud.rstrip(b"\n").rindex(b"\n") + 1]


def _made_up(leveringen: list[Levering]) -> list[Levering]:
    bekend = {bedrijf["kvkNummer"] for bedrijf in list_testbedrijven()} | {"12345678"}
    return [
        levering
        for levering in leveringen
        if levering.soort == "organisatie" and getattr(levering.gegevens, "kvk_nummer", None) not in bekend
    ]


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    opdracht = replace(OPDRACHT, werkgevers=40)
    assert _write(tmp_path / "a", opdracht) == _write(tmp_path / "b", opdracht)


def test_another_seed_gives_other_employers(tmp_path: Path) -> None:
    opdracht = replace(OPDRACHT, werkgevers=5)
    een, ander = _write(tmp_path / "a", opdracht), _write(tmp_path / "b", replace(opdracht, seed=8))
    assert een["cws.jsonl"] != ander["cws.jsonl"]


def test_a_larger_run_begins_with_the_same_employers(tmp_path: Path, map_: Path) -> None:
    klein = _write(tmp_path, replace(OPDRACHT, werkgevers=100))
    for naam, inhoud in klein.items():
        assert (map_ / naam).read_bytes().startswith(_without_last_line(inhoud)), naam


def test_there_is_one_file_per_source_and_nothing_else(map_: Path) -> None:
    assert {pad.name for pad in map_.iterdir()} == {f"{bron}.jsonl" for bron in BRONNEN}


def test_every_line_is_accepted_and_stands_in_the_file_of_its_source(map_: Path) -> None:
    for pad in map_.iterdir():
        assert {read_levering(regel).bron for regel in pad.read_bytes().splitlines()} == {pad.stem}


def test_no_version_is_used_twice_for_other_content(leveringen: list[Levering]) -> None:
    digests = defaultdict(set)
    for levering in leveringen:
        digests[levering.id, levering.versie].add(levering.digest)
    assert [sleutel for sleutel, gevonden in digests.items() if len(gevonden) > 1] == []


def test_every_kind_occurs(leveringen: list[Levering]) -> None:
    assert {levering.soort for levering in leveringen} == set(SOORTEN)


def test_each_file_ends_in_a_bronstand_of_last_midnight_in_amsterdam(map_: Path) -> None:
    for pad in map_.iterdir():
        laatste = orjson.loads(pad.read_bytes().splitlines()[-1])
        assert (laatste["soort"], laatste["bron"]) == ("bronstand", pad.stem)
        assert laatste["gegevens"]["standOp"] == "2026-01-14T23:00:00Z"


def test_one_source_is_a_complete_snapshot_of_as_many_records_as_it_says(map_: Path) -> None:
    for pad in map_.iterdir():
        *regels, laatste = map(orjson.loads, pad.read_bytes().splitlines())
        ids = {(regel["soort"], regel["sleutel"]) for regel in regels if not regel["verwijderd"]}
        volledig, aantal = laatste["gegevens"]["volledig"], laatste["gegevens"].get("aantal")
        assert (volledig, aantal) == ((True, len(regels)) if pad.stem == MOMENTOPNAME else (False, None))
        assert pad.stem != MOMENTOPNAME or len(ids) == len(regels)


@pytest.mark.parametrize(("werkgevers", "soort"), [(1, "polis"), (0, None)])
def test_a_run_of_one_kind_or_of_the_example_alone_claims_no_snapshot(
    tmp_path: Path, werkgevers: int, soort: str | None
) -> None:
    inhoud = _write(tmp_path, replace(OPDRACHT, werkgevers=werkgevers, soort=soort))
    assert b'"volledig":true' not in b"".join(inhoud.values())


def test_nothing_lies_before_the_month_from_which_its_source_has_data(map_: Path, leveringen: list[Levering]) -> None:
    eerste = {"riv": "ontvangen_op", "boete": "besluit_op", "document": "datum", "betaling": "datum", "zaak": "startdatum"}
    gemeld = {
        pad.stem: orjson.loads(pad.read_bytes().splitlines()[-1])["gegevens"].get("dekkingVanaf") for pad in map_.iterdir()
    }
    assert gemeld == {bron: DEKKING[bron].isoformat()[:7] if bron in DEKKING else None for bron in BRONNEN}
    dagen = [
        (levering.bron, getattr(levering.gegevens, eerste[levering.soort]))
        for levering in leveringen
        if levering.soort in eerste and levering.gegevens
    ]
    assert [dag for bron, dag in dagen if dag < DEKKING[bron]] == []
    maanden = [levering.gegevens.maand for levering in leveringen if isinstance(levering.gegevens, Meldingstelling)]
    assert min(maanden) >= "2018-01"


def test_nothing_is_newer_than_the_bronstand(leveringen: list[Levering]) -> None:
    stand = max(levering.versie for levering in leveringen if levering.soort == "bronstand")
    assert max(levering.versie for levering in leveringen if levering.soort != "bronstand") < stand


def test_the_lines_of_the_example_employer_are_all_there_unchanged(map_: Path) -> None:
    geschreven = {regel for pad in map_.iterdir() for regel in pad.read_bytes().splitlines()}
    voorbeeld = [regel for regel in read_data("voorbeeld-werkgever.jsonl").splitlines() if b'"bronstand"' not in regel]
    assert set(voorbeeld) <= geschreven
    assert len(voorbeeld) > 100


def test_nobody_else_has_the_numbers_of_the_example_employer(leveringen: list[Levering]) -> None:
    assert sum(VOORBEELD in levering.sleutels for levering in leveringen) == sum(
        VOORBEELD.encode() in regel for regel in read_data("voorbeeld-werkgever.jsonl").splitlines()
    )


def test_test_companies_carry_only_organisatie_and_vestiging(leveringen: list[Levering]) -> None:
    bedrijven = list_testbedrijven()
    kvk_nummers = {bedrijf["kvkNummer"] for bedrijf in bedrijven}
    eigen = [levering for levering in leveringen if getattr(levering.gegevens, "kvk_nummer", None) in kvk_nummers]
    assert len(eigen) == len(bedrijven)
    sleutels = {f"lh:{levering.sleutel}" for levering in eigen} | {f"kvk:{nummer}" for nummer in kvk_nummers}
    sleutels |= {f"vestiging:{v['vestigingsnummer']}" for bedrijf in bedrijven for v in bedrijf["vestigingen"]}
    sleutels |= {f"rsin:{bedrijf['rsin']}" for bedrijf in bedrijven if "rsin" in bedrijf}
    assert {levering.soort for levering in leveringen if sleutels & set(levering.sleutels)} == {"vestiging"}


def test_only_the_made_up_employers_are_counted(leveringen: list[Levering]) -> None:
    assert len({levering.id for levering in _made_up(leveringen)}) == OPDRACHT.werkgevers


def test_there_are_families_sole_traders_and_ended_employers(leveringen: list[Levering]) -> None:
    werkgevers = [levering.gegevens.model_dump() for levering in _made_up(leveringen) if levering.gegevens]
    assert max(Counter(werkgever["kvk_nummer"] for werkgever in werkgevers).values()) >= 3
    assert 0.08 < sum(werkgever["natuurlijk_persoon"] is True for werkgever in werkgevers) / len(werkgevers) < 0.28
    assert {"actief", "beeindigd", "failliet"} <= {werkgever["status"] for werkgever in werkgevers}


def test_every_successor_is_delivered_too(leveringen: list[Levering]) -> None:
    opvolgers = {opvolger for levering in _made_up(leveringen) if (opvolger := getattr(levering.gegevens, "opvolger", None))}
    assert opvolgers
    assert opvolgers <= {f"lh:{levering.sleutel}" for levering in _made_up(leveringen)}


def test_records_are_held_at_every_level(leveringen: list[Levering]) -> None:
    soorten = {sleutel.partition(":")[0] for levering in leveringen for sleutel in levering.sleutels}
    assert {"lh", "kvk", "rsin", "vestiging", "aansluit", "flsn"} <= soorten


def test_some_records_come_twice_too_late_or_are_removed(leveringen: list[Levering]) -> None:
    gezien: dict[str, int] = {}
    gevonden = Counter[str]()
    for levering in leveringen:
        eerder = gezien.get(levering.id, 0)
        gevonden["dubbel"] += levering.versie == eerder
        gevonden["vervallen"] += levering.versie < eerder
        gevonden["verwijderd"] += levering.verwijderd and 0 < eerder < levering.versie
        gezien[levering.id] = max(eerder, levering.versie)
    assert min(gevonden[verloop] for verloop in ("dubbel", "vervallen", "verwijderd")) > 5


@pytest.mark.parametrize(("soort", "bron"), [("machtiging", "k3cr"), ("organisatie", "cws"), ("vestiging", "cws")])
def test_only_one_kind_when_asked_with_the_same_lines(tmp_path: Path, map_: Path, soort: str, bron: str) -> None:
    alleen = _write(tmp_path, replace(OPDRACHT, soort=soort))
    alles = (map_ / f"{bron}.jsonl").read_bytes().splitlines()
    assert alleen[f"{bron}.jsonl"].splitlines() == [
        regel for regel in alles if orjson.loads(regel)["soort"] in (soort, "bronstand")
    ]
    assert alleen["dans.jsonl"].count(b"\n") == 1


def test_a_few_employers_have_thousands_of_establishments_or_documents() -> None:
    reus, archief = (make_werkgever(7, nummer, OPDRACHT.vandaag) for nummer in (3001, 361))
    assert sum(1 for _ in list_vestigingen(reus, Dobbelsteen("reus"))) >= 1_000
    assert sum(1 for _ in list_documenten(archief, Dobbelsteen("archief"))) >= 1_000


def test_most_employers_have_three_establishments_at_most(leveringen: list[Levering]) -> None:
    aantallen = Counter(levering.sleutels for levering in leveringen if levering.soort == "vestiging")
    assert sum(aantal <= 3 for aantal in aantallen.values()) > 0.75 * len(aantallen)


def test_some_employers_were_in_contact_for_thirty_years(leveringen: list[Levering]) -> None:
    jaren = defaultdict(set)
    for levering in leveringen:
        if isinstance(levering.gegevens, Contact):
            jaren[levering.sleutels].add(levering.gegevens.plaatsgevonden_op.year)
    assert max(max(gezien) - min(gezien) for gezien in jaren.values()) >= 30


def test_the_count_says_what_was_written(tmp_path: Path) -> None:
    telling = write_samples(tmp_path, replace(OPDRACHT, werkgevers=20))
    regels = {pad.stem: pad.read_bytes().splitlines() for pad in tmp_path.iterdir()}
    assert telling == Sampletelling(
        {bron: Counter(orjson.loads(regel)["soort"] for regel in inhoud) for bron, inhoud in regels.items()}
    )
    assert telling.totaal == sum(map(len, regels.values()))


def test_progress_is_told_in_employers_that_were_made(tmp_path: Path) -> None:
    gemeld: list[int] = []
    write_samples(tmp_path, replace(OPDRACHT, werkgevers=260), gemeld.append)
    assert gemeld == [100, 100, 60]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    voor = _write(tmp_path, replace(OPDRACHT, werkgevers=1))

    def fail(_: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_samples(tmp_path, replace(OPDRACHT, werkgevers=60), fail)
    assert {pad.name: pad.read_bytes() for pad in tmp_path.iterdir()} == voor


def test_memory_does_not_grow_with_the_number_of_employers(tmp_path: Path) -> None:
    def peak(werkgevers: int) -> int:
        tracemalloc.start()
        write_samples(tmp_path, replace(OPDRACHT, werkgevers=werkgevers))
        _, hoogste = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return hoogste

    peak(1)
    assert peak(240) - peak(40) < 500_000


@pytest.mark.parametrize(("werkgevers", "soort"), [(-1, None), (1_000_001, None), (1, "contacten")])
def test_an_order_that_cannot_be_met_is_refused(werkgevers: int, soort: str | None) -> None:
    with pytest.raises(InvoerOnjuist, match=r"werkgevers|soort"):
        replace(OPDRACHT, werkgevers=werkgevers, soort=soort)


def test_accounts_are_valid_at_a_bank_that_does_not_exist() -> None:
    iban = make_iban(Dobbelsteen("iban"))
    assert iban[4:8] == "VRBD"
    assert int("".join(str(int(teken, 36)) for teken in iban[4:] + iban[:4])) % 97 == 1


def test_postcodes_never_end_in_letters_that_are_not_given_out() -> None:
    dobbelsteen = Dobbelsteen("postcodes")
    assert {make_adres(dobbelsteen)["postcode"][-2:] for _ in range(5000)}.isdisjoint({"SA", "SD", "SS"})


def test_every_line_of_business_has_codes_that_exist() -> None:
    def codes(naam: str, veld: str) -> set[str]:
        return {rij[veld] for rij in csv.DictReader(read_data(naam).decode().splitlines())}

    assert {branche.sector for branche in BRANCHES} <= codes("sectoren.csv", "sectorcode")
    assert {branche.sbi2008 for branche in BRANCHES} <= codes("sbi2008.csv", "code")
    assert {branche.sbi2025 for branche in BRANCHES} <= codes("sbi2025.csv", "code")
