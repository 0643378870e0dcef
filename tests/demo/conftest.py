"""The stand-in, the SDK's client, a sample bot on a real socket, and a browser."""

from collections.abc import Iterator

import pytest

from bot.demo.slack import StandInThread
from tests.demo.sample_bot import SampleBot
from tests.servers.browser import browse, chromium
from tests.servers.standin import BoltOnSocket, client, slack

__all__ = ["browse", "chromium", "client", "sample", "slack"]


@pytest.fixture
def sample(slack: StandInThread) -> Iterator[SampleBot]:
    """Give a sample bot that is connected."""
    bot = SampleBot(slack)
    with BoltOnSocket(slack, bot.app):
        yield bot
