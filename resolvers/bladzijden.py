"""Lists by page in the Relay way: ``totaal``, ``edges {cursor node}`` and ``pageInfo``."""

from collections.abc import Mapping
from typing import Any

import graphene

from klantbeeld.domain.bladzijden import Bladvraag, Edge, release_cursor
from klantbeeld.domain.bladzijden import PageInfo as Bladwijzer
from resolvers.context import Info, raadpleging_of, veil
from resolvers.standen import Groepsantwoord, list_of

TOTAAL = "Het aantal in de hele lijst; leeg als deze gebruiker dat niet mag weten."


class PageInfo(graphene.ObjectType):
    """Waar deze bladzijde in de lijst staat."""

    has_next_page = graphene.Boolean(required=True, description="Of er na deze bladzijde nog meer is.")
    end_cursor = graphene.String(description="De cursor voor after om verder te bladeren; leeg op een lege bladzijde.")

    @staticmethod
    def resolve_end_cursor(bladwijzer: Bladwijzer, info: Info) -> str | None:
        """The place of the last element, veiled."""
        return veil(info, bladwijzer.end_cursor) if bladwijzer.end_cursor is not None else None


def show_cursor(edge: Edge[Any], info: Info) -> str:
    """The place of an element in its list, veiled: behind it is what the source calls the record."""
    return veil(info, edge.cursor)


def show_id(regel: Any, info: Info) -> str:  # noqa: ANN401 - an element of any list
    """What the source calls the record, veiled."""
    return veil(info, regel.id)


def make_edge(naam: str, node: Any) -> Any:  # noqa: ANN401 - graphene has no types
    """The type of a place in a list."""
    velden = {
        "__doc__": "Een plaats in de lijst.",
        "cursor": graphene.String(required=True, description="De plaats van dit element, voor after."),
        "node": graphene.Field(node, required=True, description="Het element zelf."),
        "resolve_cursor": staticmethod(show_cursor),
    }
    return type(f"{naam}Edge", (graphene.ObjectType,), velden)


def make_connection(naam: str, node: Any) -> Any:  # noqa: ANN401 - graphene has no types
    """The type of a list by page within a group."""
    velden = {
        "__doc__": "Een lijst per bladzijde.",
        "totaal": graphene.Int(description=TOTAAL),
        "edges": list_of(make_edge(naam, node), "De elementen van deze bladzijde."),
        "page_info": make_page_info(),
    }
    return type(f"{naam}Connection", (graphene.ObjectType,), velden)


def make_page_info() -> Any:  # noqa: ANN401 - graphene has no types
    """The field ``pageInfo``."""
    return graphene.Field(PageInfo, required=True, description="Waar deze bladzijde in de lijst staat.")


class Bladgroep(graphene.ObjectType):
    """A group that is itself a list by page."""

    class Meta:
        abstract = True

    totaal = graphene.Int(description=TOTAAL)
    page_info = make_page_info()

    @staticmethod
    def resolve_totaal(groep: Groepsantwoord, _: Info) -> int | None:
        """How many there are in the whole list."""
        totaal: int | None = groep.inhoud.bladzijde.totaal
        return totaal

    @staticmethod
    def resolve_edges(groep: Groepsantwoord, _: Info) -> tuple[Edge[Any], ...]:
        """The elements of this page."""
        return groep.show_bladzijde().edges

    @staticmethod
    def resolve_page_info(groep: Groepsantwoord, _: Info) -> Bladwijzer:
        """Where this page stands."""
        return groep.show_bladzijde().page_info


def page_arguments(first: int) -> dict[str, Any]:
    """The arguments of a list by page."""
    return {
        "first": graphene.Int(default_value=first, description="Het aantal elementen op een bladzijde, ten hoogste 100."),
        "after": graphene.String(description="De cursor van het laatste element dat al is getoond."),
    }


def ask_page(info: Info, lijst: str, standaard: int, vraag: Mapping[str, Any]) -> Bladvraag:
    """The page of the list of this name that ``first`` and ``after`` ask for; an explicit null means the default.
    Errors: ``InvoerOnjuist``, also for a cursor of another list."""
    first, after = vraag.get("first"), vraag.get("after")
    cursor = release_cursor(lijst, raadpleging_of(info).sluier.reveal(after)) if after is not None else None
    return Bladvraag(standaard if first is None else first, cursor)
