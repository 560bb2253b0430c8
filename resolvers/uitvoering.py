"""Executing a query: read it, execute, record the consultation, and only then answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationType,
    execute,
    get_operation_ast,
)

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.vastleggingen import GELUKT, MISLUKT
from klantbeeld.errors import GeenToegang, NietVastgelegd, TeVeelVerzoeken
from klantbeeld.inzage import VELDEN
from klantbeeld.queries import Klantbeeld, Raadpleging
from klantbeeld.sporen import ONBEKEND, Oorsprong, make_trace_id
from klantbeeld.verzoeken import METHODE_ONBEKEND, VERZOEK_ONJUIST
from resolvers.errors import (
    VALIDATIE_MISLUKT,
    Verzoekfout,
    blame_variables,
    make_error,
    make_storing,
    show_fouten,
    show_verzoekfout,
)
from resolvers.limits import KNOPEN_PER_PUNT, MEESTE_KNOPEN, Maat, count_knopen
from resolvers.ontleden import Gelezen, Ontleder, Openheid
from resolvers.vangnet import Vangnet


@dataclass(frozen=True, slots=True)
class Verzoek:
    """A GraphQL request."""

    query: str
    variabelen: Mapping[str, Any] = field(default_factory=dict)
    operatie: str | None = None
    trace_id: str = field(default_factory=make_trace_id)
    is_get: bool = False
    """Whether it came by GET, which reads and never does anything else."""
    oorsprong: Oorsprong = ONBEKEND


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What leaves, for orjson to write, its HTTP status and headers: 200 executed, 400, 405 and 429 not executed, 500 and 503
    failed without any data."""

    status: int
    inhoud: dict[str, Any]
    koppen: Mapping[str, str] = field(default_factory=dict)


class Uitvoering:
    """Answers queries over the use cases, under one configuration; it keeps the queries it has read."""

    def __init__(self, klantbeeld: Klantbeeld, openheid: Openheid) -> None:
        self._klantbeeld = klantbeeld
        self._ontleder = Ontleder(openheid)

    def count_fouten(self, inhoud: Mapping[str, Any]) -> None:
        """Counts the errors of an answer that leaves, by their codes."""
        self._klantbeeld.omgeving.meter.count_fouten(fout["extensions"]["code"] for fout in inhoud.get("errors", ()))

    async def execute_query(self, gebruiker: Gebruiker, query: str, variabelen: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a query as JSON values: ``data``, and ``errors`` when there are any. The consultation is recorded."""
        antwoord = await self.answer(gebruiker, Verzoek(query, variabelen))
        inhoud: dict[str, Any] = orjson.loads(orjson.dumps(antwoord.inhoud))
        return inhoud

    async def answer(self, gebruiker: Gebruiker, verzoek: Verzoek) -> Antwoord:
        """The answer to a request. Never raises: whatever goes wrong leaves as an error, and then without data."""
        trace_id = verzoek.trace_id
        try:
            return await self.execute(self._klantbeeld.raadpleeg(gebruiker, trace_id, verzoek.oorsprong), verzoek)
        except Verzoekfout as fout:
            return Antwoord(fout.status, {"errors": show_verzoekfout(fout, trace_id)})
        except TeVeelVerzoeken as fout:
            return refuse_te_veel(fout, trace_id)
        except NietVastgelegd as fout:
            return Antwoord(503, {"errors": [make_error(fout.code, str(fout), trace_id)]})
        except Exception as fout:  # noqa: BLE001 - the edge: what nobody expected leaves as an id
            return Antwoord(500, {"errors": [make_storing([fout], trace_id)]})

    async def charge_adres(self, adres: str | None) -> None:
        """Somebody who is not signed in asked something from this address. Errors: ``TeVeelVerzoeken``."""
        if limiet := self._klantbeeld.omgeving.limiet:
            await limiet.charge_adres(adres)

    async def _admit(self, gebruiker: Gebruiker, verzoek: Verzoek) -> Gelezen:
        """The query of a request that can be executed now. One that is refused costs its caller something too."""
        punten, gelezen = 1, None
        try:
            gelezen = self._ontleder.read(verzoek.query)
            punten = weigh_operatie(self._ontleder.schema, gelezen.document, verzoek)
        finally:
            if limiet := self._klantbeeld.omgeving.limiet:
                await limiet.charge_gebruiker(gebruiker, punten)
        return gelezen

    async def execute(self, raadpleging: Raadpleging, verzoek: Verzoek) -> Antwoord:
        """Executes a request as one consultation, and records it. Errors: ``Verzoekfout``, ``NietVastgelegd``,
        ``TeVeelVerzoeken``."""
        gelezen = await self._admit(raadpleging.gebruiker, verzoek)
        if geweigerd := gelezen.velden - raadpleging.gebruiker.velden:
            await raadpleging.refuse(VELDEN)
            raise refuse_velden(geweigerd)
        vraag = (verzoek.query, verzoek.variabelen, verzoek.operatie)
        bewaard = await raadpleging.recall(*vraag)
        if bewaard is not None:
            await raadpleging.record(GELUKT)
            return Antwoord(200, {"data": orjson.Fragment(bewaard)})
        resultaat = execute(
            self._ontleder.schema,
            gelezen.document,
            context_value=raadpleging,
            variable_values=dict(verzoek.variabelen),
            operation_name=verzoek.operatie,
            execution_context_class=Vangnet,
        )
        if not isinstance(resultaat, ExecutionResult):
            resultaat = await resultaat
        fouten = resultaat.errors or []
        if resultaat.data is None and fouten and all(fout.path is None for fout in fouten):
            raise blame_variables(fouten)
        await raadpleging.record(MISLUKT if fouten else GELUKT)
        if fouten:
            return Antwoord(200, {"errors": show_fouten(fouten, verzoek.trace_id), "data": resultaat.data})
        data = orjson.dumps(resultaat.data)
        await raadpleging.remember(data, *vraag)
        return Antwoord(200, {"data": orjson.Fragment(data)})


def refuse_velden(velden: Iterable[str]) -> Verzoekfout:
    """The error of who asks for fields that were not granted."""
    melding = f"U mag niet vragen naar {', '.join(sorted(velden))}; dat staat niet in uw rol of aanmelding."
    return Verzoekfout(GeenToegang.code, [GraphQLError(melding)], 403)


def refuse_te_veel(fout: TeVeelVerzoeken, trace_id: str) -> Antwoord:
    """The answer to who asks too much."""
    return Antwoord(429, {"errors": [make_error(fout.code, str(fout), trace_id)]}, {"Retry-After": str(fout.wacht)})


def read_volledig_beeld() -> str:
    """The query of the whole view: every group with every field, for the variable ``$id``."""
    return files("resolvers").joinpath("volledig_beeld.graphql").read_text(encoding="utf-8")


def weigh_operatie(schema: GraphQLSchema, document: DocumentNode, verzoek: Verzoek) -> int:
    """What a request that can be executed costs its caller. Errors: ``Verzoekfout``."""
    operatie = get_operation_ast(document, verzoek.operatie)
    if operatie is None:
        melding = "operationName ontbreekt of noemt geen operatie van deze vraag; noem er een."
        raise Verzoekfout(VERZOEK_ONJUIST, [GraphQLError(melding)])
    if operatie.operation is not OperationType.QUERY and verzoek.is_get:
        melding = "Met GET kan alleen een query worden gesteld."
        raise Verzoekfout(METHODE_ONBEKEND, [GraphQLError(melding, operatie)], 405)
    if operatie.operation is not OperationType.QUERY:
        raise Verzoekfout(VALIDATIE_MISLUKT, [GraphQLError("Hier kan alleen worden gelezen: stuur een query.", operatie)])
    knopen = count_knopen(schema.query_type, Maat(document, operatie, verzoek.variabelen)) if schema.query_type else 0
    if knopen > MEESTE_KNOPEN:
        melding = f"Het antwoord kan meer dan {MEESTE_KNOPEN} onderdelen hebben; vraag kleinere bladzijden."
        raise Verzoekfout(VALIDATIE_MISLUKT, [GraphQLError(melding, operatie)])
    return 1 + knopen // KNOPEN_PER_PUNT
