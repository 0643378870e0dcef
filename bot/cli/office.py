"""What commands share: settings to an office, and logging that names no person."""

import json
import logging
import sys
from typing import Any

from bot.bootstrap import Office
from bot.settings import read_settings

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Libraries that print payloads at a lower level.
_LOUD = ("slack_bolt", "slack_sdk", "imapclient", "aiohttp", "asyncio", "mail.log", "urllib3")


class _Lines(logging.Formatter):
    """One line a record, with the ids that came as `extra`."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        extra = {k: v for k, v in vars(record).items() if k not in _STANDARD}
        if self._as_json:
            line: dict[str, Any] = {
                "at": self.formatTime(record),
                "level": record.levelname,
                "message": record.getMessage(),
                **extra,
            }
            if record.exc_info:
                line["trace"] = self.formatException(record.exc_info)
            return json.dumps(line, default=str)
        facts = " ".join(f"{key}={value}" for key, value in extra.items())
        return f"{super().format(record)} {facts}".rstrip()


def start_logging(*, as_json: bool = False, level: int = logging.INFO) -> None:
    """Log to stderr; libraries that print payloads are held at warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(as_json=as_json))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)


def open_office(*, servers: bool = True) -> Office:
    """Return the office of the settings at hand. Raises Misconfigured with every fault.

    Commands that only touch the database pass `servers=False` and run without the rest.
    """
    settings, boxes = read_settings(servers=servers)
    start_logging(as_json=settings.log_json)
    return Office(settings, boxes)
