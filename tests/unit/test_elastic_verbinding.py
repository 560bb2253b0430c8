"""The connection to Elasticsearch: where it goes, who asks, what is found there, and what its errors become."""

from base64 import b64encode
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import SecretStr, ValidationError

from klantbeeld.errors import StoreFout, StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores import elastic_verbinding, opening
from klantbeeld.stores.elastic_schema import Familie, make_mapping, make_settings, schema_of, schema_of_store
from klantbeeld.stores.elastic_verbinding import Adres, Verbinding, error_type, explain_blokkades, make_fout
from klantbeeld.stores.opening import open_store
from tests.nepelastic import VOORVOEGSEL, Antwoord, Regie, Verzoek, run_nepelastic, write_everything
from tests.nepelastic import make_fout as answer_fout

GEEN = StoreSettings()


def connect(url: str, toegang: StoreSettings = GEEN, *, schrijven: bool = False) -> Verbinding:
    return Verbinding(Adres((url,), VOORVOEGSEL), toegang, schrijven=schrijven)


def index_names(hernoemd: str = "") -> dict[str, object]:
    """The aliases of a whole store; the index of this family has another mapping."""
    uit = write_everything(Verzoek("GET", "/nep-*/_alias", b"")).inhoud
    return {
        index.replace(schema_of(Familie.ITEMS), "00000000") if hernoemd and f"-{hernoemd}-" in index else index: deel
        for index, deel in uit.items()
    }


@pytest.mark.parametrize(
    ("url", "hosts", "voorvoegsel"),
    [
        ("elasticsearch+http://localhost:9200", ("http://localhost:9200",), "klantbeeld"),
        ("elasticsearch+http://localhost:9200/", ("http://localhost:9200",), "klantbeeld"),
        ("elasticsearch+https://es/eigen_1-a", ("https://es:9200",), "eigen_1-a"),
        ("elasticsearch+https://a:1,b.nl:2,c/x", ("https://a:1", "https://b.nl:2", "https://c:9200"), "x"),
    ],
)
def test_a_url_names_every_node_and_the_beginning_of_the_names(
    monkeypatch: pytest.MonkeyPatch, url: str, hosts: tuple[str, ...], voorvoegsel: str
) -> None:
    gevraagd: list[Adres] = []

    def stop(adres: Adres, _: StoreSettings, *, schrijven: bool) -> Verbinding:
        assert not schrijven
        gevraagd.append(adres)
        raise StoreOnbereikbaar

    monkeypatch.setattr(opening, "Verbinding", stop)
    with pytest.raises(StoreOnbereikbaar):
        open_store(url, schrijven=False)
    assert gevraagd == [Adres(hosts, voorvoegsel)]


@pytest.mark.parametrize(
    ("toegang", "kop"),
    [
        (StoreSettings(), None),
        (StoreSettings(api_sleutel=SecretStr("c2xldXRlbA==")), "ApiKey c2xldXRlbA=="),
        (StoreSettings(gebruiker="ik", wachtwoord=SecretStr("geheim")), f"Basic {b64encode(b'ik:geheim').decode()}"),
    ],
)
def test_each_request_says_who_asks(toegang: StoreSettings, kop: str | None) -> None:
    with run_nepelastic() as nep:
        connect(nep.url, toegang).close()
    assert {verzoek.koppen.get("authorization") for verzoek in nep.verzoeken} == {kop}


@pytest.mark.parametrize(
    "velden",
    [
        {"gebruiker": "ik"},
        {"wachtwoord": "Kanarie"},
        {"gebruiker": "ik", "wachtwoord": "Kanarie", "api_sleutel": "Kanarie"},
        {"ca_bestand": "bestaat-niet.pem"},
        {"shards": "0"},
        {"replicas": "-1"},
    ],
)
def test_half_credentials_and_impossible_values_are_refused(velden: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as fout:
        StoreSettings.model_validate(velden)
    assert "Kanarie" not in str(fout.value)


@pytest.mark.parametrize("schema", ["http", "https"])
def test_a_certificate_authority_that_can_not_be_used_says_so(tmp_path: Path, schema: str) -> None:
    (tmp_path / "ca.pem").write_text("geen certificaat")
    with run_nepelastic() as nep, pytest.raises(StoreFout, match="certificaat"):
        connect(nep.url.replace("http", schema), StoreSettings(ca_bestand=tmp_path / "ca.pem"))
    assert nep.verzoeken == []


def test_nobody_listening_is_out_of_reach_for_now() -> None:
    with run_nepelastic() as nep:
        url = nep.url
    with pytest.raises(StoreOnbereikbaar, match="is niet te bereiken"):
        connect(url)


def test_something_that_is_not_elasticsearch_can_not_be_used() -> None:
    antwoord = Antwoord(inhoud=b"<html>", soort="text/html")
    with run_nepelastic(lambda _: antwoord) as nep, pytest.raises(StoreOnbruikbaar):
        connect(nep.url)


def test_a_store_that_was_never_written_is_out_of_reach_for_now() -> None:
    with run_nepelastic(lambda _: Antwoord(inhoud={})) as nep, pytest.raises(StoreOnbereikbaar, match="nog leeg"):
        connect(nep.url)


def test_a_store_of_another_version_can_not_be_used() -> None:
    antwoord = Antwoord(inhoud=index_names(hernoemd="items"))
    with run_nepelastic(lambda _: antwoord) as nep, pytest.raises(StoreOnbruikbaar, match=r"\(items\)"):
        connect(nep.url)


def test_a_store_of_which_a_part_is_gone_can_not_be_used_and_is_not_made_again() -> None:
    over = {index: deel for index, deel in index_names().items() if "-items-" not in index}
    for schrijven in (False, True):
        with run_nepelastic(lambda _: Antwoord(inhoud=over)) as nep, pytest.raises(StoreOnbruikbaar, match=r"\(items\)"):
            connect(nep.url, schrijven=schrijven)
        assert {verzoek.methode for verzoek in nep.verzoeken} == {"GET"}


def test_a_new_store_gets_its_books_last() -> None:
    with run_nepelastic(lambda _: Antwoord(inhoud={})) as nep, pytest.raises(StoreOnbereikbaar):
        connect(nep.url, schrijven=True)
    gemaakt = [verzoek.pad.split("-")[1] for verzoek in nep.verzoeken if verzoek.methode == "PUT"]
    assert sorted(gemaakt) == sorted(Familie)
    assert gemaakt[-1] == Familie.BOEKHOUDING


def test_aliases_of_others_make_no_difference() -> None:
    vreemd: dict[str, object] = {"nep-items-x": {"aliases": {"nep-items-oud": {}, "nep-itemsboek": {}}}}
    with run_nepelastic(lambda _: Antwoord(inhoud=index_names() | vreemd)) as nep:
        verbinding = connect(nep.url, schrijven=True)
        assert verbinding.index_of(Familie.ITEMS) == f"nep-items-{schema_of_store()}"
        assert verbinding.exact_index_of(Familie.ITEMS) == "nep-items-schrijf-1"
        verbinding.close()


def test_a_store_that_was_opened_to_read_is_not_written() -> None:
    with run_nepelastic() as nep:
        verbinding = connect(nep.url)
        with pytest.raises(StoreOnbruikbaar, match="geopend om te lezen"):
            verbinding.write_index_of(Familie.ITEMS)
        verbinding.close()


@pytest.mark.parametrize(("schrijven", "pogingen"), [(False, 2), (True, 4)])
def test_a_reader_gives_up_sooner_than_a_writer(schrijven: bool, pogingen: int) -> None:
    with run_nepelastic(lambda _: answer_fout(503, "x")) as nep, pytest.raises(StoreOnbereikbaar):
        connect(nep.url, schrijven=schrijven)
    assert len(nep.verzoeken) == pogingen


def test_a_closed_store_can_not_be_used_and_may_be_closed_again() -> None:
    with run_nepelastic() as nep:
        verbinding = connect(nep.url)
        verbinding.close()
        verbinding.close()
        with pytest.raises(StoreOnbruikbaar, match="al gesloten"), verbinding.asking():
            pass


@pytest.mark.parametrize(
    ("status", "soort", "fout"),
    [
        (408, "x", StoreOnbereikbaar),
        (429, "circuit_breaking_exception", StoreOnbereikbaar),
        (502, "x", StoreOnbereikbaar),
        (503, "master_not_discovered_exception", StoreOnbereikbaar),
        (504, "x", StoreOnbereikbaar),
        (403, "cluster_block_exception", StoreOnbereikbaar),
        (429, "cluster_block_exception", StoreOnbereikbaar),
        (400, "index_closed_exception", StoreOnbereikbaar),
        (404, "index_not_found_exception", StoreOnbereikbaar),
        (401, "security_exception", StoreOnbruikbaar),
        (403, "security_exception", StoreOnbruikbaar),
        (400, "search_phase_execution_exception", StoreOnbruikbaar),
        (500, "null_pointer_exception", StoreOnbruikbaar),
    ],
)
def test_what_passes_by_itself_is_out_of_reach_and_the_rest_can_not_be_used(
    status: int, soort: str, fout: type[StoreFout]
) -> None:
    assert type(make_fout(status, soort)) is fout
    with run_nepelastic(lambda _: answer_fout(status, soort)) as nep, pytest.raises(fout) as gekregen:
        connect(nep.url)
    assert "Kanarie" not in str(gekregen.value)


def be_busy(keer: int) -> Regie:
    """Too busy for the first so many questions."""
    druk = iter([answer_fout(429, "circuit_breaking_exception")] * keer)
    return lambda verzoek: next(druk, None) or write_everything(verzoek)


@pytest.mark.parametrize("keer", [2, 19])
def test_a_node_that_is_too_busy_is_asked_again_by_a_writer_after_a_pause(monkeypatch: pytest.MonkeyPatch, keer: int) -> None:
    gewacht: list[float] = []
    monkeypatch.setattr(elastic_verbinding, "time", SimpleNamespace(sleep=gewacht.append))
    with run_nepelastic() as nep:
        verbinding = connect(nep.url, schrijven=True)
        nep.regie = be_busy(keer)
        assert verbinding.stand().names().lezen
        verbinding.close()
    assert gewacht == [elastic_verbinding.ADEMPAUZE] * keer


def test_nobody_who_reads_for_a_caller_waits_for_a_node_that_is_too_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_verbinding, "time", SimpleNamespace(sleep=lambda _: pytest.fail("it waited")))
    with run_nepelastic() as nep:
        verbinding = connect(nep.url)
        nep.regie = be_busy(1)
        assert verbinding.stand().names().lezen
        verbinding.close()


@pytest.mark.parametrize("antwoord", [None, "x", {}, {"error": "x"}, {"error": {"type": 1}}])
def test_an_answer_without_a_kind_of_error_has_an_unknown_one(antwoord: object) -> None:
    assert error_type(antwoord) == "onbekend"


def test_every_mapping_is_strict_and_has_a_print_of_its_own() -> None:
    assert {make_mapping(familie)["dynamic"] for familie in Familie} == {"strict"}
    assert len({schema_of(familie) for familie in Familie}) == len(Familie)


def test_only_what_grows_with_the_number_of_employers_is_spread() -> None:
    verdeeld = {familie for familie in Familie if make_settings(familie, StoreSettings(shards=5))["number_of_shards"] == 5}
    assert verdeeld == {Familie.ITEMS, Familie.PROFIELEN, Familie.MAANDEN}


@pytest.mark.parametrize(
    ("toegang", "kopieen"), [(GEEN, "0-1"), (StoreSettings(replicas=2), "0-2"), (StoreSettings(replicas=0), "0-0")]
)
def test_of_everything_there_are_as_many_copies_as_is_set_and_there_are_nodes_for(toegang: StoreSettings, kopieen: str) -> None:
    assert {make_settings(familie, toegang)["auto_expand_replicas"] for familie in Familie} == {kopieen}


@pytest.mark.parametrize(
    ("blokkades", "reden"),
    [
        ([{}], None),
        ([{"2": {"levels": ["write", "metadata_write"]}}], "geen master"),
        ([{}, {"12": {"levels": ["metadata_write", "write"]}}], "een schijf is vol"),
        ([{}, {"8": {"levels": ["write"]}}], "alleen te lezen"),
        ([{}, {"9": {"levels": ["metadata_write"]}}], None),
        ([{"1": {"levels": ["read", "write"]}}], None),
        ([{"2": {"levels": ["write"]}}, {"4": {"levels": ["read", "write"]}}], None),
    ],
)
def test_only_what_can_be_read_and_not_be_written_is_said_to_be_so(
    blokkades: list[dict[str, dict[str, list[str]]]], reden: str | None
) -> None:
    storing = explain_blokkades(blokkades)
    assert (storing is None) == (reden is None)
    assert reden is None or reden in str(storing)
