"""Writing to a real Elasticsearch while others write too, answers get lost and documents are refused
(F04, F05, F06, F07, F08)."""

from contextlib import ExitStack
from datetime import date

import pytest

from klantbeeld.domain.digests import digest_store
from klantbeeld.domain.items import Besluit, Uitkomst
from klantbeeld.domain.vragen import Bestaanvraag, Maandvraag
from klantbeeld.errors import StoreOnbereikbaar, StoreVernieuwd
from klantbeeld.stores.elastic_aliassen import read_alias
from klantbeeld.stores.elastic_documenten import make_id
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.protocol import ALLES, Batch, Markering, Positie, Profielwijziging, Tellers
from tests.bouwers import GROOT, KLEIN, make_batch, make_item, make_maand, make_profiel
from tests.elasticopstelling import Opstelling, then_nothing
from tests.nepelastic import (
    GEEN_ANTWOORD,
    Antwoord,
    Regie,
    Verzoek,
    refuse_some,
)

VANDAAG = date(2023, 10, 20)
GEHEIM = b"het geheim van deze tests"
KVK = "kvk:12345678"
TOEGEPAST, VERVALLEN = Besluit(Uitkomst.TOEGEPAST), Besluit(Uitkomst.VERVALLEN)
GEWEIGERD = Besluit(Uitkomst.GEWEIGERD, "STORE_WEIGERT")


# others that write


def test_a_writer_that_was_beaten_by_a_higher_version_gives_way(opstelling: Opstelling) -> None:
    opstelling.store.apply(make_batch(make_item(versie=1)))
    ander = make_batch(make_item(versie=3, bron="k3cr", sleutels=(KLEIN,)))
    opstelling.disturb(Familie.ITEMS, then_nothing(lambda: opstelling.recht.apply(ander)))
    assert opstelling.store.apply(make_batch(make_item(versie=2))).besluiten == (VERVALLEN,)
    assert opstelling.store.stored(["k3cr:contact:1"])["k3cr:contact:1"].versie == 3
    assert opstelling.store.counters() == [Tellers("k3cr", applied=2, superseded=1)]


def test_a_writer_that_goes_over_another_marks_the_keys_of_both(opstelling: Opstelling) -> None:
    opstelling.store.apply(make_batch(make_item(versie=1, sleutels=(KVK,))))
    opstelling.store.finish(opstelling.store.marks(VANDAAG), ())
    ander = make_batch(make_item(versie=2, sleutels=(KLEIN,)))
    opstelling.disturb(Familie.ITEMS, then_nothing(lambda: opstelling.recht.apply(ander)))
    toegepast = opstelling.store.apply(make_batch(make_item(versie=3, sleutels=(GROOT,))))
    assert toegepast.besluiten == (TOEGEPAST,)
    assert toegepast.markering is not None
    assert toegepast.markering.geraakt == {"contact": (KVK, GROOT, KLEIN)}
    assert toegepast.markering in opstelling.store.marks(VANDAAG)
    assert len(opstelling.store.marks(VANDAAG)) == 2


def test_two_writers_of_the_same_record_both_count_it_as_applied(opstelling: Opstelling) -> None:
    opstelling.disturb(Familie.ITEMS, then_nothing(lambda: opstelling.recht.apply(make_batch(make_item()))))
    assert opstelling.store.apply(make_batch(make_item())).besluiten == (TOEGEPAST,)
    assert list(opstelling.store.dead_letters()) == []


def test_two_writers_of_one_stream_lose_none_of_their_counts(opstelling: Opstelling) -> None:
    ander = make_batch(make_item("2"), positie=Positie("stroom", "1"))
    opstelling.disturb(Familie.BOEKHOUDING, then_nothing(lambda: opstelling.recht.apply(ander)))
    opstelling.store.apply(make_batch(make_item("1"), positie=Positie("stroom", "2")))
    assert opstelling.store.counters() == [Tellers("k3cr", applied=2)]
    assert opstelling.store.position("stroom") == "2"


def test_a_profile_that_was_renewed_in_between_is_left_out(opstelling: Opstelling) -> None:
    ander = [Profielwijziging("w1", make_profiel(naam="Eerste"), 0)]
    opstelling.disturb(Familie.PROFIELEN, then_nothing(lambda: opstelling.recht.write_profielen(ander)))
    assert opstelling.store.write_profielen([Profielwijziging("w1", make_profiel(naam="Tweede"), 0)]) == {}
    assert opstelling.store.tokens(["w1"]) == {"w1": 1}


def test_months_that_come_after_those_of_a_newer_profile_are_taken_back(opstelling: Opstelling) -> None:
    token = opstelling.store.write_profielen([Profielwijziging("w1", make_profiel(), 0)])["w1"]

    def overtake() -> None:
        nieuw = opstelling.recht.write_profielen([Profielwijziging("w1", make_profiel(), token)])["w1"]
        opstelling.recht.write_maanden({"w1": (nieuw, [make_maand(maand="2023-09", boetes=2)])})

    opstelling.disturb(Familie.MAANDEN, then_nothing(overtake))
    opstelling.store.write_maanden({"w1": (token, [make_maand(maand="2023-09"), make_maand(maand="2023-10")])})
    assert opstelling.store.read([Maandvraag("w1")]) == [(make_maand(maand="2023-09", boetes=2),)]


def test_a_first_load_that_was_derived_meanwhile_leaves_a_mark_after_all(opstelling: Opstelling) -> None:
    opstelling.store.mark(Markering(ALLES, alles=True))
    opstelling.disturb(Familie.ITEMS, then_nothing(lambda: opstelling.recht.finish([Markering(ALLES)], ())))
    markering = opstelling.store.apply(make_batch(make_item()), markeer=False).markering
    assert markering is not None
    assert opstelling.store.marks(VANDAAG) == [markering]


# answers that get lost


@pytest.mark.parametrize("familie", [Familie.MARKERINGEN, Familie.ITEMS, Familie.BRIEVEN, Familie.BOEKHOUDING])
def test_an_answer_that_got_lost_changes_nothing(opstelling: Opstelling, familie: Familie) -> None:
    opstelling.store.apply(make_batch(make_item("1")))
    opstelling.disturb(familie, opstelling.lose_answer)
    anders = make_item("1", gegevens={"onderwerp": "anders"})
    toegepast = opstelling.store.apply(make_batch(make_item("2"), anders, positie=Positie("stroom", "1")))
    assert [besluit.uitkomst for besluit in toegepast.besluiten] == [Uitkomst.TOEGEPAST, Uitkomst.GEWEIGERD]
    assert opstelling.store.counters() == [Tellers("k3cr", applied=2, dead_lettered=1)]
    assert [brief.reden for brief in opstelling.store.dead_letters()] == ["VERSIE_HERGEBRUIKT"]
    assert opstelling.store.position("stroom") == "1"


def test_cut_off_at_any_request_nothing_is_lost_and_nothing_counted_twice(opstelling: Opstelling) -> None:
    """The writer is cut off for good at its nth request, before or after that was done, and another one goes on."""
    gebroken = []
    for nummer in range(100):
        items = [make_item(f"{nummer}-{deel}", sleutels=(f"kvk:{nummer}",)) for deel in "abc"]
        stroom = f"stroom{nummer}"
        batch = make_batch(*items, positie=Positie(stroom, "klaar"))
        opstelling.nep.regie = cut_off(opstelling, nummer // 2, gedaan=bool(nummer % 2))
        try:
            opstelling.store.apply(batch)
        except StoreOnbereikbaar:
            gebroken.append(nummer)
        opstelling.nep.regie = opstelling.pass_on
        geraakt = [m.geraakt for m in opstelling.recht.marks(VANDAAG)]
        if opstelling.recht.stored([items[0].id]):
            assert {"contact": (f"kvk:{nummer}",)} in geraakt
        if opstelling.recht.position(stroom) is None:
            opstelling.recht.apply(batch)
        (tellers,) = opstelling.recht.counters()
        assert tellers.received == 3 * (nummer + 1)
        assert opstelling.recht.position(stroom) == "klaar"
        assert digest_store(opstelling.recht.digests()).aantal == 3 * (nummer + 1)
        if nummer not in gebroken:
            break
    assert gebroken == list(range(nummer))
    assert nummer >= 8, "there are at least five requests to be cut off at"


def cut_off(opstelling: Opstelling, verzoek_nummer: int, *, gedaan: bool) -> Regie:
    """Answers so many requests, does the next one or not, and then nothing any more."""
    geteld = iter(range(1_000_000))

    def answer(verzoek: Verzoek) -> Antwoord:
        nummer = next(geteld)
        if nummer < verzoek_nummer:
            return opstelling.pass_on(verzoek)
        if nummer == verzoek_nummer and gedaan:
            opstelling.pass_on(verzoek)
        return GEEN_ANTWOORD

    return answer


# documents that are refused


@pytest.mark.parametrize("aantal", [1, 10, 50])
def test_documents_that_are_refused_for_now_are_written_once(opstelling: Opstelling, aantal: int) -> None:
    items = [make_item(str(nummer)) for nummer in range(100)]
    later = {make_id(item.id) for item in items[:aantal]}
    druk = (429, "es_rejected_execution_exception")
    opstelling.disturb(Familie.ITEMS, refuse_some(later, druk, opstelling.pass_on))
    assert set(opstelling.store.apply(make_batch(*items)).besluiten) == {TOEGEPAST}
    bulks = [verzoek.documents() for verzoek in opstelling.nep.bulks if verzoek.writes(Familie.ITEMS)]
    assert [len(documenten) for documenten in bulks] == [100, aantal]
    assert {id_ for _, id_, _ in bulks[1]} == later
    assert opstelling.store.counters() == [Tellers("k3cr", applied=100)]


def test_a_record_that_can_not_be_held_becomes_a_dead_letter_and_others_go_on(opstelling: Opstelling) -> None:
    slecht = make_item("slecht")
    nee = refuse_some({make_id(slecht.id)}, (400, "document_parsing_exception"), opstelling.pass_on)
    opstelling.disturb(Familie.ITEMS, nee)
    toegepast = opstelling.store.apply(make_batch(make_item("1"), slecht, make_item("2")))
    assert toegepast.besluiten == (TOEGEPAST, GEWEIGERD, TOEGEPAST)
    assert [(brief.sleutel, brief.reden) for brief in opstelling.store.dead_letters()] == [("slecht", "STORE_WEIGERT")]
    assert opstelling.store.counters() == [Tellers("k3cr", applied=2, dead_lettered=1)]
    opstelling.store.apply(make_batch(make_item("slecht", versie=2)))
    assert list(opstelling.store.dead_letters()) == []


def test_when_every_record_is_refused_none_becomes_a_dead_letter(opstelling: Opstelling) -> None:
    items = [make_item(str(nummer)) for nummer in range(30)]
    nee = refuse_some({make_id(item.id) for item in items}, (400, "strict_dynamic_mapping_exception"), opstelling.pass_on)
    opstelling.disturb(Familie.ITEMS, nee)
    batch = make_batch(*items, positie=Positie("stroom", "1"), meeste_weigeringen=10)
    toegepast = opstelling.store.apply(batch)
    assert (toegepast.gedaan, set(toegepast.besluiten)) == (False, {GEWEIGERD})
    assert (list(opstelling.store.dead_letters()), opstelling.store.counters()) == ([], [])
    assert opstelling.store.position("stroom") is None
    assert set(opstelling.store.apply(batch).besluiten) == {TOEGEPAST}


# the cluster


@pytest.mark.parametrize("blokkade", ["write", "read_only_allow_delete"])
def test_an_index_that_takes_no_writes_stops_a_batch_until_it_does(opstelling: Opstelling, blokkade: str) -> None:
    opstelling.store.apply(make_batch(make_item("1")))
    index = read_alias(opstelling.voorvoegsel, Familie.ITEMS)
    batch = make_batch(make_item("2"), positie=Positie("stroom", "1"))
    opstelling.client.indices.put_settings(index=index, settings={f"blocks.{blokkade}": True})
    with pytest.raises(StoreOnbereikbaar, match="neemt nu geen wijzigingen aan"):
        opstelling.store.apply(batch)
    assert opstelling.store.read([Bestaanvraag(("k3cr:contact:1",))]) == [{"k3cr:contact:1": (GROOT,)}]
    assert (opstelling.store.position("stroom"), list(opstelling.store.dead_letters())) == (None, [])
    opstelling.client.indices.put_settings(index=index, settings={f"blocks.{blokkade}": None})
    assert opstelling.store.apply(batch).besluiten == (TOEGEPAST,)
    assert opstelling.store.position("stroom") == "1"


def test_an_index_that_was_closed_stops_a_batch_until_it_is_open(opstelling: Opstelling) -> None:
    batch = make_batch(make_item("1"), make_item("2"), positie=Positie("stroom", "1"))
    index = read_alias(opstelling.voorvoegsel, Familie.ITEMS)
    opstelling.disturb(Familie.ITEMS, then_nothing(lambda: opstelling.client.indices.close(index=index)))
    for _ in range(2):
        with pytest.raises(StoreOnbereikbaar):
            opstelling.store.apply(batch)
    opstelling.client.indices.open(index=index)
    assert (opstelling.store.position("stroom"), list(opstelling.store.dead_letters())) == (None, [])
    assert opstelling.store.apply(batch).besluiten == (TOEGEPAST, TOEGEPAST)


def test_a_rebuild_that_begins_between_reading_and_writing_is_followed(opstelling: Opstelling) -> None:
    opstelling.store.apply(make_batch(make_item("1", versie=1)))
    with ExitStack() as later:
        opstelling.disturb(Familie.ITEMS, then_nothing(lambda: later.enter_context(opstelling.build())))
        toegepast = opstelling.store.apply(make_batch(make_item("1", versie=2), make_item("2")))
    assert toegepast.besluiten == (TOEGEPAST, TOEGEPAST)
    assert opstelling.store.counters() == [Tellers("k3cr", applied=3)]


def test_a_switch_between_reading_and_writing_is_told_and_nothing_is_written_by_what_was_read(opstelling: Opstelling) -> None:
    opstelling.store.apply(make_batch(make_item("1", versie=1)))
    batch = make_batch(make_item("1", versie=2), make_item("2"))

    def renew() -> None:
        with opstelling.build() as opbouw:
            opbouw.store.apply(make_batch(make_item("1", versie=1)))
            opbouw.switch(lambda _: None)

    opstelling.disturb(Familie.ITEMS, then_nothing(renew))
    with pytest.raises(StoreVernieuwd):
        opstelling.store.apply(batch)
    assert opstelling.client.count(index=read_alias(opstelling.voorvoegsel, Familie.ITEMS))["count"] == 1
    assert opstelling.store.apply(batch).besluiten == (TOEGEPAST, TOEGEPAST)
    assert opstelling.store.counters() == [Tellers("k3cr", applied=3)]


def test_a_dead_letter_that_is_not_there_is_not_removed(opstelling: Opstelling) -> None:
    opstelling.nep.verzoeken.clear()
    opstelling.store.apply(Batch(positie=Positie("k3cr", "1"), opgelost=("weg",)))
    assert [verzoek.writes(Familie.BRIEVEN) for verzoek in opstelling.nep.bulks] == [False]
