"""Why one employer answers an input of words, and how that is told to who searched."""

from collections.abc import Sequence

import pytest

from klantbeeld.domain.gelijkenissen import Gelijkenis
from klantbeeld.domain.oordelen import judge
from klantbeeld.domain.overeenkomsten import Adres, Antwoord, Naam
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.zoekplan import Zoektekst, read_zoekteksten
from tests.bouwers_zoeken import ADRES, find, find_namen, find_reden, make_handelsnaam, make_werkgever

BAKKER = make_werkgever(
    "Bakkerij De Groot B.V.",
    {"naam": "Broodhuis Noord", "adres": {**ADRES, "straat": "Zeeweg", "plaats": "Breda", "postcode": "4811 XY"}},
    vestigingsadres=ADRES,
    correspondentieadres={**ADRES, "straat": "Postbus", "huisnummer": "77", "postcode": "3500 AA", "toevoeging": None},
    handelsnamen=[
        *make_handelsnaam("Het Zoete Hart"),
        *make_handelsnaam("Taartenpaleis", "vroeger"),
        *make_handelsnaam("De Groot Beheer", "statutair"),
        *make_handelsnaam("BDG", "afkorting"),
    ],
)


@pytest.mark.parametrize(
    ("zoekterm", "reden", "uitleg"),
    [
        ("bakkerij de groot", "NAAM", "naam"),
        ("BAKKERIJ DE-GROOT", "NAAM", "naam"),
        ("zoete hart", "HANDELSNAAM", "handelsnaam: Het Zoete Hart"),
        ("taartenpaleis", "VROEGERE_NAAM", "vroegere handelsnaam: Taartenpaleis"),
        ("bdg", "HANDELSNAAM", "afkorting: BDG"),
        ("broodhuis noord", "HANDELSNAAM", "naam van een vestiging: Broodhuis Noord"),
        ("groot bakkerij", "WOORDEN", "komt voor in de naam"),
        ("hart", "WOORDEN", "komt voor in handelsnaam: Het Zoete Hart"),
        ("bakkerij utrecht", "WOORDEN", "komt voor in de naam en de plaats van het vestigingsadres"),
        ("hart utrecht", "WOORDEN", "komt voor in de plaats van het vestigingsadres en handelsnaam: Het Zoete Hart"),
        ("bakkerij 1234ab", "WOORDEN", "komt voor in de naam en de postcode van het vestigingsadres"),
        ("bakkerij 1234ab 8", "WOORDEN", "komt voor in de naam en de postcode en het huisnummer van het vestigingsadres"),
        ("bakk groo", "WOORDBEGIN", "begin van een woord in de naam"),
        ("bakkerijde", "WOORDBEGIN", "naam begint hiermee"),
        ("taartenp aleis", "VROEGERE_NAAM", "vroegere handelsnaam: Taartenpaleis"),
        ("taart enpal", "WOORDBEGIN", "begin van een woord in vroegere handelsnaam: Taartenpaleis"),
        ("dorpsstraat", "ADRES", "straat van het vestigingsadres"),
        ("dorpsstr utr", "ADRES", "straat en plaats van het vestigingsadres"),
        ("utrecht dorpsstraat 8a", "ADRES", "straat, huisnummer en plaats van het vestigingsadres"),
        ("de dorpsstraat", "ADRES", "straat van het vestigingsadres"),
        ("postbus 77", "ADRES", "straat en huisnummer van het correspondentieadres"),
        ("zeeweg breda", "ADRES", "straat en plaats van een vestiging"),
        ("utrecht 1234ab", "ADRES", "postcode en plaats van het vestigingsadres"),
        ("dorpsstraat 1234 8", "ADRES", "straat, postcode en huisnummer van het vestigingsadres"),
        ("1234", "ADRES", "postcode van het vestigingsadres"),
        ("bakkerij 1234", "WOORDEN", "komt voor in de naam en de postcode van het vestigingsadres"),
        ("bakkreij", "SPELLING", "1 letter verschil met de naam"),
        ("bakkreij grott", "SPELLING", "2 letters verschil met de naam"),
        ("taartepaleis", "SPELLING", "1 letter verschil met vroegere handelsnaam: Taartenpaleis"),
        ("dorpsstraad", "SPELLING", "1 letter verschil met de straat van het vestigingsadres"),
        ("kkeri", "WOORDDEEL", "deel van een woord in de naam"),
        ("aleis", "WOORDDEEL", "deel van een woord in vroegere handelsnaam: Taartenpaleis"),
    ],
)
def test_a_hit_says_why(zoekterm: str, reden: str, uitleg: str) -> None:
    assert find_reden(zoekterm, BAKKER) == (reden, uitleg)


@pytest.mark.parametrize(
    "zoekterm",
    [
        "slager",
        "bakkerij zwolle",
        "bakkerij 9999zz",
        "9999zz bakkerij",
        "bakkerij 1234ab 9",
        "dorpsstraat 9",
        "utrecht breda",  # two addresses
        "hart taartenpaleis",  # two names
    ],
)
def test_each_word_must_be_answered_by_one_name_and_one_address(zoekterm: str) -> None:
    assert find_reden(zoekterm, BAKKER) is None


@pytest.mark.parametrize(
    ("zoekterm", "gevonden"),
    [
        ("bakkerij groot zwolle", ("WOORDEN", "niet alle woorden in de naam")),
        ("bakk zwolle", ("WOORDBEGIN", "niet alle woorden in de naam")),
        ("taartenpaleis zwolle", ("WOORDEN", "niet alle woorden in vroegere handelsnaam: Taartenpaleis")),
        ("bakkerij zwolle drenthe assen", None),
        ("bakkreij zwolle", None),
        ("utrecht zwolle", None),
        ("zwolle", None),
    ],
)
def test_a_word_may_be_missing_when_a_name_answers_the_others_literally(
    zoekterm: str, gevonden: tuple[str, str] | None
) -> None:
    assert find_reden(zoekterm, BAKKER) is None
    assert find_reden(zoekterm, BAKKER, mag_missen=1) == gevonden


@pytest.mark.parametrize(
    ("zoekterm", "reden", "uitleg"),
    [
        ("ba", "WOORDBEGIN", "naam begint hiermee"),
        ("be", "WOORDBEGIN", "begin van een woord in statutaire naam: De Groot Beheer"),
        ("ta", "WOORDBEGIN", "vroegere handelsnaam begint hiermee: Taartenpaleis"),
        ("ha", "WOORDBEGIN", "begin van een woord in handelsnaam: Het Zoete Hart"),
    ],
)
def test_one_or_two_letters_are_the_beginning_of_a_name_or_of_a_word(zoekterm: str, reden: str, uitleg: str) -> None:
    assert find_reden(zoekterm, BAKKER) == (reden, uitleg)


@pytest.mark.parametrize("zoekterm", ["oo", "ut", "x"])
def test_one_or_two_letters_are_no_part_of_a_word_and_no_address(zoekterm: str) -> None:
    assert find_reden(zoekterm, BAKKER) is None


def test_a_whole_name_of_two_letters_is_that_name() -> None:
    assert find_reden("bk", make_werkgever("B.K.")) == ("NAAM", "naam")


def test_kinds_of_names_come_in_their_order() -> None:
    werkgevers = (
        make_werkgever("A", handelsnamen=make_handelsnaam("Groot", "vroeger")),
        make_werkgever("B", handelsnamen=make_handelsnaam("Groot")),
        make_werkgever("De Groot B.V."),
        make_werkgever("Bakkerij Groot"),
        make_werkgever("Groothandel"),
        make_werkgever("C", vestigingsadres={**ADRES, "plaats": "Groot"}),
        make_werkgever("Kroot"),
        make_werkgever("Vergrootglas"),
    )
    assert [(treffer.profiel.naam, treffer.reden.value) for treffer in find("groot", *reversed(werkgevers))] == [
        ("De Groot B.V.", "NAAM"),
        ("B", "HANDELSNAAM"),
        ("A", "VROEGERE_NAAM"),
        ("Bakkerij Groot", "WOORDEN"),
        ("Groothandel", "WOORDBEGIN"),
        ("C", "ADRES"),
        ("Kroot", "SPELLING"),
        ("Vergrootglas", "WOORDDEEL"),
    ]


@pytest.mark.parametrize(
    ("zoekterm", "namen"),
    [
        ("jansen bv", ["Jansen B.V.", "Jansen", "Jansen N.V."]),
        ("jansen nv", ["Jansen N.V.", "Jansen", "Jansen B.V."]),
        ("van den brink", ["Van den Brink", "Van der Brink"]),
        ("van der brink", ["Van der Brink", "Van den Brink"]),
        ("brink, van den", ["Van den Brink", "Van der Brink"]),
        ("bora bora", ["Bora Bora Reizen", "Bora Reizen"]),
        ("bora reizen", ["Bora Reizen", "Bora Bora Reizen"]),
    ],
)
def test_small_words_legal_forms_and_repeats_decide_between_equal_names(zoekterm: str, namen: list[str]) -> None:
    assert find_namen(zoekterm, *namen) == find_namen(zoekterm, *reversed(namen)) == namen


def test_a_legal_form_never_outweighs_a_word() -> None:
    assert find_namen("jansen bakkers nv", "Jansen N.V. Slagers", "Jansen Bakkers B.V.") == ["Jansen Bakkers B.V."]


def test_an_ended_employer_is_found_behind_an_active_one_that_is_as_good() -> None:
    oud, nieuw = make_werkgever("Aa Groot", status="beeindigd"), make_werkgever("Zz Groot")
    assert [treffer.profiel.naam for treffer in find("groot", oud, nieuw)] == ["Zz Groot", "Aa Groot"]


def make_keten(aantal: int, naam: str = "Keten filiaal {}") -> Profiel:
    """A chain with so many establishments, each with an address of its own."""
    vestigingen: list[dict[str, object]] = [
        {"vestigingsnummer": f"{nummer}", "naam": naam.format(nummer), "adres": {**ADRES, "huisnummer": str(nummer)}}
        for nummer in range(1, aantal)
    ]
    return make_werkgever("Keten", *vestigingen)


def test_the_one_address_of_hundreds_that_has_the_number_is_found() -> None:
    keten = make_keten(400, "Filiaal")
    assert find_reden("dorpsstraat 399", keten) == ("ADRES", "straat en huisnummer van een vestiging")
    assert find_reden("dorpsstraat 400", keten) is None


def test_addresses_that_answer_the_same_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gemaakt: list[Naam] = []

    class Teller(Antwoord):
        def __init__(self, tekst: Zoektekst, naam: Naam, in_naam: Sequence[Gelijkenis], adres: Adres | None = None) -> None:
            super().__init__(tekst, naam, in_naam, adres)
            gemaakt.append(naam)

    monkeypatch.setattr("klantbeeld.domain.oordelen.Antwoord", Teller)
    assert judge(read_zoekteksten("filiaal utrecht"), make_keten(100)) is not None
    assert len(gemaakt) == 2 * 100


@pytest.mark.parametrize(
    ("zoekterm", "namen"),
    [
        ("ij", ["IJsfabriek Pool", "Ya Sushi"]),
        ("y", ["Ya Sushi", "IJsfabriek Pool"]),
        ("yp", ["Ypenhof Glas", "IJpelaar"]),
        ("c.b.", ["CB Rijschool", "C+B Mode"]),
        ("c&b", ["C+B Mode", "CB Rijschool"]),
        ("'t h", ["'t Hoekje Noord", "Het Winkeltje"]),
    ],
)
def test_of_names_that_are_equal_the_one_in_the_spelling_that_was_typed_is_first(zoekterm: str, namen: list[str]) -> None:
    assert find_namen(zoekterm, *namen[::-1]) == namen


def test_of_a_hit_by_address_alone_the_name_says_nothing() -> None:
    werkgevers = [make_werkgever(naam, vestigingsadres=ADRES) for naam in ("Zuid", "Noord Oost West Groep")]
    assert [treffer.profiel.naam for treffer in find("dorpsstraat utrecht", *werkgevers)] == ["Noord Oost West Groep", "Zuid"]
