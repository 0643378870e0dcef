"""Nobody seconds a letter for one business day: the managers hear of it, exactly once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.case import CaseLetter, LetterState
from bot.core.decide import decide
from bot.core.errors import IllegalMove
from bot.core.moves import Debt, Happened
from bot.core.notices import ReminderView
from bot.edges.slack import digest, threads
from bot.flows.notices import Notices
from tests.flows.clockwork import ASKER, Clockwork, at, case

LETTER = CaseLetter(
    1, "delete/decline", "en", "requester", ASKER, "No", "We refuse.", needs_second=True
)
SECOND = "second approver"


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[Clockwork]:
    """A worker's clock over a fresh database with one case whose letter needs two people."""
    made = Clockwork(tmp_path / "db.sqlite3")
    made.opens(case(letters=(LETTER,)))
    yield made
    made.store.close()


def order(clock: Clockwork, command: c.Command, moment: datetime) -> None:
    """Give an order at a moment."""
    found = clock.store.cases.load(1)
    assert found is not None
    clock.store.cases.save(decide(found, command, moment))


def approve(clock: Clockwork, user: str, moment: datetime) -> None:
    """Approve the letter as it stands."""
    found = clock.store.cases.load(1)
    assert found is not None
    digest = found.letters[0].digest
    send_after = moment + timedelta(minutes=1)
    order(clock, c.Approve(actor=user, letter_id=1, digest=digest, send_after=send_after), moment)


def alarms(clock: Clockwork) -> list[str]:
    """Return the day of each alarm that managers got."""
    return [day for _, stage, day in clock.told(Happened.ESCALATED) if stage == SECOND]


@pytest.mark.parametrize(
    ("approved", "quiet", "loud"),
    [
        (at("2026-11-10", 15), at("2026-11-11", 14), at("2026-11-11", 15)),
        (at("2026-11-13", 16), at("2026-11-16", 15), at("2026-11-16", 16)),  # over a weekend
        (at("2026-11-14", 10), at("2026-11-15", 12), at("2026-11-16", 10)),  # on a Saturday
        (at("2026-11-10", 22), at("2026-11-11", 21), at("2026-11-12", 9)),  # nobody at night
    ],
)
def test_one_business_day_later_and_once(
    clock: Clockwork, approved: datetime, quiet: datetime, loud: datetime
) -> None:
    """The same hour of the next working day; then never again, whoever looks how often."""
    approve(clock, "UADA", approved)
    clock.turn(quiet)
    assert alarms(clock) == []
    if loud == at("2026-11-12", 9):
        clock.turn(at("2026-11-11", 23))
    for hour in range(0, 24 * 6, 3):
        clock.turn(loud + timedelta(hours=hour))
    assert len(alarms(clock)) == 1


def test_downtime_and_restarts_neither_swallow_nor_repeat_it(clock: Clockwork) -> None:
    """After days without a worker the alarm comes once, and a restart does not repeat it."""
    approve(clock, "UADA", at("2026-11-10"))
    clock.restart()
    clock.turn(at("2026-11-17"))
    clock.restart()
    clock.turn(at("2026-11-17", 12))
    assert alarms(clock) == ["2026-11-10"]
    owed = clock.owed((Debt.ESCALATION, Debt.REMINDER))
    assert sum(row.kind is Debt.ESCALATION for row in owed) == 1


def test_who_was_seconded_in_time_is_not_reported(clock: Clockwork) -> None:
    """A second approval, an edit or a new mail ends the wait."""
    approve(clock, "UADA", at("2026-11-10"))
    approve(clock, "UBEN", at("2026-11-11", 9))
    clock.turn(at("2026-11-16"))
    assert alarms(clock) == []


def test_a_wait_that_begins_anew_has_an_alarm_of_its_own(clock: Clockwork) -> None:
    """Void and approved first again, the letter waits from then on."""
    approve(clock, "UADA", at("2026-11-10"))
    clock.turn(at("2026-11-11", 11))
    order(clock, c.Join(actor="bot", message_id=2, verified=True), at("2026-11-11", 12))
    clock.turn(at("2026-11-13"))
    approve(clock, "UBEN", at("2026-11-13", 12))
    clock.turn(at("2026-11-16", 11))
    assert alarms(clock) == ["2026-11-10"]
    clock.turn(at("2026-11-16", 12))
    assert alarms(clock) == ["2026-11-10", "2026-11-13"]


def test_nothing_is_waived_and_the_words_say_what_is_missing(clock: Clockwork) -> None:
    """The letter still waits; managers and thread read why, and nobody is named."""
    approve(clock, "UADA", at("2026-11-10"))
    clock.turn(at("2026-11-11", 12))
    found = clock.store.cases.load(1)
    assert found is not None
    assert found.letters[0].state is LetterState.AWAITING_SECOND
    with pytest.raises(IllegalMove, match="second person"):
        approve(clock, "UADA", at("2026-11-11", 13))
    notices = Notices(
        cases=clock.store.cases,
        audit=clock.store.audit,
        digest=lambda _: None,
        files=lambda _: (),
        table=lambda _: "",
        today=lambda: at("2026-11-11").date(),
    )
    [row] = clock.owed((Debt.ESCALATION,))
    view = notices(row)
    assert isinstance(view, ReminderView)
    assert digest.reminder_text(view) == (
        "P-0001 (Deletion) has a letter that has waited for a second approver since 10 Nov 2026."
    )
    events = [event for _, event in clock.store.audit.of_case(1)]
    told = next(event for event in events if event.kind is Happened.REMINDED)
    assert "managers were told" in threads.sentence(told)
    approve(clock, "UBEN", at("2026-11-11", 14))
    assert notices(row) is None  # seconded before the post left
