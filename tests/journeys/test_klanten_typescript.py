"""Divisions that write TypeScript get types from the published schema: graphql-codegen makes them, the compiler checks them,
and the program that came out asks a real server.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolvers.uitvoering import read_volledig_beeld
from tests.dienst import Dienst, serve_demo
from tests.node import KLANTEN, PAKKETTEN, require_node, run_node
from tests.teksten import WORTEL

TSC = PAKKETTEN / "typescript" / "bin" / "tsc"


@pytest.fixture(scope="module")
def dienst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    require_node("typescript")
    with serve_demo(tmp_path_factory.mktemp("typescript"), werkgevers=1) as dienst:
        yield dienst


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project of a division: its questions, its program, and types made of them."""
    require_node("typescript")
    for naam in ("package.json", "tsconfig.json", "vragen.graphql", "voorbeeld.ts"):
        shutil.copy(KLANTEN / naam, tmp_path / naam)
    (tmp_path / "node_modules").symlink_to(PAKKETTEN)
    assert generate(tmp_path) == ""
    return tmp_path


def generate(project: Path, vragen: str = "vragen.graphql") -> str:
    """Makes the types anew; what the generator complained of."""
    return run_node(KLANTEN / "codegen.mjs", str(WORTEL / "schema.graphql"), vragen, "gegenereerd.ts", map_=project).stderr


def compile_strict(project: Path, *woorden: str) -> str:
    """What the compiler complained of."""
    return run_node(TSC, *woorden, map_=project).stdout


def change(bestand: Path, oud: str, nieuw: str) -> None:
    tekst = bestand.read_text(encoding="utf-8")
    assert oud in tekst
    bestand.write_text(tekst.replace(oud, nieuw), encoding="utf-8")


def test_a_program_compiles_against_types_made_of_the_schema(project: Path) -> None:
    assert compile_strict(project, "--noEmit") == ""


def test_the_compiler_refuses_a_field_that_was_not_asked(project: Path) -> None:
    change(project / "voorbeeld.ts", "werkgever.naam", "werkgever.name")
    assert "voorbeeld.ts(20,66): error TS2339: Property 'name' does not exist" in compile_strict(project, "--noEmit")


def test_the_compiler_refuses_a_value_that_may_be_absent(project: Path) -> None:
    change(project / "voorbeeld.ts", "  if (openstaand) return", "  return")
    assert "error TS18047: 'openstaand' is possibly 'null'." in compile_strict(project, "--noEmit")


def test_the_generator_refuses_a_field_that_the_schema_does_not_have(project: Path) -> None:
    change(project / "vragen.graphql", "rechtsvorm", "rechtsform")
    assert 'Cannot query field "rechtsform" on type "Organisatiegegevens"' in generate(project)


def test_every_field_of_the_whole_view_has_a_type(project: Path) -> None:
    (project / "vragen.graphql").write_text(read_volledig_beeld(), encoding="utf-8")
    (project / "voorbeeld.ts").write_text('import "./gegenereerd.js";\n', encoding="utf-8")
    assert generate(project) == ""
    assert compile_strict(project, "--noEmit") == ""
    assert "openstaand: { aantal: number, bedragInCenten: number } | null" in (project / "gegenereerd.ts").read_text("utf-8")


@pytest.mark.parametrize(("rol", "gedrukt"), [("klantadviseur", "3125.75"), ("afnemer", "GEEN_TOEGANG")])
def test_the_program_that_was_compiled_asks_the_server(project: Path, dienst: Dienst, rol: str, gedrukt: str) -> None:
    assert compile_strict(project) == ""
    gedaan = run_node(project / "voorbeeld.js", dienst.url, dienst.tokens[rol], "123456789L01", map_=project)
    assert (gedaan.stdout, gedaan.stderr) == (f"Groothandel De Groot: {gedrukt}\n", "")
