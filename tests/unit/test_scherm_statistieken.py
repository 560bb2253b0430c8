"""Figures of prevention on a page: the form without persons in it, the table, the file, and who may see them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest

from klantbeeld.settings import Settings
from klantbeeld.web.statistieken import MEESTE_RIJEN
from tests.bouwers_scherm import Schermproef, open_scherm
from tests.bouwers_statistieken import read_csv

JAREN = {"van": "2020-01", "tot": "2023-12"}
SECTOR_51 = {**JAREN, "sector": "51"}


@pytest.fixture
def scherm(gevulde_store: Settings, tmp_path: Path) -> Iterator[Schermproef]:
    with open_scherm(gevulde_store, tmp_path) as proef:
        proef.choose("accountmanager")
        yield proef


class Lezer(HTMLParser):
    """The tables of a page as texts, and what its form would send as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.rijen: list[list[str]] = []
        self.velden: list[tuple[str, str]] = []
        self._cel: list[str] | None = None
        self._keuze = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        delen = dict(attrs)
        if tag == "tr":
            self.rijen.append([])
        if tag in {"td", "th"}:
            self._cel = []
        if tag == "select":
            self._keuze = delen.get("name") or ""
        if tag == "option" and "selected" in delen:
            self.velden.append((self._keuze, delen["value"] or ""))
        if tag == "input" and delen.get("name") and (delen["type"] != "checkbox" or "checked" in delen):
            self.velden.append((delen["name"] or "", delen["value"] or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cel is not None:
            self.rijen[-1].append(" ".join("".join(self._cel).split()))
            self._cel = None

    def handle_data(self, data: str) -> None:
        if self._cel is not None:
            self._cel.append(data)


def ask(scherm: Schermproef, **vraag: str | list[str]) -> str:
    response = scherm.browser.get(f"/statistieken?{urlencode(vraag, doseq=True)}")
    assert response.status_code == 200, response.text
    return response.text


def read(pagina: str) -> Lezer:
    lezer = Lezer()
    lezer.feed(pagina.partition("<main")[2])
    return lezer


def told(scherm: Schermproef) -> list[tuple[str, str]]:
    return [(regel["handeling"], regel["resultaat"]) for regel in scherm.read_log()]


# figures


def test_a_share_is_told_as_so_many_of_so_many_with_its_period(scherm: Schermproef) -> None:
    (kop, totaal) = read(ask(scherm, **SECTOR_51)).rijen
    zonder_afbreking = (naam.replace("\u00ad", "") for naam in kop)
    assert dict(zip(zonder_afbreking, totaal, strict=True)) == {
        "Periode": "01-01-2020 t/m 31-12-2023",
        "Werkgevers": "1",
        "Re-integratieverslagen": "5",
        "Met loonsanctie": "3 van 5 (60 %)",
        "Administratief": "1",
        "Inhoudelijk": "2",
        "Sancties zonder verslag": "0",
        "Digitaal gemeld": "40 van 50 (80 %)",
        "Boetes": "4",
        "Boetebedrag": "€ 985,00",
    }


def test_no_page_has_a_percentage_without_its_numbers(scherm: Schermproef) -> None:
    cellen = [cel for rij in read(ask(scherm, **JAREN, groepeerOp=["JAAR", "SECTOR"])).rijen for cel in rij if "%" in cel]
    assert len(cellen) > 2
    assert [cel for cel in cellen if not re.fullmatch(r"\d+ van \d+ \(\d+ %\)", cel)] == []


def test_each_row_has_its_group_and_its_own_period_and_the_total_comes_last(scherm: Schermproef) -> None:
    kop, *rijen = read(ask(scherm, **SECTOR_51, groepeerOp=["SECTOR", "JAAR"])).rijen
    assert kop[:3] == ["Sector", "Jaar", "Periode"]
    assert rijen[0][:4] == ["51 Algemene industrie", "2020", "01-01-2020 t/m 31-12-2020", "1"]
    assert [rij[0] for rij in rijen].count("Alle werkgevers samen") == 1
    assert rijen[-1][0] == "Alle werkgevers samen"


def test_nothing_to_divide_by_and_no_data_are_said_in_words(scherm: Schermproef) -> None:
    kop, totaal = read(ask(scherm, **JAREN, rechtsvorm="stichting")).rijen
    assert (totaal[kop.index("Met loonsanctie")], totaal[kop.index("Boetes")]) == ("geen verslagen", "0")
    kop, later = read(ask(scherm, van="2024-01", tot="2024-01")).rijen
    assert later[kop.index("Boetes")] == "niet van toepassing"


def test_a_row_that_is_suppressed_says_so_in_words(scherm: Schermproef) -> None:
    scherm.choose("beleid")
    *_, totaal = read(ask(scherm, **SECTOR_51, groepeerOp="JAAR")).rijen
    assert totaal[2:] == ["niet getoond: er zijn te weinig werkgevers, of er zou iets over hen uit volgen"]


def test_the_page_says_since_when_is_counted_so_and_until_when_the_figures_are_complete(scherm: Schermproef) -> None:
    pagina = ask(scherm, **SECTOR_51)
    assert "Zo geteld sinds 01-01-2026" in pagina
    assert "Alle bronnen zijn compleet tot 20-10-2023 08:00" in pagina


def test_who_asks_nothing_sees_the_last_twelve_full_months(scherm: Schermproef) -> None:
    rijen = read(ask(scherm)).rijen
    assert [rijen[1][0], rijen[12][0], len(rijen)] == ["oktober 2022", "september 2023", 14]


def test_who_names_no_period_sees_the_same_months_as_he_asked(scherm: Schermproef) -> None:
    pagina = ask(scherm, groepeerOp="JAAR")
    assert [rij[:2] for rij in read(pagina).rijen[1:3]] == [
        ["2022", "01-10-2022 t/m 31-12-2022"],
        ["2023", "01-01-2023 t/m 30-09-2023"],
    ]
    assert "/statistieken.csv?van=2022-10&amp;tot=2023-09&amp;groepeerOp=JAAR" in pagina


def test_of_many_rows_the_first_are_shown_and_the_file_has_all(scherm: Schermproef) -> None:
    vraag: dict[str, str | list[str]] = {"van": "2004-01", "tot": "2023-12", "groepeerOp": ["SECTOR", "MAAND"]}
    pagina = ask(scherm, **vraag)
    assert len(read(pagina).rijen) == MEESTE_RIJEN + 2
    assert "Hier staan de eerste 500 van 960 rijen." in pagina
    assert len(read_csv(scherm.browser.get(f"/statistieken.csv?{urlencode(vraag, doseq=True)}"))) == 960


# the chart


def test_the_chart_draws_the_figure_that_was_chosen_and_no_share(scherm: Schermproef) -> None:
    pagina = ask(scherm, **SECTOR_51, groepeerOp="JAAR", grafiek="boetes")
    svg = re.search(r"<svg class=.kb-grafiek.*?</svg>", pagina, re.DOTALL)
    assert svg is not None
    assert '<h2 class="ams-heading ams-heading--2">Boetes</h2>' in pagina
    woorden = re.findall(r"<text[^>]*>([^<]*)</text>", svg[0])
    assert woorden == ["1", "1", "1", "1", "2020", "2021", "2022", "2023"]


def test_what_is_suppressed_is_not_drawn_as_nothing(scherm: Schermproef) -> None:
    scherm.choose("beleid")
    pagina = ask(scherm, **SECTOR_51, groepeerOp="JAAR", grafiek="boetes")
    assert "kb-grafiek__vlak" not in pagina
    assert ">niet getoond</text>" in pagina


@pytest.mark.parametrize("vraag", [{}, {"groepeerOp": ["SECTOR", "MAAND"]}])
def test_without_rows_or_with_too_many_there_is_no_chart(scherm: Schermproef, vraag: dict[str, list[str]]) -> None:
    assert "<svg class=" not in ask(scherm, **JAREN, **vraag).partition("<main")[2]


@pytest.mark.parametrize("grafiek", ["", "loonsanctiePercentage", "GEHEIM"])
def test_what_can_not_be_drawn_is_not_drawn(scherm: Schermproef, grafiek: str) -> None:
    assert ">Re-integratieverslagen</h2>" in ask(scherm, **SECTOR_51, groepeerOp="JAAR", grafiek=grafiek)


# the form


@pytest.mark.parametrize(
    "vraag",
    [
        [],
        [("groepeerOp", "KWARTAAL"), ("groepeerOp", "RECHTSVORM")],
        [("groepeerOp", "SECTOR"), ("groepeerOp", "SBI_SECTIE")],
        [("sector", "51"), ("sector", "onbekend")],
        [("grootteklasse", "G0"), ("postcodegebied", "10"), ("sbiSectie", "C")],
        [("sector", "74"), ("postcodegebied", "01"), ("rechtsvorm", "kerk")],
    ],
)
def test_the_form_asks_again_what_was_asked(scherm: Schermproef, vraag: list[tuple[str, str]]) -> None:
    vraag = [("van", "2020-01"), ("tot", "2023-12"), ("grafiek", "boetes"), *vraag]
    velden = read(scherm.browser.get(f"/statistieken?{urlencode(vraag)}").text).velden
    assert sorted(velden) == sorted(vraag)


def test_the_form_takes_a_legal_form_in_any_spelling(scherm: Schermproef) -> None:
    velden = read(ask(scherm, **JAREN, rechtsvorm="B.V.")).velden
    assert ("rechtsvorm", "besloten vennootschap met beperkte aansprakelijkheid") in velden


def test_a_form_with_nothing_chosen_is_understood(scherm: Schermproef) -> None:
    leeg = [("van", "2023-01"), ("tot", "2023-02"), ("groepeerOp", ""), ("groepeerOp", ""), ("groepeerOp", "MAAND")]
    assert len(read(scherm.browser.get(f"/statistieken?{urlencode(leeg)}").text).rijen) == 4


@pytest.mark.parametrize(
    ("vraag", "melding"),
    [
        ({"van": "2023-02", "tot": "2023-01"}, "van ligt na tot; draai de twee datums om."),
        ({"van": "2023-01"}, "tot ontbreekt."),
        (
            {"van": "2023-01", "tot": "2023-02", "groepeerOp": ["SECTOR", "SECTOR"]},
            "groepeerOp noemt een groepering twee keer.",
        ),
        ({"van": "<b>", "tot": "2023-02"}, "van is geen maand of dag."),
        ({"werkgeverIds": "119d3bd2d932690e014af2146abfe23b"}, "Het adres heeft 1 onbekende parameters"),
    ],
)
def test_what_can_not_be_counted_is_told_beside_the_form(scherm: Schermproef, vraag: dict[str, str], melding: str) -> None:
    response = scherm.browser.get(f"/statistieken?{urlencode(vraag, doseq=True)}")
    assert (response.status_code, melding in response.text, "<b>" in response.text) == (400, True, False)
    assert 'aria-label="Kies cijfers"' in response.text
    assert told(scherm) == []


def test_nothing_of_the_form_is_about_one_employer(scherm: Schermproef) -> None:
    namen = set(re.findall(r'name="(\w+)"', ask(scherm).partition("<main")[2]))
    assert namen == {
        *("van", "tot", "groepeerOp", "grafiek"),
        *("sector", "sbiSectie", "grootteklasse", "postcodegebied", "rechtsvorm"),
    }


# the file


@pytest.mark.parametrize("rol", ["accountmanager", "beleid"])
def test_the_link_leads_to_a_file_with_the_same_rows_and_the_same_suppression(scherm: Schermproef, rol: str) -> None:
    scherm.choose(rol)
    pagina = ask(scherm, **SECTOR_51, groepeerOp="JAAR", grafiek="boetes")
    link = re.search(r'href="(/statistieken\.csv\?[^"]+)"', pagina)
    assert link is not None
    bestand = scherm.browser.get(link[1].replace("&amp;", "&"))
    assert bestand.headers["content-disposition"] == 'attachment; filename="preventie.csv"'
    assert bestand.headers["cache-control"] == "private, no-store"
    rijen = read_csv(bestand)
    assert [rij["jaar"] for rij in rijen] == ["2020", "2021", "2022", "2023"]
    assert {rij["onderdrukt"] for rij in rijen} == {"true" if rol == "beleid" else "false"}
    assert [rij["boetes"] for rij in rijen] == ([""] * 4 if rol == "beleid" else ["1"] * 4)
    assert told(scherm) == [("statistiek", "ok")] * 2


# who may


@pytest.mark.parametrize("pad", ["/statistieken", "/statistieken.csv?van=2023-01&tot=2023-01"])
def test_who_has_no_right_to_statistics_gets_a_page_that_says_so(scherm: Schermproef, pad: str) -> None:
    scherm.choose("handhaver")
    response = scherm.browser.get(pad)
    assert (response.status_code, "Uw rol geeft geen toegang tot statistieken." in response.text) == (403, True)
    assert told(scherm) == [("statistiek", "geweigerd")]


@pytest.mark.parametrize(("rol", "gezien"), [("beleid", True), ("accountmanager", True), ("klantadviseur", False)])
def test_the_way_to_the_figures_is_shown_to_who_may_see_them(scherm: Schermproef, rol: str, gezien: bool) -> None:
    scherm.choose(rol)
    begin = scherm.browser.get("/")
    pagina = scherm.browser.follow(begin) if begin.status_code == 303 else begin
    assert ('<a class="ams-link" href="/statistieken">Cijfers</a>' in pagina.text) is gezien


def test_who_may_not_search_begins_with_the_figures(scherm: Schermproef) -> None:
    scherm.choose("beleid")
    begin = scherm.browser.get("/")
    assert (begin.status_code, begin.headers["location"]) == (303, "/statistieken")
    scherm.choose("accountmanager")
    assert scherm.browser.get("/").status_code == 200


def test_without_a_record_nothing_is_shown(gevulde_store: Settings, tmp_path: Path) -> None:
    (tmp_path / "raadplegingen.jsonl").mkdir()
    with open_scherm(gevulde_store, tmp_path) as scherm:
        scherm.choose("accountmanager")
        antwoorden = [scherm.browser.get(f"{pad}?{urlencode(SECTOR_51)}") for pad in ("/statistieken", "/statistieken.csv")]
    assert [(antwoord.status_code, "2026-01-01" in antwoord.text) for antwoord in antwoorden] == [(503, False)] * 2
