"""The one-glance summary: what it tells of each group, and that it never tells "none" where nobody knows (issue 8, §2)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantbeeld.domain.beeld import Groepsbeeld
from klantbeeld.domain.betalingen import Openstaand
from klantbeeld.domain.bronnen import Groepsoort, Groepstatus, Stand
from klantbeeld.domain.items import Record
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.samenvattingen import (
    LopendeLoonsanctie,
    LopendeZaken,
    Onbekend,
    OpenContacten,
    Openstaandezaken,
    summarise_gemachtigden,
    summarise_laatste_contact,
    summarise_openstaand,
    summarise_organisatie,
    summarise_preventie,
    summarise_uitkeringen,
)
from klantbeeld.domain.uitkeringen import Uitkeringsparameters
from klantbeeld.domain.zaken import Mijlpaalstand
from tests.bouwers_domein import (
    VANDAAG,
    WEG,
    make_betaling,
    make_boete,
    make_contact,
    make_erd,
    make_machtiging,
    make_organisatie,
    make_record,
    make_riv,
    make_sanctie,
    make_zaak,
)
from tests.bouwers_samenvattingen import (
    BRON_WEG,
    NOOIT_GEMELD,
    OP_TIJD,
    OUD,
    deny_beeld,
    fail_beeld,
    make_beeld,
    make_beelden,
    small,
)

ONZEKER = [
    (BRON_WEG, Groepstatus.NIET_BESCHIKBAAR),
    (NOOIT_GEMELD, Groepstatus.VEROUDERD),
    (OUD, Groepstatus.VEROUDERD),
]
NIETS = [(fail_beeld, Groepstatus.NIET_BESCHIKBAAR), (deny_beeld, Groepstatus.GEEN_TOEGANG)]
DAGEN = st.integers(-900, 60).map(lambda dagen: VANDAAG + timedelta(days=dagen))

Maker = Callable[[Groepsoort], Groepsbeeld]


def summarise(*records: Record[Any], stand: Stand = OP_TIJD) -> Openstaandezaken:
    return summarise_openstaand(make_beelden(*records, stand=stand))


def list_delen(beelden: dict[Groepsoort, Groepsbeeld]) -> list[object]:
    """Every part of the summary that is told as a whole."""
    kenschets = summarise_organisatie(beelden[Groepsoort.ORGANISATIEGEGEVENS])
    openstaand = summarise_openstaand(beelden)
    contacten = beelden[Groepsoort.CONTACTMANAGEMENT]
    return [
        kenschets.rechtsvorm,
        kenschets.sectoren,
        kenschets.medewerkers,
        kenschets.status,
        kenschets.sinds,
        summarise_uitkeringen(beelden[Groepsoort.UITKERINGSGEGEVENS]),
        openstaand.zaken,
        openstaand.contacten,
        openstaand.vorderingen,
        openstaand.boetes,
        openstaand.loonsanctie,
        summarise_gemachtigden(contacten),
        summarise_laatste_contact(contacten),
        summarise_preventie(beelden[Groepsoort.PREVENTIEF_WERKEN]),
    ]


@pytest.mark.parametrize(("make", "oorzaak"), NIETS)
def test_every_part_of_a_group_without_anything_in_it_says_why(make: Maker, oorzaak: Groepstatus) -> None:
    delen = list_delen({soort: make(soort) for soort in Groepsoort})
    assert [deel.oorzaak if isinstance(deel, Onbekend) else deel for deel in delen] == [oorzaak] * len(delen)


@pytest.mark.parametrize(("stand", "oorzaak"), ONZEKER)
def test_none_is_not_told_when_a_source_is_away_late_or_never_told_everything(stand: Stand, oorzaak: Groepstatus) -> None:
    beelden = make_beelden(stand=stand)
    openstaand, contacten = summarise_openstaand(beelden), beelden[Groepsoort.CONTACTMANAGEMENT]
    preventie = summarise_preventie(beelden[Groepsoort.PREVENTIEF_WERKEN])
    assert not isinstance(preventie, Onbekend)
    delen = [
        openstaand.zaken,
        openstaand.contacten,
        openstaand.vorderingen,
        openstaand.boetes,
        openstaand.loonsanctie,
        summarise_gemachtigden(contacten),
        summarise_laatste_contact(contacten),
        preventie.verslagen,
        preventie.loonsancties,
        preventie.loonsanctie_percentage,
        preventie.digitaliseringsgraad,
        preventie.boetes,
    ]
    assert [deel.oorzaak if isinstance(deel, Onbekend) else deel for deel in delen] == [oorzaak] * len(delen)


def test_none_is_told_when_the_sources_told_everything() -> None:
    beelden = make_beelden()
    openstaand, contacten = summarise_openstaand(beelden), beelden[Groepsoort.CONTACTMANAGEMENT]
    assert openstaand.zaken == LopendeZaken(0, 0, (), is_minimum=False)
    assert openstaand.contacten == OpenContacten((), is_minimum=False)
    assert (openstaand.vorderingen, openstaand.loonsanctie) == (Openstaand(0, 0), None)
    assert (summarise_gemachtigden(contacten), summarise_laatste_contact(contacten)) == ((), None)


@settings(deadline=None)  # the machine may be busy
@given(st.sets(st.sampled_from(Groepsoort)), st.sampled_from(NIETS))
def test_a_group_that_fails_takes_no_other_with_it(kapot: set[Groepsoort], niets: tuple[Maker, Groepstatus]) -> None:
    make, _ = niets
    beelden = make_beelden() | {soort: make(soort) for soort in kapot}
    onbekend = {deel.groep for deel in list_delen(beelden) if isinstance(deel, Onbekend) and deel.oorzaak in Groepstatus}
    assert onbekend == kapot - {Groepsoort.DOCUMENTEN, Groepsoort.GEGEVENS_WERKBEDRIJF}


def test_who_this_is_is_told_with_the_names_of_the_sectors() -> None:
    organisatie = make_organisatie(
        rechtsvorm="besloten vennootschap",
        sectoren=["1", "74"],
        statusSinds="2001-05-01",
        aantalMedewerkers={"aantal": 45, "peildatum": "2023-01-01"},
    )
    kenschets = summarise_organisatie(make_beeld(Groepsoort.ORGANISATIEGEGEVENS, make_record(organisatie, "cws/O1")))
    assert not isinstance(kenschets.sectoren, Onbekend)
    assert not isinstance(kenschets.medewerkers, Onbekend)
    assert [(sector.code, sector.is_bekend) for sector in kenschets.sectoren] == [("1", True), ("74", False)]
    assert (kenschets.rechtsvorm, kenschets.medewerkers.aantal) == ("besloten vennootschap", 45)
    assert (kenschets.status, kenschets.sinds) == ("actief", date(2001, 5, 1))


def test_what_is_not_known_of_who_this_is_says_which_kind_of_nothing() -> None:
    organisatie = make_record(make_organisatie(rechtsvorm=None), "cws/O1")
    kenschets = summarise_organisatie(make_beeld(Groepsoort.ORGANISATIEGEGEVENS, organisatie))
    delen = [kenschets.rechtsvorm, kenschets.sectoren, kenschets.medewerkers, kenschets.sinds]
    assert [deel.oorzaak for deel in delen if isinstance(deel, Onbekend)] == [
        Ontbreekreden.LEEG_BIJ_BRON,
        Ontbreekreden.LEEG_BIJ_BRON,
        Ontbreekreden.NIET_GELEVERD,
        Ontbreekreden.NIET_GELEVERD,
    ]


def test_the_own_risk_is_told_per_scheme_on_the_day_that_was_asked() -> None:
    erds = (make_erd(van="2020-01-01", tot="2022-01-01"), make_erd("E2", regeling="ZW", isEigenrisicodrager=False))
    parameters = Uitkeringsparameters(date(2021, 6, 1))
    eigenrisico = summarise_uitkeringen(make_beeld(Groepsoort.UITKERINGSGEGEVENS, *erds, parameters=parameters))
    assert not isinstance(eigenrisico, Onbekend)
    antwoorden = {
        regeling: blok.oorzaak if isinstance(blok, Onbekend) else blok.is_eigenrisicodrager
        for regeling, blok in eigenrisico.regelingen.items()
    }
    assert eigenrisico.peildatum == date(2021, 6, 1)
    assert antwoorden == {"WGA": True, "ZW": False, "WW": Ontbreekreden.NIET_GELEVERD}


@settings(deadline=None)  # the machine may be busy
@given(st.lists(DAGEN, max_size=6), st.integers(1, 4))
def test_milestones_near_or_late_are_told_by_their_day_and_only_of_cases_that_run(ziektedagen: list[date], first: int) -> None:
    zaken = [
        make_zaak(f"Z{nummer}", startdatum=str(dag), eersteZiektedag=str(dag), status=["lopend", "gesloten"][nummer % 2])
        for nummer, dag in enumerate(ziektedagen)
    ]
    soort = Groepsoort.ZAAKMANAGEMENT
    lopend = summarise_openstaand(make_beelden() | {soort: make_beeld(soort, *zaken, parameters=small(first)[soort])}).zaken
    assert isinstance(lopend, LopendeZaken)
    dagen = [punt.uiterlijk for punt in lopend.aandachtspunten]
    assert (lopend.aantal, lopend.is_minimum) == ((len(zaken) + 1) // 2, (len(zaken) + 1) // 2 > first)
    assert dagen == sorted(dagen)
    assert all((dag - VANDAAG).days <= 14 for dag in dagen)
    assert {punt.zaak.status for punt in lopend.aandachtspunten} <= {"lopend"}
    getoond = [(zaak.id, dag) for zaak, dag in zip(zaken, ziektedagen, strict=True) if zaak.gegevens.status == "lopend"]
    lang = {id_ for id_, dag in getoond if dag < VANDAAG - timedelta(days=14) and lopend.aantal <= first}
    assert lang <= {punt.zaak.id for punt in lopend.aandachtspunten if punt.stand is Mijlpaalstand.TE_LAAT}


def test_a_milestone_that_was_postponed_is_due_on_its_new_day() -> None:
    zaak = make_zaak(eersteZiektedag="2023-09-10", mijlpalen=[{"naam": "Probleemanalyse", "uitgesteldTot": "2023-10-25"}])
    lopend = summarise(zaak).zaken
    assert isinstance(lopend, LopendeZaken)
    punten = {punt.mijlpaal: (punt.uiterlijk, punt.stand) for punt in lopend.aandachtspunten}
    assert punten["Probleemanalyse (week 6)"] == (date(2023, 10, 25), Mijlpaalstand.BINNEN_14_DAGEN)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.sampled_from(["open", "afgerond"]), max_size=8), st.integers(1, 5))
def test_open_contacts_are_all_of_them_or_at_least_those_of_the_page(statussen: list[str], first: int) -> None:
    contacten = [
        make_contact(f"C{nummer}", status=status, plaatsgevondenOp=f"2023-10-{20 - nummer:02d}T09:00:00Z")
        for nummer, status in enumerate(statussen)
    ]
    soort = Groepsoort.CONTACTMANAGEMENT
    beelden = make_beelden() | {soort: make_beeld(soort, *contacten, parameters=small(first)[soort])}
    gevonden = summarise_openstaand(beelden).contacten
    assert isinstance(gevonden, OpenContacten)
    assert len(gevonden.contacten) == statussen[:first].count("open")
    assert gevonden.is_minimum == (len(statussen) > first)


def test_open_claims_are_told_in_number_and_amount() -> None:
    facturen = [make_betaling(f"F{nummer}", soort="factuur", status="openstaand", bedragInCenten=150) for nummer in (1, 2)]
    assert summarise(*facturen).vorderingen == Openstaand(2, 300)


def test_announced_and_current_fines_are_told_apart() -> None:
    boetes = summarise(make_boete(), make_boete("B2", status="voornemen"), make_boete("B3", status="ingetrokken")).boetes
    assert not isinstance(boetes, Onbekend)
    assert (boetes.huidig_aantal, boetes.bedrag_in_centen, boetes.voornemens) == (1, 23_000, 1)


def test_a_running_wage_sanction_is_told_with_its_last_day() -> None:
    sanctie = make_sanctie(van="2023-01-01", tot="2023-12-31")
    assert summarise(make_riv(), sanctie).loonsanctie == LopendeLoonsanctie(date(2023, 12, 31))


@pytest.mark.parametrize(("tot", "reden"), [(None, Ontbreekreden.LEEG_BIJ_BRON), (WEG, Ontbreekreden.NIET_GELEVERD)])
def test_a_running_wage_sanction_without_an_end_still_runs(tot: object, reden: Ontbreekreden) -> None:
    loonsanctie = summarise(make_riv(), make_sanctie(van="2023-01-01", tot=tot)).loonsanctie
    assert isinstance(loonsanctie, LopendeLoonsanctie)
    assert isinstance(loonsanctie.laatste_dag, Onbekend)
    assert loonsanctie.laatste_dag.oorzaak is reden


def test_a_wage_sanction_that_is_over_does_not_run() -> None:
    assert summarise(make_riv(), make_sanctie(van="2022-01-01", tot="2022-12-31")).loonsanctie is None


def test_who_may_speak_for_the_employer_is_told_with_the_extent_and_the_end() -> None:
    machtiging = make_machtiging(omvang="verzuim", tot="2024-01-01")
    (gemachtigde,) = _gemachtigden(machtiging, make_machtiging("M2", tot="2023-01-01"))
    assert (gemachtigde.gemachtigde, gemachtigde.omvang, gemachtigde.tot) == ("Kantoor Vos", "verzuim", date(2024, 1, 1))


def _gemachtigden(*records: Record[Any]) -> tuple[Any, ...]:
    gemachtigden = summarise_gemachtigden(make_beeld(Groepsoort.CONTACTMANAGEMENT, *records))
    assert isinstance(gemachtigden, tuple)
    return gemachtigden


def test_the_last_contact_is_the_newest() -> None:
    contacten = [make_contact(), make_contact("C2", plaatsgevondenOp="2023-10-19T08:00:00Z", kanaal="E-mail", onderwerp="ZW")]
    laatste = summarise_laatste_contact(make_beeld(Groepsoort.CONTACTMANAGEMENT, *contacten, stand=BRON_WEG))
    assert laatste is not None
    assert not isinstance(laatste, Onbekend)
    assert (laatste.datum.date(), laatste.kanaal, laatste.onderwerp) == (date(2023, 10, 19), "E-mail", "ZW")


def test_figures_of_prevention_are_told_with_what_they_are_made_of() -> None:
    preventie = summarise_preventie(
        make_beeld(Groepsoort.PREVENTIEF_WERKEN, make_riv(), make_riv("R2", oordeel="voldoende"), make_sanctie())
    )
    assert not isinstance(preventie, Onbekend)
    assert not isinstance(preventie.loonsancties, Onbekend)
    assert not isinstance(preventie.loonsanctie_percentage, Onbekend)
    verhouding = preventie.loonsanctie_percentage
    assert (preventie.verslagen, preventie.loonsancties.totaal) == (2, 1)
    assert (verhouding.teller, verhouding.noemer, verhouding.percentage) == (1, 2, 50)
