"""Non-interference: whatever changes in what a role may not see, its answers stay the same to the byte, order, totals, counts
and statistics included, and so does what the store is asked for them: the same kinds of questions, in the same steps, or for a
page in the same reads beside each other. So nobody can tell by how long an answer takes that there is something he may not see.

Each example draws two versions of everything that is hidden from a role, delivers the one and then the other into a real store,
and asks the same questions after each: the whole view, the opening page, searches (also for what is hidden), keys and
statistics (S11).
"""

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import StreamingResponse

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.verzegeling import Verzegeling
from klantbeeld.domain.vragen import Selectie, Vraag
from klantbeeld.errors import GeenToegang
from klantbeeld.queries import Klantbeeld
from klantbeeld.stores.cache import Geheugenplaats
from klantbeeld.stores.protocol import Store
from klantbeeld.verzoeken import Afwijzing
from klantbeeld.web.bezoek import Bezoek, Bezoeker
from klantbeeld.web.klantbeelden import show_klantbeeld
from klantbeeld.web.sjablonen import Schil
from klantbeeld.zoekopdrachten import Zoekopdrachten
from resolvers.uitvoering import Uitvoering, Verzoek, read_volledig_beeld
from tests.bouwers_graphql import GESLOTEN, TRACE, grant
from tests.bouwers_leveringen import ANDER, LH, Levering, Proef, make_boete, make_levering, make_organisatie, open_proef

AANTAL = 150 if "LANGE_TESTS" in os.environ else 4
WOORDEN = ("Molen", "Klaver", "Distel", "griep")
TELEFOONS = ("0612345678", "0201234567")
NUMMERS = ("ZK-1001", "KB-2002", "DANS-3003")
ZOEKTERMEN = ("bakkerij", *WOORDEN, *TELEFOONS, *NUMMERS, ANDER, ANDER[:9], "1011AB", "bakerij", "kade")
ZOEK = """query ($zoekterm: String!) { werkgevers(zoekterm: $zoekterm, first: 5) {
  totaal totaalIsMinimum isSuggestie herkendAls edges { cursor reden uitleg node { id naam plaats status } } } }"""
OP_SLEUTEL = "query ($waarde: String!) { werkgeversOpSleutel(soort: KVK_NUMMER, waarde: $waarde) { id naam } }"
STATISTIEK = """query { preventiestatistiek(van: "2023-01-01", tot: "2023-12-31", groepeerOp: [SECTOR, JAAR]) {
  rijen { groep { code } aantalWerkgevers boetes onderdrukt } totaal { aantalWerkgevers boetes boetebedragInCenten } } }"""

woorden, telefoons = st.sampled_from(WOORDEN), st.sampled_from(TELEFOONS)
nummers, dagen = st.sampled_from(NUMMERS), st.sampled_from(("2023-01-31", "2023-10-01", "2022-06-15"))
bedragen = st.integers(0, 10_000_00)
Versie = Mapping[str, Mapping[str, Any] | None]
"""Per hidden record its content; None when it is not there."""
Soorten = Mapping[str, st.SearchStrategy[dict[str, Any]]]
"""Per kind of record what can be hidden in it."""


def of(**velden: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Records with these fields: drawn, or always the same."""
    return st.fixed_dictionaries(
        {naam: veld if isinstance(veld, st.SearchStrategy) else st.just(veld) for naam, veld in velden.items()}
    )


CONTACT: Soorten = {
    "contactpersoon": of(zijde=st.sampled_from(("organisatie", "uwv")), naam=woorden, telefoon=telefoons, beschikbaar=True),
    "contact": of(
        plaatsgevondenOp="2023-10-15T09:12:00Z", kanaal="Telefoon", status="open", onderwerp=woorden, omschrijving=woorden
    ),
    "machtiging": of(gemachtigde=woorden, soort="accountant", van=dagen),
    "notitie": of(datum=dagen, tekst=woorden),
}
DOCUMENT: Soorten = {
    "document": of(datum=dagen, titel=woorden, soort="overig", heeftBijlage=False, dansId=nummers, betreftPersoon=True)
}
BETALING: Soorten = {
    "betaling": of(datum=dagen, regeling="ZW", soort="factuur", bedragInCenten=bedragen, status="openstaand", kenmerk=nummers)
}
ZAAK: Soorten = {"zaak": of(zaaknummer="ZK-9", zaaktype="Ziekmelding", startdatum="2023-01-01", status="lopend", reden=woorden)}
VESTIGING: Soorten = {
    "vestiging": of(
        vestigingsnummer="000012345678",
        naam="Winkel",
        hoofdvestiging=True,
        telefoon=telefoons,
        email=woorden.map("{}@x.nl".format),
    )
}
ALTIJD = {"zaak", "vestiging"}
"""Kinds of which the record itself is shown, and a field of it is hidden."""


@dataclass(frozen=True, slots=True)
class Rolproef:
    """Who asks, and what is hidden from it: kinds of record of the employer that it may see, or another employer."""

    gebruiker: Gebruiker
    soorten: Soorten
    ander: bool = False


ROLPROEVEN = {
    "klantadviseur": Rolproef(grant(), ZAAK),
    "accountmanager": Rolproef(grant("accountmanager"), {**DOCUMENT, **BETALING, **ZAAK}),
    "uitkeringsdeskundige_osw": Rolproef(grant("uitkeringsdeskundige_osw"), ZAAK),
    "handhaver": Rolproef(grant("handhaver"), {**CONTACT, **DOCUMENT, **BETALING, **ZAAK, **VESTIGING}),
    "afnemer": Rolproef(grant("afnemer"), {**CONTACT, **DOCUMENT, **BETALING, **ZAAK, **VESTIGING}),
    "beleid": Rolproef(grant("beleid"), {**CONTACT, **DOCUMENT, **BETALING, **ZAAK, **VESTIGING}),
    "in een gebied": Rolproef(
        replace(grant("landelijk_adviseur"), bereik=Selectie(postcodegebieden=("96",))), {**CONTACT, **BETALING}, ander=True
    ),
}


@pytest.fixture
def proef(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proef]:
    """A store with one employer in reach of everybody, in which every kind of record was delivered before. A search is never
    cut short, and the state of the sources is read once: nothing may depend on how busy the machine is here."""
    monkeypatch.setattr("klantbeeld.standen.GELDIGHEID", 600.0)
    monkeypatch.setattr("klantbeeld.zoektocht.GEDULD", 600.0)
    monkeypatch.setattr("klantbeeld.stores.sqlite.LANGSTE_ZOEKTIJD", 600.0)
    adres = {"straat": "Kade", "huisnummer": "1", "postcode": "9601AB", "plaats": "Winsum"}
    with open_proef(tmp_path) as proef:
        proef.deliver(
            make_organisatie(LH, {"vestigingsadres": adres, "rsin": "111111110", "kvkNummer": "12345678", "sectoren": ["10"]}),
            make_boete(),
            *(make_levering(soort, voorbeeld, sleutel=f"vast-{soort}") for soort, voorbeeld in VASTE.items()),
        )
        yield proef


VASTE: dict[str, dict[str, Any]] = {
    "contactpersoon": {"zijde": "uwv", "naam": "Vast", "beschikbaar": True},
    "contact": {"plaatsgevondenOp": "2023-10-15T09:12:00Z", "kanaal": "Telefoon", "status": "open", "onderwerp": "WGA"},
    "machtiging": {"gemachtigde": "Vast", "soort": "accountant", "van": "2023-01-01"},
    "notitie": {"datum": "2023-01-01", "tekst": "Vast"},
    "document": {"datum": "2023-01-01", "titel": "Vast", "soort": "overig", "heeftBijlage": False, "betreftPersoon": False},
    "betaling": {"datum": "2023-01-01", "regeling": "ZW", "soort": "factuur", "bedragInCenten": 1, "status": "betaald"},
    "zaak": {"zaaknummer": "ZK-8", "zaaktype": "Ziekmelding", "startdatum": "2023-01-01", "status": "lopend"},
    "vestiging": {"vestigingsnummer": "000087654321", "naam": "Vast", "hoofdvestiging": False},
}


def versions(rolproef: Rolproef) -> st.SearchStrategy[Versie]:
    """What is hidden: one or two records of each kind, each there or not, and the other employer."""
    delen: dict[str, st.SearchStrategy[Mapping[str, Any] | None]] = {}
    for soort, inhoud in rolproef.soorten.items():
        for nummer in (1, 2):
            delen[f"{soort}/{nummer}"] = inhoud if soort in ALTIJD and not rolproef.ander else st.one_of(st.none(), inhoud)
    if rolproef.ander:
        delen["organisatie/1"] = st.one_of(
            st.none(),
            of(
                naam=woorden.map("Bakkerij {}".format),
                kvkNummer="12345678",
                rsin="111111110",
                sectoren=st.sampled_from((["10"], ["51"], [])),
                vestigingsadres=of(straat="Kade", huisnummer="2", postcode="1011AB", plaats=woorden),
            ),
        )
        delen["boete/1"] = st.one_of(st.none(), of(besluitOp=dagen, bedragInCenten=bedragen, status="opgelegd"))
    return st.fixed_dictionaries(delen)


def deliver(proef: Proef, versie: Versie, lh_nummer: str) -> None:
    """Everything that is hidden, as it is in this version."""
    leveringen: list[Levering] = []
    for naam, inhoud in versie.items():
        soort = naam.partition("/")[0]
        if soort == "organisatie":
            leveringen.append(make_organisatie(ANDER, dict(inhoud or {}), verwijderd=inhoud is None))
            if inhoud is None:
                leveringen[-1].pop("gegevens")
        else:
            sleutel, werkgever = f"{lh_nummer}-{naam}", [f"lh:{lh_nummer}"]
            leveringen.append(make_levering(soort, dict(inhoud) if inhoud else None, sleutel=sleutel, werkgever=werkgever))
    proef.deliver(*leveringen)


class Meeluisteraar:
    """A store that remembers what it was asked, read by read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.gevraagd: list[list[str]] = []

    def read(self, vragen: Sequence[Vraag]) -> list[Any]:
        self.gevraagd.append(sorted(type(vraag).__name__ for vraag in vragen))
        return self._store.read(vragen)

    def __getattr__(self, naam: str) -> Any:
        return getattr(self._store, naam)


@dataclass(frozen=True, slots=True)
class Gezien:
    """An answer as it leaves, and every read of the store that it took: the kinds of questions in it."""

    antwoord: bytes
    lezingen: tuple[tuple[str, ...], ...]


async def show_pagina(klantbeeld: Klantbeeld, gebruiker: Gebruiker, id_: str) -> bytes:
    """The opening page of an employer, or why there is none."""
    sessies = klantbeeld.omgeving.sessies
    assert sessies is not None
    opdrachten = Zoekopdrachten(sessies.plaats, sessies.verzegeling)
    request = Request({"type": "http", "method": "GET", "path_params": {"id": id_}, "query_string": b"", "headers": []})
    raadpleging = klantbeeld.raadpleeg(gebruiker, TRACE, in_delen=True)
    opdrachten = Zoekopdrachten(Geheugenplaats(), Verzegeling(b"geheim"))
    try:
        pagina = await show_klantbeeld(Bezoek(request, Bezoeker(gebruiker, Schil("account", "rol")), raadpleging, opdrachten))
    except (Afwijzing, GeenToegang) as fout:
        return str(fout).encode()
    assert isinstance(pagina, StreamingResponse)
    return "".join([str(deel) async for deel in pagina.body_iterator]).encode()


def ask_all(proef: Proef, gebruiker: Gebruiker) -> list[Gezien]:
    """Every answer, by a web process that kept nothing."""
    store = Meeluisteraar(proef.klantbeeld.omgeving.store)
    klantbeeld = Klantbeeld(replace(proef.klantbeeld.omgeving, cache=None, store=cast("Store", store)))
    uitvoering = Uitvoering(klantbeeld, GESLOTEN)
    vragen: list[tuple[str, dict[str, Any]]] = [
        (read_volledig_beeld(), {"id": proef.id_of(LH)}),
        (read_volledig_beeld(), {"id": proef.id_of(ANDER)}),
        *((ZOEK, {"zoekterm": term}) for term in ZOEKTERMEN),
        (OP_SLEUTEL, {"waarde": "12345678"}),
        (STATISTIEK, {}),
    ]

    async def answer(query: str, variabelen: dict[str, Any]) -> Gezien:
        store.gevraagd.clear()
        antwoord = await uitvoering.answer(gebruiker, Verzoek(query, variabelen, trace_id=TRACE))
        lezingen = tuple(map(tuple, store.gevraagd))
        return Gezien(b"%d %s" % (antwoord.status, orjson.dumps(antwoord.inhoud)), lezingen)

    async def look(lh_nummer: str) -> Gezien:
        store.gevraagd.clear()
        pagina = await show_pagina(klantbeeld, gebruiker, proef.id_of(lh_nummer))
        return Gezien(pagina, tuple(sorted(map(tuple, store.gevraagd))))

    async def answer_all() -> list[Gezien]:
        antwoorden = [await answer(query, variabelen) for query, variabelen in vragen]
        return antwoorden + [await look(lh_nummer) for lh_nummer in (LH, ANDER)]

    return asyncio.run(answer_all())


@pytest.mark.parametrize("naam", ROLPROEVEN)
def test_what_a_role_may_not_see_changes_nothing_of_what_it_is_answered(proef: Proef, naam: str) -> None:
    rolproef = ROLPROEVEN[naam]
    van = ANDER if rolproef.ander else LH

    @settings(max_examples=AANTAL, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.tuples(versions(rolproef), versions(rolproef)))
    def check(versies: tuple[Versie, Versie]) -> None:
        gezien = []
        for versie in versies:
            deliver(proef, versie, van)
            gezien.append(ask_all(proef, rolproef.gebruiker))
        assert gezien[0] == gezien[1]

    check()


@pytest.mark.parametrize("naam", ["handhaver", "in een gebied"])
def test_the_same_changes_are_seen_by_who_may_see_them(proef: Proef, naam: str) -> None:
    """The test above would find a difference if there was one."""
    rolproef = ROLPROEVEN[naam]
    van = ANDER if rolproef.ander else LH
    ziende = grant("uitkeringsdeskundige_zw")
    vast = {"vestigingsadres": {"straat": "Kade", "huisnummer": "2", "postcode": "1011AB", "plaats": "x"}}
    deliver(proef, {"contactpersoon/1": {"zijde": "uwv", "naam": "A", "beschikbaar": True}, "organisatie/1": vast}, van)
    voor = ask_all(proef, ziende)
    deliver(proef, {"contactpersoon/1": {"zijde": "uwv", "naam": "B", "beschikbaar": True, "telefoon": TELEFOONS[0]}}, van)
    assert ask_all(proef, ziende) != voor
