"""A null always says why: in the whole view of every employer, for every role."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type

from resolvers.schema import SCHEMA
from resolvers.uitvoering import read_volledig_beeld
from tests.bouwers_graphql import BAKKER, GROOT, OUD, RECHTEN, TRANSPORT, Proef

ZONDER_UITLEG = frozenset({"stand", "pageInfo", "ontbrekend"})
"""What explains itself."""
ROLLEN = sorted(rol for rol, recht in RECHTEN.rollen.items() if recht.groepen)


def show_groepen(proef: Proef, rol: str, id_: str) -> Iterator[tuple[str, GraphQLObjectType, dict[str, Any]]]:
    werkgever = proef.ask_data(read_volledig_beeld(), rol, id=id_)["werkgever"]
    type_ = SCHEMA.type_map["Werkgever"]
    assert isinstance(type_, GraphQLObjectType)
    for naam, veld in type_.fields.items():
        groep = get_named_type(veld.type)
        if isinstance(groep, GraphQLObjectType) and groep.interfaces:
            yield naam, groep, werkgever[naam]


def list_delen(inhoud: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything that carries an ``ontbrekend`` of its own: the group and elements of lists in it."""
    if "ontbrekend" in inhoud:
        yield inhoud
    for deel in inhoud.values():
        for element in deel if isinstance(deel, list) else [deel]:
            if isinstance(element, dict):
                yield from list_delen(element)


def list_nulls(inhoud: dict[str, Any], pad: str = "") -> Iterator[str]:
    """The paths of the nulls that one ``ontbrekend`` must explain."""
    for veld, waarde in inhoud.items():
        if veld in ZONDER_UITLEG:
            continue
        if waarde is None:
            yield f"{pad}{veld}"
        for element in waarde if isinstance(waarde, list) else [waarde]:
            if isinstance(element, dict) and "ontbrekend" not in element:
                yield from list_nulls(element, f"{pad}{veld}.")


@pytest.mark.parametrize("rol", ROLLEN)
@pytest.mark.parametrize("id_", [GROOT, TRANSPORT, BAKKER, OUD], ids=["groot", "transport", "bakker", "oud"])
def test_every_null_is_explained(proef: Proef, rol: str, id_: str) -> None:
    for naam, _, groep in show_groepen(proef, rol, id_):
        for deel in list_delen(groep):
            uitgelegd = {ontbrekend["veld"] for ontbrekend in deel["ontbrekend"]}
            assert set(list_nulls(deel)) - uitgelegd == set(), naam


@pytest.mark.parametrize("rol", ROLLEN)
def test_what_a_group_explains_are_fields_of_that_group(proef: Proef, rol: str) -> None:
    for naam, type_, groep in show_groepen(proef, rol, OUD):
        for ontbrekend in groep["ontbrekend"]:
            soort: Any = type_
            for deel in ontbrekend["veld"].split("."):
                assert deel in soort.fields, (naam, ontbrekend)
                soort = get_named_type(soort.fields[deel].type)


def list_lists(inhoud: dict[str, Any], pad: str = "") -> Iterator[str]:
    """The paths of the lists in a group."""
    for veld, waarde in inhoud.items():
        if isinstance(waarde, list) and veld not in ZONDER_UITLEG:
            yield f"{pad}{veld}"
        if isinstance(waarde, dict) and veld not in ZONDER_UITLEG:
            yield from list_lists(waarde, f"{pad}{veld}.")


@pytest.mark.parametrize("rol", ROLLEN)
def test_a_list_that_is_empty_because_nobody_may_see_it_is_explained(proef: Proef, rol: str) -> None:
    for naam, _, groep in show_groepen(proef, rol, GROOT):
        if groep["stand"]["status"] == "GEEN_TOEGANG":
            uitgelegd = {ontbrekend["veld"] for ontbrekend in groep["ontbrekend"] if ontbrekend["reden"] == "GEEN_TOEGANG"}
            assert set(list_lists(groep)) - uitgelegd == set(), naam
