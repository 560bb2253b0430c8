"""What a whole run of tests shares."""

from collections.abc import Callable, Generator, Iterator
from functools import cache

import pytest

from tests.elasticstores import Voorraad
from tests.testnode import hold_nodes


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, object, object]:
    """Nodes of Elasticsearch live as long as the process that was started; its workers share them."""
    if hasattr(config, "workerinput"):
        return (yield)
    with hold_nodes():
        return (yield)


@pytest.fixture(scope="session")
def voorraad_of() -> Iterator[Callable[[str], Voorraad]]:
    """The stores on a node, made when the first test asks for one."""

    @cache
    def make(node: str) -> Voorraad:
        gemaakt.append(Voorraad(node))
        return gemaakt[-1]

    gemaakt: list[Voorraad] = []
    yield make
    for voorraad in gemaakt:
        voorraad.close()
