"""How measurements are summed up and shown, and which questions a search is measured with. No clock is read here."""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from bench import elastic_node, stroom
from bench.controle import verify
from bench.elastic import measure_elastic
from bench.elastic_beeld import listen_in
from bench.elastic_ruw import write_ruw as write_ruw_elastic
from bench.meting import Bijlage, Grens, Meting, Uitslag, divide_rounds, find_percentiel
from bench.proef import Meetopdracht, make_proef
from bench.ruw import digest_tabellen, list_onbekende, list_tabellen, write_ruw
from bench.tabel import make_json, make_rij, merge_omvang, write_getal
from bench.zoekvragen import AANDELEN, Vindplaats, Vraagsoort, make_vragen, mistype, read_vindplaats
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.opening import open_store
from tests.bouwers import make_batch, make_item
from tests.bouwers_leveringen import make_contact, make_organisatie, open_proef
from tests.elasticstores import Voorraad
from tests.nepelastic import Antwoord, run_nepelastic
from tests.testnode import require_elasticsearch

VINDPLAATSEN = [
    Vindplaats(
        namen=(f"Bakkerij Grevolstra{nummer} B.V.", f"Vlondrix {nummer}"),
        nummers=(f"{nummer:09d}L01", f"{nummer:08d}"),
        plaats="Wons",
        postcode="8747 WL",
        huisnummer="4",
    )
    for nummer in range(1, 21)
]


def make_meting(*waarden: float, grens: Grens | None = None, doel: float | None = None) -> Meting:
    return Meting("inlezen", "een ÷ ander", waarden, grens, doel)


def test_the_median_of_the_rounds_counts() -> None:
    assert make_meting(9.0, 1.0, 2.0).mediaan == 2.0


@pytest.mark.parametrize(("waarde", "gebroken"), [(0.34, True), (0.35, False), (0.36, False)])
def test_a_lowest_bound_is_broken_below_it(waarde: float, gebroken: bool) -> None:
    assert make_meting(waarde, grens=Grens(0.35)).is_gebroken is gebroken


@pytest.mark.parametrize(("waarde", "gebroken"), [(2.9, False), (3.0, False), (3.1, True)])
def test_a_highest_bound_is_broken_above_it(waarde: float, gebroken: bool) -> None:
    assert make_meting(waarde, grens=Grens(3.0, is_hoogste=True)).is_gebroken is gebroken


def test_what_has_no_bound_is_never_broken() -> None:
    assert make_meting(0.0).is_gebroken is False


def test_each_round_is_compared_with_itself_only() -> None:
    assert divide_rounds([1.0, 9.0], [2.0, 3.0]) == (0.5, 3.0)


def test_rounds_that_do_not_match_are_not_compared() -> None:
    with pytest.raises(ValueError, match="shorter"):
        divide_rounds([1.0, 2.0], [1.0])


@pytest.mark.parametrize(("percentage", "waarde"), [(50, 10), (95, 19), (96, 20), (100, 20), (1, 1)])
def test_a_percentile_is_a_value_that_was_measured(percentage: int, waarde: int) -> None:
    assert find_percentiel(list(range(20, 0, -1)), percentage) == waarde


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        find_percentiel([], 95)


@pytest.mark.parametrize(
    ("waarde", "tekst"), [(0.3456, "0.35"), (2.0, "2"), (12.34, "12.3"), (163.8, "164"), (0.0, "0"), (1234.5, "1234")]
)
def test_a_number_is_written_as_precisely_as_it_is_known(waarde: float, tekst: str) -> None:
    assert write_getal(waarde) == tekst


def test_a_row_tells_the_median_the_range_the_bound_and_the_aim() -> None:
    rij = make_rij(make_meting(0.4, 0.3, 0.5, grens=Grens(0.35), doel=0.5))
    assert rij == ("inlezen", "een ÷ ander", "0.40", "0.30 – 0.50", "≥ 0.35 (doel 0.50)", "gehaald")


def test_a_row_of_one_round_has_no_range_and_marks_a_broken_bound() -> None:
    meting = Meting("geheugen", "meeste", (600.0,), Grens(512, is_hoogste=True), eenheid="MB")
    assert make_rij(meting) == ("geheugen", "meeste", "600 MB", "–", "≤ 512 MB", "NIET GEHAALD")


def test_a_row_without_a_bound_judges_nothing() -> None:
    assert make_rij(make_meting(1.5, 1.6))[4:] == ("–", "–")


def test_json_holds_every_round_and_which_side_the_bound_is() -> None:
    uitslag = Uitslag((make_meting(0.3, 0.2, grens=Grens(0.35), doel=0.5),), {"records": 10})
    assert make_json({"kernen": 2}, [uitslag]) == {
        "machine": {"kernen": 2},
        "omvang": {"records": 10},
        "metingen": [
            {
                "deel": "inlezen",
                "naam": "een ÷ ander",
                "eenheid": "",
                "mediaan": 0.25,
                "waarden": [0.3, 0.2],
                "minstens": 0.35,
                "hoogstens": None,
                "doel": 0.5,
                "gebroken": True,
            }
        ],
        "opmerkingen": [],
        "bijlagen": [],
    }


def test_json_names_the_columns_of_what_is_shown_beside_the_ratios() -> None:
    uitslag = Uitslag((), opmerkingen=("let op",), bijlagen=(Bijlage("rijen", ("tabel", "aantal"), (("items", 3),)),))
    antwoord = make_json({}, [uitslag])
    assert antwoord["bijlagen"] == [{"titel": "rijen", "rijen": [{"tabel": "items", "aantal": 3}]}]
    assert antwoord["opmerkingen"] == ["let op"]


def test_the_sizes_of_all_parts_are_told_together() -> None:
    assert merge_omvang([Uitslag((), {"a": 1}), Uitslag((), {"b": (2, 3)})]) == {"a": 1, "b": (2, 3)}


def test_of_a_hundred_questions_each_kind_has_its_share() -> None:
    assert Counter(vraag.soort for vraag in make_vragen(VINDPLAATSEN, 100)) == Counter(AANDELEN)


def test_the_shares_make_a_hundred_and_leave_no_kind_out() -> None:
    assert (sum(AANDELEN.values()), set(AANDELEN)) == (100, set(Vraagsoort))


def test_the_same_employers_give_the_same_questions() -> None:
    assert make_vragen(VINDPLAATSEN) == make_vragen(iter(VINDPLAATSEN))


def test_an_employer_of_whom_too_little_is_known_is_not_asked_about() -> None:
    vragen = make_vragen([Vindplaats(("Xx",), ("000000099L01",), "", "", ""), *VINDPLAATSEN])
    assert [vraag for vraag in vragen if "99" in vraag.tekst or "Xx" in vraag.tekst] == []


@pytest.mark.parametrize("zaad", range(20))
def test_a_typing_error_changes_one_thing_and_keeps_the_first_letter(zaad: int) -> None:
    fout = mistype(random.Random(zaad), "abcdefg")
    assert fout != "abcdefg"
    assert fout[0] == "a"
    assert abs(len(fout) - 7) <= 1


def test_an_employer_is_known_by_its_names_numbers_and_address() -> None:
    gegevens = {
        "naam": "Bakkerij Vroeg",
        "lhNummer": "123456789L01",
        "kvkNummer": None,
        "handelsnamen": [{"naam": "De Oven", "soort": "handelsnaam"}],
        "vestigingsadres": None,
        "correspondentieadres": {"plaats": "Wons", "postcode": "8747 WL", "huisnummer": "4"},
    }
    verwacht = Vindplaats(("Bakkerij Vroeg", "De Oven"), ("123456789L01",), "Wons", "8747 WL", "4")
    assert read_vindplaats(gegevens) == verwacht


def test_raw_writing_makes_every_ordinary_table_the_same(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), make_contact(), make_contact())
    bron, doel = tmp_path / "klantbeeld.db", tmp_path / "ruw.db"
    write_ruw(bron, doel, 2)
    assert digest_tabellen(doel) == digest_tabellen(bron)


def test_a_table_of_full_text_alone_is_read_back_as_its_terms() -> None:
    with closing(sqlite3.connect(":memory:")) as verbinding:
        verbinding.execute("CREATE VIRTUAL TABLE teksten USING fts5 (b, content = '', detail = none)")
        verbinding.execute("INSERT INTO teksten (rowid, b) VALUES (7, 'noot aap')")
        (tabel,) = list_tabellen(verbinding)
        assert (tabel.rijen, verbinding.execute(tabel.lees).fetchall()) == (1, [(7, "aap noot")])


def test_a_virtual_table_that_cannot_be_read_back_is_named() -> None:
    with closing(sqlite3.connect(":memory:")) as verbinding:
        verbinding.executescript("CREATE TABLE gewoon (a TEXT); CREATE VIRTUAL TABLE teksten USING fts5 (b);")
        assert [tabel.naam for tabel in list_tabellen(verbinding)] == ["gewoon"]
        assert list_onbekende(verbinding) == ["teksten"]


def test_another_row_gives_another_digest_of_its_table_only(tmp_path: Path) -> None:
    pad = tmp_path / "proef.db"
    with closing(sqlite3.connect(pad)) as verbinding:
        verbinding.executescript("CREATE TABLE een (a TEXT); CREATE TABLE ander (a TEXT);")
        eerder = digest_tabellen(pad)
        verbinding.execute("INSERT INTO een VALUES ('x')")
        verbinding.commit()
        nu = digest_tabellen(pad)
    assert [naam for naam in nu if nu[naam] != eerder[naam]] == ["een"]


def test_without_a_node_the_part_says_so_and_measures_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_node, "find_node", lambda _: None)
    uitslag = measure_elastic(Meetopdracht(tmp_path, meld=print, herhalingen=1, records=1, werkgevers=(), geheugenrecords=1))
    assert (uitslag.metingen, len(uitslag.opmerkingen)) == ((), 1)
    assert "make elasticsearch" in uitslag.opmerkingen[0]


def test_the_raw_program_and_the_count_of_writes_find_the_documents_of_a_store(voorraad_of: Callable[[str], Voorraad]) -> None:
    voorraad = voorraad_of(require_elasticsearch())
    url = voorraad.take()
    node, _, prefix = url.removeprefix("elasticsearch+").rpartition("/")
    with closing(open_store(url, schrijven=True, geheim=b"geheim")) as store, Elasticsearch(node) as client:
        eerder = elastic_node.count_writes(client, prefix)[Familie.ITEMS]
        store.apply(make_batch(make_item("1"), make_item("2")))
        geteld = elastic_node.count_writes(client, prefix)[Familie.ITEMS] - eerder
        write_ruw_elastic(client, prefix, f"{prefix}-ruw")
        ruw = client.count(index=f"{prefix}-ruw-items")["count"]
        elastic_node.remove_indexen(client, f"{prefix}-ruw")
    voorraad.give_back(url)
    assert (ruw, geteld) == (2, 2)


def test_a_listener_hears_what_is_asked_and_then_no_more() -> None:
    with run_nepelastic(lambda _: Antwoord(inhoud={"responses": []})) as nep, Elasticsearch(nep.url) as client:
        with listen_in() as luisteraar:
            client.msearch(searches=[{"index": "a"}, {"size": 1}])
        client.mget(index="a", ids=["1"])
    assert (luisteraar.paden, luisteraar.zoekregels) == (["_msearch"], [{"index": "a"}, {"size": 1}])


def test_without_redis_the_part_says_so_and_measures_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stroom, "has_redis", lambda: False)
    uitslag = stroom.measure_stroom(Meetopdracht(tmp_path, print, herhalingen=1, records=1, werkgevers=(), geheugenrecords=1))
    assert (uitslag.metingen, [("make redis" in opmerking) for opmerking in uitslag.opmerkingen]) == ((), [True])


def test_a_store_that_was_just_filled_is_verified_without_a_difference(tmp_path: Path) -> None:
    proef = make_proef(tmp_path, 2)
    proef.load()
    assert verify(proef)[1] == 0
