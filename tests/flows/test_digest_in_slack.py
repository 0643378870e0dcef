"""The digest against the stand-in Slack: read, posted once, and whatever Slack refuses."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.bootstrap import Office
from bot.demo.page import with_page
from bot.demo.slack import APP_TOKEN, BOT_TOKEN, Message, StandIn, StandInThread
from bot.edges.slack.manifest import manifest
from bot.settings import read_settings
from tests.flows.clockwork import Clockwork, at, case, filled
from tests.servers.forks import Forks
from tests.stories.rig import text_of

MANAGERS, PRIVACY = "C0MANAGERS", "C0PRIVACY"


@pytest.fixture
def slack() -> Iterator[StandInThread]:
    """The stand-in with the bot's own manifest."""
    with StandInThread(with_page(StandIn(manifest(), burst=None))) as running:
        yield running


@pytest.fixture
def clocks() -> Iterator[Forks]:
    """Give what runs a worker until it ends or dies."""
    with Forks("tests.flows.dying_clock") as made:
        yield made


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
