"""The scoreboard: each of its scenarios ends as if nothing had happened, without a hand (F01, F04, F05, F06, F18)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.elasticstores import Voorraad
from tests.faults.proefbank import GOED
from tests.faults.scorebord import SCENARIOS, Scenario, play
from tests.testnode import require_elasticsearch


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.speel.__name__)
def test_the_program_converges_without_a_hand(
    tmp_path: Path, voorraad_of: Callable[[str], Voorraad], scenario: Scenario
) -> None:
    voorraad = voorraad_of(require_elasticsearch())
    url = voorraad.take()
    assert play(scenario, tmp_path, url).afloop == GOED
    voorraad.give_back(url)


def test_there_are_eight() -> None:
    assert len({scenario.naam for scenario in SCENARIOS}) == 8
