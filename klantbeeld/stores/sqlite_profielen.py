"""Profiles and month figures into SQLite."""

from collections.abc import Iterable, Mapping, Sequence
from sqlite3 import Connection

from klantbeeld.domain.digests import digest_maand, digest_profiel, serialise_maand, serialise_profiel
from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.profielen import Profiel
from klantbeeld.stores.protocol import Profielwijziging
from klantbeeld.stores.sqlite_rijen import list_json
from klantbeeld.stores.sqlite_zoeken import add_termen, pack_termen, pick_zoekrijen, remove_termen

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

_TERMEN = (
    "SELECT p.zoekrij, p.termen FROM json_each(?) AS g CROSS JOIN profielen AS p ON p.id = g.value WHERE p.zoekrij NOTNULL"
)

_MAAND = "INSERT INTO maanden (profiel, maand, digest, document) VALUES (?, ?, ?, ?)"


def read_tokens(verbinding: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The tokens of those profiles that exist or existed."""
    return {id_: token for id_, (token, _) in _read_held(verbinding, ids).items()}


def _read_held(verbinding: Connection, ids: Iterable[str]) -> dict[str, tuple[int, bytes | None]]:
    """Per profile its token and its digest, which is None once it was removed."""
    return {id_: (token, digest) for id_, token, digest in verbinding.execute(_GEHOUDEN, (list_json(ids),))}


def write_wijzigingen(verbinding: Connection, wijzigingen: Sequence[Profielwijziging]) -> dict[str, int]:
    """Writes the changes whose token still holds and returns the new tokens. Removing what is not there changes nothing."""
    gehouden = _read_held(verbinding, [wijziging.id for wijziging in wijzigingen])
    tokens: dict[str, int] = {}
    veranderd: list[tuple[Profiel, bytes]] = []
    gelijk: list[str] = []
    weg: list[str] = []
    for wijziging in wijzigingen:
        token, oud = gehouden.get(wijziging.id, (0, None))
        if wijziging.token != token:
            continue
        nieuw = digest_profiel(wijziging.profiel) if wijziging.profiel is not None else None
        if wijziging.profiel is not None and nieuw is not None and nieuw != oud:
            veranderd.append((wijziging.profiel, nieuw))
        elif nieuw is not None:
            gelijk.append(wijziging.id)
        elif oud is not None:
            weg.append(wijziging.id)
        tokens[wijziging.id] = token if nieuw is None and oud is None else token + 1
        gehouden[wijziging.id] = (tokens[wijziging.id], nieuw)
    _remove_traces(verbinding, [*weg, *(profiel.id for profiel, _ in veranderd if profiel.id in gehouden)])
    _write_changed(verbinding, veranderd)
    verbinding.executemany("UPDATE profielen SET token = token + 1 WHERE id = ?", ((id_,) for id_ in gelijk))
    _remove_profielen(verbinding, weg)
    return tokens


def _remove_traces(verbinding: Connection, ids: Sequence[str]) -> None:
    """What profiles are found by: keys and terms."""
    verbinding.executemany("DELETE FROM ringen WHERE profiel = ?", ((id_,) for id_ in ids))
    remove_termen(verbinding, verbinding.execute(_TERMEN, (list_json(ids),)).fetchall())


def _write_changed(verbinding: Connection, veranderd: Sequence[tuple[Profiel, bytes]]) -> None:
    zoekrijen = pick_zoekrijen(verbinding, [profiel for profiel, _ in veranderd])
    termen = {profiel.id: pack_termen(profiel) for profiel, _ in veranderd}
    verbinding.executemany(
        _PROFIEL,
        (
            (
                profiel.id,
                profiel.lh_sleutel,
                profiel.familie,
                profiel.rang,
                zoekrijen[profiel.id],
                termen[profiel.id],
                digest,
                serialise_profiel(profiel),
            )
            for profiel, digest in veranderd
        ),
    )
    verbinding.executemany(
        "INSERT INTO ringen (sleutel, rang, profiel) VALUES (?, ?, ?)",
        ((sleutel, rang, profiel.id) for profiel, _ in veranderd for sleutel, rang in profiel.ranks_on_ring()),
    )
    add_termen(verbinding, ((zoekrijen[id_], deel) for id_, deel in termen.items()))


def _remove_profielen(verbinding: Connection, ids: Sequence[str]) -> None:
    verbinding.executemany(_PROFIEL_WEG, ((id_,) for id_ in ids))
    verbinding.executemany("DELETE FROM maanden WHERE profiel = ?", ((id_,) for id_ in ids))


def replace_maanden(verbinding: Connection, maanden: Mapping[str, tuple[int, Sequence[Maanddocument]]]) -> None:
    """Replaces the month figures of each profile, unless they were derived from an older one than is held now."""
    gehouden = _read_held(verbinding, maanden)
    geldig = [id_ for id_, (token, _) in maanden.items() if _is_current(gehouden.get(id_), token)]
    verbinding.executemany("DELETE FROM maanden WHERE profiel = ?", ((id_,) for id_ in geldig))
    verbinding.executemany(
        _MAAND,
        (
            (maand.werkgever_id, maand.maand, digest_maand(maand), serialise_maand(maand))
            for id_ in geldig
            for maand in maanden[id_][1]
        ),
    )


def _is_current(gehouden: tuple[int, bytes | None] | None, token: int) -> bool:
    """Whether figures with this token belong to the profile that is held; one that was removed has none."""
    return gehouden is not None and gehouden[1] is not None and gehouden[0] <= token
