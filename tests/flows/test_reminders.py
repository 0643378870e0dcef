"""Reminders: once each, the most urgent one, whatever the clock and the process do."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bootstrap import Office
from bot.core import commands as c
from bot.core.case import Clock, Line
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.errors import IllegalMove
from bot.core.moves import Debt, Happened
from bot.core.reminding import due_stage
from bot.settings import read_settings
from tests.flows.clockwork import DUE, RECEIVED, ZONE, Clockwork, at, case

ALL = ["7 days", "3 days", "1 day", "today", "overdue"]


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[Clockwork]:
    """A worker's clock over a fresh database."""
    made = Clockwork(tmp_path / "db.sqlite3")
    yield made
    made.store.close()


def test_each_stage_is_told_once(clock: Clockwork) -> None:
    """Looked at every three hours for six weeks, each stage is told once, in order."""
    clock.opens(case())
    for hour in range(0, 24 * 42, 3):
        clock.turn(RECEIVED + timedelta(hours=hour))
    assert clock.stages() == ALL


def test_nobody_is_reminded_at_night(clock: Clockwork) -> None:
    """Before nine in the configured zone nothing is said."""
    clock.opens(case())
    clock.turn(at("2026-12-02", 8))
    assert clock.stages() == []
    clock.turn(at("2026-12-02", 9))
    assert clock.stages() == ["today"]


@pytest.mark.parametrize(
    ("day", "stage"), [("2026-12-01", "1 day"), ("2026-12-02", "today"), ("2026-12-20", "overdue")]
)
def test_downtime_leaves_the_most_urgent(clock: Clockwork, day: str, stage: str) -> None:
    """After downtime the stage of today is told, and not the ones that were slept through."""
    clock.opens(case())
    clock.turn(at(day))
    clock.turn(at(day, 11))
    assert clock.stages() == [stage]


def test_a_restart_repeats_nothing(clock: Clockwork) -> None:
    """What was told stands in the log, not in memory."""
    clock.opens(case())
    clock.turn(at("2026-11-26"))
    clock.restart()
    clock.turn(at("2026-11-26", 12))
    assert clock.stages() == ["7 days"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-40 * 24, 80 * 24), max_size=25))
def test_clock_jumps_repeat_nothing(hours: list[int]) -> None:
    """However the clock jumps, no stage of a date is told twice."""
    with TemporaryDirectory() as folder:
        clock = Clockwork(Path(folder) / "db.sqlite3")
        clock.opens(case())
        for hour in hours:
            clock.turn(RECEIVED + timedelta(hours=hour))
        told = clock.told()
        clock.store.close()
    assert len(told) == len(set(told))


def test_overdue_goes_to_the_managers(clock: Clockwork) -> None:
    """Only an overdue case escalates; card, thread and channel hear of every stage."""
    clock.opens(case())
    clock.turn(at("2026-11-26"))
    kinds = (Debt.REMINDER, Debt.ESCALATION, Debt.THREAD)
    assert [row.kind for row in clock.owed(kinds)] == [Debt.REMINDER, Debt.THREAD]
    clock.turn(at("2026-12-03"))
    assert {row.kind for row in clock.owed(kinds)} == set(kinds)
    assert clock.told(Happened.ESCALATED) == [(1, "overdue", "2026-12-02")]


def test_a_new_date_is_reminded_of_anew(clock: Clockwork) -> None:
    """When staff correct the type, the new date has reminders of its own."""
    clock.opens(case())
    clock.turn(at("2026-12-02"))
    found = clock.store.cases.load(1)
    assert found is not None
    later = Clock("GDPR", safe=DUE + timedelta(days=7))
    order = c.Reclassify(
        actor="UADA", lines=(Line(1, "access", Route.US, later),), party=found.party,
        entry_id=None, entry_name="",
    )  # fmt: skip
    clock.store.cases.save(decide(found, order, clock.now))
    clock.turn(at("2026-12-02", 12))
    assert clock.told() == [(1, "today", "2026-12-02"), (1, "7 days", "2026-12-09")]


def test_closed_and_settled_cases_are_left_alone(clock: Clockwork) -> None:
    """Nobody is reminded of what is done."""
    clock.opens(case())
    found = clock.store.cases.load(1)
    assert found is not None
    clock.store.cases.save(decide(found, c.Close(actor="UADA", outcome="duplicate"), clock.now))
    clock.turn(at("2026-12-20"))
    assert clock.stages() == []


def test_a_snoozed_case_sleeps_until_its_date(clock: Clockwork) -> None:
    """Snoozing silences the reminders before a date, not the date itself."""
    clock.opens(case())
    found = clock.store.cases.load(1)
    assert found is not None
    clock.store.cases.save(decide(found, c.Snooze(actor="U", until=at("2026-12-02")), clock.now))
    for day in ("2026-11-26", "2026-12-01", "2026-12-02", "2026-12-03"):
        clock.turn(at(day))
    assert clock.stages() == ["today", "overdue"]


def test_the_extension_is_offered_before_its_last_day(clock: Clockwork) -> None:
    """Where the law allows more time, staff hear of it once, while there is still time to tell."""
    rule = Clock("GDPR", safe=DUE, statutory=DUE, extension_notice_by=DUE)
    clock.opens(case(lines=(Line(1, "delete", Route.US, rule),)))
    for day in ("2026-11-24", "2026-11-25", "2026-11-26", "2026-12-03"):
        clock.turn(at(day))
    assert clock.told() == [
        (1, "7 days", "2026-12-02"), (1, "extension", "2026-12-02"), (1, "overdue", "2026-12-02"),
    ]  # fmt: skip


def test_two_workers_remind_once(clock: Clockwork) -> None:
    """Two processes on one database: the guarded commit lets one of them tell."""
    clock.opens(*(case(number) for number in range(1, 21)))
    other = Clockwork(clock.path)
    moment = at("2026-12-02")
    threads = [threading.Thread(target=one.turn, args=(moment,)) for one in (clock, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    told = clock.told()
    other.store.close()
    assert len(told) == len(set(told)) == 20


def test_events_name_nobody(clock: Clockwork) -> None:
    """Reminders hold numbers, dates and types only."""
    clock.opens(case())
    clock.turn(at("2026-12-03"))
    text = "\n".join(clock.store.audit.export())
    assert "zebulon" not in text.lower()
    assert clock.store.audit.verify().fault == ""


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 60),
    st.integers(-70, 70),
    st.lists(st.integers(1, 60), max_size=4),
)
def test_a_stage_says_the_truth(due: date, length: int, left: int, before: list[int]) -> None:
    """Overdue only past the date, `today` only at it, and never `n days` with fewer left."""
    received, today = due - timedelta(days=length), due - timedelta(days=left)
    stage = due_stage(due, received, today, before)
    assert (stage == "overdue") == (today > due)
    assert stage != "today" or today == due
    if stage.endswith((" day", " days")):
        assert 0 < left <= int(stage.split()[0])
        assert today > received


def test_the_case_in_the_channel_is_the_one_in_the_log(clock: Clockwork) -> None:
    """A reminder is about the case's own earliest open line."""
    soon = Clock("ours", target=date(2026, 11, 20))
    clock.opens(replace(case(), lines=(*case().lines, Line(2, "testimonial", Route.US, soon))))
    clock.turn(datetime(2026, 11, 19, 12, tzinfo=ZONE))
    assert clock.told() == [(1, "1 day", "2026-11-20")]


def test_the_notice_of_an_extension_is_a_draft_that_lacks_its_reason(tmp_path: Path) -> None:
    """The draft names the new date; nobody can approve it before a reason is written."""
    clock = Clockwork(tmp_path / "privacy.sqlite3")
    rule = Clock("GDPR Arts 15-22", safe=DUE, statutory=DUE, extension_notice_by=DUE)
    clock.opens(case(lines=(Line(1, "delete", Route.US, rule),)))
    clock.store.close()
    found, boxes = read_settings(
        {
            "DATA_DIR": str(tmp_path), "SECRET_KEY": "s" * 40, "ENCRYPTION_KEY": "k" * 40,
            "MAILBOXES": "p", "MAILBOX_P_HOST": "127.0.0.1", "MAILBOX_P_USER": "u",
            "MAILBOX_P_PASSWORD": "p", "SMTP_HOST": "127.0.0.1",
            "SMTP_FROM": "privacy@example.test", "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1", "CHANNEL_PRIVACY": "C1", "APPROVERS": "U0ADA",
            "TIMEZONE": "Europe/Berlin", "PLACE": "EU",
        },
        None,
    )  # fmt: skip
    office = Office(found, boxes, now=lambda: at("2026-11-26"))
    office.reminders.work()
    office.reminders.work()
    view = office.casebook.view(1)
    assert view is not None
    (offered,) = view.letters
    assert offered.letter.key == "delete/extend"
    assert "2 February 2027" in offered.letter.text
    assert offered.blocked
    with pytest.raises(IllegalMove, match="error"):
        office.review.approve(1, 1, offered.letter.digest, "U0ADA")
    office.close()
