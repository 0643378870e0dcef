"""The threads of the worker: each loops over one scene, backs off, and never dies silently."""

import logging
import random
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.core.errors import Misconfigured, Stale, Transient
from bot.flows.collect import Suspects, collect
from bot.flows.desk_out import DeskSender
from bot.flows.intake import Intake
from bot.flows.letters_out import LetterSender
from bot.flows.mail_ports import Mailbox, PostRoom
from bot.flows.ports import Outbox

log = logging.getLogger(__name__)

_BACK_OFF = (1.0, 300.0)  # seconds: first and longest pause after a failure
_RECONCILE = 900.0  # seconds between two scans of the whole folder
_PATIENCE = 8  # failed readings before a pause
_LONG = 1800.0  # seconds that the longest turns may take
LOOK = 30.0  # seconds after which a sender or the calendar looks even if nobody woke it


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


class Signal:
    """Wakes the senders when something was committed, and everybody when it is over."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._condition = threading.Condition()
        self._count = 0

    def ring(self) -> None:
        """Wake whoever waits; called after each commit."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def stop(self) -> None:
        """Ask every loop to end."""
        self.stopping.set()
        self.ring()

    def mark(self) -> int:
        """Return a mark to wait from, so that a ring between looking and waiting counts."""
        with self._condition:
            return self._count

    def wait(self, mark: int, seconds: float) -> None:
        """Return after a ring since `mark`, at a stop, or when the time is over."""
        with self._condition:
            self._condition.wait_for(
                lambda: self._count != mark or self.stopping.is_set(), max(seconds, 0.0)
            )


@dataclass(slots=True)
class BackOff:
    """Pauses that double up to a limit, with jitter, so that many clients do not march in step."""

    pause: float = _BACK_OFF[0]

    def next(self) -> float:
        """Return how long to wait now."""
        wait = self.pause * random.uniform(0.5, 1.0)  # noqa: S311  (no secret)
        self.pause = min(self.pause * 2, _BACK_OFF[1])
        return wait

    def reset(self) -> None:
        """Begin anew after a success."""
        self.pause = _BACK_OFF[0]


class Loop(ABC):
    """A supervised thread: what it raises is logged, and it goes on after a pause.

    Should the thread itself die, `revive` starts another one; the debts are in the database.
    """

    silence: float = 900.0
    """Seconds without a sign of life that count as stuck; longer than any wait of this loop."""

    def __init__(self, name: str, signal: Signal) -> None:
        self.name, self.signal = name, signal
        self.beat = time.monotonic()
        self.trouble = ""
        self.failing_since: float | None = None
        self.restarts = 0
        self._back_off = BackOff()
        self._lives, self._again = BackOff(), 0.0
        self._thread = self._make_thread()

    def _make_thread(self) -> threading.Thread:
        return threading.Thread(target=self._run, name=self.name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    @property
    def dead(self) -> bool:
        """Tell whether the thread was started and has ended, although nobody stopped it."""
        ended = self._thread.ident is not None and not self._thread.is_alive()
        return ended and not self.signal.stopping.is_set()

    def revive(self) -> bool:
        """Start a new thread in place of a dead one, later each time; tell whether it did."""
        if not self.dead or time.monotonic() < self._again:
            return False
        self._again = time.monotonic() + self._lives.next()
        self.restarts += 1
        self.beat = time.monotonic()
        self._thread = self._make_thread()
        self._thread.start()
        return True

    def join(self, seconds: float) -> bool:
        """Wait for the end; tell whether it came."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    @abstractmethod
    def turn(self) -> None:
        """Do one round; returning means that it worked."""

    def wake(self) -> None:  # noqa: B027  (most loops wait on the signal alone)
        """Make a blocking wait return."""

    def _run(self) -> None:
        while not self.signal.stopping.is_set():
            self.beat = time.monotonic()
            try:
                self.turn()
            except (Transient, Stale) as fault:
                self._pause(str(fault) or type(fault).__name__)
            except Misconfigured as fault:
                self._pause("; ".join(fault.faults))
            except Exception as fault:
                log.exception("%s failed", self.name)
                self._pause(type(fault).__name__)
            else:
                self._works()

    def _works(self) -> None:
        """Note that it works: no trouble, and the next pause is a short one again."""
        self.trouble, self.failing_since = "", None
        self._back_off.reset()

    def _pause(self, why: str) -> None:
        self.trouble = why
        if self.failing_since is None:
            self.failing_since = time.monotonic()
        wait = self._back_off.next()
        log.warning("%s: %s; next try in %.0f s", self.name, why, wait)
        self.signal.stopping.wait(wait)


class MailLoop(Loop):
    """One mailbox: collect, wait for the doorbell; a broken connection starts anew."""

    def __init__(
        self,
        name: str,
        signal: Signal,
        make: Callable[[], Mailbox],
        post_room: PostRoom,
        resync: float,
    ) -> None:
        super().__init__(f"mailbox {name}", signal)
        self.silence = _LONG + resync  # collecting a big folder for the first time takes its time
        self._make, self._post_room, self._resync = make, post_room, resync
        self._box: Mailbox | None = None
        self._suspects = Suspects()

    def turn(self) -> None:
        """Serve one connection until it breaks or the worker stops."""
        box = self._box = self._make()
        scanned = -_RECONCILE
        try:
            box.open()
            while not self.signal.stopping.is_set():
                self.beat = time.monotonic()
                full = time.monotonic() - scanned >= _RECONCILE
                collect(box, self._post_room, full=full, suspects=self._suspects)
                if full:
                    scanned = time.monotonic()
                self._works()
                if not self.signal.stopping.is_set():
                    box.wait(self._resync)
        finally:
            self._box = None
            box.close()

    def wake(self) -> None:
        """End the wait for new mail."""
        if self._box is not None:
            self._box.wake()


class ReadLoop(Loop):
    """Reads kept mail while more is being collected: a backlog gets its first card at once."""

    silence = _LONG  # fifty mails between two signs of life

    def __init__(self, signal: Signal, intake: Intake) -> None:
        super().__init__("reading", signal)
        self._intake = intake

    def turn(self) -> None:
        """Read all that waits, then wait for the next commit."""
        mark = self.signal.mark()
        failures = 0
        while not self.signal.stopping.is_set():
            try:
                if not self._intake.work(stopping=self._stopping):
                    break
            except Exception:
                # The attempt is counted: the mail comes again, alone and after the others.
                failures += 1
                if failures == _PATIENCE:
                    raise
                log.exception("reading failed")
        self.signal.wait(mark, LOOK)

    def _stopping(self) -> bool:
        """Give a sign of life; tell whether it is over."""
        self.beat = time.monotonic()
        return self.signal.stopping.is_set()


class Scheduler(Loop):
    """What the calendar asks for: reminders and the digest, looked at every `look` seconds."""

    silence = _LONG  # the night rewrites the whole file

    def __init__(
        self, signal: Signal, jobs: Sequence[Callable[[], int]], look: float = LOOK
    ) -> None:
        super().__init__("scheduler", signal)
        self._jobs, self._look = tuple(jobs), look

    def turn(self) -> None:
        """Do each job, then wait; what a job did stands in the log, so it may be done again."""
        for job in self._jobs:
            try:
                job()
            except Exception:
                log.exception("a job of the calendar failed")
        self.signal.stopping.wait(self._look)


class Sender(Protocol):
    """One of the two senders of the outbox."""

    def step(self) -> bool:
        """Do the next debt; return whether there was one."""

    def recover(self) -> None:
        """Settle what a stopped process left half-way."""


class SendLoop(Loop):
    """Letters, or everything for the chat: as soon as due, woken by each commit."""

    def __init__(
        self,
        name: str,
        signal: Signal,
        sender: LetterSender | DeskSender,
        outbox: Outbox,
        clock: Callable[[], datetime] = now,
    ) -> None:
        super().__init__(name, signal)
        self._sender: Sender = sender
        self._clock = clock  # what the debts are dated by
        self._outbox, self._letters = outbox, isinstance(sender, LetterSender)
        self._recovered = False

    def turn(self) -> None:
        """Do all that is due, then wait."""
        recovered, self._recovered = self._recovered, False  # until this round has gone well
        if not recovered:
            self._sender.recover()
        mark = self.signal.mark()
        while not self.signal.stopping.is_set() and self._sender.step():
            self.beat = time.monotonic()
        self._recovered = True
        at = self._outbox.next_at(letters=self._letters)
        left = (at - self._clock()).total_seconds() if at else LOOK
        self.signal.wait(mark, min(left, LOOK))
