"""One digest of a whole store, so that two stores can be compared by one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson

from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.profielen import Attributen, Naamvorm, Plek, Profiel

EMMERS = 256


@dataclass(frozen=True, slots=True)
class Storedigest:
    """``wortel`` in hexadecimal over 256 buckets; the same whatever the order in which documents came in."""

    wortel: str
    aantal: int


def digest_store(digests: Iterable[tuple[str, bytes]]) -> Storedigest:
    """Combines the digests of all documents: XOR per bucket of ids, then one hash over the buckets."""
    emmers = [0] * EMMERS
    aantal = 0
    for id_, digest in digests:
        waarde = blake2b(id_.encode() + b"\0" + digest, digest_size=16).digest()
        emmers[waarde[0]] ^= int.from_bytes(waarde)
        aantal += 1
    wortel = blake2b(b"".join(emmer.to_bytes(16) for emmer in emmers), digest_size=16)
    return Storedigest(wortel.hexdigest(), aantal)


def digest_item(versie: int, digest: bytes) -> bytes:
    """What counts of an item: its version and its content."""
    return versie.to_bytes(8) + digest


def digest_profiel(profiel: Profiel) -> bytes:
    return digest_document(serialise_profiel(profiel))


def digest_document(document: bytes) -> bytes:
    """The digest of a derived document as it is stored."""
    return blake2b(document, digest_size=16).digest()


def digest_maand(maand: Maanddocument) -> bytes:
    return digest_document(serialise_maand(maand))


def serialise_profiel(profiel: Profiel) -> bytes:
    """A profile as it is stored: JSON with its fields in their fixed order."""
    return orjson.dumps(profiel)


def restore_profiel(document: bytes) -> Profiel:
    """The profile that ``serialise_profiel`` wrote, not checked again. Errors: ``ValueError`` for anything else."""
    try:
        velden = orjson.loads(document)
        velden["namen"] = tuple(Naamvorm(**vorm) for vorm in velden["namen"])
        velden["plekken"] = tuple(Plek(**plek) for plek in velden["plekken"])
        velden["attributen"] = Attributen(**_freeze(velden["attributen"], "sectoren", "sbi_secties"))
        return Profiel(**_freeze(velden, "sleutels", "nummers"))
    except (orjson.JSONDecodeError, TypeError, KeyError) as fout:
        raise ValueError("not a profile") from fout


def _freeze(velden: dict[str, Any], *lijsten: str) -> dict[str, Any]:
    """Lists as the tuples that they were."""
    return velden | {veld: tuple(velden[veld]) for veld in lijsten}


def serialise_maand(maand: Maanddocument) -> bytes:
    """Month figures as they are stored, without the employer and the month, which are their key."""
    return orjson.dumps({"cijfers": maand.cijfers, "attributen": maand.attributen})
