"""What a resolver gets: the consultation it belongs to."""

from graphql import GraphQLResolveInfo

from klantbeeld.queries import Raadpleging

Info = GraphQLResolveInfo


def raadpleging_of(info: Info) -> Raadpleging:
    """The consultation that this query is."""
    raadpleging = info.context
    if not isinstance(raadpleging, Raadpleging):
        raise TypeError("the context of a query is its Raadpleging")
    return raadpleging


def veil(info: Info, naam: str) -> str:
    """What a source calls a record, or a place in a list, as a client may see it."""
    return raadpleging_of(info).sluier.hide(naam)
