"""Every field of a group in the contract of the API has its place on the page of that group."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from graphql import GraphQLObjectType, build_schema, get_named_type
from pydantic.alias_generators import to_snake

from klantbeeld.domain.groepen import GROEPEN, Groep

SCHEMA = build_schema(Path("schema.graphql").read_text(encoding="utf-8"))
SJABLONEN = files("klantbeeld.web").joinpath("sjablonen")
OMRAND = {"Stand", "OntbrekendVeld", "PageInfo", "Werkgever"}
"""What stands around the fields of a group, or leads away from it."""
ELDERS = {
    "id": "names the row, for programs",
    "cursor": "leads to the next page, in its address",
    "totaal": "of a list: told below it",
    "edges": "of a list: its rows",
    "node": "of a list: a row",
    "page_info": "of a list: whether there is more",
    "uitleg": "of a share: its parts are shown themselves",
}
"""Names that a template need not say, and why."""
ANDERS = {
    ("Gemachtigde", "naam"): "gemachtigde",
    ("Documenten", "aantallen"): "keuzen",
    ("Documenttelling", "soort"): "keuze.soort",
    ("Zaakmanagement", "aantallen"): "keuzen",
    ("Zaaktelling", "status"): "keuze.status",
    ("Uitkeringsgegevens", "wga"): "regelingen",
    ("Uitkeringsgegevens", "zw"): "regelingen",
    ("Uitkeringsgegevens", "ww"): "regelingen",
}
"""What a page calls otherwise."""


def list_velden(soort: GraphQLObjectType, gezien: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Each field of a type and of what it holds: the name of its type, and what it is called in Python."""
    for naam, veld in soort.fields.items():
        waarde = get_named_type(veld.type)
        if waarde.name in OMRAND | gezien:
            continue
        yield soort.name, to_snake(naam)
        if isinstance(waarde, GraphQLObjectType):
            yield from list_velden(waarde, gezien | {soort.name, waarde.name})


@pytest.mark.parametrize("groep", GROEPEN, ids=lambda groep: groep.naam)
def test_every_field_of_a_group_has_its_place_on_its_page(groep: Groep) -> None:
    soort = SCHEMA.get_type("".join(deel.capitalize() for deel in groep.soort.split("_")))
    assert isinstance(soort, GraphQLObjectType)
    sjabloon = SJABLONEN.joinpath("groepen", f"{groep.naam}.html").read_text(encoding="utf-8")
    tekst = sjabloon + SJABLONEN.joinpath("delen.html").read_text(encoding="utf-8")
    gezocht = ((deel, naam, ANDERS.get((deel, naam), naam)) for deel, naam in list_velden(soort) if naam not in ELDERS)
    assert [(deel, naam) for deel, naam, woord in gezocht if not re.search(rf"\b{re.escape(woord)}\b", tekst)] == []
