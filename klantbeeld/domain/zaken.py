"""Zaakmanagement: cases, and the milestones of sick reports counted from the first sick day.

Deliveries: ``zaak``. Rules: domain reference §7. Reasons that tell about health are for who may see medisch only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Literal

from klantbeeld.domain.bladzijden import GEEN_BLADZIJDE, Bladvraag, Bladzijde, page_records
from klantbeeld.domain.documenten import sum_per_kenmerk
from klantbeeld.domain.items import Record
from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.normen import Mijlpaalnorm, Normen
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld, name_missing
from klantbeeld.domain.velden import Datum, Gegevens, Naam
from klantbeeld.domain.vragen import Itemsvraag, Telvraag
from klantbeeld.domain.vrije_teksten import read_tekst

ZIEKMELDING = "ziekmelding"
NABIJ = 14
"""So many days before its date a milestone is near."""


class Mijlpaal(Gegevens):
    naam: Naam
    gedaan_op: Datum | None = None
    uitgesteld_tot: Datum | None = None


class Zaak(Gegevens):
    zaaknummer: Naam
    zaaktype: Naam
    startdatum: Datum
    einddatum: Datum | None = None
    status: Literal["lopend", "gesloten", "geannuleerd"]
    reden: str | None = None
    eerste_ziektedag: Datum | None = None
    resultaat: str | None = None
    mijlpalen: list[Mijlpaal] | None = None


class Mijlpaalstand(StrEnum):
    NIET_VAN_TOEPASSING = "NIET_VAN_TOEPASSING"
    TOEKOMSTIG = "TOEKOMSTIG"
    BINNEN_14_DAGEN = "BINNEN_14_DAGEN"
    VANDAAG = "VANDAAG"
    TE_LAAT = "TE_LAAT"
    GEDAAN = "GEDAAN"


@dataclass(frozen=True, slots=True)
class Mijlpaalregel:
    """``datum`` is the day by which it is due and stays visible beside ``uitgesteld_tot``, which the state follows."""

    naam: str
    datum: date | None
    uitgesteld_tot: date | None
    stand: Mijlpaalstand
    gedaan_op: date | None
    ontbrekend: tuple[OntbrekendVeld, ...]


@dataclass(frozen=True, slots=True)
class Zaakregel:
    id: str
    zaaknummer: str
    zaaktype: str
    startdatum: date
    einddatum: date | None
    status: str
    reden: str | None
    resultaat: str | None
    mijlpalen: tuple[Mijlpaalregel, ...]
    ontbrekend: tuple[OntbrekendVeld, ...]


@dataclass(frozen=True, slots=True)
class Statustelling:
    status: str
    aantal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Zaakmanagement:
    ontbrekend: tuple[OntbrekendVeld, ...] = ()
    bladzijde: Bladzijde[Zaakregel] = GEEN_BLADZIJDE
    aantallen: tuple[Statustelling, ...] = ()


@dataclass(frozen=True, slots=True)
class Zaakparameters:
    """``status`` None: cases of every status."""

    status: str | None = "lopend"
    bladvraag: Bladvraag = field(default_factory=lambda: Bladvraag(15))


def ask_zaakmanagement(kader: Kader, parameters: Zaakparameters) -> dict[str, Itemsvraag | Telvraag]:
    """What must be read: one page, and the counts per status."""
    bladvraag = parameters.bladvraag
    return {
        "zaken": Itemsvraag(kader.ring, "zaak", kenmerk=parameters.status, limiet=bladvraag.first + 1, na=bladvraag.na),
        "aantallen": Telvraag(kader.ring, "zaak", tot=kader.vandaag.isoformat()),
    }


def assemble_zaakmanagement(antwoorden: Mapping[str, Any], kader: Kader, parameters: Zaakparameters) -> Zaakmanagement:
    """The page that was asked, and how many cases there are of each status."""
    return Zaakmanagement(
        bladzijde=page_records(antwoorden["zaken"], parameters.bladvraag.first, lambda record: _show_zaak(record, kader)),
        aantallen=tuple(Statustelling(status, aantal) for status, aantal in sum_per_kenmerk(antwoorden["aantallen"])),
    )


def is_ziekmelding(zaak: Zaak) -> bool:
    """Whether a case is a sick report; its type may be delivered as a name or as an address that ends in it."""
    return zaak.zaaktype.rstrip("/").rpartition("/")[2].casefold() == ZIEKMELDING


def list_mijlpalen(zaak: Zaak, vandaag: date, normen: Normen) -> tuple[Mijlpaalregel, ...]:
    """The milestones of a sick report by their due day, then what the source names beside them, without one."""
    geleverd = {fold_mijlpaal(mijlpaal.naam): mijlpaal for mijlpaal in zaak.mijlpalen or ()}
    regels = []
    if is_ziekmelding(zaak) and zaak.eerste_ziektedag is not None:
        for norm in normen.mijlpalen:
            datum = due_day(norm, zaak.eerste_ziektedag)
            regels.append((datum, _show_mijlpaal(norm, geleverd, datum, (zaak, vandaag))))
    bekend = {fold_mijlpaal(norm.naam) for norm in normen.mijlpalen} if regels else set()
    anders = [mijlpaal for naam, mijlpaal in geleverd.items() if naam not in bekend]
    gesorteerd = [regel for _, regel in sorted(regels, key=lambda paar: paar[0])]
    return (*gesorteerd, *(_make_regel(mijlpaal.naam, None, mijlpaal, (zaak, vandaag)) for mijlpaal in anders))


def due_day(norm: Mijlpaalnorm, eerste_ziektedag: date) -> date:
    """The day by which a milestone is due. Working days are Monday to Friday; public holidays are not left out."""
    if norm.dagen is not None:
        return eerste_ziektedag + timedelta(days=norm.dagen)
    dag, over = eerste_ziektedag, norm.werkdagen or 0
    while over:
        dag += timedelta(days=1)
        over -= dag.isoweekday() <= 5
    return dag


def fold_mijlpaal(naam: str) -> str:
    """A milestone's name without its explanation in brackets and without capitals, for comparing."""
    return naam.partition("(")[0].strip().casefold()


def _show_mijlpaal(
    norm: Mijlpaalnorm, geleverd: Mapping[str, Mijlpaal], datum: date, moment: tuple[Zaak, date]
) -> Mijlpaalregel:
    eigen = geleverd.get(fold_mijlpaal(norm.naam))
    gevolgd = geleverd.get(fold_mijlpaal(norm.volgt)) if norm.volgt else None
    if norm.alleen_na_uitstel and eigen is None and (gevolgd is None or gevolgd.uitgesteld_tot is None):
        ontbrekend = name_missing(Ontbreekreden.NIET_VAN_TOEPASSING, "gedaanOp", "uitgesteldTot")
        return Mijlpaalregel(norm.naam, datum, None, Mijlpaalstand.NIET_VAN_TOEPASSING, None, ontbrekend)
    if eigen is None and gevolgd is not None and gevolgd.gedaan_op is not None:
        eigen = Mijlpaal.model_validate({"naam": norm.naam, "gedaanOp": gevolgd.gedaan_op.isoformat()})
    return _make_regel(norm.naam, datum, eigen, moment)


def _make_regel(naam: str, datum: date | None, geleverd: Mijlpaal | None, moment: tuple[Zaak, date]) -> Mijlpaalregel:
    zaak, vandaag = moment
    gedaan_op = geleverd.gedaan_op if geleverd else None
    uitgesteld_tot = geleverd.uitgesteld_tot if geleverd else None
    if gedaan_op is not None and gedaan_op <= vandaag:
        stand = Mijlpaalstand.GEDAAN
    elif zaak.status != "lopend":
        stand = Mijlpaalstand.NIET_VAN_TOEPASSING
    else:
        stand = judge_mijlpaal(uitgesteld_tot or datum, vandaag)
    ontbrekend: tuple[OntbrekendVeld, ...] = ()
    if datum is None:
        wacht_op_dag = is_ziekmelding(zaak) and zaak.eerste_ziektedag is None
        reden = zaak.reason_for("eerste_ziektedag") if wacht_op_dag else Ontbreekreden.NIET_VAN_TOEPASSING
        ontbrekend += name_missing(reden, "datum")
    if geleverd is None:
        ontbrekend += name_missing(Ontbreekreden.NIET_GELEVERD, "gedaanOp", "uitgesteldTot")
    else:
        ontbrekend += geleverd.ontbrekend
    return Mijlpaalregel(naam, datum, uitgesteld_tot, stand, gedaan_op, ontbrekend)


def judge_mijlpaal(datum: date | None, vandaag: date) -> Mijlpaalstand:
    """The state of a milestone that is not done, from the day by which it is due now."""
    if datum is None:
        return Mijlpaalstand.NIET_VAN_TOEPASSING
    dagen = (datum - vandaag).days
    if dagen < 0:
        return Mijlpaalstand.TE_LAAT
    if dagen == 0:
        return Mijlpaalstand.VANDAAG
    return Mijlpaalstand.BINNEN_14_DAGEN if dagen <= NABIJ else Mijlpaalstand.TOEKOMSTIG


def may_show_reden(zaak: Zaak, kader: Kader) -> bool:
    """Whether the reason of a case can be shown: any reason to who may see medisch, to others only the agreed reasons
    for closing, which say nothing of an illness."""
    if zaak.reden is None or kader.may_see(Klasse.MEDISCH):
        return True
    return zaak.status == "gesloten" and zaak.reden.strip().casefold() in kader.normen.sluitredenen


def _show_zaak(record: Record[Zaak], kader: Kader) -> Zaakregel:
    zaak = record.gegevens if may_show_reden(record.gegevens, kader) else record.gegevens.shield("reden")
    mijlpalen = list_mijlpalen(zaak, kader.vandaag, kader.normen)
    verborgen = {"eersteZiektedag", "mijlpalen"}
    return Zaakregel(
        id=record.id,
        zaaknummer=zaak.zaaknummer,
        zaaktype=zaak.zaaktype,
        startdatum=zaak.startdatum,
        einddatum=zaak.einddatum,
        status=zaak.status,
        reden=read_tekst(zaak.reden, kader).tekst,
        resultaat=read_tekst(zaak.resultaat, kader).tekst,
        mijlpalen=mijlpalen,
        ontbrekend=tuple(deel for deel in zaak.ontbrekend if deel.veld not in verborgen),
    )
