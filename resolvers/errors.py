"""From exceptions to GraphQL errors: a stable English code, a Dutch message, and never a value or a trace."""

from collections.abc import Iterable, Sequence
from typing import Any

from graphql import GraphQLError, VariableDefinitionNode, print_ast

from klantbeeld.errors import InvoerOnjuist, StoreFout
from klantbeeld.problemen import STORING, describe_fout, describe_storing, log_storing

ONTLEDEN_MISLUKT = "GRAPHQL_PARSE_FAILED"
VALIDATIE_MISLUKT = "GRAPHQL_VALIDATION_FAILED"


class Verzoekfout(Exception):
    """A request that is not executed at all, with what is wrong with it and the HTTP status that says so."""

    def __init__(self, code: str, fouten: Sequence[GraphQLError], status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.fouten = fouten
        self.status = status


def make_error(code: str, melding: str, trace_id: str) -> dict[str, Any]:
    """An error that belongs to no field."""
    return {"message": melding, "extensions": {"code": code, "traceId": trace_id}}


def make_storing(fouten: Iterable[BaseException], trace_id: str) -> dict[str, Any]:
    """The error that an unexpected exception becomes: an id only. What happened is logged."""
    log_storing(fouten, trace_id)
    return make_error(STORING, describe_storing(trace_id), trace_id)


def show_verzoekfout(fout: Verzoekfout, trace_id: str) -> list[dict[str, Any]]:
    """The errors of a request that is not executed."""
    return [_place(deel, make_error(fout.code, deel.message, trace_id)) for deel in fout.fouten]


def show_fouten(fouten: Sequence[GraphQLError], trace_id: str) -> list[dict[str, Any]]:
    """The errors that fields gave; what went wrong on our side is logged."""
    storingen = [fout.original_error or fout for fout in fouten if _is_ours(fout)]
    if storingen:
        log_storing(storingen, trace_id)
    getoond = []
    for fout in fouten:
        code, melding = _judge(fout) or (STORING, describe_storing(trace_id))
        getoond.append(_place(fout, make_error(code, melding, trace_id)))
    return getoond


def blame_variables(fouten: Sequence[GraphQLError]) -> Verzoekfout:
    """The error for variables that don't fit, each by its name and never by its value."""
    return Verzoekfout(InvoerOnjuist.code, [GraphQLError(_describe_variable(fout), fout.nodes) for fout in fouten])


def _describe_variable(fout: GraphQLError) -> str:
    node = fout.nodes[0] if fout.nodes else None
    if isinstance(node, VariableDefinitionNode):
        return f"De waarde van variabele ${node.variable.name.value} past niet bij het type {print_ast(node.type)}."
    return "De waarden van de variabelen passen niet bij de vraag."


def _judge(fout: GraphQLError) -> tuple[str, str] | None:
    """(code, message) of an error that the caller may know more of; None for an unexpected one."""
    oorzaak = fout.original_error
    if isinstance(oorzaak, GraphQLError) and oorzaak.nodes:
        return InvoerOnjuist.code, "De waarde van een argument van dit veld past niet bij het schema."
    return describe_fout(oorzaak)


def _is_ours(fout: GraphQLError) -> bool:
    """Whether an operator must know of it."""
    return _judge(fout) is None or isinstance(fout.original_error, StoreFout)


def _place(fout: GraphQLError, getoond: dict[str, Any]) -> dict[str, Any]:
    """The error with its place in the query and in the answer."""
    if fout.locations:
        getoond["locations"] = [{"line": plaats.line, "column": plaats.column} for plaats in fout.locations]
    if fout.path is not None:
        getoond["path"] = fout.path
    return getoond
