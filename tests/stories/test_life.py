"""The life of a case, lived a thousand ways: clicks, edits, mails, failing servers and crashes."""

import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, LetterState, Line
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.decision import opened
from bot.core.errors import Doubtful, IllegalMove, Permanent, Stale, Transient
from bot.core.mail import Address
from bot.core.moves import LEADS_TO, Happened
from bot.edges.store import Store, open_store
from bot.flows.letters_out import LetterSender
from tests.fakes.letters import letter_parts

ASKER = Address("maren.holt@posteo.example", "Maren Holt")
PEOPLE = ("UADA", "UBEN", "UCLEO")


class Crash(BaseException):
    """The process stops here."""


class Mailer:
    """Sends what it is given, or fails, or lets the process stop, as the next word says."""

    def __init__(self) -> None:
        self.next = "fine"
        self.delivered: list[bytes] = []

    def send(self, rendered: bytes, sender: str, recipient: str, on_stage: Any) -> str:
        """Follow the stages of a real server."""
        if self.next == "down":
            raise Transient("down")
        if self.next == "refused":
            raise Permanent("550")
        if self.next == "crash before":
            raise Crash
        on_stage("data")
        if self.next == "lost":
            raise Doubtful("no answer")
        self.delivered.append(rendered)
        if self.next == "crash after":
            raise Crash
        if self.next == "taken, no answer":
            raise Doubtful("no answer")
        return "250"


class Life(RuleBasedStateMachine):
    """One case with one letter that needs a second approver now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="life-"))
        self.now = datetime(2026, 11, 23, 12, tzinfo=UTC)
        self.mailer = Mailer()
        self.approved: Counter[str] = Counter()
        self.store = self.open()
        letter = CaseLetter(
            1, "delete/confirm", "en", "requester", ASKER, "Done", "It is done.",
            covers=("delete",), outcome="fulfilled", after_sent="closed", needs_second=True,
        )  # fmt: skip
        case = Case(
            1, 1, CaseState.OPEN, self.now, ASKER, (Line(1, "delete", Route.US),), (letter,)
        )
        self.store.cases.save(opened(case, self.now))

    def open(self) -> Store:
        """Open the database as a starting worker does."""
        return open_store(self.folder / "db.sqlite3", "s" * 40)

    @property
    def case(self) -> Case:
        """The case as it stands in the database."""
        found = self.store.cases.load(1)
        assert found is not None
        return found

    def order(self, command: c.Command) -> None:
        """Give an order; an illegal one changes nothing."""
        before = self.case
        try:
            self.store.cases.save(decide(before, command, self.now))
        except (IllegalMove, Stale):
            assert self.case == before

    @rule(user=st.sampled_from(PEOPLE))
    def approve(self, user: str) -> None:
        """Approve what is on screen."""
        digest = self.case.letters[0].digest
        after = self.now + timedelta(seconds=60)
        self.order(c.Approve(actor=user, letter_id=1, digest=digest, send_after=after))
        if self.case.letters[0].state is LetterState.QUEUED:
            assert len(set(self.case.letters[0].approved_by)) >= 2

    @rule(user=st.sampled_from(PEOPLE), digest=st.text("abcdef0123456789", max_size=32))
    def approve_something_else(self, user: str, digest: str) -> None:
        """A digest of another text approves nothing."""
        before = self.case
        self.order(c.Approve(actor=user, letter_id=1, digest=digest, send_after=self.now))
        assert digest == before.letters[0].digest or self.case == before

    @rule(user=st.sampled_from(PEOPLE), text=st.sampled_from(["It is done.", "Done, really."]))
    def edit(self, user: str, text: str) -> None:
        """Change the text; an approval given before is void."""
        digest = self.case.letters[0].digest
        self.order(c.Edit(actor=user, letter_id=1, digest=digest, subject="Done", text=text))

    @rule(kind=st.sampled_from([c.Undo, c.MarkSent, c.SendAgain]), user=st.sampled_from(PEOPLE))
    def about_the_letter(self, kind: Any, user: str) -> None:
        """Undo, or decide what became of a doubtful letter."""
        self.order(kind(actor=user, letter_id=1))

    @rule(user=st.sampled_from(PEOPLE))
    def claim(self, user: str) -> None:
        """Take the case."""
        self.order(c.Claim(actor=user))

    @rule()
    def another_mail(self) -> None:
        """The requester writes again: approvals are void."""
        self.order(c.Join(actor="bot", message_id=2, verified=True))
        assert self.case.letters[0].state is not LetterState.QUEUED

    @rule(user=st.sampled_from(PEOPLE))
    def close_or_reopen(self, user: str) -> None:
        """Close an open case, reopen a closed one."""
        if self.case.state is CaseState.CLOSED:
            self.order(c.Reopen(actor=user))
        else:
            self.order(c.Close(actor=user, outcome="duplicate"))

    @rule(minutes=st.sampled_from([0, 1, 300]))
    def time_passes(self, minutes: int) -> None:
        """The undo window ends, or a retry is due."""
        self.now += timedelta(minutes=minutes)

    @rule(
        server=st.sampled_from(
            ["fine", "down", "refused", "lost", "taken, no answer", "crash before", "crash after"]
        )
    )
    def send(self, server: str) -> None:
        """Let the sender work; a crash is followed by a restart, which recovers."""
        self.mailer.next = server
        before, was = len(self.mailer.delivered), self.case.letters[0]
        try:
            self.sender().step()
        except Crash:
            self.store.close()
            self.store = self.open()
            self.mailer.next = "fine"
            self.sender().recover()
        if len(self.mailer.delivered) > before:
            assert was.state is LetterState.QUEUED, "nothing leaves without approval"
            assert len(set(was.approved_by)) >= 2
            assert was.text.encode() in self.mailer.delivered[-1]

    def sender(self) -> LetterSender:
        """Return a sender as a starting worker makes it."""
        return LetterSender(letter_parts(self.store, self.mailer, lambda: self.now))

    @invariant()
    def the_log_tells_the_state(self) -> None:
        """Events alone say where the letter stands, and the chain holds."""
        state = LetterState.DRAFT
        for _, event in self.store.audit.of_case(1):
            if event.letter_id == 1:
                state = LEADS_TO.get(event.kind, state)
        assert state is self.case.letters[0].state
        assert self.store.audit.verify().fault == ""

    @invariant()
    def never_twice(self) -> None:
        """A letter goes out again only after a person said that it may."""
        again = sum(event.kind is Happened.DRAFTED for _, event in self.store.audit.of_case(1))
        assert len(self.mailer.delivered) <= 1 + again

    def teardown(self) -> None:
        """Close the database."""
        self.store.close()


Life.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestLife = Life.TestCase
