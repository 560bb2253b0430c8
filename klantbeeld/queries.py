"""All use cases of reading. Pages and resolvers are two doors to them.

Every consultation goes the same way: check the right and the purpose → fetch → assemble → record. No record, no view:
whoever answers calls ``Raadpleging.record`` first, and shows nothing when that fails.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from time import monotonic
from typing import Any

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.nalezen import Terugblik, list_own, list_viewed
from klantbeeld.access.vastleggingen import GEWEIGERD, Aanvraag, Vastlegging
from klantbeeld.antwoorden import Antwoordgeheugen, describe_grond
from klantbeeld.domain.beeld import NU_ONLEESBAAR, Groepsbeeld, make_denied, make_empty, make_failed
from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.bronnen import (
    Bronoordeel,
    Groepsoort,
    Groepstatus,
    Stand,
    covered_from,
    find_readable,
    judge_bron,
    judge_groep,
    stand_still,
)
from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.ontbrekend import Ontbreekreden, name_missing
from klantbeeld.domain.organisaties import Organisatiegegevens, select_organisatie
from klantbeeld.domain.profielen import Profiel, select_familie
from klantbeeld.domain.statistieken import Preventiestatistiek, Statistiekopdracht, canonicalise_selectie, check_rijen
from klantbeeld.domain.vragen import Familievraag, Itemsvraag, Profielvraag, Sleutelvraag, Vraag
from klantbeeld.errors import GeenToegang, StoreFout
from klantbeeld.groepen import MEESTE_TEGELIJK, Groepenlezer
from klantbeeld.inzage import EIGEN, FAMILIE, ONLANGS, RAADPLEGEN, VOLLEDIG_NUMMER, ZOEKEN, Inzage, Taakhandeling
from klantbeeld.lezer import Lezer
from klantbeeld.omgeving import Omgeving
from klantbeeld.opvolgers import ask_ahead, fetch_opvolger, fetch_opvolgers
from klantbeeld.spans import current_span_id, open_span
from klantbeeld.sporen import ONBEKEND, Oorsprong
from klantbeeld.standen import Bronstaten
from klantbeeld.statistieken import STATISTIEK, Statistieken, frame_statistiek, list_gekozen, refuse_statistiek
from klantbeeld.werkgevers import (
    Werkgever,
    Zoekresultaat,
    Zoektreffer,
    check_invoer,
    check_onthulling,
    frame_werkgever,
    page_treffers,
    read_sleutel,
    show_werkgever,
)
from klantbeeld.zoektocht import Zoektocht

__all__ = ["Klantbeeld", "Omgeving", "Raadpleging", "Werkgever", "Zoekresultaat", "Zoektreffer"]

MEESTE_WERKGEVERS = 100
"""The largest number of employers that a key, or a family, gives."""


class Klantbeeld:
    """The use cases, for the whole process. ``raadpleeg`` begins one consultation."""

    def __init__(self, omgeving: Omgeving) -> None:
        self.omgeving = omgeving
        self.statistieken = Statistieken()
        self.bronstaten = Bronstaten(omgeving.bronnen)
        self.groepsdraden = ThreadPoolExecutor(MEESTE_TEGELIJK, "groep")

    def raadpleeg(
        self, gebruiker: Gebruiker, trace_id: str, oorsprong: Oorsprong = ONBEKEND, *, in_delen: bool = False
    ) -> "Raadpleging":
        """A consultation; one per request, inside the event loop that answers it. ``in_delen``: no group waits for another."""
        return Raadpleging(self, Aanvraag(gebruiker, trace_id, oorsprong, current_span_id()), in_delen=in_delen)


class Raadpleging:
    """One consultation by one user: what it may see, what it saw, and the record of that."""

    def __init__(self, klantbeeld: Klantbeeld, aanvraag: Aanvraag, *, in_delen: bool = False) -> None:
        self._klantbeeld = klantbeeld
        self._omgeving = klantbeeld.omgeving
        self.aanvraag = aanvraag
        self.gebruiker = aanvraag.gebruiker
        self.sluier = self._omgeving.sluier
        self.lezer = Lezer(self._omgeving.store)
        cache = self._omgeving.cache
        self._in_delen = in_delen
        self._groepen = Groepenlezer(self.lezer, cache, klantbeeld.groepsdraden if in_delen else None)
        self.nu = self._omgeving.klok()
        self._inzage = Inzage()
        self._antwoorden = Antwoordgeheugen(self.lezer, self._inzage, cache) if cache else None
        self._vastgelegd: list[Vastlegging] = []
        self._rijen = 0
        self._bereik = canonicalise_selectie(self.gebruiker.bereik, self._omgeving.normen)

    async def search_werkgevers(self, zoekterm: str, zoek_op: Sleutelsoort | None, bladvraag: Bladvraag) -> Zoekresultaat:
        """Employers that answer an input, best first. Errors: ``GeenToegang``, ``InvoerOnjuist``."""
        self._check_werkgevers(ZOEKEN)
        check_invoer(zoekterm)
        vangst = await Zoektocht(self.lezer, self.gebruiker, self._bereik).search(zoekterm, zoek_op)
        bladzijde = page_treffers(vangst.treffers, bladvraag, self.gebruiker)
        op_nummer = any(soort is not Sleutelsoort.NAAM for soort in vangst.herkend_als)
        getoond = (
            [treffer.profiel.id for treffer in vangst.treffers]
            if op_nummer
            else [edge.node.werkgever.id for edge in bladzijde.edges]
        )
        self._inzage.gevonden.append((ZOEKEN, tuple(getoond)))
        return Zoekresultaat(vangst.herkend_als, bladzijde, vangst.is_minimum, vangst.is_suggestie)

    async def find_werkgever(self, id_: str) -> Werkgever | None:
        """The employer with this public id, None when there is none. Errors: ``GeenToegang``."""
        self._check_werkgevers(RAADPLEGEN)
        check_invoer(id_)
        profiel = await self.lezer.ask(Profielvraag(id_, self._bereik))
        return self._open_werkgever(profiel) if profiel else None

    async def find_werkgevers(self, soort: Sleutelsoort, waarde: str) -> list[Werkgever]:
        """Every employer with this exact key, at most a hundred. Errors: ``GeenToegang``, ``InvoerOnjuist``."""
        self._check_werkgevers(RAADPLEGEN)
        profielen = await self.lezer.ask(Sleutelvraag(read_sleutel(soort, waarde), MEESTE_WERKGEVERS, self._bereik))
        mag_rsin = Klasse.NUMMERS in self.gebruiker.klassen
        zichtbaar = [
            profiel for profiel in profielen if soort is not Sleutelsoort.RSIN or (mag_rsin and not profiel.gemaskeerd)
        ]
        return [self._open_werkgever(profiel) for profiel in zichtbaar]

    async def find_familie(self, werkgever: Werkgever) -> list[Werkgever]:
        """The other employers of the same legal entity."""
        eigen = werkgever.profiel
        vragen: list[Vraag] = [Familievraag(eigen.familie, MEESTE_WERKGEVERS, self._bereik)]
        if eigen.kvk_sleutel is not None:
            vragen.append(Sleutelvraag(eigen.kvk_sleutel, MEESTE_WERKGEVERS, self._bereik))
        antwoorden = await asyncio.gather(*(self.lezer.ask(vraag) for vraag in vragen))
        familie = select_familie(eigen, chain.from_iterable(antwoorden))
        anderen = [show_werkgever(profiel, self.gebruiker) for profiel in familie[:MEESTE_WERKGEVERS]]
        if anderen:
            self._inzage.gevonden.append((FAMILIE, tuple(ander.id for ander in anderen)))
        return anderen

    async def find_opvolger(self, groep: Organisatiegegevens) -> Werkgever | None:
        """The employer that an ended one was succeeded by, when it is known."""
        profiel = await fetch_opvolger(self.lezer, groep.opvolger, self._bereik)
        return self._open_werkgever(profiel) if profiel else None

    async def find_opvolgers(self, werkgevers: Sequence[Werkgever]) -> dict[str, Werkgever]:
        """The successors that are known of the ended employers on a list of hits, by the id of who ended."""
        profielen = await fetch_opvolgers(self.lezer, [werkgever.profiel for werkgever in werkgevers], self._bereik)
        opvolgers = {id_: show_werkgever(profiel, self.gebruiker) for id_, profiel in profielen.items()}
        if opvolgers:
            self._inzage.gevonden.append((ZOEKEN, tuple(opvolger.id for opvolger in opvolgers.values())))
        return opvolgers

    async def list_eigen(self) -> list[Terugblik]:
        """The newest consultations of this user, before this one. Errors: ``OSError`` when the log can't be read."""
        self._inzage.gevonden.append((EIGEN, ()))
        return await asyncio.to_thread(list_own, self._omgeving.log, self.gebruiker.naam)

    async def list_onlangs(self) -> list[Werkgever]:
        """The employers that this user looked at last, newest first. Errors: ``GeenToegang``, ``OSError`` as above."""
        self._check_werkgevers(ONLANGS)
        ids = await asyncio.to_thread(list_viewed, self._omgeving.log, self.gebruiker.naam, RAADPLEGEN)
        profielen = await self.lezer.ask_all({id_: Profielvraag(id_, self._bereik) for id_ in ids})
        werkgevers = [show_werkgever(profiel, self.gebruiker) for profiel in profielen.values() if profiel]
        self._inzage.gevonden.append((ONLANGS, tuple(werkgever.id for werkgever in werkgevers)))
        return werkgevers

    async def list_bronnen(self) -> list[Bronoordeel]:
        """The freshness of every source."""
        return [judge_bron(staat, self.nu) for staat in await self._klantbeeld.bronstaten.read(self.lezer)]

    async def reveal_nummer(self, id_: str, soort: Sleutelsoort, reden: str) -> str | None:
        """A number in full, for a reason that is recorded; None when there is no such employer or number.
        Errors: ``GeenToegang``, ``InvoerOnjuist``."""
        self._check_werkgevers(VOLLEDIG_NUMMER)
        if Klasse.NUMMERS not in self.gebruiker.klassen:
            self._inzage.geweigerd.append(VOLLEDIG_NUMMER)
            raise GeenToegang("Uw rol geeft geen toegang tot volledige nummers.")
        check_onthulling(soort, reden)
        check_invoer(id_)
        profiel = await self.lezer.ask(Profielvraag(id_, self._bereik))
        if profiel is None:
            return None
        organisaties = await self.lezer.ask(Itemsvraag((profiel.lh_sleutel,), "organisatie", oplopend=True))
        self._inzage.onthuld.append((profiel.id, soort, reden.strip()))
        nummer: str | None = getattr(select_organisatie(organisaties, profiel.lh_sleutel), soort.lower())
        return nummer

    async def count_preventie(self, opdracht: Statistiekopdracht) -> Preventiestatistiek:
        """A statistic of prevention. Errors: ``GeenToegang``, ``InvoerOnjuist``, also when all of one consultation together
        are too large."""
        if (weigering := refuse_statistiek(self.gebruiker, opdracht)) is not None:
            self._inzage.geweigerd.append(STATISTIEK)
            raise GeenToegang(weigering)
        staten = await self._klantbeeld.bronstaten.read(self.lezer)
        kader = frame_statistiek(self.gebruiker, self._omgeving.normen, staten, day_of(self.nu))
        opdracht = replace(opdracht, bereik=self._bereik)
        statistiek = await self._klantbeeld.statistieken.count(self.lezer, opdracht, kader)
        self._rijen += len(statistiek.rijen)
        check_rijen(self._rijen)
        self._inzage.gevonden.append((STATISTIEK, list_gekozen(opdracht)))
        return replace(statistiek, bijgewerkt_op=judge_groep(Groepsoort.PREVENTIEF_WERKEN, staten, self.nu).bijgewerkt_op)

    async def get_stand(self, soort: Groepsoort) -> Stand:
        """How a group stands, for this user. It never fails: what cannot be read is not available."""
        if soort not in self.gebruiker.groepen:
            return Stand(Groepstatus.GEEN_TOEGANG, "Uw rol geeft geen toegang tot deze gegevensgroep.")
        try:
            stand = judge_groep(soort, await self._klantbeeld.bronstaten.read(self.lezer), self.nu)
            return stand_still(stand) if self._klantbeeld.bronstaten.staat_stil else stand
        except StoreFout:
            return Stand(Groepstatus.NIET_BESCHIKBAAR, NU_ONLEESBAAR)

    async def get_groep(self, werkgever: Werkgever, soort: Groepsoort, parameters: object) -> Groepsbeeld:
        """A group of the view. A group that fails is shown empty with its reason and never fails the others."""
        if soort not in self.gebruiker.groepen:
            return make_denied(soort, await self.get_stand(soort))
        self._inzage.view(werkgever.id, soort)
        kader = frame_werkgever(werkgever.profiel, self.gebruiker, self._omgeving.normen, day_of(self.nu))
        # At the same time, so that all of it travels in one read; but the head of a page waits for nothing but the sources.
        met_opvolger = soort is Groepsoort.ORGANISATIEGEGEVENS and not self._in_delen
        opvolger = werkgever.profiel.opvolger if met_opvolger else None
        vooraf = self._groepen.ask_ahead(soort, kader, parameters), ask_ahead(self.lezer, opvolger, self._bereik)
        stand, *_ = await asyncio.gather(self.get_stand(soort), *vooraf)
        if stand.status is Groepstatus.NOG_NIET_AANGESLOTEN:
            return Groepsbeeld(stand, make_empty(soort, Ontbreekreden.NIET_GELEVERD), is_gelezen=False)
        try:
            with open_span("groep", groep=soort):
                groep = await self._assemble(kader, soort, parameters)
            self._omgeving.meter.time_groep(soort, monotonic() - self.lezer.begonnen)
            return Groepsbeeld(stand, groep)
        except StoreFout:
            return make_failed(soort, stand)

    def begin_taak(self, handeling: Taakhandeling) -> None:
        """Notes what this user does for a task. Errors: ``GeenToegang``, noted too."""
        if handeling.taak not in self.gebruiker.taken:
            self._inzage.geweigerd.append(handeling.naam)
            raise GeenToegang("Uw rol geeft geen toegang tot deze taak.")
        self._inzage.gedaan.append(handeling)

    async def recall(self, *vraag: object) -> bytes | None:
        """What ``remember`` kept of the same question by the same user, if that is still the answer."""
        return await self._antwoorden.recall(await self._ground_antwoord(vraag)) if self._antwoorden else None

    async def remember(self, antwoord: bytes, *vraag: object) -> None:
        """Keeps the whole answer to a question, without errors in it, if it may be given again."""
        if self._antwoorden:
            await self._antwoorden.remember(await self._ground_antwoord(vraag), antwoord)

    async def refuse(self, handeling: str) -> None:
        """Records that this user has no right to what was asked. Errors: ``NietVastgelegd``."""
        self._inzage.geweigerd.append(handeling)
        await self.record(GEWEIGERD)

    async def record(self, resultaat: str) -> None:
        """Records durably what was not recorded yet. Errors: ``NietVastgelegd``; then nothing of it may be shown."""
        alle = self._inzage.list_vastleggingen(self.aanvraag, resultaat)
        vastleggingen = [vastlegging for vastlegging in alle if vastlegging not in self._vastgelegd]
        if vastleggingen:
            await asyncio.to_thread(self._omgeving.log.append, vastleggingen)
            self._vastgelegd += vastleggingen
            handelingen = {vastlegging.handeling for vastlegging in vastleggingen}
            self._omgeving.meter.time_raadpleging(handelingen, monotonic() - self.lezer.begonnen)

    def _check_werkgevers(self, handeling: str) -> None:
        if not self.gebruiker.may_see_werkgevers:
            self._inzage.geweigerd.append(handeling)
            raise GeenToegang("Uw rol geeft geen toegang tot afzonderlijke werkgevers.")

    def _open_werkgever(self, profiel: Profiel) -> Werkgever:
        self._inzage.view(profiel.id)
        return show_werkgever(profiel, self.gebruiker)

    async def _ground_antwoord(self, vraag: tuple[object, ...]) -> tuple[object, ...] | None:
        try:
            staten = await self._klantbeeld.bronstaten.read(self.lezer)
        except StoreFout:
            return None
        return describe_grond((vraag, self._klantbeeld.bronstaten.staat_stil), self.gebruiker, self.nu, staten)

    async def _assemble(self, kader: Kader, soort: Groepsoort, parameters: object) -> Any:  # noqa: ANN401 - its model
        staten = await self._klantbeeld.bronstaten.read(self.lezer)
        notitiebronnen = find_readable(staten, "notitie", self.nu)
        kader = replace(kader, gedekt_vanaf=covered_from(staten, soort, "boete"), notitiebronnen=notitiebronnen)
        groep = await self._groepen.read(soort, kader, parameters)
        if soort is not Groepsoort.ORGANISATIEGEGEVENS or groep.opvolger is None:
            return groep
        if await fetch_opvolger(self.lezer, groep.opvolger, self._bereik) is None:
            return replace(groep, ontbrekend=groep.ontbrekend + name_missing(Ontbreekreden.NIET_GELEVERD, "opvolger"))
        return groep
