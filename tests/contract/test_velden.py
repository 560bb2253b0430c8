"""Every field of the contract has a right: a new one is denied until ``velden.toml`` names it."""

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type

from klantbeeld.access.policy import load_rechten
from klantbeeld.access.velden import Veldrecht, load_velden
from klantbeeld.domain.bronnen import Groepsoort
from resolvers.federatie import make_deelschema
from resolvers.schema import SCHEMA

CONTRACT = {
    f"{naam}.{veld}": deel.type
    for naam, type_ in make_deelschema().type_map.items()
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) and not naam.startswith("__")
    for veld, deel in type_.fields.items()
}
VELDEN = load_velden()
OPEN = {
    "Query",
    "_Service",
    "Gebruiker",
    "Raadpleging",
    "Groep",
    "GroepInfo",
    "Stand",
    "Bronstand",
    "OntbrekendVeld",
    "PageInfo",
    "Periode",
}
"""Types that tell nothing of an employer."""
GEDEELD = {"Loonsancties", "Verhouding"}
"""Figures of one employer or of many: what they stand in decides."""
RECHTEN = load_rechten(None)


def test_each_field_of_the_schema_is_named_once_and_nothing_else_is() -> None:
    assert sorted(CONTRACT.keys() - VELDEN.keys()) == []
    assert sorted(VELDEN.keys() - CONTRACT.keys()) == []


@pytest.mark.parametrize("veld", sorted(VELDEN))
def test_each_field_with_data_needs_a_group_or_a_class(veld: str) -> None:
    assert (VELDEN[veld] == Veldrecht(None, None)) <= (veld.partition(".")[0] in OPEN | GEDEELD)


@pytest.mark.parametrize("groep", list(Groepsoort))
def test_what_a_group_holds_belongs_to_that_group(groep: Groepsoort) -> None:
    """A type of another group below it would be shown by the right to this one."""
    begin = "".join(deel.title() for deel in groep.lower().split("_"))
    te_doen, gezien = [begin], set[str]()
    while te_doen:
        naam = te_doen.pop()
        type_ = SCHEMA.type_map[naam]
        if naam in gezien | OPEN | GEDEELD | {"Werkgever"} or not isinstance(type_, GraphQLObjectType):
            continue
        gezien.add(naam)
        assert {VELDEN[f"{naam}.{veld}"].groep for veld in type_.fields} == {groep}, naam
        te_doen += [get_named_type(deel.type).name for deel in type_.fields.values()]
    assert gezien


@pytest.mark.parametrize("rol", sorted(RECHTEN.rollen))
def test_each_role_may_ask_for_every_field_that_is_named_and_for_no_other(rol: str) -> None:
    gebruiker = RECHTEN.grant(rol, f"demo-{rol}")
    assert gebruiker is not None
    assert gebruiker.velden == VELDEN.keys()
