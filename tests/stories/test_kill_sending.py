"""kill -9 at random moments while three hundred approved letters leave by a real SMTP server."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, LetterState, Line
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.decision import opened
from bot.core.mail import LETTER_HEADER, Address
from bot.core.moves import Debt, Happened
from bot.edges.mail.smtp import SmtpMailer
from bot.edges.slack.cards import card
from bot.edges.store import Store, open_store
from bot.flows.casebook import Casebook
from bot.loops import now
from tests.fakes.letters import letter_parts
from tests.servers.smtp import SmtpSink
from tests.stories.dying_sender import SECRET

LETTERS = 300
LIVES = 150  # of a worker, at most; a last one may live until all is done
LONGEST = 0.12  # seconds that a worker lives, at first


@dataclass
class Nursery:
    """Starts workers and ends their lives."""

    process: "subprocess.Popen[str]"

    def life(self, seconds: float | None) -> int:
        """Let one worker live for so long; return how it ended."""
        child = self._ask()
        if seconds is not None:
            time.sleep(seconds)  # the moment is random on purpose; nothing depends on it
            os.kill(child, signal.SIGKILL)
        return self._ask()

    def _ask(self) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def nursery(database: Path, port: int) -> Iterator[Nursery]:
    """Give what starts workers."""
    command = [sys.executable, "-m", "tests.stories.dying_sender", str(database), str(port)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 0


def approve_all(store: Store) -> None:
    """Open cases with one letter each, approved, the undo window over."""
    at = now() - timedelta(minutes=5)
    for number in range(1, LETTERS + 1):
        asker = Address(f"asker{number}@posteo.example", "Asker")
        letter = CaseLetter(
            1, "delete/acknowledge", "en", "requester", asker, f"Your request {number}",
            f"We have your request number {number}.\n", covers=("delete",), after_sent="open",
        )  # fmt: skip
        lines = (Line(1, "delete", Route.US),)
        store.cases.save(opened(Case(number, 1, CaseState.OPEN, at, asker, lines, (letter,)), at))
        case = store.cases.load(number)
        assert case is not None
        order = c.Approve(actor="UADA", letter_id=1, digest=letter.digest, send_after=at)
        store.cases.save(decide(case, order, at))


def words(value: object) -> str:
    """Return every word of blocks."""
    if isinstance(value, dict):
        return " ".join(words(one) for one in value.values())
    return " ".join(words(one) for one in value) if isinstance(value, list) else str(value)


def told(store: Store, number: int) -> bool:
    """Tell whether the thread of a case owes the sentence that a letter is doubtful."""
    owed = store.connections.rows(
        "SELECT event_seq FROM outbox WHERE case_id = ? AND kind = ?", number, Debt.THREAD.value
    )
    events = dict(store.audit.of_case(number))
    return any(events[row["event_seq"]].kind is Happened.DOUBTFUL for row in owed)


@pytest.mark.parametrize("seed", [6])
def test_killed_at_random_moments_nothing_leaves_twice(tmp_path: Path, seed: int) -> None:
    """No letter is delivered twice, none is lost unseen, and every unknown stands on its card."""
    database = tmp_path / "privacy.sqlite3"
    store = open_store(database, SECRET)
    approve_all(store)
    moments = random.Random(seed)
    ends: Counter[int] = Counter()
    longest = LONGEST
    with SmtpSink() as smtp, nursery(database, smtp.port) as workers:
        for _ in range(LIVES):
            before = len(smtp.delivered)
            ends[workers.life(moments.uniform(0.0, longest))] += 1
            if len(smtp.delivered) == before:  # a busy machine: they die before they work
                longest *= 1.03
            if store.outbox.next_at(letters=True) is None:
                break
        assert workers.life(None) == 0
        tokens = [str(message_from_bytes(one.raw)[LETTER_HEADER]) for one in smtp.delivered]
    times = Counter(tokens)
    assert set(times.values()) == {1}, "delivered twice"
    assert ends[-signal.SIGKILL] > 10, "too few were killed to prove anything"

    book = Casebook(
        cases=store.cases, directory=store.directory, audit=store.audit,
        drafter=letter_parts(store, SmtpMailer(smtp.account()), now).drafter, now=now,
    )  # fmt: skip
    states: Counter[LetterState] = Counter()
    for number in range(1, LETTERS + 1):
        view = book.view(number)
        assert view is not None
        [letter] = view.case.letters
        states[letter.state] += 1
        count = times[store.cases.token(number, 1)]
        if letter.state is LetterState.DOUBTFUL:
            assert count <= 1
            assert "Doubtful" in words(card(view))
            assert told(store, number), "nobody is told in the card's thread"
        else:
            assert (letter.state, count) == (LetterState.SENT, 1)
    assert states[LetterState.DOUBTFUL] > 0, "no kill hit a letter on its way"
    assert store.audit.verify().fault == ""
    sys.stdout.write(f"kills {ends[-signal.SIGKILL]}, {dict(states)}, delivered {len(tokens)}\n")
    store.close()
