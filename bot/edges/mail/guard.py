"""Parsing behind a wall: one limited child process does it; if it dies, one mail is unreadable.

The child is started by exec, never by fork, and without the worker's environment.
"""

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final

import bot
from bot.core.mail import InboundMail
from bot.edges.mail.frames import LENGTH, mail_from_json, settings_to_json
from bot.edges.mail.mime import MOST_READ, ParseSettings, unreadable

BIG_MAIL: Final = 8 * 1024 * 1024
"""Bytes; after a mail of this size the child is replaced, so that its memory is given back."""

MAILS_PER_CHILD: Final = 5_000
LARGEST_ANSWER: Final = 64 * 1024 * 1024
WRITE_SIZE: Final = 1 << 16  # bytes, what a pipe holds on Linux

STOPPED: Final = "the parser was stopped at a limit (memory, CPU or time): raw mail kept"


class GuardedParser:
    """Parses mails in a child under limits; safe to share between threads."""

    def __init__(
        self,
        settings: ParseSettings | None = None,
        memory_mb: int = 512,
        cpu_seconds: int = 20,
        wall_seconds: float = 60.0,
    ) -> None:
        """Take the limits for one mail; the child starts with the first mail."""
        self._settings = settings or ParseSettings()
        self._limits = (memory_mb, cpu_seconds)
        self._wall = wall_seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._lock = Lock()

    def parse(self, raws: Sequence[bytes]) -> list[InboundMail]:
        """Return what the mails say, in order; never raises for a mail."""
        with self._lock:
            return [self._one(raw) for raw in raws]

    @property
    def pid(self) -> int | None:
        """Return the child's process id, or None while there is none."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """End the child and wait until it is gone."""
        with self._lock:
            self._end()

    def __enter__(self) -> "GuardedParser":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _one(self, raw: bytes) -> InboundMail:
        """Parse one mail; try a second child if the first was dead before it began."""
        for attempt in (1, 2):
            fresh = self._child is None
            deadline = time.monotonic() + self._wall
            try:
                self._start(deadline)
                self._send(
                    memoryview(raw)[: MOST_READ + 1], deadline
                )  # the parser says that it is cut
                answer = self._receive(deadline)
                mail = mail_from_json(answer)
            except (OSError, ValueError, TypeError, KeyError):
                self._end()
                if fresh or attempt == 2 or time.monotonic() >= deadline:
                    return unreadable(raw, STOPPED)
                continue
            self._served += 1
            if len(raw) > BIG_MAIL or self._served >= MAILS_PER_CHILD:
                self._end()
            return mail
        return unreadable(raw, STOPPED)

    def _start(self, deadline: float) -> None:
        """Start the child if there is none."""
        if self._child is not None:
            return
        root = str(Path(bot.__file__).parents[1])
        path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH", "")])])
        self._child = subprocess.Popen(  # noqa: S603  (our own module, no input of others)
            [sys.executable, "-m", "bot.edges.mail.child", *map(str, self._limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": path, "PATH": os.environ.get("PATH", ""), "MALLOC_ARENA_MAX": "1"},
            start_new_session=True,
        )
        self._served = 0
        assert self._child.stdin
        os.set_blocking(self._child.stdin.fileno(), False)
        self._send(settings_to_json(self._settings), deadline)

    def _send(self, body: bytes | memoryview, deadline: float) -> None:
        """Write one frame, never longer than until the deadline. Raises OSError."""
        assert self._child
        assert self._child.stdin
        descriptor = self._child.stdin.fileno()
        # A busy thread gets the interpreter back late after every wait: few of them, in all.
        head = body[: WRITE_SIZE - LENGTH.size]
        for part in (LENGTH.pack(len(body)) + bytes(head), body[len(head) :]):
            view = memoryview(part)
            while view:
                _wait(descriptor, select.POLLOUT, deadline)
                view = view[os.write(descriptor, view[:WRITE_SIZE]) :]

    def _receive(self, deadline: float) -> bytes:
        """Read one frame, never longer than until the deadline. Raises OSError."""
        out = bytearray()
        while len(out) < LENGTH.size:
            out += self._read(deadline)
        (length,) = LENGTH.unpack_from(out)
        if length > LARGEST_ANSWER:
            raise OSError("the parse child answered more than 64 MB")
        while len(out) < LENGTH.size + length:
            out += self._read(deadline)
        if len(out) > LENGTH.size + length:
            raise OSError("the parse child answered more than it was asked")
        return bytes(memoryview(out)[LENGTH.size :])

    def _read(self, deadline: float) -> bytes:
        """Read what there is, at least one byte."""
        assert self._child
        assert self._child.stdout
        descriptor = self._child.stdout.fileno()
        _wait(descriptor, select.POLLIN, deadline)
        piece = os.read(descriptor, WRITE_SIZE)
        if not piece:
            raise OSError("the parse child ended")
        return piece

    def _end(self) -> None:
        """Kill the child and reap it."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


def _wait(descriptor: int, event: int, deadline: float) -> None:
    """Wait until a pipe is ready. Raises TimeoutError (an OSError) at the deadline."""
    poll = select.poll()
    poll.register(descriptor, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError("the parse child stalled")
