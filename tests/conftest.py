"""What a whole run of tests shares: the real servers that tests ask for."""

import signal
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.elasticstores import Voorraad
from tests.redis_server import ZEKER, Redisproces, start_redis
from tests.testnode import hold_nodes

GEMETEN = {"unit", "contract"}
"""The folders of tests that must reach all code by themselves. Coverage of others is not measured: it would only slow them
down, and what they start is another process."""


def pytest_configure() -> None:
    """Programs that tests start listen to Ctrl-C, also when a shell started this run in the background, deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves the tests out of which coverage is not measured."""
    for item in items:
        if item.path.relative_to(Path(__file__).parent).parts[0] not in GEMETEN:
            item.add_marker("no_cover")


@pytest.fixture(autouse=True)
def no_end_to_come() -> Iterator[None]:
    """What is told to stop within a test does not end the process of the tests some seconds later."""
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)


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


@pytest.fixture(scope="module")
def redisproces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redisproces]:
    """One real bus for the tests of a module."""
    with start_redis(tmp_path_factory.mktemp("redis"), *ZEKER) as redis:
        yield redis


@pytest.fixture
def redis(redisproces: Redisproces) -> Redisproces:
    """That bus, empty at the beginning of each test."""
    with redisproces.connect() as client:
        client.flushall()
    return redisproces
