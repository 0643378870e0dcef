"""The digest: once per ISO week whatever happens, equal to the log, in Slack's own charts."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.moves import Debt, Happened
from bot.core.notices import DigestView, ReminderView
from bot.core.periods import week
from bot.core.statistics import reach, statistics
from bot.edges.slack import digest
from bot.edges.slack.limits import SAFE_CHARACTERS, characters, check_message
from bot.edges.store import open_store
from tests.core.quarter import Simulator
from tests.flows.clockwork import ZONE, Clockwork, at, case, filled

MONDAY = "2026-11-09"  # the week before, W45, is the first in which something happened


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[Clockwork]:
    """A worker's clock over a fresh database."""
    made = Clockwork(tmp_path / "db.sqlite3")
    yield made
    made.store.close()


def weeks(clock: Clockwork) -> list[str]:
    """Return the weeks that have a digest, in order."""
    return [name for _, name, _ in clock.told(Happened.DIGESTED)]


def test_each_week_is_told_once_on_monday_at_nine(clock: Clockwork) -> None:
    """Looked at every hour for three weeks: three digests, each at nine on Monday."""
    clock.opens(case())
    seen: list[tuple[str, datetime]] = []
    for hour in range(24 * 21):
        clock.turn(at("2026-11-03", 0) + timedelta(hours=hour))
        seen += [(name, clock.now.astimezone(ZONE)) for name in weeks(clock)[len(seen) :]]
    assert [name for name, _ in seen] == ["2026-W45", "2026-W46", "2026-W47"]
    assert all((when.isoweekday(), when.hour) == (1, 9) for _, when in seen)


def test_an_empty_log_owes_nothing(clock: Clockwork) -> None:
    """Before the first mail there is no week to tell of, and none from before it ever."""
    clock.turn(at(MONDAY))
    clock.opens(case())
    clock.turn(at(MONDAY))
    assert weeks(clock) == ["2026-W45"]


def test_downtime_is_made_up_for(clock: Clockwork) -> None:
    """After three weeks of downtime each missed week is told, the oldest first."""
    clock.opens(case())
    clock.turn(at("2026-11-25"))
    assert weeks(clock) == ["2026-W45", "2026-W46", "2026-W47"]
    clock.restart()
    clock.turn(at("2026-11-26"))
    assert len(weeks(clock)) == 3


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-30 * 24, 400 * 24), max_size=20))
def test_clock_jumps_repeat_nothing(hours: list[int]) -> None:
    """However the clock jumps, no week is told twice."""
    with TemporaryDirectory() as folder:
        clock = Clockwork(Path(folder) / "db.sqlite3")
        clock.opens(case())
        for hour in hours:
            clock.turn(clock.store.cases.load(1).received_at + timedelta(hours=hour))  # type: ignore[union-attr]
        told = weeks(clock)
        clock.store.close()
    assert len(told) == len(set(told))


def test_two_workers_tell_once(clock: Clockwork) -> None:
    """Two processes on one database: one of them tells the week."""
    clock.opens(case())
    other = Clockwork(clock.path)
    threads = [threading.Thread(target=one.turn, args=(at(MONDAY),)) for one in (clock, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    other.store.close()
    assert weeks(clock) == ["2026-W45"]
    assert [row.kind for row in clock.owed([Debt.DIGEST])] == [Debt.DIGEST]


def test_the_week_begins_and_ends_in_the_configured_zone(clock: Clockwork) -> None:
    """At 08:59 in Berlin nothing is said, whatever the hour in UTC."""
    clock.opens(case())
    clock.turn(datetime(2026, 11, 9, 7, 59, tzinfo=UTC))
    assert weeks(clock) == []
    clock.turn(datetime(2026, 11, 9, 8, 0, tzinfo=UTC))
    assert weeks(clock) == ["2026-W45"]


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Simulator]:
    """A database with 3,000 cases in its log."""
    path = tmp_path_factory.mktemp("quarter") / "privacy.sqlite3"
    return path, filled(path, 3_000)


def test_the_digest_of_a_quarter_equals_the_log(quarter: tuple[Path, Simulator]) -> None:
    """What the digest says is what the events say, as of its own entry, and later mail is not."""
    path, simulated = quarter
    clock = Clockwork(path, now=at("2026-08-31"))
    clock.turn(at("2026-08-31"))
    view = clock.digests.view("2026-W35")
    assert view is not None
    counted = statistics(simulated.events(), week("2026-W35", ZONE), lambda day: day.weekday() < 5)
    assert view.statistics == counted
    clock.store.close()


@pytest.mark.parametrize("name", ["2026-W28", "2026-W33", "2026-W38", "2026-W40", "2026-W50"])
def test_old_cases_are_left_out_and_no_number_changes(
    quarter: tuple[Path, Simulator], name: str
) -> None:
    """A week counted without the cases that were over before it is the week counted with all."""
    path, _ = quarter
    store = open_store(path, "s" * 40, "k" * 40)
    period = week(name, ZONE)
    everything, began = store.chronicle.events(), store.chronicle.began()
    needed = store.chronicle.events(reach(period))

    def works(day: date) -> bool:
        return day.weekday() < 5

    assert statistics(needed, period, works, began=began) == statistics(everything, period, works)
    assert len(needed) < len(everything) or name == "2026-W28"
    store.close()


def test_views_of_the_log_agree(quarter: tuple[Path, Simulator]) -> None:
    """Whoever asks the SQLite views with another tool finds the same cases and lines."""
    path, simulated = quarter
    store = open_store(path, "s" * 40, "k" * 40)
    period = week("2026-W41", ZONE)
    found = statistics(simulated.events(), period, lambda day: day.weekday() < 5)

    def one(sql: str) -> int:
        row = store.connections.row(sql)
        assert row is not None
        return int(row[0])

    assert one("SELECT count(*) FROM log_cases") == 3_000
    if not any(event.at >= period.end for event in simulated.events()):
        assert one("SELECT count(*) FROM log_cases WHERE state <> 'closed'") == found.open.cases
    closed = one("SELECT count(*) FROM log_cases WHERE closed_at IS NOT NULL")
    assert closed == one("SELECT count(*) FROM log_cases WHERE state = 'closed'") > 500
    assert one("SELECT count(*) FROM log_lines WHERE outcome = 'fulfilled'") > 100
    assert one("SELECT count(*) FROM log_cases WHERE first_letter_at < received") == 0
    store.close()


def test_blocks_keep_within_slacks_limits(quarter: tuple[Path, Simulator]) -> None:
    """The digest of a full week and of an empty one pass the check, charts included."""
    _, simulated = quarter
    for name in ("2026-W35", "2026-W02"):
        found = statistics(simulated.events(), week(name, ZONE), lambda day: day.weekday() < 5)
        view = DigestView(found)
        blocks = digest.digest(view)
        assert check_message(blocks, digest.digest_text(view)) == []
        assert characters(blocks) < SAFE_CHARACTERS
        drawn = [block for block in blocks if block["type"] == "data_visualization"]
        assert len(drawn) == (2 if name == "2026-W35" else 0)


@pytest.mark.parametrize("stage", ["7 days", "1 day", "today", "overdue", "extension"])
def test_reminders_name_nobody(stage: str, clock: Clockwork) -> None:
    """A reminder says number, type and day; no word of the mail, no address."""
    clock.opens(case())
    event = clock.store.audit.of_case(1)[0][1]
    told = type(event)(
        Happened.REMINDED, event.at, "bot", 1, None, {"stage": stage, "day": "2026-12-02"}
    )
    for to_managers in (False, True):
        view = ReminderView(case(), told, at("2026-12-01").date(), to_managers)
        blocks, text = digest.reminder(view), digest.reminder_text(view)
        assert check_message(blocks, text) == []
        assert "P-0001" in text
        assert "2 Dec 2026" in text
        assert "zebulon" not in json.dumps([text, blocks]).lower()
