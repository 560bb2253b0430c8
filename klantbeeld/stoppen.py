"""Stopping in time, also while something is waited for that does not answer."""

import atexit
import os
import signal

UITERSTE = 8.0
"""So many seconds a program that was told to stop may take to end well: those who run it give it ten, and then kill it."""


def end_within(seconden: float, code: int) -> None:
    """Lets this process end after so many seconds at the latest, with this exit code; the first call counts. What it is in the
    midst of then is cut off as by a kill, which the next start mends. To be called in the main thread, also by what handles a
    signal: it takes no locks."""
    if signal.getitimer(signal.ITIMER_REAL)[0]:
        return
    signal.signal(signal.SIGALRM, lambda *_: os._exit(code))
    signal.setitimer(signal.ITIMER_REAL, seconden)
    # Who comes so far has ended well. Python forgets what answers the signal before it has cleared up: that would kill it.
    atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)
