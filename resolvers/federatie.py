"""The schema as one part of a larger graph, for a gateway that joins several APIs (Apollo Federation 2.3).

It is the public schema with two questions more: what the gateway composes from (``_service``), and employers by their key
(``_entities``). An employer found that way is the employer of ``werkgever(id)``: the same right, record and errors.
"""

from collections.abc import Awaitable
from functools import cache
from typing import Any

import graphene
from graphql import GraphQLError, GraphQLID, GraphQLSchema, ValueNode, value_from_ast_untyped

from klantbeeld import queries
from klantbeeld.errors import InvoerOnjuist
from resolvers.context import Info, raadpleging_of
from resolvers.limits import MEESTE_VERWIJZINGEN
from resolvers.schema import Query, print_sdl
from resolvers.werkgevers import Werkgever

KOPPELING = """\
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])

"""
SLEUTELS = {"Werkgever": '@key(fields: "id")', "PageInfo": "@shareable"}
"""What a gateway must know of a type: by what it is found, or that other parts may have it as well."""


class Verwijzing(graphene.Scalar):
    """Een verwijzing van een gateway: een object met __typename "Werkgever" en id. Andere velden tellen niet mee."""

    class Meta:
        name = "_Any"

    @staticmethod
    def parse_value(waarde: object) -> object:
        """What a variable holds; it is judged where it is used, so that one that is wrong does not fail the others."""
        return waarde

    @staticmethod
    def parse_literal(node: ValueNode, variabelen: dict[str, Any] | None = None) -> object:
        """What is written in the query itself."""
        return value_from_ast_untyped(node, variabelen)


class Verwezen(graphene.Union):
    """Waarnaar een gateway kan verwijzen."""

    class Meta:
        name = "_Entity"
        types = (Werkgever,)

    @classmethod
    def resolve_type(cls, _: object, __: Info) -> type[Werkgever]:
        """The only type that has a key."""
        return Werkgever


class Dienst(graphene.ObjectType):
    """Wat een gateway van deze API moet weten."""

    class Meta:
        name = "_Service"

    sdl = graphene.String(required=True, description="Het schema, met de sleutels waarop een gateway samenvoegt.")


class Deelvragen(Query):
    """Alles wat kan worden gevraagd, ook door een gateway. Elke vraag naar een werkgever wordt vastgelegd."""

    class Meta:
        name = "Query"

    dienst = graphene.Field(Dienst, name="_service", required=True, description="Wat een gateway van deze API moet weten.")
    verwezen = graphene.List(
        Verwezen,
        name="_entities",
        representations=graphene.List(
            graphene.NonNull(Verwijzing),
            required=True,
            description=f"Waarnaar wordt verwezen, ten hoogste {MEESTE_VERWIJZINGEN} ineens.",
        ),
        required=True,
        description="De werkgevers waarnaar een gateway verwijst, in dezelfde volgorde; leeg waar die er niet is.",
    )

    @staticmethod
    def resolve_dienst(_: object, __: Info) -> dict[str, str]:
        """What a gateway composes from."""
        return {"sdl": print_deelschema()}

    @staticmethod
    async def resolve_verwezen(_: object, info: Info, representations: list[object]) -> list[Awaitable[object]]:
        """The employers, found in one read together."""
        if len(representations) > MEESTE_VERWIJZINGEN:
            raise InvoerOnjuist(f"Er zijn meer dan {MEESTE_VERWIJZINGEN} representations; verdeel ze.")
        raadpleging = raadpleging_of(info)
        if not raadpleging.gebruiker.may_see_werkgevers:
            await raadpleging.find_werkgever("")  # is refused, and recorded once instead of for each
        return [_find(raadpleging, verwijzing) for verwijzing in representations]


async def _find(raadpleging: queries.Raadpleging, verwijzing: object) -> queries.Werkgever | None:
    return await raadpleging.find_werkgever(_read_id(verwijzing))


def _read_id(verwijzing: object) -> str:
    """The id in a reference. Errors: ``InvoerOnjuist``, which repeats nothing of it."""
    if not isinstance(verwijzing, dict) or verwijzing.get("__typename") != Werkgever.__name__:
        raise InvoerOnjuist("Een representation is een object met __typename Werkgever; andere typen hebben hier geen sleutel.")
    try:
        id_: str = GraphQLID.parse_value(verwijzing.get("id"))
    except GraphQLError:
        raise InvoerOnjuist("Een representation van een Werkgever heeft een id, een tekst.") from None
    return id_


@cache
def make_deelschema() -> GraphQLSchema:
    """The schema that answers where federation is switched on."""
    schema: GraphQLSchema = graphene.Schema(query=Deelvragen).graphql_schema
    return schema


@cache
def print_deelschema() -> str:
    """The public schema with what a gateway must know of its types."""
    sdl = print_sdl()
    for naam, aanwijzing in SLEUTELS.items():
        sdl = sdl.replace(f"\ntype {naam} {{", f"\ntype {naam} {aanwijzing} {{")
    return KOPPELING + sdl
