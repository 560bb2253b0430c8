"""Groups over a real store: denied by default, failing alone, fresh within a second, in a bounded number of reads."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from klantbeeld.access.policy import load_rechten
from klantbeeld.domain.beeld import Groepsbeeld
from klantbeeld.domain.bronnen import Groepsoort, Groepstatus
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.organisaties import Organisatieparameters
from klantbeeld.domain.vragen import Bronnenvraag, Itemsvraag, Vraag
from klantbeeld.errors import GeenToegang, StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.queries import Klantbeeld, Omgeving, Raadpleging
from klantbeeld.stores.protocol import Store
from tests.bouwers_leveringen import LH, Proef, make_contact, make_levering, make_organisatie, open_proef
from tests.bouwers_log import make_log
from tests.bouwers_samenvattingen import PARAMETERS

RECHTEN = load_rechten(None)
AANGESLOTEN = set(Groepsoort) - {Groepsoort.GEGEVENS_WERKBEDRIJF}


class Bewaakt:
    """A real store that remembers what was asked, and answers chosen questions with an error."""

    def __init__(self, store: Store, weiger: Callable[[Vraag], bool] = lambda _: False, *, alles: bool = False) -> None:
        self._store = store
        self._weiger = weiger
        self._alles = alles
        self.gevraagd: list[Vraag] = []

    def read(self, vragen: Sequence[Vraag]) -> list[Any]:
        self.gevraagd += vragen
        fout = StoreOnbereikbaar("nu niet")
        if self._alles and any(map(self._weiger, vragen)):
            raise StoreOnbruikbaar("beschadigd")
        antwoorden = self._store.read(vragen)
        return [fout if self._weiger(vraag) else antwoord for vraag, antwoord in zip(vragen, antwoorden, strict=True)]

    def __getattr__(self, naam: str) -> Any:
        return getattr(self._store, naam)


@pytest.fixture
def proef(tmp_path: Path) -> Iterator[Proef]:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), make_contact())
        yield proef


def guard(proef: Proef, bewaakt: Bewaakt) -> Klantbeeld:
    """The use cases over a guarded store."""
    omgeving = proef.klantbeeld.omgeving
    log = make_log(proef.settings.leveringen / "log.jsonl")
    return Klantbeeld(Omgeving(bewaakt, omgeving.klok, omgeving.normen, omgeving.bronnen, log, omgeving.sluier))


def view(proef: Proef, klantbeeld: Klantbeeld, rol: str = "klantadviseur") -> tuple[dict[Groepsoort, Groepsbeeld], int]:
    """Every group of the example employer, asked at the same time, and the number of reads that took."""
    gebruiker = RECHTEN.grant(rol, f"demo-{rol}")
    assert gebruiker is not None

    async def ask() -> tuple[dict[Groepsoort, Groepsbeeld], int]:
        raadpleging = klantbeeld.raadpleeg(gebruiker, "0" * 32)
        werkgever = await raadpleging.find_werkgever(proef.id_of(LH))
        assert werkgever is not None
        vragen = (raadpleging.get_groep(werkgever, soort, parameters) for soort, parameters in PARAMETERS.items())
        beelden = await asyncio.gather(*vragen)
        return dict(zip(PARAMETERS, beelden, strict=True)), raadpleging.lezer.lezingen

    return asyncio.run(ask())


def statuses(beelden: dict[Groepsoort, Groepsbeeld]) -> dict[Groepsoort, Groepstatus]:
    return {soort: beeld.stand.status for soort, beeld in beelden.items()}


def asks_contact(vraag: Vraag) -> bool:
    return isinstance(vraag, Itemsvraag) and vraag.soort == "contact"


@pytest.mark.parametrize("rol", sorted(rol for rol, recht in RECHTEN.rollen.items() if recht.groepen))
def test_each_role_sees_the_groups_it_has_and_no_others(proef: Proef, rol: str) -> None:
    beelden, _ = view(proef, proef.klantbeeld, rol)
    gezien = {soort for soort, status in statuses(beelden).items() if status is not Groepstatus.GEEN_TOEGANG}
    assert gezien == RECHTEN.rollen[rol].groepen.keys()


def test_a_group_without_right_says_so_for_each_of_its_fields(proef: Proef) -> None:
    beeld = view(proef, proef.klantbeeld, "handhaver")[0][Groepsoort.CONTACTMANAGEMENT]
    assert beeld.stand.melding == "Uw rol geeft geen toegang tot deze gegevensgroep."
    assert (beeld.stand.bronnen, beeld.stand.bijgewerkt_op) == ((), None)
    assert beeld.groep.contacten.totaal is None
    assert {deel.reden for deel in beeld.groep.ontbrekend} == {Ontbreekreden.GEEN_TOEGANG}


def test_a_group_without_right_is_not_read_from_the_store(proef: Proef) -> None:
    bewaakt = Bewaakt(proef.store)
    view(proef, guard(proef, bewaakt), "handhaver")
    soorten = {vraag.soort for vraag in bewaakt.gevraagd if isinstance(vraag, Itemsvraag)}
    assert soorten
    assert not soorten & {"contact", "contactpersoon", "machtiging", "notitie", "document", "betaling"}


def test_a_role_without_employers_makes_the_store_answer_nothing(proef: Proef) -> None:
    bewaakt = Bewaakt(proef.store)
    gebruiker = RECHTEN.grant("beleid", "proef")
    assert gebruiker is not None

    async def ask() -> None:
        raadpleging = guard(proef, bewaakt).raadpleeg(gebruiker, "0" * 32)
        with pytest.raises(GeenToegang):
            await raadpleging.find_werkgever(proef.id_of(LH))

    asyncio.run(ask())
    assert bewaakt.gevraagd == []


@pytest.mark.parametrize("alles", [False, True], ids=["in its place", "for the whole read"])
def test_a_group_that_fails_does_not_fail_the_others(proef: Proef, alles: bool) -> None:
    beelden, _ = view(proef, guard(proef, Bewaakt(proef.store, asks_contact, alles=alles)))
    beeld = beelden.pop(Groepsoort.CONTACTMANAGEMENT)
    assert beeld.stand.status is Groepstatus.NIET_BESCHIKBAAR
    assert beeld.stand.melding == "Deze gegevensgroep kan nu niet worden gelezen. Probeer het over een minuut opnieuw."
    assert {deel.reden for deel in beeld.groep.ontbrekend} == {Ontbreekreden.NIET_GELEVERD}
    assert Groepstatus.NIET_BESCHIKBAAR not in statuses(beelden).values()
    assert beelden[Groepsoort.ORGANISATIEGEGEVENS].groep.organisatie == "Bakkerij Vroeg"


def test_a_group_that_fails_still_names_its_sources(proef: Proef) -> None:
    beelden, _ = view(proef, guard(proef, Bewaakt(proef.store, asks_contact)))
    assert [bron.bron for bron in beelden[Groepsoort.CONTACTMANAGEMENT].stand.bronnen] == ["archie", "k3cr", "proef"]


def test_without_the_state_of_the_sources_no_group_can_be_judged(proef: Proef) -> None:
    beelden, _ = view(proef, guard(proef, Bewaakt(proef.store, lambda vraag: isinstance(vraag, Bronnenvraag))), "handhaver")
    zichtbaar = RECHTEN.rollen["handhaver"].groepen
    assert statuses(beelden) == {
        soort: Groepstatus.NIET_BESCHIKBAAR if soort in zichtbaar else Groepstatus.GEEN_TOEGANG for soort in Groepsoort
    }


def damage(proef: Proef, opdracht: str) -> None:
    """Changes the store file behind our back."""
    with closing(sqlite3.connect(proef.settings.store.url.removeprefix("sqlite:///"))) as verbinding, verbinding:
        assert verbinding.execute(opdracht).rowcount > 0


@pytest.mark.parametrize("inhoud", ["x'7b'", "'{}'", "'{\"gegevens\":{}}'", "'[]'"])
def test_a_record_that_cannot_be_read_back_fails_its_own_group_only(proef: Proef, inhoud: str) -> None:
    damage(proef, f"UPDATE items SET inhoud = CAST({inhoud} AS BLOB) WHERE soort = 'contact'")  # noqa: S608 - our own text
    beelden, _ = view(proef, proef.klantbeeld)
    kapot = {soort for soort, status in statuses(beelden).items() if status is Groepstatus.NIET_BESCHIKBAAR}
    assert kapot == {Groepsoort.CONTACTMANAGEMENT}


def test_a_store_that_lost_a_table_shows_every_group_as_unavailable(proef: Proef) -> None:
    with closing(sqlite3.connect(proef.settings.store.url.removeprefix("sqlite:///"))) as verbinding:
        verbinding.execute("DROP TABLE item_sleutels")
    beelden, _ = view(proef, proef.klantbeeld)
    assert {statuses(beelden)[soort] for soort in AANGESLOTEN} == {Groepstatus.NIET_BESCHIKBAAR}


def test_an_ended_employer_names_a_successor_that_is_not_known(proef: Proef) -> None:
    proef.deliver(make_organisatie(gegevens={"status": "beeindigd", "opvolger": "lh:999999999L01"}))
    groep = view(proef, proef.klantbeeld)[0][Groepsoort.ORGANISATIEGEGEVENS].groep
    assert [deel.reden for deel in groep.ontbrekend if deel.veld == "opvolger"] == [Ontbreekreden.NIET_GELEVERD]


def find_opvolger(proef: Proef) -> str | None:
    async def ask() -> str | None:
        raadpleging = proef.consult()
        werkgever = await raadpleging.find_werkgever(proef.id_of(LH))
        assert werkgever is not None
        beeld = await raadpleging.get_groep(werkgever, Groepsoort.ORGANISATIEGEGEVENS, Organisatieparameters())
        opvolger = await raadpleging.find_opvolger(beeld.groep)
        return opvolger.naam if opvolger else None

    return asyncio.run(ask())


@pytest.mark.parametrize(("opvolger", "naam"), [(None, None), ("lh:999999999L01", None), ("lh:222222222L01", "Nieuw")])
def test_a_successor_is_shown_when_it_is_known(proef: Proef, opvolger: str | None, naam: str | None) -> None:
    proef.deliver(
        make_organisatie("222222222L01", {"naam": "Nieuw"}),
        make_organisatie(gegevens={"status": "beeindigd", "opvolger": opvolger}),
    )
    assert find_opvolger(proef) == naam


def test_a_view_takes_as_many_reads_for_5000_contacts_as_for_one(proef: Proef) -> None:
    _, voor = view(proef, Klantbeeld(proef.klantbeeld.omgeving))
    proef.deliver(*(make_contact() for _ in range(5_000)))
    beelden, na = view(proef, Klantbeeld(proef.klantbeeld.omgeving))
    assert beelden[Groepsoort.CONTACTMANAGEMENT].groep.contacten.totaal == 5_001
    assert voor == na <= 5


class Wekker:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.tijd = 1000.0

    def __call__(self) -> float:
        return self.tijd


@pytest.fixture
def wekker(monkeypatch: pytest.MonkeyPatch) -> Wekker:
    wekker = Wekker()
    monkeypatch.setattr("klantbeeld.standen.monotonic", wekker)
    monkeypatch.setattr("klantbeeld.lezer.monotonic", wekker)
    return wekker


async def list_bronnen(raadpleging: Raadpleging) -> set[str]:
    return {oordeel.bron for oordeel in await raadpleging.list_bronnen()}


def list_bronnen_now(proef: Proef) -> set[str]:
    async def ask() -> set[str]:
        return await list_bronnen(proef.consult())

    return asyncio.run(ask())


@pytest.mark.parametrize(("seconden", "gezien"), [(0.0, False), (0.99, False), (1.0, True)])
def test_the_state_of_the_sources_is_held_for_a_second(proef: Proef, wekker: Wekker, seconden: float, gezien: bool) -> None:
    list_bronnen_now(proef)
    proef.deliver(make_levering("notitie", {"datum": "2023-01-01", "tekst": "x"}, bron="nieuw"))
    wekker.tijd += seconden
    assert ("nieuw" in list_bronnen_now(proef)) is gezien


def test_a_long_consultation_does_not_pass_on_what_it_read_at_its_beginning(proef: Proef, wekker: Wekker) -> None:
    async def linger() -> set[str]:
        lang = proef.consult()
        await list_bronnen(lang)
        proef.deliver(make_levering("notitie", {"datum": "2023-01-01", "tekst": "x"}, bron="nieuw"))
        wekker.tijd += 5
        await list_bronnen(lang)
        return await list_bronnen(proef.consult())

    assert "nieuw" in asyncio.run(linger())


def test_an_older_answer_does_not_replace_a_newer_one(proef: Proef, wekker: Wekker) -> None:
    async def overtake() -> set[str]:
        oud = proef.consult()
        wekker.tijd += 2
        proef.deliver(make_levering("notitie", {"datum": "2023-01-01", "tekst": "x"}, bron="nieuw"))
        await list_bronnen(proef.consult())
        wekker.tijd += 1
        damage(proef, "DELETE FROM bronsoorten WHERE bron = 'nieuw'")
        await list_bronnen(oud)
        wekker.tijd -= 0.5
        return await list_bronnen(proef.consult())

    assert "nieuw" in asyncio.run(overtake())
