"""Deriving: profiles and month figures from items, by pure functions, as often as needed.

A change reaches every employer that holds one of its keys. When a key ring or the standing of an employer changes, the
month figures of the others that share those keys change too, for a record counts at one of them only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any

from indexers.doorwerking import MAANDSOORTEN, PROFIELSOORTEN, Doorwerking
from klantbeeld.domain.items import Item, Record, Recordlijst
from klantbeeld.domain.kader import Kader
from klantbeeld.domain.klok import Klok, day_of
from klantbeeld.domain.leveringen import restore_record
from klantbeeld.domain.maanden import MAANDENREVISIE, Maanddocument, make_maanddocumenten
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.organisaties import Organisatie, Vestiging, lh_sleutel_of
from klantbeeld.domain.porties import split_porties
from klantbeeld.domain.preventie import count_per_month, future_days, make_cohort
from klantbeeld.domain.preventie_tellen import find_stray, follow_reports, select_counting, shared_sleutels, unlisted_rivs
from klantbeeld.domain.profielen import Profiel, Profielbronnen, changed_sleutels, derive_profiel, extend_ring, public_id
from klantbeeld.domain.vragen import Bestaanvraag, Bronitemsvraag, Houdersvraag, Profielvraag, Rangvraag, Vraag
from klantbeeld.stores.protocol import Markering, Profielwijziging, Store, read_all

PER_KEER = 500
"""So many employers are derived together: their questions travel in one read."""

_LIJSTEN = {"riv": "rivs", "loonsanctie": "loonsancties", "boete": "boetes", "meldingstelling": "meldingstellingen"}


@dataclass(frozen=True, slots=True)
class Grondslag:
    """What deriving depends on beside the items."""

    normen: Normen
    geheim: bytes
    klok: Klok


@dataclass(slots=True)
class Afgeleid:
    """What deriving led to: the keys of which something changed, marks of its own that are worked off by now, and of the
    profiles that were written the tokens, by their ids, and the key rings, by their LH keys."""

    sleutels: set[str] = field(default_factory=set)
    markeringen: list[Markering] = field(default_factory=list)
    tokens: dict[str, int] = field(default_factory=dict)
    ringen: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Fase(Enum):
    """The two rounds in which everything is derived."""

    PROFIELEN = "profielen"
    MAANDEN = "maanden"


Verdeler = Callable[[Fase, Iterable[tuple[str, ...]]], Iterable[tuple[str, ...]]]
"""Of the parts of a phase those that must be done here; at the end all are done."""


class Afleider:
    """Derives documents into a store; several may do so at once, for a profile is written only from what is still true."""

    def __init__(self, store: Store, grondslag: Grondslag) -> None:
        self._store = store
        self._grondslag = grondslag

    @property
    def vandaag(self) -> date:
        return day_of(self._grondslag.klok())

    def list_werkgevers(self) -> Iterator[tuple[str, ...]]:
        """The LH keys of every employer there is, and of every profile, some at a time."""
        return split_porties(sorted(set(self._store.organisatie_sleutels())), PER_KEER)

    def derive_all(self, bewaak: Callable[[], None], verdeel: Verdeler) -> None:
        """Every employer there is: first all profiles, for where a record counts depends on who else holds its keys."""
        for fase in Fase:
            for deel in verdeel(fase, self.list_werkgevers()):
                bewaak()
                self.derive_part(fase, deel)

    def derive_part(self, fase: Fase, lh_sleutels: Sequence[str]) -> None:
        """One part of the employers in one phase of ``derive_all``."""
        if fase is Fase.PROFIELEN:
            self._derive_profielen(lh_sleutels, None)
            return
        tokens = self._store.tokens([self.id_of(lh_sleutel) for lh_sleutel in lh_sleutels])
        self._derive_maanden(self._read_profielen(lh_sleutels), tokens)

    def preview(self, lh_sleutels: Sequence[str]) -> dict[str, tuple[Profiel | None, Sequence[Maanddocument]]]:
        """What deriving gives now, without writing it: per public id the profile and the month figures."""
        profielen = {self.id_of(lh_sleutel): profiel for lh_sleutel, profiel in self._make_profielen(lh_sleutels).items()}
        maanden, _ = self._make_maanden([profiel for profiel in profielen.values() if profiel])
        return {id_: (profiel, maanden.get(id_, ())) for id_, profiel in profielen.items()}

    def id_of(self, lh_sleutel: str) -> str:
        """The public id of an employer."""
        return public_id(lh_sleutel.removeprefix("lh:"), self._grondslag.geheim)

    def derive(self, markeringen: Iterable[Markering], bewaak: Callable[[], None]) -> Afgeleid:
        """Every employer that these marks reach."""
        geraakt: dict[str, set[str]] = {}
        for markering in markeringen:
            for soort, sleutels in markering.geraakt.items():
                geraakt.setdefault(soort, set()).update(sleutels)
        afgeleid, doorwerking = Afgeleid(set().union(*geraakt.values())), Doorwerking(self._store)
        voor_profiel = set().union(*(geraakt.get(soort, set()) for soort in PROFIELSOORTEN))
        voor_maanden = set().union(*(geraakt.get(soort, set()) for soort in MAANDSOORTEN))
        werkgevers = doorwerking.find_werkgevers(voor_profiel)
        for deel in split_porties(sorted(werkgevers), PER_KEER):
            bewaak()
            voor_maanden |= self._derive_profielen(deel, afgeleid)
        doorwerking.change_hands(voor_maanden)
        werkgevers |= doorwerking.find_werkgevers(voor_maanden)
        if geraakt.keys() & {"riv", "loonsanctie", *PROFIELSOORTEN}:
            voor_maanden |= doorwerking.find_neighbours(voor_maanden, self._list_ringen(werkgevers, afgeleid))
            werkgevers |= doorwerking.find_werkgevers(voor_maanden)
        for deel in split_porties(sorted(werkgevers), PER_KEER):
            bewaak()
            self._derive_maanden(*self._renew_tokens(deel, afgeleid.tokens))
        afgeleid.sleutels |= werkgevers | voor_maanden | ({MAANDENREVISIE} if werkgevers else set())
        return afgeleid

    def _derive_profielen(self, lh_sleutels: Sequence[str], afgeleid: Afgeleid | None) -> set[str]:
        """Writes the profiles of these employers and returns the keys that came to, or went from, a ring. Those keys are
        marked before (in ``afgeleid``): once the profile is written, nothing else remembers them. Without ``afgeleid``
        everybody is derived, and nobody asks what changed."""
        veranderd: set[str] = set()
        nog_te_doen = list(lh_sleutels)
        while nog_te_doen:
            ids = {self.id_of(lh_sleutel): lh_sleutel for lh_sleutel in nog_te_doen}
            tokens = self._store.tokens(list(ids))
            eerder = read_all(self._store, [Profielvraag(id_) for id_ in ids]) if afgeleid is not None else []
            nieuw = self._make_profielen(list(ids.values()))
            oud_en_nieuw = zip(eerder, nieuw.values(), strict=afgeleid is not None)
            gewijzigd = set().union(*(changed_sleutels(*paar) for paar in oud_en_nieuw))
            if gewijzigd - veranderd and afgeleid is not None:
                afgeleid.markeringen.append(self._store.mark(Markering("", {MAANDSOORTEN[0]: tuple(sorted(gewijzigd))})))
            veranderd |= gewijzigd
            wijzigingen = [Profielwijziging(id_, nieuw[lh_sleutel], tokens[id_]) for id_, lh_sleutel in ids.items()]
            geschreven = self._store.write_profielen(wijzigingen)
            if afgeleid is not None:
                afgeleid.tokens |= geschreven
                afgeleid.ringen |= {profiel.lh_sleutel: profiel.sleutels for profiel in nieuw.values() if profiel}
            nog_te_doen = [lh_sleutel for id_, lh_sleutel in ids.items() if id_ not in geschreven]
        return veranderd

    def _renew_tokens(self, lh_sleutels: Sequence[str], geldig: Mapping[str, int]) -> tuple[list[Profiel], Mapping[str, int]]:
        """The profiles of these employers, each with a token that it got in this deriving: it was written anew (``geldig``), or
        is written again as it is. So month figures that are read after this replace those that another process read before
        it, and not the other way round."""
        nog_te_doen = [lh_sleutel for lh_sleutel in lh_sleutels if self.id_of(lh_sleutel) not in geldig]
        profielen = self._read_profielen([lh_sleutel for lh_sleutel in lh_sleutels if self.id_of(lh_sleutel) in geldig])
        while nog_te_doen:
            tokens = self._store.tokens([self.id_of(lh_sleutel) for lh_sleutel in nog_te_doen])
            gelezen = self._read_profielen(nog_te_doen)
            geschreven = self._store.write_profielen([Profielwijziging(deel.id, deel, tokens[deel.id]) for deel in gelezen])
            geldig = {**geldig, **geschreven}
            profielen += [profiel for profiel in gelezen if profiel.id in geschreven]
            nog_te_doen = [profiel.lh_sleutel for profiel in gelezen if profiel.id not in geschreven]
        return profielen, geldig

    def _make_profielen(self, lh_sleutels: Sequence[str]) -> dict[str, Profiel | None]:
        """The profile of each employer, None when no organisatie is (any longer) about it."""
        gevonden = read_all(self._store, [Bronitemsvraag((lh_sleutel,), ("organisatie",)) for lh_sleutel in lh_sleutels])
        profielen: dict[str, Profiel | None] = {}
        grond = self._grondslag
        rijp: dict[str, tuple[Organisatie, tuple[str, ...]]] = {}
        for lh_sleutel, items in zip(lh_sleutels, gevonden, strict=True):
            records = [restore_record(item) for item in items]
            eigen = [record for record in records if lh_sleutel_of(record.gegevens) == lh_sleutel]
            profielen[lh_sleutel] = None
            if eigen:
                rijp[lh_sleutel] = (eigen[0].gegevens, tuple(s for record in eigen for s in record.sleutels))
        ringen = self._close_rings({lh_sleutel: set(sleutels) for lh_sleutel, (_, sleutels) in rijp.items()})
        for lh_sleutel, (organisatie, _) in rijp.items():
            ring, records = ringen[lh_sleutel]
            vestigingen = tuple(record.gegevens for record in records if isinstance(record.gegevens, Vestiging))
            bronnen = Profielbronnen(organisatie, vestigingen)
            profielen[lh_sleutel] = derive_profiel(bronnen, ring, grond.normen, grond.geheim)
        return profielen

    def _close_rings(self, ringen: dict[str, set[str]]) -> dict[str, tuple[set[str], list[Record[Any]]]]:
        """Each ring with what establishments and koppelingen on it add, until nothing is added any more."""
        gesloten: dict[str, tuple[set[str], list[Record[Any]]]] = {}
        while ringen:
            vragen = [Bronitemsvraag(tuple(sorted(ring)), ("vestiging", "koppeling")) for ring in ringen.values()]
            groeiend = {}
            for (lh_sleutel, ring), items in zip(ringen.items(), read_all(self._store, vragen), strict=True):
                records = [restore_record(item) for item in items]
                erbij = extend_ring(ring, records)
                if erbij:
                    groeiend[lh_sleutel] = ring | erbij
                else:
                    gesloten[lh_sleutel] = (ring, records)
            ringen = groeiend
        return gesloten

    def _read_profielen(self, lh_sleutels: Sequence[str]) -> list[Profiel]:
        profielen = read_all(self._store, [Profielvraag(self.id_of(lh_sleutel)) for lh_sleutel in lh_sleutels])
        return [profiel for profiel in profielen if profiel is not None]

    def _list_ringen(self, lh_sleutels: Iterable[str], afgeleid: Afgeleid) -> Iterator[tuple[str, ...]]:
        """The key rings of these employers, read unless they were just derived."""
        yield from afgeleid.ringen.values()
        for deel in split_porties(sorted(set(lh_sleutels) - afgeleid.ringen.keys()), PER_KEER):
            yield from (profiel.sleutels for profiel in self._read_profielen(deel))

    def _derive_maanden(self, profielen: list[Profiel], tokens: Mapping[str, int]) -> None:
        """Writes the month figures of these employers, and a mark for each later day on which more begins to count. The
        tokens are not younger than the profiles."""
        maanden, later = self._make_maanden(profielen)
        for profiel in profielen:
            for dag in sorted(later[profiel.id]):
                self._store.mark(Markering(f"{dag}:{profiel.id}", {"boete": (profiel.lh_sleutel,)}, vanaf=dag))
        self._store.write_maanden({id_: (tokens[id_], deel) for id_, deel in maanden.items()})

    def _make_maanden(self, profielen: list[Profiel]) -> tuple[dict[str, Sequence[Maanddocument]], dict[str, set[date]]]:
        """The month figures of these employers, and the later days on which more begins to count."""
        gevonden = read_all(self._store, [Bronitemsvraag(profiel.sleutels, MAANDSOORTEN) for profiel in profielen])
        lijsten = [_split(items) for items in gevonden]
        kaders = self._count_once([self._frame(profiel) for profiel in profielen], lijsten)
        maanden: dict[str, Sequence[Maanddocument]] = {}
        later: dict[str, set[date]] = {}
        for profiel, kader, deel in zip(profielen, kaders, lijsten, strict=True):
            tel = select_counting(deel, kader)
            cohort = make_cohort(tel["rivs"], tel["loonsancties"], kader.vandaag)
            cijfers = count_per_month(cohort, tel["boetes"], tel["meldingstellingen"], kader.vandaag)
            maanden[profiel.id] = make_maanddocumenten(profiel, cijfers)
            alle = (record.gegevens for lijst in deel.values() for record in lijst.records)
            later[profiel.id] = set(future_days(alle, kader.vandaag))
        return maanden, later

    def _count_once(self, kaders: list[Kader], lijsten: list[dict[str, Recordlijst[Any]]]) -> list[Kader]:
        """Adds who else holds the keys of these records, so that what several employers list counts at one of them."""
        sleutels = {sleutel for deel in lijsten for sleutel in shared_sleutels(deel.values())}
        riv_ids = {riv_id for deel in lijsten for riv_id in unlisted_rivs(deel["rivs"], deel["loonsancties"])}
        vragen: list[Vraag] = [Rangvraag(tuple(sorted(sleutels))), Bestaanvraag(tuple(sorted(riv_ids)))]
        houders, rivsleutels = read_all(self._store, vragen)
        kaders = [replace(kader, houders=houders) for kader in kaders]
        dwalend = [
            sanctie for kader, deel in zip(kaders, lijsten, strict=True) for sanctie in find_stray(deel, kader, rivsleutels)
        ]
        if not dwalend:
            return kaders
        rivs = Rangvraag(tuple(sorted({sleutel for sanctie in dwalend for sleutel in sanctie.rivsleutels})))
        rangen, *anderen = read_all(self._store, [rivs, *(Houdersvraag(sanctie.sleutels) for sanctie in dwalend)])
        elders = follow_reports(dwalend, rangen, anderen)
        return [replace(kader, elders=elders) for kader in kaders]

    def _frame(self, profiel: Profiel) -> Kader:
        return Kader(
            vandaag=self.vandaag,
            normen=self._grondslag.normen,
            sleutels=frozenset(profiel.sleutels),
            lh_sleutel=profiel.lh_sleutel,
            rang=profiel.rang,
            klassen=frozenset(),
            gemaskeerd=True,
        )


def mark_again(store: Store, ids: Sequence[str]) -> None:
    """Marks the keys of what is held of these records: whoever took them in may have ended before deriving."""
    geraakt: dict[str, set[str]] = {}
    for id_, bewaard in store.stored(ids).items():
        geraakt.setdefault(id_.split(":", 2)[1], set()).update(bewaard.sleutels)
    if any(geraakt.values()):
        store.mark(Markering("", {soort: tuple(sorted(sleutels)) for soort, sleutels in sorted(geraakt.items())}))


def _split(items: tuple[Item, ...]) -> dict[str, Recordlijst[Any]]:
    """Items as records per kind, newest first and then by id, as a view lists them."""
    per_soort: dict[str, list[Record[Any]]] = {soort: [] for soort in MAANDSOORTEN}
    for item in items:
        per_soort[item.soort].append(restore_record(item))
    return {_LIJSTEN[soort]: Recordlijst(tuple(records), len(records)) for soort, records in per_soort.items()}
