"""What the tests of faults share."""

from collections.abc import Callable, Iterator

import pytest
from elasticsearch import Elasticsearch

from tests.bouwers_elastic import Plek
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


@pytest.fixture
def plek(voorraad_of: Callable[[str], Voorraad]) -> Iterator[Plek]:
    """An empty store in Elasticsearch that a test may rebuild."""
    node = require_elasticsearch()
    voorraad = voorraad_of(node)
    url = voorraad.take()
    with Elasticsearch(node) as client:
        yield Plek(url, client)
    voorraad.give_back(url)
