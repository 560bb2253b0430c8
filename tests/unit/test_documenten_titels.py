"""A title that is only a technical id gives way to one that people can read."""

from datetime import date
from typing import Any

import pytest

from klantbeeld.domain.documenten import Document, Documentparameters, ask_documenten, read_titel
from klantbeeld.errors import InvoerOnjuist
from tests.bouwers_domein import make_kader


def make_document(**gegevens: Any) -> Document:
    verplicht = {
        "datum": "2022-11-15",
        "titel": "DANS (id:454645754457)",
        "soort": "dagloonberekening",
        "heeftBijlage": False,
        "betreftPersoon": False,
    }
    return Document.model_validate(verplicht | gegevens)


@pytest.mark.parametrize(
    ("gegevens", "titel"),
    [
        ({"onderwerp": "Resultaat dagloonberekening", "subonderwerp": "Muteren"}, "Resultaat dagloonberekening"),
        ({"onderwerp": " ", "subonderwerp": "Muteren"}, "Muteren"),
        ({"onderwerp": None}, "Dagloonberekening"),
        ({"soort": "beeindigingsbeschikking"}, "Beëindigingsbeschikking"),
    ],
)
def test_a_technical_title_becomes_the_first_text_that_says_something(gegevens: dict[str, Any], titel: str) -> None:
    assert read_titel(make_document(**gegevens)) == (titel, "454645754457")


def test_a_delivered_dans_id_stays() -> None:
    assert read_titel(make_document(dansId="000123"))[1] == "000123"


@pytest.mark.parametrize("titel", ["Terugvorderingsbrief werknemer", "DANS (id:4546457544571)", "Over DANS (id:1)"])
def test_any_other_title_stays_as_it_is(titel: str) -> None:
    assert read_titel(make_document(titel=titel)) == (titel, None)


def test_a_window_that_is_upside_down_is_refused() -> None:
    parameters = Documentparameters(van=date(2022, 2, 1), tot=date(2022, 1, 31))
    with pytest.raises(InvoerOnjuist, match="van ligt na tot"):
        ask_documenten(make_kader(), parameters)
