"""Finding one employer among more of the same name than a store brings for a question."""

import asyncio
from collections.abc import Iterator
from itertools import combinations

import pytest

from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.zoekplan import MEESTE_KANDIDATEN
from tests.bouwers_leveringen import Proef, make_organisatie, open_proef

VOORLETTERS = [".".join(letters) for letters in combinations("ABCDEFGHKLMNPRST", 2)]


@pytest.fixture(scope="module")
def jansens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proef]:
    """Everybody is called Jansen, with initials of their own; one of them is Van den Jansen."""
    namen = [*(f"{letters}. Jansen" for letters in VOORLETTERS), "Van den Jansen"]
    assert len(namen) > MEESTE_KANDIDATEN
    with open_proef(tmp_path_factory.mktemp("jansens")) as proef:
        proef.deliver(*(make_organisatie(f"{plaats:09}L01", {"naam": naam}) for plaats, naam in enumerate(namen, 1)))
        yield proef


@pytest.mark.parametrize(
    ("zoekterm", "naam"),
    [
        *((f"jansen {letters}", f"{letters}. Jansen") for letters in VOORLETTERS[::20]),
        *((f"{letters} jasnen", f"{letters}. Jansen") for letters in VOORLETTERS[::20]),
        ("jansen van den", "Van den Jansen"),
    ],
)
def test_initials_and_small_words_tell_one_of_many_namesakes(jansens: Proef, zoekterm: str, naam: str) -> None:
    async def search() -> list[str]:
        resultaat = await jansens.consult().search_werkgevers(zoekterm, None, Bladvraag(1))
        return [edge.node.werkgever.naam for edge in resultaat.bladzijde.edges]

    assert asyncio.run(search()) == [naam]
