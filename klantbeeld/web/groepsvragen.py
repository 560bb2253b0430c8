"""What an address asks of a group: a window of days, a choice, a page of a list. Read once, here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from klantbeeld.access.sluier import Sluier
from klantbeeld.domain.bladzijden import GROOTSTE_BLADZIJDE, Bladvraag, Bladzijde, release_cursor
from klantbeeld.domain.bronnen import Stand
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.werkgevers import Werkgever

AANTAL, NA = "aantal", "na"


@dataclass(frozen=True, slots=True)
class Groepsvraag:
    """What a block is made from: whose, at what moment, and what its address (``pad``) asks besides. ``stand``: how the group
    stands, once it was read. ``opvolger`` is the successor of an employer that ended, as far as it is known; ``familie`` are
    the other employers of its legal entity, None when they can't be read now."""

    werkgever: Werkgever
    nu: datetime
    pad: str
    velden: QueryParams
    sluier: Sluier
    stand: Stand | None = None
    opvolger: Werkgever | None = None
    familie: Sequence[Werkgever] | None = ()

    def read_dag(self, naam: str) -> date | None:
        """A day as browsers send it; None when it is not asked. Errors: ``InvoerOnjuist``."""
        tekst = self.velden.get(naam, "")
        if not tekst:
            return None
        try:
            return date.fromisoformat(tekst)
        except ValueError:
            raise InvoerOnjuist(f"Schrijf {naam} als een dag: jjjj-mm-dd.") from None

    def read_keuze(self, naam: str, keuzen: Collection[str]) -> str | None:
        """One of these words; None when none is asked. Errors: ``InvoerOnjuist``."""
        keuze = self.velden.get(naam, "")
        if keuze and keuze not in keuzen:
            raise InvoerOnjuist(f"Kies voor {naam} een van: {', '.join(keuzen)}.")
        return keuze or None

    def read_bladvraag(self, standaard: int) -> Bladvraag:
        """Which part of the list is asked, by default its first ``standaard``. Errors: ``InvoerOnjuist``."""
        aantal, na = self.velden.get(AANTAL, ""), self.velden.get(NA)
        if aantal and not (aantal.isascii() and aantal.isdecimal() and len(aantal) < 4):
            raise InvoerOnjuist(f"Schrijf {AANTAL} als een getal tot en met {GROOTSTE_BLADZIJDE}.")
        cursor = release_cursor(self.pad, self.sluier.reveal(na)) if na else None
        return Bladvraag(int(aantal or standaard), cursor)

    def address_of_more(self, bladzijde: Bladzijde[Any], stap: int) -> str | None:
        """Where more of the list is shown: ``stap`` more on the same page, and when that is full the next one; None when this
        is all."""
        if not bladzijde.page_info.has_next_page or bladzijde.page_info.end_cursor is None:
            return None
        getoond = len(bladzijde.edges)
        if getoond + stap <= GROOTSTE_BLADZIJDE:
            return self.address_with({AANTAL: str(getoond + stap), NA: self.velden.get(NA, "")})
        na = self.sluier.hide(f"{self.pad} {bladzijde.page_info.end_cursor}")
        return self.address_with({AANTAL: "", NA: na})

    def address_with(self, anders: dict[str, str]) -> str:
        """This address with other fields; an empty one goes."""
        velden = {naam: waarde for naam, waarde in {**dict(self.velden), **anders}.items() if waarde}
        return f"{self.pad}?{urlencode(velden)}" if velden else self.pad
