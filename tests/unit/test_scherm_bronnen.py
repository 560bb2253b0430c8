"""What a block says of its sources: how old they are, how old they may be and where they can be asked; and what it shows when
one of them, or the store, can't be read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from klantbeeld.app import make_web
from klantbeeld.domain.bronnen import Bronadressen, Bronoordeel, Groepstatus, Stand
from klantbeeld.web.groepen import Groepsblok
from klantbeeld.web.sjablonen import GEEN, render
from tests.blokken import read_blok
from tests.bouwers_leveringen import ANDER, LH, Proef, make_boete, make_bronstand, make_levering, make_organisatie, open_proef
from tests.bouwers_log import read_log
from tests.bouwers_scherm import ADRES
from tests.browser import Browser

NU = datetime(2023, 10, 20, 10, tzinfo=UTC)
VANMORGEN = datetime(2023, 10, 20, 8, 42, tzinfo=UTC)
WERKGEVER = "0" * 32


@pytest.fixture
def proef(tmp_path: Path) -> Iterator[Proef]:
    with open_proef(tmp_path) as proef:
        yield proef


def get_groep(proef: Proef, groep: str) -> str:
    """The block of a group of the example employer."""
    pad = f"/werkgevers/{proef.id_of(LH)}/groepen/{groep}"
    return Browser(make_web(proef.settings, proef.klantbeeld), ADRES).get(pad).text


def show_bron(status: Groepstatus, op: datetime | None, norm: int = 86_400, adressen: Bronadressen | None = None) -> str:
    """A block without content, of one source."""
    bron = Bronoordeel("k3cr", "K3CR", status, op, norm, adressen or Bronadressen())
    stand = Stand(status, None, op, (bron,))
    return render(
        Groepsblok(
            titel="Documenten",
            anker="documenten",
            werkgever=WERKGEVER,
            pad="/",
            stand=stand,
            nu=NU,
            formulier=GEEN,
            inhoud=GEEN,
            fout=None,
            opnieuw=None,
        )
    )


@pytest.mark.parametrize(
    ("status", "op", "norm", "regel"),
    [
        (Groepstatus.OK, VANMORGEN, 86_400, "Bijgewerkt om 10:42 uit K3CR, hoort binnen 24 uur"),
        (Groepstatus.VEROUDERD, VANMORGEN, 1800, "Bijgewerkt om 10:42 uit K3CR, hoort binnen 30 minuten; verouderd"),
        (
            Groepstatus.NIET_BESCHIKBAAR,
            datetime(2023, 10, 18, 8, tzinfo=UTC),
            604_800,
            "Bijgewerkt op 18-10-2023 om 10:00 uit K3CR, hoort binnen 7 dagen; nu niet beschikbaar",
        ),
        (
            Groepstatus.VEROUDERD,
            None,
            86_400,
            "K3CR heeft nog nooit gemeld tot wanneer de gegevens compleet zijn; verouderd",
        ),
    ],
)
def test_a_source_is_told_with_its_age_and_its_norm(status: Groepstatus, op: datetime | None, norm: int, regel: str) -> None:
    html = show_bron(status, op, norm)
    assert read_blok(html).regels == [regel]
    assert ('class="kb-oud"' in html) == (status is not Groepstatus.OK)


def test_a_source_without_addresses_has_no_links() -> None:
    assert read_blok(show_bron(Groepstatus.OK, VANMORGEN)).links == {}


def test_the_links_to_a_source_hold_the_id_and_the_group_and_no_value() -> None:
    adressen = Bronadressen("https://k3cr.test/w/{werkgever}#{groep}", "mailto:balie@k3cr.test?subject={groep}%20{werkgever}")
    assert read_blok(show_bron(Groepstatus.OK, VANMORGEN, adressen=adressen)).links == {
        "Open in K3CR": f"https://k3cr.test/w/{WERKGEVER}#documenten",
        "Klopt dit niet? Meld het bij K3CR": f"mailto:balie@k3cr.test?subject=documenten%20{WERKGEVER}",
    }


def test_a_source_of_the_demo_leads_to_its_desk(proef: Proef) -> None:
    proef.deliver(make_organisatie(bron="cws"), make_bronstand("cws"))
    links = read_blok(get_groep(proef, "organisatiegegevens")).links
    adres = f"mailto:gegevens@cws.example?subject=Klopt%20dit%20niet%3F%20organisatiegegevens%20{proef.id_of(LH)}"
    assert links == {"Klopt dit niet? Meld het bij CWS": adres}


def test_a_source_that_fails_is_told_in_a_sentence_above_what_is_known(proef: Proef) -> None:
    proef.deliver(make_organisatie(bron="cws"), make_bronstand("cws"))
    proef.store.set_storing("cws", "BRON_ONLEESBAAR")
    blok = read_blok(get_groep(proef, "organisatiegegevens"))
    assert blok.regels[0] == "CWS is nu niet beschikbaar; u ziet de laatst bekende gegevens."
    assert blok.velden["Organisatie"] == "Bakkerij Vroeg"


def test_a_group_that_cannot_be_read_shows_no_fields_and_can_be_tried_again(proef: Proef, tmp_path: Path) -> None:
    proef.deliver(make_organisatie(bron="cws"), make_bronstand("preventie"), make_boete(bron="preventie"))
    with closing(sqlite3.connect(tmp_path / "klantbeeld.db")) as bestand:
        bestand.execute("ALTER TABLE items RENAME TO weg")
    blok = read_blok(get_groep(proef, "preventief-werken?van=2023-01-01"))
    opnieuw = f"/werkgevers/{proef.id_of(LH)}/preventief-werken?van=2023-01-01"
    assert blok.regels[0] == (
        "Deze gegevensgroep kan nu niet worden gelezen. Probeer het over een minuut opnieuw. Probeer opnieuw"
    )
    assert (blok.velden, blok.tabellen, blok.links["Probeer opnieuw"]) == ({}, {}, opnieuw)
    assert blok.invoer == {"van": "2023-01-01", "tot": "2023-10-20"}


def test_an_employer_that_ended_leads_to_its_successor_and_that_is_recorded(proef: Proef, tmp_path: Path) -> None:
    einde = {"status": "beeindigd", "statusSinds": "2023-03-01", "opvolger": f"lh:{ANDER}"}
    proef.deliver(make_organisatie(gegevens=einde), make_organisatie(ANDER, {"naam": "Bakkerij Laat"}))
    blok = read_blok(get_groep(proef, "organisatiegegevens"))
    assert (blok.velden["Status"], blok.velden["Status sinds"]) == ("beëindigd", "01-03-2023")
    assert blok.velden["Opvolger"] == "Bakkerij Laat"
    assert blok.links["Bakkerij Laat"] == f"/werkgevers/{proef.id_of(ANDER)}"
    assert {record["werkgevers"][0] for record in read_log(tmp_path / "raadplegingen.jsonl")} == {
        proef.id_of(LH),
        proef.id_of(ANDER),
    }


def test_a_successor_that_is_not_known_is_told_as_missing(proef: Proef) -> None:
    proef.deliver(make_organisatie(gegevens={"status": "beeindigd", "opvolger": f"lh:{ANDER}"}))
    assert read_blok(get_groep(proef, "organisatiegegevens")).velden["Opvolger"] == "niet geleverd"


def test_the_other_employers_of_its_legal_entity_are_led_to_and_recorded(proef: Proef, tmp_path: Path) -> None:
    rsin = {"rsin": "123456782"}
    proef.deliver(make_organisatie(gegevens=rsin), make_organisatie(ANDER, {"naam": "Bakkerij Laat", **rsin}))
    blok = read_blok(get_groep(proef, "organisatiegegevens"))
    assert blok.velden["Zelfde rechtspersoon"] == f"Bakkerij Laat LH {ANDER} · actief"
    assert blok.links["Bakkerij Laat"] == f"/werkgevers/{proef.id_of(ANDER)}"
    assert proef.id_of(ANDER) in {record["werkgevers"][0] for record in read_log(tmp_path / "raadplegingen.jsonl")}


def test_an_employer_alone_in_its_legal_entity_says_so(proef: Proef) -> None:
    proef.deliver(make_organisatie())
    assert read_blok(get_groep(proef, "organisatiegegevens")).velden["Zelfde rechtspersoon"] == "geen andere werkgevers bekend"


def test_establishments_stand_in_a_table_that_can_be_dialled_and_written_to(proef: Proef) -> None:
    adres = {"straat": "Kade", "huisnummer": "1", "postcode": "1234 AB", "plaats": "Urk"}
    gegevens = {
        "vestigingsnummer": "000012345678",
        "naam": "Bakkerij Kade",
        "hoofdvestiging": True,
        "adres": adres,
        "telefoon": "0527 - 12 34 56",
        "email": "kade@bakker.example",
        "van": "2020-01-01",
        "tot": None,
    }
    proef.deliver(make_organisatie(), make_levering("vestiging", gegevens))
    blok = read_blok(get_groep(proef, "organisatiegegevens"))
    assert blok.tabellen["Vestigingen"] == [
        ["Vestigingsnummer", "Naam", "Hoofdvestiging", "Adres", "Telefoon", "E-mail", "Van", "Tot"],
        [
            *("000012345678", "Bakkerij Kade", "ja", "Kade 1, 1234 AB Urk", "0527 - 12 34 56"),
            *("kade@bakker.example", "01-01-2020", "leeg bij de bron"),
        ],
    ]
    assert blok.links["0527 - 12 34 56"] == "tel:0527123456"
    assert blok.links["kade@bakker.example"] == "mailto:kade@bakker.example"


def test_more_establishments_than_a_page_are_shown_when_they_are_asked_for(proef: Proef) -> None:
    vestigingen = [
        make_levering("vestiging", {"vestigingsnummer": f"{nummer:012}", "naam": f"V{nummer}", "hoofdvestiging": False})
        for nummer in range(1, 23)
    ]
    proef.deliver(make_organisatie(), *vestigingen)
    blok = read_blok(get_groep(proef, "organisatiegegevens"))
    assert len(blok.tabellen["Vestigingen"]) == 1 + 20
    assert "20 van 22 vestigingen · Toon meer vestigingen" in blok.regels
    vraag = blok.links["Toon meer vestigingen"].partition("?")[2].partition("#")[0]
    assert len(read_blok(get_groep(proef, f"organisatiegegevens?{vraag}")).tabellen["Vestigingen"]) == 1 + 22


def test_months_that_a_source_has_no_data_of_are_unknown_and_not_nought(proef: Proef) -> None:
    proef.deliver(make_organisatie(), make_boete(bron="preventie"), make_bronstand("preventie", dekkingVanaf="2023-03"))
    html = get_groep(proef, "preventief-werken?van=2023-01-01&tot=2023-05-31")
    assert read_blok(html).tabellen["Boetes per maand"][1:] == [
        ["januari 2023", "onbekend (niet geleverd)"],
        ["februari 2023", "onbekend (niet geleverd)"],
        ["maart 2023", "0", "€ 0,00"],
        ["april 2023", "0", "€ 0,00"],
        ["mei 2023", "1", "€ 455,00"],
    ]
    assert "<desc>1 boete in 5 maanden; van 2 maanden is het onbekend.</desc>" in html
    assert ">onbekend</text>" in html


def test_a_wage_sanction_that_runs_is_told_with_its_last_day_or_without_one(proef: Proef) -> None:
    sanctie = {"soort": "inhoudelijk", "besluitOp": "2023-09-01", "van": "2023-10-01", "status": "opgelegd"}
    proef.deliver(make_organisatie(), make_levering("loonsanctie", sanctie, bron="preventie", sleutel="S"))
    zonder = read_blok(get_groep(proef, "preventief-werken")).velden["Lopende sanctie t/m"]
    proef.deliver(make_levering("loonsanctie", sanctie | {"tot": "2024-09-30"}, bron="preventie", sleutel="S"))
    met = read_blok(get_groep(proef, "preventief-werken")).velden["Lopende sanctie t/m"]
    assert (zonder, met) == ("er loopt er een, einddatum niet geleverd", "30-09-2024")


def test_without_any_delivery_it_is_unknown_who_carries_a_risk(proef: Proef) -> None:
    proef.deliver(make_organisatie(), make_bronstand("uitkeringen"), make_bronstand("polissen"))
    blok = read_blok(get_groep(proef, "uitkeringsgegevens"))
    assert blok.tabellen["Eigenrisicodragerschap op 20-10-2023"][1] == [
        "Eigenrisicodrager",
        *["onbekend (niet geleverd)"] * 3,
    ]
    assert not [regel for regel in blok.regels if regel.startswith("Balk")]
    assert "Geen perioden als eigenrisicodrager bij Uitkeringen." in blok.regels
    assert "Geen polissen bij Polissen." in blok.regels


def test_without_the_right_to_contact_data_a_table_says_so(proef: Proef) -> None:
    gegevens = {"vestigingsnummer": "1", "naam": "V", "hoofdvestiging": True, "telefoon": "0527123456"}
    proef.deliver(make_organisatie(), make_levering("vestiging", gegevens))
    browser = Browser(make_web(proef.settings, proef.klantbeeld), ADRES)
    assert browser.post("/rol", {"rol": "handhaver"}).status_code == 303
    html = browser.get(f"/werkgevers/{proef.id_of(LH)}/groepen/organisatiegegevens").text
    assert read_blok(html).tabellen["Vestigingen"][1][4:6] == ["geen toegang", "geen toegang"]
    assert "0527123456" not in html
