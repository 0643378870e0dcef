"""The stand-in, the SDK's client, a sample bot on a real socket, mail servers and a browser."""

from collections.abc import Iterator

import pytest

from bot.demo.mail import DemoMail
from bot.demo.page import with_page
from bot.demo.slack import StandIn, StandInThread
from tests.demo.sample_bot import SampleBot
from tests.servers.standin import MANIFEST, BoltOnSocket, client, slack

__all__ = ["client", "sample", "slack"]


@pytest.fixture
def sample(slack: StandInThread) -> Iterator[SampleBot]:
    """Give a sample bot that is connected."""
    bot = SampleBot(slack)
    with BoltOnSocket(slack, bot.app):
        yield bot


@pytest.fixture
def mail() -> Iterator[DemoMail]:
    """Give the demo's mail servers."""
    with DemoMail() as running:
        yield running


@pytest.fixture
def desk(mail: DemoMail) -> Iterator[StandInThread]:
    """Give a stand-in with its page and mailbox pane."""
    with StandInThread(with_page(StandIn(MANIFEST, burst=None), mail)) as running:
        yield running
