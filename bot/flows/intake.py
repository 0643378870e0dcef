"""Mail that is kept -> parsed -> sorted -> filed, in batches; the parse child is one ahead."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime

from bot.core.case import BOT
from bot.core.decision import Event
from bot.core.filing import Disposition, Filing, KeptMail
from bot.core.mail import InboundMail
from bot.core.moves import Happened
from bot.flows.sorting import Parts, Sorting
from classifiers import Classifier

ATTEMPTS = 3

_Taken = tuple[KeptMail, InboundMail | None]
"""A mail and what it says; None if nobody shall try it again."""


class Intake:
    """Reads kept mail in batches; one commit says what became of a whole batch."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._ahead = ThreadPoolExecutor(1, "parse-ahead")

    @property
    def reader(self) -> Classifier:
        """The classifier in use."""
        return self._parts.reader

    def work(self, batch: int = 50, stopping: Callable[[], bool] = lambda: False) -> int:
        """Read the mails that wait, until `stopping`; return how many. What fails comes again.

        One commit says what became of `batch` mails; meanwhile the next are taken and parsed.
        A mail that was tried before is read alone, by a call of its own. Raises Stale if
        another worker was faster; the mails stay kept and waiting.
        """
        taken = self._take(batch)
        count = 0
        while taken:
            count += len(taken)
            self._parts.learn()
            # What failed before may end this process: then no other was taken, and none suffers.
            last = stopping() or taken[0][0].attempts > 1
            ahead = None if last else self._ahead.submit(self._take, batch, fresh=True)
            try:
                self._file(taken)
            finally:
                wait([ahead] if ahead else [])
            taken = ahead.result() if ahead else []
        return count

    def _take(self, batch: int, *, fresh: bool = False) -> list[_Taken]:
        """Return the next mails with what they say; their bytes are given back to memory."""
        kept = self._parts.room.take(batch, fresh=fresh)
        if kept and kept[0].attempts > ATTEMPTS:  # read well, but filing fails again and again
            return [(one, None) for one in kept]
        read = self._parts.parser.parse([one.raw for one in kept])
        return [(replace(one, raw=b""), mail) for one, mail in zip(kept, read, strict=True)]

    def _file(self, taken: Sequence[_Taken]) -> None:
        now = self._parts.now()
        readable = [(kept, mail) for kept, mail in taken if mail and mail.readable]
        filings = [
            _quarantine(kept, mail, now)
            for kept, mail in taken
            if mail is None or (not mail.readable and kept.attempts >= ATTEMPTS)
        ]
        filings += Sorting(self._parts, now).file(readable)
        self._parts.room.file(filings, now)


def _quarantine(kept: KeptMail, mail: InboundMail | None, now: datetime) -> Filing:
    event = Event(
        Happened.QUARANTINED, now, BOT, facts={"message": kept.id, "attempts": kept.attempts}
    )
    problems = mail.problems if mail else ("filing it failed",)
    reason = "; ".join(problems) or "it could not be read"
    return Filing(
        kept.id,
        mail,
        Disposition.QUARANTINE,
        events=(event,),
        reason=reason,
        attempts=kept.attempts,
    )
