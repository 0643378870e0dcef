"""A dry run: mail -> assessment and letters; nothing is stored, nothing is sent."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.assess import Assessment, assess, new_case, text_to_read
from bot.core.case import CaseLetter, Clock
from bot.core.deadlines import ClockFor
from bot.core.mail import InboundMail
from bot.flows.drafting import Dossier, Drafter
from bot.flows.mail_ports import Parser
from bot.flows.ports import Directory
from classifiers import Classifier

_BATCH = 64
_HEAVY = 16 * 1024 * 1024  # bytes after which a batch is read early, so that memory stays flat


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail to be triaged: its bytes, and a date for mails that carry none of a server."""

    source: str
    raw: bytes
    at: datetime
    dated_by: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Triaged:
    """What one mail would become."""

    source: str
    mail: InboundMail
    received: datetime
    assessment: Assessment
    letters: tuple[CaseLetter, ...]
    problems: tuple[str, ...]

    @property
    def clock(self) -> Clock | None:
        """Return the clock with the earliest date."""
        clocks = [line.clock for line in self.assessment.lines if line.clock]
        return min(clocks, key=lambda clock: clock.due or date.max, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """Reads mails in batches; start-up is paid once, memory stays flat."""

    parser: Parser
    reader: Classifier
    directory: Directory
    drafter: Drafter
    clock_for: ClockFor
    now: Callable[[], datetime]

    def run(self, mails: Iterable[Incoming]) -> Iterator[Triaged]:
        """Yield one result a mail, in order, also for a mail that cannot be read."""
        batch: list[Incoming] = []
        weight = 0
        for one in mails:
            batch.append(one)
            weight += len(one.raw)
            if len(batch) >= _BATCH or weight >= _HEAVY:
                yield from self._batch(batch)
                batch, weight = [], 0
        yield from self._batch(batch)

    def _batch(self, batch: Sequence[Incoming]) -> Iterator[Triaged]:
        mails = self.parser.parse([one.raw for one in batch])
        verdicts = self.reader.read([text_to_read(mail) for mail in mails])
        for one, mail, verdict in zip(batch, mails, verdicts, strict=True):
            received, problems = one.at, (*filter(None, [one.problem]), *mail.problems)
            if mail.received is not None:
                received = mail.received
            else:
                problems = (*problems, f"no Received header: dated by {one.dated_by}")
            hits = self.directory.find(mail)
            view = assess(mail, verdict, hits, self.clock_for, received)
            yield Triaged(
                one.source, mail, received, view, self._letters(mail, view, received), problems
            )

    def _letters(
        self, mail: InboundMail, view: Assessment, received: datetime
    ) -> tuple[CaseLetter, ...]:
        if view.noise or not mail.readable:
            return ()
        case = new_case(1, mail, view, received, ())
        if not case.requester.email:  # a file without From still shows what would be written
            case = replace(case, requester=replace(case.requester, email="unknown@example.invalid"))
        return self.drafter.first_drafts(Dossier(case, mail, view.party.entry, self.now()))
