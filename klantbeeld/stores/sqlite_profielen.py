"""Profiles into SQLite."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from klantbeeld.domain.digests import digest_document, digest_profiel, serialise_profiel
from klantbeeld.domain.profielen import Profiel
from klantbeeld.stores.protocol import Profielwijziging
from klantbeeld.stores.sqlite_maanden import remove_attributen, remove_maanden, write_attributen
from klantbeeld.stores.sqlite_rijen import list_json
from klantbeeld.stores.sqlite_zoeken import (
    add_termen,
    pack_termen,
    pick_zoekrijen,
    remove_termen,
    unpack_termen,
    write_termen,
)

_GEHOUDEN = """
SELECT p.id, p.token, p.digest FROM json_each(?) AS gevraagd CROSS JOIN profielen AS p ON p.id = gevraagd.value
"""

_PROFIEL = """
INSERT INTO profielen (id, token, lh_sleutel, familie, rang, zoekrij, termen, digest, document)
VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    token = token + 1, lh_sleutel = excluded.lh_sleutel, familie = excluded.familie, rang = excluded.rang,
    zoekrij = excluded.zoekrij, termen = excluded.termen, digest = excluded.digest, document = excluded.document
"""

_PROFIEL_WEG = """
UPDATE profielen SET
    token = token + 1, lh_sleutel = NULL, familie = NULL, rang = NULL, zoekrij = NULL, termen = NULL, digest = NULL,
    document = NULL
WHERE id = ?
"""

_TERMEN = "SELECT p.zoekrij, p.termen FROM json_each(?) AS g CROSS JOIN profielen AS p ON p.id = g.value"


def read_tokens(verbinding: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The tokens of those profiles that exist or existed."""
    return {id_: token for id_, (token, _) in _read_held(verbinding, ids).items()}


def _read_held(verbinding: Connection, ids: Iterable[str]) -> dict[str, tuple[int, bytes | None]]:
    """Per profile its token and its digest, which is None once it was removed."""
    return {id_: (token, digest) for id_, token, digest in verbinding.execute(_GEHOUDEN, (list_json(ids),))}


@dataclass(frozen=True, slots=True)
class Opmaak:
    """A profile as it is written: its digest, its document, and its terms, as they stand in each of the tables and packed."""

    profiel: Profiel
    digest: bytes
    document: bytes
    termen: tuple[str, ...]
    ingepakt: bytes


def prepare_new(wijzigingen: Sequence[Profielwijziging]) -> list[Opmaak | None]:
    """Per change what to write of a profile that was not held: made before the transaction, so that it lasts no longer than
    it must."""
    return [None if wijziging.profiel is None or wijziging.token else _make_up(wijziging.profiel) for wijziging in wijzigingen]


def write_wijzigingen(
    verbinding: Connection, wijzigingen: Sequence[Profielwijziging], opgemaakt: Sequence[Opmaak | None]
) -> dict[str, int]:
    """Writes the changes whose token still holds and returns the new tokens. Removing what is not there changes nothing; of
    several changes of one profile the first counts. ``opgemaakt`` is what ``prepare_new`` gave of them."""
    gehouden = _read_held(verbinding, [wijziging.id for wijziging in wijzigingen])
    tokens: dict[str, int] = {}
    veranderd: list[Opmaak] = []
    gelijk: list[str] = []
    weg: list[str] = []
    for wijziging, opmaak in zip(wijzigingen, opgemaakt, strict=True):
        token, oud = gehouden.get(wijziging.id, (0, None))
        if wijziging.token != token or wijziging.id in tokens:
            continue
        profiel = wijziging.profiel
        tokens[wijziging.id] = token if profiel is None and oud is None else token + 1
        if profiel is not None and (oud is None or digest_profiel(profiel) != oud):
            veranderd.append(opmaak or _make_up(profiel))
        elif profiel is not None:
            gelijk.append(wijziging.id)
        elif oud is not None:
            weg.append(wijziging.id)
    gewijzigd = [*weg, *(deel.profiel.id for deel in veranderd)]
    _remove_traces(verbinding, [id_ for id_ in gewijzigd if gehouden.get(id_, (0, None))[1] is not None])
    _write_changed(verbinding, veranderd)
    verbinding.executemany("UPDATE profielen SET token = token + 1 WHERE id = ?", ((id_,) for id_ in gelijk))
    _remove_profielen(verbinding, weg)
    return tokens


def _make_up(profiel: Profiel) -> Opmaak:
    document, termen = serialise_profiel(profiel), write_termen(profiel)
    return Opmaak(profiel, digest_document(document), document, termen, pack_termen(termen))


def _remove_traces(verbinding: Connection, ids: Sequence[str]) -> None:
    """What profiles are found by: keys, terms and attributes."""
    verbinding.executemany("DELETE FROM ringen WHERE profiel = ?", ((id_,) for id_ in ids))
    remove_attributen(verbinding, ids)
    rijen = verbinding.execute(_TERMEN, (list_json(ids),)).fetchall()
    remove_termen(verbinding, ((zoekrij, unpack_termen(termen)) for zoekrij, termen in rijen))


def _write_changed(verbinding: Connection, veranderd: Sequence[Opmaak]) -> None:
    profielen = [opmaak.profiel for opmaak in veranderd]
    zoekrijen = pick_zoekrijen(verbinding, profielen)
    verbinding.executemany(
        _PROFIEL,
        (
            (
                opmaak.profiel.id,
                opmaak.profiel.lh_sleutel,
                opmaak.profiel.familie,
                opmaak.profiel.rang,
                zoekrijen[opmaak.profiel.id],
                opmaak.ingepakt,
                opmaak.digest,
                opmaak.document,
            )
            for opmaak in veranderd
        ),
    )
    verbinding.executemany(
        "INSERT INTO ringen (sleutel, rang, profiel) VALUES (?, ?, ?)",
        ((sleutel, rang, profiel.id) for profiel in profielen for sleutel, rang in profiel.ranks_on_ring()),
    )
    write_attributen(verbinding, profielen)
    add_termen(verbinding, ((zoekrijen[opmaak.profiel.id], opmaak.termen) for opmaak in veranderd))


def _remove_profielen(verbinding: Connection, ids: Sequence[str]) -> None:
    remove_maanden(verbinding, ids)
    verbinding.executemany(_PROFIEL_WEG, ((id_,) for id_ in ids))
