"""Templates keep to what they are given: each reads the fields of its own class and nothing else. And the style sheet: each
token that a page needs has a value, and none is left over."""

import pkgutil
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

import klantbeeld.web
from klantbeeld.domain.beeld import GROEPSREGELS
from klantbeeld.domain.bladzijden import Bladzijde
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.preventie_beeld import PreventiefWerken, Verslag
from klantbeeld.web.groepen import GROEPSBLADEN
from klantbeeld.web.sjablonen import Blad, get_environment
from tests.sjabloontypen import Lezing, find_attribute, has_only_delen, list_inhoud, list_velden

STATIC = Path(str(files("klantbeeld.web").joinpath("static")))
NOOIT = re.compile(r":disabled|aria-disabled|:invalid|aria-invalid|search-cancel")
"""States of elements that ours are never in."""


NIET_GESCHREVEN = {
    "why something is missing, which a filter looks up": {"OntbrekendVeld.veld", "OntbrekendVeld.reden"},
    "of lists: links that are made of it": {
        "Bladzijde.page_info",
        "Edge.cursor",
        "PageInfo.has_next_page",
        "PageInfo.end_cursor",
    },
    "keys of records": {"Betalingregel.id", "Documentregel.id", "Zaakregel.id", "Loonsanctie.riv"},
    "said by what it makes of other fields": {"Loonsanctie.omgezet", "Contactpersoon.zijde", "Verhouding.uitleg"},
    "a key, of which the page makes a link": {"Organisatiegegevens.opvolger"},
    "shown as columns": {f"Uitkeringsgegevens.{naam}" for naam in ("peildatum", "wga", "zw", "ww")},
    "shown of today and of a day, not of each period": {
        f"Erd.{naam}" for naam in ("directe_betaling", "garantie", "intermediair")
    },
    "shown as choices": {
        *("Documenten.aantallen", "Soorttelling.soort", "Soorttelling.aantal"),
        *("Statustelling.status", "Statustelling.aantal"),
    },
}
"""Fields of groups that no template writes as they are, by the reason."""


def list_bladen() -> list[type[Blad]]:
    """Every class with a template of its own."""
    for module in pkgutil.iter_modules(klantbeeld.web.__path__, "klantbeeld.web."):
        import_module(module.name)
    alle = {blad.__qualname__: blad for blad in _walk(Blad) if getattr(sys.modules[blad.__module__], blad.__name__) is blad}
    return [alle[naam] for naam in sorted(alle)]


def _walk(klasse: type[Blad]) -> Iterator[type[Blad]]:
    for kind in klasse.__subclasses__():
        yield kind
        yield from _walk(kind)


def read(blad: type[Blad]) -> Lezing:
    return Lezing(get_environment(), blad.sjabloon, list_velden(blad))


@pytest.mark.parametrize("blad", list_bladen(), ids=lambda blad: blad.__name__)
def test_a_template_reads_only_what_its_class_has(blad: type[Blad]) -> None:
    assert read(blad).fouten == []


@pytest.mark.parametrize("blad", list_bladen(), ids=lambda blad: blad.__name__)
def test_a_template_uses_every_field_of_its_class(blad: type[Blad]) -> None:
    assert {veld.name for veld in fields(blad)} - read(blad).gelezen == set()


def test_every_template_belongs_to_one_class() -> None:
    sjablonen = [blad.sjabloon for blad in list_bladen()]
    omgeving = get_environment()
    assert sorted(sjablonen) == [naam for naam in omgeving.list_templates(["html"]) if not has_only_delen(omgeving, naam)]


@pytest.mark.parametrize("soort", list(Groepsoort))
def test_every_field_of_a_group_has_its_place_on_the_page(soort: Groepsoort) -> None:
    gezien = set().union(*(read(blad).gezien for blad in list_bladen()))
    rest = {f"{klasse.__name__}.{naam}" for klasse, naam in list_inhoud(GROEPSREGELS[soort].model) - gezien}
    assert {veld for veld in rest if not veld.endswith(".ontbrekend")} - set().union(*NIET_GESCHREVEN.values()) == set()


def test_every_group_has_its_page() -> None:
    assert list(GROEPSBLADEN) == list(Groepsoort)


@pytest.mark.parametrize(
    ("tekst", "fout"),
    [
        ("{{ iets }}", "proef: there is no iets"),
        ("{{ groep.kleur }}", "proef: PreventiefWerken has no kleur"),
        (
            "{% if False %}{{ groep.boetes.kleur }}{% endif %}",
            "proef: klantbeeld.domain.preventie_beeld.Boetes | None has no kleur",
        ),
        ("{% for edge in groep.verslagen.edges %}{{ edge.node.kleur }}{% endfor %}", "proef: Verslag has no kleur"),
        ("{% macro m(x, y) %}{{ x | attr(y) }}{% endmacro %}{{ m(groep, 'kleur') }}", "proef: PreventiefWerken has no kleur"),
        ("{% set deel = groep.periode %}{{ deel.kleur }}", "proef: klantbeeld.domain.preventie.Periode | None has no kleur"),
        ("{% macro m(x) %}{{ x }}{% endmacro %}{{ m() }}", "proef: m is called without ['x'], or with too much"),
        ("{% from 'delen' import m %}", "proef: delen has no m"),
    ],
)
def test_what_is_not_there_is_found(tekst: str, fout: str) -> None:
    omgeving = Environment(loader=DictLoader({"proef": tekst, "delen": ""}), autoescape=True)
    assert Lezing(omgeving, "proef", {"groep": PreventiefWerken}).fouten == [fout]


def test_the_type_of_a_list_says_what_is_in_it() -> None:
    edges = find_attribute(Bladzijde[Verslag], "edges")
    assert "Verslag" in str(edges)


# tokens


def read_tokens(tekst: str) -> tuple[set[str], set[str]]:
    """The tokens that a style sheet sets, and those that it uses without something to fall back on."""
    return set(re.findall(r"(--(?:kb|ams)-[\w-]+)\s*:", tekst)), set(re.findall(r"var\((--(?:kb|ams)-[\w-]+)", tekst))


def list_gebruikers() -> list[Path]:
    """Everything that names classes of the vendored sheet: templates and scripts."""
    return [*Path(str(files("klantbeeld.web").joinpath("sjablonen"))).rglob("*.html"), *STATIC.glob("*.js")]


def list_regels() -> str:
    """What the vendored sheet says of the classes that we use, in the states that our elements can be in."""
    klassen = {klasse for pad in list_gebruikers() for klasse in re.findall(r"ams-[\w-]+", pad.read_text("utf-8"))}
    regels = re.findall(r"([^{}]+)\{([^{}]*)\}", (STATIC / "ams" / "index.css").read_text("utf-8"))
    return "".join(f"{inhoud};" for keuze, inhoud in regels if any(is_ours(deel, klassen) for deel in split_keuze(keuze)))


def split_keuze(keuze: str) -> list[str]:
    """The selectors of a rule, each without what it says between brackets of other elements."""
    while (zonder := re.sub(r"\([^()]*\)", "", keuze)) != keuze:
        keuze = zonder
    return keuze.split(",")


def is_ours(keuze: str, klassen: set[str]) -> bool:
    return not NOOIT.search(keuze) and set(re.findall(r"\.(ams-[\w-]+)", keuze)) <= klassen


def test_every_token_that_is_used_has_a_value_and_none_is_left_over() -> None:
    eigen = [read_tokens((STATIC / naam).read_text("utf-8")) for naam in ("tokens.css", "scherm.css")]
    gezet = set.union(*(deel[0] for deel in eigen))
    gebruikt = set.union(read_tokens(list_regels())[1], *(deel[1] for deel in eigen))
    assert (sorted(gebruikt - gezet), sorted(gezet - gebruikt)) == ([], [])


@pytest.mark.parametrize("pad", list_gebruikers(), ids=lambda pad: pad.name)
def test_nothing_is_in_a_state_that_has_no_tokens(pad: Path) -> None:
    assert re.findall(r"\bdisabled\b|aria-invalid|type=.search", pad.read_text("utf-8")) == []
