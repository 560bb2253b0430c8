"""One real bus for the tests of a module that ask for it, empty at the beginning of each test."""

from collections.abc import Iterator

import pytest

from tests.redis_server import ZEKER, Redisproces, start_redis


@pytest.fixture(scope="module")
def redisproces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redisproces]:
    with start_redis(tmp_path_factory.mktemp("redis"), *ZEKER) as redis:
        yield redis


@pytest.fixture
def redis(redisproces: Redisproces) -> Redisproces:
    with redisproces.connect() as client:
        client.flushall()
    return redisproces
