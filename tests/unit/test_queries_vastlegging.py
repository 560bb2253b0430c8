"""No record, no view: what is recorded of a consultation, also of one that was refused (F34)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from klantbeeld.access.policy import load_rechten
from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.contacten import Contactparameters
from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.domain.organisaties import Organisatieparameters
from klantbeeld.errors import GeenToegang, InvoerOnjuist
from klantbeeld.queries import Raadpleging
from tests.bouwers_leveringen import ANDER, LH, Proef, make_contact, make_organisatie, open_proef

OUD = "222222222L01"
Vraag = Callable[[Raadpleging], Awaitable[Any]]
ROLLEN = sorted(load_rechten(None).rollen)
ZONDER_WERKGEVERS = ["beheerder", "beleid", "toezichthouder"]


@pytest.fixture(scope="module")
def gevuld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proef]:
    with open_proef(tmp_path_factory.mktemp("vastlegging")) as proef:
        proef.deliver(
            make_organisatie(LH, {"naam": "Bakkerij Vroeg", "kvkNummer": "12345678"}),
            make_organisatie(ANDER, {"naam": "Bakkerij Laat", "kvkNummer": "12345678"}),
            make_organisatie(OUD, {"naam": "Molen", "status": "beeindigd", "opvolger": f"lh:{LH}"}),
            make_contact(),
        )
        yield proef


@pytest.fixture
def proef(gevuld: Proef) -> Proef:
    """The filled store with nothing recorded yet."""
    log_of(gevuld).unlink(missing_ok=True)
    return gevuld


def log_of(proef: Proef) -> Path:
    return Path(proef.settings.store.url.removeprefix("sqlite:///")).parent / "raadplegingen.jsonl"


def consult(proef: Proef, *vragen: Vraag, rol: str = "klantadviseur") -> list[dict[str, Any]]:
    """What is recorded of a consultation that asks this; what is refused is recorded too."""

    async def answer() -> None:
        raadpleging = proef.consult(rol)
        for vraag in vragen:
            try:
                await vraag(raadpleging)
            except (GeenToegang, InvoerOnjuist):
                continue
        await raadpleging.record("ok")

    asyncio.run(answer())
    log = log_of(proef)
    return [orjson.loads(regel) for regel in log.read_bytes().splitlines()] if log.exists() else []


def search(term: str) -> Vraag:
    return lambda raadpleging: raadpleging.search_werkgevers(term, None, Bladvraag(10))


def open_(proef: Proef, *groepen: Groepsoort, lh_nummer: str = LH) -> Vraag:
    parameters = {
        Groepsoort.ORGANISATIEGEGEVENS: Organisatieparameters(),
        Groepsoort.CONTACTMANAGEMENT: Contactparameters(),
    }

    async def ask(raadpleging: Raadpleging) -> None:
        werkgever = await raadpleging.find_werkgever(proef.id_of(lh_nummer))
        assert werkgever is not None
        for groep in groepen:
            await raadpleging.get_groep(werkgever, groep, parameters[groep])

    return ask


def told(regels: list[dict[str, Any]]) -> list[tuple[str, list[str], list[str], str]]:
    return [(regel["handeling"], regel["werkgevers"], regel["groepen"], regel["resultaat"]) for regel in regels]


def test_a_search_records_the_employers_it_showed(proef: Proef) -> None:
    ids = [proef.id_of(LH), proef.id_of(ANDER)]
    assert told(consult(proef, search("bakkerij"))) == [("zoeken", ids, [], "ok")]


def test_a_search_that_finds_nobody_is_recorded_without_what_was_typed(proef: Proef) -> None:
    assert told(consult(proef, search("Jan Jansen"))) == [("zoeken", [], [], "ok")]
    assert "Jansen" not in log_of(proef).read_text()


def test_an_employer_is_recorded_once_with_the_groups_that_were_seen(proef: Proef) -> None:
    vragen = (
        open_(proef, Groepsoort.CONTACTMANAGEMENT),
        open_(proef, Groepsoort.ORGANISATIEGEGEVENS, Groepsoort.CONTACTMANAGEMENT),
    )
    assert told(consult(proef, *vragen)) == [
        ("raadplegen", [proef.id_of(LH)], ["CONTACTMANAGEMENT", "ORGANISATIEGEGEVENS"], "ok"),
    ]


def test_a_group_without_right_is_not_recorded_as_seen(proef: Proef) -> None:
    regels = consult(proef, open_(proef, Groepsoort.CONTACTMANAGEMENT), rol="handhaver")
    assert told(regels) == [("raadplegen", [proef.id_of(LH)], [], "ok")]


def test_every_employer_with_a_key_is_recorded(proef: Proef) -> None:
    regels = consult(proef, lambda raadpleging: raadpleging.find_werkgevers(Sleutelsoort.KVK_NUMMER, "12345678"))
    assert told(regels) == [("raadplegen", [proef.id_of(nummer)], [], "ok") for nummer in (LH, ANDER)]


def test_relatives_that_were_shown_are_recorded(proef: Proef) -> None:
    async def ask(raadpleging: Raadpleging) -> None:
        werkgever = await raadpleging.find_werkgever(proef.id_of(LH))
        assert werkgever is not None
        await raadpleging.find_familie(werkgever)

    assert told(consult(proef, ask)) == [
        ("raadplegen", [proef.id_of(LH)], [], "ok"),
        ("familie", [proef.id_of(ANDER)], [], "ok"),
    ]


def test_a_successor_is_recorded_when_it_is_shown_and_not_when_it_only_exists(proef: Proef) -> None:
    def ask(*, tonen: bool) -> Vraag:
        async def show(raadpleging: Raadpleging) -> None:
            werkgever = await raadpleging.find_werkgever(proef.id_of(OUD))
            assert werkgever is not None
            beeld = await raadpleging.get_groep(werkgever, Groepsoort.ORGANISATIEGEGEVENS, Organisatieparameters())
            if tonen:
                await raadpleging.find_opvolger(beeld.groep)

        return show

    assert [regel["werkgevers"] for regel in consult(proef, ask(tonen=False))] == [[proef.id_of(OUD)]]
    log_of(proef).unlink()
    assert [regel["werkgevers"] for regel in consult(proef, ask(tonen=True))] == [[proef.id_of(OUD)], [proef.id_of(LH)]]


def test_a_record_says_who_in_which_role_for_which_purpose_and_holds_no_number(proef: Proef) -> None:
    (regel,) = consult(proef, open_(proef), rol="handhaver")
    assert (regel["gebruiker"], regel["rol"], regel["doel"]) == (
        "demo-handhaver",
        "handhaver",
        "urn:klantbeeld:verwerking:handhaving",
    )
    assert regel["traceId"] == "0" * 32
    for waarde in (LH[:9], "12345678", "Bakkerij"):
        assert waarde not in log_of(proef).read_text()


@pytest.mark.parametrize("rol", ZONDER_WERKGEVERS)
def test_a_refused_consultation_is_recorded_as_refused(proef: Proef, rol: str) -> None:
    vragen: tuple[Vraag, ...] = (
        search("bakkerij"),
        lambda raadpleging: raadpleging.find_werkgever(proef.id_of(LH)),
        lambda raadpleging: raadpleging.find_werkgevers(Sleutelsoort.KVK_NUMMER, "12345678"),
    )
    regels = consult(proef, *vragen, rol=rol)
    assert told(regels) == [(handeling, [], [], "geweigerd") for handeling in ("zoeken", "raadplegen", "raadplegen")]
    assert {regel["rol"] for regel in regels} == {rol}


def test_what_shows_no_employer_is_not_recorded(proef: Proef) -> None:
    vragen: tuple[Vraag, ...] = (
        lambda raadpleging: raadpleging.find_werkgever("0" * 32),
        lambda raadpleging: raadpleging.list_bronnen(),
        lambda raadpleging: raadpleging.find_werkgevers(Sleutelsoort.KVK_NUMMER, "99999999"),
        search("x" * 201),
    )
    assert consult(proef, *vragen) == []


@pytest.mark.parametrize("rol", ROLLEN)
def test_a_role_opens_employers_only_with_a_right_to_them(proef: Proef, rol: str) -> None:
    (regel,) = consult(proef, lambda raadpleging: raadpleging.find_werkgever(proef.id_of(LH)), rol=rol)
    assert regel["resultaat"] == ("geweigerd" if rol in ZONDER_WERKGEVERS else "ok")


def test_an_employer_is_recorded_once_for_each_purpose_that_its_groups_are_seen_for(proef: Proef) -> None:
    """Each of these gives a processing record with its own purpose."""
    contact, organisatie = Groepsoort.CONTACTMANAGEMENT, Groepsoort.ORGANISATIEGEGEVENS

    async def answer() -> None:
        raadpleging = proef.consult()
        adviseur = raadpleging.gebruiker
        gebruiker = replace(adviseur, doelen={**adviseur.doelen, contact: "urn:ander"})
        anders = proef.klantbeeld.raadpleeg(gebruiker, raadpleging.aanvraag.trace_id)
        await open_(proef, contact, organisatie)(anders)
        await anders.record("ok")

    asyncio.run(answer())
    regels = [orjson.loads(regel) for regel in log_of(proef).read_bytes().splitlines()]
    assert sorted((regel["doel"], regel["groepen"]) for regel in regels) == [
        ("urn:ander", [contact]),
        ("urn:klantbeeld:verwerking:werkgeversdienstverlening", [organisatie]),
    ]


def test_what_was_recorded_is_not_recorded_again_and_what_came_after_is(proef: Proef) -> None:
    async def record(raadpleging: Raadpleging) -> None:
        await raadpleging.record("ok")

    regels = consult(proef, open_(proef), record, record, search("bakkerij"), record)
    assert [regel["handeling"] for regel in regels] == ["raadplegen", "zoeken"]
