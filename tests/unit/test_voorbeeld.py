"""The employer of the customer's own screens, on 20 October 2023: the figures that the reference data promise."""

from collections import Counter
from importlib.resources import files
from typing import Any

import pytest

from klantbeeld.domain.contacten import fold_onderwerp, sort_moment, windows_meest_besproken
from klantbeeld.domain.items import Record, Recordlijst
from klantbeeld.domain.leveringen import Levering, read_levering
from klantbeeld.domain.preventie_beeld import Preventieparameters, assemble_preventief_werken
from klantbeeld.domain.uitkeringen import Uitkeringsparameters, assemble_uitkeringsgegevens
from tests.bouwers_domein import LH, NORMEN, VANDAAG, make_kader

REGELS = files("klantbeeld").joinpath("data", "voorbeeld-werkgever.jsonl").read_bytes().splitlines()
LEVERINGEN = [read_levering(regel) for regel in REGELS]


def to_record(levering: Levering) -> Record[Any]:
    assert levering.gegevens is not None
    return Record(levering.id, levering.bron, levering.versie, levering.sleutels or (LH,), "", levering.gegevens)


def list_records(soort: str) -> Recordlijst[Any]:
    records = tuple(to_record(levering) for levering in LEVERINGEN if levering.soort == soort)
    return Recordlijst(records, len(records))


def test_every_line_is_accepted_and_only_once() -> None:
    assert len({levering.id for levering in LEVERINGEN}) == len(REGELS) == 145


def test_prevention_shows_what_the_screen_shows() -> None:
    soorten = ("riv", "loonsanctie", "boete", "meldingstelling")
    lijsten = {naam: list_records(soort) for naam, soort in ((f"{soort}s", soort) for soort in soorten)}
    lijsten["meldingstellingen"] = lijsten.pop("meldingstellings")
    groep = assemble_preventief_werken(lijsten, make_kader(), Preventieparameters())
    assert groep.loonsancties is not None
    assert groep.loonsanctie_percentage is not None
    assert groep.digitaliseringsgraad is not None
    assert groep.boetes is not None
    assert groep.reintegratieverslagen == 5
    assert (groep.loonsancties.administratief, groep.loonsancties.inhoudelijk, groep.loonsancties.totaal) == (1, 2, 3)
    assert groep.loonsanctie_percentage.percentage == 60
    assert (groep.digitaliseringsgraad.teller, groep.digitaliseringsgraad.noemer) == (40, 50)
    assert groep.digitaliseringsgraad.percentage == 80
    assert (groep.boetes.huidig_aantal, groep.boetes.bedrag_in_centen) == (4, 98_500)


def test_benefits_show_what_the_screen_shows() -> None:
    lijsten = {"erds": list_records("erd"), "polissen": list_records("polis"), "organisaties": list_records("organisatie")}
    groep = assemble_uitkeringsgegevens(lijsten, make_kader(), Uitkeringsparameters())
    assert groep.wga is not None
    assert (groep.wga.is_eigenrisicodrager, str(groep.wga.datum)) == (True, "2021-01-01")
    assert (groep.wga.directe_betaling, groep.wga.verzekeraar, groep.wga.opmerking) == ("WN", "Aegon", None)
    assert [blok and blok.is_eigenrisicodrager for blok in (groep.zw, groep.ww)] == [False, True]
    assert [blok and blok.opmerking for blok in (groep.zw, groep.ww)] == [None, "ongebruikelijk voor deze sector"]


def test_the_most_discussed_subjects_are_those_of_the_screen() -> None:
    (van, tot), _ = windows_meest_besproken(VANDAAG)
    contacten = [record.gegevens for record in list_records("contact").records]
    binnen = [contact for contact in contacten if van <= sort_moment(contact.plaatsgevonden_op) <= tot]
    assert len(contacten) == 52
    assert Counter(fold_onderwerp(contact.onderwerp, NORMEN) for contact in binnen) == {"WVW": 35, "WGA": 16}


@pytest.mark.parametrize(("soort", "aantal"), [("document", 17), ("bronstand", 9), ("zaak", 4), ("betaling", 5)])
def test_the_other_records_are_all_there(soort: str, aantal: int) -> None:
    assert list_records(soort).totaal == aantal
