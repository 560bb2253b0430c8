"""What the tests of faults share."""

from collections.abc import Callable, Iterator

import pytest

from tests.elasticopstelling import Opstelling, open_opstelling
from tests.elasticstores import Voorraad
from tests.testnode import require_elasticsearch


@pytest.fixture
def opstelling(voorraad_of: Callable[[str], Voorraad]) -> Iterator[Opstelling]:
    voorraad = voorraad_of(require_elasticsearch())
    url = voorraad.take()
    with open_opstelling(url) as opstelling:
        yield opstelling
    voorraad.give_back(url)
