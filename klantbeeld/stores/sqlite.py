"""The store in one SQLite file: WAL, one writer, any number of readers in any process."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from time import monotonic
from typing import Any

import orjson

from klantbeeld.domain.digests import digest_item
from klantbeeld.domain.items import Bewaard, Item
from klantbeeld.domain.klok import month_at
from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.vragen import Vraag, Zoekvraag
from klantbeeld.stores import sqlite_stromen as stromen
from klantbeeld.stores.protocol import Batch, DodeBrief, Markering, Profielwijziging, Tellers, Toegepast, Wissing
from klantbeeld.stores.sqlite_batches import apply_batch, forget_items, read_bewaard, remove_brieven
from klantbeeld.stores.sqlite_controle import find_damaged
from klantbeeld.stores.sqlite_generaties import LevendeVerbindingen
from klantbeeld.stores.sqlite_maanden import replace_maanden
from klantbeeld.stores.sqlite_markeringen import finish_marks, read_marks, write_mark
from klantbeeld.stores.sqlite_profielen import prepare_new, read_tokens, write_wijzigingen
from klantbeeld.stores.sqlite_verbindingen import Verbindingen
from klantbeeld.stores.sqlite_vragen import ANTWOORDEN
from klantbeeld.stores.sqlite_wissen import Wisregister, find_reached
from klantbeeld.stores.sqlite_zoeken import LANGSTE_ZOEKTIJD, answer_zoeken


class SqliteStore:
    """``Store`` in a file. Each method that writes is one transaction: it happened, durably, or it did not."""

    def __init__(self, verbindingen: LevendeVerbindingen | Verbindingen, geheim: bytes = b"") -> None:
        """Connections to whichever generation is live, or to one of them; ``geheim`` is the key of the ledger of erasures."""
        self._verbindingen = verbindingen
        self._wisregister = Wisregister(geheim)

    def read(self, vragen: Sequence[Vraag]) -> list[Any]:
        with self._verbindingen.reading() as lezer:
            uiterlijk = monotonic() + LANGSTE_ZOEKTIJD
            return [
                answer_zoeken(lezer, vraag, uiterlijk)
                if isinstance(vraag, Zoekvraag)
                else ANTWOORDEN[type(vraag)](lezer, vraag)
                for vraag in vragen
            ]

    def schrijfstoring(self) -> str | None:
        return None  # a full disk is seen by who writes only

    def close(self) -> None:
        self._verbindingen.close()

    def write_statuses(self) -> Mapping[str, int]:
        return {}

    def stored(self, ids: Sequence[str]) -> dict[str, Bewaard]:
        with self._verbindingen.reading() as lezer:
            return read_bewaard(lezer, ids)

    def apply(self, batch: Batch, *, markeer: bool = True, zichtbaar: bool = True) -> Toegepast:  # noqa: ARG002 - at once
        with self._verbindingen.writing() as schrijver:
            gewist = self._wisregister.find(schrijver, [inkomend.item for inkomend in batch.inkomend])
            return apply_batch(schrijver, self._wisregister.keep_out(schrijver, batch), gewist, markeer=markeer)

    def forget(self, ids: Sequence[str]) -> int:
        with self._verbindingen.writing() as schrijver:
            return forget_items(schrijver, ids)

    def purge(self, voor: date) -> int:
        weg = "DELETE FROM items WHERE verwijderd = 1 AND verwijderd_op < ?"
        with self._verbindingen.writing() as schrijver:
            return schrijver.execute(weg, (voor.isoformat(),)).rowcount

    def reached(self, wissing: Wissing) -> list[str]:
        with self._verbindingen.reading() as lezer:
            return find_reached(lezer, wissing)

    def erase(self, wissing: Wissing) -> None:
        with self._verbindingen.writing() as schrijver:
            weg = find_reached(schrijver, wissing)
            self._wisregister.note(schrijver, wissing.naam, (*weg, *wissing.ids, *wissing.sleutels))
            forget_items(schrijver, weg)

    def erased(self, items: Sequence[Item]) -> set[str]:
        with self._verbindingen.reading() as lezer:
            return {id_ for id_, _ in self._wisregister.find(lezer, items)}

    def lift(self, naam: str) -> int:
        with self._verbindingen.writing() as schrijver:
            return self._wisregister.lift(schrijver, naam)

    def scrub(self) -> None:
        with self._verbindingen.writing() as schrijver:
            self._wisregister.remove_traces(schrijver)
        self._verbindingen.drop_previous()
        self._verbindingen.now().checkpoint()

    def mark(self, markering: Markering) -> Markering:
        with self._verbindingen.writing() as schrijver:
            over = self._wisregister.clean(schrijver, markering)
            return write_mark(schrijver, over) if over is not None else markering

    def marks(self, vandaag: date) -> list[Markering]:
        with self._verbindingen.reading() as lezer:
            return read_marks(lezer, vandaag)

    def finish(self, markeringen: Iterable[Markering], sleutels: Iterable[str], *, alles: bool = False) -> None:
        alle = list(sleutels)
        with self._verbindingen.writing() as schrijver:
            over = self._wisregister.list_kept(schrijver, alle)
            finish_marks(schrijver, markeringen, over, alles=alles or len(over) < len(alle))

    def tokens(self, ids: Sequence[str]) -> dict[str, int]:
        with self._verbindingen.reading() as lezer:
            return dict.fromkeys(ids, 0) | read_tokens(lezer, ids)

    def write_profielen(self, wijzigingen: Sequence[Profielwijziging]) -> dict[str, int]:
        opgemaakt = prepare_new(wijzigingen)
        with self._verbindingen.writing() as schrijver:
            return write_wijzigingen(schrijver, wijzigingen, opgemaakt)

    def write_maanden(self, maanden: Mapping[str, tuple[int, Sequence[Maanddocument]]]) -> None:
        with self._verbindingen.writing() as schrijver:
            replace_maanden(schrijver, maanden)

    def position(self, stroom: str) -> str | None:
        with self._verbindingen.reading() as lezer:
            rij = lezer.execute("SELECT stand FROM posities WHERE stroom = ?", (stroom,)).fetchone()
            return rij[0] if rij else None

    def set_storing(self, bron: str, storing: str | None) -> None:
        with self._verbindingen.writing() as schrijver:
            schrijver.execute("DELETE FROM storingen WHERE bron = ?", (bron,))
            if storing is not None:
                schrijver.execute("INSERT INTO storingen (bron, reden) VALUES (?, ?)", (bron, storing))

    def dead_letters(self, bron: str | None = None) -> Iterator[DodeBrief]:
        nu = self._verbindingen.now()
        for van, id_, *rest in stromen.page_through(nu, stromen.BRIEVEN, {"bron": bron}):
            yield DodeBrief(id_, van, *rest)

    def dead_letter_counts(self) -> dict[tuple[str, str], int]:
        opdracht = "SELECT bron, reden, COUNT(*) FROM dode_brieven GROUP BY bron, reden ORDER BY bron, reden"
        with self._verbindingen.reading() as lezer:
            return {(bron, reden): aantal for bron, reden, aantal in lezer.execute(opdracht)}

    def discard_dead_letters(self, ids: Sequence[str]) -> int:
        with self._verbindingen.writing() as schrijver:
            return remove_brieven(schrijver, ids)

    def counters(self) -> list[Tellers]:
        opdracht = "SELECT bron, applied, superseded, unchanged, dead_lettered, erased FROM tellers ORDER BY bron"
        with self._verbindingen.reading() as lezer:
            return [Tellers(*rij) for rij in lezer.execute(opdracht)]

    def live_counts(self) -> dict[tuple[str, str], int]:
        opdracht = "SELECT bron, soort, levend FROM bronsoorten WHERE levend > 0 ORDER BY bron, soort"
        with self._verbindingen.reading() as lezer:
            return {(bron, soort): aantal for bron, soort, aantal in lezer.execute(opdracht)}

    def live_versions(self, bron: str) -> Iterator[tuple[str, int]]:
        nu = self._verbindingen.now()
        rijen = stromen.page_through(nu, stromen.VERSIES, {"bron": bron})
        return ((id_, versie) for id_, versie in rijen)

    def organisatie_sleutels(self) -> Iterator[str]:
        nu = self._verbindingen.now()
        for _, sleutels in stromen.page_through(nu, stromen.ORGANISATIES):
            yield from (sleutel for sleutel in orjson.loads(sleutels) if sleutel.startswith("lh:"))
        for *_, lh_sleutel in stromen.page_through(nu, stromen.PROFIELEN):
            yield lh_sleutel

    def profiel_ids(self) -> Iterator[str]:
        return (id_ for _, id_, *_ in stromen.page_through(self._verbindingen.now(), stromen.PROFIELEN))

    def damaged(self) -> list[str]:
        with self._verbindingen.reading() as lezer:
            return find_damaged(lezer)

    def note_controle(self, verslag: bytes) -> None:
        with self._verbindingen.writing() as schrijver:
            schrijver.execute("DELETE FROM controles")
            schrijver.execute("INSERT INTO controles (verslag) VALUES (?)", (verslag,))

    def controle(self) -> bytes | None:
        with self._verbindingen.reading() as lezer:
            rij = lezer.execute("SELECT verslag FROM controles").fetchone()
            return rij[0] if rij else None

    def digests(self) -> Iterator[tuple[str, bytes]]:
        nu = self._verbindingen.now()
        for _, id_, versie, digest in stromen.page_through(nu, stromen.ITEMS):
            yield id_, digest_item(versie, digest)
        for _, id_, digest, _ in stromen.page_through(nu, stromen.PROFIELEN):
            yield id_, digest
        for _, id_, maand, digest in stromen.page_through(nu, stromen.MAANDEN):
            yield f"{id_}:{month_at(maand)}", digest
