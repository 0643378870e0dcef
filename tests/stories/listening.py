"""What the worker writes into its log, line by line, in both of its forms."""

import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.cli.office import _Lines, start_logging


class Listener(logging.Handler):
    """Keeps every line as the worker would write it, as text and as JSON, traces and all."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self._guard = threading.Lock()
        self._forms = (_Lines(as_json=True), _Lines(as_json=False))

    def emit(self, record: logging.LogRecord) -> None:
        with self._guard:
            self.lines += [form.format(record) for form in self._forms]

    def records(self) -> list[dict[str, Any]]:
        """Return the lines as somebody reads them who asked for JSON."""
        with self._guard:
            return [json.loads(line) for line in self.lines if line.startswith("{")]


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen to the worker's log, the bot's own words down to DEBUG."""
    root, bot = logging.getLogger(), logging.getLogger("bot")
    before = (root.handlers[:], root.level, bot.level)
    hooks = sys.excepthook, threading.excepthook
    start_logging()
    made = Listener()
    root.addHandler(made)
    bot.setLevel(logging.DEBUG)
    yield made
    sys.excepthook, threading.excepthook = hooks
    root.handlers[:], level, bot_level = before
    root.setLevel(level)
    bot.setLevel(bot_level)
