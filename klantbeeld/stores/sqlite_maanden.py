"""Month figures into SQLite."""

from collections.abc import Mapping, Sequence
from sqlite3 import Connection

from klantbeeld.domain.digests import digest_maand, serialise_maand
from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.stores.sqlite_profielen import read_held

_MAAND = "INSERT INTO maanden (profiel, maand, digest, document) VALUES (?, ?, ?, ?)"


def replace_maanden(verbinding: Connection, maanden: Mapping[str, tuple[int, Sequence[Maanddocument]]]) -> None:
    """Replaces the month figures of each profile, unless they were derived from an older one than is held now."""
    gehouden = read_held(verbinding, maanden)
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
