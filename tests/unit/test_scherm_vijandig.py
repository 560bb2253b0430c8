"""Texts of sources that mean harm, and numbers of natural persons, on the pages of the groups."""

from pathlib import Path

import pytest

from klantbeeld.app import make_web
from tests.bouwers_leveringen import LH, Levering, make_bronstand, make_levering, make_organisatie, open_proef
from tests.bouwers_scherm import ADRES
from tests.browser import Browser
from tests.schermtabellen import Element, read_pagina, read_tabel

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'></td></table>"
OMGEKEERD = "rekening \u202e4321 LN"
LANG = "woord\u00ad" * 2_000
BSN = "111222333"
NATUURLIJK = f"{BSN}L01"
VIJANDIG = {"script": SCRIPT, "bidi": OMGEKEERD, "lang": LANG}


def show(map_: Path, groep: str, *leveringen: Levering) -> Element:
    """The page of a group of one employer with these deliveries."""
    with open_proef(map_) as proef:
        proef.deliver(make_organisatie(), *leveringen)
        browser = Browser(make_web(proef.settings, proef.klantbeeld), ADRES)
        response = browser.get(f"/werkgevers/{proef.id_of(LH)}/{groep}")
    assert response.status_code == 200
    return read_pagina(response.text)


def make_contact(**gegevens: object) -> Levering:
    """A telephone call."""
    basis = {"plaatsgevondenOp": "2023-10-15T09:12:00Z", "kanaal": "Telefoon", "status": "open"}
    return make_levering("contact", {**basis, **gegevens})


def make_document(**gegevens: object) -> Levering:
    """A letter."""
    basis = {"datum": "2023-10-01", "titel": "Brief", "soort": "overig", "heeftBijlage": False, "betreftPersoon": False}
    return make_levering("document", {**basis, **gegevens})


@pytest.mark.parametrize("soort", VIJANDIG)
def test_a_text_of_a_source_stays_a_text(soort: str, tmp_path: Path) -> None:
    tekst = VIJANDIG[soort]
    contact = make_contact(kanaal=tekst, behandelaar="A", onderwerp=tekst, code=tekst, omschrijving=tekst)
    notitie = make_levering("notitie", {"datum": "2023-10-01", "auteur": "A", "tekst": tekst})
    pagina = show(tmp_path, "contactmanagement", contact, notitie)
    assert pagina.find("script").kenmerken["type"] == "module"
    assert not pagina.find_all("img")
    assert len(read_tabel(pagina, "Contacten")[1]) == 8
    geheel = [deel.tekst for deel in pagina.find("div", id="notities-deel").find_all("td")][3]
    assert " ".join(tekst.split()) in geheel


@pytest.mark.parametrize("soort", VIJANDIG)
def test_names_of_cases_and_documents_stay_texts(soort: str, tmp_path: Path) -> None:
    tekst = VIJANDIG[soort]
    zaak = {"zaaknummer": tekst, "zaaktype": tekst, "startdatum": "2023-10-01", "status": "lopend", "resultaat": tekst}
    mijlpalen = [{"naam": tekst, "uitgesteldTot": "2023-10-25"}]
    document = make_document(titel=tekst, onderwerp=tekst, subonderwerp=tekst, aandachtsgebied=tekst, dansId=tekst)
    zaken = show(tmp_path / "z", "zaakmanagement", make_levering("zaak", {**zaak, "mijlpalen": mijlpalen}))
    documenten = show(tmp_path / "d", "documenten", document)
    for pagina in (zaken, documenten):
        assert len(pagina.find_all("script")) == 1
        assert not pagina.find_all("img")
    assert read_tabel(zaken, f"Mijlpalen van zaak {tekst}")[1][2:4] == ["binnen 14 dagen", "25-10-2023"]


def test_a_long_text_is_cut_off_in_the_list_and_whole_on_demand(tmp_path: Path) -> None:
    lang = "Vraag over de hoogte van de uitkering. " * 250
    pagina = show(tmp_path, "contactmanagement", make_contact(omschrijving=lang))
    uitklap = pagina.find("div", id="contactenlijst").find("details")
    assert (
        uitklap.find("summary").tekst == "Vraag over de hoogte van de uitkering. Vraag over de hoogte van de … geheel inklappen"
    )
    assert uitklap.find("p").tekst == lang.strip()


def test_a_text_written_from_the_other_side_cannot_turn_what_is_beside_it(tmp_path: Path) -> None:
    pagina = show(tmp_path, "contactmanagement", make_contact(onderwerp=OMGEKEERD))
    assert pagina.find("div", id="contactenlijst").find_all("bdi")[1].tekst == OMGEKEERD


def test_what_was_seen_in_a_text_is_said_beside_it(tmp_path: Path) -> None:
    tekst = read_tabel(show(tmp_path, "contactmanagement", make_contact(omschrijving="bsn 111222333, burn-out")), "Contacten")
    assert tekst[1][4] == "bsn *********, [medisch] nummer afgeschermd medische woorden"


def test_only_a_safe_link_into_the_source_is_a_link(tmp_path: Path) -> None:
    goed, fout = make_document(bronLink="https://dans.test/1"), make_document(bronLink="javascript:alert(1)")
    pagina = show(tmp_path, "documenten", goed, fout)
    assert sorted(rij[8] for rij in read_tabel(pagina, "Lijst van documenten")[1:]) == [
        "geen veilige link",
        "open in dans.test",
    ]
    assert pagina.find("a", href="https://dans.test/1").kenmerken["rel"] == "noreferrer"


def test_no_number_of_a_natural_person_is_on_its_pages(tmp_path: Path) -> None:
    contact = make_contact(omschrijving=f"Belt over {NATUURLIJK}, bsn {BSN}")
    zaak = {"zaaknummer": "Z1", "zaaktype": "bezwaar", "startdatum": "2023-10-01", "status": "lopend", "resultaat": BSN}
    leveringen = [contact, make_levering("zaak", zaak), make_document(titel=f"Besluit {BSN}")]
    for levering in leveringen:
        levering["werkgever"] = [f"lh:{NATUURLIJK}"]
    werkgever = make_organisatie(NATUURLIJK, {"natuurlijkPersoon": True, "rsin": BSN})
    with open_proef(tmp_path) as proef:
        proef.deliver(werkgever, *leveringen)
        browser, adres = Browser(make_web(proef.settings, proef.klantbeeld), ADRES), proef.id_of(NATUURLIJK)
        paginas = [
            browser.get(f"/werkgevers/{adres}/{groep}").text for groep in ("contactmanagement", "documenten", "zaakmanagement")
        ]
    assert all("*********" in pagina for pagina in paginas)
    assert not any(BSN in pagina for pagina in paginas)


@pytest.mark.parametrize(
    ("groep", "bronnen", "uitleg"),
    [
        ("contactmanagement", ("k3cr", "archie"), "Geen contacten bij K3CR."),
        ("documenten", ("dans",), "Geen documenten bij DANS."),
        ("financieel", ("betalingen",), "Geen betalingen en vorderingen bij Betalingen."),
        ("zaakmanagement", ("zaken",), "Geen zaken bij Zaken."),
    ],
)
def test_nothing_at_a_source_is_told_apart_from_a_source_that_is_silent(
    groep: str, bronnen: tuple[str, ...], uitleg: str, tmp_path: Path
) -> None:
    stil = show(tmp_path / "stil", groep).tekst
    verteld = show(tmp_path / "verteld", groep, *(make_bronstand(bron) for bron in bronnen)).tekst
    assert uitleg in verteld
    assert uitleg not in stil
    assert "Die zijn nu niet actueel." in stil


def test_offices_that_may_speak_for_the_employer_are_shown_until_they_may_not(tmp_path: Path) -> None:
    nu = {"gemachtigde": "Kantoor Nu", "soort": "accountant", "omvang": "alles", "van": "2023-01-01", "tot": "2023-12-31"}
    oud = {**nu, "gemachtigde": "Kantoor Oud", "tot": "2023-10-20"}
    pagina = show(tmp_path, "contactmanagement", make_levering("machtiging", nu), make_levering("machtiging", oud))
    assert read_tabel(pagina, "Gemachtigden") == [
        ["Naam", "Soort", "Omvang", "Van", "Tot"],
        ["Kantoor Nu", "accountant", "alles", "01-01-2023", "31-12-2023"],
    ]
