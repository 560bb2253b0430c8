"""The moment at which a rebuild switches the store under who writes to it."""

from collections.abc import Callable

import structlog

from klantbeeld.errors import StoreVernieuwd

log = structlog.get_logger()


def repeat_after_switch(werk: Callable[[], None]) -> None:
    """Does something again as often as the store is switched meanwhile: what was durable by then is in the new one."""
    while True:
        try:
            werk()
        except StoreVernieuwd:
            log.info("store vernieuwd")
        else:
            return
