"""A statistic over any selection is the sum of the views of its employers, by whatever it is grouped."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from operator import attrgetter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexers.samples.generator import Samplesopdracht, list_regels
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.groepwaarden import Groepering
from klantbeeld.domain.klok import Tijdvak, first_of_month, month_at, number_month
from klantbeeld.domain.maanden import list_waarden
from klantbeeld.domain.onderdrukking import MEESTE_KENMERKEN, MINSTE_WERKGEVERS
from klantbeeld.domain.preventie import Maandcijfers, add_cijfers
from klantbeeld.domain.preventie_beeld import PreventiefWerken, Preventieparameters
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.statistieken import Preventiestatistiek, Statistiekopdracht, Statistiekrij
from klantbeeld.domain.vragen import Attribuut, Maandvraag, Profielvraag, Selectie
from tests.bouwers_leveringen import VANDAAG, Proef, make_bronstand, open_proef

AANTAL = 300 if "LANGE_TESTS" in os.environ else 15
WERKGEVERS = 60
SOORTEN = {"organisatie", "vestiging", "koppeling", "riv", "loonsanctie", "boete", "meldingstelling"}
EERSTE, LAATSTE = number_month("2019-11"), number_month("2023-10")

Figuren = tuple[int | None, ...]


@dataclass
class Wereld:
    """Sample employers, with their views of every window that was asked."""

    proef: Proef
    profielen: list[Profiel]
    beelden: dict[tuple[str, date, date], Figuren] = field(default_factory=dict)

    def choose(self, selectie: Selectie) -> list[Profiel]:
        """The employers of a selection, by what their profiles say."""
        return [
            profiel
            for profiel in self.profielen
            if (not selectie.werkgever_ids or profiel.id in selectie.werkgever_ids)
            and all(
                set(list_waarden(profiel.attributen)[attribuut]) & set(waarden) for attribuut, waarden in selectie.eisen.items()
            )
        ]

    def view(self, profiel: Profiel, van: date, tot: date) -> Figuren:
        """What the view of one employer counts."""
        if (profiel.id, van, tot) not in self.beelden:
            self.beelden[profiel.id, van, tot] = asyncio.run(self._view(profiel, Preventieparameters(van, tot)))
        return self.beelden[profiel.id, van, tot]

    async def _view(self, profiel: Profiel, parameters: Preventieparameters) -> Figuren:
        raadpleging = self.proef.consult()
        werkgever = await raadpleging.find_werkgever(profiel.id)
        assert werkgever is not None
        beeld = (await raadpleging.get_groep(werkgever, Groepsoort.PREVENTIEF_WERKEN, parameters)).groep
        assert isinstance(beeld, PreventiefWerken)
        assert beeld.loonsancties is not None
        assert beeld.boetes is not None
        sancties = attrgetter("administratief", "inhoudelijk", "totaal", "zonder_verslag")(beeld.loonsancties)
        return (beeld.reintegratieverslagen, *sancties, beeld.boetes.huidig_aantal, beeld.boetes.bedrag_in_centen)

    def count_meldingen(self, profielen: list[Profiel], van: date, tot: date) -> tuple[int, int]:
        """Digital messages and all messages, by the month figures: the view has its own window for them."""
        maanden = [maand for profiel in profielen for maand in self.proef.store.read([Maandvraag(profiel.id)])[0]]
        som = add_cijfers(maand.cijfers for maand in maanden if van <= first_of_month(maand.maand) <= tot)
        assert isinstance(som, Maandcijfers)
        return som.meldingen_digitaal, som.meldingen

    def count(self, opdracht: Statistiekopdracht, rol: str = "landelijk_adviseur") -> Preventiestatistiek:
        async def count() -> Preventiestatistiek:
            return await self.proef.consult(rol).count_preventie(opdracht)

        return asyncio.run(count())

    def sum_views(self, profielen: list[Profiel], van: date, tot: date) -> Figuren:
        """The views of these employers together."""
        delen = [self.view(profiel, van, tot) for profiel in profielen]
        return tuple(sum(waarde or 0 for waarde in kolom) for kolom in zip((0,) * 7, *delen, strict=True))


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wereld]:
    regels = [regel.rstrip() for soort, regel in list_regels(Samplesopdracht(WERKGEVERS, 7, VANDAAG)) if soort in SOORTEN]
    with open_proef(tmp_path_factory.mktemp("statistiek")) as proef:
        proef.deliver(*regels, make_bronstand())
        sleutels = sorted(set(proef.store.organisatie_sleutels()))
        gevonden = proef.store.read([Profielvraag(proef.id_of(sleutel.removeprefix("lh:"))) for sleutel in sleutels])
        yield Wereld(proef, [profiel for profiel in gevonden if profiel is not None])


def figures_of(rij: Statistiekrij) -> Figuren:
    assert rij.loonsancties is not None
    sancties = attrgetter("administratief", "inhoudelijk", "totaal", "zonder_verslag")(rij.loonsancties)
    return (rij.reintegratieverslagen, *sancties, rij.boetes, rij.boetebedrag_in_centen)


def days_of(maanden: list[str]) -> tuple[date, date]:
    """The first and the last day of months that follow each other."""
    return first_of_month(maanden[0]), first_of_month(month_at(number_month(maanden[-1]) + 1)) - timedelta(days=1)


@cache
def list_alle(veld: str) -> tuple[str, ...]:
    """Values of an attribute that the samples have, and one that they don't."""
    return {
        "sectoren": ("3", "12", "17", "33", "35", "43", "44", "51", "onbekend", "99"),
        "sbi_secties": ("C", "F", "G", "I", "Q", "onbekend"),
        "grootteklassen": ("G0", "G1_9", "G10_49", "G50_249", "ONBEKEND"),
        "postcodegebieden": tuple(map(str, range(10, 100, 7))),
        "rechtsvormen": ("besloten vennootschap met beperkte aansprakelijkheid", "eenmanszaak", "stichting"),
    }[veld]


def some_of(veld: str) -> st.SearchStrategy[tuple[str, ...]]:
    gevuld = st.lists(st.sampled_from(list_alle(veld)), min_size=1, max_size=6, unique=True).map(tuple)
    return st.one_of(st.just(()), st.just(()), gevuld)


_SELECTIES = st.builds(
    Selectie,
    sectoren=some_of("sectoren"),
    sbi_secties=some_of("sbi_secties"),
    grootteklassen=some_of("grootteklassen"),
    postcodegebieden=some_of("postcodegebieden"),
    rechtsvormen=some_of("rechtsvormen"),
)
_GROEPEN = st.lists(st.sampled_from(list(Attribuut)), max_size=2, unique=True)
_TIJDVAKKEN = st.sampled_from([[], *([tijdvak] for tijdvak in Tijdvak)])


@st.composite
def orders(draw: st.DrawFn) -> Statistiekopdracht:
    """Any statistic over at most two years."""
    begin = draw(st.integers(EERSTE, LAATSTE))
    einde = draw(st.integers(begin, min(begin + 23, LAATSTE)))
    van, tot = days_of([month_at(begin), month_at(einde)])
    groepeer_op = draw(st.permutations([*draw(_GROEPEN), *draw(_TIJDVAKKEN)]))
    return Statistiekopdracht(draw(_SELECTIES), van, tot, tuple(Groepering(deel.value) for deel in groepeer_op))


@settings(max_examples=AANTAL, deadline=None)
@given(data=st.data(), opdracht=orders())
def test_the_total_is_the_sum_of_the_single_views(wereld: Wereld, data: st.DataObject, opdracht: Statistiekopdracht) -> None:
    ids = data.draw(st.one_of(st.just(()), st.sets(st.sampled_from([deel.id for deel in wereld.profielen])).map(tuple)))
    opdracht = replace(opdracht, selectie=replace(opdracht.selectie, werkgever_ids=ids))
    totaal = wereld.count(opdracht).totaal
    gekozen = wereld.choose(opdracht.selectie)
    assert totaal.aantal_werkgevers == len(gekozen)
    assert figures_of(totaal) == wereld.sum_views(gekozen, opdracht.van, opdracht.tot)
    assert totaal.digitaliseringsgraad is not None
    gemeld = totaal.digitaliseringsgraad.teller, totaal.digitaliseringsgraad.noemer
    assert gemeld == wereld.count_meldingen(gekozen, opdracht.van, opdracht.tot)


@settings(max_examples=AANTAL, deadline=None)
@given(opdracht=orders())
def test_each_row_is_the_sum_of_the_views_of_its_own_employers(wereld: Wereld, opdracht: Statistiekopdracht) -> None:
    statistiek = wereld.count(opdracht)
    gekozen = wereld.choose(opdracht.selectie)
    rijen = {tuple(waarde.code for waarde in rij.groep): rij for rij in statistiek.rijen}
    per: dict[tuple[str, ...], list[Profiel]] = {}
    for profiel in gekozen:
        for waarden in product(*(list_waarden(profiel.attributen)[attribuut] for attribuut in opdracht.per)):
            per.setdefault(waarden, []).append(profiel)
    verwacht = set()
    for (waarden, profielen), vak in product(per.items(), opdracht.vakken):
        eigen = iter(waarden)
        codes = tuple(vak.code or "" if deel.is_tijdvak else next(eigen) for deel in opdracht.groepeer_op)
        if not codes:
            continue
        verwacht.add(codes)
        assert rijen[codes].aantal_werkgevers == len(profielen)
        assert figures_of(rijen[codes]) == wereld.sum_views(profielen, *days_of(list(vak.maanden)))
    assert not gekozen or rijen.keys() == verwacht


@settings(max_examples=AANTAL, deadline=None)
@given(opdracht=orders())
def test_who_may_not_see_single_employers_sees_the_same_or_nothing(wereld: Wereld, opdracht: Statistiekopdracht) -> None:
    assume(len({*opdracht.per, *opdracht.selectie.eisen}) <= MEESTE_KENMERKEN)
    alles, beleid = wereld.count(opdracht), wereld.count(opdracht, "beleid")
    paren = list(zip((*alles.rijen, alles.totaal), (*beleid.rijen, beleid.totaal), strict=True))
    leeg = Statistiekrij((), onderdrukt=True)
    assert [rij for rij, deel in paren if replace(deel, ontbrekend=()) != replace(leeg, groep=rij.groep) and deel != rij] == []
    assert [rij for _, rij in paren if not rij.onderdrukt and (rij.aantal_werkgevers or 0) < MINSTE_WERKGEVERS] == []


def test_the_samples_have_something_to_count(wereld: Wereld) -> None:
    totaal = wereld.count(Statistiekopdracht(Selectie(), date(2020, 1, 1), date(2023, 10, 31))).totaal
    verslagen, administratief, inhoudelijk, *_, boetes, _ = figures_of(totaal)
    assert verslagen
    assert administratief
    assert inhoudelijk
    assert boetes
    assert len({waarde for deel in wereld.profielen for waarde in deel.attributen.sectoren}) > 10
