"""The order of hits: kinds of reason first, then the score, then active before ended, then the alphabet; families together."""

import pytest

from klantbeeld.domain.treffers import Treffer, Trefferreden, rank_treffers
from tests.bouwers import make_profiel


def make_treffer(naam: str, reden: Trefferreden = Trefferreden.WOORDEN, score: float = 1.0, gemist: int = 0) -> Treffer:
    """A hit of an employer of its own family."""
    return Treffer(make_profiel(naam, naam=naam, familie=f"lh:{naam}"), reden, "", score, gemist)


def rank(*treffers: Treffer) -> list[str]:
    return [treffer.profiel.id for treffer in rank_treffers(treffers)]


def test_reasons_come_in_this_order_whatever_the_score() -> None:
    volgorde = (
        *("NUMMER", "GEGEVEN", "NAAM", "HANDELSNAAM", "VROEGERE_NAAM", "WOORDEN"),
        *("NUMMER_BEGIN", "WOORDBEGIN", "ADRES", "SPELLING", "WOORDDEEL"),
    )
    treffers = [make_treffer(reden, Trefferreden(reden), score) for score, reden in enumerate(volgorde)]
    assert rank(*reversed(treffers)) == list(volgorde)
    assert set(volgorde) == set(Trefferreden)


def test_what_misses_a_word_comes_behind_what_misses_none() -> None:
    assert rank(make_treffer("mist", Trefferreden.NAAM, gemist=1), make_treffer("heel", Trefferreden.WOORDDEEL)) == [
        "heel",
        "mist",
    ]


def test_a_higher_score_comes_first_among_hits_of_one_reason() -> None:
    assert rank(make_treffer("a", score=0.5), make_treffer("b", score=0.6)) == ["b", "a"]


def test_scores_that_differ_by_rounding_only_are_equal() -> None:
    assert rank(make_treffer("b", score=0.1 + 0.2), make_treffer("a", score=0.3)) == ["a", "b"]


def test_an_ended_employer_comes_behind_active_ones_that_are_as_good() -> None:
    oud = Treffer(make_profiel("oud", naam="a", familie="lh:1", status="beeindigd"), Trefferreden.NAAM, "", 1.0)
    assert rank(oud, make_treffer("z", Trefferreden.NAAM)) == ["z", "oud"]
    assert rank(oud, make_treffer("z", Trefferreden.WOORDEN)) == ["oud", "z"]


def test_equal_hits_stand_by_name_and_then_by_rang() -> None:
    namen = [
        ("1", "Zuid", "0200000000L01"),
        ("2", "zuid", "0100000000L01"),
        ("3", "Noord", "0300000000L01"),
    ]
    treffers = [
        Treffer(make_profiel(id_, naam=naam, rang=rang, familie=id_), Trefferreden.NAAM, "") for id_, naam, rang in namen
    ]
    assert rank(*treffers) == ["3", "2", "1"]


def test_an_employer_is_a_hit_once_for_its_best_reason() -> None:
    slecht, goed = make_treffer("a", Trefferreden.ADRES), make_treffer("a", Trefferreden.NAAM)
    assert rank_treffers([slecht, goed, slecht]) == (goed,)


def test_a_family_stands_together_by_rang_at_the_place_of_its_best() -> None:
    def make_lid(id_: str, rang: str, score: float) -> Treffer:
        return Treffer(make_profiel(id_, rang=rang, familie="rsin:1"), Trefferreden.WOORDEN, "", score)

    ander = make_treffer("ander", score=0.9)
    assert rank(make_lid("L02", "0L02", 1.0), ander, make_lid("L01", "0L01", 0.5)) == ["L01", "L02", "ander"]


def test_members_of_a_family_that_answer_for_another_reason_stand_apart() -> None:
    eigen = Treffer(make_profiel("a", familie="rsin:1"), Trefferreden.NAAM, "")
    verre = Treffer(make_profiel("b", familie="rsin:1"), Trefferreden.ADRES, "")
    assert rank(verre, make_treffer("c"), eigen) == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("reden", "gemist", "is_near"),
    [
        (Trefferreden.NAAM, 0, False),
        (Trefferreden.WOORDDEEL, 0, False),
        (Trefferreden.SPELLING, 0, True),
        (Trefferreden.WOORDEN, 1, True),
    ],
)
def test_a_hit_is_near_when_letters_differ_or_a_word_is_not_there(reden: Trefferreden, gemist: int, is_near: bool) -> None:
    assert make_treffer("a", reden, gemist=gemist).is_near is is_near
