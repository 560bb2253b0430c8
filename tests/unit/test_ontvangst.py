"""Whatever a line is, it becomes an item or a dead letter with a reason that is documented: nothing else ever happens (F19)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.ontvangst import ONBEKENDE_BRON, Ontvanger, unfinished_id
from indexers.source import Regel
from klantbeeld.domain.groepen import SOORTEN
from klantbeeld.domain.leveringen import HOOGSTE_VERSIE
from klantbeeld.errors import WEIGERREDENEN
from klantbeeld.normen import load_normen
from klantbeeld.stores.protocol import DodeBrief
from tests.bouwers_leveringen import Levering, make_boete, make_contact, make_organisatie

ONTVANGER = Ontvanger(load_normen(), lambda _: HOOGSTE_VERSIE)

_WAARDEN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["2023-02-30", "lh:1"]),
    lambda kinderen: st.lists(kinderen, max_size=3) | st.dictionaries(st.text(max_size=5), kinderen, max_size=3),
    max_leaves=5,
)
_GOED = st.sampled_from([make_contact(), make_boete(), make_organisatie()])


def receive(regel: bytes, bron: str | None = None) -> str:
    """What becomes of a line: accepted, refused with a reason that is documented, or something that should never happen."""
    ontvangen = ONTVANGER.receive(bron, Regel(regel, "proef@0"))
    if ontvangen.brief is None and None not in (ontvangen.inkomend, ontvangen.levering):
        return "accepted"
    if (
        (ontvangen.inkomend, ontvangen.levering) == (None, None)
        and ontvangen.brief is not None
        and ontvangen.brief.reden in WEIGERREDENEN
    ):
        return "refused"
    return repr(ontvangen)


def refuse(bron: str | None, regel: Regel) -> DodeBrief:
    """The dead letter of a line that must be refused."""
    brief = ONTVANGER.receive(bron, regel).brief
    assert brief is not None
    return brief


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_reason(regel: bytes) -> None:
    assert receive(regel) == "refused"


@given(_WAARDEN)
def test_any_json_is_refused_with_a_reason(waarde: Any) -> None:
    assert receive(json.dumps(waarde).encode()) == "refused"


@given(_GOED, st.data())
def test_a_delivery_with_any_value_anywhere_is_taken_in_or_refused(levering: Levering, data: st.DataObject) -> None:
    deel = data.draw(st.sampled_from([levering, levering["gegevens"]]))
    veld = data.draw(st.sampled_from(sorted(deel)) | st.text(max_size=10))
    anders = deel | {veld: data.draw(_WAARDEN)}
    geleverd = anders if deel is levering else levering | {"gegevens": anders}
    assert receive(json.dumps(geleverd).encode(), "proef") in {"accepted", "refused"}


@given(_GOED, st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_a_delivery_with_bytes_changed_anywhere_is_taken_in_or_refused(levering: Levering, plaats: int, nieuw: bytes) -> None:
    regel = json.dumps(levering).encode()
    assert receive(regel[:plaats] + nieuw + regel[plaats + len(nieuw) :]) in {"accepted", "refused"}


@pytest.mark.parametrize(
    ("bron", "soort"), [("met spaties", "contact"), ("x" * 65, "contact"), (7, "contact"), ("proef", "verzuim"), ("proef", 7)]
)
def test_only_what_can_be_a_source_and_a_kind_is_kept_of_a_refused_line(bron: object, soort: object) -> None:
    regel = json.dumps(make_contact() | {"bron": bron, "soort": soort}).encode()
    brief = refuse(None, Regel(regel, "proef@0"))
    assert brief.bron in {"proef", ONBEKENDE_BRON}
    assert brief.soort is None or brief.soort in SOORTEN


def test_a_line_that_is_delivered_again_is_the_same_letter() -> None:
    eerst, later = (refuse("proef", Regel(b"fout", f"proef@{plaats}")) for plaats in (0, 50))
    assert eerst.id == later.id


def test_lines_without_an_end_in_two_files_are_two_letters() -> None:
    een, ander = (Regel(b"half", f"{naam}.jsonl@7", onvolledig=True) for naam in "ab")
    assert unfinished_id("proef", een) != unfinished_id("proef", ander)
    assert unfinished_id("proef", een) != unfinished_id("archie", een)
