"""Who succeeded the ended employers on a list: known for the first of them, in one read however many there are."""

import asyncio
from collections.abc import Iterator

import pytest

from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.opvolgers import MEESTE_OPVOLGERS
from klantbeeld.queries import Raadpleging, Werkgever
from tests.bouwers_leveringen import Proef, make_organisatie, open_proef

ERFGENAAM = "900000000L01"
POSTCODE = "1012 JS"
ADRES = {"straat": "Dam", "huisnummer": "1", "postcode": POSTCODE, "plaats": "Amsterdam"}
AANTAL = 40


@pytest.fixture(scope="module")
def proef(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proef]:
    """Many ended employers at one address with one successor, one whose successor is not there, and one without."""
    einde = {"status": "beeindigd", "vestigingsadres": ADRES}
    nummers = [f"{nummer:09}L01" for nummer in range(1, AANTAL + 1)]
    with open_proef(tmp_path_factory.mktemp("opvolgers")) as proef:
        proef.deliver(
            make_organisatie(ERFGENAAM, {"naam": "Erfgenaam"}),
            *(make_organisatie(nummer, {"naam": "Oud", "opvolger": f"lh:{ERFGENAAM}", **einde}) for nummer in nummers),
            make_organisatie("800000000L01", {"naam": "Wees", "opvolger": "lh:999999999L01", **einde}),
            make_organisatie("700000000L01", {"naam": "Los", **einde}),
        )
        yield proef


def find(proef: Proef, zoekterm: str) -> tuple[list[Werkgever], dict[str, Werkgever], int]:
    """The hits, their successors, and how many reads those took."""

    async def answer() -> tuple[list[Werkgever], dict[str, Werkgever], int]:
        raadpleging: Raadpleging = proef.consult()
        resultaat = await raadpleging.search_werkgevers(zoekterm, None, Bladvraag(100))
        werkgevers = [edge.node.werkgever for edge in resultaat.bladzijde.edges]
        voor = raadpleging.lezer.lezingen
        opvolgers = await raadpleging.find_opvolgers(werkgevers)
        return werkgevers, opvolgers, raadpleging.lezer.lezingen - voor

    return asyncio.run(answer())


def test_one_read_names_the_successors_of_the_first_ended_employers(proef: Proef) -> None:
    werkgevers, opvolgers, lezingen = find(proef, POSTCODE)
    assert len(werkgevers) == AANTAL + 2
    bekend = [werkgever.id for werkgever in werkgevers[:MEESTE_OPVOLGERS] if werkgever.naam == "Oud"]
    assert {id_: opvolger.naam for id_, opvolger in opvolgers.items()} == dict.fromkeys(bekend, "Erfgenaam")
    assert lezingen == 1


@pytest.mark.parametrize(("zoekterm", "lezingen"), [("wees", 1), ("los", 0), ("erfgenaam", 0)])
def test_a_successor_that_is_not_there_is_not_named(proef: Proef, zoekterm: str, lezingen: int) -> None:
    assert find(proef, zoekterm)[1:] == ({}, lezingen)


def test_a_list_without_what_can_not_be_read_is_still_a_list(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer() -> dict[str, Werkgever]:
        raadpleging = proef.consult()
        resultaat = await raadpleging.search_werkgevers(POSTCODE, None, Bladvraag(100))

        async def fail(_: object) -> None:
            raise StoreOnbereikbaar("weg")

        monkeypatch.setattr(raadpleging.lezer, "ask", fail)
        return await raadpleging.find_opvolgers([edge.node.werkgever for edge in resultaat.bladzijde.edges])

    assert asyncio.run(answer()) == {}
