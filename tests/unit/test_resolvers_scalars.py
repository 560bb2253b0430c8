"""Days, moments and amounts: what leaves, and what is refused."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from graphql import GraphQLError, IntValueNode, StringValueNode

from resolvers.scalars import Centen, Date, DateTime

GROOTSTE = 2**53 - 1
UUR_OOST = timezone(timedelta(hours=1))


@pytest.mark.parametrize("bedrag", [0, 1, -1, GROOTSTE, -GROOTSTE])
def test_an_amount_leaves_as_it_is(bedrag: int) -> None:
    assert Centen.serialize(bedrag) == bedrag


@pytest.mark.parametrize("waarde", [GROOTSTE + 1, -GROOTSTE - 1, 1.0, 1.5, True, "1", None])
def test_what_is_no_whole_amount_of_53_bits_is_refused(waarde: object) -> None:
    with pytest.raises(GraphQLError, match="hele eurocenten"):
        Centen.serialize(waarde)


def test_an_amount_in_a_query_is_a_whole_number() -> None:
    assert Centen.parse_literal(IntValueNode(value="-12")) == -12


@pytest.mark.parametrize("node", [StringValueNode(value="12"), IntValueNode(value="9" * 5000)])
def test_another_amount_in_a_query_is_refused(node: IntValueNode) -> None:
    with pytest.raises(GraphQLError, match="hele eurocenten"):
        Centen.parse_literal(node)


@pytest.mark.parametrize("moment", [datetime(2023, 10, 15, 9, 12, tzinfo=UTC), datetime(2023, 10, 15, 10, 12, tzinfo=UUR_OOST)])
def test_a_moment_leaves_in_utc(moment: datetime) -> None:
    assert DateTime.serialize(moment) == "2023-10-15T09:12:00Z"


@pytest.mark.parametrize("waarde", [date(2023, 10, 15), "2023-10-15T09:12:00Z", datetime(2023, 10, 15)])  # noqa: DTZ001
def test_what_is_no_moment_with_a_zone_does_not_leave(waarde: object) -> None:
    with pytest.raises(TypeError):
        DateTime.serialize(waarde)


@pytest.mark.parametrize("waarde", [datetime(2023, 10, 15, tzinfo=UTC), "2023-10-15", None])
def test_what_is_no_day_does_not_leave(waarde: object) -> None:
    with pytest.raises(TypeError):
        Date.serialize(waarde)


def test_a_day_comes_in_as_it_leaves() -> None:
    assert Date.serialize(Date.parse_value("2024-02-29")) == "2024-02-29"
