"""What SQLite's errors mean for an operator: one clear sentence each, by what to do about it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import Misconfigured, Transient

_LATER = (
    ("disk is full", "the disk is full: nothing is lost, but nothing new is kept; make room"),
    ("readonly", "the database is read-only: check who owns {path} and its folder"),
    ("disk I/O error", "the disk does not answer as it should: check the volume of {path}"),
    ("locked", "another process holds the database for too long: is a backup or VACUUM running?"),
)
_NEVER = (
    ("malformed", "{path} is damaged: stop the worker and restore a backup (README, Backup)"),
    ("not a database", "{path} is not a database of this bot, or is damaged: restore a backup"),
    ("unable to open", "{path} cannot be opened: check that its folder is there and yours"),
)


def explain(error: sqlite3.Error, path: Path) -> Transient | Misconfigured | None:
    """Return our error for SQLite's; None for one that is a fault of the program."""
    said = str(error)
    for words, meaning in _LATER:
        if words in said:
            return Transient(meaning.format(path=path))
    for words, meaning in _NEVER:
        if words in said:
            return Misconfigured(meaning.format(path=path))
    return None


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise Transient or Misconfigured in place of what SQLite raises."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError):
            raise
        meaning = explain(error, path)
        if meaning is None:
            raise
        raise meaning from error
