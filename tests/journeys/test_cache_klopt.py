"""What is kept is true: after every change of the store an answer from the cache is the answer without it, for everybody."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from klantbeeld.queries import Klantbeeld
from resolvers.uitvoering import Uitvoering, read_volledig_beeld
from tests.bouwers_graphql import GESLOTEN, RECHTEN, grant
from tests.bouwers_leveringen import Levering, Proef, make_bronstand, make_contact, make_levering, make_organisatie, open_proef
from tests.journeys.test_een_keer_geteld import LHS, SLEUTELS, Wereld, worlds

AANTAL = 150 if "LANGE_TESTS" in os.environ else 3
FAMILIE = """query ($id: ID!) { werkgever(id: $id) { naam status lhNummer nummersGemaskeerd familie { id naam status }
  organisatiegegevens { ontbrekend { veld reden } opvolger { naam } }
  documenten(first: 1) { totaal edges { node { titel } } } } }"""
IK = "query ($id: ID!) { ik { naam rol } werkgever(id: $id) { naam } }"


@st.composite
def others(draw: st.DrawFn) -> list[Levering]:
    """Employers with another name, successor, legal entity or person; contacts and documents; some come, some go."""
    leveringen: list[Levering] = []
    for lh in draw(st.lists(st.sampled_from(LHS), max_size=4)):
        gegevens = {
            "naam": draw(st.sampled_from(["Een", "Twee"])),
            "opvolger": draw(st.sampled_from([None, f"lh:{LHS[1]}", f"lh:{LHS[3]}"])),
            "rsin": draw(st.sampled_from([None, "000000009", "000000008"])),
            "natuurlijkPersoon": draw(st.booleans()),
        }
        leveringen.append(make_organisatie(lh, draw(st.sampled_from([gegevens, gegevens, None])) or {}, sleutel=lh))
    for nummer in draw(st.lists(st.integers(0, 2), max_size=4)):
        sleutels = draw(st.lists(st.sampled_from(SLEUTELS), min_size=1, max_size=2, unique=True))
        gegevens = {
            "datum": "2023-01-02",
            "titel": f"T{draw(st.integers(0, 9))}",
            "soort": "overig",
            "heeftBijlage": False,
            "betreftPersoon": draw(st.booleans()),
        }
        inhoud = draw(st.sampled_from([gegevens, None]))
        leveringen.append(make_levering("document", inhoud, sleutel=f"D{nummer}", werkgever=sleutels))
        leveringen.append(make_contact(sleutel=f"C{nummer}", werkgever=sleutels))
    if draw(st.booleans()):
        leveringen.append(make_bronstand())
    return leveringen


@st.composite
def histories(draw: st.DrawFn) -> Wereld:
    """A world with the others among it, cut into more files."""
    wereld, anderen = draw(worlds()), draw(others())
    geschud = draw(st.permutations([*wereld.leveringen, *anderen]))
    return Wereld(tuple(geschud), tuple(draw(st.lists(st.integers(1, max(len(geschud) - 1, 1)), max_size=5))))


@contextmanager
def fresh(proef: Proef, *, met_cache: bool) -> Iterator[Uitvoering]:
    """What answers in a process that knows nothing yet, with what others kept or without."""
    omgeving = proef.klantbeeld.omgeving
    yield Uitvoering(Klantbeeld(omgeving if met_cache else replace(omgeving, cache=None)), GESLOTEN)


def ask_all(proef: Proef, *, met_cache: bool) -> list[Any]:
    """Every query about every employer by every role."""
    vragen = (read_volledig_beeld(), FAMILIE, IK)

    async def ask() -> list[Any]:
        with fresh(proef, met_cache=met_cache) as uitvoering:
            return [
                await uitvoering.execute_query(grant(rol), vraag, {"id": proef.id_of(lh)})
                for lh in LHS
                for vraag in vragen
                for rol in sorted(RECHTEN.rollen)
            ]

    return [without_trace(antwoord) for antwoord in asyncio.run(ask())]


def without_trace(antwoord: dict[str, Any]) -> object:
    """An answer with of its errors what is the same for the same question."""
    return antwoord["data"], [(fout["message"], fout.get("path")) for fout in antwoord.get("errors", ())]


@settings(max_examples=AANTAL, deadline=None)
@given(wereld=histories())
def test_after_every_change_everybody_is_answered_as_without_a_cache(wereld: Wereld) -> None:
    """S16: every role, every question, warm as cold."""
    with tempfile.TemporaryDirectory() as map_, open_proef(Path(map_)) as proef:
        for begin, einde in pairwise(sorted({0, len(wereld.leveringen), *wereld.grenzen})):
            proef.deliver(*wereld.leveringen[begin:einde])
            koud = ask_all(proef, met_cache=False)
            assert ask_all(proef, met_cache=True) == koud
            assert ask_all(proef, met_cache=True) == koud
