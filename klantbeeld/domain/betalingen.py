"""Financieel: payments to the employer and claims on it.

Deliveries: ``betaling``. Rules: domain reference §6. Amounts in whole euro cents.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from klantbeeld.domain.bladzijden import GEEN_BLADZIJDE, Bladvraag, Bladzijde, page_records
from klantbeeld.domain.items import Record
from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.ontbrekend import OntbrekendVeld
from klantbeeld.domain.sleutels import mask_iban
from klantbeeld.domain.velden import Centen, Datum, Gegevens, Naam
from klantbeeld.domain.vragen import Itemsvraag, Telling, Telvraag

_UITBETALING = frozenset({"uitkering", "ziekengeld", "subsidie"})
_VORDERING = frozenset({"factuur", "terugvordering"})


class Betaling(Gegevens):
    datum: Datum
    regeling: Naam
    soort: Literal["uitkering", "ziekengeld", "subsidie", "factuur", "terugvordering"]
    periode_van: Datum | None = None
    periode_tot: Datum | None = None
    bedrag_in_centen: Centen
    status: Literal["gepland", "betaald", "openstaand", "verrekend"]
    kenmerk: Naam | None = None
    iban: Naam | None = None


@dataclass(frozen=True, slots=True)
class Betalingregel:
    id: str
    datum: date
    regeling: str
    periode_van: date | None
    periode_tot: date | None
    bedrag_in_centen: int
    soort: str
    status: str
    kenmerk: str | None
    iban_gemaskeerd: str | None
    ontbrekend: tuple[OntbrekendVeld, ...]


@dataclass(frozen=True, slots=True)
class Jaartotaal:
    regeling: str
    jaar: int
    betaald_in_centen: int


@dataclass(frozen=True, slots=True)
class Openstaand:
    aantal: int
    bedrag_in_centen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Financieel:
    ontbrekend: tuple[OntbrekendVeld, ...] = ()
    bladzijde: Bladzijde[Betalingregel] = GEEN_BLADZIJDE
    totalen: tuple[Jaartotaal, ...] = ()
    openstaand: Openstaand | None = None


@dataclass(frozen=True, slots=True)
class Financieelparameters:
    bladvraag: Bladvraag = field(default_factory=lambda: Bladvraag(15))


def kenmerk_of(betaling: Betaling) -> str:
    """What payments are counted on: kind and status."""
    return f"{betaling.soort}/{betaling.status}"


def ask_financieel(kader: Kader, parameters: Financieelparameters) -> dict[str, Itemsvraag | Telvraag]:
    """What must be read: one page (planned payments too), and the totals of what is dated up to today."""
    bladvraag = parameters.bladvraag
    return {
        "betalingen": Itemsvraag(kader.ring, "betaling", limiet=bladvraag.first + 1, na=bladvraag.na),
        "tellingen": Telvraag(kader.ring, "betaling", tot=kader.vandaag.isoformat()),
    }


def assemble_financieel(antwoorden: Mapping[str, Any], kader: Kader, parameters: Financieelparameters) -> Financieel:
    """The page, what was paid per scheme and year, and the claims that are still open."""
    tellingen: tuple[Telling, ...] = antwoorden["tellingen"]
    return Financieel(
        bladzijde=page_records(
            antwoorden["betalingen"], parameters.bladvraag.first, lambda record: _show_betaling(record, kader)
        ),
        totalen=sum_totalen(tellingen),
        openstaand=sum_openstaand(tellingen),
    )


def sum_totalen(tellingen: tuple[Telling, ...]) -> tuple[Jaartotaal, ...]:
    """Paid uitkering, ziekengeld and subsidie per scheme and year of the payment, newest year first."""
    totalen: Counter[tuple[str, int]] = Counter()
    for telling in tellingen:
        soort, _, status = (telling.kenmerk or "").partition("/")
        if soort in _UITBETALING and status == "betaald":
            totalen[telling.regeling or "", int(telling.jaar)] += telling.bedrag
    return tuple(
        Jaartotaal(regeling, jaar, bedrag)
        for (regeling, jaar), bedrag in sorted(totalen.items(), key=lambda paar: (-paar[0][1], paar[0][0]))
    )


def sum_openstaand(tellingen: tuple[Telling, ...]) -> Openstaand:
    """Number and amount of the open invoices and recoveries."""
    open_ = [
        telling
        for telling in tellingen
        if (delen := (telling.kenmerk or "").partition("/"))[0] in _VORDERING and delen[2] == "openstaand"
    ]
    return Openstaand(sum(telling.aantal for telling in open_), sum(telling.bedrag for telling in open_))


def _show_betaling(record: Record[Betaling], kader: Kader) -> Betalingregel:
    betaling = record.gegevens if kader.may_see(Klasse.FINANCIEEL) else record.gegevens.shield("iban")
    return Betalingregel(
        id=record.id,
        datum=betaling.datum,
        regeling=betaling.regeling,
        periode_van=betaling.periode_van,
        periode_tot=betaling.periode_tot,
        bedrag_in_centen=betaling.bedrag_in_centen,
        soort=betaling.soort,
        status=betaling.status,
        kenmerk=betaling.kenmerk,
        iban_gemaskeerd=betaling.iban and mask_iban(betaling.iban),
        ontbrekend=tuple(
            OntbrekendVeld("ibanGemaskeerd", deel.reden) if deel.veld == "iban" else deel for deel in betaling.ontbrekend
        ),
    )
