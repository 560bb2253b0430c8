"""What a whole run of tests shares."""

from collections.abc import Generator

import pytest

from tests.testnode import hold_nodes


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, object, object]:
    """Nodes of Elasticsearch live as long as the process that was started; its workers share them."""
    if hasattr(config, "workerinput"):
        return (yield)
    with hold_nodes():
        return (yield)
