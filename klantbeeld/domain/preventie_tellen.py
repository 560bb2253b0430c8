"""At which one employer a record about prevention counts, so that the sum over employers is the truth.

A record counts by its own keys (see ``kader.counting_keys``); a sanction counts with its report. Source: design, derived
documents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from klantbeeld.domain.items import Record, Recordlijst
from klantbeeld.domain.kader import Kader, counting_keys, first_rang, lh_nummer_of
from klantbeeld.domain.preventie import Loonsanctie, Riv
from klantbeeld.domain.velden import Gegevens


def shared_sleutels(lijsten: Iterable[Recordlijst[Gegevens]]) -> tuple[str, ...]:
    """The keys of which must be known who holds them first, before it can be said what counts here."""
    return tuple(
        sorted({sleutel for lijst in lijsten for record in lijst.records for sleutel in counting_keys(record.sleutels)})
    )


def unlisted_rivs(rivs: Recordlijst[Riv], sancties: Recordlijst[Loonsanctie]) -> tuple[str, ...]:
    """Ids of reports that sanctions name but that this employer does not list: they may exist at another one."""
    getoond = {record.id for record in rivs.records}
    return tuple(sorted({riv_id for sanctie in sancties.records if (riv_id := riv_id_of(sanctie))} - getoond))


def riv_id_of(sanctie: Record[Loonsanctie]) -> str | None:
    """The id of the report that a sanction names."""
    return f"{sanctie.bron}:riv:{sanctie.gegevens.riv}" if sanctie.gegevens.riv else None


@dataclass(frozen=True, slots=True)
class Dwaalsanctie:
    """A sanction that would count here by its own keys, but names a report that counts elsewhere: with the keys of both."""

    id: str
    sleutels: tuple[str, ...]
    rivsleutels: tuple[str, ...]


def find_stray(
    lijsten: Mapping[str, Recordlijst[Any]], kader: Kader, rivsleutels: Mapping[str, tuple[str, ...]]
) -> tuple[Dwaalsanctie, ...]:
    """The sanctions that may follow their report to another employer; ``rivsleutels`` has the keys of unlisted reports."""
    bekend = {**rivsleutels, **{riv.id: riv.sleutels for riv in lijsten["rivs"].records}}
    return tuple(
        Dwaalsanctie(sanctie.id, sanctie.sleutels, bekend[riv_id])
        for sanctie in lijsten["loonsancties"].records
        if (riv_id := riv_id_of(sanctie)) in bekend
        and not kader.counts_here(bekend[riv_id])
        and kader.counts_here(sanctie.sleutels)
    )


def follow_reports(
    dwalend: Sequence[Dwaalsanctie], rangen: Mapping[str, str], houders: Sequence[tuple[str, ...]]
) -> frozenset[str]:
    """Ids of the sanctions that count with their report, because the employer where that counts holds a key of theirs too.
    ``rangen`` has who holds the keys of the reports first, ``houders`` per sanction the LH keys of all that hold one of its.
    """
    return frozenset(
        sanctie.id
        for sanctie, lh_sleutels in zip(dwalend, houders, strict=True)
        if (rang := first_rang(sanctie.rivsleutels, rangen)) is not None and f"lh:{lh_nummer_of(rang)}" in lh_sleutels
    )


def select_counting(lijsten: Mapping[str, Recordlijst[Any]], kader: Kader) -> dict[str, list[Record[Any]]]:
    """Per list the records that count at this employer.
    A sanction counts with its report when the employer where that counts lists the sanction too, else by its own keys.
    """
    tellend = {
        naam: [record for record in lijst.records if kader.counts_here(record.sleutels)]
        for naam, lijst in lijsten.items()
        if naam != "loonsancties"
    }
    tellende_rivs = {record.id for record in tellend["rivs"]}
    sancties = [
        sanctie
        for sanctie in lijsten["loonsancties"].records
        if riv_id_of(sanctie) in tellende_rivs or (kader.counts_here(sanctie.sleutels) and sanctie.id not in kader.elders)
    ]
    return tellend | {"loonsancties": sancties}
