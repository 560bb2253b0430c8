"""Names and seals of the cache: nothing is taken under another name, of another installation, or that was meddled with."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.cache import Cache
from klantbeeld.meter import Meter
from klantbeeld.stores.cache import GROOTSTE_WAARDE, Geheugenplaats

GEHEIM = b"het geheim van deze test"
_DELEN = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda delen: st.lists(delen, max_size=3) | st.dictionaries(st.text(max_size=2), delen, max_size=2),
    max_leaves=5,
)


def make_cache(plaats: Geheugenplaats | None = None, geheim: bytes = GEHEIM, meter: Meter | None = None) -> Cache:
    return Cache(plaats or Geheugenplaats(), geheim, meter or Meter())


def get(cache: Cache, naam: str) -> bytes | None:
    return asyncio.run(cache.get([naam]))[0]


@given(een=st.lists(_DELEN, max_size=3), ander=st.lists(_DELEN, max_size=3))
def test_two_things_have_one_name_only_if_they_are_the_same(een: list[object], ander: list[object]) -> None:
    """S16: no two things share a name by where one part ends and the next begins."""
    cache = make_cache()
    gelijk = repr(sort_all(een)) == repr(sort_all(ander))
    assert (cache.name("groep", *een) == cache.name("groep", *ander)) is gelijk


def sort_all(waarde: object) -> object:
    """The value with its objects in the order of their keys, in which JSON does not tell them apart."""
    if isinstance(waarde, dict):
        return [(naam, sort_all(deel)) for naam, deel in sorted(waarde.items())] + ["object"]
    return [sort_all(deel) for deel in waarde] if isinstance(waarde, list) else waarde


def test_a_name_tells_nothing_of_what_it_is_made_of() -> None:
    naam = make_cache().name("groep", "lh:123456789L01", {"naam": "De Groot"})
    soort, _, hash_ = naam.partition(":")
    assert (soort, len(hash_), set(hash_) <= set("0123456789abcdef")) == ("groep", 32, True)


def test_names_differ_per_kind_and_per_secret() -> None:
    namen = {make_cache(geheim=geheim).name(soort, 1) for geheim in (b"a", b"b") for soort in ("groep", "antwoord")}
    assert len(namen) == 4


def test_what_was_kept_is_found_again() -> None:
    cache = make_cache()
    asyncio.run(cache.put(cache.name("groep", 1), b'{"a":1}'))
    assert get(cache, cache.name("groep", 1)) == b'{"a":1}'


@pytest.mark.parametrize(
    "meddle",
    [
        lambda waarde: waarde[:-1],
        lambda waarde: waarde + b" ",
        lambda waarde: bytes([waarde[0] ^ 1]) + waarde[1:],
        lambda waarde: waarde[:-1] + bytes([waarde[-1] ^ 1]),
        lambda _: b"",
        lambda _: b'{"a":1}',
        lambda waarde: waarde[16:] + waarde[:16],
    ],
)
def test_a_value_that_was_meddled_with_is_not_taken(meddle: Callable[[bytes], bytes]) -> None:
    """S16: a forged value is no value."""
    plaats, meter = Geheugenplaats(), Meter()
    cache = make_cache(plaats, meter=meter)
    naam = cache.name("groep", 1)
    asyncio.run(cache.put(naam, b'{"a":1}'))
    (waarde,) = plaats.get([naam])
    assert waarde is not None
    plaats.put(naam, meddle(waarde))
    assert get(cache, naam) is None
    assert meter.registry.get_sample_value("klantbeeld_cache_lookups_total", {"soort": "groep", "uitkomst": "vreemd"}) == 1


def test_a_value_under_the_name_of_another_is_not_taken() -> None:
    """S16: nor is the value of another name."""
    plaats = Geheugenplaats()
    cache = make_cache(plaats)
    een, ander = cache.name("groep", 1), cache.name("groep", 2)
    asyncio.run(cache.put(een, b"{}"))
    (waarde,) = plaats.get([een])
    assert waarde is not None
    plaats.put(ander, waarde)
    assert (get(cache, een), get(cache, ander)) == (b"{}", None)


def test_a_value_of_another_installation_is_not_taken() -> None:
    plaats = Geheugenplaats()
    naam = make_cache(plaats).name("groep", 1)
    asyncio.run(make_cache(plaats, b"een ander geheim").put(naam, b"{}"))
    assert get(make_cache(plaats), naam) is None


def test_a_value_that_is_too_large_is_not_kept() -> None:
    cache = make_cache()
    asyncio.run(cache.put("groep:a", b"x" * (GROOTSTE_WAARDE + 1)))
    assert get(cache, "groep:a") is None
