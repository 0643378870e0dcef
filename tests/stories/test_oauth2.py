"""OAuth2 as in life: real servers that take tokens only, and tokens that expire."""

from collections.abc import Iterator

import pytest

from bot.core.case import LetterState
from tests.servers.dovecot import USER, token
from tests.servers.smtp import SmtpSink
from tests.stories.rig import ADA, Rig
from tests.stories.test_letters import ASKS, approve, arrives, case_of, sent


@pytest.fixture
def smtp() -> Iterator[SmtpSink]:
    """Give a sink that takes one token and no password."""
    with SmtpSink(user=USER, secret="not yet") as running:
        yield running


@pytest.mark.dovecot
def test_mail_comes_and_letters_leave_by_token(dovecot_rig: Rig) -> None:
    """One file gives the tokens for IMAP and SMTP; an expired one is asked for anew."""
    rig = dovecot_rig
    file = rig.folder / "token"
    file.write_text(token(seconds=-60))  # expired
    worker = rig.start(
        MAILBOX_PRIVACY_PASSWORD="",
        MAILBOX_PRIVACY_OAUTH2_TOKEN_FILE=str(file),
        SMTP_USER=USER,
        SMTP_OAUTH2_TOKEN_FILE=str(file),
    )
    arrives(rig, ASKS)
    rig.waits(lambda: any("refused the log-in" in loop.trouble for loop in worker._loops))
    fresh = token(seconds=3600)
    rig.smtp._secret = fresh
    file.write_text(fresh)
    rig.card("P-0001")
    approve(rig, ADA)
    sent(rig, 1)
    assert set(rig.smtp.log_ins) == {"XOAUTH2"}
    rig.waits(lambda: case_of(worker).letters[0].state is LetterState.SENT)
