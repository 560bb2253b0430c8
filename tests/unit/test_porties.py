"""Many things, so many at a time."""

from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.porties import split_porties


@given(st.lists(st.integers()), st.integers(1, 10))
def test_portions_are_full_but_the_last_and_hold_everything_in_its_order(dingen: list[int], hoogstens: int) -> None:
    porties = list(split_porties(iter(dingen), hoogstens))
    assert [ding for portie in porties for ding in portie] == dingen
    assert all(len(portie) == hoogstens for portie in porties[:-1])
    assert all(0 < len(portie) <= hoogstens for portie in porties[-1:])


def test_nothing_is_asked_for_before_its_portion() -> None:
    dingen = iter(range(5))
    assert next(split_porties(dingen, 2)) == (0, 1)
    assert list(dingen) == [2, 3, 4]
