"""The composition root: the only place where settings become stores, sources, use cases and a web application."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from prometheus_client import CollectorRegistry
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from indexers.aanlevering import Aanlevering
from indexers.aanleverpunt import make_aanleverpunt
from indexers.afleiden import Afleider, Grondslag
from indexers.configuratie import load_bronnen
from indexers.dead_letters import Brievenbak
from indexers.geheugen import collecting_seldom
from indexers.heropbouw import Heropbouw
from indexers.leveranciers import load_leveranciers
from indexers.ontvangst import Ontvanger
from indexers.pipeline import Pipeline
from indexers.source import Source
from indexers.werkplaats import Afleidplek, Werkplaats
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.policy import load_rechten
from klantbeeld.access.rechtenbestanden import Rechtenbestand
from klantbeeld.access.sluier import Sluier
from klantbeeld.app_identiteit import is_demo, make_balie, make_toegang, make_tokenmaker
from klantbeeld.app_log import make_log, open_log
from klantbeeld.app_redis import look_at_bus, make_bus, open_geheugens
from klantbeeld.app_scherm import make_schermen
from klantbeeld.beheer import Beheer
from klantbeeld.domain.klok import Klok, noon_of
from klantbeeld.errors import BusOnbereikbaar, InstellingOnjuist, InvoerOnjuist, KlantbeeldError
from klantbeeld.limiet import Limiet
from klantbeeld.meter import Meter
from klantbeeld.normen import load_normen
from klantbeeld.queries import Klantbeeld, Omgeving
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import ELASTIC
from klantbeeld.spans import exporting
from klantbeeld.stores.opening import has_store, open_opbouw, open_store, require_store
from klantbeeld.stores.protocol import Store
from klantbeeld.toelating import Toelating
from klantbeeld.toezicht import Webtoezicht
from klantbeeld.web.graphiql import make_graphiql
from klantbeeld.web.health import Toezicht, make_gezondheid
from klantbeeld.web.koppen import Webtoepassing, make_koppen
from klantbeeld.web.meldpunt import make_meldpunt
from klantbeeld.web.metrics import make_metrics
from klantbeeld.web.middleware import Verzoekspoor
from klantbeeld.web.openapi import make_openapi
from klantbeeld.web.statistiekpunt import make_statistiekpunten
from resolvers.endpoint import Vormen, make_endpoint, make_schemaroute
from resolvers.ontleden import Openheid
from resolvers.uitvoering import Uitvoering


@dataclass(frozen=True, slots=True)
class Laadstraat:
    """What an indexer works with."""

    store: Store
    pipeline: Pipeline
    afleider: Afleider
    werkplaats: Werkplaats

    @property
    def ontvanger(self) -> Ontvanger:
        return self.werkplaats.ontvanger


def make_klok(settings: Settings) -> Klok:
    """The one clock: the real one, or noon in Amsterdam on the day that the demo acts as."""
    if settings.vandaag is None:
        return lambda: datetime.now(UTC)
    moment = noon_of(settings.vandaag)
    return lambda: moment


@contextmanager
def open_laadstraat(settings: Settings, *, maken: bool = True) -> Iterator[Laadstraat]:
    """A store to write to, and the pipeline into it; closed afterwards. Without ``maken`` the store must be there already."""
    if not maken:
        require_store(settings.store.url)
    plek = Afleidplek(settings.store, load_normen(), geheim_of(settings))
    store = open_store(settings.store.url, schrijven=True, geheim=plek.geheim, toegang=settings.store)
    with closing(store), collecting_seldom(), exporting(settings.traces.url, "klantbeeld-indexer"):
        yield make_laadstraat(settings, store, plek)


def make_laadstraat(settings: Settings, store: Store, plek: Afleidplek | None) -> Laadstraat:
    """The pipeline into a store; where a second process may derive into it, if it may."""
    normen = load_normen()
    ontvanger = Ontvanger(normen, load_bronnen(settings.bronnen).ceiling)
    afleider = Afleider(store, Grondslag(normen, geheim_of(settings), make_klok(settings)))
    werkplaats = Werkplaats(ontvanger, plek)
    return Laadstraat(store, Pipeline(store, afleider, werkplaats), afleider, werkplaats)


@contextmanager
def open_bijkeuken(settings: Settings) -> Iterator[Laadstraat]:
    """A store to write to in a process that serves meanwhile: nothing of that process changes."""
    geheim = geheim_of(settings)
    with closing(open_store(settings.store.url, schrijven=True, geheim=geheim, toegang=settings.store)) as store:
        yield make_laadstraat(settings, store, None)


@contextmanager
def open_heropbouw(settings: Settings, meld: Callable[[int], None], *, terug: bool = False) -> Iterator[Heropbouw]:
    """A rebuild of the store, beside the live one; with ``terug`` the previous generation is brought up to date instead."""
    store = settings.store
    with open_opbouw(store.url, terug=terug, geheim=geheim_of(settings), toegang=store) as opbouw, collecting_seldom():
        yield Heropbouw(opbouw, make_laadstraat(settings, opbouw.store, None).pipeline, load_normen(), meld)


@contextmanager
def open_klantbeeld(settings: Settings) -> Iterator[Klantbeeld]:
    """The use cases of reading; the store is closed afterwards."""
    store = open_store(settings.store.url, schrijven=False, toegang=settings.store)
    with (
        closing(store),
        exporting(settings.traces.url, "klantbeeld-web"),
        open_log(settings) as log,
        open_geheugens(settings, geheim_of(settings), meter := Meter()) as geheugens,
    ):
        yield Klantbeeld(
            Omgeving(
                store=store,
                klok=make_klok(settings),
                normen=load_normen(),
                bronnen=load_bronnen(settings.bronnen).bronnen,
                log=log,
                sluier=Sluier(geheim_of(settings)),
                meter=meter,
                cache=geheugens.cache,
                limiet=geheugens.limiet,
                sessies=geheugens.sessies,
            )
        )


@contextmanager
def open_sources(settings: Settings, keuze: frozenset[str] = frozenset()) -> Iterator[list[Source]]:
    """A reader per configured source (of the chosen ones, or all). Errors: ``InstellingOnjuist``; ``BusOnveilig`` when the bus
    may lose what it carries. A bus that does not answer now is a source that can't be read now."""
    bronnen = load_bronnen(settings.bronnen)
    if not (bronnen.stromen & (keuze or bronnen.configuraties.keys())) or settings.bus.url is None:
        yield bronnen.make_sources(settings.leveringen, keuze)
        return
    with closing(make_bus(settings, settings.bus.url)) as bus:
        with suppress(BusOnbereikbaar):
            bus.check()
        yield bronnen.make_sources(settings.leveringen, keuze, bus)


@contextmanager
def open_aanleverpunt(settings: Settings, meter: Meter, limiet: Limiet | None = None) -> Iterator[list[BaseRoute]]:
    """Where deliveries come in over HTTP: no route at all when nobody may deliver. Errors: ``InstellingOnjuist``;
    ``BusOnveilig``. While the bus does not answer, deliveries are refused for now."""
    if settings.leveranciers is None:
        yield []
        return
    if settings.bus.url is None:
        raise InstellingOnjuist("KLANTBEELD_BUS__URL ontbreekt: wat over HTTP wordt geleverd gaat over de bus.")
    bronnen = load_bronnen(settings.bronnen)
    leveranciers = load_leveranciers(settings.leveranciers, bronnen.stromen)
    with closing(make_bus(settings, settings.bus.url)) as bus:
        with suppress(BusOnbereikbaar):
            bus.check()
        aanlevering = Aanlevering(Ontvanger(load_normen(), bronnen.ceiling), bus)
        yield [make_aanleverpunt(leveranciers, aanlevering, meter, limiet)]


def make_web(
    settings: Settings, klantbeeld: Klantbeeld, erbij: Sequence[BaseRoute] = (), *, met_regels: bool = True
) -> Webtoepassing:
    """The web application, with other routes beside its own; with ``met_regels`` it logs each request. Errors:
    ``InstellingOnjuist`` in production, where it needs an identity provider."""
    bestand = Rechtenbestand(settings.rechten)
    rechten = bestand.read()
    toegang, uitvoering = make_toegang(settings, bestand), make_uitvoering(settings, klantbeeld)
    balie = make_balie(settings, toegang, klantbeeld.omgeving.sessies, uitvoering.charge_adres)
    vormen = Vormen(settings.graphql.get, settings.vastlegging.herkomstkop)
    aanmelder = partial(toegang.sign_in, balie=balie)
    endpoint = make_endpoint(uitvoering, aanmelder, vormen)
    toelating = Toelating(aanmelder, uitvoering.charge_adres, vormen.herkomstkop)
    adressen = [*make_statistiekpunten(klantbeeld, toelating), make_openapi()]
    demo = make_graphiql(rechten, make_tokenmaker(settings)) if is_demo(settings) else []
    omgeving = klantbeeld.omgeving
    webtoezicht = Webtoezicht(omgeving, partial(look_at_bus, settings), toegang.look, bestand.look)
    toezicht = make_toezicht(settings, webtoezicht, omgeving.meter.registry)
    beheer = Beheer(klantbeeld, webtoezicht, make_brievenbak(settings))
    meldpunt = make_meldpunt(settings.web.meldpunt, omgeving.klok)
    aanmelden = balie.make_routes() if balie else ()
    scherm = make_schermen(settings, beheer, toegang, balie)
    routes = [*demo, *aanmelden, *scherm, endpoint, make_schemaroute(), *adressen, *erbij, *toezicht, *meldpunt]
    return Webtoepassing(routes, make_koppen(settings), [Middleware(Verzoekspoor, routes, met_regel=met_regels)])


def make_brievenbak(settings: Settings) -> Brievenbak | None:
    """Dealing with dead letters in a web process: of a file the indexer alone is the writer, but in the demo."""
    mag_schrijven = is_demo(settings) or ELASTIC.fullmatch(settings.store.url)
    return Brievenbak(partial(open_bijkeuken, settings)) if mag_schrijven else None


def make_toezicht(settings: Settings, toezicht: Toezicht, registry: CollectorRegistry) -> list[Route]:
    """Health for everybody; metrics for who has the token, in demo for everybody on this machine, else for nobody."""
    token = settings.toezicht.token
    routes = make_gezondheid(toezicht)
    if token is None and not is_demo(settings):
        return routes
    return [*routes, make_metrics(toezicht, registry, token.get_secret_value() if token else None)]


def make_uitvoering(settings: Settings, klantbeeld: Klantbeeld) -> Uitvoering:
    """What answers GraphQL queries. It tells of the schema what was set; in the demo everything, when nothing was."""
    introspectie, suggesties = settings.graphql.introspectie, settings.graphql.suggesties
    return Uitvoering(
        klantbeeld,
        Openheid(
            introspectie=is_demo(settings) if introspectie is None else introspectie,
            suggesties=is_demo(settings) if suggesties is None else suggesties,
            federatie=settings.graphql.federatie,
        ),
    )


def list_fouten(settings: Settings) -> list[KlantbeeldError]:
    """Everything that keeps these settings from serving; a store file that was not made yet is no fault of theirs."""
    fouten = []
    for beproef in (_try_bronnen, _try_aanleveren, _try_aanmelden, _try_lezen):
        try:
            beproef(settings)
        except KlantbeeldError as fout:
            fouten.append(fout)
    return fouten


def _try_bronnen(settings: Settings) -> None:
    with open_sources(settings):
        pass


def _try_aanleveren(settings: Settings) -> None:
    with open_aanleverpunt(settings, Meter()):
        pass


def _try_aanmelden(settings: Settings) -> None:
    make_toegang(settings, Rechtenbestand(settings.rechten))


def _try_lezen(settings: Settings) -> None:
    if has_store(settings.store.url):
        with closing(
            open_store(settings.store.url, schrijven=False, geheim=geheim_of(settings), toegang=settings.store)
        ) as store:
            store.erased(())  # whether the secret is the one that was erased with
        make_log(settings).append([])


def make_token(settings: Settings, rol: str) -> str:
    """A demo token for a role. Errors: ``InstellingOnjuist`` outside the demo, ``InvoerOnjuist`` for an unknown role."""
    if not is_demo(settings):
        raise InstellingOnjuist("Tokens maakt dit programma alleen in de demo; in productie geeft de identiteitsprovider ze.")
    grant_rol(settings, rol)
    return make_tokenmaker(settings)(rol)


def grant_rol(settings: Settings, rol: str) -> Gebruiker:
    """The user of the terminal in a role. Errors: ``InvoerOnjuist`` for an unknown role."""
    rechten = load_rechten(settings.rechten)
    gebruiker = rechten.grant(rol, "terminal")
    if gebruiker is None:
        raise InvoerOnjuist(f"Onbekende rol. Kies uit: {', '.join(sorted(rechten.rollen))}.")
    return gebruiker


def geheim_of(settings: Settings) -> bytes:
    """The key behind public ids, at most 64 bytes."""
    return settings.geheim.get_secret_value().encode()[:64]
