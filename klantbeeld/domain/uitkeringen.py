"""Uitkeringsgegevens: whether the employer carries a benefit risk itself (eigenrisicodrager), per scheme and on any day.

Deliveries: ``erd`` and ``polis``. Rules: domain reference §4. "No data" is never shown as "nee".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from klantbeeld.domain.items import Recordlijst
from klantbeeld.domain.kader import Kader
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld, name_missing, prefix_missing
from klantbeeld.domain.organisaties import Organisatie, select_organisatie
from klantbeeld.domain.velden import Datum, Gegevens, Naam
from klantbeeld.domain.vragen import Itemsvraag

Regeling = Literal["WGA", "ZW", "WW"]
REGELINGEN: tuple[Regeling, ...] = ("WGA", "ZW", "WW")

ONGEBRUIKELIJK = "ongebruikelijk voor deze sector"
NEE_MET_INGANGSDATUM = "gegevensfout bij de bron: nee met een ingangsdatum"
OVERLAPPENDE_PERIODEN = "gegevensfout bij de bron: perioden overlappen"


class Erd(Gegevens):
    """One period of one scheme; ``tot`` is the first day on which it no longer holds."""

    regeling: Regeling
    is_eigenrisicodrager: bool
    van: Datum | None = None
    tot: Datum | None = None
    verzekeraar: Naam | None = None
    intermediair: Naam | None = None
    directe_betaling: Literal["WN", "WG"] | None = None
    garantie: bool | None = None
    reden_einde: str | None = None

    def holds_on(self, dag: date) -> bool:
        """Whether the period covers a day: van ≤ dag < tot; a missing van or tot does not bound it."""
        return (self.van is None or self.van <= dag) and (self.tot is None or dag < self.tot)


class Polis(Gegevens):
    verzekeraar: Naam
    polisnummer: Naam
    product: str
    mandaat: str | None = None
    dienstverlening: str | None = None
    van: Datum
    tot: Datum | None = None


@dataclass(frozen=True, slots=True)
class Regelingblok:
    """One scheme on one day. ``is_eigenrisicodrager`` None: nobody delivered anything about it."""

    is_eigenrisicodrager: bool | None
    datum: date | None
    directe_betaling: str | None
    verzekeraar: str | None
    intermediair: str | None
    garantie: bool | None
    opmerking: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitkeringsgegevens:
    ontbrekend: tuple[OntbrekendVeld, ...] = ()
    peildatum: date | None = None
    wga: Regelingblok | None = None
    zw: Regelingblok | None = None
    ww: Regelingblok | None = None
    perioden: tuple[Erd, ...] = ()
    polissen: tuple[Polis, ...] = ()


@dataclass(frozen=True, slots=True)
class Uitkeringsparameters:
    peildatum: date | None = None


def ask_uitkeringsgegevens(kader: Kader, _: Uitkeringsparameters) -> dict[str, Itemsvraag]:
    """What must be read: all periods, all policies, and the organisation for its sectors."""
    return {
        "erds": Itemsvraag(kader.ring, "erd"),
        "polissen": Itemsvraag(kader.ring, "polis"),
        "organisaties": Itemsvraag((kader.lh_sleutel,), "organisatie", oplopend=True),
    }


def assemble_uitkeringsgegevens(
    lijsten: Mapping[str, Recordlijst[Any]], kader: Kader, parameters: Uitkeringsparameters
) -> Uitkeringsgegevens:
    """A block per scheme on the peildatum (default today, may be later), and the whole history."""
    peildatum = parameters.peildatum or kader.vandaag
    erds: list[Erd] = [record.gegevens for record in lijsten["erds"].records]
    organisatie = select_organisatie(lijsten["organisaties"], kader.lh_sleutel)
    ontbrekend: tuple[OntbrekendVeld, ...] = ()
    blokken = {}
    for regeling in REGELINGEN:
        perioden = [erd for erd in erds if erd.regeling == regeling]
        merken = list_marks(regeling, perioden, peildatum, is_unusual_for_ww(organisatie, kader.normen))
        blokken[regeling.lower()], redenen = make_blok(perioden, peildatum, merken)
        ontbrekend += prefix_missing(regeling.lower(), redenen)
    return Uitkeringsgegevens(
        ontbrekend=ontbrekend,
        peildatum=peildatum,
        perioden=tuple(sorted(erds, key=lambda erd: REGELINGEN.index(erd.regeling))),
        polissen=tuple(record.gegevens for record in lijsten["polissen"].records),
        **blokken,
    )


def select_erd(perioden: list[Erd], dag: date) -> Erd | None:
    """The delivery that speaks for a day: the "ja" that covers it (the latest begun), else a "nee"; None when neither."""
    geldend = [erd for erd in perioden if erd.is_eigenrisicodrager and erd.holds_on(dag)]
    if geldend:
        return max(geldend, key=lambda erd: erd.van or date.min)
    return next((erd for erd in perioden if not erd.is_eigenrisicodrager), None)


def make_blok(perioden: list[Erd], dag: date, merken: list[str]) -> tuple[Regelingblok, tuple[OntbrekendVeld, ...]]:
    """The block of one scheme and what it lacks. Periods that are over or still to come make it "nee", without a date."""
    erd = select_erd(perioden, dag)
    opmerking = "; ".join(merken) or None
    ontbrekend = () if opmerking else name_missing(Ontbreekreden.NIET_VAN_TOEPASSING, "opmerking")
    namen = {"van": "datum"} | {veld: veld for veld in ("directeBetaling", "verzekeraar", "intermediair", "garantie")}
    if erd is not None:
        ontbrekend += tuple(OntbrekendVeld(namen[deel.veld], deel.reden) for deel in erd.ontbrekend if deel.veld in namen)
        blok = Regelingblok(
            erd.is_eigenrisicodrager,
            erd.van,
            erd.directe_betaling,
            erd.verzekeraar,
            erd.intermediair,
            erd.garantie,
            opmerking,
        )
        return blok, ontbrekend
    if perioden:
        ontbrekend += name_missing(Ontbreekreden.NIET_VAN_TOEPASSING, *namen.values())
        return Regelingblok(False, None, None, None, None, None, opmerking), ontbrekend
    ontbrekend += name_missing(Ontbreekreden.NIET_GELEVERD, "isEigenrisicodrager", *namen.values())
    return Regelingblok(None, None, None, None, None, None, opmerking), ontbrekend


def list_marks(regeling: Regeling, perioden: list[Erd], dag: date, ongebruikelijk_voor_ww: bool) -> list[str]:
    """Remarks that an employee must see beside a scheme: data faults at the source, and what the law does not allow."""
    merken = []
    geldend = [erd for erd in perioden if erd.is_eigenrisicodrager and erd.holds_on(dag)]
    if regeling == "WW" and geldend and ongebruikelijk_voor_ww:
        merken.append(ONGEBRUIKELIJK)
    if any(not erd.is_eigenrisicodrager and erd.van is not None for erd in perioden):
        merken.append(NEE_MET_INGANGSDATUM)
    if periods_overlap([erd for erd in perioden if erd.is_eigenrisicodrager]):
        merken.append(OVERLAPPENDE_PERIODEN)
    return merken


def periods_overlap(perioden: list[Erd]) -> bool:
    """Whether two periods of one scheme share a day."""
    met_dagen = [erd for erd in perioden if erd.van is None or erd.tot is None or erd.van < erd.tot]
    op_volgorde = sorted(met_dagen, key=lambda erd: erd.van or date.min)
    return any(eerder.tot is None or (later.van or date.min) < eerder.tot for eerder, later in pairwise(op_volgorde))


def is_unusual_for_ww(organisatie: Organisatie, normen: Normen) -> bool:
    """Only public-sector employers carry the WW risk (art. 79 WW): unusual when sectors are known and none is public."""
    sectoren = [normen.find_sector(code) for code in organisatie.sectoren]
    return bool(sectoren) and not any(sector is not None and sector.is_overheid for sector in sectoren)
