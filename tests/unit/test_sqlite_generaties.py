"""The pointer that says which file is the store, and what happens when it says something impossible."""

import fcntl
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from klantbeeld.errors import StoreOnbruikbaar
from klantbeeld.stores.opening import drop_previous, has_store, open_store
from klantbeeld.stores.sqlite_generaties import Generaties, Generatiestand
from tests.bouwers import make_batch, make_item


def write(pad: Path) -> None:
    with closing(open_store(f"sqlite:///{pad}", schrijven=True)) as store:
        store.apply(make_batch(make_item()))


def names(pad: Path) -> set[str]:
    return {deel.name for deel in pad.parent.iterdir() if not deel.name.endswith(("-wal", "-shm", "-slot"))}


def test_without_a_pointer_the_store_is_the_file_of_the_url(pad: Path) -> None:
    generaties = Generaties(pad)
    assert (generaties.stand(), generaties.merk(), has_store(f"sqlite:///{pad}")) == (
        Generatiestand("klantbeeld.db"),
        None,
        False,
    )
    write(pad)
    assert has_store(f"sqlite:///{pad}")


@pytest.mark.parametrize(
    "inhoud",
    [
        b"", b"geen json", b"[]", b"{}", b'{"levend": null, "vorige": null}', b'{"levend": "../ander.db", "vorige": null}',
        b'{"levend": "klantbeeld.db-2x", "vorige": null}', b'{"levend": "klantbeeld.db", "vorige": "/etc/passwd"}',
        b'{"levend": "klantbeeld.db", "vorige": null, "nog": 1}',
    ],
)  # fmt: skip
def test_a_pointer_that_says_nothing_possible_is_refused(pad: Path, inhoud: bytes) -> None:
    write(pad)
    (pad.parent / "klantbeeld.db-generatie").write_bytes(inhoud)
    for schrijven in (False, True):
        with pytest.raises(StoreOnbruikbaar, match="zegt niet welk bestand de store is"):
            open_store(f"sqlite:///{pad}", schrijven=schrijven)
    assert names(pad) == {"klantbeeld.db", "klantbeeld.db-generatie"}


def test_what_is_said_of_a_damaged_generation_makes_room_for_a_new_store(pad: Path) -> None:
    write(pad)
    (pad.parent / "klantbeeld.db-2").write_bytes(b"geen database " * 1000)
    Generaties(pad).point(Generatiestand("klantbeeld.db-2", "klantbeeld.db"))
    gezegd = f"Verplaats uit {pad.parent} elk bestand waarvan de naam begint met die in KLANTBEELD_STORE__URL"
    with pytest.raises(StoreOnbruikbaar, match=f"klantbeeld.db-2 is beschadigd.*{gezegd}"):
        write(pad)
    for bestand in pad.parent.glob("klantbeeld.db*"):
        bestand.unlink()
    write(pad)
    assert names(pad) == {"klantbeeld.db"}


def test_a_new_generation_never_takes_a_name_that_is_there(pad: Path) -> None:
    assert Generaties(pad).choose_name() == "klantbeeld.db-2"
    (pad.parent / "klantbeeld.db-9").touch()
    (pad.parent / "klantbeeld.db-10-wal").touch()
    (pad.parent / "ander.db-99").touch()
    assert Generaties(pad).choose_name() == "klantbeeld.db-10"


def leave_generation(pad: Path) -> None:
    (pad.parent / "klantbeeld.db-7").touch()
    (pad.parent / "klantbeeld.db-7-wal").touch()


def leave_pointer(pad: Path) -> None:
    (pad.parent / "klantbeeld.db-generatie.nieuw").write_bytes(b"half")


@pytest.mark.parametrize("leave", [leave_generation, leave_pointer])
def test_what_a_killed_rebuild_left_goes_when_a_writer_starts(pad: Path, leave: Callable[[Path], None]) -> None:
    write(pad)
    leave(pad)
    open_store(f"sqlite:///{pad}", schrijven=False).close()
    assert len(names(pad)) == 2
    open_store(f"sqlite:///{pad}", schrijven=True).close()
    assert names(pad) == {"klantbeeld.db"}


def test_nothing_goes_while_a_rebuild_is_at_work(pad: Path) -> None:
    write(pad)
    leave_generation(pad)
    with (pad.parent / "klantbeeld.db-slot").open("wb") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        open_store(f"sqlite:///{pad}", schrijven=True).close()
        assert names(pad) == {"klantbeeld.db", "klantbeeld.db-7"}
    open_store(f"sqlite:///{pad}", schrijven=True).close()
    assert names(pad) == {"klantbeeld.db"}


def test_there_is_nothing_to_drop_before_the_first_rebuild(pad: Path) -> None:
    write(pad)
    assert drop_previous(f"sqlite:///{pad}", date.max) == []
