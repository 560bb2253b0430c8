"""What the store holds already is recognised by its version and content, before anything else is done with it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from indexers import pipeline
from indexers.ontvangst import Ontvangen, Ontvanger
from indexers.pipeline import Onderbroken, Opdracht
from indexers.source import Regel
from klantbeeld.domain.items import Bewaard, Uitkomst, keep
from klantbeeld.normen import load_normen
from klantbeeld.settings import Settings
from klantbeeld.stores.protocol import Batch, Tellers, Toegepast
from tests.bouwers_bronnen import Bronnenproef, make_contacten, make_settings, open_bronnenproef, refuse
from tests.bouwers_leveringen import Levering, make_bronstand, make_contact

PLAFOND = 10**6
OPNIEUW = Opdracht(vanaf_begin=True)


def receive(*leveringen: Levering, bewaard: Sequence[Levering] = (), bron: str | None = None) -> list[str]:
    """What becomes of these lines beside what is held: an outcome, inkomend, or a reason to refuse."""
    ontvanger = Ontvanger(load_normen(), lambda naam: PLAFOND if naam == "laag" else 2**62)

    def take(levering: Levering) -> Bewaard:
        inkomend = ontvanger.receive(None, Regel(json.dumps(levering).encode(), "proef@0")).inkomend
        assert inkomend is not None
        return keep(inkomend.item)

    houdt = {f"{deel['bron']}:{deel['soort']}:{deel['sleutel']}": take(deel) for deel in bewaard}
    regels = [Regel(json.dumps(levering).encode(), "proef@0") for levering in leveringen]
    return [
        tell(deel) for deel in ontvanger.receive_all(bron, regels, lambda ids: {id_: houdt[id_] for id_ in ids if id_ in houdt})
    ]


def tell(ontvangen: Ontvangen) -> str:
    if ontvangen.brief is not None:
        return ontvangen.brief.reden
    return "inkomend" if ontvangen.uitkomst is None else ontvangen.uitkomst


CONTACT = make_contact(sleutel="C1", versie=5)


def test_a_record_that_is_held_just_so_is_known() -> None:
    assert receive(CONTACT, bewaard=[CONTACT]) == ["unchanged"]


def test_the_order_and_spelling_of_its_fields_make_no_other_record() -> None:
    anders = dict(reversed([(naam, deel) for naam, deel in CONTACT.items() if naam != "verwijderd"]))
    assert receive(anders, bewaard=[CONTACT]) == ["unchanged"]


def test_a_removal_that_is_held_just_so_is_known() -> None:
    weg = {naam: deel for naam, deel in CONTACT.items() if naam != "gegevens"} | {"verwijderd": True}
    assert receive(weg, bewaard=[weg]) == ["unchanged"]


@pytest.mark.parametrize("wijziging", [{"versie": 6}, {"werkgever": ["lh:987654321L01"]}, {"sleutel": "C2"}])
def test_a_record_that_differs_in_anything_is_for_the_store_to_decide(wijziging: dict[str, Any]) -> None:
    assert receive(CONTACT | wijziging, bewaard=[CONTACT]) == ["inkomend"]


def test_an_older_version_of_what_is_held_is_passed() -> None:
    assert receive(CONTACT | {"versie": 4}, CONTACT, bewaard=[CONTACT]) == ["superseded", "unchanged"]


def test_an_older_version_is_validated_before_it_is_passed() -> None:
    assert receive(CONTACT | {"versie": 4, "gegevens": {}}, bewaard=[CONTACT]) == ["VELD_ONTBREEKT"]


@pytest.mark.parametrize("versie", [5.0, "5", True, None])
def test_a_version_of_another_type_is_refused_although_the_record_is_held(versie: object) -> None:
    assert receive(CONTACT | {"versie": versie}, bewaard=[CONTACT]) == ["VERSIE_GEEN_GEHEEL_GETAL"]


def test_what_comes_of_a_record_after_another_version_of_it_is_for_the_store_to_decide() -> None:
    assert receive(CONTACT | {"versie": 6}, CONTACT, bewaard=[CONTACT]) == ["inkomend", "inkomend"]


def test_what_comes_after_a_bronstand_is_for_the_store_to_decide() -> None:
    stand = make_bronstand()
    ander = make_contact(sleutel="C2")
    assert receive(CONTACT, stand, ander, bewaard=[CONTACT, stand, ander]) == ["unchanged", "inkomend", "inkomend"]


def test_a_record_of_another_source_is_refused_although_it_is_held() -> None:
    assert receive(CONTACT, bewaard=[CONTACT], bron="archie") == ["BRON_VREEMD"]


def test_a_version_above_a_ceiling_that_came_later_is_refused_although_it_is_held() -> None:
    hoog = make_contact(bron="laag", versie=PLAFOND)
    ruim = Ontvanger(load_normen(), lambda _: 2**62)
    laag = Ontvanger(load_normen(), lambda _: PLAFOND - 1)
    regel = Regel(json.dumps(hoog).encode(), "proef@0")
    inkomend = ruim.receive(None, regel).inkomend
    assert inkomend is not None
    (ontvangen,) = laag.receive_all(None, [regel], lambda _: {inkomend.item.id: keep(inkomend.item)})
    assert tell(ontvangen) == "VERSIE_BOVEN_PLAFOND"


# through the pipeline


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path, "k3cr")


class Telraam:
    """The store itself, that counts what it is asked to make durable."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.batches: list[Batch] = []

    def __getattr__(self, naam: str) -> Any:
        return getattr(self._store, naam)

    def apply(self, batch: Batch, **kwargs: Any) -> Toegepast:
        self.batches.append(batch)
        toegepast: Toegepast = self._store.apply(batch, **kwargs)
        return toegepast


def watch(proef: Bronnenproef, monkeypatch: pytest.MonkeyPatch) -> list[Batch]:
    """The batches that the store is given from now on."""
    telraam = Telraam(proef.store)
    monkeypatch.setattr(proef.pipeline, "_store", telraam)
    return telraam.batches


def test_a_replay_writes_counts_and_position_once_and_nothing_else(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_bronnenproef(settings) as proef:
        proef.write("k3cr", *make_contacten(4_500))
        proef.index()
        eerder = proef.store.position("k3cr"), proef.digest()
        assert eerder[0] is not None
        batches = watch(proef, monkeypatch)
        assert proef.index(OPNIEUW).uitkomsten == {Uitkomst.ONGEWIJZIGD: 4_500}
        assert [(batch.inkomend, batch.brieven) for batch in batches] == [((), ())]
        assert (proef.store.position("k3cr"), proef.digest()) == eerder
        assert proef.tellers("k3cr") == Tellers("k3cr", applied=4_500, unchanged=4_500)


def test_only_what_changed_in_a_replay_goes_to_the_store(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    contacten = make_contacten(5_000)
    with open_bronnenproef(settings) as proef:
        proef.write("k3cr", *contacten)
        proef.index()
        contacten[2_500] |= {"versie": contacten[2_500]["versie"] + 1}
        proef.write("k3cr", *contacten, refuse(contacten[0]))
        batches = watch(proef, monkeypatch)
        proef.index(OPNIEUW)
        assert [(len(batch.inkomend), len(batch.brieven)) for batch in batches] == [(1, 0), (0, 1)]
        assert proef.tellers("k3cr") == Tellers("k3cr", applied=5_001, unchanged=4_999, dead_lettered=1)


def test_in_a_long_replay_counts_and_position_are_written_from_time_to_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BLOKKEN_PER_AFLEIDING", 2)
    with open_bronnenproef(settings) as proef:
        proef.write("k3cr", *make_contacten(9_000))
        proef.index()
        batches = watch(proef, monkeypatch)
        proef.index(OPNIEUW)
        assert [sum(teller.unchanged for teller in batch.tellers) for batch in batches] == [4_000, 4_000, 1_000]


def test_a_replay_that_is_interrupted_counts_nothing_that_is_read_again(settings: Settings) -> None:
    with open_bronnenproef(settings) as proef:
        pad = proef.write("k3cr", *make_contacten(6_000))
        proef.index()
        looks: list[None] = []

        def interrupt() -> None:
            looks.append(None)
            if len(looks) == 3:
                raise Onderbroken

        proef.index(Opdracht(vanaf_begin=True, bewaak=interrupt))
        assert proef.tellers("k3cr").received == 6_000
        pad.write_bytes(b"\n" + pad.read_bytes())
        proef.index()
        assert proef.tellers("k3cr") == Tellers("k3cr", applied=6_000, unchanged=6_000)
