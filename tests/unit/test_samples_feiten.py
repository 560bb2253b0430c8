"""How samples write their facts."""

from datetime import date, datetime, timedelta

import orjson
import pytest

from indexers.samples.feiten import encode_bronstand
from klantbeeld.domain.klok import day_of


@pytest.mark.parametrize("vandaag", [date(2026, 1, 15), date(2026, 7, 1), date(2026, 3, 29), date(2026, 10, 25)])
def test_a_bronstand_is_of_the_first_moment_of_its_day_so_never_still_to_come(vandaag: date) -> None:
    stand_op = datetime.fromisoformat(orjson.loads(encode_bronstand("cws", vandaag, None))["gegevens"]["standOp"])
    assert (day_of(stand_op - timedelta(seconds=1)) < vandaag, day_of(stand_op)) == (True, vandaag)
