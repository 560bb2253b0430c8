"""The questions that an input becomes: what is asked at each step, and how much any input can ask at most."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from klantbeeld.domain.herkenning import LANGSTE_ZOEKTERM, Herkenning, Sleutelsoort, recognise_zoekterm
from klantbeeld.domain.vragen import Eis, Zoekvraag
from klantbeeld.domain.zoekplan import (
    plan_delen,
    plan_letterlijk,
    plan_nummers,
    plan_spelling,
    plan_suggesties,
    read_varianten,
    read_zoekteksten,
)
from klantbeeld.domain.zoektermen import may_misspell

MEESTE_VRAGEN = 30
MEESTE_TERMEN = 1_500
"""Of one step, for any input."""


@pytest.mark.parametrize(
    ("soort", "begin", "term"),
    [
        (Sleutelsoort.LH_NUMMER, False, "heel-lh:7"),
        (Sleutelsoort.LH_NUMMER, True, "lh:7"),
        (Sleutelsoort.KVK_NUMMER, False, "kvk:7"),
        (Sleutelsoort.VESTIGINGSNUMMER, True, "vestiging:7"),
        (Sleutelsoort.RSIN, False, "rsin:7"),
        (Sleutelsoort.AANSLUITNUMMER, False, "aansluit:7"),
        (Sleutelsoort.POSTCODE, True, "p:7"),
    ],
)
def test_a_number_is_asked_as_one_term(soort: Sleutelsoort, begin: bool, term: str) -> None:
    herkenning = Herkenning(soort, "7", begin)
    (stap,) = plan_nummers([herkenning])
    assert (stap.herkenning, stap.vraag) == (herkenning, Zoekvraag((Eis((term,), begin=begin),), 100))


@pytest.mark.parametrize("soort", [Sleutelsoort.NAAM, Sleutelsoort.TELEFOON])
def test_what_is_no_number_of_an_employer_is_not_asked_as_one(soort: Sleutelsoort) -> None:
    assert plan_nummers([Herkenning(soort, "7")]) == ()


def write(vragen: Sequence[Zoekvraag]) -> list[str]:
    """Each question as text: ``a|b* 2(c|d)`` for a or what begins with b, and two of c and d."""
    return [" ".join(map(_write_eis, vraag.eisen)) for vraag in vragen]


def _write_eis(eis: Eis) -> str:
    tekst = "|".join(eis.termen) + ("*" if eis.begin else "")
    return f"{eis.minstens}({tekst})" if eis.minstens > 1 else tekst


def plan(zoekterm: str, stap: str) -> list[str]:
    teksten, varianten = read_zoekteksten(zoekterm), read_varianten(zoekterm)
    plannen = {
        "letterlijk": lambda: plan_letterlijk(teksten),
        "spelling": lambda: plan_spelling(teksten, varianten),
        "delen": lambda: plan_delen(teksten),
        "suggesties": lambda: plan_suggesties(teksten, varianten),
    }
    return write(plannen[stap]())


def test_first_the_whole_name_is_asked_then_its_words_then_their_beginnings_then_addresses() -> None:
    assert plan("bar de oase", "letterlijk") == [
        "n:bardeoase*",
        "w:bar w:de w:oase",
        "w:bar w:oase",
        "w:bar* w:oase*",
        "w:bar|a:bar|h:bar w:oase|a:oase|h:oase",
        "w:bar|a:bar|h:bar* w:oase|a:oase|h:oase*",
    ]


def test_a_small_word_in_front_may_be_missing_from_the_whole_name() -> None:
    assert plan("de oase", "letterlijk")[:2] == ["n:deoase*", "n:oase*"]


def test_one_or_two_letters_are_asked_as_beginnings_of_names_only() -> None:
    assert plan("ux", "letterlijk") == ["n:ux*", "w:ux", "w:ux*"]


def test_two_digits_may_be_a_house_number() -> None:
    assert "w:12|a:12|h:12" in plan("12", "letterlijk")


def test_a_number_is_never_asked_as_the_beginning_of_a_house_number() -> None:
    assert plan("zeeweg 1", "letterlijk")[-1] == "w:zeeweg|a:zeeweg|h:zeeweg* w:1|a:1|h:1"


def test_a_postcode_is_asked_beside_the_other_words_and_as_words() -> None:
    vragen = plan("bakker 1234ab 8-a", "letterlijk")
    assert vragen[-2:] == ["w:bakker|a:bakker|h:bakker p:1234AB-8-A", "w:bakker|a:bakker|h:bakker* p:1234AB-8-A"]
    assert any("w:1234ab" in vraag for vraag in vragen)


def test_a_postcode_alone_is_asked_alone() -> None:
    assert plan("1234ab", "letterlijk")[-1] == "p:1234AB"


@pytest.mark.parametrize("zoekterm", ["", "  ", "- & -", "\0", "…"])
def test_an_input_without_words_asks_nothing(zoekterm: str) -> None:
    assert read_zoekteksten(zoekterm) == ()
    assert read_varianten(zoekterm) == ()


def test_typing_errors_are_asked_by_what_is_left_without_a_letter() -> None:
    (vraag,) = plan("bark", "spelling")
    assert sorted(vraag.split("|")) == ["s:ark", "s:bak", "s:bar", "s:bark", "s:brk"]


def test_two_typing_errors_are_asked_in_a_long_word_of_a_short_input() -> None:
    (vraag,) = plan("bakker", "spelling")
    assert "s:akke" in vraag.split("|")
    assert not any("s:akke" in vraag.split("|") for vraag in plan("bakker de oase in zwolle noord", "spelling"))


def test_spaces_that_stand_elsewhere_are_asked_as_whole_words() -> None:
    assert plan("tuin cen trum", "spelling")[:3] == ["w:tuincentrum", "w:tuincen w:trum", "w:tuin w:centrum"]


def test_digits_beside_a_misspelled_word_are_asked_as_they_are() -> None:
    assert plan("bark 12", "spelling")[-1].endswith(" w:12|a:12|h:12")


def test_a_postcode_beside_a_misspelled_word_is_asked_as_it_is() -> None:
    assert plan("bark 1234ab", "spelling")[-1].endswith(" p:1234AB")


@pytest.mark.parametrize("zoekterm", ["bar", "12345", "b.v."])
def test_short_words_and_numbers_are_not_asked_with_errors(zoekterm: str) -> None:
    assert plan(zoekterm, "spelling") == []


@pytest.mark.parametrize(("woord", "verwacht"), [("bar", False), ("bark", True), ("1234", False), ("ab12", False)])
def test_a_typing_error_is_looked_for_in_words_of_four_letters_or_more(woord: str, verwacht: bool) -> None:
    assert may_misspell(woord) is verwacht


def test_parts_of_words_are_asked_by_every_three_letters() -> None:
    assert plan("oothand 12", "delen") == ["5(t:oot|t:oth|t:tha|t:han|t:and) w:12|a:12|h:12"]


@pytest.mark.parametrize("zoekterm", ["ab", "12345", "ab 12345"])
def test_what_has_no_three_letters_is_not_asked_in_parts(zoekterm: str) -> None:
    assert plan(zoekterm, "delen") == []


def test_a_suggestion_has_a_third_of_the_letters_or_misses_a_word() -> None:
    vragen = plan("grothandle zon", "suggesties")
    assert "2(t:gro|t:rot|t:oth|t:tha|t:han|t:and|t:ndl|t:dle) s:zon" in vragen
    assert "w:grothandle|a:grothandle|h:grothandle*" in vragen
    assert not any(vraag.startswith("w:zon") for vraag in vragen)


def test_a_suggestion_may_have_a_slip_beside_beginnings_of_words() -> None:
    assert "s:kuip|s:uip|s:kip|s:kup|s:kui w:instal|a:instal|h:instal*" in plan("instal kuip", "suggesties")
    (vraag,) = {vraag for vraag in plan("grothandle zon", "suggesties") if vraag.endswith("w:zon|a:zon|h:zon*")}
    assert vraag.startswith("2(t:gro|")
    assert not any("w:dd" in vraag and "t:aa" in vraag for vraag in plan("aaaaaa bbbbbb cccccc dddddd", "suggesties"))


def test_a_suggestion_may_differ_in_a_letter_and_a_space() -> None:
    assert plan("tuin cetrum", "suggesties")[0].split("|")[0] == "s:tuincetrum"


def test_words_behind_the_first_eight_only_order() -> None:
    (tekst,) = read_zoekteksten("aa bb cc dd ee ff gg hh ii jj")
    assert tekst.kern == ("aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh")
    assert tekst.gewichten == (1.0,) * 8 + (0.15,) * 2


def test_a_word_is_asked_once_and_compared_twice_at_most() -> None:
    (tekst,) = read_zoekteksten("bora bora bora")
    assert (tekst.kern, len(tekst.woorden)) == (("bora",), 2)


_LANG = "".join(map(chr, range(ord("a"), ord("q"))))
_DELEN = st.text("abcdefghijé0123456789 .-'&,/", max_size=60) | st.sampled_from(
    ["a.b.c. ", "van de ", "bakkerij ", "1234 AB 12 bis ", "x ", "12 ", f"{_LANG} ", f"{_LANG[::-1]} ", "jan-jan ", "b.v. "]
)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(_DELEN, max_size=60).map(lambda delen: "".join(delen)[:LANGSTE_ZOEKTERM]))
@example("1234 AB 12 bis " + " ".join(letter * 15 + _LANG for letter in "abcdefgh"))
@example(" ".join(_LANG[eerste:] + _LANG[:eerste] for eerste in range(12))[:LANGSTE_ZOEKTERM])
@example(" ".join(f"{getal}" for getal in range(100, 170))[:LANGSTE_ZOEKTERM])
def test_every_input_asks_a_bounded_number_of_questions_and_terms(zoekterm: str) -> None:
    herkenningen = recognise_zoekterm(zoekterm)
    namen = [herkenning.waarde for herkenning in herkenningen if herkenning.soort is Sleutelsoort.NAAM]
    teksten = [tekst for naam in namen for tekst in read_zoekteksten(naam)]
    varianten = [tekst for naam in namen for tekst in read_varianten(naam)]
    assert all(tekst.kern or tekst.postadres for tekst in teksten)
    for stap in (
        [*(stap.vraag for stap in plan_nummers(herkenningen)), *plan_letterlijk(teksten)],
        plan_spelling(teksten, varianten),
        plan_delen(teksten),
        plan_suggesties(teksten, varianten),
    ):
        assert len(stap) <= MEESTE_VRAGEN
        assert sum(len(eis.termen) for vraag in stap for eis in vraag.eisen) <= MEESTE_TERMEN


def test_a_house_number_among_words_is_read_as_one_that_stands_alone() -> None:
    assert [tekst.postadres for tekst in read_zoekteksten("bakker 1234 ab 08")] == [None, "1234AB-8"]
    assert recognise_zoekterm("1234 ab 08") == (Herkenning(Sleutelsoort.POSTCODE, "1234AB-8"),)
