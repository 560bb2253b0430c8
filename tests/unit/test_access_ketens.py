"""S27, I12: the chain of the consultation log. Whatever somebody without the key does to a line is found."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.access.ankers import Ankersoort
from klantbeeld.access.ketens import BEGIN, Breuksoort, Ketencontroleur, Schakel, seal_regels
from klantbeeld.access.nalezen import Uitslag, verify_log
from tests.bouwers_log import SLEUTEL, make_log, make_vastlegging

Keten = list[bytes]


def make_keten(aantal: int, sleutel: bytes = SLEUTEL, kop: Schakel = BEGIN) -> Keten:
    return [regel for _, regel in seal_regels(sleutel, kop, [{"handeling": f"h{nr}"} for nr in range(aantal)])]


def check(regels: Keten, *getuigen: Schakel) -> list[Breuksoort]:
    controleur = Ketencontroleur(SLEUTEL, getuigen=getuigen)
    for nummer, regel in enumerate(regels, 1):
        controleur.follow(f"log:{nummer}", regel)
    controleur.end()
    return [breuk.soort for breuk in controleur.breuken]


def kop_of(regels: Keten) -> Schakel:
    velden = orjson.loads(regels[-1])
    return Schakel(velden["nr"], velden["zegel"])


def test_every_line_holds_the_seal_of_the_one_before() -> None:
    velden = [orjson.loads(regel) for regel in make_keten(3)]
    assert [deel["nr"] for deel in velden] == [1, 2, 3]
    assert [deel["vorige"] for deel in velden] == ["0" * 64, velden[0]["zegel"], velden[1]["zegel"]]


@given(st.integers(0, 12))
def test_a_chain_that_nobody_touched_is_whole(aantal: int) -> None:
    assert check(make_keten(aantal)) == []


@given(st.data())
def test_a_changed_byte_anywhere_is_found(data: st.DataObject) -> None:
    regels = make_keten(5)
    kop = kop_of(regels)
    plaats = data.draw(st.integers(0, 4))
    bij = data.draw(st.integers(0, len(regels[plaats]) - 1))
    anders = data.draw(st.binary(min_size=1, max_size=1).filter(lambda teken: teken != regels[plaats][bij : bij + 1]))
    regels[plaats] = regels[plaats][:bij] + anders + regels[plaats][bij + 1 :]
    assert check(regels, kop) != []


@given(st.integers(0, 4), st.integers(1, 5))
def test_removed_lines_are_found(vanaf: int, aantal: int) -> None:
    regels = make_keten(5)
    kop = kop_of(regels)
    del regels[vanaf : vanaf + aantal]
    soort = Breuksoort.AFGEKAPT if vanaf + aantal >= 5 else Breuksoort.ONTBREEKT
    assert check(regels, kop) == [soort]


@given(st.integers(0, 4), st.integers(0, 5))
def test_a_line_that_is_put_in_again_is_found(welke: int, waar: int) -> None:
    regels = make_keten(5)
    regels.insert(waar, regels[welke])
    assert Breuksoort.INGEVOEGD in check(regels)


@given(st.permutations(range(5)).filter(lambda orde: orde != list(range(5))))
def test_lines_in_another_order_are_found(orde: list[int]) -> None:
    regels = make_keten(5)
    assert check([regels[nummer] for nummer in orde], kop_of(regels)) != []


def test_a_whole_chain_that_was_written_anew_without_the_key_is_found() -> None:
    assert check(make_keten(3, b"een andere sleutel")) == [Breuksoort.GEWIJZIGD] * 3


def test_a_line_without_a_seal_is_found() -> None:
    regels = make_keten(3)
    regels.insert(1, b'{"handeling":"raadplegen"}')
    assert check(regels) == [Breuksoort.GEWIJZIGD]


def test_a_chain_that_was_begun_anew_with_the_key_is_found_by_who_remembers_a_line() -> None:
    eerste = make_keten(5)
    tweede = [regel for _, regel in seal_regels(SLEUTEL, BEGIN, [{"handeling": "anders"}] * 6)]
    assert check(tweede, kop_of(eerste)) == [Breuksoort.VERVANGEN]


@pytest.mark.parametrize("stuk", [b'{"nr":3,"vori', b"\0\0\0", b"[]"])
def test_a_line_that_was_cut_off_breaks_nothing(stuk: bytes) -> None:
    regels = make_keten(4)
    regels.insert(2, stuk)
    assert check(regels) == []


def test_lines_cut_off_at_the_end_are_not_missed_when_nobody_remembers_them() -> None:
    """What cannot be seen: that is why verifying tells the end, to be kept elsewhere."""
    assert check(make_keten(5)[:3]) == []


def write_log(pad: Path, aantal: int = 4) -> Uitslag:
    log = make_log(pad)
    for _ in range(aantal):
        log.append([make_vastlegging()])
    return verify_log(log)


def test_a_log_is_whole_and_tells_its_end(tmp_path: Path) -> None:
    uitslag = write_log(tmp_path / "log.jsonl")
    assert (uitslag.aantal, uitslag.kop.nr, uitslag.breuken) == (4, 4, ())


def change(pad: Path, wijzig: Callable[[Keten], object]) -> list[tuple[str, Breuksoort]]:
    """What verifying says after somebody changed the lines."""
    regels = pad.read_bytes().splitlines(keepends=True)
    wijzig(regels)
    pad.write_bytes(b"".join(regels))
    return [(breuk.plaats, breuk.soort) for breuk in verify_log(make_log(pad)).breuken]


def test_a_log_that_was_cut_off_behind_what_was_verified_is_found(tmp_path: Path) -> None:
    write_log(pad := tmp_path / "log.jsonl")
    assert change(pad, lambda regels: regels.pop()) == [("einde", Breuksoort.AFGEKAPT)]


def test_what_was_written_after_cutting_off_does_not_hide_it(tmp_path: Path) -> None:
    write_log(pad := tmp_path / "log.jsonl")
    assert change(pad, lambda regels: regels.pop()) != []
    make_log(pad).append([make_vastlegging("daarna")] * 3)
    assert [breuk.soort for breuk in verify_log(make_log(pad)).breuken] == [Breuksoort.VERVANGEN]


def test_another_user_written_over_the_real_one_is_found(tmp_path: Path) -> None:
    write_log(pad := tmp_path / "log.jsonl")

    def forge(regels: Keten) -> None:
        regels[1] = regels[1].replace(b"account-7", b"account-8")

    assert change(pad, forge) == [("log.jsonl:2", Breuksoort.GEWIJZIGD)]


def test_an_anchor_that_somebody_else_wrote_is_found(tmp_path: Path) -> None:
    write_log(pad := tmp_path / "log.jsonl")
    anker = make_log(pad).ankers.name(Ankersoort.KOP)
    anker.write_bytes(anker.read_bytes().replace(b'"nr":4', b'"nr":3'))
    assert change(pad, lambda regels: regels.pop()) == [("log-kop.json", Breuksoort.GEWIJZIGD)]


def test_the_whole_log_removed_is_found(tmp_path: Path) -> None:
    write_log(pad := tmp_path / "log.jsonl")
    pad.unlink()
    assert [breuk.soort for breuk in verify_log(make_log(pad)).breuken] == [Breuksoort.AFGEKAPT]
