"""The kinds of value that the contract has beside GraphQL's own, and the enums made from the words of the deliveries."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import graphene
from graphql import GraphQLError, IntValueNode, StringValueNode, ValueNode

from klantbeeld.domain.velden import GROOTSTE_GETAL, parse_datum


class Date(graphene.Scalar):
    """Een dag, geschreven als 2023-10-20; van 1900 tot en met 2100."""

    @staticmethod
    def serialize(waarde: object) -> str:
        """The day as text."""
        if not isinstance(waarde, date) or isinstance(waarde, datetime):
            raise TypeError("geen dag")
        return waarde.isoformat()

    @staticmethod
    def parse_value(waarde: object) -> date:
        """The day that a variable holds."""
        try:
            return parse_datum(waarde)
        except ValueError:
            raise GraphQLError("Geen dag; schrijf een dag als 2023-10-20.") from None

    @staticmethod
    def parse_literal(node: ValueNode, _: object = None) -> date:
        """The day that is written in the query itself."""
        try:
            return Date.parse_value(node.value if isinstance(node, StringValueNode) else None)
        except GraphQLError as fout:
            raise GraphQLError(fout.message, node) from None


class DateTime(graphene.Scalar):
    """Een moment in UTC, geschreven als 2023-10-15T09:12:00Z. Alleen in antwoorden."""

    @staticmethod
    def serialize(waarde: object) -> str:
        """The instant as text."""
        if not isinstance(waarde, datetime) or waarde.tzinfo is None:
            raise TypeError("geen moment met tijdzone")
        return waarde.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Centen(graphene.Scalar):
    """Een bedrag in hele eurocenten: een geheel getal van ten hoogste 53 bits."""

    @staticmethod
    def serialize(waarde: object) -> int:
        """The amount, refused when it is not a whole number that JSON can carry exactly."""
        return Centen.parse_value(waarde)

    @staticmethod
    def parse_value(waarde: object) -> int:
        """The amount that a variable holds."""
        if type(waarde) is not int or abs(waarde) > GROOTSTE_GETAL:
            raise GraphQLError("Geen bedrag; schrijf hele eurocenten, ten hoogste 53 bits.")
        return waarde

    @staticmethod
    def parse_literal(node: ValueNode, _: object = None) -> int:
        """The amount that is written in the query itself."""
        return Centen.parse_value(int(node.value) if isinstance(node, IntValueNode) and len(node.value) < 18 else None)


def make_enum(naam: str, omschrijving: str, waarden: Mapping[str, str]) -> Any:  # noqa: ANN401 - graphene has no types
    """An enum of delivered words with what each means; its names are the words in capitals."""
    enum = Enum(naam, {waarde.upper(): waarde for waarde in waarden})  # type: ignore[misc]
    return describe_enum(enum, omschrijving, waarden)


def describe_enum(enum: type[Enum], omschrijving: str, waarden: Mapping[str, str]) -> Any:  # noqa: ANN401
    """An enum as it is, with what each of its values means."""
    return graphene.Enum.from_enum(enum, description=lambda lid: waarden[lid.value] if lid is not None else omschrijving)
