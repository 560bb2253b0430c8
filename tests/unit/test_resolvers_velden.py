"""What may be asked for at all: a query with a field that was not granted is refused as a whole, and recorded."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from graphql import parse

from klantbeeld.settings import Settings
from resolvers.ontleden import list_velden
from resolvers.schema import SCHEMA
from resolvers.uitvoering import Verzoek
from tests.bouwers_graphql import GROOT, Proef, grant, open_for_test


@pytest.fixture
def proef(gevulde_store: Settings, tmp_path: Path) -> Iterator[Proef]:
    log = tmp_path / "raadplegingen.jsonl"
    with open_for_test(gevulde_store, log) as klantbeeld:
        yield Proef(klantbeeld, log)


def ask_without(proef: Proef, veld: str, query: str, **variabelen: object) -> tuple[int, dict[str, Any]]:
    """The status and answer for a klantadviseur who was not granted one field."""
    gebruiker = replace(grant(), velden=grant().velden - {veld})
    antwoord = asyncio.run(proef.uitvoering.answer(gebruiker, Verzoek(query, variabelen)))
    return antwoord.status, antwoord.inhoud


VRAAG = """query ($id: ID!) { werkgever(id: $id) { naam ...meer } }
fragment meer on Werkgever { organisatiegegevens { stand { status } ... { rsin } } }"""


def test_a_query_with_a_field_that_was_not_granted_is_refused_as_a_whole(proef: Proef) -> None:
    status, inhoud = ask_without(proef, "Organisatiegegevens.rsin", VRAAG, id=GROOT)
    assert status == 403
    assert [(fout["message"], fout["extensions"]["code"]) for fout in inhoud["errors"]] == [
        ("U mag niet vragen naar Organisatiegegevens.rsin; dat staat niet in uw rol of aanmelding.", "FORBIDDEN")
    ]
    assert "data" not in inhoud


def test_such_a_refusal_is_recorded_without_an_employer(proef: Proef) -> None:
    ask_without(proef, "Organisatiegegevens.rsin", VRAAG, id=GROOT)
    (regel,) = proef.read_log()
    assert (regel["handeling"], regel["resultaat"], regel["werkgevers"]) == ("velden", "geweigerd", [])


def test_an_answer_that_was_kept_for_others_is_refused_just_so(proef: Proef) -> None:
    for _ in range(2):
        proef.ask_data(VRAAG, id=GROOT)
    assert ask_without(proef, "Organisatiegegevens.rsin", VRAAG, id=GROOT)[0] == 403


def test_a_query_without_that_field_is_answered(proef: Proef) -> None:
    status, _ = ask_without(proef, "Organisatiegegevens.kvkNummer", VRAAG, id=GROOT)
    assert status == 200


def test_fields_are_found_in_fragments_and_by_their_own_name() -> None:
    query = """{ x: ik { ... on Gebruiker { y: rol } __typename } __schema { description } ...z }
    fragment z on Query { bronnen { bron } }"""
    assert list_velden(SCHEMA, parse(query)) == {"Query.ik", "Gebruiker.rol", "Query.bronnen", "Bronstand.bron"}


def test_a_field_is_found_through_the_interface_of_groups_too() -> None:
    query = "{ werkgever(id: 1) { documenten { ... on Groep { stand { status } } } } }"
    assert "Groep.stand" in list_velden(SCHEMA, parse(query))
