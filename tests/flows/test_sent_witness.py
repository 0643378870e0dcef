"""An attempt without an answer: the Sent folder tells, unless it may speak of an earlier one."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, LetterState, Line
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.decision import opened
from bot.core.errors import Doubtful, Transient
from bot.core.mail import Address
from bot.edges.store import Store, open_store
from bot.flows.letters_out import LetterSender
from tests.fakes.letters import letter_parts

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ASKER = Address("maren.holt@posteo.example", "Maren Holt")


@dataclass
class Provider:
    """A mail provider that files what it takes into Sent by itself, and may lose its answer."""

    files: bool = True
    takes: bool = True
    answers: bool = False
    down: bool = False
    sent: list[bytes] = field(default_factory=list)
    delivered: int = 0

    def send(self, rendered: bytes, sender: str, recipient: str, on_stage: Any) -> str:
        """Take a letter, perhaps, and answer, perhaps."""
        on_stage("data")
        if self.takes:
            self.delivered += 1
            if self.files:
                self.sent.append(rendered)
        if not self.answers:
            raise Doubtful("no answer after DATA")
        return "250"

    def find(self, message_id: str, token: str = "") -> bool:
        """Look into Sent."""
        if self.down:
            raise Transient("IMAP is down")
        return any(message_id.encode() in one for one in self.sent)

    def append(self, rendered: bytes) -> None:
        """File a copy."""
        self.sent.append(rendered)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A database with one case and one draft."""
    made = open_store(tmp_path / "db.sqlite3", "s" * 40)
    letter = CaseLetter(1, "delete/acknowledge", "en", "requester", ASKER, "Yours", "We have it.")
    lines = (Line(1, "delete", Route.US),)
    made.cases.save(opened(Case(1, 1, CaseState.OPEN, NOW, ASKER, lines, (letter,)), NOW))
    yield made
    made.close()


def the_case(store: Store) -> Case:
    """Return the case as it stands."""
    case = store.cases.load(1)
    assert case is not None
    return case


def goes_out(store: Store, provider: Provider) -> LetterState:
    """Approve, let the sender work, and return how the letter stands."""
    digest = the_case(store).letters[0].digest
    approve = c.Approve(actor="UADA", letter_id=1, digest=digest, send_after=NOW)
    store.cases.save(decide(the_case(store), approve, NOW))
    parts = replace(letter_parts(store, provider, lambda: NOW), sent_folder=provider)
    LetterSender(parts).step()
    return the_case(store).letters[0].state


@pytest.mark.parametrize(
    ("provider", "state"),
    [
        (Provider(), LetterState.SENT),
        (Provider(files=False), LetterState.DOUBTFUL),
        (Provider(takes=False), LetterState.DOUBTFUL),
        (Provider(down=True), LetterState.DOUBTFUL),
        (Provider(answers=True, files=False), LetterState.SENT),
    ],
    ids=["filed", "not filed", "not taken", "folder down", "answered"],
)
def test_a_filed_copy_answers_for_the_server(
    store: Store, provider: Provider, state: LetterState
) -> None:
    """What lies in Sent has left; what does not may have, and a person is asked."""
    assert goes_out(store, provider) is state


@pytest.mark.parametrize("files", [True, False], ids=["provider files", "bot files"])
def test_an_answered_letter_lies_in_sent_once(store: Store, *, files: bool) -> None:
    """Where the provider files nothing, the bot files a copy; never two."""
    provider = Provider(answers=True, files=files)
    goes_out(store, provider)
    assert len(provider.sent) == 1


def test_a_copy_of_an_earlier_attempt_proves_nothing(store: Store) -> None:
    """Bounced, approved anew, and no answer: the old copy does not make the new letter sent."""
    provider = Provider(answers=True)
    assert goes_out(store, provider) is LetterState.SENT
    for order in (c.Bounce(actor="bot", letter_id=1), c.SendAgain(actor="UADA", letter_id=1)):
        store.cases.save(decide(the_case(store), order, NOW))
    provider.answers = provider.takes = False
    assert goes_out(store, provider) is LetterState.DOUBTFUL
    assert provider.delivered == 1
