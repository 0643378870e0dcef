"""Mail that is kept -> parsed -> sorted -> filed, in batches; the parse child is one ahead."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from bot.core.case import BOT
from bot.core.decision import Event
from bot.core.filing import Disposition, Filing, KeptMail
from bot.core.mail import InboundMail
from bot.core.moves import Happened
from bot.flows.sorting import Parts, Sorting
from classifiers import Classifier

ATTEMPTS = 3
_BATCHES = 4  # taken at once, so that one can be parsed while another is filed


class Intake:
    """Reads kept mail in batches; one commit says what became of a whole batch."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._ahead = ThreadPoolExecutor(1, "parse-ahead")

    @property
    def reader(self) -> Classifier:
        """The classifier in use."""
        return self._parts.reader

    def work(self, batch: int = 50) -> int:
        """Read the next mails; return how many. Whatever fails is tried again, alone.

        One commit says what became of `batch` mails, and the parse child is one batch
        ahead. Raises Stale if another worker was faster; the mails stay kept and waiting.
        """
        kept = self._parts.room.take(batch * _BATCHES)
        if not kept:
            return 0
        self._parts.learn()
        now = self._parts.now()
        if kept[0].attempts > ATTEMPTS:  # read well, but filing it fails again and again
            self._parts.room.file([_quarantine(one, None, now) for one in kept], now)
            return len(kept)
        batches = [kept[at : at + batch] for at in range(0, len(kept), batch)]
        parsed = [self._ahead.submit(self._parse, batches[0])]
        for number, mails in enumerate(batches, start=1):
            read = parsed.pop().result()
            if number < len(batches):
                parsed.append(self._ahead.submit(self._parse, batches[number]))
            self._file(list(zip(mails, read, strict=True)))
        return len(kept)

    def _parse(self, kept: Sequence[KeptMail]) -> list[InboundMail]:
        return self._parts.parser.parse([one.raw for one in kept])

    def _file(self, mails: Sequence[tuple[KeptMail, InboundMail]]) -> None:
        now = self._parts.now()
        filings = [
            _quarantine(k, m, now) for k, m in mails if not m.readable and k.attempts >= ATTEMPTS
        ]
        filings += Sorting(self._parts, now).file([(k, m) for k, m in mails if m.readable])
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
