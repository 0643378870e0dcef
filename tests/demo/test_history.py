"""The weeks before the demo: numbers that a manager believes, and nothing left to send."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.bootstrap import Office
from bot.core.case import CaseState
from bot.demo.history import History
from bot.demo.samples import DIRECTORY
from bot.demo.show import Demo
from bot.edges.store.directory_file import read_directory

NOW = datetime(2026, 11, 25, 14, tzinfo=UTC)  # a Wednesday


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    """An office whose database holds the history, before its worker starts."""
    demo = Demo()
    demo.mail.start()
    demo.slack.start()
    settings, boxes = demo.settings()
    made = Office(settings, boxes, now=lambda: NOW)
    made.store.directory.replace(read_directory(DIRECTORY)[0])
    History(made, NOW).write()
    yield made
    made.close()
    demo.__exit__(None, None, None)


def test_nothing_is_left_to_do_but_cards(office: Office) -> None:
    """The worker finds one card for each case that is open: no letter, no thread, no reminder."""
    rows = office.store.connections.rows("SELECT * FROM outbox WHERE state = 'waiting'")
    live = office.store.cases.load_many(office.store.cases.queue(limit=1_000))
    assert {row["kind"] for row in rows} == {"card"}
    assert {row["case_id"] for row in rows} == {case.id for case in live}
    assert 5 <= len(live) <= 40
    assert all(case.state is not CaseState.CLOSED for case in live)


def test_the_log_is_whole_and_in_order(office: Office) -> None:
    """The history went through the real decisions: the chain holds and time runs forward."""
    assert office.store.audit.verify().fault == ""
    events = office.store.chronicle.events()
    assert len(events) > 1_000
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert events[-1].at <= NOW


def test_a_manager_sees_a_week_like_any_other(office: Office) -> None:
    """Last week: cases came, were answered in time and closed, as in the weeks before."""
    found = office.weeks.of("")
    assert found.received.cases > 15
    assert found.answered.cases > 10
    assert found.closed.cases > 10
    assert len(found.before) == 4
    assert found.within_due.ratio is not None
    assert found.within_due.ratio > 0.7
    assert found.handovers.whole > 0
    assert found.corrected.part > 0
    assert found.noise > 5
    assert office.store.finding.counts(list(office.channels), office.today())["overdue"] >= 1


def test_only_the_last_week_is_told(office: Office) -> None:
    """The digests of earlier weeks were posted long ago; one is owed when the worker starts."""
    assert office.digests.work() == 1
