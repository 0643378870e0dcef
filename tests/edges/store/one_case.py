"""A fresh database and the one case that is put into it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, Line, Task
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.mail import Address, Place, RawMail
from bot.edges.store import Store, open_store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + timedelta(seconds=60)
ASKER = Address("zebulon.quark@canary.example", "Zebulon Quark")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh database."""
    made = open_store(tmp_path / "db.sqlite3", "s" * 40, "k" * 40)
    yield made
    made.close()


def raw(text: str, uid: int = 1, folder: str = "INBOX") -> RawMail:
    """Return a mail as a server would hand it over."""
    return RawMail(Place("privacy", folder, 1, uid), text.encode(), NOW)


def new_case(number: int = 1, **fields: object) -> Case:
    """Return a case with a line, a task and a draft."""
    letter = CaseLetter(
        1, "delete/acknowledge", "en", "requester", ASKER, "Your request", "We got it.",
        covers=("delete",),
    )  # fmt: skip
    line = Line(1, "delete", Route.US, tasks=(Task(1, "CRM", "sales"),))
    return replace(
        Case(number, 1, CaseState.OPEN, NOW, ASKER, (line,), (letter,)),
        **fields,  # type: ignore[arg-type]
    )


def approve(store: Store, number: int = 1) -> None:
    """Approve the first letter of a case."""
    case = store.cases.load(number)
    assert case is not None
    order = c.Approve(actor="UADA", letter_id=1, digest=case.letters[0].digest, send_after=LATER)
    store.cases.save(decide(case, order, NOW))
