"""The registries of the view: groups, kinds of record, and a group without anything in it."""

from dataclasses import fields

import pytest

from klantbeeld.domain.beeld import GROEPSREGELS, make_empty
from klantbeeld.domain.bladzijden import GEEN_BLADZIJDE
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.groepen import GROEP_VAN_SOORT, GROEPEN, SOORTEN
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld
from klantbeeld.domain.werkbedrijf import (
    GegevensWerkbedrijf,
    Werkbedrijfparameters,
    ask_gegevens_werkbedrijf,
    assemble_gegevens_werkbedrijf,
)
from tests.bouwers_domein import KLEINSTE, make_kader

REDEN = Ontbreekreden.GEEN_TOEGANG


def test_there_are_eight_groups_in_the_order_of_the_design() -> None:
    assert [groep.titel for groep in GROEPEN] == [
        "Organisatiegegevens",
        "Preventief werken",
        "Uitkeringsgegevens",
        "Contactmanagement",
        "Documenten",
        "Financieel",
        "Zaakmanagement",
        "Gegevens Werkbedrijf",
    ]
    assert [groep.soort for groep in GROEPEN] == list(Groepsoort) == list(GROEPSREGELS)


@pytest.mark.parametrize(
    ("groep", "soorten"),
    [
        (Groepsoort.ORGANISATIEGEGEVENS, {"organisatie", "vestiging", "koppeling"}),
        (Groepsoort.PREVENTIEF_WERKEN, {"riv", "loonsanctie", "boete", "meldingstelling"}),
        (Groepsoort.UITKERINGSGEGEVENS, {"erd", "polis"}),
        (Groepsoort.CONTACTMANAGEMENT, {"contactpersoon", "contact", "machtiging", "notitie"}),
        (Groepsoort.DOCUMENTEN, {"document"}),
        (Groepsoort.FINANCIEEL, {"betaling"}),
        (Groepsoort.ZAAKMANAGEMENT, {"zaak"}),
        (Groepsoort.GEGEVENS_WERKBEDRIJF, set()),
        (None, {"bronstand"}),
    ],
)
def test_each_kind_of_record_feeds_the_group_of_the_contract(groep: Groepsoort | None, soorten: set[str]) -> None:
    assert {soort for soort, van in GROEP_VAN_SOORT.items() if van is groep} == soorten


def test_every_kind_of_record_of_the_contract_is_known_by_its_own_name() -> None:
    assert set(SOORTEN) == set(KLEINSTE)
    assert all(naam == soort.naam for naam, soort in SOORTEN.items())


@pytest.mark.parametrize("soort", list(Groepsoort))
def test_a_group_without_anything_holds_nothing_and_gives_one_reason(soort: Groepsoort) -> None:
    groep = make_empty(soort, REDEN)
    waarden = [getattr(groep, veld.name) for veld in fields(groep) if veld.name != "ontbrekend"]
    assert [waarde for waarde in waarden if waarde not in (None, (), GEEN_BLADZIJDE)] == []
    assert {deel.reden for deel in groep.ontbrekend} == ({REDEN} if waarden else set())


def test_an_empty_group_names_each_of_its_fields() -> None:
    assert [deel.veld for deel in make_empty(Groepsoort.CONTACTMANAGEMENT, REDEN).ontbrekend] == [
        "contactpersonen",
        "contactpersonenUwv",
        "gemachtigden",
        "contacten.totaal",
        "contacten.edges",
        "notities",
        "notitiebronnen",
        "meestBesproken",
    ]


def test_an_empty_group_that_is_a_list_names_its_total_and_its_elements() -> None:
    assert make_empty(Groepsoort.DOCUMENTEN, REDEN).ontbrekend == (
        OntbrekendVeld("totaal", REDEN),
        OntbrekendVeld("edges", REDEN),
        OntbrekendVeld("aantallen", REDEN),
    )


def test_the_last_group_has_no_fields_yet() -> None:
    parameters = Werkbedrijfparameters()
    assert ask_gegevens_werkbedrijf(make_kader(), parameters) == {}
    assert assemble_gegevens_werkbedrijf({}, make_kader(), parameters) == GegevensWerkbedrijf()
