"""Whoever asks a store in SQLite and one in Elasticsearch the same gets the same: hits, totals, order, and every field."""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

import pytest

from klantbeeld import zoektocht
from klantbeeld.domain.bladzijden import GROOTSTE_BLADZIJDE, Bladvraag
from klantbeeld.domain.digests import digest_store
from klantbeeld.domain.items import Item
from klantbeeld.domain.klok import Tijdvak
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import (
    Aantallenvraag,
    Attribuut,
    Bestaanvraag,
    Bronitemsvraag,
    Bronnenvraag,
    Burenvraag,
    Familievraag,
    Houdersvraag,
    Itemsvraag,
    Maandvraag,
    Profielvraag,
    Rangvraag,
    Selectie,
    Sleutelvraag,
    Statistiekvraag,
    Telvraag,
    Vindvraag,
    Vraag,
)
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.queries import Klantbeeld, Zoekresultaat
from resolvers.uitvoering import Uitvoering, read_volledig_beeld
from tests.bouwers_graphql import OPEN, TRACE, grant
from tests.tweeling import Tweeling, open_tweeling
from tests.zoekset.score import read_gevallen

LANG = "LANGE_TESTS" in os.environ
WERKGEVERS = 20_000 if LANG else 2_000
BEELDEN = 300 if LANG else 60
ZOEKERS = 100 if LANG else 20
"""Employers from whose names, numbers and records searches are made, about fifteen each."""
ELKE_GEVAL = 1 if LANG else 4
"""One in so many questions of the search set is asked."""
GEVRAAGD = 300 if LANG else 60
SAMEN = 6
"""Questions that are asked at the same time."""
SOORTEN = ("contact", "document", "betaling", "zaak", "vestiging", "erd", "riv", "boete")
SELECTIES = (
    Selectie(),
    Selectie(sectoren=("35", "51", "onbekend")),
    Selectie(grootteklassen=("G1_9", "G10_49"), postcodegebieden=("10", "12", "35", "56", "74")),
)
PAREN = tuple(combinations(Attribuut, 2))[:: 2 if LANG else 6]
MAANDEN = ("2021-02", "2023-10")

V = TypeVar("V")


@pytest.fixture
def tweeling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tweeling]:
    # How far a search climbs may not depend on how busy this machine is.
    monkeypatch.setattr(zoektocht, "GEDULD", 600.0)
    with open_tweeling(WERKGEVERS, tmp_path) as paar:
        yield paar


def pick_profielen(tweeling: Tweeling, aantal: int) -> list[Profiel]:
    """Employers, the same in each run."""
    store = tweeling.sqlite.omgeving.store
    sleutels = sorted(set(store.organisatie_sleutels()))
    gekozen = random.Random(aantal).sample(sleutels, aantal)
    antwoorden = store.read([Sleutelvraag(sleutel, 1) for sleutel in gekozen])
    return [profiel for antwoord in antwoorden for profiel in antwoord]


def ask_both(
    tweeling: Tweeling, vragen: Sequence[V], ask: Callable[[Klantbeeld, V], Awaitable[Any]]
) -> tuple[list[Any], list[V]]:
    """The answers of SQLite, and the questions to which Elasticsearch gives another."""
    goed, ander = (asyncio.run(_ask_all(klantbeeld, vragen, ask)) for klantbeeld in (tweeling.sqlite, tweeling.elastic))
    return goed, [vraag for vraag, een, twee in zip(vragen, goed, ander, strict=True) if een != twee]


async def _ask_all(klantbeeld: Klantbeeld, vragen: Sequence[V], ask: Callable[[Klantbeeld, V], Awaitable[Any]]) -> list[Any]:
    antwoorden: list[Any] = []
    for begin in range(0, len(vragen), SAMEN):
        antwoorden += await asyncio.gather(*(ask(klantbeeld, vraag) for vraag in vragen[begin : begin + SAMEN]))
    return antwoorden


async def search(klantbeeld: Klantbeeld, zoekterm: str) -> Zoekresultaat | str:
    raadpleging = klantbeeld.raadpleeg(grant(), TRACE)
    try:
        return await raadpleging.search_werkgevers(zoekterm, None, Bladvraag(GROOTSTE_BLADZIJDE))
    except InvoerOnjuist as fout:
        return str(fout)


async def view(klantbeeld: Klantbeeld, id_: str) -> Any:
    return await Uitvoering(klantbeeld, OPEN).execute_query(grant(), read_volledig_beeld(), {"id": id_})


async def read(klantbeeld: Klantbeeld, vragen: list[Vraag]) -> list[Any]:
    return await asyncio.to_thread(klantbeeld.omgeving.store.read, vragen)


# the whole of it


def test_both_stores_hold_the_same(tweeling: Tweeling) -> None:
    een, ander = tweeling.sqlite.omgeving.store, tweeling.elastic.omgeving.store
    assert digest_store(een.digests()) == digest_store(ander.digests())
    assert (een.live_counts(), een.counters()) == (ander.live_counts(), ander.counters())
    assert list(een.live_versions("k3cr")) == list(ander.live_versions("k3cr"))
    assert set(een.organisatie_sleutels()) == set(ander.organisatie_sleutels())


# searching


def test_every_kind_of_question_of_the_search_set_gives_the_same_hits(tweeling: Tweeling) -> None:
    zoektermen = [geval.zoekterm for geval in read_gevallen()[::ELKE_GEVAL]]
    antwoorden, verschillend = ask_both(tweeling, zoektermen, search)
    assert verschillend == []
    assert count_hits(antwoorden) > len(zoektermen)


def test_whatever_is_typed_of_an_employer_gives_the_same_hits(tweeling: Tweeling) -> None:
    dobbel = random.Random(ZOEKERS)
    profielen = pick_profielen(tweeling, ZOEKERS)
    zoektermen = [term for profiel in profielen for term in [*vary_naam(profiel, dobbel), *list_gegevens(tweeling, profiel)]]
    antwoorden, verschillend = ask_both(tweeling, list(dict.fromkeys(zoektermen)), search)
    assert verschillend == []
    assert count_hits(antwoorden) > len(profielen) * 15


def count_hits(antwoorden: list[Any]) -> int:
    return sum(len(antwoord.bladzijde.edges) for antwoord in antwoorden if isinstance(antwoord, Zoekresultaat))


def vary_naam(profiel: Profiel, dobbel: random.Random) -> Iterator[str]:
    """What somebody may type who looks for this employer."""
    naam = profiel.naam
    plaats = dobbel.randrange(1, len(naam))
    ander = dobbel.choice("aeionrst")
    yield naam
    yield naam[: dobbel.randrange(1, 4)]
    yield naam[: max(4, len(naam) // 2)]
    yield naam[: plaats - 1] + naam[plaats:]
    yield naam[:plaats] + ander + naam[plaats:]
    yield naam[: plaats - 1] + ander + naam[plaats:]
    yield " ".join(reversed(naam.split()))
    yield f"{naam} {profiel.plaats or ''}"
    yield f"{naam.split()[0]} {ander * 3}"
    yield naam[plaats:]
    for term in dobbel.sample(profiel.nummers, min(3, len(profiel.nummers))):
        nummer = term.partition(":")[2]
        yield from (nummer, nummer[:5])
    for plek in profiel.plekken[:1]:
        yield from (f"{plek.straat} {plek.nummer}", f"{plek.postcode} {plek.nummer}", plek.plaats)


def list_gegevens(tweeling: Tweeling, profiel: Profiel) -> Iterator[str]:
    """What somebody may read from letters and payments of this employer."""
    soorten = ("zaak", "betaling", "polis", "document", "contactpersoon", "vestiging")
    antwoorden = tweeling.sqlite.omgeving.store.read([Itemsvraag(profiel.sleutels, soort, limiet=1) for soort in soorten])
    items: list[Item] = [item for antwoord in antwoorden for item in antwoord.items]
    return (term.partition(":")[2] for item in items for term in item.kenmerken.vindtermen[:1])


# viewing


def test_the_whole_view_of_an_employer_is_the_same(tweeling: Tweeling) -> None:
    ids = [profiel.id for profiel in pick_profielen(tweeling, BEELDEN)]
    antwoorden, verschillend = ask_both(tweeling, ids, view)
    assert verschillend == []
    assert [antwoord for antwoord in antwoorden if "errors" in antwoord] == []
    assert {antwoord["data"]["werkgever"]["id"] for antwoord in antwoorden} == set(ids)


# every question


def list_vragen(profiel: Profiel) -> list[Vraag]:
    """Questions about one employer."""
    sleutels = profiel.sleutels
    return [
        *(Itemsvraag(sleutels, soort) for soort in SOORTEN),
        *(Itemsvraag(sleutels, soort, oplopend=True, limiet=3, ook_besloten=False) for soort in SOORTEN),
        *(Itemsvraag(sleutels, soort, van="2021", tot="2022-12-31", limiet=5, na=("2022", "")) for soort in SOORTEN),
        *(Telvraag(sleutels, soort, ook_besloten=False) for soort in SOORTEN),
        Bronitemsvraag(sleutels, ("organisatie", "vestiging", "koppeling")),
        Burenvraag(sleutels, ("riv", "loonsanctie", "boete")),
        Profielvraag(profiel.id),
        Familievraag(profiel.familie, 100),
        Houdersvraag(sleutels),
        Rangvraag((*sleutels, "kvk:00000000")),
        Maandvraag(profiel.id),
        *(Sleutelvraag(sleutel, 100) for sleutel in sleutels[:5]),
    ]


def test_every_question_about_an_employer_has_the_same_answer(tweeling: Tweeling) -> None:
    vragen = [list_vragen(profiel) for profiel in pick_profielen(tweeling, GEVRAAGD)]
    antwoorden, verschillend = ask_both(tweeling, vragen, read)
    assert [_name_vraag(tweeling, vraag) for vraag in verschillend] == []
    items = {item.id: item for antwoord in antwoorden for deel in antwoord[: len(SOORTEN)] for item in deel.items}
    assert len(items) > GEVRAAGD * 10
    vondsten = [Vindvraag(term, SOORTEN, True, 20) for item in items.values() for term in item.kenmerken.vindtermen]
    rest: list[Vraag] = [Bestaanvraag((*items, "k3cr:contact:weg")), Bronnenvraag(), *vondsten[:500]]
    assert ask_both(tweeling, [rest], read)[1] == []


def _name_vraag(tweeling: Tweeling, vragen: list[Vraag]) -> Vraag:
    """The first of these questions to which the answers differ."""
    return next(vraag for vraag in vragen if ask_both(tweeling, [[vraag]], read)[1])


# statistics


def test_every_statistic_is_the_same(tweeling: Tweeling) -> None:
    enkel: list[list[Vraag]] = [
        [Aantallenvraag(selectie, per), *(Statistiekvraag(selectie, *MAANDEN, per, vak) for vak in (None, *Tijdvak))]
        for selectie in SELECTIES
        for per in [(), *((attribuut,) for attribuut in Attribuut)]
    ]
    paren: list[list[Vraag]] = [
        [Aantallenvraag(Selectie(), paar), Statistiekvraag(Selectie(), *MAANDEN, paar, Tijdvak.JAAR)] for paar in PAREN
    ]
    antwoorden, verschillend = ask_both(tweeling, enkel + paren, read)
    assert verschillend == []
    assert all(statistiek.totaal.meldingen > 0 for antwoord in antwoorden for statistiek in antwoord[1:])
