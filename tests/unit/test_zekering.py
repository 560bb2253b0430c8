"""The fuse blows at more than max(100, 1 %) refusals among the last 10,000 records."""

from indexers.zekering import MINSTENS, VENSTER, Zekering


def feed(zekering: Zekering, aantal: int, *, geweigerd: bool) -> int:
    """How many of these records it allows."""
    return sum(zekering.allows(geweigerd=geweigerd) for _ in range(aantal))


def test_a_hundred_refusals_are_allowed_and_not_one_more() -> None:
    assert feed(Zekering(), 200, geweigerd=True) == MINSTENS


def test_good_records_are_always_allowed() -> None:
    zekering = Zekering()
    feed(zekering, 200, geweigerd=True)
    assert zekering.allows(geweigerd=False)


def test_refusals_that_are_long_past_count_no_more() -> None:
    zekering = Zekering()
    feed(zekering, MINSTENS, geweigerd=True)
    feed(zekering, VENSTER, geweigerd=False)
    assert zekering.ruimte == MINSTENS


def test_records_refused_after_all_count_where_they_stood() -> None:
    zekering = Zekering()
    feed(zekering, MINSTENS + 900, geweigerd=False)
    for nummer in range(1, MINSTENS + 1):
        zekering.blow(nummer)
    assert zekering.ruimte == 0
    feed(zekering, VENSTER - 900, geweigerd=False)
    assert zekering.ruimte == MINSTENS


def test_a_record_is_refused_once_at_most() -> None:
    zekering = Zekering()
    zekering.allows(geweigerd=True)
    zekering.blow(1)
    assert zekering.ruimte == MINSTENS - 1


def test_what_has_left_the_window_is_not_counted_any_more() -> None:
    zekering = Zekering()
    feed(zekering, VENSTER + 1, geweigerd=False)
    zekering.blow(1)
    assert zekering.ruimte == MINSTENS
