"""How values are written on a page."""

import pytest

from klantbeeld.web.opmaak import fill_adres, find_belnummer, is_mailadres, keep_dagen, show_duur, show_maand, show_versie


@pytest.mark.parametrize(
    ("seconden", "tekst"),
    [
        (1, "1 seconde"),
        (90, "90 seconden"),
        (60, "1 minuut"),
        (1800, "30 minuten"),
        (3600, "1 uur"),
        (24 * 3600, "24 uur"),
        (36 * 3600, "36 uur"),
        (48 * 3600, "2 dagen"),
        (7 * 24 * 3600, "7 dagen"),
    ],
)
def test_a_duration_is_written_in_the_largest_unit_that_fits(seconden: int, tekst: str) -> None:
    assert show_duur(seconden) == tekst


def test_a_month_is_written_with_its_name() -> None:
    assert (show_maand("2023-01"), show_maand("1999-12")) == ("januari 2023", "december 1999")


@pytest.mark.parametrize(
    ("telefoon", "nummer"),
    [
        ("030 - 123 45 67", "0301234567"),
        ("+31 (0)30 1234567", "0301234567"),
        ("+49 30 123456", "004930123456"),
        ("balie", None),
    ],
)
def test_a_telephone_number_is_dialled_without_what_is_written_around_it(telefoon: str, nummer: str | None) -> None:
    assert find_belnummer(telefoon) == nummer


@pytest.mark.parametrize(
    ("tekst", "is_een"),
    [
        ("balie@bakker.nl", True),
        ("a.b+c@bakker.example", True),
        ("balie", False),
        ("balie@bakker.nl?bcc=ander@elders.nl", False),
        ("balie@bakker.nl,ander@elders.nl", False),
        ("balie@@bakker.nl", False),
        ("", False),
    ],
)
def test_a_mailbox_is_one_and_no_more(tekst: str, is_een: bool) -> None:
    assert is_mailadres(tekst) is is_een


def test_an_address_of_a_source_is_filled_with_an_id_and_a_group() -> None:
    vorm = "https://wgs.test/w/{werkgever}?deel={groep}&ook={werkgever}"
    assert fill_adres(vorm, "0f", "documenten") == "https://wgs.test/w/0f?deel=documenten&ook=0f"


@pytest.mark.parametrize(("versie", "geschreven"), [("2026-01-01", "01-01-2026"), ("2", "2"), ("2026-13", "2026-13"), ("", "")])
def test_a_version_that_is_called_after_a_day_is_written_as_a_day(versie: str, geschreven: str) -> None:
    assert show_versie(versie) == geschreven


def test_a_line_ends_in_no_day_and_what_a_source_wrote_stays_text() -> None:
    geschreven = keep_dagen("<b> 15-10-2023 11:12 · sinds 01-01-2021")
    assert geschreven == (
        '&lt;b&gt; <span class="kb-heel">15-10-2023 11:12</span> · sinds <span class="kb-heel">01-01-2021</span>'
    )
