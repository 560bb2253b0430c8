"""Made-up names and addresses: as many, as skewed and as awkward as real ones."""

import re
from collections import Counter
from datetime import date

import pytest

from indexers.samples.adressen import make_adres, make_correspondentieadres, make_telefoon
from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.namen import make_achternaam, make_persoon, respell_naam
from indexers.samples.organisaties import Werkgever, list_organisaties, make_werkgever
from klantbeeld.domain.gegevens import Gegevensoort, make_vindterm

AANTAL = 12_000


@pytest.fixture(scope="module")
def werkgevers() -> list[Werkgever]:
    return [make_werkgever(7, nummer, date(2026, 1, 15)) for nummer in range(1, AANTAL + 1)]


@pytest.fixture(scope="module")
def namen(werkgevers: list[Werkgever]) -> str:
    """Every name, one a line, with line ends before and after."""
    return "\n".join(("", *(werkgever.naam for werkgever in werkgevers), ""))


STUKKEN = (
    " B.V.$| BV$| b.v.$|^B.V. | Holding B.V.$| Beheer B.V.$|^Besloten Vennootschap |^V.O.F. | vof$| N.V.$| C.V.$| U.A.$|"
    " i.o.$|(in liquidatie)$|^Stichting |, Stichting$|Coöperatie|Maatschap |^Vereniging |ł|ø|ß|æ|Ĳ|ç|ñ|é|ü|ue| & | en |"
    " + | Zn.| Zonen|'t |'s-|d'|O'|Tuin-Centrum|, van den|, de$| v.d. | vd | van den | Van den |vanden |7/7 |24/7 |50% |"
    " De Twee | De 2 |2500 |Gebr. |Gebroeders |Fa. |Firma | Winschoten"
)
"""Parts of names; ^ and $ stand for the begin and the end of one."""


@pytest.mark.parametrize("stuk", STUKKEN.split("|"))
def test_names_are_hard_in_every_way(namen: str, stuk: str) -> None:
    assert stuk.replace("^", "\n").replace("$", "\n") in namen


@pytest.mark.parametrize(
    "letters", [r"\b[A-Z]\.[A-Z]\.[XQ]\. ", r"\b[A-Z]{2}[XQ] ", r"\b[A-Z] [A-Z] [XQ] ", r"\b[A-Z]\.[A-Z]\.[A-Z][a-z]"]
)
def test_letters_are_spelled_in_every_way(namen: str, letters: str) -> None:
    assert Counter(bool(re.search(letters, naam)) for naam in namen.splitlines())[True] > 2


def test_few_businesses_have_the_same_name(werkgevers: list[Werkgever]) -> None:
    namen = Counter(werkgever.naam for werkgever in werkgevers if werkgever.plaats.sub == 1)
    assert len(namen) / namen.total() > 0.97
    assert max(namen.values()) < 10


def test_some_family_names_are_very_common_and_most_are_rare() -> None:
    dobbelsteen = Dobbelsteen("achternamen")
    namen = Counter(make_achternaam(dobbelsteen) for _ in range(20_000))
    assert 0.005 < namen.most_common(1)[0][1] / 20_000 < 0.02
    assert sum(aantal == 1 for aantal in namen.values()) / len(namen) > 0.5


def test_some_trades_are_much_more_common_than_others(werkgevers: list[Werkgever]) -> None:
    branches = Counter(werkgever.branche.woord for werkgever in werkgevers)
    meeste, minste = branches.most_common()[0][1], branches.most_common()[-1][1]
    assert meeste > 5 * minste


def test_a_sole_trader_mostly_has_a_name_without_legal_form(werkgevers: list[Werkgever]) -> None:
    namen = [werkgever.naam for werkgever in werkgevers if werkgever.plaats.natuurlijk]
    assert not any(naam.endswith(("B.V.", "BV", "N.V.")) for naam in namen)


def test_the_records_of_employers_hold_former_statutory_and_short_names(werkgevers: list[Werkgever]) -> None:
    soorten = Counter[str]()
    for werkgever in werkgevers[:2_000]:
        (feit,) = list_organisaties(werkgever, Dobbelsteen("namen", werkgever.plaats.nummer))
        soorten.update(naam["soort"] for naam in (feit.gegevens or {})["handelsnamen"])
    assert soorten.keys() == {"handelsnaam", "statutair", "vroeger", "afkorting"}
    assert soorten["vroeger"] > 100


def test_an_ended_employer_may_have_the_successor_of_another(werkgevers: list[Werkgever]) -> None:
    opvolgers = Counter[str]()
    for werkgever in werkgevers:
        if werkgever.status == "beeindigd":
            (feit,) = list_organisaties(werkgever, Dobbelsteen("opvolgers", werkgever.plaats.nummer))
            opvolgers.update([(feit.gegevens or {}).get("opvolger", "")])
    del opvolgers[""]
    assert max(opvolgers.values()) > 1
    assert opvolgers.keys() <= {werkgever.sleutel for werkgever in werkgevers}


@pytest.mark.parametrize(
    ("naam", "spellingen"),
    [
        ("Müller", {"Mueller"}),
        ("Tuin-Centrum", {"TuinCentrum", "Tuin Centrum"}),
        ("Vink & Bos", {"Vink en Bos", "Vink + Bos"}),
        ("Kat", {None}),
    ],
)
def test_another_register_spells_a_name_in_its_own_way(naam: str, spellingen: set[str | None]) -> None:
    assert {respell_naam(Dobbelsteen(worp), naam) for worp in range(40)} == spellingen


def test_people_have_first_names_or_initials() -> None:
    dobbelsteen = Dobbelsteen("personen")
    eerste = {make_persoon(dobbelsteen).split()[0] for _ in range(500)}
    assert {"Jan", "J."} <= eerste


def test_house_numbers_have_additions_in_every_spelling() -> None:
    dobbelsteen = Dobbelsteen("huisnummers")
    adressen = [make_adres(dobbelsteen) for _ in range(4_000)]
    toevoegingen = {adres["toevoeging"] for adres in adressen if "toevoeging" in adres}
    assert {"A", "bis", "hs", "III", "-2", None} <= toevoegingen
    in_nummer = {adres["huisnummer"].lstrip("0123456789") for adres in adressen}
    assert {"", "A", " A", "-2", " bis", "bis", " III"} <= in_nummer


def test_places_with_two_names_have_both() -> None:
    dobbelsteen = Dobbelsteen("plaatsen")
    plaatsen = {make_adres(dobbelsteen)["plaats"] for _ in range(4_000)}
    assert {"Den Haag", "'s-Gravenhage", "Den Bosch", "'s-Hertogenbosch"} <= plaatsen


def test_letters_go_to_post_boxes_buildings_and_abroad() -> None:
    dobbelsteen = Dobbelsteen("post")
    adressen = [make_correspondentieadres(dobbelsteen) for _ in range(1_000)]
    postbussen = sum(adres["straat"].casefold() == "postbus" for adres in adressen)
    assert 400 < postbussen < 700
    assert {"Duitsland", "België", "Polen"} <= {adres.get("land") for adres in adressen}


def test_a_telephone_number_cannot_be_dialled_however_it_is_spelled() -> None:
    dobbelsteen = Dobbelsteen("telefoons")
    nummers = [make_telefoon(dobbelsteen) for _ in range(200)]
    termen = [make_vindterm(Gegevensoort.TELEFOON, nummer) for nummer in nummers]
    assert all(term is not None and term.startswith("telefoon:000") and len(term) == 19 for term in termen)
    assert len({"".join("0" if teken.isdigit() else teken for teken in nummer) for nummer in nummers}) >= 8
