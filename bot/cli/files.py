"""Files with personal data that a command writes: readable by their owner alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.core.errors import Misconfigured


@contextmanager
def private_file(path: Path, option: str) -> Iterator[TextIO]:
    """Open a file to write text to, mode 0600 before a word is in it, whatever the umask.

    Raises Misconfigured, naming the option, if that cannot be.
    """
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.fchmod(number, 0o600)  # it may have been there before
    except OSError as fault:
        raise Misconfigured(f"{option}: cannot write {path} ({fault.strerror})") from None
    with os.fdopen(number, "w", encoding="utf-8") as file:
        yield file
