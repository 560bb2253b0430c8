"""The schema: what can be asked. ``klantbeeld schema`` prints it, sorted, as ``schema.graphql`` holds it."""

from dataclasses import replace
from datetime import date
from typing import Any

import graphene
from graphql import GraphQLSchema, lexicographic_sort_schema, print_schema

from klantbeeld import queries
from klantbeeld.access.gebruiker import Gebruiker as Gebruikergegevens
from klantbeeld.access.nalezen import Terugblik
from klantbeeld.domain.bladzijden import bind_cursors
from klantbeeld.domain.bronnen import Bronoordeel, Groepsoort
from klantbeeld.domain.herkenning import Sleutelsoort as Soort
from klantbeeld.domain.statistieken import Preventiestatistiek
from resolvers import standen
from resolvers.bladzijden import ask_page, page_arguments
from resolvers.context import Info, raadpleging_of
from resolvers.scalars import DateTime
from resolvers.standen import Bronstand, list_of
from resolvers.statistieken import PREVENTIESTATISTIEK, count_preventie
from resolvers.werkgevers import Sleutelsoort, Werkgever, Zoekresultaat, name_treffers

TREFFERS = 10


class Gebruiker(graphene.ObjectType):
    """Wie de vraag stelt, in welke rol en voor welk doel."""

    naam = graphene.String(required=True, description="Het account.")
    rol = graphene.String(required=True, description="De rol.")
    doel = graphene.String(required=True, description="Het doel van de verwerking, een URI uit het verwerkingsregister.")
    groepen = list_of(standen.Groepsoort, "De gegevensgroepen die deze rol mag zien.")

    @staticmethod
    def resolve_groepen(gebruiker: Gebruikergegevens, _: Info) -> list[Groepsoort]:
        """The groups in their order."""
        return [soort for soort in Groepsoort if soort in gebruiker.groepen]


class Raadpleging(graphene.ObjectType):
    """Een raadpleging zoals die is vastgelegd."""

    tijd = DateTime(required=True, description="Wanneer.")
    handeling = graphene.String(required=True, description="Wat er werd gedaan, zoals zoeken of raadplegen.")
    doel = graphene.String(required=True, description="Het doel van de verwerking, een URI uit het verwerkingsregister.")
    werkgever_ids = list_of(graphene.ID, "De werkgevers die werden getoond.")
    groepen = list_of(graphene.String, "Wat van hen werd getoond: gegevensgroepen, of het soort nummer.")
    resultaat = graphene.String(required=True, description="Hoe het afliep: ok, fout of geweigerd.")
    trace_id = graphene.ID(required=True, description="Het verzoek waarbij dit hoort.")


class Query(graphene.ObjectType):
    """Alles wat kan worden gevraagd. Elke vraag naar een werkgever wordt vastgelegd."""

    werkgevers = graphene.Field(
        Zoekresultaat,
        zoekterm=graphene.String(required=True, description="Een naam of nummer, ten hoogste 200 tekens."),
        zoek_op=Sleutelsoort(description="Waarvoor de zoekterm moet worden gehouden; standaard wordt dat herkend."),
        **page_arguments(TREFFERS),
        required=True,
        description="Zoek werkgevers op naam of nummer.",
    )
    werkgever = graphene.Field(
        Werkgever,
        id=graphene.ID(required=True, description="De aanduiding van de werkgever."),
        description="De werkgever met deze aanduiding; leeg als die er niet is.",
    )
    werkgevers_op_sleutel = graphene.List(
        graphene.NonNull(Werkgever),
        soort=Sleutelsoort(required=True, description="Wat voor nummer het is."),
        waarde=graphene.String(required=True, description="Het hele nummer."),
        required=True,
        description="Alle werkgevers met precies dit nummer, ten hoogste 100.",
    )
    volledig_nummer = graphene.String(
        werkgever_id=graphene.ID(required=True, description="De aanduiding van de werkgever."),
        soort=Sleutelsoort(required=True, description="Welk nummer."),
        reden=graphene.String(required=True, description="Waarom het hele nummer nodig is, 5 tot 200 tekens."),
        description="Een nummer zonder masker; de reden wordt vastgelegd. Leeg als het er niet is.",
    )
    preventiestatistiek = PREVENTIESTATISTIEK
    bronnen = list_of(Bronstand, "Hoe actueel elke bron is.")
    mijn_raadplegingen = list_of(Raadpleging, "Wat u zelf het laatst raadpleegde, het nieuwste eerst, ten hoogste 50.")
    ik = graphene.Field(Gebruiker, required=True, description="Wie de vraag stelt.")

    @staticmethod
    async def resolve_werkgevers(_: object, info: Info, zoekterm: str, **vraag: Any) -> queries.Zoekresultaat:  # noqa: ANN401
        """A page of the employers that answer the input."""
        zoek_op = vraag.get("zoek_op")
        lijst = name_treffers(zoekterm, zoek_op)
        resultaat = await raadpleging_of(info).search_werkgevers(zoekterm, zoek_op, ask_page(info, lijst, TREFFERS, vraag))
        return replace(resultaat, bladzijde=bind_cursors(lijst, resultaat.bladzijde))

    @staticmethod
    async def resolve_werkgever(_: object, info: Info, id: str) -> queries.Werkgever | None:  # noqa: A002 - its name
        """The employer."""
        return await raadpleging_of(info).find_werkgever(id)

    @staticmethod
    async def resolve_werkgevers_op_sleutel(_: object, info: Info, soort: Soort, waarde: str) -> list[queries.Werkgever]:
        """The employers with this key."""
        return await raadpleging_of(info).find_werkgevers(soort, waarde)

    @staticmethod
    async def resolve_volledig_nummer(_: object, info: Info, werkgever_id: str, soort: Soort, reden: str) -> str | None:
        """The number in full."""
        return await raadpleging_of(info).reveal_nummer(werkgever_id, soort, reden)

    @staticmethod
    async def resolve_preventiestatistiek(
        _: object,
        info: Info,
        van: date,
        tot: date,
        **vraag: Any,  # noqa: ANN401
    ) -> Preventiestatistiek:
        """The statistic."""
        return await count_preventie(info, van, tot, **vraag)

    @staticmethod
    async def resolve_bronnen(_: object, info: Info) -> list[Bronoordeel]:
        """The sources by name."""
        return await raadpleging_of(info).list_bronnen()

    @staticmethod
    async def resolve_mijn_raadplegingen(_: object, info: Info) -> list[Terugblik]:
        """The consultations of who asks."""
        return await raadpleging_of(info).list_eigen()

    @staticmethod
    def resolve_ik(_: object, info: Info) -> Gebruikergegevens:
        """Who asks."""
        return raadpleging_of(info).gebruiker


SCHEMA: GraphQLSchema = graphene.Schema(query=Query).graphql_schema


def print_sdl() -> str:
    """The schema as text, sorted by name."""
    return print_schema(lexicographic_sort_schema(SCHEMA)) + "\n"
