"""Bridges: edges whose removal cuts a graph in two."""

from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.bruggen import find_bruggen


def name(*kanten: str) -> dict[tuple[str, ...], tuple[str, str]]:
    """Edges between nodes of one letter, numbered: two of them may be between the same."""
    return {(str(nummer),): (kant[0], kant[1]) for nummer, kant in enumerate(kanten)}


def count_parts(kanten: dict[tuple[str, ...], tuple[str, str]]) -> int:
    """In how many parts the graph of six nodes falls, counted by painting."""
    kleur = {knoop: knoop for knoop in "abcdef"}
    for een, ander in kanten.values():
        oud, nieuw = kleur[een], kleur[ander]
        kleur = {knoop: nieuw if eigen == oud else eigen for knoop, eigen in kleur.items()}
    return len(set(kleur.values()))


def test_a_line_is_all_bridges_and_a_circle_has_none() -> None:
    assert find_bruggen(name("ab", "bc")) == {("0",), ("1",)}
    assert find_bruggen(name("ab", "bc", "ca")) == set()
    assert find_bruggen(name("ab", "ab", "bc")) == {("2",)}
    assert find_bruggen({}) == set()


@given(st.lists(st.sampled_from([een + ander for een in "abcdef" for ander in "abcdef" if een < ander]), max_size=9))
def test_without_a_bridge_there_is_one_part_more_and_without_another_edge_there_is_not(paren: list[str]) -> None:
    kanten = name(*paren)
    delen = count_parts(kanten)
    zonder = {kant: count_parts({naam: einden for naam, einden in kanten.items() if naam != kant}) for kant in kanten}
    assert find_bruggen(kanten) == {kant for kant, aantal in zonder.items() if aantal == delen + 1}


def test_a_very_long_line_is_walked_too() -> None:
    lang: dict[tuple[str, ...], tuple[int, int]] = {(str(nummer),): (nummer, nummer + 1) for nummer in range(20_000)}
    assert len(find_bruggen(lang)) == 20_000
