"""What becomes of mails that were read: a case, a case's next mail, a report, or the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core import commands as c
from bot.core.answers import is_thanks, letter_tokens, may_join
from bot.core.assess import Assessment, assess, make_lines, text_to_read
from bot.core.case import BOT, Case, CaseLetter, LetterState, Line
from bot.core.catalogue import PartyKind
from bot.core.deadlines import ClockFor
from bot.core.decide import decide
from bot.core.decision import Decision, Event
from bot.core.earlier import WITHDRAWAL
from bot.core.errors import IllegalMove
from bot.core.filing import Disposition, Filing, KeptMail, Twin
from bot.core.mail import Authenticated, InboundMail, Machine
from bot.core.moves import Happened
from bot.core.parties import Party
from bot.flows.drafting import Dossier, Drafter
from bot.flows.mail_ports import Parser
from bot.flows.opening import Newcomer, Opener
from bot.flows.ports import Batches, Cases, Directory, ReadingRoom
from classifiers import Classifier

_FAILED = {"failed"}
_ACTIONS = {"failed", "delayed", "delivered", "relayed", "expanded"}  # RFC 3464 section 2.3.3
IDENTITY_ATTEMPTS = 5  # replies that prove nothing, before the token proves nothing any more
# What a reply says of the case that it answers is no new request.
_ABOUT_A_CASE = frozenset(
    {"identity_reply", "withdraw_request", "support", "other", "spam", "auto_reply", "bounce"}
)


@dataclass(frozen=True, slots=True)
class _Reply:
    """A mail that returns the token of one of our letters."""

    case: Case
    letter: CaseLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The ports that intake calls."""

    room: ReadingRoom
    cases: Cases
    parser: Parser
    reader: Classifier
    directory: Directory
    drafter: Drafter
    clock_for: ClockFor
    now: Callable[[], datetime]
    batches: Batches | None = None
    learn: Callable[[], None] = lambda: None  # takes up what staff corrected meanwhile


class Sorting:
    """Sorts one batch: numbers its new cases and chains decisions on the same case."""

    def __init__(self, parts: Parts, now: datetime) -> None:
        self._parts, self._now = parts, now
        self._touched: dict[int, Case] = {}
        self._seen: dict[tuple[str, str], Twin] = {}

    def file(self, mails: Sequence[tuple[KeptMail, InboundMail]]) -> list[Filing]:
        """Return what becomes of each mail; nothing is committed here."""
        if not mails:
            return []
        self._opener = Opener(
            self._parts.cases, self._parts.drafter, self._now, self._parts.batches
        )
        replies = [self._reply(mail) for _, mail in mails]
        texts = [
            text_to_read(mail, is_reply=reply is not None)
            for (_, mail), reply in zip(mails, replies, strict=True)
        ]
        verdicts = self._parts.reader.read(texts)
        filings = []
        for (kept, mail), reply, verdict in zip(mails, replies, verdicts, strict=True):
            hits = self._parts.directory.find(mail)
            day0 = mail.received or kept.internal_date
            view = assess(mail, verdict, hits, self._parts.clock_for, day0)
            filing = self._copy(kept, mail) or self._file_one(kept, mail, reply, view, day0)
            self._remember(mail, filing)
            filings.append(replace(filing, attempts=kept.attempts))
        return filings

    def _copy(self, kept: KeptMail, mail: InboundMail) -> Filing | None:
        """File a message that came to two of our mailboxes with what it is a copy of.

        The same Message-ID alone proves nothing: other content is another message.
        """
        if kept.released or not (mail.message_id and mail.content_key):
            return None
        key = (mail.message_id, mail.content_key)
        twin = self._seen.get(key) or self._parts.room.twin(mail)
        if twin is None or twin.message_id == kept.id:
            return None
        told = [
            Event(Happened.COPIED, self._now, BOT, case_id=case, facts={"message": kept.id})
            for case in twin.cases
        ]
        return Filing(kept.id, mail, Disposition.COPY, events=tuple(told), copy_of=twin.message_id)

    def _remember(self, mail: InboundMail, filing: Filing) -> None:
        """Note a message of this batch, for a copy of it in the same batch."""
        cases = tuple(decision.after.id for decision in filing.decisions)
        if cases and filing.disposition in {Disposition.CASE, Disposition.JOINED}:
            key = (mail.message_id, mail.content_key)
            self._seen.setdefault(key, Twin(filing.message_id, cases))

    def _reply(self, mail: InboundMail) -> _Reply | None:
        """Return the letter that a mail answers or reports on; only our token finds it."""
        found = self._parts.cases.by_token(letter_tokens(mail))
        if found is None:
            return None
        case_id, letter = found
        case = self._touched.get(case_id) or self._parts.cases.load(case_id)
        return _Reply(case, letter) if case else None

    def _file_one(
        self,
        kept: KeptMail,
        mail: InboundMail,
        reply: _Reply | None,
        view: Assessment,
        day0: datetime,
    ) -> Filing:
        if reply is not None and mail.machine is Machine.BOUNCE:
            return self._report(kept, mail, reply)
        if reply is not None and mail.machine is None and may_join(mail, reply.letter):
            return self._join(kept, mail, reply, view, day0)
        if view.noise and not kept.released:
            return self._noise(kept, mail, view, day0)
        new = Newcomer(kept, mail, view, day0, reply.case.id if reply else 0)
        return self._opener.open(new)

    def _report(self, kept: KeptMail, mail: InboundMail, reply: _Reply) -> Filing:
        """A delivery report belongs to its letter; only a failure changes the case."""
        decisions: tuple[Decision, ...] = ()
        if mail.delivery_status in _FAILED:
            command = c.Bounce(actor=BOT, letter_id=reply.letter.id)
            decisions = self._decide(reply.case, command)
        if not decisions:  # a delay, or a failure of a letter that has bounced before
            action = mail.delivery_status if mail.delivery_status in _ACTIONS else "unknown"
            note = c.NoteReport(actor=BOT, letter_id=reply.letter.id, action=action)
            decisions = self._decide(reply.case, note)
        return Filing(kept.id, mail, Disposition.REPORT, decisions)

    def _join(
        self,
        kept: KeptMail,
        mail: InboundMail,
        reply: _Reply,
        view: Assessment,
        day0: datetime,
    ) -> Filing:
        verified = mail.authentication is Authenticated.PASS
        identity = self._identity(mail, reply, verified=verified)
        clocks = self._parts.drafter.recounted(
            reply.case,
            reply.letter,
            mail.received or kept.internal_date,
            identity=identity is c.IdentityReply.CONFIRMED,
        )
        case = self._touched.get(reply.case.id, reply.case)
        lines = self._wishes(case, mail, view, day0)
        command = c.Join(
            actor=BOT,
            message_id=kept.id,
            verified=verified,
            needs_reply=not is_thanks(mail, view),
            identity=identity,
            clocks=clocks,
            lines=lines,
            draft=self._taken_back(case, mail, lines),
            drafts=() if kept.no_letters else self._answers(case, mail, view, lines),
        )
        decisions = self._decide(reply.case, command)
        return Filing(kept.id, mail, Disposition.JOINED, decisions, verified=verified)

    def _wishes(
        self, case: Case, mail: InboundMail, view: Assessment, day0: datetime
    ) -> tuple[Line, ...]:
        """Return lines for what the requester asks beside what the case has; doubt adds none."""
        if view.verdict.unsure or mail.sender is None or mail.sender.email != case.requester.email:
            return ()
        have = {line.type for line in case.open_lines} | _ABOUT_A_CASE
        if view.keys[0] == WITHDRAWAL:
            have.discard(WITHDRAWAL)
        fresh = tuple(line for line in view.lines if line.type not in have)
        if view.party.kind is PartyKind.UNKNOWN:  # an answer need not say again whose data it is
            keys = [line.type for line in fresh]
            known = self._party_of(case)
            fresh = make_lines(
                keys, known, case.regime, self._parts.clock_for, day0, text=mail.visible
            )
        line_id = max((line.id for line in case.lines), default=0)
        task_id = max((task.id for line in case.lines for task in line.tasks), default=0)
        return tuple(
            replace(
                line,
                id=line_id + number,
                tasks=tuple(replace(task, id=task.id + task_id) for task in line.tasks),
            )
            for number, line in enumerate(self._parts.drafter.with_tasks(fresh, day0), 1)
        )

    def _taken_back(
        self, case: Case, mail: InboundMail, lines: tuple[Line, ...]
    ) -> CaseLetter | None:
        """Return the letter that confirms a withdrawal; its approval is what closes the case."""
        if WITHDRAWAL not in {line.type for line in lines}:
            return None
        dossier = Dossier(replace(case, lines=(*case.lines, *lines)), mail, None, self._now)
        number = case.next_letter_id
        return self._parts.drafter.draft(dossier, f"{WITHDRAWAL}/confirm", number)

    def _answers(
        self, case: Case, mail: InboundMail, view: Assessment, lines: tuple[Line, ...]
    ) -> tuple[CaseLetter, ...]:
        """Return the letters for what a reply asks beside; nothing that was asked before."""
        other = view.party.kind not in {case.party, PartyKind.UNKNOWN}
        if other or WITHDRAWAL in {line.type for line in lines}:
            return ()
        dossier = Dossier(replace(case, lines=lines), mail, self._party_of(case).entry, self._now)
        number = case.next_letter_id
        return self._parts.drafter.first_drafts(dossier, number)

    def _party_of(self, case: Case) -> Party:
        entry = self._parts.directory.entry(case.entry_id) if case.entry_id else None
        return Party(case.party, entry, 1.0, case.party_why, named_in_mail=case.named_in_mail)

    def _identity(self, mail: InboundMail, reply: _Reply, *, verified: bool) -> c.IdentityReply:
        """Tell whether a reply shows that who asked controls the mailbox: once, and in time."""
        case, letter = self._touched.get(reply.case.id, reply.case), reply.letter
        asked = letter.key.endswith("/verify_identity") and letter.state is LetterState.SENT
        if not asked or case.mailbox_confirmed or letter.settled_at is None:
            return c.IdentityReply.NONE
        in_time = self._now - letter.settled_at <= self._parts.drafter.token_life
        sender = mail.sender.email.lower() if mail.sender else ""
        same = sender == case.requester.email.lower()
        if verified and in_time and same and case.identity_attempts < IDENTITY_ATTEMPTS:
            return c.IdentityReply.CONFIRMED
        return c.IdentityReply.REFUSED

    def _decide(self, case: Case, command: c.Command) -> tuple[Decision, ...]:
        case = self._touched.get(case.id, case)
        try:
            decision = decide(case, command, self._now)
        except IllegalMove:
            return ()
        self._touched[case.id] = replace(decision.after, version=case.version + 1)
        return (decision,)

    def _noise(self, kept: KeptMail, mail: InboundMail, view: Assessment, day0: datetime) -> Filing:
        key = view.keys[0]
        event = Event(
            Happened.NOISE_LISTED, self._now, BOT, facts={"message": kept.id, "types": key}
        )
        return Filing(
            kept.id,
            mail,
            Disposition.NOISE,
            events=(event,),
            noise_type=key,
            noise_day=self._parts.drafter.day_of(day0),
        )
