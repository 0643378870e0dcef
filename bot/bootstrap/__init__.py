"""Wires edges to flows: the only place where they meet; every edge can be a fake."""

from bot.bootstrap.office import Office
from bot.bootstrap.worker import Worker, run_once

__all__ = ["Office", "Worker", "run_once"]
