"""Processing records as the standard *Logboek Dataverwerkingen* 1.0 asks: one per employer whose data were shown, and never who
looked. They follow from what was recorded of the consultation, and from nothing else: the same line always gives the same ones.
"""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from klantbeeld.access.vastleggingen import GELUKT

SOORT_BETROKKENE = "urn:klantbeeld:werkgever:pseudoniem"
"""What kind of name a data subject has in the records: that of an employer, under a key of ours."""


@dataclass(frozen=True, slots=True)
class Verwerking:
    """One record. Times in milliseconds since 1970; ``kenmerken`` are its attributes, by the names of the standard."""

    trace_id: str
    span_id: str
    parent_span_id: str | None
    name: str
    start_time: int
    end_time: int
    is_gelukt: bool
    kenmerken: Mapping[str, str]


def make_verwerkingen(record: Mapping[str, Any], sleutel: bytes) -> Iterator[Verwerking]:
    """The processing records that follow from one record of a consultation: one without a data subject when it showed no
    employer. ``sleutel`` is the key of the pseudonyms."""
    for werkgever in record["werkgevers"] or [None]:
        betrokkene = {} if werkgever is None else describe_betrokkene(werkgever, sleutel)
        yield Verwerking(
            record["traceId"],
            name_span(record["zegel"], werkgever or ""),
            record.get("spanId"),
            record["handeling"],
            _read_ms(record["begonnen"]),
            _read_ms(record["tijd"]),
            record["resultaat"] == GELUKT,
            {"dpl.core.processing_activity_id": record["doel"], **betrokkene, **_describe_beller(record)},
        )


def describe_betrokkene(werkgever: str, sleutel: bytes) -> dict[str, str]:
    """Whose data it were: the same pseudonym for the same employer, that only who has the key can make."""
    pseudoniem = hmac.digest(sleutel, werkgever.encode(), "sha256").hex()
    return {"dpl.core.data_subject_id": pseudoniem, "dpl.core.data_subject_id_type": SOORT_BETROKKENE}


def name_span(zegel: str, werkgever: str) -> str:
    """The id of a record: sent twice, the sink sees that it is the same."""
    return blake2b(f"{zegel}{werkgever}".encode(), digest_size=8, person=b"verwerking").hexdigest()


def _describe_beller(record: Mapping[str, Any]) -> dict[str, str]:
    """The operation of the caller that this was a part of, when it came from outside, and which application that is, when it
    is registered here."""
    delen = {"span_id": record.get("aanroepSpanId"), "processor": record.get("aanroepApplicatie")}
    return {f"dpl.core.foreign_operation.{naam}": waarde for naam, waarde in delen.items() if waarde}


def _read_ms(tijd: str) -> int:
    return round(datetime.fromisoformat(tijd).timestamp() * 1000)
