"""The employers that a user looked at last, from the consultation log (issue 8, §1)."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from klantbeeld.access import nalezen
from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.vragen import Selectie
from klantbeeld.errors import GeenToegang
from klantbeeld.queries import Raadpleging
from tests.bouwers_leveringen import ANDER, LH, Proef, make_levering, make_organisatie, open_proef

DERDE = "555555555L01"
NAMEN = {LH: "Bakkerij Vroeg", ANDER: "Bakkerij Laat", DERDE: "Molenaar"}


@pytest.fixture
def proef(tmp_path: Path) -> Iterator[Proef]:
    with open_proef(tmp_path) as proef:
        proef.deliver(*(make_organisatie(lh_nummer, {"naam": naam}) for lh_nummer, naam in NAMEN.items()))
        yield proef


def view(proef: Proef, *lh_nummers: str, rol: str = "klantadviseur") -> None:
    async def consult(id_: str) -> None:
        raadpleging = proef.consult(rol)
        assert await raadpleging.find_werkgever(id_)
        await raadpleging.record("ok")

    for lh_nummer in lh_nummers:
        asyncio.run(consult(proef.id_of(lh_nummer)))


def list_namen(proef: Proef, rol: str = "klantadviseur", bereik: Selectie | None = None) -> list[str]:
    async def ask() -> list[str]:
        raadpleging = proef.consult(rol)
        if bereik is not None:
            gebruiker = replace(raadpleging.gebruiker, bereik=bereik)
            raadpleging = Raadpleging(proef.klantbeeld, replace(raadpleging.aanvraag, gebruiker=gebruiker))
        try:
            return [werkgever.naam for werkgever in await raadpleging.list_onlangs()]
        finally:
            await raadpleging.record("ok")

    return asyncio.run(ask())


def search(proef: Proef, zoekterm: str) -> None:
    async def ask() -> None:
        raadpleging = proef.consult()
        await raadpleging.search_werkgevers(zoekterm, None, Bladvraag(10))
        await raadpleging.record("ok")

    asyncio.run(ask())


def read_log(proef: Proef) -> list[dict[str, object]]:
    assert proef.settings.logboek is not None
    return [orjson.loads(regel) for regel in proef.settings.logboek.read_bytes().splitlines()]


def test_they_are_told_once_each_the_one_seen_last_first(proef: Proef) -> None:
    view(proef, LH, ANDER, DERDE, LH)
    assert list_namen(proef) == ["Bakkerij Vroeg", "Molenaar", "Bakkerij Laat"]


def test_employers_that_were_only_found_or_told_again_are_none_of_them(proef: Proef) -> None:
    view(proef, DERDE)
    for _ in range(60):
        search(proef, "bakkerij")
    assert [list_namen(proef) for _ in range(2)] == [["Molenaar"]] * 2


def test_nobody_is_told_what_another_looked_at(proef: Proef) -> None:
    view(proef, LH, rol="accountmanager")
    assert list_namen(proef) == []


def test_an_employer_that_is_gone_vanishes(proef: Proef) -> None:
    view(proef, LH, ANDER)
    proef.deliver(make_levering("organisatie", None, sleutel=ANDER))
    assert list_namen(proef) == ["Bakkerij Vroeg"]


def test_an_employer_outside_the_reach_of_now_is_not_told(proef: Proef) -> None:
    view(proef, LH, ANDER)
    assert list_namen(proef, bereik=Selectie(werkgever_ids=(proef.id_of(ANDER),))) == ["Bakkerij Laat"]


def test_it_is_recorded_with_the_employers_that_were_told(proef: Proef) -> None:
    view(proef, LH)
    list_namen(proef)
    regel = read_log(proef)[-1]
    assert (regel["handeling"], regel["werkgevers"], regel["resultaat"]) == ("onlangs bekeken", [proef.id_of(LH)], "ok")


def test_no_more_are_told_than_may(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    view(proef, LH, ANDER, DERDE)
    monkeypatch.setattr(nalezen, "MEESTE_BEKEKEN", 2)
    assert list_namen(proef) == ["Molenaar", "Bakkerij Laat"]


def test_who_may_not_see_single_employers_is_refused_and_that_is_recorded(proef: Proef) -> None:
    with pytest.raises(GeenToegang):
        list_namen(proef, rol="beleid")
    assert (read_log(proef)[-1]["handeling"], read_log(proef)[-1]["resultaat"]) == ("onlangs bekeken", "geweigerd")
