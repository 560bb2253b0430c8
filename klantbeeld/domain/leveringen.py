"""The delivery (levering): one record of one source, parsed and validated once, at the border.

The contract with the sources says what must be refused, each kind with its own reason code, and what must be accepted
although it looks wrong. ``parse_levering`` is that border; behind it everything is typed.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import blake2b
from typing import Annotated, Any, NamedTuple, TypeVar

import orjson
from pydantic import Field, ValidationError

from klantbeeld.domain.groepen import SOORTEN
from klantbeeld.domain.items import Bewaard, Item, Record
from klantbeeld.domain.json_regels import read_json_object
from klantbeeld.domain.sleutels import canonicalise_sleutel
from klantbeeld.domain.velden import Gegevens, Naam, Tijd
from klantbeeld.errors import Weigering

M = TypeVar("M", bound=Gegevens)

HOOGSTE_VERSIE = 2**62 - 1
LANGSTE_SLEUTEL = 500

_REDENEN = {
    "extra_forbidden": "VELD_ONBEKEND",
    "missing": "VELD_ONTBREEKT",
    "literal_error": "WAARDE_ONGELDIG",
    "greater_than_equal": "WAARDE_ONGELDIG",
    "less_than_equal": "WAARDE_ONGELDIG",
    "string_pattern_mismatch": "WAARDE_ONGELDIG",
    "too_long": "WAARDE_ONGELDIG",
    "too_short": "WAARDE_ONGELDIG",
}
_EIGEN_REDENEN = frozenset(
    {"TYPE_ONJUIST", "DATUM_ONMOGELIJK", "JAAR_BUITEN_BEREIK", "BESTURINGSTEKEN", "NUMMER_ONGELDIG", "SLEUTEL_ONGELDIG"}
)
_EIGEN = (("lhNummer", "lh"), ("kvkNummer", "kvk"), ("rsin", "rsin"))
"""The fields in which an organisatie names its own numbers."""
_ZONDER_SLEUTEL = frozenset({"organisatie", "bronstand"})


class Envelop(Gegevens):
    """What every delivery has around its content."""

    bron: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    soort: str
    sleutel: Annotated[Naam, Field(min_length=1, max_length=LANGSTE_SLEUTEL)]
    versie: Any
    gewijzigd_op: Tijd | None = None
    verwijderd: bool = False
    werkgever: list[Naam] = Field(default_factory=list)
    gegevens: dict[str, Any] | None = None


class Levering(NamedTuple):
    """One valid record. ``sleutels`` are the employer's keys in canonical form, ``canoniek`` the record as delivered in
    canonical JSON without its version, ``digest`` the BLAKE2b-128 of that: equal content has an equal digest."""

    bron: str
    soort: str
    sleutel: str
    versie: int
    gewijzigd_op: datetime | None
    verwijderd: bool
    sleutels: tuple[str, ...]
    gegevens: Gegevens | None
    canoniek: bytes

    @property
    def id(self) -> str:
        return f"{self.bron}:{self.soort}:{self.sleutel}"

    @property
    def digest(self) -> bytes:
        return digest_of(self.canoniek)


class Identiteit(NamedTuple):
    """What could still be read of a refused record: enough to name it, nothing of its content."""

    bron: str | None
    soort: str | None
    sleutel: str | None
    versie: int | None


def digest_of(canoniek: bytes) -> bytes:
    """BLAKE2b-128 of canonical JSON."""
    return blake2b(canoniek, digest_size=16).digest()


def canonicalise_json(waarde: object) -> bytes:
    """Canonical JSON: UTF-8, sorted keys, no white space."""
    return orjson.dumps(waarde, option=orjson.OPT_SORT_KEYS)


def is_bewaard(ruw: Mapping[str, Any], bewaard: Bewaard) -> bool:
    """Whether a JSON object is the record that is held, which was validated when it came in: its version and its content."""
    versie = ruw.get("versie")
    return type(versie) is int and versie == bewaard.versie and digest_of(_write_canoniek(ruw)) == bewaard.digest


def parse_levering(ruw: Mapping[str, Any], versieplafond: int = HOOGSTE_VERSIE) -> Levering:
    """The valid record that a JSON object holds.

    Errors: ``Weigering`` with the reason code of the first thing that is wrong.
    """
    envelop = _validate(Envelop, ruw)
    _check_versie(envelop.versie, versieplafond)
    if envelop.soort not in SOORTEN:
        raise Weigering("SOORT_ONBEKEND", "soort")
    sleutels = tuple(dict.fromkeys(canonicalise_sleutel(sleutel) for sleutel in envelop.werkgever))
    gegevens = _validate_gegevens(envelop)
    if not sleutels and not envelop.verwijderd and envelop.soort not in _ZONDER_SLEUTEL:
        raise Weigering("SLEUTEL_ONTBREEKT", "werkgever")
    return Levering(
        bron=envelop.bron,
        soort=envelop.soort,
        sleutel=envelop.sleutel,
        versie=envelop.versie,
        gewijzigd_op=envelop.gewijzigd_op,
        verwijderd=envelop.verwijderd,
        sleutels=sleutels,
        gegevens=gegevens,
        canoniek=_write_canoniek(ruw),
    )


def read_levering(regel: bytes, versieplafond: int = HOOGSTE_VERSIE) -> Levering:
    """The valid record that a line of JSON holds. Errors: ``Weigering``, as for ``parse_levering`` and malformed JSON."""
    return parse_levering(read_json_object(regel), versieplafond)


def restore_gegevens(soort: str, canoniek: bytes) -> Gegevens:
    """The content of a record that was validated when it came in."""
    gegevens: Gegevens = SOORTEN[soort].model.model_validate(orjson.loads(canoniek)["gegevens"])
    return gegevens


def restore_record(item: Item) -> Record[Any]:
    """A live item with its content parsed."""
    gegevens = restore_gegevens(item.soort, item.inhoud)
    return Record(item.id, item.bron, item.versie, item.sleutels, item.kenmerken.sortering, gegevens)


def id_of(ruw: Mapping[str, Any]) -> str | None:
    """The id of the record that a JSON object says to be, None when it has none."""
    try:
        return ":".join((ruw["bron"], ruw["soort"], ruw["sleutel"]))
    except (KeyError, TypeError):
        return None


def bron_of(ruw: Mapping[str, Any]) -> str | None:
    """The source that a JSON object says to come from, None when it names none."""
    return _read_tekst(ruw, "bron")


def identify(ruw: Mapping[str, Any]) -> Identiteit:
    """As much of the identity of a refused record as is of the right type."""
    versie = ruw.get("versie")
    geldig = type(versie) is int and 0 < versie <= HOOGSTE_VERSIE
    return Identiteit(bron_of(ruw), _read_tekst(ruw, "soort"), _read_tekst(ruw, "sleutel"), versie if geldig else None)


def _read_tekst(ruw: Mapping[str, Any], naam: str) -> str | None:
    waarde = ruw.get(naam)
    return waarde if isinstance(waarde, str) and 0 < len(waarde) <= LANGSTE_SLEUTEL else None


def hash_sleutel(sleutel: str, geheim: bytes) -> str:
    """What a source calls a record, as listings and reports may show it: it can hold a BSN, so only as a keyed hash."""
    return blake2b(sleutel.encode(), key=geheim[:64], digest_size=8).hexdigest()


def list_sleutels(regel: bytes) -> tuple[str, ...]:
    """The employer's keys that a line names, canonical, as far as they can be read; also of a line that is refused."""
    try:
        ruw = orjson.loads(regel)
    except orjson.JSONDecodeError:
        return ()
    if not isinstance(ruw, dict):
        return ()
    gegevens = ruw.get("gegevens")
    eigen = gegevens if isinstance(gegevens, dict) else {}
    werkgever = ruw.get("werkgever")
    teksten = list(werkgever) if isinstance(werkgever, list) else []
    teksten += [f"{soort}:{eigen[veld]}" for veld, soort in _EIGEN if isinstance(eigen.get(veld), str)]
    sleutels: list[str] = []
    for tekst in teksten:
        if isinstance(tekst, str):
            with suppress(Weigering):
                sleutels.append(canonicalise_sleutel(tekst))
    return tuple(dict.fromkeys(sleutels))


def _write_canoniek(ruw: Mapping[str, Any]) -> bytes:
    volledig = {"verwijderd": False, "werkgever": [], **ruw}
    volledig.pop("versie", None)
    return canonicalise_json(volledig)


def _check_versie(versie: object, plafond: int) -> None:
    if type(versie) is float and abs(versie) > HOOGSTE_VERSIE:
        # The fast reader gives a whole number beyond 64 bits as a float.
        raise Weigering("VERSIE_BUITEN_BEREIK", "versie")
    if type(versie) is not int:
        raise Weigering("VERSIE_GEEN_GEHEEL_GETAL", "versie")
    if not 0 < versie <= HOOGSTE_VERSIE:
        raise Weigering("VERSIE_BUITEN_BEREIK", "versie")
    if versie > plafond:
        raise Weigering("VERSIE_BOVEN_PLAFOND", "versie")


def _validate_gegevens(envelop: Envelop) -> Gegevens | None:
    if envelop.verwijderd:
        if envelop.gegevens is not None:
            raise Weigering("GEGEVENS_BIJ_VERWIJDERING", "gegevens")
        return None
    if envelop.gegevens is None:
        raise Weigering("VELD_ONTBREEKT", "gegevens")
    return _validate(SOORTEN[envelop.soort].model, envelop.gegevens, "gegevens")


def _validate(model: type[M], ruw: object, pad: str = "") -> M:
    try:
        return model.model_validate(ruw)
    except ValidationError as fout:
        eerste = fout.errors(include_url=False, include_context=False, include_input=False)[0]
        reden = eerste["type"] if eerste["type"] in _EIGEN_REDENEN else _REDENEN.get(eerste["type"], "TYPE_ONJUIST")
        raise Weigering(reden, _field_path(model, pad, eerste["loc"], reden)) from None


def _field_path(model: type[Gegevens], pad: str, plaats: tuple[int | str, ...], reden: str) -> str:
    """The path of the field that is wrong; an unknown field's own name is the deliverer's text, so it is left out."""
    delen = [pad] if pad else []
    bekend = plaats[:-1] if reden == "VELD_ONBEKEND" else plaats
    delen += [str(deel) for deel in bekend]
    return ".".join(delen) or model.__name__.lower()
