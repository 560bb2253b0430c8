"""``bronnen.toml``: which sources there are, how each is read, and how old what it told may become."""

import re
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from indexers.bus import Bus
from indexers.ontvangst import BRONNAAM
from indexers.registry import LEZERS, STROOM
from indexers.source import Source, Sourceopdracht
from klantbeeld.domain.bronnen import Bron, Bronadressen, Groepsoort
from klantbeeld.domain.groepen import SOORTEN
from klantbeeld.domain.leveringen import HOOGSTE_VERSIE
from klantbeeld.errors import InstellingOnjuist

LANGSTE_NORM = 100_000
"""So many hours at most may pass before a source is out of date: more than ten years."""

_OPEN = "laat daarin open wat {werkgever} en {groep} zijn, en zet er verder niets van een werkgever in"
_OPEN_PLEK = re.compile(r"\{(?:werkgever|groep)\}")
_VAST_DEEL = re.compile(r"[!#$%&'()*+,./0-9:;=?@A-Z_a-z~-]*\Z")
"""What an address may be written with (RFC 3986), of brackets the round ones alone."""
_POSTBUS = re.compile(r"mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9][A-Za-z0-9.-]*(?:\?|\Z)")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")


class Bronconfiguratie(BaseModel):
    """One source. ``pad`` is what its reader reads; a stream has none, unless it names a reader (``herstel``) with which
    everything can be read again from there when the stream was lost. ``norm_in_uren`` is how old its last bronstand may
    become, ``versieplafond`` the highest version it may send, ``soorten`` the kinds it delivers when it does not deliver all
    kinds of its groups. ``bronpagina`` and ``terugmelden`` are its ``Bronadressen``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    naam: str
    lezer: str
    pad: Path | None = None
    herstel: str | None = None
    groepen: frozenset[Groepsoort]
    soorten: frozenset[str] = frozenset()
    norm_in_uren: float = Field(default=24, gt=0, le=LANGSTE_NORM)
    versieplafond: int = Field(default=HOOGSTE_VERSIE, gt=0, le=HOOGSTE_VERSIE)
    bronpagina: str | None = None
    terugmelden: str | None = None

    @field_validator("lezer")
    @classmethod
    def _check_lezer(cls, lezer: str) -> str:
        if lezer not in LEZERS:
            raise ValueError(f"onbekende lezer; kies uit {', '.join(LEZERS)}")
        return lezer

    @model_validator(mode="after")
    def _check_pad(self) -> Self:
        if self.herstel is not None and (self.lezer != STROOM or self.herstel not in LEZERS.keys() - {STROOM}):
            raise ValueError(f"herstel hoort bij lezer {STROOM} en noemt een andere lezer, zoals bestanden")
        if self.pad is None and (self.lezer != STROOM or self.herstel is not None):
            raise ValueError("pad ontbreekt")
        return self

    @field_validator("bronpagina")
    @classmethod
    def _check_bronpagina(cls, vorm: str | None) -> str | None:
        if vorm is not None and not is_https(vorm):
            raise ValueError(f"geen adres dat met https:// begint; {_OPEN}")
        return vorm

    @field_validator("terugmelden")
    @classmethod
    def _check_terugmelden(cls, vorm: str | None) -> str | None:
        if vorm is not None and not is_https(vorm) and not is_mailto(vorm):
            raise ValueError(f"geen adres dat met https:// of mailto: begint; {_OPEN}")
        return vorm

    @field_validator("soorten")
    @classmethod
    def _check_soorten(cls, soorten: frozenset[str]) -> frozenset[str]:
        if soorten - SOORTEN.keys():
            raise ValueError(f"onbekende soort; kies uit {', '.join(SOORTEN)}")
        return soorten


@dataclass(frozen=True, slots=True)
class Bronnenlijst:
    """All configured sources by name."""

    configuraties: dict[str, Bronconfiguratie]

    @property
    def bronnen(self) -> dict[str, Bron]:
        """The sources as the view needs them."""
        return {
            bron: Bron(
                bron,
                deel.naam,
                deel.groepen,
                deel.soorten,
                timedelta(hours=deel.norm_in_uren),
                Bronadressen(deel.bronpagina, deel.terugmelden),
            )
            for bron, deel in self.configuraties.items()
        }

    @property
    def stromen(self) -> frozenset[str]:
        """The sources that deliver over the bus."""
        return frozenset(bron for bron, deel in self.configuraties.items() if deel.lezer == STROOM)

    def make_sources(self, map_: Path, keuze: frozenset[str] = frozenset(), bus: Bus | None = None) -> list[Source]:
        """A reader per source (of the chosen ones, or all). Errors: ``InstellingOnjuist`` for a source that is not there, or
        that needs a bus while there is none."""
        onbekend = sorted(keuze - self.configuraties.keys())
        if onbekend:
            raise InstellingOnjuist(f"Onbekende bron: {', '.join(onbekend)}. Bekend: {', '.join(self.configuraties)}.")
        gekozen = {bron: deel for bron, deel in self.configuraties.items() if not keuze or bron in keuze}
        if bus is None and (zonder := sorted(gekozen.keys() & self.stromen)):
            raise InstellingOnjuist(f"KLANTBEELD_BUS__URL ontbreekt: {', '.join(zonder)} komt over de bus.")
        return [_make_source(bron, deel, map_, bus) for bron, deel in gekozen.items()]

    def ceiling(self, bron: str) -> int:
        """The highest version that a source may send."""
        return self.configuraties[bron].versieplafond if bron in self.configuraties else HOOGSTE_VERSIE


def _make_source(bron: str, deel: Bronconfiguratie, map_: Path, bus: Bus | None) -> Source:
    pad = None if deel.pad is None else map_ / deel.pad
    if deel.lezer != STROOM:
        return LEZERS[deel.lezer](Sourceopdracht(bron, bron, pad))
    herstel = LEZERS[deel.herstel](Sourceopdracht(f"{bron}:herstel", bron, pad)) if deel.herstel else None
    return LEZERS[STROOM](Sourceopdracht(bron, bron, bus=bus, herstel=herstel))


def is_https(vorm: str) -> bool:
    """Whether this is an address of a page over TLS, of one host, without a user or a password."""
    try:
        delen = urlsplit(vorm)
    except ValueError:
        return False
    return delen.scheme == "https" and bool(_HOST.fullmatch(delen.netloc)) and _is_written_well(vorm)


def is_mailto(vorm: str) -> bool:
    """Whether this is the address of one mailbox, with or without a subject and a text."""
    return bool(_POSTBUS.match(vorm)) and _is_written_well(vorm)


def _is_written_well(vorm: str) -> bool:
    return bool(_VAST_DEEL.match(_OPEN_PLEK.sub("", vorm)))


def load_bronnen(bestand: Path | None) -> Bronnenlijst:
    """The sources in a file, by default the nine of the example employer. Errors: ``InstellingOnjuist``."""
    naam = str(bestand) if bestand else "bronnen.toml"
    try:
        tekst = (bestand or files("indexers").joinpath("bronnen.toml")).read_bytes().decode()
        return _parse_bronnen(tomllib.loads(tekst))
    except (OSError, ValueError) as fout:
        raise InstellingOnjuist(f"{naam} is niet te lezen als bronnenbestand: {fout}") from None


def _parse_bronnen(ruw: dict[str, Any]) -> Bronnenlijst:
    """Errors: ``ValueError`` (of which pydantic's is one)."""
    onbekend = sorted(ruw.keys() - {"bronnen"})
    if onbekend:
        raise ValueError(f"onbekende instelling: {', '.join(onbekend)}; elke bron staat onder [bronnen.<naam>]")
    bronnen = ruw.get("bronnen")
    if not isinstance(bronnen, dict) or not bronnen:
        raise ValueError("er staat geen bron in; elke bron staat onder [bronnen.<naam>]")
    fout = sorted(bron for bron in bronnen if not BRONNAAM.fullmatch(bron))
    if fout:
        raise ValueError(f"zo kan een bron niet heten: {', '.join(fout)}; gebruik letters, cijfers, punt, _ en -")
    return Bronnenlijst({bron: _parse_bron(bron, deel) for bron, deel in bronnen.items()})


def _parse_bron(bron: str, ruw: object) -> Bronconfiguratie:
    """Errors: ``ValueError``, which names what is wrong and no value."""
    try:
        return Bronconfiguratie.model_validate(ruw)
    except ValidationError as fout:
        raise ValueError("; ".join(_describe(bron, deel) for deel in fout.errors())) from None


def _describe(bron: str, fout: ErrorDetails) -> str:
    plaats = ".".join(map(str, ("bronnen", bron, *fout["loc"])))
    eigen = fout["type"] == "value_error"
    return f"{plaats}: {fout['ctx']['error'] if eigen else 'onbekend, onjuist of ontbrekend'}"
