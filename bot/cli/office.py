"""What commands share: settings to an office, and logging that names no person."""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from bot.bootstrap import Office
from bot.core import errors
from bot.settings import read_settings

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Libraries that print payloads, and the level from which on they do not.
_LOUD = {
    "slack_bolt": logging.WARNING,
    "slack_sdk": logging.CRITICAL,  # its errors quote answers and addresses; we log our own
    "imapclient": logging.WARNING,
    "aiohttp": logging.WARNING,
    "asyncio": logging.WARNING,
    "mail.log": logging.WARNING,
    "urllib3": logging.WARNING,
}
_Raised = tuple[type[BaseException], BaseException, TracebackType | None]


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
        facts = "".join(f" {key}={value}" for key, value in extra.items())
        record.exc_text = None  # may be another handler's, with the exception's own words
        first, *trace = super().format(record).split("\n")
        return "\n".join([first + facts, *trace])

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the parent's name)
        """Return where and which kind; the words of an exception only if they are ours.

        A library's may quote an address, a mail's text or a secret.
        """
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""


def _told(fault: BaseException) -> Iterator[str]:
    """Yield the lines of a traceback with its causes, without what others' exceptions say."""
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if before is not None:
        yield from _told(before)
        yield "which led to:"
    for frame in traceback.extract_tb(fault.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
    ours = type(fault).__module__ == errors.__name__
    yield f"{type(fault).__name__}: {fault}" if ours else type(fault).__name__


def start_logging(*, as_json: bool = False, level: int = logging.INFO) -> None:
    """Log to stderr; libraries that print payloads are held at warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(as_json=as_json))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in _LOUD.items():
        logging.getLogger(name).setLevel(least)
    # What nobody caught would be printed with the exception's own words.
    sys.excepthook = lambda kind, fault, trace: _uncaught((kind, fault, trace))
    threading.excepthook = lambda args: _uncaught(
        (args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    )


def _uncaught(raised: _Raised) -> None:
    logging.getLogger("bot").critical("stopped by a fault of the program", exc_info=raised)


def open_office(*, servers: bool = True, level: int = logging.WARNING) -> Office:
    """Return the office of the settings at hand. Raises Misconfigured with every fault.

    Commands that only touch the database pass `servers=False` and run without the rest;
    the worker tells each step (`level`), a command only what is wrong.
    """
    settings, boxes = read_settings(servers=servers)
    start_logging(as_json=settings.log_json, level=level)
    return Office(settings, boxes)
