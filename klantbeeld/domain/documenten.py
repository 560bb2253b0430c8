"""Documenten: letters and decisions, newest first.

Deliveries: ``document``. Rules: domain reference §8. Letters about an employee only for who may see persoonsdocumenten.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from klantbeeld.domain.bladzijden import GEEN_BLADZIJDE, Bladvraag, Bladzijde, page_records
from klantbeeld.domain.items import Record
from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.ontbrekend import OntbrekendVeld
from klantbeeld.domain.velden import Datum, Gegevens
from klantbeeld.domain.vragen import Itemsvraag, Telling, Telvraag
from klantbeeld.domain.vrije_teksten import read_tekst
from klantbeeld.errors import InvoerOnjuist

Documentsoort = Literal[
    "toekenningsbeschikking", "dagloonberekening", "wijzigingsbeschikking", "beeindigingsbeschikking", "overig"
]


_SOORTNAMEN = {
    "toekenningsbeschikking": "Toekenningsbeschikking",
    "dagloonberekening": "Dagloonberekening",
    "wijzigingsbeschikking": "Wijzigingsbeschikking",
    "beeindigingsbeschikking": "Beëindigingsbeschikking",
    "overig": "Document",
}
_TECHNISCHE_TITEL = re.compile(r"DANS \(id:\s*([0-9]{1,12})\)", re.IGNORECASE)


class Document(Gegevens):
    datum: Datum
    aandachtsgebied: str | None = None
    onderwerp: str | None = None
    subonderwerp: str | None = None
    titel: str
    soort: Documentsoort
    heeft_bijlage: bool
    dans_id: str | None = None
    betreft_persoon: bool
    bron_link: str | None = None


@dataclass(frozen=True, slots=True)
class Documentregel:
    id: str
    datum: date
    aandachtsgebied: str | None
    onderwerp: str | None
    subonderwerp: str | None
    titel: str
    soort: str
    heeft_bijlage: bool
    dans_id: str | None
    bron_link: str | None
    ontbrekend: tuple[OntbrekendVeld, ...]


@dataclass(frozen=True, slots=True)
class Soorttelling:
    soort: str
    aantal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Documenten:
    ontbrekend: tuple[OntbrekendVeld, ...] = ()
    bladzijde: Bladzijde[Documentregel] = GEEN_BLADZIJDE
    aantallen: tuple[Soorttelling, ...] = ()


@dataclass(frozen=True, slots=True)
class Documentparameters:
    """Filters on the list; ``van`` and ``tot`` include their day. The counts ignore them."""

    soort: str | None = None
    van: date | None = None
    tot: date | None = None
    bladvraag: Bladvraag = field(default_factory=lambda: Bladvraag(15))


def ask_documenten(kader: Kader, parameters: Documentparameters) -> dict[str, Itemsvraag | Telvraag]:
    """What must be read: one page, and the counts per kind. Documents of later days are not there yet.

    Errors: ``InvoerOnjuist`` when the window is upside down.
    """
    if parameters.van and parameters.tot and parameters.van > parameters.tot:
        raise InvoerOnjuist("van ligt na tot; draai de twee datums om.")
    mag_alles = kader.may_see(Klasse.PERSOONSDOCUMENTEN)
    return {
        "documenten": Itemsvraag(
            kader.ring,
            "document",
            van=parameters.van.isoformat() if parameters.van else None,
            tot=min(parameters.tot or kader.vandaag, kader.vandaag).isoformat(),
            kenmerk=parameters.soort,
            ook_besloten=mag_alles,
            limiet=parameters.bladvraag.first + 1,
            na=parameters.bladvraag.na,
        ),
        "aantallen": Telvraag(kader.ring, "document", tot=kader.vandaag.isoformat(), ook_besloten=mag_alles),
    }


def assemble_documenten(antwoorden: Mapping[str, Any], kader: Kader, parameters: Documentparameters) -> Documenten:
    """The page that was asked, and how many there are of each kind."""
    return Documenten(
        bladzijde=page_records(
            antwoorden["documenten"], parameters.bladvraag.first, lambda record: _show_document(record, kader)
        ),
        aantallen=tuple(Soorttelling(soort, aantal) for soort, aantal in sum_per_kenmerk(antwoorden["aantallen"])),
    )


def sum_per_kenmerk(tellingen: tuple[Telling, ...]) -> list[tuple[str, int]]:
    """Counts added up over the years, by kenmerk in alphabetical order."""
    per_kenmerk: dict[str, int] = {}
    for telling in tellingen:
        per_kenmerk[telling.kenmerk or ""] = per_kenmerk.get(telling.kenmerk or "", 0) + telling.aantal
    return sorted(per_kenmerk.items())


def read_titel(document: Document) -> tuple[str, str | None]:
    """A title that people can read, and the DANS id: a title that is only a technical id gives way to the subject, the
    sub-subject or the kind, and its number is the id when that was not delivered."""
    technisch = _TECHNISCHE_TITEL.fullmatch(document.titel.strip())
    if technisch is None:
        return document.titel, document.dans_id
    leesbaar = (document.onderwerp or "").strip() or (document.subonderwerp or "").strip()
    return leesbaar or _SOORTNAMEN[document.soort], document.dans_id or technisch[1]


def _show_document(record: Record[Document], kader: Kader) -> Documentregel:
    document = record.gegevens
    velden = {veld: getattr(document, veld) for veld in Document.model_fields if veld != "betreft_persoon"}
    velden["titel"], velden["dans_id"] = read_titel(document)
    velden |= {veld: read_tekst(velden[veld], kader).tekst for veld in ("titel", "onderwerp", "subonderwerp")}
    ontbrekend = tuple(deel for deel in document.ontbrekend if deel.veld != "dansId" or velden["dans_id"] is None)
    return Documentregel(id=record.id, ontbrekend=ontbrekend, **velden)
