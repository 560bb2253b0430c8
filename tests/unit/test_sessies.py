"""Sessions as they are kept: nobody reads or moves what is kept, and what was ended stays so."""

import asyncio
from dataclasses import replace

import orjson
import pytest

from klantbeeld.access.verzegeling import Verzegeling
from klantbeeld.domain.vragen import Selectie
from klantbeeld.errors import CacheOnbereikbaar
from klantbeeld.sessies import Duur, Gevonden, Sessies
from klantbeeld.stores.cache import Geheugenplaats

BEREIK = Selectie(sectoren=("1", "2"))


class Kladblok(Geheugenplaats):
    """A place of which a test sees, and changes, what is kept; and that can be gone."""

    def __init__(self) -> None:
        super().__init__()
        self.is_weg = False

    @property
    def kept(self) -> dict[str, bytes]:
        return {naam: waarde.inhoud for naam, waarde in self._waarden.items()}

    def get(self, sleutels: object) -> list[bytes | None]:
        if self.is_weg:
            raise CacheOnbereikbaar("proef")
        return super().get(sleutels)  # type: ignore[arg-type]


@pytest.fixture
def plaats() -> Kladblok:
    return Kladblok()


def make_sessies(plaats: Geheugenplaats, geheim: bytes = b"geheim") -> Sessies:
    return Sessies(plaats, Verzegeling(geheim), Duur(600, 3600))


def begin(sessies: Sessies, naam: str = "proef:account-1") -> str:
    return asyncio.run(sessies.begin(naam, ("handhaver", "beleid"), BEREIK, "ververs-1"))


def find(sessies: Sessies, cookie: str) -> Gevonden | None:
    return asyncio.run(sessies.find(cookie))


def name(gevonden: Gevonden | None) -> str | None:
    return gevonden.sessie.naam if gevonden else None


def test_web_processes_that_share_a_place_and_a_secret_share_sessions(plaats: Kladblok) -> None:
    assert name(find(make_sessies(plaats), begin(make_sessies(plaats)))) == "proef:account-1"


def test_a_session_holds_the_employers_and_the_roles_of_its_user_and_is_in_the_first(plaats: Kladblok) -> None:
    gevonden = find(sessies := make_sessies(plaats), begin(sessies))
    assert gevonden is not None
    sessie = gevonden.sessie
    assert (sessie.bereik, sessie.rol, sessie.rollen) == (BEREIK, "handhaver", ("handhaver", "beleid"))


def test_a_session_of_another_version_is_of_nobody(plaats: Kladblok) -> None:
    cookie = begin(sessies := make_sessies(plaats))
    (sleutel,) = plaats.kept
    inhoud = orjson.dumps([sleutel, {"naam": "proef:account-1", "rol": "handhaver"}])
    plaats.put(sleutel, sessies.verzegeling.seal("sessie", inhoud).encode())
    assert find(sessies, cookie) is None


def test_with_another_secret_there_are_none(plaats: Kladblok) -> None:
    assert find(make_sessies(plaats, b"ander"), begin(make_sessies(plaats))) is None


def test_what_is_kept_tells_nothing_and_gives_no_cookie(plaats: Kladblok) -> None:
    cookie = begin(sessies := make_sessies(plaats))
    (sleutel,), (waarde,) = plaats.kept.keys(), plaats.kept.values()
    gevonden = find(sessies, cookie)
    assert gevonden is not None
    for geheim in ("account-1", "handhaver", "ververs-1", gevonden.id, cookie):
        assert geheim not in sleutel + waarde.decode()


def test_what_was_kept_under_another_name_is_of_nobody(plaats: Kladblok) -> None:
    sessies = make_sessies(plaats)
    een = begin(sessies)
    (van_een,) = plaats.kept
    begin(sessies, "proef:account-2")
    van_ander = next(waarde for sleutel, waarde in plaats.kept.items() if sleutel != van_een)
    plaats.put(van_een, van_ander)
    assert find(sessies, een) is None


@pytest.mark.parametrize("waarde", [b"", b"{}", b"\xff", b"a.b.c.d.e"])
def test_what_somebody_else_wrote_is_of_nobody(plaats: Kladblok, waarde: bytes) -> None:
    cookie = begin(sessies := make_sessies(plaats))
    (sleutel,) = plaats.kept
    plaats.put(sleutel, waarde)
    assert find(sessies, cookie) is None


def test_a_session_that_was_ended_is_not_brought_back_by_a_request_that_ran(plaats: Kladblok) -> None:
    cookie = begin(sessies := make_sessies(plaats))
    gevonden = find(sessies, cookie)
    assert gevonden is not None
    asyncio.run(sessies.end(cookie))
    asyncio.run(sessies.keep(replace(gevonden, sessie=replace(gevonden.sessie, gebruikt=sessies.nu()))))
    assert find(sessies, cookie) is None


def test_while_the_place_is_gone_nobody_is_signed_in(plaats: Kladblok) -> None:
    cookie = begin(sessies := make_sessies(plaats))
    plaats.is_weg = True
    assert find(sessies, cookie) is None


def test_a_seal_of_one_kind_is_none_of_another() -> None:
    verzegeling = Verzegeling(b"geheim")
    assert verzegeling.open("cookie", verzegeling.seal("cookie", b"x")) == b"x"
    assert verzegeling.open("sessie", verzegeling.seal("cookie", b"x")) is None
    assert verzegeling.seal("cookie", b"x") != verzegeling.seal("cookie", b"x")
