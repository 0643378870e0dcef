"""No link is left open, not even one whose thread died: the SDK's tasks would spin for ever."""

from slack_bolt import App

from bot.demo.slack import APP_TOKEN, BOT_TOKEN, StandIn, StandInThread
from bot.edges.slack.manifest import manifest
from bot.edges.slack.socket import Socket


def test_a_link_whose_thread_died_is_marked_as_closed() -> None:
    """The SDK's tasks catch what ends them, and go on until their client is closed."""
    with StandInThread(StandIn(manifest(), burst=None)) as slack:
        app = App(token=BOT_TOKEN, signing_secret="none", token_verification_enabled=False)
        socket = Socket(app, APP_TOKEN, slack.base_url)
        socket.start()
        link = socket._client
        assert link is not None
        assert not link.closed
        socket._loop.call_soon_threadsafe(socket._loop.stop)
        socket._thread.join(30)
        assert socket.died
        socket.stop()
        assert link.closed
        socket.bury()
