"""How one word that was typed is answered by others."""

import pytest

from klantbeeld.domain.gelijkenissen import NIETS, Mate, find_letterlijk, find_ruim, find_ruimst


@pytest.mark.parametrize(
    ("gezocht", "woorden", "verwacht"),
    [
        ("groot", "zuid groot", (Mate.HEEL, 1, 0)),
        ("groot", "groothandel groot", (Mate.HEEL, 1, 0)),
        ("groot", "groothandel grootst", (Mate.BEGIN, 1, 0)),
        ("groot", "grootst groothandel", (Mate.BEGIN, 0, 0)),
        ("handel", "groothandel handels", (Mate.BEGIN, 1, 0)),
        ("jansne", "piet jansen", (Mate.SPELLING, 1, 1)),
        ("jansne", "jannes jansen", (Mate.SPELLING, 1, 1)),
        ("bakkerrij", "bakerij", (Mate.SPELLING, 0, 2)),
        ("handel", "zoothandel groothandelaar", (Mate.DEEL, 0, 0)),
        ("bor", "arbor", (Mate.DEEL, 0, 0)),
        ("xyzzy", "groot", (Mate.NIET, -1, 0)),
        ("xyzzy", "", (Mate.NIET, -1, 0)),
    ],
)
def test_a_word_is_answered_by_the_best_of_the_words(gezocht: str, woorden: str, verwacht: tuple[Mate, int, int]) -> None:
    gelijkenis = find_ruim(gezocht, woorden.split())
    assert (gelijkenis.mate, gelijkenis.plaats, gelijkenis.fouten) == verwacht


@pytest.mark.parametrize(
    ("gezocht", "woord"),
    [
        ("bas", "bus"),  # three letters become another word
        ("bark", "bar"),  # the word that is there is too short for a letter to be wrong
        ("12345", "12346"),  # digits are not misspelled
        ("2345", "12345"),  # nor looked for inside a number
        ("or", "arbor"),  # two letters stand in every word
        ("jansen", "ganzan"),  # three letters
        ("piet", "pete"),  # two letters in a short word
    ],
)
def test_what_is_too_far_away_is_no_answer(gezocht: str, woord: str) -> None:
    assert find_ruim(gezocht, [woord]).mate is Mate.NIET


@pytest.mark.parametrize(
    ("gezocht", "woord", "fouten"),
    [
        ("rein", "rijn", 2),
        ("schouten", "schauten", 1),
        ("gragt", "gracht", 2),
        ("jansens", "janssens", 1),
        ("dijckstra", "dijkstra", 1),
        ("claassen", "klaassen", 1),
        ("theunissen", "teunissen", 1),
        ("smidt", "smit", 1),
        ("hendrix", "hendriks", 2),
        ("quekel", "kwekel", 2),
        ("zuidema", "suidema", 1),
        ("fisser", "visser", 1),
        ("philips", "filips", 2),
    ],
)
def test_a_word_that_sounds_alike_is_nearer_than_another_with_as_many_letters_wrong(
    gezocht: str, woord: str, fouten: int
) -> None:
    gelijkenis = find_ruim(gezocht, [woord])
    assert (gelijkenis.mate, gelijkenis.fouten) == (Mate.SPELLING, fouten)
    assert gelijkenis.waarde > find_ruim("jansen", ["jasnen", "jaxxen"][fouten - 1 :]).waarde


@pytest.mark.parametrize("woord", ["jansen", "groothandel"])
def test_literally_only_whole_words_and_their_beginnings_answer(woord: str) -> None:
    assert find_letterlijk("jansne", [woord]).mate is find_letterlijk("handel", [woord]).mate is Mate.NIET


@pytest.mark.parametrize("gezocht", ["schilderwrek", "schildrwer", "schiilder", "xchilder"])
def test_what_comes_near_may_begin_with_what_was_typed_but_for_a_letter(gezocht: str) -> None:
    gelijkenis = find_ruimst(gezocht, ["zuid", "schilderwerken"])
    assert (gelijkenis.mate, gelijkenis.plaats, gelijkenis.fouten) == (Mate.SPELLING, 1, 1)
    assert find_ruim(gezocht, ["zuid", "schilderwerken"]) == NIETS


@pytest.mark.parametrize(
    ("gezocht", "woord"),
    [
        ("schxx", "schilderwerken"),  # too short to tell
        ("schxlxer", "schilderwerken"),  # two letters
        ("schilderx", "schilder7werken"),  # no digits
        ("schilderwrek", "schild"),  # the word is shorter than what was typed
    ],
)
def test_what_does_not_come_near_the_beginning_is_no_answer(gezocht: str, woord: str) -> None:
    assert find_ruimst(gezocht, [woord]) == NIETS


def test_a_better_answer_comes_before_a_beginning_that_is_near() -> None:
    assert find_ruimst("groothanl", ["groothandelaren", "grootbanl"]) == find_ruim(
        "groothanl", ["groothandelaren", "grootbanl"]
    )
