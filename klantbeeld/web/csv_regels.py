"""Tables as CSV (RFC 4180) in UTF-8, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from io import StringIO

from klantbeeld.domain.statistiektabellen import Tabelrij, Waarde

MEDIATYPE = "text/csv; charset=utf-8; header=present"

_FORMULE = tuple("=+-@\t\r\n＝＋－＠")
"""What a text begins with that a spreadsheet would work out, or that hides one that does."""


def write_csv(kolommen: Sequence[str], rijen: Iterable[Tabelrij]) -> bytes:
    """A line with the names of the columns, and one for each row. What is not there is empty."""
    tekst = StringIO()
    schrijver = csv.writer(tekst, lineterminator="\r\n")
    schrijver.writerow(kolommen)
    schrijver.writerows([_write(rij[kolom]) for kolom in kolommen] for rij in rijen)
    return tekst.getvalue().encode()


def _write(waarde: Waarde) -> str:
    if isinstance(waarde, str):
        return shield(waarde)
    if isinstance(waarde, bool):
        return "true" if waarde else "false"
    if isinstance(waarde, datetime):
        return waarde.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(waarde, date):
        return waarde.isoformat()
    if isinstance(waarde, Mapping):
        return "; ".join(f"{naam}: {deel}" for naam, deel in waarde.items())
    return "" if waarde is None else str(waarde)


def shield(tekst: str) -> str:
    """A text that a spreadsheet takes for text: with an apostrophe before what looks like a formula."""
    return f"'{tekst}" if tekst.startswith(_FORMULE) else tekst
