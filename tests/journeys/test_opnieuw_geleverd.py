"""The same records, however they come in, make the same store (F15, F16, F27)."""

import random
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from indexers.pipeline import Opdracht
from indexers.samples.generator import Samplesopdracht, write_samples
from klantbeeld.domain.digests import Storedigest
from klantbeeld.domain.items import Uitkomst
from tests.bouwers_leveringen import VANDAAG, open_proef

VOORBEELD = Path(str(files("klantbeeld"))) / "data" / "voorbeeld-werkgever.jsonl"


@pytest.fixture(scope="module")
def regels(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The lines of a small but complete set of deliveries."""
    map_ = tmp_path_factory.mktemp("samples")
    write_samples(map_, Samplesopdracht(40, 7, VANDAAG))
    return [regel for pad in sorted(map_.glob("*.jsonl")) for regel in pad.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def verwacht(regels: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Storedigest:
    """The digest of a store that took them in once, in order."""
    with open_proef(tmp_path_factory.mktemp("verwacht")) as proef:
        proef.deliver(*regels)
        return proef.digest()


def shuffle(regels: list[bytes]) -> list[bytes]:
    gehusseld = list(regels)
    random.Random(11).shuffle(gehusseld)
    return gehusseld


@pytest.mark.parametrize("volgorde", [lambda regels: regels[::-1], shuffle], ids=["reversed", "shuffled"])
def test_another_order_gives_the_same_store(
    tmp_path: Path, regels: list[bytes], verwacht: Storedigest, volgorde: Callable[[list[bytes]], list[bytes]]
) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(*volgorde(regels))
        assert proef.digest() == verwacht


def test_piece_by_piece_gives_the_same_store_as_all_at_once(tmp_path: Path, regels: list[bytes], verwacht: Storedigest) -> None:
    with open_proef(tmp_path) as proef:
        for begin in range(0, len(regels), 97):
            proef.deliver(*shuffle(regels)[begin : begin + 97])
        assert proef.digest() == verwacht


def test_a_second_delivery_writes_nothing(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver_file(VOORBEELD)
        eerst = proef.digest()
        verloop = proef.deliver_file(VOORBEELD, Opdracht(vanaf_begin=True))
        assert verloop.uitkomsten[Uitkomst.ONGEWIJZIGD] == 145
        assert verloop.uitkomsten[Uitkomst.TOEGEPAST] == 0
        assert proef.store.marks(VANDAAG) == []
        assert proef.digest() == eerst


@pytest.mark.parametrize("deel", [0.5, 0.5003, 0.999], ids=["half way", "within a line", "just before the end"])
def test_a_file_that_was_cut_off_goes_on_where_it_stopped(tmp_path: Path, deel: float) -> None:
    heel = VOORBEELD.read_bytes()
    bestand = tmp_path / "levering.jsonl"
    with open_proef(tmp_path / "a") as proef:
        bestand.write_bytes(heel[: int(len(heel) * deel)])
        proef.deliver_file(bestand)
        bestand.write_bytes(heel)
        proef.deliver_file(bestand)
        assert sum(teller.applied for teller in proef.store.counters()) == 145
        assert list(proef.store.dead_letters()) == []
        resultaat = proef.digest()
    with open_proef(tmp_path / "b") as proef:
        proef.deliver_file(VOORBEELD)
        assert proef.digest() == resultaat


def test_another_file_under_the_same_name_is_read_from_its_beginning(tmp_path: Path) -> None:
    bestand = tmp_path / "levering.jsonl"
    regels = VOORBEELD.read_bytes().splitlines(keepends=True)
    with open_proef(tmp_path / "a") as proef:
        bestand.write_bytes(b"".join(regels[:100]))
        proef.deliver_file(bestand)
        bestand.write_bytes(b"".join(regels[::-1]))
        proef.deliver_file(bestand)
        resultaat = proef.digest()
    with open_proef(tmp_path / "b") as proef:
        proef.deliver_file(VOORBEELD)
        assert proef.digest() == resultaat


def test_the_accounts_of_a_source_add_up_to_its_lines(tmp_path: Path, regels: list[bytes]) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(*regels)
        assert sum(teller.received for teller in proef.store.counters()) == len(regels)
