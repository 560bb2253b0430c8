"""The summary in Dutch: singular and plural, what is the least, and why something is not told."""

from typing import Any

import pytest

from klantbeeld.domain.bronnen import Groepsoort, Groepstatus, Stand
from klantbeeld.domain.items import Record
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.samenvattingen import (
    Onbekend,
    summarise_gemachtigden,
    summarise_laatste_contact,
    summarise_openstaand,
    summarise_preventie,
    summarise_uitkeringen,
)
from klantbeeld.domain.wijzigingen import WIJZIGINGSGROEPEN, summarise_wijzigingen
from klantbeeld.web.samenvattingen import (
    Regel,
    describe_contact,
    describe_eigenrisico,
    describe_openstaand,
    describe_preventie,
    describe_wijzigingen,
    explain_onbekend,
)
from tests.bouwers_domein import (
    VANDAAG,
    make_betaling,
    make_boete,
    make_contact,
    make_document,
    make_erd,
    make_machtiging,
    make_riv,
    make_sanctie,
    make_zaak,
)
from tests.bouwers_samenvattingen import (
    BRON_WEG,
    GESLOTEN,
    NOOIT_GEMELD,
    OP_TIJD,
    OUD,
    fail_beeld,
    make_beeld,
    make_beelden,
    small,
)

ZAKEN, CONTACTEN = Groepsoort.ZAAKMANAGEMENT, Groepsoort.CONTACTMANAGEMENT


def list_openstaand(*records: Record[Any]) -> dict[str, Regel]:
    return {regel.naam: regel for regel in describe_openstaand(summarise_openstaand(make_beelden(*records)))}


@pytest.mark.parametrize(
    ("oorzaak", "melding", "tekst"),
    [
        (Ontbreekreden.LEEG_BIJ_BRON, None, "leeg bij de bron"),
        (Ontbreekreden.NIET_GELEVERD, "X is weg", "niet geleverd"),
        (Groepstatus.GEEN_TOEGANG, "Uw rol geeft geen toegang", "geen toegang"),
        (Groepstatus.NOG_NIET_AANGESLOTEN, None, "nog niet aangesloten"),
        (Groepstatus.NIET_BESCHIKBAAR, "X is weg.", "onbekend. X is weg."),
        (Groepstatus.VEROUDERD, None, "onbekend. Deze gegevens kunnen nu niet worden gelezen."),
    ],
)
def test_it_says_why_nothing_is_told(oorzaak: Ontbreekreden | Groepstatus, melding: str | None, tekst: str) -> None:
    assert explain_onbekend(Onbekend(ZAKEN, oorzaak, melding)) == tekst


def test_nothing_that_runs_is_said_in_words() -> None:
    assert [regel.tekst for regel in list_openstaand().values()] == [
        "geen lopende zaken",
        "geen open contacten",
        "geen openstaande vorderingen",
        "geen boetes opgelegd",
        "geen lopende loonsanctie",
    ]


def test_what_runs_is_counted_and_named() -> None:
    regels = list_openstaand(
        make_zaak(eersteZiektedag="2023-09-10"),
        make_contact(onderwerp="WGA"),
        make_betaling(soort="factuur", status="openstaand", bedragInCenten=312_575),
        make_boete(),
        make_boete("B2", status="voornemen"),
        make_boete("B3", status="waarschuwing"),
        make_riv(),
        make_sanctie(van="2023-01-01", tot="2023-12-31"),
    )
    assert regels["Zaken"].tekst == "1 lopende zaak"
    assert regels["Zaken"].lijst == (
        "ziekmelding ZAAK-1: 3 mijlpalen te laat, sinds 11-09-2023 · Probleemanalyse (week 6) uiterlijk 22-10-2023",
    )
    assert (regels["Contacten"].tekst, regels["Contacten"].lijst) == (
        "1 open contact",
        ("15-10-2023 11:12 · Telefoon · WGA · open",),
    )
    assert regels["Vorderingen"].tekst == "1 openstaande vordering, samen €\N{NO-BREAK SPACE}3.125,75"
    assert regels["Boetes"].tekst == "1 boete opgelegd, samen €\N{NO-BREAK SPACE}230,00 · 1 voornemen · 1 waarschuwing"
    assert regels["Loonsanctie"].tekst == "loopt tot en met 31-12-2023"


def test_a_sanction_without_an_end_says_which_kind_of_nothing_that_is() -> None:
    regels = list_openstaand(make_riv(), make_sanctie(van="2023-01-01", tot=None))
    assert regels["Loonsanctie"] == Regel("Loonsanctie", "loopt; de laatste dag is leeg bij de bron")


def test_lists_beyond_the_page_say_at_least() -> None:
    contacten = [make_contact(f"C{nummer}", status=["open", "afgerond"][nummer % 2]) for nummer in range(4)]
    zaken = [make_zaak(f"Z{nummer}", eersteZiektedag="2023-09-10") for nummer in range(3)]
    beelden = make_beelden() | {
        CONTACTEN: make_beeld(CONTACTEN, *contacten, parameters=small(3)[CONTACTEN]),
        ZAKEN: make_beeld(ZAKEN, *zaken, parameters=small(2)[ZAKEN]),
    }
    regels = {regel.naam: regel.tekst for regel in describe_openstaand(summarise_openstaand(beelden))}
    assert regels["Contacten"] == "minstens 2 open contacten (niet alles is bekeken)"
    assert regels["Zaken"] == "3 lopende zaken; alleen van de nieuwste 2 staat hier wat te laat of dichtbij is"


def test_no_open_contact_among_the_first_is_not_none() -> None:
    contacten = [make_contact(f"C{nummer}", status="afgerond") for nummer in range(3)]
    beelden = make_beelden() | {CONTACTEN: make_beeld(CONTACTEN, *contacten, parameters=small(2)[CONTACTEN])}
    regels = {regel.naam: regel.tekst for regel in describe_openstaand(summarise_openstaand(beelden))}
    assert regels["Contacten"] == "geen open contacten gevonden (niet alles is bekeken)"


def test_a_long_list_is_cut_off_and_says_so() -> None:
    regels = list_openstaand(*(make_contact(f"C{nummer}") for nummer in range(9)))
    assert (len(regels["Contacten"].lijst), regels["Contacten"].lijst[-1]) == (7, "en nog 3")


def test_the_own_risk_is_told_with_its_insurer_and_what_is_strange_about_it() -> None:
    erds = (
        make_erd(van="2021-01-01", verzekeraar="Aegon", intermediair="Vos", directeBetaling="WG"),
        make_erd("E2", regeling="ZW", isEigenrisicodrager=False, van="2020-01-01"),
    )
    regels = describe_eigenrisico(summarise_uitkeringen(make_beeld(Groepsoort.UITKERINGSGEGEVENS, *erds)))
    assert regels == [
        Regel("WGA", "ja · sinds 01-01-2021 · Aegon · intermediair Vos · directe betaling aan de werkgever"),
        Regel("ZW", "nee · sinds 01-01-2020 · let op: gegevensfout bij de bron: nee met een ingangsdatum"),
        Regel("WW", "niet geleverd", is_niets=True),
    ]


def test_of_a_risk_that_an_employer_does_not_carry_it_says_who_pays() -> None:
    erd = make_erd(regeling="ZW", isEigenrisicodrager=False, van=None)
    regels = describe_eigenrisico(summarise_uitkeringen(make_beeld(Groepsoort.UITKERINGSGEGEVENS, erd)))
    assert regels[1] == Regel("ZW", "nee, UWV betaalt")


def test_who_may_speak_is_told_with_extent_and_end() -> None:
    gemachtigden = summarise_gemachtigden(
        make_beeld(CONTACTEN, make_machtiging(omvang="verzuim", tot="2024-01-01"), make_machtiging("M2", tot=None))
    )
    wie, contact = describe_contact(gemachtigden, summarise_laatste_contact(make_beeld(CONTACTEN)))
    assert wie == Regel(
        "Gemachtigd",
        "2 gemachtigden",
        (
            "Kantoor Vos (accountant) · verzuim · tot 01-01-2024",
            "Kantoor Vos (accountant) · omvang niet geleverd · einde leeg bij de bron",
        ),
    )
    assert contact == Regel("Laatste contact", "geen")


def test_figures_of_prevention_are_told_with_their_sums() -> None:
    cijfers = summarise_preventie(
        make_beeld(Groepsoort.PREVENTIEF_WERKEN, make_riv(), make_sanctie(), make_sanctie("S2", riv="X"))
    )
    regels = {regel.naam: regel.tekst for regel in describe_preventie(cijfers)}
    assert regels["Periode"] == "01-01-2020 tot en met 20-10-2023"
    assert regels["Loonsancties"] == "1 administratief + 0 inhoudelijk = 1 · 1 zonder verslag"
    assert regels["Digitaliseringsgraad"] == "geen meldingen van 01-10-2022 tot en met 30-09-2023"


def test_changes_are_told_with_what_is_not_known() -> None:
    records = (
        make_contact(plaatsgevondenOp="2023-10-10T09:00:00Z"),
        make_document(datum="2023-10-12", soort="toekenningsbeschikking"),
        make_betaling(datum="2023-10-11", bedragInCenten=150),
    )
    beelden = make_beelden(*records) | {Groepsoort.UITKERINGSGEGEVENS: fail_beeld(Groepsoort.UITKERINGSGEGEVENS)}
    gesloten = make_beeld(ZAKEN, parameters=GESLOTEN)
    regels = describe_wijzigingen(summarise_wijzigingen(beelden, gesloten, VANDAAG))
    assert regels[0] == Regel(
        "Sinds 10-10-2023",
        "minstens 2 wijzigingen (niet alles is bekeken)",
        ("12-10-2023 nieuw besluit Brief", "11-10-2023 betaling uitkering WTV · €\N{NO-BREAK SPACE}1,50"),
    )
    assert [(regel.naam, regel.is_niets) for regel in regels[1:]] == [("Uitkeringsgegevens", True)]


def list_wijzigingen(**standen: Stand) -> dict[str, str]:
    """What is told of changes since a contact that is known, when nothing changed and these groups stand like this."""
    records = (make_contact(plaatsgevondenOp="2023-10-10T09:00:00Z"),)
    anders = {Groepsoort[naam]: make_beeld(Groepsoort[naam], *records, stand=stand) for naam, stand in standen.items()}
    gesloten = make_beeld(ZAKEN, parameters=GESLOTEN, stand=standen.get(ZAKEN, OP_TIJD))
    return {
        regel.naam: regel.tekst
        for regel in describe_wijzigingen(summarise_wijzigingen(make_beelden(*records) | anders, gesloten, VANDAAG))
    }


def test_that_nothing_changed_is_said_only_of_what_is_known() -> None:
    assert list_wijzigingen() == {"Sinds 10-10-2023": "geen wijzigingen"}
    assert list_wijzigingen(ZAAKMANAGEMENT=BRON_WEG, DOCUMENTEN=OUD) == {
        "Sinds 10-10-2023": "geen wijzigingen in Uitkeringsgegevens en Financieel",
        "Documenten": "geen tot 20-10-2023 12:00, daarna onbekend",
        "Zaakmanagement": "onbekend. K3CR is nu niet beschikbaar",
    }


@pytest.mark.parametrize("stand", [BRON_WEG, OUD, NOOIT_GEMELD])
def test_when_no_group_is_known_it_is_not_known_whether_anything_changed(stand: Stand) -> None:
    regels = list_wijzigingen(**{groep.name: stand for groep in WIJZIGINGSGROEPEN})
    assert regels.pop("Sinds 10-10-2023") == "niet bekend wat er is veranderd"
    assert list(regels) == ["Documenten", "Zaakmanagement", "Financieel", "Uitkeringsgegevens"]
    assert not any("geen wijzigingen" in tekst for tekst in regels.values())


def test_of_a_source_that_is_late_is_told_until_when_there_was_nothing() -> None:
    openstaand = describe_openstaand(summarise_openstaand(make_beelden(stand=OUD)))
    assert {regel.tekst for regel in openstaand} == {"geen tot 20-10-2023 12:00, daarna onbekend"}


def test_whole_parts_that_are_not_known_are_one_line() -> None:
    beelden = make_beelden(stand=BRON_WEG)
    gesloten = make_beeld(ZAKEN, parameters=GESLOTEN)
    regels = [
        *describe_wijzigingen(summarise_wijzigingen(beelden, gesloten, VANDAAG)),
        *describe_preventie(summarise_preventie(fail_beeld(Groepsoort.PREVENTIEF_WERKEN))),
        *describe_eigenrisico(summarise_uitkeringen(fail_beeld(Groepsoort.UITKERINGSGEGEVENS))),
    ]
    assert [(regel.naam, regel.is_niets) for regel in regels] == [
        ("Vorig contact", True),
        ("Cijfers", True),
        ("Eigenrisicodrager", True),
    ]
    assert describe_wijzigingen(None) == [Regel("Vorig contact", "geen")]
