"""Every group, and every kind of record, has all its parts. A failure names what a new one still lacks.

The recipe is ``docs/new-group.md``; the GraphQL side of it is in ``test_schema.py``.
"""

from dataclasses import fields, is_dataclass

import pytest
from graphql import GraphQLObjectType
from pydantic.alias_generators import to_camel

from indexers.configuratie import load_bronnen
from indexers.registry import PROJECTIES
from indexers.samples.feiten import BRON_VAN_SOORT
from klantbeeld.access.policy import load_rechten
from klantbeeld.domain.beeld import GROEPSREGELS, make_empty
from klantbeeld.domain.bronnen import Bron, Groepsoort
from klantbeeld.domain.groepen import GROEPEN, SOORTEN, Groep
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.velden import Gegevens
from resolvers.schema import SCHEMA
from tests.teksten import WORTEL

GROEPSNAMEN = [groep.naam for groep in GROEPEN]
LEVERBAAR = [soort for soort in SOORTEN if soort != "bronstand"]


def find_groep(naam: str) -> Groep:
    return next(groep for groep in GROEPEN if groep.naam == naam)


def kinds_of(groep: Groepsoort) -> list[str]:
    return [naam for naam, soort in SOORTEN.items() if soort.groep is groep]


def sources_of(soort: str) -> list[Bron]:
    """The sources of the demo that are configured to deliver a kind of record."""
    groep = SOORTEN[soort].groep
    return [
        bron
        for bron in load_bronnen(None).bronnen.values()
        if soort in bron.soorten or (not bron.soorten and groep in bron.groepen)
    ]


def test_the_groups_stand_in_the_order_in_which_they_are_shown() -> None:
    assert [groep.soort for groep in GROEPEN] == list(Groepsoort)


def test_every_group_can_be_assembled() -> None:
    assert GROEPSREGELS.keys() == set(Groepsoort)


@pytest.mark.parametrize("naam", GROEPSNAMEN)
@pytest.mark.parametrize("map_", ["klantbeeld/domain", "resolvers"])
def test_a_group_has_a_file_of_its_own_in(map_: str, naam: str) -> None:
    assert (WORTEL / map_ / f"{naam}.py").is_file()


@pytest.mark.parametrize("naam", GROEPSNAMEN)
@pytest.mark.parametrize("map_", ["indexers", "indexers/samples"])
def test_a_group_that_records_feed_has_a_file_of_its_own_in(map_: str, naam: str) -> None:
    if kinds_of(find_groep(naam).soort):
        assert (WORTEL / map_ / f"{naam}.py").is_file()


@pytest.mark.parametrize("naam", GROEPSNAMEN)
def test_the_model_of_a_group_can_be_empty_and_say_why(naam: str) -> None:
    model = GROEPSREGELS[find_groep(naam).soort].model
    assert is_dataclass(model)
    assert "ontbrekend" in {veld.name for veld in fields(model)}
    assert make_empty(find_groep(naam).soort, Ontbreekreden.GEEN_TOEGANG) is not None


@pytest.mark.parametrize("naam", GROEPSNAMEN)
def test_a_group_is_a_field_of_werkgever(naam: str) -> None:
    type_ = SCHEMA.type_map["Werkgever"]
    assert isinstance(type_, GraphQLObjectType)
    model = GROEPSREGELS[find_groep(naam).soort].model.__name__
    assert str(type_.fields[to_camel(find_groep(naam).soort.lower())].type) == f"{model}!"


@pytest.mark.parametrize("naam", GROEPSNAMEN)
def test_some_role_may_see_a_group(naam: str) -> None:
    assert [rol for rol, recht in load_rechten(None).rollen.items() if find_groep(naam).soort in recht.groepen] != []


@pytest.mark.parametrize("soort", SOORTEN)
def test_a_kind_of_record_has_a_strict_model(soort: str) -> None:
    assert issubclass(SOORTEN[soort].model, Gegevens)


def test_every_kind_of_record_has_a_projection() -> None:
    assert PROJECTIES.keys() == SOORTEN.keys()


@pytest.mark.parametrize("soort", LEVERBAAR)
def test_a_kind_of_record_is_projected_in_the_file_of_its_group(soort: str) -> None:
    groep = next(groep for groep in GROEPEN if groep.soort is SOORTEN[soort].groep)
    assert PROJECTIES[soort].__module__ == f"indexers.{groep.naam}"


@pytest.mark.parametrize("soort", LEVERBAAR)
def test_a_kind_of_record_is_delivered_by_a_source_of_the_demo(soort: str) -> None:
    assert sources_of(soort) != []


@pytest.mark.parametrize("soort", LEVERBAAR)
def test_the_samples_deliver_a_kind_of_record_through_a_source_that_is_configured_for_it(soort: str) -> None:
    assert BRON_VAN_SOORT[soort] in {bron.bron for bron in sources_of(soort)}


def test_every_projection_file_is_covered_for_a_hundred_percent() -> None:
    makefile = (WORTEL / "Makefile").read_text(encoding="utf-8")
    bestanden = {f"indexers/{groep.naam}.py" for groep in GROEPEN if kinds_of(groep.soort)}
    assert {bestand for bestand in bestanden if bestand not in makefile} == set()
