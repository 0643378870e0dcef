"""Servers for commands that run in processes of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.mail import DemoMail
from bot.demo.slack import StandIn, StandInThread
from bot.edges.slack.manifest import manifest
from tests.servers.smtp import SmtpSink
from tests.stories.rig import DemoImap, Rig


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Give the servers."""
    with (
        SmtpSink() as smtp,
        DemoMail() as demo,
        StandInThread(StandIn(manifest(), burst=None)) as slack,
    ):
        yield Rig(tmp_path, DemoImap(demo), smtp, slack)
