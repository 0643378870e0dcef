"""Who may do what in Slack: every listener by every kind of person, made from the tables."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot.bootstrap import Office, run_once
from bot.demo.slack import BOT_TOKEN
from bot.demo.slack.model import TEAM
from bot.edges.slack import (
    case_desk,
    letter_desk,
    new_request,
    search,
    words_pages,
    words_said,
)
from bot.edges.slack.app import AT_ONCE
from bot.edges.slack.buttons import EVERY
from tests.fakes.reader import FakeReader
from tests.stories.rig import ADA, BEN, CLEO, GUS, OLA, PRIVACY, Rig, mail

NOBODY, ELSEWHERE = "U0NOBODY", "T0ELSEWHERE"
CANARY: Final = ("maren", "holt", "posteo", "quillwort", "P-0001")
"""Words of the one case: nobody but staff may be shown one."""

_SLASH = ("queue", "case P-0001", "new", "search maren.holt@posteo.example", "help", "nonsense")
_HOME = ("home.refresh", "home.search", "home.new", "home.page.on", "home.clear")
_WEEK = ("home.week", "home.week.last")
_VIEWS = tuple(letter_desk.TAKEN)
_BATCH = ("batch.read", "batch.items", "batch.agent", "batch.undo")
_DAYS = {"noise.confirm": "2026-11-23", "flood.bring": "2026-11-23"}
_TABLES = ("events", "outbox", "letters", "lines", "tasks", "directory", "notes", "homes")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who clicks."""

    user: str
    team: str = TEAM
    staff: bool = False
    manages: bool = False


PEOPLE: Final = {
    "approver": Person(ADA, staff=True),
    "second approver": Person(BEN, staff=True),
    "manager": Person(CLEO, staff=True, manages=True),
    "guest": Person(GUS),
    "colleague who is no approver": Person(OLA),
    "somebody unknown": Person(NOBODY),
    "an approver's id of another workspace": Person(ADA, ELSEWHERE),
}
STRANGERS: Final = [name for name, person in PEOPLE.items() if not person.staff]


class Recorder(WebClient):
    """The real client; remembers what it was asked to show."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.shown: list[str] = []

    def api_call(self, api_method: str, **arguments: Any) -> Any:
        """Call, and remember what goes out."""
        sent = [arguments.get(name) for name in ("json", "params", "data")]
        self.shown.append(f"{api_method} {json.dumps(sent, default=str)}")
        return super().api_call(api_method, **arguments)


class Inline(Executor):
    """Runs a listener where it is called, so that it is over when the app has answered."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run at once."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@dataclass
class World:
    """One case and one item of noise, and the app that people click in."""

    office: Office
    app: App
    client: Recorder
    digest: str
    clicks: int = 0

    def does(self, person: Person, kind: str, what: str) -> str:
        """Let a person do something; return everything that is shown to anybody by it."""
        self.clicks += 1
        self.client.shown.clear()
        body = BODIES[kind](self, what) | {
            "team": {"id": person.team},
            "team_id": person.team,
            "user": {"id": person.user, "team_id": person.team},
            "user_id": person.user,
            "trigger_id": f"{self.clicks}.trigger",
        }
        if kind == "event":
            body = {
                "type": "event_callback",
                "team_id": person.team,
                "event": {"type": what, "user": person.user, "tab": "home"},
            }
        answer = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        assert answer.status == 200, f"nobody listens to {kind} {what}"
        return "\n".join([*self.client.shown, str(answer.body)])

    def state(self) -> list[Any]:
        """Return everything that a click could change."""
        rows = self.office.store.connections.rows
        counts = [tuple(rows(f"SELECT count(*) FROM {table}")[0]) for table in _TABLES]
        cases = [tuple(row) for row in rows("SELECT id, version, state, assignee FROM cases")]
        return [counts, cases, [tuple(row) for row in rows("SELECT * FROM noise")]]


def _click(action: str, value: str) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "channel": {"id": PRIVACY},
        "message": {"ts": "1.0"},
        "container": {"type": "message", "message_ts": "1.0", "channel_id": PRIVACY},
        "actions": [
            {"type": "button", "action_id": action, "block_id": "b", "value": value}
        ],
    }  # fmt: skip


def _submitted(callback: str, world: World) -> dict[str, Any]:
    kept = json.dumps({"case": 1, "letter": 1, "digest": world.digest})
    state: dict[str, Any] = {
        "text0": {"text0": {"type": "plain_text_input", "value": "Another text"}},
        "words": {"words": {"type": "plain_text_input", "value": "maren.holt@posteo.example"}},
    }
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": callback,
        "private_metadata": kept,
        "state": {"values": state},
        "hash": "1.a",
        "blocks": [],
    }
    return {"type": "view_submission", "view": view}


BODIES: Final[dict[str, Callable[[World, str], dict[str, Any]]]] = {
    "button": lambda world, what: _click(what, f"1:1:{world.digest}"),
    "list": lambda world, what: _click(what, _DAYS.get(what, "2")),
    "page": lambda world, what: _click(what, "1:0"),
    "home": lambda world, what: _click(what, "1"),
    "view": lambda world, what: _submitted(what, world),
    "options": lambda world, what: {
        "type": "block_suggestion", "action_id": what, "block_id": what, "value": "quillwort"
    },
    "command": lambda world, what: {"command": "/privacy", "text": what, "channel_id": PRIVACY},
    "shortcut": lambda world, what: {"type": "shortcut", "callback_id": what},
    "message": lambda world, what: {
        "type": "message_action",
        "callback_id": what,
        "channel": {"id": PRIVACY},
        "message": {"ts": "1.0", "text": "P-0001"},
    },
    "event": lambda world, what: {},
}  # fmt: skip


_PAGES = (search.ASKED, new_request.ASKED)


def everything() -> Iterator[tuple[str, str]]:
    """Yield each thing that a person can do, from the tables that the listeners use."""
    yield from (("button", f"case.{one}") for one in AT_ONCE)
    yield from (("button", f"case.{row.key}") for row in EVERY if row.key not in AT_ONCE)
    yield from (("view", f"do.{one}") for one in (*_VIEWS, *sorted(case_desk.DRAWN)))
    yield from (("view", one) for one in _PAGES)
    yield from (("list", one) for one in (*_DAYS, "noise.release", *_BATCH))
    yield from (("view", one) for one in _BATCH if one != "batch.undo")
    yield from (("home", one) for one in (*_HOME, *_WEEK))
    yield from (("command", one) for one in (*_SLASH, "stats"))
    yield from [("page", "page.turn"), ("options", "directory"), ("event", "app_home_opened")]
    yield from [("shortcut", "open_queue"), ("message", "show_case")]


@pytest.fixture
def world(rig: Rig) -> Iterator[World]:
    """Give one case that waits for approval, and one item of noise."""
    office = replace(rig.office(), reader=FakeReader())
    client = Recorder(token=BOT_TOKEN, base_url=rig.slack.base_url, retry_handlers=[])
    client.proxy = None
    office.__dict__["client"] = client  # made in place of the office's own, the same but open
    rig.imap.deliver(mail("Please delete my quillwort.", "Quillwort"))
    rig.imap.deliver(mail("Top seo offers", "Offer", "Spammer <s@spam.example>"))
    assert run_once(office) == []
    app = office.slack_app()
    app.listener_runner.listener_executor = Inline()
    for listener in app._listeners:
        listener.ack_timeout = 0  # what was answered is known; one that failed answers no more
    case = office.store.cases.load(1)
    assert case is not None
    yield World(office, app, client, case.letters[0].digest)
    office.close()


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_change_nothing_and_learn_nothing(world: World, name: str) -> None:
    """Whoever is no approver of our own workspace is refused, without a word of the case."""
    before = world.state()
    for kind, what in everything():
        shown = world.does(PEOPLE[name], kind, what)
        assert world.state() == before, f"{name} changed something by {what}"
        told = [word for word in CANARY if word.lower() in shown.lower()]
        assert not told, f"{name} was told of the case by {kind} {what}: {shown}"
        said = words_pages.NOT_A_MANAGER if what in (*_WEEK, "stats") else words_said.NOT_ALLOWED
        if kind not in ("options", "event", "home"):
            assert said in shown, f"{name} was not told why {kind} {what} did nothing"


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in STRANGERS])
def test_staff_are_let_in(world: World, name: str) -> None:
    """Approvers may open everything; the numbers are for managers alone.

    What a modal answers is shown in the browser, where it was filled in first.
    """
    person = PEOPLE[name]
    for kind, what in everything():
        if kind == "view":
            continue
        shown = world.does(person, kind, what)
        assert words_said.NOT_ALLOWED not in shown, f"{name} may not {kind} {what}"
        if what in (*_WEEK, "stats"):
            assert (words_pages.NOT_A_MANAGER in shown) is not person.manages, what
