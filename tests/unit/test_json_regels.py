"""One line of JSON: what must be refused, each with its own reason code, and what must not."""

import json
from time import perf_counter

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantbeeld.domain.json_regels import DIEPSTE_NESTING, LANGSTE_LIJST, LANGSTE_REGEL, read_json_object
from tests.bouwers_domein import reason_or_none, refusal


def nest(diepte: int, opening: bytes = b"[", sluiting: bytes = b"]") -> bytes:
    """An object with lists in it, ``diepte`` levels deep in all."""
    return b'{"a":' + opening * (diepte - 1) + sluiting * (diepte - 1) + b"}"


def pad(lengte: int) -> bytes:
    """A valid line of exactly this many bytes."""
    return b'{"a":"' + b"x" * (lengte - 8) + b'"}'


def fill(aantal: int) -> bytes:
    """A valid line with one list of this many numbers."""
    return b'{"a":[' + b",".join([b"1"] * aantal) + b"]}"


@pytest.mark.parametrize(
    ("regel", "reden"),
    [
        (b"", "GEEN_JSON"),
        (b"hallo", "GEEN_JSON"),
        (b'{"a":1', "GEEN_JSON"),
        (b'{"a":1}x', "GEEN_JSON"),
        (b"{'a':1}", "GEEN_JSON"),
        (b'{"a":01}', "GEEN_JSON"),
        (b'{"a":"\x01"}', "GEEN_JSON"),
        (b"\xef\xbb\xbf{}", "GEEN_JSON"),
        (b'{"a":' + b"9" * 400 + b"}", "GEEN_JSON"),
        (b'{"a":' + b"9" * 5000 + b"}", "GEEN_JSON"),
        (b'{"a":"\xff"}', "GEEN_UTF8"),
        (b'{"a":"\xed\xa0\x80"}', "GEEN_UTF8"),
        (b'{"a":"\xc0\xaf"}', "GEEN_UTF8"),
        (b'{"a":"\\ud800"}', "LOS_SURROGAAT"),
        (b'{"a":"\\udc00\\ud800"}', "LOS_SURROGAAT"),
        (b'{"\\ud83d":1}', "LOS_SURROGAAT"),
        (b'{"a":NaN}', "GETAL_ONEINDIG"),
        (b'{"a":Infinity}', "GETAL_ONEINDIG"),
        (b'{"a":-Infinity}', "GETAL_ONEINDIG"),
        (b'{"a":1e400}', "GETAL_ONEINDIG"),
        (b'{"a":1,"a":1}', "DUBBELE_SLEUTEL"),
        (b'{"a":1,"\\u0061":2}', "DUBBELE_SLEUTEL"),
        (b'{"a":[{"b":{"c":1,"c":2}}]}', "DUBBELE_SLEUTEL"),
        (b"[]", "GEEN_OBJECT"),
        (b"null", "GEEN_OBJECT"),
        (b'"tekst"', "GEEN_OBJECT"),
        (nest(DIEPSTE_NESTING + 1), "TE_DIEP"),
        (nest(DIEPSTE_NESTING + 1, b'{"a":', b"}").replace(b":}", b":1}"), "TE_DIEP"),
        (b"[" * 200_000, "TE_DIEP"),
        (pad(LANGSTE_REGEL + 1), "REGEL_TE_LANG"),
        (fill(LANGSTE_LIJST + 1), "LIJST_TE_LANG"),
        (b'{"a":{"b":' + fill(LANGSTE_LIJST + 1) + b"}}", "LIJST_TE_LANG"),
    ],
    ids=lambda waarde: waarde[:30].decode("latin-1") if isinstance(waarde, bytes) else waarde,
)
def test_a_doubtful_line_is_refused_with_its_own_reason(regel: bytes, reden: str) -> None:
    assert refusal(read_json_object, regel) == (reden, None)


@pytest.mark.parametrize(
    "regel",
    [
        b"{}",
        b' { "a" : 1 } ',
        b'{"a":"\\ud83d\\ude00"}',
        b'{"a":"\\u00e9"}',
        b'{"a":{"a":{"a":1}}}',
        b'{"a":1,"A":1}',
        b'{"a":[1,1,1]}',
        b'{"a":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}',
        b'{"a":"\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[","b":"\\\\"}',
        b'{"a":[' + b",".join([b"[]"] * 60) + b"]}",
        nest(DIEPSTE_NESTING),
        pad(LANGSTE_REGEL),
        fill(LANGSTE_LIJST),
    ],
    ids=lambda waarde: waarde[:30].decode("latin-1"),
)
def test_a_line_within_the_bounds_is_read_as_it_stands(regel: bytes) -> None:
    assert read_json_object(regel) == json.loads(regel)


def test_nesting_that_is_too_deep_inside_a_text_that_never_ends_is_found_in_linear_time() -> None:
    regel = b"[" * (DIEPSTE_NESTING + 1) + b'"' + b'\\"' * 400_000
    begin = perf_counter()
    assert refusal(read_json_object, regel) == ("TE_DIEP", None)
    assert perf_counter() - begin < 5


JSON_WAARDEN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda deel: st.lists(deel, max_size=5) | st.dictionaries(st.text(), deel, max_size=5),
    max_leaves=15,
)
REDENEN = {
    None,
    "REGEL_TE_LANG",
    "GEEN_UTF8",
    "TE_DIEP",
    "GEEN_JSON",
    "GETAL_ONEINDIG",
    "LOS_SURROGAAT",
    "LIJST_TE_LANG",
    "DUBBELE_SLEUTEL",
    "GEEN_OBJECT",
}
BROKKEN = st.sampled_from([b"{", b"}", b"[", b"]", b'"', b"\\", b":", b",", b"1", b"NaN", b"1e999", b"\xff", b'"a"', b" "])


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60) | st.lists(BROKKEN, max_size=200).map(b"".join))
def test_no_bytes_whatever_raise_anything_but_a_refusal(regel: bytes) -> None:
    assert reason_or_none(lambda: read_json_object(regel)) in REDENEN


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(), JSON_WAARDEN, max_size=5))
def test_every_object_comes_back_as_it_was_written(waarde: dict[str, object]) -> None:
    assert read_json_object(orjson.dumps(waarde, option=orjson.OPT_INDENT_2)) == waarde
