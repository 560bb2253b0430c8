"""Search: the questions an input becomes, and the order of the answers (design §4)."""

from typing import Any

import pytest

from klantbeeld.domain.herkenning import Herkenning, Sleutelsoort, recognise_zoekterm
from klantbeeld.domain.organisaties import own_sleutels
from klantbeeld.domain.profielen import Profiel, Profielbronnen, derive_profiel
from klantbeeld.domain.vragen import Zoekvraag
from klantbeeld.domain.zoeken import Trefferreden, Zoekstap, explain_treffer, plan_zoekstappen, rank_treffers
from tests.bouwers_domein import NORMEN, make_organisatie


def make_profiel(naam: str = "De Groot", lh: str = "123456789L01", **anders: Any) -> Profiel:
    organisatie = make_organisatie(naam=naam, lhNummer=lh, **anders)
    return derive_profiel(Profielbronnen(organisatie, ()), set(own_sleutels(organisatie)), NORMEN, b"sleutel")


def make_stap(soort: Sleutelsoort, waarde: str, *, begin: bool = False) -> Zoekstap:
    (*_, stap) = plan_zoekstappen((Herkenning(soort, waarde, begin),))
    return stap


def rank(*antwoorden: tuple[Zoekstap, tuple[Profiel, ...]]) -> list[tuple[str, Trefferreden]]:
    return [(treffer.profiel.naam, treffer.reden) for treffer in rank_treffers(list(antwoorden))]


@pytest.mark.parametrize(
    ("soort", "begin", "term"),
    [
        (Sleutelsoort.LH_NUMMER, False, "heel-lh:7"),
        (Sleutelsoort.LH_NUMMER, True, "lh:7"),
        (Sleutelsoort.KVK_NUMMER, False, "kvk:7"),
        (Sleutelsoort.VESTIGINGSNUMMER, True, "vestiging:7"),
        (Sleutelsoort.RSIN, False, "rsin:7"),
        (Sleutelsoort.AANSLUITNUMMER, False, "aansluit:7"),
        (Sleutelsoort.POSTCODE, True, "postcode:7"),
    ],
)
def test_a_number_is_asked_as_one_term(soort: Sleutelsoort, begin: bool, term: str) -> None:
    assert plan_zoekstappen((Herkenning(soort, "7", begin),)) == (
        Zoekstap(Herkenning(soort, "7", begin), Zoekvraag((term,), begin, 100)),
    )


def test_a_name_is_asked_as_whole_words_and_then_as_their_beginnings() -> None:
    stappen = plan_zoekstappen(recognise_zoekterm("De Groot de"))
    assert [stap.vraag for stap in stappen] == [
        Zoekvraag(("woord:de", "woord:groot"), begin=False, limiet=100),
        Zoekvraag(("woord:de", "woord:groot"), begin=True, limiet=100),
    ]


@pytest.mark.parametrize("zoekterm", ["", "- & -"])
def test_an_input_without_words_asks_nothing(zoekterm: str) -> None:
    assert plan_zoekstappen(recognise_zoekterm(zoekterm)) == ()


def test_a_kind_of_key_that_profiles_do_not_have_asks_nothing() -> None:
    assert plan_zoekstappen((Herkenning(Sleutelsoort.TELEFOON, "030"),)) == ()


@pytest.mark.parametrize(
    ("stap", "reden", "uitleg"),
    [
        (make_stap(Sleutelsoort.KVK_NUMMER, "12345678"), "NUMMER", "KVK-nummer"),
        (make_stap(Sleutelsoort.LH_NUMMER, "123456789", begin=True), "NUMMER_BEGIN", "LH-nummer begint hiermee"),
        (make_stap(Sleutelsoort.POSTCODE, "1234AB"), "ADRES", "postcode"),
        (make_stap(Sleutelsoort.POSTCODE, "1234", begin=True), "ADRES", "postcode"),
        (make_stap(Sleutelsoort.NAAM, "DE GROOT"), "NAAM", "naam"),
        (make_stap(Sleutelsoort.NAAM, "De Oude"), "VROEGERE_NAAM", "vroegere handelsnaam: De Oude"),
        (make_stap(Sleutelsoort.NAAM, "DG"), "HANDELSNAAM", "handelsnaam: DG"),
        (make_stap(Sleutelsoort.NAAM, "gro"), "WOORDBEGIN", "woorden beginnen hiermee"),
    ],
)
def test_each_hit_says_why(stap: Zoekstap, reden: str, uitleg: str) -> None:
    handelsnamen = [{"naam": "De Oude", "soort": "vroeger"}, {"naam": "DG", "soort": "afkorting"}]
    treffer = explain_treffer(stap, make_profiel(handelsnamen=handelsnamen))
    assert (treffer.reden, treffer.uitleg) == (reden, uitleg)


def test_all_words_of_a_longer_name_are_words() -> None:
    stap = plan_zoekstappen(recognise_zoekterm("groot"))[0]
    assert explain_treffer(stap, make_profiel()).uitleg == "alle woorden"


def test_an_employer_is_a_hit_once_for_its_best_reason() -> None:
    profiel = make_profiel()
    heel, begin = plan_zoekstappen(recognise_zoekterm("groot"))
    nummer = make_stap(Sleutelsoort.KVK_NUMMER, "12345678")
    assert rank((begin, (profiel,)), (nummer, (profiel,)), (heel, (profiel,))) == [("De Groot", Trefferreden.NUMMER)]


def test_better_reasons_come_first_then_active_employers_then_names() -> None:
    heel = plan_zoekstappen(recognise_zoekterm("groot"))[0]
    nummer = make_stap(Sleutelsoort.KVK_NUMMER, "12345678")
    zuid = make_profiel("Zuid Groot", "300000000L01")
    oud = make_profiel("Aa Groot", "400000000L01", status="beeindigd")
    noord, noord2 = make_profiel("noord Groot", "600000000L01"), make_profiel("Noord Groot", "500000000L01")
    assert rank((heel, (zuid, oud, noord, noord2)), (nummer, (make_profiel("Z", "900000000L01"),))) == [
        ("Z", Trefferreden.NUMMER),
        ("Noord Groot", Trefferreden.WOORDEN),
        ("noord Groot", Trefferreden.WOORDEN),
        ("Zuid Groot", Trefferreden.WOORDEN),
        ("Aa Groot", Trefferreden.WOORDEN),
    ]


def test_there_are_at_most_a_hundred_hits() -> None:
    profielen = tuple(make_profiel(lh=f"{plaats:09}L01") for plaats in range(101))
    assert len(rank((make_stap(Sleutelsoort.KVK_NUMMER, "1"), profielen))) == 100
