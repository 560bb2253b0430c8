"""What a caller types reaches Elasticsearch as a value to compare with, and as nothing else: every request is looked at."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLScalarType, get_named_type

from klantbeeld.settings import Settings
from resolvers.schema import SCHEMA
from resolvers.uitvoering import read_volledig_beeld
from tests.aanvallen.dsl import Verboden, check_body, check_query, list_keys, list_searches
from tests.bouwers_graphql import BAKKER, GROOT, Proef, fill_store, open_for_test
from tests.elasticstores import Voorraad
from tests.nepelastic import Nepelastic, Verzoek, pass_on, run_nepelastic
from tests.programma import run_klantbeeld
from tests.testnode import require_elasticsearch

MERK = "zoekkanarie"
"""Typed in every question: it may stand in values only, never in a key, an index or an address."""
TERMEN = [
    MERK,
    f"{MERK}*",
    f"*{MERK}",
    f"_exists_:{MERK}",
    f"bsn:{MERK}",
    f"/{MERK}.*/",
    f"{MERK}~2",
    f'"{MERK}',
    f"{MERK} OR 1=1",
    f"+{MERK} -de (groot",
    f"\\{MERK}\\",
    f'{{"query":{{"match_all":{{}}}}}} {MERK}',
    f'{MERK}"}},"script":{{"source":"1"',
    f"<{MERK}-{{now/d}}>,*",
    f"{MERK}\n{{}}\n",
    f"{MERK} " * 18,
]
ZOEK = "query ($t: String!) { werkgevers(zoekterm: $t) { totaal edges { node { naam } } } }"
REST = (
    "werkgeversOpSleutel(soort: RSIN, waarde: $t) { naam }",
    "werkgevers(zoekterm: $t, zoekOp: NAAM) { totaal }",
    'werkgevers(zoekterm: "groot", after: $t) { totaal }',
    """preventiestatistiek(van: "2022-01-01", tot: "2023-09-30", selectie: { sectoren: [$t], rechtsvormen: [$t],
      sbiSecties: [$t], postcodegebieden: [$t], werkgeverIds: [$i] }) { rijen { __typename } }""",
)
"""Other questions in which a caller can type something."""
LEZEND = re.compile(r"(?:GET|HEAD) /|POST /(?:[a-z0-9-]+/)?_(?:msearch|mget|search|count|pit)\b|DELETE /_pit\b")


@dataclass(frozen=True, slots=True)
class Luisteraar:
    """A store in Elasticsearch, and everything that was said to it."""

    settings: Settings
    nep: Nepelastic

    def heard(self) -> list[Verzoek]:
        """What was said since last time."""
        gezegd = list(self.nep.verzoeken)
        self.nep.verzoeken.clear()
        return gezegd


@pytest.fixture(scope="module")
def luisteraar(tmp_path_factory: pytest.TempPathFactory, voorraad_of: Callable[[str], Voorraad]) -> Iterator[Luisteraar]:
    node = require_elasticsearch()
    voorraad = voorraad_of(node)
    url = voorraad.take()
    map_ = tmp_path_factory.mktemp("luister")
    with run_nepelastic(pass_on(node)) as nep:
        settings = fill_store(map_, url.replace(node.removeprefix("http://"), nep.url.removeprefix("http://")))
        yield Luisteraar(settings, nep)
    voorraad.give_back(url)


@pytest.fixture
def bevraagd(luisteraar: Luisteraar, tmp_path: Path) -> Iterator[Proef]:
    luisteraar.heard()
    with open_for_test(luisteraar.settings, tmp_path / "log.jsonl") as klantbeeld:
        yield Proef(klantbeeld, tmp_path / "log.jsonl")


def judge(verzoeken: list[Verzoek], prefix: str) -> int:
    """Looks at every request; gives how many searches there were. Errors: ``Verboden``."""
    zoekvragen = 0
    for verzoek in verzoeken:
        for index, inhoud in list_searches(verzoek):
            zoekvragen += 1
            check_body(inhoud, index)
            for naam in index.split(",") if index and "pit" not in inhoud else []:
                assert naam.startswith(prefix)
                assert "*" not in naam
        assert MERK not in verzoek.pad.casefold()
        for regel in verzoek.lichaam.splitlines():
            assert not [sleutel for sleutel in list_keys(orjson.loads(regel)) if MERK in sleutel.casefold()]
    return zoekvragen


def prefix_of(settings: Settings) -> str:
    return settings.store.url.rpartition("/")[2]


def test_whatever_is_typed_is_a_value_and_nothing_else(luisteraar: Luisteraar, bevraagd: Proef) -> None:
    """S13: no query string, pattern or script, in any question with any text; and it finds nothing that it should not."""
    for term in TERMEN:
        assert bevraagd.ask_data(ZOEK, t=term)["werkgevers"]["totaal"] == 0, term
        for vraag in REST:
            bevraagd.ask(
                f"query ($t: String!, $i: ID!) {{ {vraag} ik {{ rol }} werkgever(id: $i) {{ naam }} }}", t=term, i=term
            )
    gezegd = luisteraar.heard()
    assert judge(gezegd, prefix_of(luisteraar.settings)) > len(TERMEN)
    assert any(MERK.encode() in verzoek.lichaam for verzoek in gezegd)


def test_everything_that_is_asked_for_answers_is_on_the_list_and_only_reads(luisteraar: Luisteraar, bevraagd: Proef) -> None:
    """S13, S15: the whole view in every role, statistics in every grouping; a web process needs rights to read, no more."""
    statistiek = """{ preventiestatistiek(van: "2022-01-01", tot: "2023-09-30", groepeerOp: [%s],
      selectie: { sectoren: ["1"] }) { rijen { __typename } } }"""
    for rol in ("klantadviseur", "handhaver", "beleid"):
        for id_ in (GROOT, BAKKER):
            bevraagd.ask(read_volledig_beeld(), rol, id=id_)
        for groepering in SCHEMA.type_map["Groepering"].values:  # type: ignore[attr-defined]
            bevraagd.ask(statistiek % groepering, rol)
        bevraagd.ask("{ bronnen { bron status } }", rol)
        bevraagd.ask(f'{{ volledigNummer(werkgeverId: "{BAKKER}", soort: RSIN, reden: "een goede reden") }}', rol)
    gezegd = luisteraar.heard()
    assert judge(gezegd, prefix_of(luisteraar.settings)) > 50
    anders = {f"{verzoek.methode} {verzoek.pad}" for verzoek in gezegd}
    assert sorted(regel for regel in anders if not LEZEND.match(regel)) == []


def test_what_an_operator_has_done_is_on_the_list(luisteraar: Luisteraar, tmp_path: Path) -> None:
    """S13, S15: also what is written, compared, erased and cleared up knows no script, pattern or other index."""
    luisteraar.heard()
    instellingen = {
        "KLANTBEELD_STORE__URL": luisteraar.settings.store.url,
        "KLANTBEELD_LEVERINGEN": str(tmp_path),
        "KLANTBEELD_VANDAAG": "2023-10-20",
    }
    for woorden in (["erase", f"lh:{MERK}", "--ja"], ["maintain"]):
        run_klantbeeld(tmp_path, *woorden, **instellingen)
    assert judge(luisteraar.heard(), prefix_of(luisteraar.settings)) > 5


def test_every_text_of_a_caller_goes_into_a_value_that_is_known() -> None:
    """S14: what is sorted, grouped or filtered by is chosen from a list in the schema; text is only what these are."""
    teksten = set()
    for type_ in SCHEMA.type_map.values():
        velden = getattr(type_, "fields", {}) if not type_.name.startswith("__") else {}
        argumenten = [(naam, arg.type) for veld in velden.values() for naam, arg in getattr(veld, "args", {}).items()]
        if isinstance(type_, GraphQLInputObjectType):
            argumenten += [(f"{type_.name}.{naam}", veld.type) for naam, veld in type_.fields.items()]
        for naam, soort in argumenten:
            kern = get_named_type(soort)
            assert isinstance(kern, GraphQLEnumType | GraphQLInputObjectType | GraphQLScalarType)
            if isinstance(kern, GraphQLScalarType) and kern.name in {"String", "ID"}:
                teksten.add(naam)
    assert teksten == set(TEKSTEN)


TEKSTEN = {
    *("after", "id", "reden", "waarde", "werkgeverId", "zoekterm", "Selectie.werkgeverIds", "Selectie.rechtsvormen"),
    *("Selectie.sectoren", "Selectie.sbiSecties", "Selectie.postcodegebieden"),
}
"""Arguments that are text; each is a value that is looked for, or words that are recorded."""


@pytest.mark.parametrize(
    "query",
    [
        {"query_string": {"query": "x"}},
        {"wildcard": {"naam": {"value": "*"}}},
        {"terms": {"sleutels": {"index": "ander", "id": "1", "path": "x"}}},
        {"term": {"naam": {"script": "1"}}},
        {"bool": {"filter": [{"regexp": {"naam": ".*"}}]}},
        {"range": {"jaar": {"gte": {"$ne": 1}}}},
        {"term": {"naam*": "x"}},
    ],
)
def test_what_is_not_on_the_list_is_seen(query: dict[str, Any]) -> None:
    """S13, S15: so that the tests above can fail."""
    with pytest.raises(Verboden):
        check_query(query, "proef")
