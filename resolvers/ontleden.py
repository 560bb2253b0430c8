"""From text to a query that may be executed: parsed, validated and held to the limits; done once for the same text."""

from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    parse,
    validate,
    visit,
)
from graphql.validation import NoSchemaIntrospectionCustomRule

from resolvers.errors import ONTLEDEN_MISLUKT, VALIDATIE_MISLUKT, Verzoekfout
from resolvers.federatie import make_deelschema
from resolvers.limits import MEESTE_TOKENS, REGELS, check_herhaling
from resolvers.meldingen import Grensfout, tell_validatie
from resolvers.schema import SCHEMA

MEESTE_DOCUMENTEN = 100
"""So many different queries are kept parsed and validated; one as large as the whole view takes 0.4 MB."""
MEESTE_FOUTEN = 10


@dataclass(frozen=True, slots=True)
class Openheid:
    """How much of the schema the API tells to who asks: by introspection, and by suggestions in its messages; and whether a
    gateway may ask what only gateways ask."""

    introspectie: bool = False
    suggesties: bool = False
    federatie: bool = False


@dataclass(frozen=True, slots=True)
class Gelezen:
    """A query that may be executed by who may ask for each of its ``velden`` (as ``Type.field``)."""

    document: DocumentNode
    velden: frozenset[str]


class Ontleder:
    """Reads queries under one configuration, and keeps the last ones that were right. Nothing is shared with another."""

    def __init__(self, openheid: Openheid) -> None:
        self._openheid = openheid
        self.schema = make_deelschema() if openheid.federatie else SCHEMA
        self._regels = REGELS if openheid.introspectie else (*REGELS, NoSchemaIntrospectionCustomRule)
        self.read = lru_cache(maxsize=MEESTE_DOCUMENTEN)(self._read)

    def _read(self, query: str) -> Gelezen:
        """The query parsed and validated. Errors: ``Verzoekfout``."""
        try:
            document = parse(query, max_tokens=MEESTE_TOKENS)
            check_herhaling(document)
        except Grensfout as fout:
            raise Verzoekfout(VALIDATIE_MISLUKT, [fout]) from None
        except GraphQLSyntaxError as fout:
            raise Verzoekfout(ONTLEDEN_MISLUKT, [_tell_syntax(fout)]) from None
        suggesties = self._openheid.suggesties
        fouten = validate(self.schema, document, self._regels, MEESTE_FOUTEN, hide_suggestions=not suggesties)
        if fouten:
            getoond = [GraphQLError(tell_validatie(fout, suggesties=suggesties), fout.nodes) for fout in fouten]
            raise Verzoekfout(VALIDATIE_MISLUKT, getoond)
        return Gelezen(document, list_velden(self.schema, document))


class _Veldenlezer(Visitor):
    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self._info = info
        self.velden: set[str] = set()

    def enter_field(self, node: FieldNode, *_: object) -> None:
        type_ = self._info.get_parent_type()
        if type_ and not type_.name.startswith("__") and not node.name.value.startswith("__"):
            self.velden.add(f"{type_.name}.{node.name.value}")


def list_velden(schema: GraphQLSchema, document: DocumentNode) -> frozenset[str]:
    """The fields of the contract that a document asks for; what the schema says of itself is no part of it."""
    info = TypeInfo(schema)
    lezer = _Veldenlezer(info)
    visit(document, TypeInfoVisitor(info, lezer))
    return frozenset(lezer.velden)


def _tell_syntax(fout: GraphQLSyntaxError) -> GraphQLError:
    """The place of a syntax error, without the text that stands there."""
    if f"more than {MEESTE_TOKENS} tokens" in fout.message:
        melding = f"De vraag is langer dan {MEESTE_TOKENS} tekens van GraphQL (tokens); verdeel haar."
    elif "nested too deeply" in fout.message:
        melding = "De vraag is te diep genest; vraag minder ineens."
    else:
        plaats = "".join(f": regel {plek.line}, kolom {plek.column}" for plek in (fout.locations or [])[:1])
        melding = f"De vraag is geen geldige GraphQL{plaats}."
    return GraphQLError(melding, source=fout.source, positions=fout.positions)
