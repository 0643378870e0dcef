"""The demo's mail servers, with the real IMAPClient and smtplib."""

import smtplib
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from bot.core.mail import Authenticated
from bot.demo.mail import DemoMail, Letter, SmtpFault, compose
from bot.demo.mail.letters import as_received, read_letter
from bot.demo.samples import SERVER
from bot.edges.mail.account import MailAccount, Password
from bot.edges.mail.imap import ImapMailbox
from bot.edges.mail.mime import ParseSettings, parse

REQUESTER = "sam@mail.example"
STREET = "100 California Street, Suite 700, San Francisco, CA 94111, USA"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def imap(mail: DemoMail) -> Iterator[IMAPClient]:
    """Give a logged-in client on INBOX."""
    with IMAPClient(mail.host, mail.imap_port, ssl=False) as client:
        client.login(mail.address, mail.password)
        client.select_folder("INBOX")
        yield client


@pytest.fixture
def send(mail: DemoMail) -> Iterator[Callable[[str], None]]:
    """Give a function that sends one letter over SMTP."""

    def sent(text: str) -> None:
        raw = compose(mail.address, REQUESTER, "Re: Delete me", text)
        with smtplib.SMTP(mail.host, mail.smtp_port, local_hostname="localhost") as client:
            client.sendmail(mail.address, [REQUESTER], raw)

    return sent


def test_written_mail_is_fetched_byte_for_byte(mail: DemoMail, imap: IMAPClient) -> None:
    """What was delivered is what IMAP gives, NUL and eight-bit bytes included."""
    raw = b"From: x@y.example\r\nSubject: a\xe4\r\n\r\nBody \x00 \xff\r\n"
    uid = mail.deliver(raw)
    imap.noop()
    assert imap.search() == [uid]
    assert imap.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"] == raw
    assert mail.waiting() == 1


@pytest.mark.parametrize("sender", ["sam@mail.example", "Sam Rivera <sam@mail.example>"])
def test_a_mail_of_the_pane_is_its_writers(sender: str) -> None:
    """Who answers a letter in the demo proves the address, as a real mail server would say."""
    raw = as_received(compose(sender, "p@desk.example", "Re: one question", "Yes."), SERVER, NOW)
    mail = parse(raw, ParseSettings(instance="demo", authserv_ids=frozenset({SERVER})))
    assert mail.authentication is Authenticated.PASS


def test_a_letter_flows_in_a_narrow_pane() -> None:
    """What was wrapped at 72 columns is shown by paragraphs; the address keeps its lines."""
    text = f"Dear Sam,\n\n{'word ' * 13}word\nand so on.\n\nAcme Inc.\n{STREET}\np@acme.example\n"
    letter = read_letter(compose(REQUESTER, "p@desk.example", "Hello", text), NOW)
    assert letter.flowing.splitlines()[2].endswith("word and so on.")
    assert letter.flowing.endswith(f"Acme Inc.\n{STREET}\np@acme.example")


def test_idle_is_woken(mail: DemoMail, imap: IMAPClient) -> None:
    """A client that idles hears of a new mail at once."""
    imap.idle()
    mail.write(REQUESTER, "Delete me", "Please.")
    assert (1, b"EXISTS") in imap.idle_check(timeout=30)
    imap.idle_done()


def test_a_mail_just_before_idle_is_not_slept_over(mail: DemoMail) -> None:
    """What comes between the bot's search and its IDLE is told at once, as Dovecot does."""
    password = Password(mail.password)
    box = ImapMailbox(
        MailAccount("demo", mail.host, mail.imap_port, mail.address, password, "none")
    )
    box.open()
    for count in range(1, 4):
        assert len(box.uids()) == count - 1
        mail.write(REQUESTER, "Delete me", "Please.")
        begun = time.monotonic()
        box.wait(60)
        assert time.monotonic() - begun < 30
    box.close()


def test_move_to_another_folder(mail: DemoMail, imap: IMAPClient) -> None:
    """A mail can be filed away."""
    uid = mail.write(REQUESTER, "Delete me", "Please.")
    imap.noop()
    assert imap.folder_exists("Sent")
    imap.create_folder("Processed")
    imap.move([uid], "Processed")
    assert mail.waiting() == 0


def test_wrong_password(mail: DemoMail) -> None:
    """A wrong password is refused."""
    with IMAPClient(mail.host, mail.imap_port, ssl=False) as client, pytest.raises(LoginError):
        client.login(mail.address, "wrong")


def test_cut_connection(mail: DemoMail, imap: IMAPClient) -> None:
    """Connections can be cut, and a new one works."""
    mail.cut_imap()
    with pytest.raises((OSError, IMAPClient.Error)):
        imap.noop()
    imap.shutdown()
    with IMAPClient(mail.host, mail.imap_port, ssl=False) as client:
        client.login(mail.address, mail.password)
        client.select_folder("INBOX")


def test_sent_letter_is_kept_and_read(mail: DemoMail, send: Callable[[str], None]) -> None:
    """A letter that was sent is kept with recipient, time and readable text."""
    changes = threading.Event()
    mail.on_change = changes.set
    send("Wir löschen Ihre Daten.\n")
    (letter,) = mail.sent
    assert letter.recipient == REQUESTER
    assert letter.subject == "Re: Delete me"
    assert letter.text.strip() == "Wir löschen Ihre Daten."
    assert letter.message_id.startswith("<")
    assert letter.when.tzinfo is not None
    assert changes.is_set()
    assert "raw" not in repr(letter)


def test_smtp_log_in_is_optional_but_checked(mail: DemoMail) -> None:
    """A log-in with the mailbox's password works, another is refused."""
    with smtplib.SMTP(mail.host, mail.smtp_port, local_hostname="localhost") as client:
        client.login(mail.address, mail.password)
    with (
        smtplib.SMTP(mail.host, mail.smtp_port, local_hostname="localhost") as client,
        pytest.raises(smtplib.SMTPAuthenticationError),
    ):
        client.login(mail.address, "wrong")


@pytest.mark.parametrize(
    ("fault", "error", "kept"),
    [
        (SmtpFault("mail", "451 4.3.0 later"), smtplib.SMTPSenderRefused, 0),
        (SmtpFault("rcpt", "550 5.1.1 nobody"), smtplib.SMTPRecipientsRefused, 0),
        (SmtpFault("data", "554 5.6.0 no"), smtplib.SMTPDataError, 0),
        (SmtpFault("data"), smtplib.SMTPServerDisconnected, 0),
        (SmtpFault("after_data"), smtplib.SMTPServerDisconnected, 1),
    ],
)
def test_faults(
    mail: DemoMail,
    send: Callable[[str], None],
    fault: SmtpFault,
    error: type[smtplib.SMTPException],
    kept: int,
) -> None:
    """Each fault happens once, at its stage; only after DATA was the letter kept."""
    mail.faults.append(fault)
    with pytest.raises(error):
        send("first")
    assert len(mail.sent) == kept
    send("second")
    assert len(mail.sent) == kept + 1


@pytest.mark.parametrize(
    "sender", ["", "nobody", "a@", "@b", "a b@c.example", "a@b.example\nBcc: x@y.example"]
)
def test_compose_refuses_bad_addresses(sender: str) -> None:
    """An address that cannot be sent from is refused with what to do."""
    with pytest.raises(ValueError, match="Write"):
        compose(sender, "privacy@desk.example", "Hello", "Text")


def test_a_broken_mail_is_shown_as_it_stands(mail: DemoMail) -> None:
    """A mail that Python's parser chokes on is delivered and shown all the same."""
    mail.deliver(b"Content-Type: text/plain; name*\r\n\r\nStill here\r\n")
    letter: Letter = mail.written[0]
    assert "Still here" in letter.text
