"""Servers for the stories, and the rig that a worker runs in."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.mail import DemoMail
from bot.demo.page import with_page
from bot.demo.slack import StandIn, StandInThread
from bot.edges.slack.manifest import manifest
from tests.servers.dovecot import Dovecot, require_dovecot
from tests.servers.smtp import SmtpSink
from tests.stories.listening import Listener, listening
from tests.stories.rig import DemoImap, Rig


@pytest.fixture
def smtp() -> Iterator[SmtpSink]:
    """Give a sink that keeps letters."""
    with SmtpSink() as running:
        yield running


@pytest.fixture
def slack() -> Iterator[StandInThread]:
    """Give the stand-in with the bot's own manifest and its page.

    It waits longer for an answer than Slack does: a busy machine is no fault of the bot.
    """
    stand_in = StandIn(manifest(), burst=None, trigger_seconds=60.0)
    stand_in.sockets.ack_seconds = 60.0
    with StandInThread(with_page(stand_in)) as running:
        yield running


@pytest.fixture
def rig(tmp_path: Path, smtp: SmtpSink, slack: StandInThread) -> Iterator[Rig]:
    """Give a rig on the demo's embedded IMAP server."""
    with DemoMail() as mail:
        made = Rig(tmp_path, DemoImap(mail), smtp, slack)
        yield made
        made.stop()


@pytest.fixture
def dovecot_rig(smtp: SmtpSink, slack: StandInThread) -> Iterator[Rig]:
    """Give a rig on a real Dovecot over TLS."""
    require_dovecot()
    # Dovecot's mail user must reach the folder, which pytest keeps for the owner alone.
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    folder.chmod(0o755)
    with Dovecot(folder) as imap:
        made = Rig(folder, imap, smtp, slack)
        yield made
        made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Give what the worker writes into its log."""
    with listening() as made:
        yield made
