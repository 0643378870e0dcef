"""The digest: once per ISO week whatever happens, equal to the log, in Slack's own charts."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from bot.bootstrap import Office
from bot.core.moves import Debt, Happened
from bot.core.notices import DigestView, ReminderView
from bot.core.periods import week
from bot.core.statistics import reach, statistics
from bot.demo.page import with_page
from bot.demo.slack import APP_TOKEN, BOT_TOKEN, Message, StandIn, StandInThread
from bot.edges.slack import digest
from bot.edges.slack.limits import SAFE_CHARACTERS, characters, check_message
from bot.edges.slack.manifest import manifest
from bot.edges.store import open_store
from bot.settings import read_settings
from tests.core.quarter import Simulator
from tests.edges.store.logged import write_log
from tests.flows.clockwork import ZONE, Clockwork, at, case
from tests.servers.forks import Forks
from tests.stories.rig import text_of

MANAGERS, PRIVACY = "C0MANAGERS", "C0PRIVACY"
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


def filled(path: Path, cases: int) -> Simulator:
    """Write the log of a simulated quarter into a database."""
    simulated = Simulator(8, cases)
    store = open_store(path, "s" * 40, "k" * 40)
    write_log(store, simulated.events())
    store.close()
    return simulated


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


# -- against the stand-in Slack ---------------------------------------------------------------


@pytest.fixture
def slack() -> Iterator[StandInThread]:
    """The stand-in with the bot's own manifest."""
    with StandInThread(with_page(StandIn(manifest(), burst=None))) as running:
        yield running


def environment(slack: StandInThread, folder: Path) -> dict[str, str]:
    """Return settings; there is no mail in these tests."""
    return {
        "DATA_DIR": str(folder), "SECRET_KEY": "s" * 40, "ENCRYPTION_KEY": "k" * 40,
        "MAILBOXES": "p", "MAILBOX_P_HOST": "127.0.0.1", "MAILBOX_P_USER": "u",
        "MAILBOX_P_PASSWORD": "p", "SMTP_HOST": "127.0.0.1", "SMTP_TLS": "none",
        "SMTP_FROM": "privacy@example.test", "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.base_url,
        "CHANNEL_PRIVACY": PRIVACY, "CHANNEL_MANAGERS": MANAGERS, "APPROVERS": "U0ADA",
        "TIMEZONE": "Europe/Berlin", "PLACE": "EU",
    }  # fmt: skip


def seeded(folder: Path, cases: int = 12) -> None:
    """Make a database with a log of a few weeks and one case that is overdue."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "privacy.sqlite3"
    filled(path, cases)
    clock = Clockwork(path)
    clock.opens(case(10_001))
    clock.store.close()


def office(slack: StandInThread, folder: Path, now: datetime) -> Office:
    """Return an office whose clock stands still."""
    found, boxes = read_settings(environment(slack, folder), None)
    return Office(found, boxes, now=lambda: now, pace=0.0)


def work(made: Office) -> None:
    """Do what the calendar owes, and close."""
    made.reminders.work()
    made.digests.work()
    made.desk_sender.recover()
    while made.desk_sender.step():
        pass
    made.close()


def everything(slack: StandInThread, channel: str) -> list[Message]:
    """Return every message of a channel, threads included."""
    return slack.call(lambda: list(slack.stand_in.workspace.messages[channel].values()))


def test_managers_read_the_week(slack: StandInThread, tmp_path: Path) -> None:
    """Two charts in the channel; picture with alternative text and table in the thread."""
    seeded(tmp_path, 400)
    work(office(slack, tmp_path, at("2026-08-31")))
    found = everything(slack, MANAGERS)
    told = [one for one in found if "2026-W35" in one.text and not one.thread_ts]
    assert len(told) == 1
    assert sum(block["type"] == "data_visualization" for block in told[0].blocks) == 2
    (files,) = [one for one in found if one.thread_ts == told[0].ts]
    assert {one["name"] for one in files.files} == {
        "privacy-2026-W35.png", "privacy-2026-W35.csv",
    }  # fmt: skip
    picture = next(one for one in files.files if one["name"].endswith("png"))
    assert "received" in picture["alt_txt"]
    data = slack.call(lambda: slack.stand_in.workspace.files[picture["id"]]["data"])
    assert data.startswith(b"\x89PNG")


@pytest.mark.browser
def test_a_manager_sees_it_in_a_browser(
    slack: StandInThread, tmp_path: Path, browse: Callable[..., Page]
) -> None:
    """The head of privacy opens the channel: figures, two charts, and the picture with words."""
    seeded(tmp_path, 400)
    work(office(slack, tmp_path, at("2026-08-31")))
    found = everything(slack, MANAGERS)
    (head,) = [one for one in found if "2026-W35" in one.text and not one.thread_ts]
    thread = f"?side=thread&thread={head.ts}"
    page = browse(f"{slack.page_url}desk/U0CLEO/{MANAGERS}{thread}")
    expect(page.get_by_text("Privacy requests · 2026-W35").first).to_be_visible()
    charts = page.get_by_role("img", name=re.compile("Received, answered and closed"))
    expect(charts.last).to_be_visible()
    expect(page.get_by_role("img", name=re.compile(r"^Cases in \d periods"))).to_be_visible()
    expect(page.get_by_text("Least precise types").first).to_be_visible()


def test_a_slack_without_charts_gets_the_figures(slack: StandInThread, tmp_path: Path) -> None:
    """Refused for its charts, the digest is posted without them."""
    seeded(tmp_path, 400)
    slack.call(slack.stand_in.faults.refuse, "chat.postMessage", "invalid_blocks", 1)
    made = office(slack, tmp_path, at("2026-07-13"))
    work(made)
    told = [one for one in everything(slack, MANAGERS) if "2026-W28" in one.text]
    head = [one for one in told if not one.thread_ts]
    assert len(head) == 1
    assert "data_visualization" not in {block["type"] for block in head[0].blocks}
    assert "Received" in text_of(head[0])


def test_an_app_without_the_scope_for_files_gets_words(tmp_path: Path) -> None:
    """Without files:write the table stands in the thread as text."""
    scopes = manifest()
    scopes["oauth_config"]["scopes"]["bot"].remove("files:write")
    with StandInThread(with_page(StandIn(scopes, burst=None))) as slack:
        seeded(tmp_path)
        work(office(slack, tmp_path, at("2026-07-13")))
        threads = [one for one in everything(slack, MANAGERS) if one.thread_ts]
        assert len(threads) == 1
        assert "Received, cases" in text_of(threads[0])


@pytest.mark.parametrize("method", ["chat.postMessage", "files.completeUploadExternal"])
def test_a_lost_answer_is_no_second_post(slack: StandInThread, tmp_path: Path, method: str) -> None:
    """Stored, but the answer was lost: it is looked for and found, not posted again."""
    seeded(tmp_path)
    slack.call(slack.stand_in.faults.drop_reply, method, 1)
    work(office(slack, tmp_path, at("2026-07-13")))
    work(office(slack, tmp_path, at("2026-07-13", 11)))
    check(slack, ["2026-W28"])


def check(slack: StandInThread, names: list[str]) -> None:
    """Each week once, and its files once."""
    found = everything(slack, MANAGERS)
    heads = [one for one in found if one.text.startswith("Privacy requests in")]
    assert sorted(one.text.split()[3].rstrip(":") for one in heads) == names
    files = [one for one in found if one.files]
    assert len(files) == len(names)
    assert len({one.thread_ts for one in files}) == len(names)


@pytest.fixture
def clocks() -> Iterator[Forks]:
    """Give what runs a worker until it ends or dies."""
    with Forks("tests.flows.dying_clock") as made:
        yield made


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_every_commit(
    slack: StandInThread, clocks: Forks, tmp_path: Path, when: str
) -> None:
    """Killed at whichever commit: digest, files, reminder and escalation once each."""
    died = 0
    for number in range(1, 30):
        folder = tmp_path / f"{when}{number}"
        folder.mkdir()
        life = Clockwork(folder / "privacy.sqlite3")
        life.opens(case(received_at=at("2026-11-30")))
        life.store.close()
        settings_file = tmp_path / f"{when}{number}.json"
        settings_file.write_text(json.dumps(environment(slack, folder)))
        for channel in (MANAGERS, PRIVACY):
            slack.call(slack.stand_in.workspace.messages[channel].clear)
        first = clocks.run(str(settings_file), "2026-12-07T10:00:00+00:00", when, str(number))
        if first.returncode == 0:
            break
        assert first.returncode == -9, first.stderr
        died += 1
        # the clock stands a little earlier after the crash, and later the third time
        for now in (at("2026-12-07", 10), at("2026-12-08")):
            work(office(slack, folder, now))
        check(slack, ["2026-W49"])
        late = [one for one in everything(slack, MANAGERS) if "overdue: it" in one.text]
        assert len(late) == 1
        said = [one for one in everything(slack, PRIVACY) if "overdue: it" in one.text]
        assert len(said) == 1
    else:
        pytest.fail("more commits than expected: raise the number")
    assert died > 10


def test_a_digest_that_slack_refuses_does_not_spin(slack: StandInThread, tmp_path: Path) -> None:
    """Without a channel to post to, the files wait ever longer for a digest that is not there."""
    seeded(tmp_path)
    slack.call(slack.stand_in.faults.refuse, "chat.postMessage", "not_in_channel", 100)
    made = office(slack, tmp_path, at("2026-07-13"))
    made.digests.work()
    steps = 0
    while made.desk_sender.step():
        steps += 1
        assert steps < 20
    waits = made.store.outbox.next_at(letters=False)
    assert waits is not None
    assert waits > made.now()
    made.close()
