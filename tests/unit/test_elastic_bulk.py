"""Writing many documents at once: what each status means, row by row of the table in ``elastic_bulk`` (F04, F05, F20, F22)."""

from collections.abc import Iterator
from contextlib import closing
from threading import Barrier, Event

import pytest

from klantbeeld.errors import StoreFout, StoreOnbereikbaar, StoreOnbruikbaar, StoreVernieuwd
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores import elastic_bulk, elastic_verbinding
from klantbeeld.stores.elastic_bulk import Bulkschrijver, Geduld, Lot, Schrijfopdracht
from klantbeeld.stores.elastic_verbinding import Adres, Verbinding
from tests.nepelastic import (
    GEEN_ANTWOORD,
    VOORVOEGSEL,
    Antwoord,
    Nepelastic,
    Regie,
    Verzoek,
    in_turn,
    make_fout,
    make_uitkomsten,
    run_nepelastic,
    write_everything,
)

GESCHREVEN, VERSLAGEN, GEWEIGERD = Lot.GESCHREVEN, Lot.VERSLAGEN, Lot.GEWEIGERD
VOORBIJGAAND = [408, 429, 502, 503, 504]


@pytest.fixture
def nep() -> Iterator[Nepelastic]:
    with run_nepelastic() as nep:
        yield nep


def write(nep: Nepelastic, *ids: str, pauzes: list[float] | None = None, zichtbaar: bool = False) -> list[Lot]:
    """Writes a document under each of these ids; ``pauzes`` collects the seconds that would have been waited."""
    return send(nep, [Schrijfopdracht("nep-items-schrijf-1", id_, b'{"x":1}') for id_ in ids], pauzes, zichtbaar=zichtbaar)


def send(
    nep: Nepelastic, opdrachten: list[Schrijfopdracht], pauzes: list[float] | None = None, *, zichtbaar: bool = False
) -> list[Lot]:
    verbinding = Verbinding(Adres((nep.url,), VOORVOEGSEL), StoreSettings(), schrijven=True)
    gewacht = pauzes if pauzes is not None else []
    try:
        geduld = Geduld(uithouding=0.3, klok=lambda: sum(gewacht), wacht=gewacht.append, kies=lambda laagste, _: laagste)
        return Bulkschrijver(verbinding, geduld).write(opdrachten, zichtbaar=zichtbaar)
    finally:
        verbinding.close()


def answer_items(**anders: tuple[int, str]) -> Regie:
    """Everything is written, but for these."""
    return lambda verzoek: Antwoord(inhoud=make_uitkomsten(verzoek, anders))


def sent_ids(nep: Nepelastic) -> list[list[str]]:
    """The ids of each bulk request that came."""
    return [[id_ for _, id_, _ in verzoek.documents()] for verzoek in nep.bulks]


def test_what_is_written_is_sent_once_and_only_by_an_alias(nep: Nepelastic) -> None:
    assert write(nep, "a", "b") == [GESCHREVEN, GESCHREVEN]
    assert [verzoek.documents() for verzoek in nep.bulks] == [[("index", "a", b'{"x":1}'), ("index", "b", b'{"x":1}')]]
    assert "require_alias=true" in nep.bulks[0].pad


def test_nothing_is_sent_when_there_is_nothing_to_write(nep: Nepelastic) -> None:
    assert write(nep) == []
    assert nep.bulks == []


@pytest.mark.parametrize("zichtbaar", [True, False])
def test_only_what_must_be_visible_is_refreshed(nep: Nepelastic, zichtbaar: bool) -> None:
    write(nep, "a", zichtbaar=zichtbaar)
    assert ("refresh=true" in nep.bulks[0].pad) == zichtbaar


def test_a_conflict_is_told_and_not_tried_again(nep: Nepelastic) -> None:
    nep.regie = in_turn(answer_items(b=(409, "version_conflict_engine_exception")))
    assert write(nep, "a", "b") == [GESCHREVEN, VERSLAGEN]
    assert len(nep.bulks) == 1


@pytest.mark.parametrize("status", VOORBIJGAAND)
def test_only_the_documents_that_could_not_be_written_now_are_sent_again(nep: Nepelastic, status: int) -> None:
    nep.regie = in_turn(answer_items(b=(status, "es_rejected_execution_exception")))
    assert write(nep, "a", "b", "c") == [GESCHREVEN, GESCHREVEN, GESCHREVEN]
    assert sent_ids(nep) == [["a", "b", "c"], ["b"]]


@pytest.mark.parametrize("status", VOORBIJGAAND)
def test_a_request_that_could_not_be_taken_now_is_sent_again(nep: Nepelastic, status: int) -> None:
    nep.regie = in_turn(make_fout(status, "circuit_breaking_exception"))
    assert write(nep, "a", "b") == [GESCHREVEN, GESCHREVEN]
    assert sent_ids(nep) == [["a", "b"], ["a", "b"]]


HALVE_ANTWOORDEN = [
    GEEN_ANTWOORD,
    Antwoord(inhoud=b'{"errors":fal'),
    Antwoord(inhoud={"errors": True, "items": []}),
    Antwoord(inhoud=[]),
]


@pytest.mark.parametrize("antwoord", HALVE_ANTWOORDEN, ids=["none", "cut", "items missing", "no object"])
def test_a_request_without_a_whole_answer_is_sent_again(nep: Nepelastic, antwoord: Antwoord) -> None:
    nep.regie = in_turn(antwoord)
    assert write(nep, "a") == [GESCHREVEN]
    assert len(nep.bulks) == 2


def test_a_request_that_is_not_answered_in_time_is_sent_again(nep: Nepelastic, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(verzoek: Verzoek) -> Antwoord:
        nep.dicht.wait()
        return write_everything(verzoek)

    monkeypatch.setattr(elastic_verbinding, "WACHTTIJD", 0.2)
    nep.regie = in_turn(hang)
    assert write(nep, "a") == [GESCHREVEN]
    assert len(nep.bulks) == 2


def test_what_keeps_failing_is_given_up_after_longer_and_longer_pauses(nep: Nepelastic) -> None:
    nep.regie = in_turn(*[make_fout(503, "x")] * 9)
    pauzes: list[float] = []
    with pytest.raises(StoreOnbereikbaar, match=r"neemt niets meer aan \(status 503, x\)"):
        write(nep, "a", pauzes=pauzes)
    assert pauzes == [0.05, 0.1, 0.2]
    assert len(nep.bulks) == 4


def test_patience_begins_anew_when_something_was_written(nep: Nepelastic) -> None:
    druk = (429, "es_rejected_execution_exception")
    nep.regie = in_turn(*[answer_items(b=druk, c=druk)] * 3, *[answer_items(c=druk)] * 3)
    pauzes: list[float] = []
    assert write(nep, "a", "b", "c", pauzes=pauzes) == [GESCHREVEN, GESCHREVEN, GESCHREVEN]
    assert pauzes == [0.05, 0.1, 0.2, 0.05, 0.1, 0.2]


def test_a_pause_has_a_random_part_and_an_end() -> None:
    grenzen: list[tuple[float, float]] = []

    def choose(laagste: float, hoogste: float) -> float:
        grenzen.append((laagste, hoogste))
        return hoogste

    gewacht: list[float] = []
    geduld = Geduld(eerste=1, langste=10, wacht=gewacht.append, kies=choose)
    for poging in range(6):
        geduld.pause(poging)
    assert gewacht == [1, 2, 4, 8, 10, 10]
    assert grenzen == [(pauze / 2, pauze) for pauze in gewacht]


@pytest.mark.parametrize(
    ("status", "soort"),
    [(403, "cluster_block_exception"), (429, "cluster_block_exception"), (400, "index_closed_exception")],
)
def test_a_cluster_that_takes_no_writes_is_not_asked_again(nep: Nepelastic, status: int, soort: str) -> None:
    nep.regie = in_turn(answer_items(a=(status, soort)))
    with pytest.raises(StoreOnbereikbaar, match="neemt nu geen wijzigingen aan"):
        write(nep, "a", "b")
    nep.regie = in_turn(make_fout(status, soort))
    with pytest.raises(StoreOnbereikbaar, match="neemt nu geen wijzigingen aan"):
        write(nep, "a", "b")
    assert len(nep.bulks) == 2


def test_a_document_that_can_not_be_held_is_refused_alone(nep: Nepelastic) -> None:
    nep.regie = in_turn(answer_items(b=(400, "document_parsing_exception")))
    assert write(nep, "a", "b", "c") == [GESCHREVEN, GEWEIGERD, GESCHREVEN]
    assert len(nep.bulks) == 1


def refuse_with(id_: str, status: int) -> Regie:
    """Refuses every request in which this document is."""

    def answer(verzoek: Verzoek) -> Antwoord:
        if any(id_ == deel for _, deel, _ in verzoek.documents()):
            return make_fout(status, "x")
        return write_everything(verzoek)

    return answer


@pytest.mark.parametrize("status", [400, 413])
def test_a_request_that_is_too_large_or_malformed_is_halved_down_to_the_document_that_is(nep: Nepelastic, status: int) -> None:
    nep.regie = in_turn(*[refuse_with("c", status)] * 9)
    assert write(nep, "a", "b", "c", "d") == [GESCHREVEN, GESCHREVEN, GEWEIGERD, GESCHREVEN]
    assert sent_ids(nep) == [["a", "b", "c", "d"], ["a", "b"], ["c", "d"], ["c"], ["d"]]


def test_an_alias_that_is_gone_says_so(nep: Nepelastic) -> None:
    nep.regie = in_turn(answer_items(a=(404, "index_not_found_exception")))
    with pytest.raises(StoreVernieuwd):
        write(nep, "a")
    nep.regie = in_turn(make_fout(404, "index_not_found_exception"))
    with pytest.raises(StoreVernieuwd):
        write(nep, "a")


def test_removing_what_is_not_there_is_done(nep: Nepelastic) -> None:
    nep.regie = in_turn(Antwoord(inhoud={"errors": True, "items": [{"delete": {"status": 404}}]}))
    assert send(nep, [Schrijfopdracht("nep-items-schrijf-1", "a", None)]) == [GESCHREVEN]
    assert nep.bulks[0].documents() == [("delete", "a", None)]


@pytest.mark.parametrize("status", [401, 403])
def test_who_may_not_write_stops_at_once(nep: Nepelastic, status: int) -> None:
    nep.regie = in_turn(answer_items(a=(status, "security_exception")))
    with pytest.raises(StoreOnbruikbaar, match=f"laat dit programma niet toe \\(status {status}\\)"):
        write(nep, "a")
    nep.regie = in_turn(make_fout(status, "security_exception"))
    with pytest.raises(StoreOnbruikbaar, match=f"laat dit programma niet toe \\(status {status}\\)"):
        write(nep, "a")
    assert len(nep.bulks) == 2


def test_a_document_with_an_unknown_status_is_refused_after_three_tries(nep: Nepelastic) -> None:
    nep.regie = in_turn(*[answer_items(b=(418, "teapot"))] * 9)
    assert write(nep, "a", "b") == [GESCHREVEN, GEWEIGERD]
    assert sent_ids(nep) == [["a", "b"], ["b"], ["b"]]


def test_a_request_with_an_unknown_status_is_given_up_and_nothing_is_refused(nep: Nepelastic) -> None:
    nep.regie = in_turn(*[make_fout(500, "null_pointer_exception")] * 9)
    with pytest.raises(StoreOnbereikbaar, match="null_pointer_exception"):
        write(nep, "a")


def test_requests_stay_below_a_size_and_a_larger_document_travels_alone(
    nep: Nepelastic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_bulk, "MEESTE_BYTES", 1000)
    groottes = {"a": 300, "b": 300, "c": 300, "d": 3000, "e": 300}
    opdrachten = [Schrijfopdracht("nep-items-schrijf-1", id_, b"x" * grootte) for id_, grootte in groottes.items()]
    assert send(nep, opdrachten) == [GESCHREVEN] * 5
    assert sorted(sent_ids(nep)) == [["a", "b"], ["c"], ["d"], ["e"]]
    assert all(len(verzoek.lichaam) <= 1000 for verzoek in nep.bulks if sent_ids(nep)[nep.bulks.index(verzoek)] != ["d"])


def test_two_requests_are_under_way_at_the_same_time_and_never_more(nep: Nepelastic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_bulk, "MEESTE_BYTES", 1)
    tweetal, bezig, hoogste = Barrier(2, timeout=10), list[str](), 0

    def answer(verzoek: Verzoek) -> Antwoord:
        nonlocal hoogste
        if verzoek.is_bulk:
            bezig.append("")
            tweetal.wait()
            hoogste = max(hoogste, len(bezig))
            bezig.pop()
        return write_everything(verzoek)

    nep.regie = answer
    assert write(nep, *"abcdef") == [GESCHREVEN] * 6
    assert hoogste == 2


def test_nothing_is_under_way_any_more_when_an_error_is_told(nep: Nepelastic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_bulk, "MEESTE_BYTES", 1)
    geweigerd, klaar = Event(), list[str]()

    def answer(verzoek: Verzoek) -> Antwoord:
        if verzoek.is_bulk and b'"a"' in verzoek.lichaam:
            geweigerd.set()
            return make_fout(403, "security_exception")
        if verzoek.is_bulk:
            assert geweigerd.wait(10)
            klaar.append("b")
        return write_everything(verzoek)

    nep.regie = answer
    with pytest.raises(StoreOnbruikbaar):
        write(nep, "a", "b")
    assert klaar == ["b"]


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_an_error_never_repeats_what_elasticsearch_says_of_a_record(nep: Nepelastic, status: int) -> None:
    nep.regie = in_turn(*[make_fout(status, "x")] * 9)
    with pytest.raises(StoreFout) as fout:
        write(nep, "a")
    assert "Kanarie" not in str(fout.value)
    assert fout.value.__cause__ is None


def test_how_the_cluster_answered_is_counted_per_class_of_status(nep: Nepelastic) -> None:
    """Each try apart: what is told is how the cluster does, not what became of the documents."""
    druk, bezet = (429, "es_rejected_execution_exception"), (409, "version_conflict_engine_exception")
    nep.regie = in_turn(answer_items(a=druk, b=bezet), GEEN_ANTWOORD)
    with closing(Verbinding(Adres((nep.url,), VOORVOEGSEL), StoreSettings(), schrijven=False)) as verbinding:
        schrijver = Bulkschrijver(verbinding, Geduld(wacht=lambda _: None))
        schrijver.write([Schrijfopdracht("nep-items-schrijf-1", id_, b"{}") for id_ in "abc"])
    assert schrijver.statussen == {"429": 1, "409": 1, "2xx": 2, "geen": 1}
