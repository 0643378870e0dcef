"""Connections that count commits, and end the process (SIGKILL) at one of them."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.edges.store.connections import Connections


class Dying(Connections):
    """Connections that count commits and die at one of them."""

    when, at, count = "", 0, 0

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Die right before or right after the commit."""
        Dying.count += 1
        mine = Dying.count == self.at
        with super().write() as connection:
            yield connection
            if mine and self.when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)
