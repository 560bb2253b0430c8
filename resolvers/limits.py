"""How large a query may be: tokens, depth, aliases and nodes. Each limit is far above what the whole view needs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    ExecutableDefinitionNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationRule,
    ValueNode,
    VariableNode,
    get_named_type,
    is_object_type,
    is_union_type,
    specified_rules,
)
from graphql.validation import ValuesOfCorrectTypeRule

from klantbeeld.domain.bladzijden import GROOTSTE_BLADZIJDE
from resolvers.meldingen import Grensfout, tell_waarde

MEESTE_TOKENS = 1000
DIEPSTE = 12
"""Fields within fields; the whole view of a search hit needs nine."""
MEESTE_ALIASSEN = 20
MEESTE_WERK, WERK_PER_PLEK = 20_000, 10
"""So many pairs of fields a document may give to compare, and for how many one name at one place counts; it takes 0.1 s at
most. The whole view has 4,740."""
MEESTE_KNOPEN = 10_000
"""Objects that an answer may have by the sizes of its pages; the whole view of one employer has a few hundred."""
KNOPEN_PER_PUNT = 100
"""For so many objects a caller is counted a point, beside one for the request."""
LIJSTEN = {"familie": 100, "werkgeversOpSleutel": 10, "historie": 100, "mijnRaadplegingen": 500}
"""Lists without ``first``, with the number of elements they are counted for; more where a log is searched."""
MEESTE_VERWIJZINGEN = 100
"""So many employers a gateway may ask for at once by their keys."""


class Dieptegrens(ValidationRule):
    """Refuses a query whose fields lie too deep within each other; introspection has a rule of its own."""

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: object) -> None:
        """Walks down level by level; each fragment is looked at once per level."""
        te_doen: list[tuple[SelectionSetNode, int]] = [(node.selection_set, 1)]
        gezien: set[tuple[str, int]] = set()
        while te_doen:
            selectie, diepte = te_doen.pop()
            if diepte > DIEPSTE:
                self.report_error(Grensfout(f"De vraag is dieper dan {DIEPSTE} niveaus; vraag minder ineens.", node))
                return
            for deel in selectie.selections:
                if isinstance(deel, FragmentSpreadNode):
                    fragment = self.context.get_fragment(deel.name.value)
                    if fragment and (deel.name.value, diepte) not in gezien:
                        gezien.add((deel.name.value, diepte))
                        te_doen.append((fragment.selection_set, diepte))
                elif not isinstance(deel, FieldNode):
                    te_doen.append((deel.selection_set, diepte))  # type: ignore[attr-defined]
                elif deel.selection_set and not deel.name.value.startswith("__"):
                    te_doen.append((deel.selection_set, diepte + 1))


class Aliasgrens(ValidationRule):
    """Refuses a document with too many aliases: each can repeat costly work."""

    aantal = 0

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Counts, and reports once."""
        self.aantal += node.alias is not None
        if node.alias is not None and self.aantal == MEESTE_ALIASSEN + 1:
            self.report_error(Grensfout(f"De vraag heeft meer dan {MEESTE_ALIASSEN} aliassen; verdeel haar.", node))


class Waardenregel(ValuesOfCorrectTypeRule):
    """GraphQL's own rule for values in a query, with an error that does not repeat the value."""

    def report_error(self, error: GraphQLError) -> None:
        """Says which type was expected, where suggestions are on, instead of what was found."""
        melding = tell_waarde(self.context.get_input_type(), suggesties=not self.context.hide_suggestions)
        super().report_error(Grensfout(melding, error.nodes))


REGELS = (
    *(Waardenregel if regel is ValuesOfCorrectTypeRule else regel for regel in specified_rules),
    Dieptegrens,
    Aliasgrens,
)


def check_herhaling(document: DocumentNode) -> None:
    """Judges a document before it is validated, for there every two fields of one name at one place are compared, and that is
    most of the work. Errors: ``Grensfout``."""
    fragmenten = list_fragmenten(document)
    te_doen = [([deel.selection_set], 1) for deel in document.definitions if isinstance(deel, ExecutableDefinitionNode)]
    werk = 3 * len(fragmenten) ** 2 // 2  # they are compared with each other first
    while te_doen:
        selecties, diepte = te_doen.pop()
        for velden in _merge_velden(selecties, fragmenten).values():
            werk += WERK_PER_PLEK + len(velden) ** 2 // 2
            if werk > MEESTE_WERK:
                raise Grensfout("De vraag noemt dezelfde velden te vaak; noem elk veld een keer, of verdeel haar.")
            dieper = [veld.selection_set for veld in velden if veld.selection_set]
            if dieper and diepte < DIEPSTE:  # what is deeper is refused for that
                te_doen.append((dieper, diepte + 1))


def list_fragmenten(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The fragments of a document by their names."""
    return {deel.name.value: deel for deel in document.definitions if isinstance(deel, FragmentDefinitionNode)}


@dataclass(frozen=True, slots=True)
class Maat:
    """What the size of an answer is judged from: a validated document, and the values of its variables."""

    document: DocumentNode
    operatie: OperationDefinitionNode
    variabelen: Mapping[str, Any]

    def read_variable(self, naam: str) -> Any:  # noqa: ANN401 - any JSON
        """The value of a variable, else its default when that is a whole number; None when it has neither."""
        if naam in self.variabelen:
            return self.variabelen[naam]
        standaarden = {deel.variable.name.value: deel.default_value for deel in self.operatie.variable_definitions}
        return _read_int(standaarden.get(naam))


@dataclass(frozen=True, slots=True)
class _Plek:
    """Objects of one type that are selected alike. ``first`` is the page size of the list whose edges these may have."""

    type: GraphQLObjectType
    selecties: list[SelectionSetNode]
    aantal: int
    first: int


def count_knopen(query: GraphQLObjectType, maat: Maat) -> int:
    """How many objects the answer may have by the page sizes that are asked; of one that may have more than is allowed not all
    are counted."""
    fragmenten = list_fragmenten(maat.document)
    te_doen = [_Plek(query, [maat.operatie.selection_set], 1, 1)]
    totaal = 0
    while te_doen and totaal <= MEESTE_KNOPEN:
        plek = te_doen.pop()
        for nodes in _merge_velden(plek.selecties, fragmenten).values():
            naam = nodes[0].name.value
            selecties = [node.selection_set for node in nodes if node.selection_set]
            if not selecties or naam not in plek.type.fields:
                continue
            veld = plek.type.fields[naam]
            aantal = plek.aantal * (plek.first if naam == "edges" else _count_elementen(nodes[0], maat))
            totaal += aantal
            type_: Any = get_named_type(veld.type)
            first = _read_first(veld, nodes[0], maat)
            leden = type_.types if is_union_type(type_) else [type_]
            te_doen += [_Plek(lid, selecties, aantal, first) for lid in leden if is_object_type(lid)]
    return totaal


def _count_elementen(node: FieldNode, maat: Maat) -> int:
    """For how many elements a field without pages counts; references that can't be counted are as many as there may be."""
    verwijzingen = next((deel.value for deel in node.arguments if deel.name.value == "representations"), None)
    if verwijzingen is None:
        return LIJSTEN.get(node.name.value, 1)
    if isinstance(verwijzingen, ListValueNode):
        return len(verwijzingen.values)
    waarde = maat.variabelen.get(verwijzingen.name.value) if isinstance(verwijzingen, VariableNode) else None
    return len(waarde) if isinstance(waarde, list) else MEESTE_VERWIJZINGEN


def _merge_velden(
    selecties: list[SelectionSetNode], fragmenten: Mapping[str, FragmentDefinitionNode]
) -> Mapping[str, list[FieldNode]]:
    """The fields by their name in the answer, as the executor merges them."""
    velden: dict[str, list[FieldNode]] = defaultdict(list)
    for node in _list_velden(selecties, fragmenten):
        velden[node.alias.value if node.alias else node.name.value].append(node)
    return velden


def _list_velden(selecties: list[SelectionSetNode], fragmenten: Mapping[str, FragmentDefinitionNode]) -> Iterator[FieldNode]:
    te_doen, gezien = list(selecties), set()
    while te_doen:
        for deel in te_doen.pop().selections:
            if isinstance(deel, FieldNode):
                yield deel
            elif not isinstance(deel, FragmentSpreadNode):
                te_doen.append(deel.selection_set)  # type: ignore[attr-defined]
            elif deel.name.value in fragmenten and deel.name.value not in gezien:
                gezien.add(deel.name.value)
                te_doen.append(fragmenten[deel.name.value].selection_set)


def _read_first(veld: GraphQLField, node: FieldNode, maat: Maat) -> int:
    """The page size that a field asks for; what can't be read counts as the largest page."""
    if "first" not in veld.args:
        return 1
    gevraagd = next((argument.value for argument in node.arguments if argument.name.value == "first"), None)
    waarde = maat.read_variable(gevraagd.name.value) if isinstance(gevraagd, VariableNode) else _read_int(gevraagd)
    if waarde is None:
        waarde = veld.args["first"].default_value
    return waarde if type(waarde) is int and 1 <= waarde <= GROOTSTE_BLADZIJDE else GROOTSTE_BLADZIJDE


def _read_int(node: ValueNode | None) -> int | None:
    return int(node.value) if isinstance(node, IntValueNode) else None
