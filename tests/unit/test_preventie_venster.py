"""A window of prevention figures has a largest length: each month of it is a line of the answer."""

from datetime import date

import pytest

from klantbeeld.domain.preventie_beeld import Preventieparameters
from klantbeeld.errors import InvoerOnjuist
from tests.bouwers_domein import VANDAAG


def test_twenty_years_is_long_enough() -> None:
    periode = Preventieparameters(date(2003, 10, 21), date(2023, 10, 20)).periode(VANDAAG)
    assert (periode.van, periode.tot) == (date(2003, 10, 21), date(2023, 10, 20))


def test_a_day_more_is_refused() -> None:
    with pytest.raises(InvoerOnjuist, match="langer dan 20 jaar"):
        Preventieparameters(date(2003, 10, 20), date(2023, 10, 20)).periode(VANDAAG)
