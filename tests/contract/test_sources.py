"""What every reader promises, and that the registries of readers and projections are complete."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date
from importlib.resources import files
from pathlib import Path

import orjson
import pytest

from indexers.bus import Bus
from indexers.busstroom import stream_of
from indexers.ontvangst import Ontvanger
from indexers.registry import LEZERS, PROJECTIES
from indexers.samples.generator import Samplesopdracht
from indexers.samples.generator import list_regels as list_voorbeelden
from indexers.source import Blok, Regel, Source, Sourceopdracht
from klantbeeld.domain.groepen import SOORTEN
from klantbeeld.domain.leveringen import HOOGSTE_VERSIE
from klantbeeld.errors import BronFout
from klantbeeld.normen import load_normen
from tests.programma import find_free_port
from tests.redis_server import ZEKER, start_redis

MEESTE_REGELS = 2_000
MEESTE_BYTES = 5_000_000
"""A block may be so large; it was full before its last line."""

Fabriek = Callable[[bytes], Sourceopdracht]
"""Gives a source exactly these bytes to deliver."""


def put_in_folder(map_: Path, inhoud: bytes) -> Sourceopdracht:
    """A source of two files: half of the lines in the first, the rest in the second."""
    map_.mkdir(exist_ok=True)
    regels = inhoud.splitlines(keepends=True)
    (map_ / "1.jsonl").write_bytes(b"".join(regels[: len(regels) // 2]))
    (map_ / "2.jsonl").write_bytes(b"".join(regels[len(regels) // 2 :]))
    return Sourceopdracht("proef", "proef", map_)


@contextmanager
def making_folders(map_: Path) -> Iterator[Fabriek]:
    yield lambda inhoud: put_in_folder(map_ / "bron", inhoud)


@contextmanager
def making_streams(map_: Path) -> Iterator[Fabriek]:
    """A real bus; each delivery is a stream of its own, and a new reader takes over at once what the one before left."""
    with start_redis(map_ / "redis", *ZEKER) as redis, closing(Bus(redis.url, overname_na=0)) as bus:

        def put_on_stream(inhoud: bytes) -> Sourceopdracht:
            with redis.connect() as client:
                client.delete(stream_of("proef"))
            redis.deliver(*inhoud.splitlines(), bron="proef")
            return Sourceopdracht("proef", "proef", bus=bus)

        yield put_on_stream


FABRIEKEN: Mapping[str, Callable[[Path], AbstractContextManager[Fabriek]]] = {
    "bestanden": making_folders,
    "stroom": making_streams,
}
"""Per reader how a test gives it these bytes to deliver. A new reader needs an entry here and passes what follows."""


def make_missing(lezer: str, map_: Path) -> Sourceopdracht:
    """What a reader can't read: a path that does not exist, a bus that does not answer."""
    if lezer == "stroom":
        return Sourceopdracht("proef", "proef", bus=Bus(f"redis://127.0.0.1:{find_free_port()}/0"))
    return Sourceopdracht("proef", "proef", map_ / "bestaat-niet")


class Opstelling:
    """A reader with what it is given to read."""

    def __init__(self, lezer: str, fabriek: Fabriek) -> None:
        self.lezer = lezer
        self._fabriek = fabriek

    def deliver(self, inhoud: bytes) -> Source:
        """A reader of exactly these bytes."""
        self._opdracht = self._fabriek(inhoud)
        return self.open()

    def open(self) -> Source:
        """A new reader of what was delivered last, as after a restart."""
        return LEZERS[self.lezer](self._opdracht)


@pytest.fixture(scope="module", params=list(LEZERS))
def opstelling(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opstelling]:
    if request.param not in FABRIEKEN:
        pytest.fail(f"reader {request.param!r} has no entry in FABRIEKEN: say how a test gives it lines")
    with FABRIEKEN[request.param](tmp_path_factory.mktemp("bron")) as fabriek:
        yield Opstelling(request.param, fabriek)


def make_lines(aantal: int, lengte: int = 20) -> list[bytes]:
    """Lines that differ."""
    return [f'{{"nummer":{nummer}}}'.ljust(lengte).encode() for nummer in range(aantal)]


def join(regels: Iterable[bytes]) -> bytes:
    return b"".join(regel + b"\n" for regel in regels)


def list_regels(blokken: Iterable[Blok]) -> list[Regel]:
    return [regel for blok in blokken for regel in blok.regels]


def list_blokken(source: Source, positie: str | None = None) -> Iterator[Blok]:
    """The blocks from a position, as the pipeline asks for them."""
    return source.read(source.prepare(positie))


def read_all(source: Source, positie: str | None = None) -> list[bytes]:
    return [regel.ruw for regel in list_regels(list_blokken(source, positie))]


def test_everything_is_read_once_and_in_its_order(opstelling: Opstelling) -> None:
    regels = make_lines(4_500)
    assert read_all(opstelling.deliver(join(regels))) == regels


def test_from_any_position_every_later_line_comes(opstelling: Opstelling) -> None:
    regels = make_lines(4_500)
    source = opstelling.deliver(join(regels))
    gelezen = 0
    for blok in list_blokken(source):
        for nummer in {0, 1, len(blok.regels) // 2, len(blok.regels) - 1, len(blok.regels)}:
            opnieuw, verder = read_all(opstelling.open(), blok.posities.before(nummer)), regels[gelezen + nummer :]
            assert opnieuw[len(opnieuw) - len(verder) :] == verder
        gelezen += len(blok.regels)


def test_from_the_last_position_nothing_comes(opstelling: Opstelling) -> None:
    for blok in list_blokken(opstelling.deliver(join(make_lines(2_500)))):
        laatste = blok
        if blok.bevestig is not None:
            blok.bevestig(len(blok.regels))
    assert read_all(opstelling.open(), laatste.posities.before(len(laatste.regels))) == []


def test_a_position_that_is_none_of_ours_begins_at_the_beginning(opstelling: Opstelling) -> None:
    regels = make_lines(3)
    for positie in ("geen json", "[]", '{"1.jsonl": 7}', '{"1.jsonl": [1, 2]}', '{"1.jsonl":[1,9,"x",1,1]}', "17"):
        assert read_all(opstelling.deliver(join(regels)), positie) == regels


def test_blocks_are_bounded_in_lines(opstelling: Opstelling) -> None:
    blokken = list(list_blokken(opstelling.deliver(join(make_lines(4_500)))))
    assert max(len(blok.regels) for blok in blokken) <= MEESTE_REGELS
    assert all(blok.regels for blok in blokken)


def test_blocks_are_bounded_in_bytes(opstelling: Opstelling) -> None:
    blokken = list(list_blokken(opstelling.deliver(join(make_lines(20, 900_000)))))
    assert max(sum(len(regel.ruw) for regel in blok.regels) for blok in blokken) <= MEESTE_BYTES


def test_a_line_without_an_end_is_marked_and_ends_its_block(opstelling: Opstelling) -> None:
    blokken = list(list_blokken(opstelling.deliver(join(make_lines(3)) + b'{"half":')))
    is_half = opstelling.lezer != "stroom"  # an entry of a stream is always whole
    assert [regel.onvolledig for regel in list_regels(blokken)] == [False, False, False, is_half]
    assert blokken[-1].regels[-1].onvolledig is is_half


def test_the_place_of_a_line_tells_nothing_of_its_content(opstelling: Opstelling) -> None:
    regels = list_regels(list_blokken(opstelling.deliver(join([b'{"naam":"Kanarie"}']))))
    assert "Kanarie" not in regels[0].herkomst
    assert "@" in regels[0].herkomst


@pytest.mark.parametrize("lezer", LEZERS)
def test_what_is_not_there_is_a_failing_source(lezer: str, tmp_path: Path) -> None:
    with pytest.raises(BronFout):
        read_all(LEZERS[lezer](make_missing(lezer, tmp_path)))


def test_the_lines_before_a_line_are_those_of_its_file_as_they_were_read(opstelling: Opstelling) -> None:
    regels = make_lines(6)
    source = opstelling.deliver(join([*regels[:5], b"", regels[5]]))
    (blok,) = list_blokken(source)
    eerdere = source.lines_before(blok, 5)
    if eerdere is not None:
        gelezen = list(eerdere)
        assert gelezen == regels[5 - len(gelezen) : 5]


def test_a_reader_keeps_the_names_it_was_given(opstelling: Opstelling) -> None:
    source = opstelling.deliver(b"")
    assert (source.stroom, source.bron) == ("proef", "proef")


# the registries


def list_missing(hebben: Iterable[str], nodig: Iterable[str], wat: str) -> list[str]:
    """In words what each entry lacks."""
    return [f"{naam!r} {wat}" for naam in sorted(set(nodig) - set(hebben))]


def test_every_kind_of_record_has_a_projection() -> None:
    assert list_missing(PROJECTIES, SOORTEN, "stands in SOORTEN but has no projection in indexers.registry.PROJECTIES") == []


def test_every_projection_is_of_a_kind_of_record() -> None:
    assert list_missing(SOORTEN, PROJECTIES, "has a projection but no model in domain.groepen.SOORTEN") == []


def test_what_a_new_kind_lacks_is_said_in_words() -> None:
    assert list_missing({"contact"}, {"contact", "verzuim"}, "has no projection") == ["'verzuim' has no projection"]


def test_every_reader_is_held_to_this_contract() -> None:
    assert list_missing(FABRIEKEN, LEZERS, "is a reader but has no entry in FABRIEKEN of this test") == []


@pytest.fixture(scope="module")
def voorbeelden() -> dict[str, list[bytes]]:
    """Lines by kind: of the example employer and of a few made-up ones."""
    gevonden: dict[str, list[bytes]] = {}
    for regel in files("klantbeeld").joinpath("data", "voorbeeld-werkgever.jsonl").read_bytes().splitlines():
        gevonden.setdefault(orjson.loads(regel)["soort"], []).append(regel)
    for soort, regel in list_voorbeelden(Samplesopdracht(30, 1, date(2023, 10, 20))):
        gevonden.setdefault(soort, []).append(regel.rstrip())
    return gevonden


def test_every_kind_of_record_has_an_example(voorbeelden: dict[str, list[bytes]]) -> None:
    assert list_missing(voorbeelden, SOORTEN, "has no example: add it to voorbeeld-werkgever.jsonl or to the samples") == []


@pytest.mark.parametrize("soort", SOORTEN)
def test_every_example_of_a_kind_becomes_an_item(voorbeelden: dict[str, list[bytes]], soort: str) -> None:
    ontvanger = Ontvanger(load_normen(), lambda _: HOOGSTE_VERSIE)
    for regel in voorbeelden[soort]:
        ontvangen = ontvanger.receive(None, Regel(regel, "voorbeeld@0"))
        assert ontvangen.inkomend is not None, ontvangen.brief
        assert ontvangen.inkomend.item.soort == soort
