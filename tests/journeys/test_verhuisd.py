"""What moves from one employer to another is right at both sides afterwards: views, profiles and month figures (F16)."""

import asyncio
from pathlib import Path
from typing import Any

from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.contacten import Contactmanagement, Contactparameters
from klantbeeld.domain.preventie_beeld import PreventiefWerken, Preventieparameters
from klantbeeld.domain.vragen import Maandvraag, Profielvraag
from tests.bouwers_leveringen import (
    ANDER,
    LH,
    VANDAAG,
    Proef,
    make_boete,
    make_contact,
    make_levering,
    make_organisatie,
    open_proef,
)

VESTIGING = {"vestigingsnummer": "1234", "naam": "Bakkerij Vroeg, filiaal", "hoofdvestiging": False}


def contacten(proef: Proef, lh_nummer: str) -> int | None:
    """How many contacts the view of an employer lists."""
    groep: Contactmanagement = read_groep(proef, lh_nummer, Groepsoort.CONTACTMANAGEMENT, Contactparameters())
    return groep.contacten.totaal


def boetes(proef: Proef, lh_nummer: str) -> int:
    """How many fines the view of an employer counts."""
    groep: PreventiefWerken = read_groep(proef, lh_nummer, Groepsoort.PREVENTIEF_WERKEN, Preventieparameters())
    assert groep.boetes is not None
    return groep.boetes.huidig_aantal


def read_groep(proef: Proef, lh_nummer: str, soort: Groepsoort, parameters: object) -> Any:
    async def read() -> Any:
        raadpleging = proef.consult()
        werkgever = await raadpleging.find_werkgever(proef.id_of(lh_nummer))
        assert werkgever is not None
        return (await raadpleging.get_groep(werkgever, soort, parameters)).groep

    return asyncio.run(read())


def maandboetes(proef: Proef, lh_nummer: str) -> dict[str, int]:
    """The fines per month that are kept for statistics."""
    return {maand.maand: maand.cijfers.boetes for maand in proef.store.read([Maandvraag(proef.id_of(lh_nummer))])[0]}


def ring(proef: Proef, lh_nummer: str) -> tuple[str, ...]:
    sleutels: tuple[str, ...] = proef.store.read([Profielvraag(proef.id_of(lh_nummer))])[0].sleutels
    return sleutels


def test_a_contact_that_moves_is_gone_from_the_one_and_there_at_the_other(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), make_organisatie(ANDER), make_contact(sleutel="C1"))
        assert (contacten(proef, LH), contacten(proef, ANDER)) == (1, 0)
        proef.deliver(make_contact(sleutel="C1", werkgever=[f"lh:{ANDER}"]))
        assert (contacten(proef, LH), contacten(proef, ANDER)) == (0, 1)


def test_a_fine_that_moves_counts_in_the_months_of_the_other(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), make_organisatie(ANDER), make_boete(sleutel="B1"))
        assert (maandboetes(proef, LH), maandboetes(proef, ANDER)) == ({"2023-05": 1}, {})
        proef.deliver(make_boete(sleutel="B1", werkgever=[f"lh:{ANDER}"]))
        assert (maandboetes(proef, LH), maandboetes(proef, ANDER)) == ({}, {"2023-05": 1})


def test_a_removed_koppeling_takes_its_records_out_of_the_view(tmp_path: Path) -> None:
    koppeling = make_levering("koppeling", {"sleutels": ["flsn:0012"]}, sleutel="K1")
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), koppeling, make_contact(werkgever=["flsn:0012"]), make_boete(werkgever=["FLSN:0012"]))
        assert (contacten(proef, LH), boetes(proef, LH), maandboetes(proef, LH)) == (1, 1, {"2023-05": 1})
        proef.deliver(make_levering("koppeling", None, sleutel="K1", werkgever=[]))
        assert (contacten(proef, LH), boetes(proef, LH), maandboetes(proef, LH)) == (0, 0, {})
        assert ring(proef, LH) == (f"lh:{LH}",)


def test_an_establishment_that_changes_hands_takes_its_records_along(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), make_organisatie(ANDER), make_levering("vestiging", VESTIGING, sleutel="V1"))
        proef.deliver(make_contact(werkgever=["vestiging:1234"]), make_boete(werkgever=["vestiging:000000001234"]))
        assert (contacten(proef, LH), boetes(proef, LH), maandboetes(proef, LH)) == (1, 1, {"2023-05": 1})
        proef.deliver(make_levering("vestiging", VESTIGING, sleutel="V1", werkgever=[f"lh:{ANDER}"]))
        assert (contacten(proef, LH), boetes(proef, LH), maandboetes(proef, LH)) == (0, 0, {})
        assert (contacten(proef, ANDER), boetes(proef, ANDER), maandboetes(proef, ANDER)) == (1, 1, {"2023-05": 1})
        assert ring(proef, ANDER) == (f"lh:{ANDER}", "vestiging:000000001234")


def test_a_record_of_the_legal_entity_is_listed_at_both_and_counted_at_the_first(tmp_path: Path) -> None:
    tweede = f"{LH[:-2]}02"
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(gegevens={"kvkNummer": "12345678"}))
        proef.deliver(make_organisatie(tweede, {"kvkNummer": "12345678"}))
        proef.deliver(make_contact(werkgever=["kvk:12345678"]), make_boete(werkgever=["kvk:12345678"]))
        assert (contacten(proef, LH), contacten(proef, tweede)) == (1, 1)
        assert (boetes(proef, LH), boetes(proef, tweede)) == (1, 0)
        assert (maandboetes(proef, LH), maandboetes(proef, tweede)) == ({"2023-05": 1}, {})


def test_when_the_first_of_a_legal_entity_ends_the_next_one_counts(tmp_path: Path) -> None:
    tweede = f"{LH[:-2]}02"
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(gegevens={"kvkNummer": "12345678"}), make_boete(werkgever=["kvk:12345678"]))
        proef.deliver(make_organisatie(tweede, {"kvkNummer": "12345678"}))
        proef.deliver(make_organisatie(gegevens={"kvkNummer": "12345678", "status": "beeindigd"}))
        assert (boetes(proef, LH), boetes(proef, tweede)) == (0, 1)
        assert (maandboetes(proef, LH), maandboetes(proef, tweede)) == ({}, {"2023-05": 1})


def test_records_that_come_before_their_employer_are_there_when_it_comes(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_contact(), make_boete())
        assert proef.store.read([Profielvraag(proef.id_of(LH))]) == [None]
        proef.deliver(make_organisatie())
        assert (contacten(proef, LH), boetes(proef, LH), maandboetes(proef, LH)) == (1, 1, {"2023-05": 1})


def test_an_employer_that_is_removed_is_gone_and_its_records_wait(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), make_boete())
        proef.deliver(make_levering("organisatie", None, sleutel=LH))
        assert proef.store.read([Profielvraag(proef.id_of(LH)), Maandvraag(proef.id_of(LH))]) == [None, ()]
        proef.deliver(make_organisatie())
        assert maandboetes(proef, LH) == {"2023-05": 1}


def test_a_fine_of_tomorrow_counts_from_tomorrow(tmp_path: Path) -> None:
    morgen = VANDAAG.replace(day=VANDAAG.day + 1)
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), make_boete(morgen.isoformat()))
        assert maandboetes(proef, LH) == {}
    with open_proef(tmp_path, morgen) as proef:
        proef.pipeline.start()
        assert maandboetes(proef, LH) == {"2023-10": 1}


def test_a_record_of_two_employers_counts_at_the_second_when_that_one_comes_and_is_first(tmp_path: Path) -> None:
    boete = make_boete(werkgever=[f"lh:{LH}", f"lh:{ANDER}"])
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(gegevens={"status": "beeindigd"}), boete)
        assert maandboetes(proef, LH) == {"2023-05": 1}
        proef.deliver(make_organisatie(ANDER))
        assert (maandboetes(proef, LH), maandboetes(proef, ANDER)) == ({}, {"2023-05": 1})
        assert (boetes(proef, LH), boetes(proef, ANDER)) == (0, 1)
