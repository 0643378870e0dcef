"""No link is left open, however its thread or its start ends: the SDK would spin for ever."""

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from slack_bolt import App

from bot.core.errors import Transient
from bot.demo.slack import APP_TOKEN, BOT_TOKEN, StandIn, StandInThread
from bot.edges.slack.manifest import manifest
from bot.edges.slack.socket import Socket


@pytest.fixture
def slack() -> Iterator[StandInThread]:
    """Give a stand-in Slack."""
    with StandInThread(StandIn(manifest(), burst=None)) as server:
        yield server


def link_to(slack: StandInThread) -> Socket:
    """Make a link that is not connected yet."""
    app = App(token=BOT_TOKEN, signing_secret="none", token_verification_enabled=False)
    return Socket(app, APP_TOKEN, slack.base_url)


def stop_the_loop(socket: Socket) -> None:
    """End the thread as a fault in its loop would."""
    socket._loop.call_soon_threadsafe(socket._loop.stop)
    socket._thread.join(30)
    assert socket.died


@pytest.mark.parametrize("end", [stop_the_loop, Socket.stop], ids=["its thread died", "stopped"])
def test_every_task_and_link_ends(slack: StandInThread, end: Callable[[Socket], None]) -> None:
    """The SDK's tasks catch what ends them, and go on until their client is closed."""
    socket = link_to(slack)
    socket.start()
    link = socket._client
    assert link is not None
    assert not link.closed
    end(socket)
    assert link.closed
    assert link.aiohttp_client_session.closed
    assert socket._loop.is_closed()
    assert asyncio.all_tasks(socket._loop) == set()
    socket.stop()
    with pytest.raises(Transient):
        socket.start()
    del link, socket
    gc.collect()  # what is left open is said now, and pytest fails


def test_a_stop_may_meet_a_start_anywhere(slack: StandInThread) -> None:
    """However far a start has come when it is stopped, nothing is left."""
    for turn in range(20):
        socket = link_to(slack)

        def begin(socket: Socket = socket) -> None:
            with suppress(Exception):
                socket.start()

        starter = threading.Thread(target=begin)
        starter.start()
        starter.join(turn / 400)
        socket.stop()
        starter.join(30)
        assert not starter.is_alive()
        assert socket._loop.is_closed()
        assert not socket._links
    gc.collect()
