"""The documentation says what is true: its generated pages, links, words, commands and codes."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.core import TyperGroup

from docs import fouttabellen, generate
from indexers import afwezigheid, pipeline
from indexers.configuratie import load_bronnen
from klantbeeld import problemen, verzoeken
from klantbeeld.cli import app
from klantbeeld.domain import leveringen
from klantbeeld.errors import WEIGERREDENEN, BronFout, StoreAlleenLezen, StoreVernieuwd
from klantbeeld.laden import Stopknop, Volger
from klantbeeld.meter import Meter
from klantbeeld.settings import Settings
from klantbeeld.toestand import ALARMEN, Bevinding, Toestand
from klantbeeld.web import statistiekpunt
from klantbeeld.web.metrics import Meting
from resolvers import errors as antwoorden
from tests.teksten import WORTEL, list_blocks, list_code, list_klantbeeld, list_make, list_pages, name_page

PAGINAS = list_pages()
RUNBOOK = WORTEL / "deploy" / "runbook.md"
WOORDENLIJST = WORTEL / "docs" / "woordenlijst.md"
CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
LINK = re.compile(r"\]\(([^)\s]+)\)")
DEZE_MACHINE = re.compile(r"(?<![\w.])/(?:work|home|root|tmp|Users|private)/")
MAPPEN = (WORTEL, WORTEL / "klantbeeld")
BESTAND = re.compile(r"^((?:klantbeeld|indexers|resolvers|tests|docs|deploy|domain|stores|access|web)/[\w./]*)$")
"""A path below one of the folders of the code; those of the package may leave its name out."""
NA_EEN_WOORD = ("", "s", "n", "en")


def list_modules(*mappen: str) -> Iterator[Path]:
    for map_ in mappen:
        yield from sorted((WORTEL / map_).rglob("*.py"))


def list_nouns() -> Iterator[tuple[str, str]]:
    """(place, name) of every module and public class whose words the woordenlijst explains."""
    for pad in list_modules("klantbeeld/domain", "indexers"):
        if pad.stem != "__init__":
            yield name_page(pad), pad.stem
        for deel in ast.parse(pad.read_text(encoding="utf-8")).body:
            if isinstance(deel, ast.ClassDef) and not deel.name.startswith("_"):
                yield name_page(pad), deel.name


def list_words() -> list[list[str]]:
    """The forms of each word of the woordenlijst, in its order."""
    rijen = [regel.split("|")[1] for regel in WOORDENLIJST.read_text(encoding="utf-8").splitlines() if regel.startswith("| ")]
    return [[vorm.strip().casefold() for vorm in rij.split("·")] for rij in rijen[2:]]


def can_be_read(naam: str, vormen: frozenset[str]) -> bool:
    """Whether a name is words of the list, one after the other, with the Dutch joints between them."""

    @cache
    def rest_can_be_read(rest: str) -> bool:
        if not rest:
            return True
        begin = [vorm for vorm in vormen if rest.startswith(vorm)]
        resten = (rest.removeprefix(vorm) for vorm in begin)
        return any(rest_can_be_read(na.removeprefix(voeg)) for na in resten for voeg in NA_EEN_WOORD if na.startswith(voeg))

    return rest_can_be_read(naam.replace("_", "").casefold())


def list_raised_reasons() -> set[str]:
    """Every reason code that the code refuses a record with."""
    redenen = set(leveringen._REDENEN.values()) | set(leveringen._EIGEN_REDENEN)
    for pad in list_modules("klantbeeld", "indexers"):
        for deel in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
            if isinstance(deel, ast.Call) and isinstance(deel.func, ast.Name):
                redenen.update(_codes_of(deel, deel.func.id))
    return redenen


def _codes_of(aanroep: ast.Call, naam: str) -> Iterator[str]:
    plaats = {"Weigering": 0, "refuse": 0, "Besluit": 1}.get(naam)
    if plaats is not None and len(aanroep.args) > plaats:
        argument = aanroep.args[plaats]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def list_snapshot_reasons() -> set[str]:
    """Every reason for which a snapshot is not applied."""
    boom = ast.parse(Path(afwezigheid.__file__).read_text(encoding="utf-8"))
    teksten = {deel.value for deel in ast.walk(boom) if isinstance(deel, ast.Constant) and isinstance(deel.value, str)}
    return {tekst for tekst in teksten if CODE.match(tekst)}


def list_storingen() -> set[str]:
    """Every reason for which a source stops."""
    bronfouten = (fout for fout in fouttabellen.list_errors() if issubclass(fout, BronFout))
    return {pipeline.TE_VEEL_FOUTEN, *(fout.storing for fout in bronfouten)}


def read_headings(pad: Path) -> str:
    return "\n".join(regel for regel in pad.read_text(encoding="utf-8").splitlines() if regel.startswith("#"))


@cache
def get_command() -> TyperGroup:
    opdracht = typer.main.get_command(app)
    assert isinstance(opdracht, TyperGroup)
    return opdracht


def find_unknown(opdrachtregel: str) -> str | None:
    """The first word of a command line that the program does not know; None when it knows all."""
    opdracht: Any = get_command()
    woorden = opdrachtregel.split()
    while isinstance(opdracht, TyperGroup) and woorden and not woorden[0].startswith("-"):
        naam = woorden.pop(0)
        if naam not in opdracht.commands:
            return naam
        opdracht = opdracht.commands[naam]
    opties = {optie for deel in opdracht.params for optie in deel.opts} | {"--help"}
    return next((woord for woord in woorden if woord.startswith("--") and woord not in opties), None)


@pytest.mark.parametrize("pad", list(generate.render()), ids=name_page)
def test_a_generated_page_is_what_the_code_says_now(pad: Path) -> None:
    assert pad.read_text(encoding="utf-8") == generate.render()[pad], "run: make docs"


def test_every_error_of_the_product_has_a_meaning() -> None:
    bekend = fouttabellen.describe_errors()
    assert [fout.__name__ for fout in fouttabellen.list_errors() if not bekend.get(fout.__name__)] == []


def test_every_error_of_the_product_says_where_it_appears() -> None:
    assert set(fouttabellen.list_errors()) == set(fouttabellen.PLAATSEN)


def test_every_code_of_the_addresses_of_statistics_has_a_meaning() -> None:
    assert set(statistiekpunt.STATUSSEN) == set(fouttabellen.STATISTIEKCODES)


def test_every_problem_that_a_door_tells_has_a_title() -> None:
    elders = {StoreVernieuwd.code, StoreAlleenLezen.code}  # who reads is not told these
    assert set(problemen.TITELS) == fouttabellen.AANLEVERCODES.keys() | statistiekpunt.STATUSSEN.keys() | elders


def test_every_code_of_the_graphql_door_has_a_meaning() -> None:
    plaatsen = (vars(antwoorden) | vars(verzoeken)).items()
    codes = {waarde for naam, waarde in plaatsen if naam.isupper() and isinstance(waarde, str) and CODE.match(waarde)}
    assert codes == set(fouttabellen.HTTP_CODES)


@pytest.mark.parametrize("pad", PAGINAS, ids=name_page)
def test_every_link_leads_to_a_file(pad: Path) -> None:
    doelen = [doel.partition("#")[0] for doel in LINK.findall(pad.read_text(encoding="utf-8")) if "://" not in doel]
    assert [doel for doel in doelen if doel and not (pad.parent / doel).exists()] == []


@pytest.mark.parametrize("pad", PAGINAS, ids=name_page)
def test_every_file_of_the_code_that_is_named_exists(pad: Path) -> None:
    genoemd = {gevonden for code in list_code(pad) for gevonden in BESTAND.findall(code)}
    assert [bestand for bestand in sorted(genoemd) if not any((map_ / bestand).exists() for map_ in MAPPEN)] == []


@pytest.mark.parametrize("pad", PAGINAS, ids=name_page)
def test_no_page_names_a_path_of_one_machine(pad: Path) -> None:
    assert DEZE_MACHINE.findall(pad.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("pad", PAGINAS, ids=name_page)
def test_every_target_that_is_told_to_make_exists(pad: Path) -> None:
    doelen = set(re.findall(r"^([a-z-]+):", (WORTEL / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert list_make(pad) - doelen == set()


@pytest.mark.parametrize("pad", PAGINAS, ids=name_page)
def test_every_command_and_option_that_is_named_exists(pad: Path) -> None:
    assert {regel: onbekend for regel in sorted(list_klantbeeld(pad)) if (onbekend := find_unknown(regel))} == {}


def test_the_readme_names_every_command() -> None:
    genoemd = {regel.split()[0] for regel in list_klantbeeld(WORTEL / "README.md")}
    assert set(get_command().commands) - genoemd == set()


def test_every_module_and_class_is_words_of_the_woordenlijst() -> None:
    vormen = frozenset(vorm for woord in list_words() for vorm in woord)
    onleesbaar = [f"{naam} ({plaats})" for plaats, naam in list_nouns() if not can_be_read(naam, vormen)]
    assert onleesbaar == [], "add their words to docs/woordenlijst.md"


def test_the_woordenlijst_is_alphabetical() -> None:
    eerste = [woord[0] for woord in list_words()]
    assert eerste == sorted(eerste)


def test_the_woordenlijst_has_each_word_once() -> None:
    vormen = [vorm for woord in list_words() for vorm in woord]
    assert sorted({vorm for vorm in vormen if vormen.count(vorm) > 1}) == []


def test_every_reason_of_refusal_that_the_code_gives_is_explained() -> None:
    assert list_raised_reasons() - WEIGERREDENEN.keys() == set()


def test_every_explained_reason_of_refusal_is_given_by_the_code() -> None:
    gegeven = list_raised_reasons()
    assert [reden for reden in WEIGERREDENEN if reden not in gegeven] == []


@pytest.mark.parametrize("pad", [RUNBOOK, WORTEL / "docs" / "leveringen.md"], ids=name_page)
def test_every_reason_of_refusal_is_on_the_page_of(pad: Path) -> None:
    tekst = pad.read_text(encoding="utf-8")
    assert [reden for reden in WEIGERREDENEN if f"`{reden}`" not in tekst] == []


def test_the_runbook_has_a_heading_for_every_error() -> None:
    koppen = read_headings(RUNBOOK)
    assert [fout.code for fout in fouttabellen.list_errors() if f"`{fout.code}`" not in koppen] == []


def test_the_runbook_has_a_heading_for_every_reason_a_source_stops() -> None:
    koppen = read_headings(RUNBOOK)
    assert [reden for reden in sorted(list_storingen()) if f"`{reden}`" not in koppen] == []


def test_the_runbook_has_a_heading_for_every_alarm() -> None:
    koppen = read_headings(RUNBOOK)
    assert [code for code in ALARMEN if f"`{code}`" not in koppen] == []


def test_every_reason_a_source_stops_is_an_alarm() -> None:
    assert list_storingen() - ALARMEN.keys() == set()


def test_every_metric_that_the_runbook_names_exists() -> None:
    volger = Volger(Settings(), [], pipeline.Opdracht(), Stopknop())
    families = list(Meting(Bevinding({}, Toestand((), 0, {}, te_laden=False))).collect())
    families += [*Meter().registry.collect(), *volger.collect()]
    bekend = {familie.name for familie in families}
    genoemd = {code for code in list_code(RUNBOOK) if re.fullmatch(r"klantbeeld_\w+", code)}
    assert {naam.removesuffix("_total") for naam in genoemd} == bekend


def test_the_runbook_has_a_heading_for_every_reason_a_snapshot_is_not_applied() -> None:
    koppen = read_headings(RUNBOOK)
    assert [reden for reden in sorted(list_snapshot_reasons()) if f"`{reden}`" not in koppen] == []


def test_the_example_of_a_delivery_is_accepted() -> None:
    blokken = list_blocks(WORTEL / "docs" / "leveringen.md")
    voorbeelden = [blok.tekst for blok in blokken if (blok.taal, blok.merk) == ("json", "")]
    assert [leveringen.parse_levering(json.loads(tekst)).soort for tekst in voorbeelden] == ["notitie"]


def test_the_example_of_a_source_is_accepted(tmp_path: Path) -> None:
    tekst = next(blok.tekst for blok in list_blocks(WORTEL / "docs" / "new-source.md") if blok.taal == "toml")
    bestand = tmp_path / "bronnen.toml"
    bestand.write_text(tekst, encoding="utf-8")
    assert list(load_bronnen(bestand).bronnen) == ["wgs"]


def test_every_decision_is_in_the_list_of_decisions() -> None:
    lijst = WORTEL / "docs" / "adr" / "README.md"
    tekst = lijst.read_text(encoding="utf-8")
    assert [pad.name for pad in lijst.parent.glob("*.md") if pad != lijst and f"({pad.name})" not in tekst] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    eisen = [*project["dependencies"], *(eis for groep in project["optional-dependencies"].values() for eis in groep)]
    namen = {re.split(r"[\[<>=!~ ]", eis)[0] for eis in eisen}
    genoemd = set(re.findall(r"[\w-]+", (WORTEL / "docs" / "adr" / "README.md").read_text(encoding="utf-8")))
    assert namen - genoemd == set()
