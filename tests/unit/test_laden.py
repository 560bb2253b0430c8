"""Loading one file by hand, and following sources inside this process: with a real store and real files."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from indexers import pipeline
from indexers.configuratie import load_bronnen
from indexers.pipeline import Onderbroken, Opdracht
from indexers.readers.files import FilesSource
from indexers.source import Sourceopdracht
from indexers.verloop import Verloop
from klantbeeld.app import open_laadstraat
from klantbeeld.domain.items import Uitkomst
from klantbeeld.errors import InvoerOnjuist, StoreOnbruikbaar
from klantbeeld.laden import Stopknop, Volger, load_file
from klantbeeld.settings import Settings
from klantbeeld.stores import sqlite_verbindingen
from klantbeeld.stores.protocol import Markering
from tests.bouwers_bronnen import make_contacten, make_settings, open_bronnenproef
from tests.bouwers_leveringen import LH, VANDAAG, make_boete, make_bronstand, make_contact, make_organisatie, write_leveringen
from tests.programma import wait_until

GEDULD = 30.0


def load(settings: Settings, bestand: Path) -> Verloop:
    """One run of ``index --bestand``."""
    with open_laadstraat(settings) as laadstraat:
        return load_file(laadstraat, bestand, Opdracht(), lambda _: None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path, "k3cr")


# one file


def test_a_file_that_is_not_there_is_told(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InvoerOnjuist, match="bestaat niet"):
        load(settings, tmp_path / "weg.jsonl")


def test_a_file_that_was_taken_in_before_is_read_again_whole(settings: Settings, tmp_path: Path) -> None:
    bestand = write_leveringen(tmp_path / "f.jsonl", make_contacten(5))
    assert load(settings, bestand).uitkomsten == {Uitkomst.TOEGEPAST: 5}
    assert load(settings, bestand).uitkomsten == {Uitkomst.ONGEWIJZIGD: 5}


def test_a_file_that_grew_is_read_on(settings: Settings, tmp_path: Path) -> None:
    contacten = make_contacten(5)
    bestand = write_leveringen(tmp_path / "f.jsonl", contacten[:3])
    load(settings, bestand)
    write_leveringen(bestand, contacten)
    assert load(settings, bestand).uitkomsten == {Uitkomst.TOEGEPAST: 2}


def test_a_file_that_can_not_be_read_is_told_once(settings: Settings, tmp_path: Path) -> None:
    bestand = tmp_path / "f.jsonl.gz"
    bestand.write_bytes(b"geen gzip")
    assert set(load(settings, bestand).gestopt.values()) == {"BRON_ONLEESBAAR"}


def test_progress_is_told_in_lines_that_were_taken_in(settings: Settings, tmp_path: Path) -> None:
    gemeld: list[int] = []
    bestand = write_leveringen(tmp_path / "f.jsonl", make_contacten(2_500))
    with open_laadstraat(settings) as laadstraat:
        verloop = load_file(laadstraat, bestand, Opdracht(), gemeld.append)
    assert gemeld == [2_000, 500]
    assert verloop.regels == 2_500


# following


@pytest.fixture
def stopknop() -> Iterator[Stopknop]:
    """A button that is pressed at the end at the latest."""
    knop = Stopknop()
    yield knop
    knop.press()


def start_following(settings: Settings, stopknop: Stopknop) -> threading.Thread:
    sources = load_bronnen(settings.bronnen).make_sources(settings.leveringen)
    draad = threading.Thread(target=Volger(settings, sources, Opdracht(), stopknop).run, daemon=True)
    draad.start()
    return draad


def test_following_takes_in_what_comes_until_the_button_is_pressed(settings: Settings, stopknop: Stopknop) -> None:
    with open_bronnenproef(settings) as proef:
        proef.write("k3cr", *make_contacten(1))
        draad = start_following(settings, stopknop)
        wait_until(lambda: "C1" in proef.live())
        proef.append("k3cr", *make_contacten(2))
        wait_until(lambda: "C2" in proef.live())
        stopknop.press()
        draad.join(GEDULD)
        assert not draad.is_alive()


def test_following_waits_for_a_store_that_is_held_by_another(
    settings: Settings, stopknop: Stopknop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_verbindingen, "WACHTTIJD", 0.01)
    with open_bronnenproef(settings) as proef:
        proef.write("k3cr", *make_contacten(1))
        draad = start_following(settings, stopknop)
        wait_until(lambda: "C1" in proef.live() and proef.store.marks(VANDAAG) == [])
        gezien = []
        with proef.store._verbindingen.writing():  # type: ignore[attr-defined]
            proef.append("k3cr", *make_contacten(2))
            gezien.append(Event().wait(0.5))
            assert "C2" not in proef.live()
        wait_until(lambda: "C2" in proef.live())
        stopknop.press()
        draad.join(GEDULD)


def test_a_line_without_an_end_waits_for_the_rest(settings: Settings, stopknop: Stopknop) -> None:
    with open_bronnenproef(settings) as proef:
        pad = proef.write("k3cr", *make_contacten(2))
        heel = pad.read_bytes()
        pad.write_bytes(heel[:-20])
        start_following(settings, stopknop)
        wait_until(lambda: "C1" in proef.live())
        assert proef.redenen() == []
        pad.write_bytes(heel)
        wait_until(lambda: "C2" in proef.live())


def test_the_button_ends_a_long_run_between_two_blocks(settings: Settings, stopknop: Stopknop) -> None:
    with open_bronnenproef(settings) as proef:
        proef.write("k3cr", *make_contacten(12_000))
        draad = start_following(settings, stopknop)
        wait_until(lambda: "C1" in proef.live())
        stopknop.press()
        draad.join(GEDULD)
        assert not draad.is_alive()
        proef.index()
        assert len(proef.live()) == 12_000


class Ongeduldig(Stopknop):
    """Pressed as soon as somebody looks while working."""

    def check(self) -> None:
        raise Onderbroken


def test_the_button_ends_a_start_that_has_much_to_work_off(settings: Settings) -> None:
    with open_bronnenproef(settings) as proef:
        proef.write("k3cr", make_organisatie(bron="k3cr"))
        proef.index()
        mark = proef.store.mark(Markering("", {"boete": (f"lh:{LH}",)}))
        Volger(settings, [], Opdracht(), Ongeduldig()).run()
        assert proef.store.marks(VANDAAG) == [mark]


def test_in_a_long_run_what_follows_is_derived_from_time_to_time(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BLOKKEN_PER_AFLEIDING", 1)
    bestand = write_leveringen(tmp_path / "f.jsonl", [make_boete(sleutel=f"B{nummer}") for nummer in range(4_500)])
    with open_bronnenproef(settings) as proef:
        proef.write("k3cr", make_organisatie(bron="k3cr"))
        proef.index()
        open_: list[int] = []
        source = FilesSource(Sourceopdracht("f", None, bestand))
        proef.pipeline.run([source], Opdracht(bewaak=lambda: open_.append(len(proef.store.marks(VANDAAG)))))
        assert max(open_) == 1


def test_a_button_that_was_pressed_already_starts_nothing(settings: Settings, stopknop: Stopknop) -> None:
    stopknop.press()
    stopknop.press()
    Volger(settings, [], Opdracht(), stopknop).run()
    assert not (settings.leveringen.parent / "klantbeeld.db").exists()


def test_a_signal_presses_the_button(stopknop: Stopknop) -> None:
    eerder = {teken: signal.getsignal(teken) for teken in (signal.SIGTERM, signal.SIGINT)}
    try:
        stopknop.listen()
        os.kill(os.getpid(), signal.SIGTERM)
        stopknop.wait(GEDULD)
        assert stopknop.is_gedrukt
    finally:
        for teken, handeling in eerder.items():
            signal.signal(teken, handeling)


def test_waiting_ends_when_the_button_is_pressed(stopknop: Stopknop) -> None:
    begin = monotonic()
    threading.Timer(0.05, stopknop.press).start()
    stopknop.wait(GEDULD)
    assert monotonic() - begin < GEDULD / 2


# being interrupted


class Na:
    """A guard that ends the run at its nth look."""

    def __init__(self, keer: int) -> None:
        self._over = keer

    def __call__(self) -> None:
        self._over -= 1
        if self._over <= 0:
            raise Onderbroken


def read_digest(settings: Settings) -> str:
    with open_bronnenproef(settings) as proef:
        proef.index()
        return proef.digest().wortel


@pytest.mark.parametrize("keer", range(1, 12))
def test_a_run_that_is_interrupted_anywhere_goes_on_at_the_next(tmp_path: Path, keer: int) -> None:
    boetes = [make_boete(bron="k3cr", sleutel=f"B{nummer}") for nummer in range(30)]
    regels = [make_organisatie(bron="k3cr"), *boetes, make_contact(bron="k3cr")]
    opname = [*boetes[:-1], regels[0], regels[-1], make_bronstand("k3cr", volledig=True, aantal=31)]
    digests = []
    for naam in ("onderbroken", "rustig"):
        settings = make_settings(tmp_path / naam, "k3cr")
        with open_bronnenproef(settings) as proef:
            proef.write("k3cr", *regels, make_bronstand("k3cr", versie=1), *opname)
            if naam == "onderbroken":
                proef.index(Opdracht(bewaak=Na(keer)))
        digests.append(read_digest(settings))
    assert digests[0] == digests[1]


def test_a_start_that_is_interrupted_leaves_its_marks_to_the_next(settings: Settings) -> None:
    with open_bronnenproef(settings) as proef:
        proef.write("k3cr", make_organisatie(bron="k3cr"))
        proef.index()
        proef.append("k3cr", make_boete(bron="k3cr"))
        proef.run(Opdracht(bewaak=Na(2)))
    with open_bronnenproef(settings) as proef:
        with pytest.raises(Onderbroken):
            proef.pipeline.start(Na(1))
        assert len(proef.store.marks(settings.vandaag or pytest.fail("no day"))) == 1
    assert read_digest(settings)


def test_a_store_that_is_not_ours_ends_the_program(settings: Settings, stopknop: Stopknop) -> None:
    (settings.leveringen.parent / "klantbeeld.db").write_bytes(b"geen klantbeeld" * 1000)
    with pytest.raises(StoreOnbruikbaar):
        Volger(settings, [], Opdracht(), stopknop).run()


def test_a_dead_letter_says_where_its_line_began(settings: Settings, tmp_path: Path) -> None:
    bestand = tmp_path / "f.jsonl"
    bestand.write_bytes(json.dumps(make_contact()).encode() + b"\nfout\n")
    load(settings, bestand)
    with open_bronnenproef(settings) as proef:
        (brief,) = proef.store.dead_letters()
        assert brief.herkomst == f"f.jsonl@{bestand.read_bytes().index(b'fout')}"
