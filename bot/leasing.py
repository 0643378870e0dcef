"""One worker at a time: the wait for the lease, and the thread that keeps it."""

import logging
import threading
import time
from typing import Protocol

from bot.edges.store.lease import RENEW
from bot.loops import Loop, Signal

log = logging.getLogger(__name__)


class Lease(Protocol):
    """The right to be the one worker."""

    def take(self) -> bool:
        """Take it; False if another worker has it."""

    def renew(self) -> bool:
        """Keep it; False if it was lost."""

    def release(self) -> None:
        """Give it back."""


class LeaseLoop(Loop):
    """Keeps the lease; a worker that lost it stops, because another one is at work."""

    def __init__(self, signal: Signal, lease: Lease) -> None:
        super().__init__("lease", signal)
        self._lease = lease

    def turn(self) -> None:
        """Renew, then wait."""
        if not self._lease.renew():
            log.error("another worker has taken over: this one stops")
            self.signal.stop()
        self.signal.stopping.wait(RENEW)


def wait_for(lease: Lease, stopping: threading.Event, seconds: float | None = None) -> bool:
    """Take the lease as soon as it is free; False at a stop or when the time is over."""
    end = time.monotonic() + seconds if seconds is not None else None
    told = False
    while not stopping.is_set():
        if lease.take():
            return True
        if end is not None and time.monotonic() >= end:
            return False
        if not told:
            log.info("another worker is at work on this database: waiting for it to stop")
            told = True
        stopping.wait(0.5)
    return False
