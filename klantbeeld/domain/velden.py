"""The kinds of field that deliveries are made of, each with its own reason code when a value does not fit.

Everything is strict: a number is not text, text is not a date. Values never appear in an error.
"""

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Annotated, ClassVar, NoReturn, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld, prefix_missing

EERSTE_JAAR, LAATSTE_JAAR = 1900, 2100
GROOTSTE_GETAL = 2**53 - 1
GROOTSTE_AANTAL = 100_000_000
"""No count of people, reports or records is larger; sums of counts stay within the integers of GraphQL."""

_DATUM = re.compile(r"([0-9]{4,6})-([0-9]{2})-([0-9]{2})\Z")
_TIJD = re.compile(r"([0-9]{4,6}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?)(?:Z|\+00:00)\Z")
_MAAND = re.compile(r"[0-9]{4,6}-[0-9]{2}\Z")
_BESTURINGSTEKEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def refuse(reden: str) -> NoReturn:
    """Refuse the field that is being validated with one reason code."""
    raise PydanticCustomError(reden, "geweigerd")


def parse_datum(waarde: object) -> date:
    """A calendar date written as ``2021-01-31``. Codes: TYPE_ONJUIST, DATUM_ONMOGELIJK, JAAR_BUITEN_BEREIK."""
    if type(waarde) is not str:
        refuse("TYPE_ONJUIST")
    return _read_datum(waarde)


# The same days come again and again.
@lru_cache(maxsize=10_000)
def _read_datum(tekst: str) -> date:
    if not (delen := _DATUM.match(tekst)):
        refuse("TYPE_ONJUIST")
    if not EERSTE_JAAR <= int(delen[1]) <= LAATSTE_JAAR:
        refuse("JAAR_BUITEN_BEREIK")
    try:
        return date(int(delen[1]), int(delen[2]), int(delen[3]))
    except ValueError:
        refuse("DATUM_ONMOGELIJK")


def parse_tijd(waarde: object) -> datetime:
    """An instant in UTC written as ``2023-10-15T09:12:00Z``. Codes as for a date; an hour 24 is DATUM_ONMOGELIJK."""
    if type(waarde) is not str or not (delen := _TIJD.match(waarde)):
        refuse("TYPE_ONJUIST")
    dag = _read_datum(delen[1])
    try:
        return datetime.combine(dag, time.fromisoformat(delen[2]), UTC)
    except ValueError:
        refuse("DATUM_ONMOGELIJK")


def parse_maand(waarde: object) -> str:
    """A calendar month written as ``2023-09``. Codes as for a date."""
    if type(waarde) is not str or not _MAAND.match(waarde):
        refuse("TYPE_ONJUIST")
    parse_datum(f"{waarde}-01")
    return waarde


def parse_naam(waarde: object) -> str:
    """Text on one line. Codes: TYPE_ONJUIST, BESTURINGSTEKEN."""
    if type(waarde) is not str:
        refuse("TYPE_ONJUIST")
    if not waarde.isprintable() and _BESTURINGSTEKEN.search(waarde):
        refuse("BESTURINGSTEKEN")
    return waarde


Datum = Annotated[date, BeforeValidator(parse_datum)]
Tijd = Annotated[datetime, BeforeValidator(parse_tijd)]
Maand = Annotated[str, BeforeValidator(parse_maand)]
Naam = Annotated[str, BeforeValidator(parse_naam)]
Aantal = Annotated[int, Field(ge=0, le=GROOTSTE_AANTAL)]
Centen = Annotated[int, Field(ge=-GROOTSTE_GETAL, le=GROOTSTE_GETAL)]


class Gegevens(BaseModel):
    """Base of everything that a delivery can carry.

    ``model_fields_set`` keeps the difference between "empty at the source" (null) and "not delivered" (absent).
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, alias_generator=to_camel)

    # Not a private attribute of pydantic: that costs time for each record that comes in, and almost none is shielded.
    _afgeschermd: ClassVar[frozenset[str]] = frozenset()

    def shield(self, *velden: str) -> Self:
        """A copy in which these fields are withheld from the reader, whatever they hold."""
        kopie = self.model_copy(update=dict.fromkeys(velden))
        object.__setattr__(kopie, "_afgeschermd", self._afgeschermd | set(velden))
        return kopie

    @property
    def withheld(self) -> frozenset[str]:
        """The fields (Python names) that are withheld from the reader."""
        return self._afgeschermd

    def reason_for(self, veld: str) -> Ontbreekreden:
        """Why this field (Python name) holds nothing."""
        if veld in self._afgeschermd:
            return Ontbreekreden.GEEN_TOEGANG
        return Ontbreekreden.LEEG_BIJ_BRON if veld in self.model_fields_set else Ontbreekreden.NIET_GELEVERD

    @property
    def ontbrekend(self) -> tuple[OntbrekendVeld, ...]:
        """Each field without a value, by the name the contract gives it, with the reason; nested ones by their path.
        Elements of lists speak for themselves."""
        gevonden: list[OntbrekendVeld] = []
        for veld in type(self).model_fields:
            waarde = getattr(self, veld)
            if waarde is None:
                gevonden.append(OntbrekendVeld(to_camel(veld), self.reason_for(veld)))
            elif isinstance(waarde, Gegevens):
                gevonden.extend(prefix_missing(to_camel(veld), waarde.ontbrekend))
        return tuple(gevonden)
