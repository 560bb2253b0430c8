"""What was released stays as it was, or the CHANGELOG tells: the schema compared with the last release, and deprecations.

``docs/releases.md`` says how a release is made; ``releases`` holds the schema of each.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLSchema, build_schema, find_breaking_changes
from graphql.utilities import DangerousChangeType, find_dangerous_changes

from resolvers.schema import print_sdl
from tests.teksten import WORTEL

KOP = re.compile(r"# Released as (\d+)\.(\d+)\.(\d+) on (\d{4}-\d{2}-\d{2})\.\n")
DAG = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
ONSCHADELIJK = {DangerousChangeType.OPTIONAL_ARG_ADDED, DangerousChangeType.OPTIONAL_INPUT_FIELD_ADDED}
"""What graphql-core calls dangerous and no client of ours can notice."""


@dataclass(frozen=True, slots=True)
class Uitgave:
    """A schema, and the day of its release; of a schema that was not released yet, the day of the last release."""

    versie: tuple[int, ...]
    dag: date
    schema: GraphQLSchema


def read_uitgave(sdl: str) -> Uitgave:
    """The release that a file of ``releases`` holds."""
    kop = KOP.match(sdl)
    assert kop, "a schema in releases begins with: # Released as 1.2.3 on 2026-12-31."
    return Uitgave(tuple(map(int, kop.groups()[:3])), date.fromisoformat(kop[4]), build_schema(sdl))


def list_uitgaven() -> list[Uitgave]:
    """Every release, oldest first."""
    bestanden = (WORTEL / "releases").glob("schema-*.graphql")
    return sorted((read_uitgave(pad.read_text(encoding="utf-8")) for pad in bestanden), key=lambda uitgave: uitgave.versie)


def list_changes(oud: GraphQLSchema, nieuw: GraphQLSchema) -> list[str]:
    """The lines that the CHANGELOG must have: what breaks a client, and what may surprise one."""
    gevaarlijk = [deel for deel in find_dangerous_changes(oud, nieuw) if deel.type not in ONSCHADELIJK]
    return [f"Breaking (schema): {deel.description}" for deel in find_breaking_changes(oud, nieuw)] + [
        f"Dangerous (schema): {deel.description}" for deel in gevaarlijk
    ]


def find_untold(wijzigingen: Sequence[str], changelog: str) -> list[str]:
    """The lines that the part Unreleased does not have, each as it must begin there."""
    onuitgegeven = changelog.partition("## Unreleased\n")[2].partition("\n## ")[0]
    punten = [" ".join(punt.split()) for punt in onuitgegeven.split("\n- ")]
    return [f"- {regel}" for regel in wijzigingen if not any(punt.startswith(regel) for punt in punten)]


def list_deprecations(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """(name, reason) of every field, argument and value that will go."""
    for naam, deel in list_parts(schema):
        if deel.deprecation_reason is not None:
            yield naam, deel.deprecation_reason


def list_parts(schema: GraphQLSchema) -> Iterator[tuple[str, Any]]:
    """(name, definition) of every field, argument and value."""
    for naam, type_ in schema.type_map.items():
        delen: dict[str, Any] = type_.values if isinstance(type_, GraphQLEnumType) else getattr(type_, "fields", {})
        for deelnaam, deel in delen.items():
            yield f"{naam}.{deelnaam}", deel
            yield from ((f"{naam}.{deelnaam}({arg})", wat) for arg, wat in getattr(deel, "args", {}).items())


def find_hasty(uitgaven: Sequence[Uitgave]) -> list[str]:
    """Deprecations that do not say when, or that end within half a year of the release that first has them."""
    leeg = Uitgave((), date.min, build_schema("type Query { a: Int }"))
    return [
        f"{naam}: {reden}"
        for oud, nieuw in pairwise([leeg, *uitgaven])
        for naam, reden in sorted({*list_deprecations(nieuw.schema)} - {*list_deprecations(oud.schema)})
        if not is_patient(reden, nieuw.dag)
    ]


def is_patient(reden: str, uitgave: date) -> bool:
    """Whether a reason names one day, half a year after the release or later."""
    dagen: list[str] = DAG.findall(reden)
    if len(dagen) != 1:
        return False
    jaar, maand = divmod(uitgave.year * 12 + uitgave.month + 5, 12)
    return dagen[0] >= date(jaar, maand + 1, min(uitgave.day, 28)).isoformat()


def make_uitgave(versie: int, dag: str, sdl: str) -> Uitgave:
    return Uitgave((versie,), date.fromisoformat(dag), build_schema(f"type Query {{ {sdl} }} enum E {{ A B }}"))


NU = build_schema(print_sdl())
UITGAVEN = list_uitgaven()
CHANGELOG = (WORTEL / "CHANGELOG.md").read_text(encoding="utf-8")
EERSTE = (WORTEL / "releases" / "schema-0.1.0.graphql").read_text(encoding="utf-8")
"""What changes are tried on: it stays the same, whatever becomes of the schema."""
GEMASKEERD = "Breaking (schema): Werkgever.nummersGemaskeerd"
ZOEK_OP = "Breaking (schema): Query.werkgevers arg zoekOp has changed type from Sleutelsoort to"

BREUKEN = {
    "a field removed": ("nummersGemaskeerd: Boolean!", "gemaskeerd: Boolean!", [f"{GEMASKEERD} was removed."]),
    "a field that may be empty now": (
        "nummersGemaskeerd: Boolean!",
        "nummersGemaskeerd: Boolean",
        [f"{GEMASKEERD} changed type from Boolean! to Boolean."],
    ),
    "a field of another type": (
        "nummersGemaskeerd: Boolean!",
        "nummersGemaskeerd: String!",
        [f"{GEMASKEERD} changed type from Boolean! to String!."],
    ),
    "an argument made required": ("zoekOp: Sleutelsoort\n", "zoekOp: Sleutelsoort!\n", [f"{ZOEK_OP} Sleutelsoort!."]),
    "an argument added that is required": (
        "zoekOp: Sleutelsoort\n",
        "zoekOp: Sleutelsoort\n    streng: Boolean!\n",
        ["Breaking (schema): A required arg streng on Query.werkgevers was added."],
    ),
    "a value of an enum renamed": (
        "  SPELLING\n",
        "  TYPEFOUT\n",
        [
            "Breaking (schema): SPELLING was removed from enum type Trefferreden.",
            "Dangerous (schema): TYPEFOUT was added to enum type Trefferreden.",
        ],
    ),
    "a value of an enum added": (
        "  SPELLING\n",
        "  SPELLING\n  KLANK\n",
        ["Dangerous (schema): KLANK was added to enum type Trefferreden."],
    ),
    "another default": (
        "status: Zaakfilter = LOPEND",
        "status: Zaakfilter = ALLE",
        ["Dangerous (schema): Werkgever.zaakmanagement arg status has changed defaultValue from LOPEND to ALLE."],
    ),
    "a field added": ("nummersGemaskeerd: Boolean!", "nummersGemaskeerd: Boolean!\n  nieuw: String!", []),
    "an argument added": ("zoekOp: Sleutelsoort\n", "zoekOp: Sleutelsoort\n    streng: Boolean\n", []),
    "an input field added": ("werkgeverIds: [ID!]", "werkgeverIds: [ID!]\n  nieuw: String", []),
    "an argument made optional": ("zoekterm: String!", "zoekterm: String", []),
    "another description": ("Zoek werkgevers op naam of nummer.", "Zoek op alles.", []),
}


def test_the_schema_breaks_nothing_of_the_last_release_that_the_changelog_does_not_tell() -> None:
    assert find_untold(list_changes(UITGAVEN[-1].schema, NU), CHANGELOG) == [], "add these lines to Unreleased in CHANGELOG.md"


def test_the_version_of_the_product_is_the_last_release() -> None:
    versie = tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert ".".join(map(str, UITGAVEN[-1].versie)) == versie, "see docs/releases.md"


@pytest.mark.parametrize("pad", sorted((WORTEL / "releases").iterdir()), ids=lambda pad: pad.name)
def test_a_released_schema_is_named_after_its_version(pad: Path) -> None:
    uitgave = read_uitgave(pad.read_text(encoding="utf-8"))
    assert pad.name == f"schema-{'.'.join(map(str, uitgave.versie))}.graphql"


@pytest.mark.parametrize(("van", "naar", "wijzigingen"), BREUKEN.values(), ids=BREUKEN.keys())
def test_a_change_made_on_purpose_is_noticed_when_it_can_break_a_client(van: str, naar: str, wijzigingen: list[str]) -> None:
    assert EERSTE.count(van) == 1
    assert list_changes(build_schema(EERSTE), build_schema(EERSTE.replace(van, naar))) == wijzigingen


@pytest.mark.parametrize(
    ("regels", "verteld"),
    [
        ("- Breaking (schema): A.b was removed. Use A.c.", True),
        ("- Something else.\n- Breaking (schema):\n  A.b was\n  removed. Use A.c.", True),
        ("- Breaking (schema): A.bc was removed.", False),
        ("- A.b was removed.", False),
        ("- Dangerous (schema): A.b was removed.", False),
        ("- Else.\n\n## 1.0.0\n- Breaking (schema): A.b was removed.", False),
        ("", False),
    ],
)
def test_the_changelog_tells_a_change_by_a_line_of_unreleased_that_begins_with_it(regels: str, verteld: bool) -> None:
    changelog = f"# Changelog\n\n## Unreleased\n\n### Users\n{regels}\n"
    ontbreekt = [] if verteld else ["- Breaking (schema): A.b was removed."]
    assert find_untold(["Breaking (schema): A.b was removed."], changelog) == ontbreekt


def test_every_deprecation_says_when_it_ends_half_a_year_after_its_release_or_later() -> None:
    assert find_hasty([*UITGAVEN, Uitgave((), UITGAVEN[-1].dag, NU)]) == []


@pytest.mark.parametrize(
    ("sdl", "haastig"),
    [
        ('a: Int @deprecated(reason: "Use b. Goes on 2026-09-28.")', []),
        ('a: Int @deprecated(reason: "Use b. Goes on 2026-09-27.")', ["Query.a: Use b. Goes on 2026-09-27."]),
        ('a: Int @deprecated(reason: "Use b.")', ["Query.a: Use b."]),
        ("a: Int @deprecated", ["Query.a: No longer supported"]),
        ('a: Int @deprecated(reason: "2026-10-01 or 2027-01-01")', ["Query.a: 2026-10-01 or 2027-01-01"]),
        ('a(b: Int @deprecated(reason: "c")): Int', ["Query.a(b): c"]),
        ('a(i: I): Int } input I { b: Int @deprecated(reason: "c")', ["I.b: c"]),
        ('a(f: F): Int } enum F { B @deprecated(reason: "c")', ["F.B: c"]),
    ],
)
def test_a_deprecation_without_a_day_or_that_ends_too_early_is_found(sdl: str, haastig: list[str]) -> None:
    assert find_hasty([make_uitgave(1, "2026-03-31", sdl)]) == haastig


def test_a_deprecation_counts_from_the_release_that_first_has_it() -> None:
    sdl = 'a: Int @deprecated(reason: "Goes on 2027-01-01.")'
    oud, nieuw = make_uitgave(1, "2026-06-30", sdl), make_uitgave(2, "2026-12-01", sdl)
    assert find_hasty([oud, nieuw]) == []


def test_a_deprecation_whose_day_was_moved_counts_from_the_release_that_moved_it() -> None:
    oud = make_uitgave(1, "2026-06-30", 'a: Int @deprecated(reason: "Goes on 2027-02-01.")')
    nieuw = make_uitgave(2, "2026-12-01", 'a: Int @deprecated(reason: "Goes on 2027-01-01.")')
    assert find_hasty([oud, nieuw]) == ["Query.a: Goes on 2027-01-01."]
