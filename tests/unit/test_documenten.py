"""Documenten: which are read, what is shown, and how they are counted (domain reference §8)."""

from datetime import date
from typing import Any

import pytest

from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.documenten import (
    Documentparameters,
    Documentregel,
    Soorttelling,
    ask_documenten,
    assemble_documenten,
    read_titel,
)
from klantbeeld.domain.kader import Klasse
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld
from klantbeeld.domain.vragen import Itemsvraag, Telling, Telvraag
from tests.bouwers_domein import ALLES, make_document, make_kader, make_lijst


def ask(**parameters: Any) -> Itemsvraag:
    vraag = ask_documenten(make_kader(), Documentparameters(**parameters))["documenten"]
    assert isinstance(vraag, Itemsvraag)
    return vraag


def test_everything_up_to_today_is_read_and_counted() -> None:
    kader = make_kader()
    assert ask_documenten(kader, Documentparameters()) == {
        "documenten": Itemsvraag(kader.ring, "document", tot="2023-10-20", limiet=16),
        "aantallen": Telvraag(kader.ring, "document", tot="2023-10-20"),
    }


@pytest.mark.parametrize(
    ("tot", "gevraagd"),
    [(date(2022, 1, 31), "2022-01-31"), (date(2023, 10, 20), "2023-10-20"), (date(2030, 1, 1), "2023-10-20")],
)
def test_documents_of_later_days_are_never_asked_for(tot: date, gevraagd: str) -> None:
    assert ask(tot=tot).tot == gevraagd


def test_filters_include_their_first_day_and_the_kind() -> None:
    vraag = ask(van=date(2022, 1, 1), soort="dagloonberekening", bladvraag=Bladvraag(5))
    assert (vraag.van, vraag.kenmerk, vraag.limiet) == ("2022-01-01", "dagloonberekening", 6)


def test_counts_ignore_filters() -> None:
    kader = make_kader()
    gefilterd = Documentparameters(soort="overig", van=date(2022, 1, 1), tot=date(2022, 1, 31))
    assert ask_documenten(kader, gefilterd)["aantallen"] == ask_documenten(kader, Documentparameters())["aantallen"]


def test_letters_about_a_person_are_neither_listed_nor_counted_for_who_may_not_see_them() -> None:
    vragen = ask_documenten(make_kader(klassen=ALLES - {Klasse.PERSOONSDOCUMENTEN}), Documentparameters())
    assert [vraag.ook_besloten for vraag in vragen.values()] == [False, False]


def test_a_document_is_shown_with_its_fields_and_what_it_lacks() -> None:
    record = make_document(onderwerp=None, aandachtsgebied="WW", subonderwerp="Continueren", dansId="454645754457")
    groep = assemble_documenten({"documenten": make_lijst(record), "aantallen": ()}, make_kader(), Documentparameters())
    assert groep.bladzijde.edges[0].node == Documentregel(
        id="dans:document:D1",
        datum=date(2022, 11, 15),
        aandachtsgebied="WW",
        onderwerp=None,
        subonderwerp="Continueren",
        titel="Brief",
        soort="overig",
        heeft_bijlage=False,
        dans_id="454645754457",
        bron_link=None,
        ontbrekend=(
            OntbrekendVeld("onderwerp", Ontbreekreden.LEEG_BIJ_BRON),
            OntbrekendVeld("bronLink", Ontbreekreden.NIET_GELEVERD),
        ),
    )


def test_documents_are_counted_by_kind_over_all_years() -> None:
    tellingen = [("overig", "2021", 1), ("dagloonberekening", "2022", 2), ("overig", "2022", 3), (None, "2022", 4)]
    antwoorden: dict[str, Any] = {
        "documenten": make_lijst(),
        "aantallen": tuple(Telling(soort, None, jaar, aantal, 0) for soort, jaar, aantal in tellingen),
    }
    groep = assemble_documenten(antwoorden, make_kader(), Documentparameters())
    assert groep.aantallen == (Soorttelling("", 4), Soorttelling("dagloonberekening", 2), Soorttelling("overig", 4))


@pytest.mark.parametrize(
    ("anders", "titel"),
    [
        ({"onderwerp": "Werktijdverkorting", "subonderwerp": "Continueren"}, "Werktijdverkorting"),
        ({"onderwerp": None, "subonderwerp": "Continueren"}, "Continueren"),
        ({"onderwerp": " ", "subonderwerp": None}, "Document"),
        ({"soort": "dagloonberekening"}, "Dagloonberekening"),
        ({"soort": "toekenningsbeschikking"}, "Toekenningsbeschikking"),
        ({"soort": "wijzigingsbeschikking"}, "Wijzigingsbeschikking"),
        ({"soort": "beeindigingsbeschikking"}, "Beëindigingsbeschikking"),
    ],
)
def test_a_title_that_is_only_a_technical_id_gives_way_to_something_readable(anders: dict[str, Any], titel: str) -> None:
    document = make_document(titel="DANS (id:454645754457)", **anders).gegevens
    assert read_titel(document) == (titel, "454645754457")


@pytest.mark.parametrize(
    ("titel", "dans_id", "verwacht"),
    [
        ("DANS (id:56757357754)", None, ("Document", "56757357754")),
        (" dans (ID: 7) ", None, ("Document", "7")),
        ("DANS (id:7)", "8", ("Document", "8")),
        ("DANS (id:1234567890123)", None, ("DANS (id:1234567890123)", None)),
        ("Brief DANS (id:7)", None, ("Brief DANS (id:7)", None)),
        ("Brief", "7", ("Brief", "7")),
    ],
)
def test_only_a_title_that_is_nothing_but_a_technical_id_is_replaced(
    titel: str, dans_id: str | None, verwacht: tuple[str, str | None]
) -> None:
    assert read_titel(make_document(titel=titel, dansId=dans_id).gegevens) == verwacht


@pytest.mark.parametrize(("titel", "ontbreekt"), [("DANS (id:7)", False), ("Brief", True)])
def test_an_id_that_was_read_from_the_title_is_not_missing(titel: str, ontbreekt: bool) -> None:
    antwoorden: dict[str, Any] = {"documenten": make_lijst(make_document(titel=titel)), "aantallen": ()}
    regel = assemble_documenten(antwoorden, make_kader(), Documentparameters()).bladzijde.edges[0].node
    assert ("dansId" in {deel.veld for deel in regel.ontbrekend}) is ontbreekt
