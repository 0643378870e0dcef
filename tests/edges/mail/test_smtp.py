"""Sending: what is known after each way it can go wrong, against a real SMTP server."""

import dataclasses
import time

import pytest

from bot.core.errors import Doubtful, Misconfigured, Permanent, Transient
from bot.edges.mail.smtp import SmtpMailer
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import DROP, HANG, SmtpSink

RAW = b"From: <privacy@acme.test>\r\nSubject: x\r\n\r\nHello\r\n.\r\nFrom here\r\n.dot\r\n"
SENDER, RECIPIENT = "privacy@acme.test", "ana@example.com"


def send(sink: SmtpSink, recipient: str = RECIPIENT, stages: list[str] | None = None) -> str:
    """Send the sample letter."""
    mailer = SmtpMailer(sink.account(read_timeout=5.0), final_timeout=2.0)
    return mailer.send(RAW, SENDER, recipient, (stages if stages is not None else []).append)


def test_the_bytes_arrive_exactly_and_once() -> None:
    """Dots and lines that begin with From arrive as they were rendered."""
    stages: list[str] = []
    with SmtpSink() as sink:
        assert "4711" in send(sink, stages=stages)
        (letter,) = sink.delivered
    assert letter.raw == RAW
    assert (letter.sender, letter.recipients) == (SENDER, (RECIPIENT,))
    assert stages == ["mail", "rcpt", "data"]


@pytest.mark.parametrize(
    ("stage", "fault", "error", "began"),
    [
        ("mail", "451 later", Transient, False),
        ("mail", "550 never", Permanent, False),
        ("mail", "530 log in first", Transient, False),
        ("mail", DROP, Transient, False),
        ("rcpt", "450 greylisted", Transient, False),
        ("rcpt", "550 no such user", Permanent, False),
        ("rcpt", "421 closing", Transient, False),
        ("rcpt", DROP, Transient, False),
        ("data command", "451 later", Transient, True),
        ("data command", "554 never", Permanent, True),
        ("data command", DROP, Doubtful, True),
        ("data", "452 full", Transient, True),
        ("data", "552 too big", Permanent, True),
        ("data", DROP, Doubtful, True),
        ("accepted", DROP, Doubtful, True),
        ("accepted", HANG, Doubtful, True),
    ],
)
def test_what_is_known_after_a_fault(
    stage: str, fault: str, error: type[Exception], began: bool
) -> None:
    """Before DATA all is safe to repeat; after it only an answer makes it certain."""
    stages: list[str] = []
    with SmtpSink() as sink:
        sink.faults[stage] = fault
        with pytest.raises(error) as caught:
            send(sink, stages=stages)
        delivered = len(sink.delivered)
    assert ("data" in stages) is began
    assert RECIPIENT not in str(caught.value)
    if error is not Doubtful:
        assert delivered == 0


def test_nobody_there_is_transient() -> None:
    """A refused connection means: later."""
    sink = SmtpSink()
    with pytest.raises(Transient):
        send(sink)


def test_nothing_is_sent_when_the_commit_before_data_fails() -> None:
    """If the row cannot be marked, DATA is never said."""

    def full_disk(stage: str) -> None:
        if stage == "data":
            raise Transient("disk full")

    with SmtpSink() as sink:
        with pytest.raises(Transient):
            SmtpMailer(sink.account()).send(RAW, SENDER, RECIPIENT, full_disk)
        assert sink.delivered == []


def test_quit_does_not_matter_after_acceptance() -> None:
    """The letter is sent once the server said so, whatever follows, and fast."""
    with SmtpSink() as sink:
        begun = time.monotonic()
        send(sink)
        assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("recipient", "utf8_server", "arrives_as"),
    [
        ("ana@bücher.test", False, "ana@xn--bcher-kva.test"),
        ("ana@bücher.test", True, "ana@xn--bcher-kva.test"),
        ("jörg@example.com", True, "jörg@example.com"),
    ],
)
def test_international_addresses(recipient: str, utf8_server: bool, arrives_as: str) -> None:
    """A domain needs no SMTPUTF8; a local part does, and only then is it asked for."""
    with SmtpSink(utf8=utf8_server) as sink:
        send(sink, recipient)
        (letter,) = sink.delivered
    assert letter.recipients == (arrives_as,)
    assert letter.utf8 is not arrives_as.isascii()


def test_a_local_part_that_the_server_cannot_take_is_permanent() -> None:
    """Without SMTPUTF8 a person must find another way; nothing is mangled."""
    with SmtpSink(utf8=False) as sink:
        with pytest.raises(Permanent, match="SMTPUTF8"):
            send(sink, "jörg@example.com")
        assert sink.delivered == []


@pytest.mark.parametrize(
    "recipient", ["a@b>\r\nRCPT TO:<evil@x.test", "a@b c", "", "@x.test", "a@", "a\n@x.test"]
)
def test_an_address_that_is_none_never_reaches_the_server(recipient: str) -> None:
    """No address can carry a second command."""
    with SmtpSink() as sink:
        with pytest.raises(Permanent):
            send(sink, recipient)
        assert sink.delivered == []


def test_password_log_in() -> None:
    """The right password is used; a wrong one is no fault of the letter."""
    with SmtpSink(user="privacy", secret="secret") as sink:
        send(sink)
        assert len(sink.delivered) == 1
        sink._secret = "changed"
        account = sink.account()
        sink._secret = "again"
        with pytest.raises(Transient) as caught:
            SmtpMailer(account).send(RAW, SENDER, RECIPIENT, lambda _: None)
    assert "changed" not in str(caught.value)


class Tokens:
    """A token source that counts."""

    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)

    def token(self) -> str:
        return self.tokens.pop(0)


def test_a_fresh_token_for_every_letter() -> None:
    """XOAUTH2: the source is asked for each connection; a refused token can be tried later."""
    with SmtpSink(user="privacy", secret="good") as sink:
        account = dataclasses.replace(sink.account(), credentials=Tokens("good", "expired", "good"))
        mailer = SmtpMailer(account)
        mailer.send(RAW, SENDER, RECIPIENT, lambda _: None)
        with pytest.raises(Transient):
            mailer.send(RAW, SENDER, RECIPIENT, lambda _: None)
        mailer.send(RAW, SENDER, RECIPIENT, lambda _: None)
        assert len(sink.delivered) == 2
        assert sink.log_ins == ["XOAUTH2"] * 3


@pytest.mark.dovecot
def test_starttls_verifies(dovecot_server: Dovecot) -> None:
    """STARTTLS with our CA works; without it the server is not believed."""
    root = dovecot_server.root / "ssl"
    files = (str(root / "cert.pem"), str(root / "key.pem"))
    with SmtpSink(certificate=files) as sink:
        account = sink.account("starttls", ca_file=files[0])
        SmtpMailer(account).send(RAW, SENDER, RECIPIENT, lambda _: None)
        assert len(sink.delivered) == 1
        with pytest.raises(Misconfigured, match="CA file"):
            SmtpMailer(sink.account("starttls")).send(RAW, SENDER, RECIPIENT, lambda _: None)


def test_a_server_without_starttls_is_said() -> None:
    """A downgrade is refused, not accepted silently."""
    with SmtpSink() as sink:
        with pytest.raises(Misconfigured):
            SmtpMailer(sink.account("starttls")).ping()
        assert sink.delivered == []
