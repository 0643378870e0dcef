"""Heartbeat and queues: what /healthz says, and that managers are told once."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import Misconfigured, Transient
from bot.core.mail import Place, RawMail
from bot.edges.health import HealthServer
from bot.edges.store import Store, open_store
from bot.loops import Loop, Signal
from bot.watch import GROWN, LASTING, Watched, WatchLoop
from tests.servers.ports import wait_until

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Still(Loop):
    """A loop that is never started; its last sign of life is at 0."""

    def __init__(self, name: str) -> None:
        super().__init__(name, Signal())
        self.beat = 0.0

    def turn(self) -> None:
        """Do nothing."""


class Ward:
    """A store and two loops under watch, with a clock to set."""

    def __init__(self, store: Store) -> None:
        self.store, self.at, self.connected = store, 0.0, True
        self.loops = [Still("letters"), Still("cards")]
        self.told: list[str] = []
        self.refuses = False
        self.watched = Watched(
            store=store,
            loops=lambda: self.loops,
            connected=lambda: self.connected,
            clock=lambda: self.at,
        )
        self.loop = WatchLoop(Signal(), self.watched, self.tell)

    def tell(self, text: str) -> None:
        if self.refuses:
            raise Transient("down")
        self.told.append(text)


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    """A fresh ward."""
    store = open_store(tmp_path / "db.sqlite3", "s" * 40)
    yield Ward(store)
    store.close()


def ask(server: HealthServer, path: str = "/healthz") -> tuple[int, Any]:
    """Ask over HTTP."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    return answer.status, body


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[], Any]], HealthServer]]:
    """Serve reports on free ports."""
    running: list[HealthServer] = []

    def start(report: Callable[[], Any]) -> HealthServer:
        running.append(HealthServer("127.0.0.1", 0, report))
        running[-1].start()
        return running[-1]

    yield start
    for server in running:
        server.stop()


def test_healthz(ward: Ward, serve: Callable[..., HealthServer]) -> None:
    """200 while all is well, 503 when a loop is stuck; numbers only."""
    place = Place("p", "INBOX", 1, 1)
    ward.store.post_room.keep([RawMail(place, b"From: zebulon@canary.example\n\nx", NOW)])
    server = serve(ward.watched.report)
    status, body = ask(server)
    assert status == 200
    assert body["queues"]["unread"] == 1
    assert body["loops"]["letters"] == {
        "seconds_ago": 0.0,
        "trouble": False,
        "failing_for": 0,
        "restarts": 0,
    }
    assert "zebulon" not in str(body)
    assert (body["status"], ask(server, "/readyz")[0]) == ("ok", 200)
    ward.at = Loop.silence + 1
    status, body = ask(server)
    assert (status, body["status"], body["stuck"]) == (503, "stuck", ["letters", "cards"])
    assert ask(server, "/readyz")[0] == 503
    assert ask(server, "/")[0] == 404


def test_what_a_restart_does_not_mend_restarts_nothing(
    ward: Ward, serve: Callable[..., HealthServer]
) -> None:
    """While Slack or a mailbox is away /healthz says 200, degraded; /readyz says 503."""
    server = serve(ward.watched.report)
    ward.connected = False
    status, body = ask(server)
    assert (status, body["ok"], body["status"], body["slack"]) == (200, True, "degraded", False)
    assert ask(server, "/readyz")[0] == 503
    ward.connected = True
    assert ask(server, "/readyz?full=1")[0] == 200
    ward.loops[0].trouble, ward.loops[0].failing_since = "mail.host.example away", 0.0
    ward.at = LASTING + 1
    status, body = ask(server)
    assert (status, body["status"]) == (200, "degraded")
    assert "mail.host" not in str(body)
    assert ask(server, "/readyz")[0] == 503


def test_a_sick_worker_says_so(serve: Callable[..., HealthServer]) -> None:
    """If the report itself fails, the answer is 503 with the kind of fault and no more."""

    def fails() -> Any:
        raise ValueError("zebulon@canary.example")

    assert ask(serve(fails)) == (
        503,
        {"ok": False, "ready": False, "error": "ValueError"},
    )


def test_a_port_that_is_taken(serve: Callable[..., HealthServer]) -> None:
    """A clear word instead of a traceback."""
    server = serve(lambda: {"ok": True, "ready": True})
    with pytest.raises(Misconfigured, match="HEALTH_PORT: cannot listen"):
        HealthServer("127.0.0.1", server.port, lambda: {"ok": True, "ready": True})


def test_managers_are_told_once(ward: Ward) -> None:
    """Stuck is told once, and once more when it is over."""
    ward.loop.look()
    assert ward.told == []
    ward.at = Loop.silence + 1
    ward.loops[1].beat = ward.at
    ward.loop.look()
    ward.loop.look()
    assert len(ward.told) == 1
    assert "“letters” gives no sign of life" in ward.told[0]
    ward.loops[0].beat = ward.at
    ward.loop.look()
    assert "well again" in ward.told[1]
    assert len(ward.told) == 2


def test_a_mailbox_out_of_reach_is_told(ward: Ward) -> None:
    """Some failures are no news; five minutes of them are, once, whatever the reason becomes."""
    mailbox = ward.loops[0]
    mailbox.failing_since, mailbox.trouble = 0.0, "privacy: cannot connect (TimeoutError)"
    ward.at = LASTING - 1
    ward.loop.look()
    assert ward.told == []
    ward.at = LASTING + 1
    ward.loop.look()
    mailbox.trouble = "privacy: the server refused the log-in: check user and password or token"
    ward.loop.look()
    [told] = ward.told
    assert (
        "“letters” has failed for over 5 minutes (privacy: cannot connect (TimeoutError))" in told
    )
    mailbox._works()
    ward.loop.look()
    assert "well again" in ward.told[1]


def test_a_grown_queue_is_told(ward: Ward) -> None:
    """Too many unread mails are worth a word; if Slack is down it is said later."""
    mails = [
        RawMail(Place("p", "INBOX", 1, number), str(number).encode(), NOW)
        for number in range(GROWN["unread"])
    ]
    ward.store.post_room.keep(mails)
    ward.refuses = True
    with pytest.raises(Transient):
        ward.loop.look()
    ward.refuses = False
    ward.loop.look()
    ward.loop.look()
    assert len(ward.told) == 1
    assert "mails that wait to be read: 500 or more" in ward.told[0]


def test_stopping_ends_the_watch(ward: Ward) -> None:
    """The loop obeys the stop like every other."""
    ward.loop.start()
    assert threading.active_count() > 1
    ward.loop.signal.stop()
    assert ward.loop.join(10)


class Hung(Loop):
    """A loop whose turn never ends, until the test is over."""

    def __init__(self) -> None:
        super().__init__("letters", Signal())
        self.over = threading.Event()

    def turn(self) -> None:
        """Hang."""
        self.over.wait(120)


class Mortal(Loop):
    """A loop whose thread dies in its first turns, as by an exit call deep in a library."""

    def __init__(self, deaths: int) -> None:
        super().__init__("cards", Signal())
        self.deaths, self.turns = deaths, 0

    def turn(self) -> None:
        """Die or work."""
        self.turns += 1
        if self.turns <= self.deaths:
            raise SystemExit
        self.signal.stopping.wait(0.01)


def test_a_hung_thread_makes_healthz_fail(ward: Ward, serve: Callable[..., HealthServer]) -> None:
    """503 with its name, so that a host restarts the worker; the other threads beat on."""
    hung, well = Hung(), Mortal(0)
    hung.start()
    well.start()
    watched = Watched(
        store=ward.store,
        loops=lambda: (hung, well),
        connected=lambda: True,
        clock=lambda: hung.beat + ward.at,
    )
    server = serve(watched.report)
    assert ask(server)[0] == 200
    ward.at = hung.silence + 1
    well.beat = hung.beat + ward.at
    status, body = ask(server)
    assert (status, body["ok"], body["stuck"]) == (503, False, ["letters"])
    assert not hung.revive(), "a second thread beside a hung one could do things twice"
    for loop in (hung, well):
        loop.signal.stop()
    hung.over.set()
    assert hung.join(30)
    assert well.join(30)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_dead_thread_is_started_again(ward: Ward, serve: Callable[..., HealthServer]) -> None:
    """While it is dead /healthz fails at once; each new life comes a little later."""
    mortal = Mortal(2)
    watched = Watched(store=ward.store, loops=lambda: [mortal], connected=lambda: True)
    server = serve(watched.report)
    assert not mortal.dead, "what was never started did not die"
    mortal.start()
    assert mortal.join(30) or mortal.dead
    assert wait_until(lambda: mortal.dead, 30)
    assert ask(server)[0] == 503
    assert mortal.revive()
    assert wait_until(lambda: mortal.dead, 30)
    assert not mortal.revive(), "dying at once is no reason to spin"
    assert wait_until(mortal.revive, 30)
    assert wait_until(lambda: mortal.turns > 3, 30)
    status, body = ask(server)
    assert (status, body["loops"]["cards"]["restarts"]) == (200, 2)
    mortal.signal.stop()
    assert mortal.join(30)
    assert not mortal.dead, "what was stopped did not die"
    assert not mortal.revive()
