"""A group that is slow to read holds up nothing but itself and what stands below it: over a real connection, byte by byte."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.vragen import Sleutelvraag, Vraag
from klantbeeld.groepen import MEESTE_TEGELIJK
from klantbeeld.settings import Settings
from tests.bouwers_graphql import OUD, fill_store
from tests.bouwers_scherm import GROOT
from tests.bouwers_traag import GEDULD, Trageproef, of_soort, serve_traag

ZAAK = of_soort("zaak")
ANKERS = ["wie", "eigenrisico", "openstaand", "contact", "wijzigingen", "preventie", "notitie"]
KOP = "</nav>"
"""With this ends the head of an employer, its menu included."""


@pytest.fixture(scope="module")
def gevuld(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return fill_store(tmp_path_factory.mktemp("traag"))


@pytest.fixture
def traag(gevuld: Settings, tmp_path: Path) -> Iterator[Trageproef]:
    """Cases take as long as a test wants."""
    with serve_traag(gevuld, tmp_path, ZAAK) as proef:
        yield proef


def list_ankers(pagina: str) -> list[str]:
    return re.findall('<section class="kb-blok[a-z -]*" id="([a-z]+)"', pagina)


def is_opvolgervraag(vraag: Vraag) -> bool:
    """Whether this asks for the successor of an employer."""
    return isinstance(vraag, Sleutelvraag)


@pytest.mark.parametrize("met_cache", [True, False])
def test_what_stands_above_a_slow_group_is_sent_before_it_is_read(gevuld: Settings, tmp_path: Path, met_cache: bool) -> None:
    with serve_traag(gevuld, tmp_path, ZAAK, met_cache=met_cache) as proef, proef.ask(GROOT) as pagina:
        tot_nu = pagina.read_until('id="eigenrisico"')
        assert "Groothandel De Groot</h1>" in tot_nu
        assert list_ankers(tot_nu) == ANKERS[:2]
        assert proef.store.wacht.is_set()
        proef.store.los.set()
        assert list_ankers(pagina.read_all()) == ANKERS
        assert "</html>" in pagina.tekst


def test_when_the_first_group_is_the_slow_one_the_head_does_not_wait(gevuld: Settings, tmp_path: Path) -> None:
    with serve_traag(gevuld, tmp_path, of_soort("organisatie")) as proef, proef.ask(GROOT) as pagina:
        assert list_ankers(pagina.read_until(KOP)) == []
        proef.store.los.set()
        assert list_ankers(pagina.read_all()) == ANKERS


def test_the_page_of_a_slow_group_begins_with_its_head_and_menu(traag: Trageproef) -> None:
    with traag.ask(f"{GROOT}/zaakmanagement") as pagina:
        tot_nu = pagina.read_until(KOP)
        assert 'href="/werkgevers/119d3bd2d932690e014af2146abfe23b/contactmanagement"' in tot_nu
        assert 'id="zaakmanagement"' not in tot_nu
        traag.store.los.set()
        assert 'id="zaakmanagement"' in pagina.read_all()


def test_the_consultation_with_all_its_groups_is_recorded_before_the_first_byte(traag: Trageproef) -> None:
    with traag.ask(GROOT) as pagina:
        (record,) = traag.read_log()
        assert set(record["groepen"]) == set(Groepsoort) - {Groepsoort.GEGEVENS_WERKBEDRIJF}
        traag.store.los.set()
        pagina.read_all()
    assert traag.read_log() == [record]


def test_another_group_alone_is_there_while_one_is_slow(traag: Trageproef) -> None:
    with traag.ask(GROOT), traag.ask(f"{GROOT}/groepen/contactmanagement") as ander:
        assert traag.store.wacht.wait(GEDULD)
        assert ander.read_all().rstrip().endswith("</section>")
        assert not traag.store.los.is_set()


def test_more_slow_groups_than_are_read_at_once_keep_no_head_back(traag: Trageproef) -> None:
    with ExitStack() as open_:
        paginas = [open_.enter_context(traag.ask(f"{GROOT}/zaakmanagement")) for _ in range(MEESTE_TEGELIJK + 4)]
        assert all("Groothandel De Groot</h1>" in pagina.read_until(KOP) for pagina in paginas)
        traag.store.los.set()
        assert all("</html>" in pagina.read_all() for pagina in paginas)


def test_a_successor_that_is_found_on_the_way_is_recorded_before_it_is_sent(gevuld: Settings, tmp_path: Path) -> None:
    with serve_traag(gevuld, tmp_path, is_opvolgervraag) as proef:
        proef.store.los.set()
        with proef.ask(f"/werkgevers/{OUD}/organisatiegegevens") as pagina:
            assert GROOT in pagina.read_all()
        assert [record["werkgevers"] for record in proef.read_log()] == [[OUD], [GROOT.rpartition("/")[2]]]


def test_a_successor_that_can_not_be_recorded_is_not_shown_and_that_is_said(gevuld: Settings, tmp_path: Path) -> None:
    with serve_traag(gevuld, tmp_path, is_opvolgervraag) as proef:
        with proef.ask(f"/werkgevers/{OUD}/organisatiegegevens") as pagina:
            pagina.read_until(KOP)
            proef.log.rename(tmp_path / "weg.jsonl")
            proef.log.mkdir()
            proef.store.los.set()
            rest = pagina.read_all()
        assert GROOT not in rest
        assert "Probeer opnieuw" in rest
        assert "niets getoond" in rest
