"""Whoever shares keys with whom, and in whatever order records come: each counts at one employer, in view and months alike."""

import asyncio
import os
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, note, settings
from hypothesis import strategies as st

from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.kader import counting_keys
from klantbeeld.domain.klok import last_full_months, month_of
from klantbeeld.domain.preventie_beeld import PreventiefWerken, Preventieparameters
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.sleutels import canonicalise_sleutel
from klantbeeld.domain.vragen import Maandvraag, Profielvraag
from tests.bouwers_leveringen import VANDAAG, Levering, Proef, make_boete, make_levering, make_organisatie, open_proef

AANTAL = 400 if "LANGE_TESTS" in os.environ else 60
LHS = ("111111111L01", "111111111L02", "222222222L01", "333333333L01")
SLEUTELS = (
    *(f"lh:{lh}" for lh in LHS),
    "kvk:10000000",
    "kvk:20000000",
    "rsin:9",
    "vestiging:1",
    "vestiging:2",
    "flsn:1",
    "flsn:2",
)
"""LHS[3] is never delivered as an employer."""

_EIGENAREN = st.sampled_from(SLEUTELS)
_SLEUTELLIJST = st.lists(st.sampled_from(SLEUTELS), min_size=1, max_size=2, unique=True)
_MAANDEN = st.sampled_from(["2022-09", "2022-10", "2023-09", "2023-10"])


@dataclass(frozen=True)
class Wereld:
    """Deliveries in the order in which they come, and where they are cut into files."""

    leveringen: tuple[Levering, ...]
    grenzen: tuple[int, ...]

    def of(self, soort: str) -> dict[str, Levering]:
        """The records of a kind, by id."""
        return {f"{deel['bron']}:{soort}:{deel['sleutel']}": deel for deel in self.leveringen if deel["soort"] == soort}


@st.composite
def employers(draw: st.DrawFn) -> list[Levering]:
    """One to three employers that may share a KVK-nummer and an RSIN, some of them ended."""
    gegevens = st.fixed_dictionaries(
        {
            "kvkNummer": st.sampled_from([None, "10000000", "20000000"]),
            "rsin": st.sampled_from([None, "000000009"]),
            "status": st.sampled_from(["actief", "beeindigd"]),
        }
    )
    return [make_organisatie(lh, draw(gegevens)) for lh in LHS[: draw(st.integers(1, 3))]]


@st.composite
def links(draw: st.DrawFn) -> list[Levering]:
    """Establishments and koppelingen, at any key."""
    records = []
    for nummer in range(draw(st.integers(0, 2))):
        gegevens = {"vestigingsnummer": draw(st.sampled_from("12")), "naam": "Filiaal", "hoofdvestiging": False}
        records.append(make_levering("vestiging", gegevens, sleutel=f"V{nummer}", werkgever=[draw(_EIGENAREN)]))
    for nummer in range(draw(st.integers(0, 2))):
        gegevens = {"sleutels": [draw(st.sampled_from(["flsn:1", "flsn:2", "kvk:20000000"]))]}
        records.append(make_levering("koppeling", gegevens, sleutel=f"K{nummer}", werkgever=[draw(_EIGENAREN)]))
    return records


@st.composite
def prevention(draw: st.DrawFn) -> list[Levering]:
    """Reports, at most one sanction on each, fines and counts of messages, at any key."""
    dag = st.sampled_from(["2021-03-04", "2022-10-31", "2023-10-20"])
    records = []
    for nummer in range(draw(st.integers(0, 3))):
        gegevens: dict[str, Any] = {"ontvangenOp": "2021-01-04", "beoordeeldOp": draw(dag), "oordeel": "onvoldoende"}
        records.append(make_levering("riv", gegevens, sleutel=f"R{nummer}", werkgever=draw(_SLEUTELLIJST)))
    for riv in draw(st.lists(st.sampled_from(["R0", "R1", "R2", None]), max_size=3, unique=True)):
        gegevens = {"riv": riv, "soort": "administratief", "besluitOp": draw(dag), "status": "opgelegd"}
        records.append(make_levering("loonsanctie", gegevens, sleutel=f"S{riv}", werkgever=draw(_SLEUTELLIJST)))
    records += [make_boete(draw(dag), 100, werkgever=draw(_SLEUTELLIJST)) for _ in range(draw(st.integers(0, 3)))]
    for _ in range(draw(st.integers(0, 2))):
        gegevens = {"maand": draw(_MAANDEN), "melding": "ziek", "kanaal": "digipoort", "aantal": 1}
        records.append(make_levering("meldingstelling", gegevens, werkgever=draw(_SLEUTELLIJST)))
    return records


@st.composite
def worlds(draw: st.DrawFn) -> Wereld:
    """Some of everything, one employer perhaps ended later, shuffled and cut into files."""
    leveringen = [*draw(employers()), *draw(links()), *draw(prevention())]
    later = draw(st.sampled_from([[], [make_organisatie(LHS[0], {"kvkNummer": "10000000", "status": "beeindigd"})]]))
    geschud = draw(st.permutations(leveringen + later))
    return Wereld(tuple(geschud), tuple(draw(st.lists(st.integers(1, max(len(geschud) - 1, 1)), max_size=3))))


def deliver(proef: Proef, wereld: Wereld) -> None:
    knippen = sorted({0, len(wereld.leveringen), *wereld.grenzen})
    for begin, einde in pairwise(knippen):
        proef.deliver(*wereld.leveringen[begin:einde])


def read_profielen(proef: Proef) -> list[Profiel]:
    gevonden = proef.store.read([Profielvraag(proef.id_of(lh)) for lh in LHS])
    return [profiel for profiel in gevonden if profiel is not None]


def read_beelden(proef: Proef, profielen: list[Profiel]) -> list[PreventiefWerken]:
    async def read() -> list[PreventiefWerken]:
        raadpleging = proef.consult()
        beelden = []
        for profiel in profielen:
            werkgever = await raadpleging.find_werkgever(profiel.id)
            assert werkgever is not None
            beelden.append((await raadpleging.get_groep(werkgever, Groepsoort.PREVENTIEF_WERKEN, Preventieparameters())).groep)
        return beelden

    return asyncio.run(read())


def sleutels_of(levering: Levering) -> tuple[str, ...]:
    return tuple(map(canonicalise_sleutel, levering["werkgever"]))


def find_teller(levering: Levering, profielen: list[Profiel]) -> Profiel | None:
    """The employer at which a record counts by its own keys; None when it belongs to nobody that is known."""
    rangen = (dict(profiel.ranks_on_ring()) for profiel in profielen)
    paren = [
        (rang[sleutel], profiel.lh_nummer, profiel)
        for rang, profiel in zip(rangen, profielen, strict=True)
        for sleutel in counting_keys(sleutels_of(levering))
        if sleutel in rang
    ]
    return min(paren)[2] if paren else None


def count_known(wereld: Wereld, soort: str, profielen: list[Profiel]) -> int:
    """The records of a kind that belong to a known employer; a sanction may also do so by its report."""
    return sum(
        find_teller(levering, profielen) is not None or follows(levering, wereld, profielen)
        for levering in wereld.of(soort).values()
    )


def follows(sanctie: Levering, wereld: Wereld, profielen: list[Profiel]) -> bool:
    """Whether the employer that counts the report of a sanction holds a key of the sanction."""
    riv = wereld.of("riv").get(f"proef:riv:{sanctie['gegevens'].get('riv')}")
    teller = find_teller(riv, profielen) if riv else None
    return teller is not None and not set(sleutels_of(sanctie)).isdisjoint(teller.sleutels)


def sum_views(beelden: list[PreventiefWerken]) -> dict[str, int]:
    """What the views of all employers count together."""
    sommen = {"riv": 0, "loonsanctie": 0, "boete": 0, "meldingen": 0}
    for beeld in beelden:
        assert beeld.reintegratieverslagen is not None
        assert beeld.loonsancties is not None
        assert beeld.boetes is not None
        assert beeld.digitaliseringsgraad is not None
        sommen["riv"] += beeld.reintegratieverslagen
        sommen["loonsanctie"] += beeld.loonsancties.totaal + beeld.loonsancties.zonder_verslag
        sommen["boete"] += beeld.boetes.huidig_aantal
        sommen["meldingen"] += beeld.digitaliseringsgraad.noemer
    return sommen


def sum_maanden(proef: Proef, profiel: Profiel) -> dict[str, int]:
    """The month figures of an employer over the windows of its view."""
    van, tot = (month_of(dag) for dag in last_full_months(VANDAAG, 12))
    maanden = proef.store.read([Maandvraag(profiel.id)])[0]
    sancties = ("administratief", "inhoudelijk", "zonder_verslag")
    return {
        "riv": sum(maand.cijfers.reintegratieverslagen for maand in maanden),
        "loonsanctie": sum(getattr(maand.cijfers, naam) for maand in maanden for naam in sancties),
        "boete": sum(maand.cijfers.boetes for maand in maanden),
        "meldingen": sum(maand.cijfers.meldingen for maand in maanden if van <= maand.maand <= tot),
    }


@settings(max_examples=AANTAL, deadline=None)
@given(wereld=worlds())
def test_the_views_of_all_employers_count_each_record_once_and_the_months_count_the_same(wereld: Wereld) -> None:
    with tempfile.TemporaryDirectory() as map_, open_proef(Path(map_)) as proef:
        deliver(proef, wereld)
        profielen = read_profielen(proef)
        beelden = read_beelden(proef, profielen)
        for profiel, beeld in zip(profielen, beelden, strict=True):
            note(f"{profiel.lh_nummer} {profiel.rang} {profiel.sleutels}: {sum_views([beeld])} {sum_maanden(proef, profiel)}")
        assert [sum_maanden(proef, profiel) for profiel in profielen] == [sum_views([beeld]) for beeld in beelden]
        van, tot = (month_of(dag) for dag in last_full_months(VANDAAG, 12))
        in_venster = Wereld(
            tuple(
                levering
                for levering in wereld.leveringen
                if levering["soort"] != "meldingstelling" or van <= levering["gegevens"]["maand"] <= tot
            ),
            (),
        )
        assert sum_views(beelden) == {
            "riv": count_known(wereld, "riv", profielen),
            "loonsanctie": count_known(wereld, "loonsanctie", profielen),
            "boete": count_known(wereld, "boete", profielen),
            "meldingen": count_known(in_venster, "meldingstelling", profielen),
        }


def count_sancties(proef: Proef) -> list[tuple[int, int]]:
    """Per employer the sanctions with and without a report: the same in its months as in its view."""
    profielen = read_profielen(proef)
    geteld = []
    for profiel, beeld in zip(profielen, read_beelden(proef, profielen), strict=True):
        assert sum_maanden(proef, profiel) == sum_views([beeld])
        assert beeld.loonsancties is not None
        geteld.append((beeld.loonsancties.totaal, beeld.loonsancties.zonder_verslag))
    return geteld


def make_riv(**envelop: Any) -> Levering:
    gegevens = {"ontvangenOp": "2021-01-04", "beoordeeldOp": "2021-03-04", "oordeel": "onvoldoende"}
    return make_levering("riv", gegevens, sleutel="R1", **envelop)


def test_a_sanction_follows_a_report_that_comes_later_and_moves_and_goes(tmp_path: Path) -> None:
    kvk = {"kvkNummer": "10000000"}
    sanctie = {"riv": "R1", "soort": "inhoudelijk", "besluitOp": "2021-04-01", "status": "opgelegd"}
    with open_proef(tmp_path) as proef:
        proef.deliver(*(make_organisatie(lh, kvk) for lh in LHS[:2]), make_organisatie(LHS[2]))
        proef.deliver(make_levering("loonsanctie", sanctie, werkgever=["kvk:10000000"]))
        assert count_sancties(proef) == [(0, 1), (0, 0), (0, 0)]
        proef.deliver(make_riv(werkgever=[f"lh:{LHS[1]}"]))
        assert count_sancties(proef) == [(0, 0), (1, 0), (0, 0)]
        proef.deliver(make_riv(werkgever=[f"lh:{LHS[2]}"]))
        assert count_sancties(proef) == [(0, 1), (0, 0), (0, 0)]
        proef.deliver(make_riv(werkgever=["kvk:10000000"]))
        assert count_sancties(proef) == [(1, 0), (0, 0), (0, 0)]
        proef.deliver(make_levering("riv", None, sleutel="R1", werkgever=[]))
        assert count_sancties(proef) == [(0, 1), (0, 0), (0, 0)]


def test_a_record_of_two_employers_is_counted_by_the_other_once_that_one_comes(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(LHS[0], {"status": "beeindigd"}), make_boete(werkgever=[f"lh:{lh}" for lh in LHS[:2]]))
        proef.deliver(make_organisatie(LHS[1]))
        assert [sum_maanden(proef, profiel)["boete"] for profiel in read_profielen(proef)] == [0, 1]
