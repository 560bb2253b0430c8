"""Statistics in SQLite: one aggregation over the month figures, in the order in which they lie.

The rows of a profile are a range of ``maanden`` and a range of ``attributen`` (see ``sqlite_maanden``): a join on the
profile is a walk along it. The order of the joins is ours (CROSS JOIN).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

from klantbeeld.domain.klok import month_at, number_month
from klantbeeld.domain.maanden import MEERVOUDIG
from klantbeeld.domain.preventie import Maandcijfers, add_cijfers
from klantbeeld.domain.vragen import (
    Aantallenvraag,
    Attribuut,
    Selectie,
    Statistiekantwoord,
    Statistiekcel,
    Statistiekvraag,
)
from klantbeeld.stores.sqlite_maanden import CIJFERS
from klantbeeld.stores.sqlite_rijen import Rij, list_json

SORTEERGEHEUGEN = 65_536
"""KiB of memory at most for the figures that are being sorted."""

_EEN_PER_PROFIEL = (Attribuut.GROOTTEKLASSE,)
"""Every profile has one value of it: so they are counted without reading them."""

_SOMMEN = [f"sum(m.{naam})" for naam in CIJFERS]

_MET_WAARDE = """
SELECT profiel FROM attributen WHERE soort = :eis{0} AND waarde IN (SELECT value FROM json_each(:waarden{0}))
"""
_MET_ID = """
SELECT p.rij AS profiel FROM json_each(:ids{0}) AS g CROSS JOIN profielen AS p ON p.id = g.value WHERE p.digest IS NOT NULL
"""


@dataclass(slots=True)
class _Opdracht:
    """A select that is being written. ``profiel`` is the column that says which profile a row belongs to, once there is one;
    ``groepen`` are the values of its attributes. ``eerste`` holds for the rows by which an employer counts once; None when
    it has one row only."""

    tabellen: list[str] = field(default_factory=list)
    eisen: list[str] = field(default_factory=list)
    velden: dict[str, Any] = field(default_factory=dict)
    profiel: str | None = None
    groepen: list[str] = field(default_factory=list)
    eerste: str | None = None

    def select(self, *selecties: Selectie) -> None:
        """Only the employers of all of these."""
        delen = []
        for plaats, (attribuut, waarden) in enumerate(eis for selectie in selecties for eis in selectie.eisen.items()):
            delen.append(_MET_WAARDE.format(plaats))
            self.velden |= {f"eis{plaats}": attribuut, f"waarden{plaats}": list_json(waarden)}
        for plaats, selectie in enumerate(selecties):
            if selectie.werkgever_ids:
                delen.append(_MET_ID.format(plaats))
                self.velden[f"ids{plaats}"] = list_json(selectie.werkgever_ids)
        if delen:
            self.tabellen.append(f"(SELECT DISTINCT profiel FROM ({' INTERSECT '.join(delen)})) AS gekozen")  # noqa: S608
            self.profiel = "gekozen.profiel"

    def split(self, per: Sequence[Attribuut]) -> None:
        """A row for each value of these attributes."""
        # One attribute is found by the index on soort. The rows of several are met together, walking along the profiles;
        # the plus keeps SQLite from looking for the second by that index, and then through all profiles for each profile.
        met_index = self.profiel is None and len(per) == 1
        for plaats, attribuut in enumerate(per):
            naam = f"a{plaats}"
            self.tabellen.append(f"attributen AS {naam}")
            self.eisen.append(f"{'' if met_index else '+'}{naam}.soort = '{attribuut}'")
            if self.profiel is not None:
                self.eisen.append(f"{naam}.rij BETWEEN {self.profiel} << 16 AND {self.profiel} << 16 | 65535")
            self.profiel = f"{naam}.profiel"
            self.groepen.append(f"{naam}.waarde")
            if attribuut in MEERVOUDIG:
                self.eerste = f"{self.eerste} AND {naam}.eerste" if self.eerste else f"{naam}.eerste"

    def add_maanden(self, van: str, tot: str) -> None:
        """The month figures of each row."""
        self.tabellen.append("maanden AS m")
        self.velden |= {"van": number_month(van), "tot": number_month(tot)}
        if self.profiel is None:
            self.eisen.append("m.maand BETWEEN :van AND :tot")
        else:
            self.eisen.append(f"m.rij BETWEEN {self.profiel} << 16 | :van AND {self.profiel} << 16 | :tot")

    def name_vak(self, maanden: int) -> list[str]:
        """The period of so many months (0: none) and, as the lowest bit, whether an employer counts by this row: in one
        number, for what is grouped by is sorted by. Empty when there is neither."""
        if not maanden and self.eerste is None:
            return []
        return [f"{f'm.maand / {maanden}' if maanden else 0} << 1 | ({self.eerste or 1})"]

    def run(self, verbinding: Connection, groepen: list[str], uitkomsten: list[str]) -> list[Rij]:
        """These outcomes per group, in no order."""
        tekst = f"SELECT {', '.join(groepen + uitkomsten)} FROM {' CROSS JOIN '.join(self.tabellen)}"  # noqa: S608
        if self.eisen:
            tekst += f" WHERE {' AND '.join(self.eisen)}"
        if groepen:
            tekst += f" GROUP BY {', '.join(groepen)}"
        return verbinding.execute(tekst, self.velden).fetchall()


def answer_statistiek(verbinding: Connection, vraag: Statistiekvraag) -> Statistiekantwoord:
    opdracht = _Opdracht()
    opdracht.select(vraag.selectie, vraag.bereik)
    opdracht.split(vraag.per)
    opdracht.add_maanden(vraag.van, vraag.tot)
    maanden = vraag.tijdvak.maanden if vraag.tijdvak else 0
    with _sort_in_memory(verbinding):
        rijen = opdracht.run(verbinding, [*opdracht.groepen, *opdracht.name_vak(maanden)], _SOMMEN)
    cellen: dict[tuple[tuple[str, ...], str | None], list[Maandcijfers]] = defaultdict(list)
    eenmaal = []
    for rij in rijen:
        waarden, vakken, sommen = rij[: len(vraag.per)], rij[len(vraag.per) : -len(CIJFERS)], rij[-len(CIJFERS) :]
        if sommen[0] is None:
            continue
        (vak,) = vakken or (1,)
        cijfers = Maandcijfers(*sommen)
        periode = vraag.tijdvak.of(month_at((vak >> 1) * maanden)) if vraag.tijdvak else None
        cellen[waarden, periode].append(cijfers)
        if vak & 1:
            eenmaal.append(cijfers)
    return Statistiekantwoord(
        tuple(Statistiekcel(*groep, add_cijfers(delen)) for groep, delen in sorted(cellen.items(), key=_order)),
        add_cijfers(eenmaal),
    )


@contextmanager
def _sort_in_memory(verbinding: Connection) -> Iterator[None]:
    """Grouping is sorting, and what fits in the page cache is not sorted through a file."""
    (anders,) = verbinding.execute("PRAGMA cache_size").fetchone()
    verbinding.execute(f"PRAGMA cache_size = -{SORTEERGEHEUGEN}")
    yield
    verbinding.execute(f"PRAGMA cache_size = {anders}")


def answer_aantallen(verbinding: Connection, vraag: Aantallenvraag) -> dict[tuple[str, ...], int]:
    opdracht = _Opdracht()
    opdracht.select(vraag.selectie, vraag.bereik)
    opdracht.split(vraag.per if vraag.per or opdracht.tabellen else _EEN_PER_PROFIEL)
    groepen = opdracht.groepen if vraag.per else []
    return {tuple(waarden): aantal for *waarden, aantal in opdracht.run(verbinding, groepen, ["count(*)"])}


def _order(cel: tuple[tuple[tuple[str, ...], str | None], list[Maandcijfers]]) -> tuple[tuple[str, ...], str]:
    (waarden, periode), _ = cel
    return waarden, periode or ""
