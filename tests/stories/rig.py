"""A worker against real servers on loopback: an IMAP server, an SMTP sink, the stand-in Slack."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import classifiers
from bot.bootstrap import Office, Worker
from bot.demo.mail import DemoMail
from bot.demo.slack import APP_TOKEN, BOT_TOKEN, Message, StandInThread
from bot.edges.mail.account import MailAccount, Password
from bot.loops import now
from bot.settings import read_settings
from tests.servers.ports import wait_until
from tests.servers.smtp import SmtpSink

PRIVACY = "C0PRIVACY"
ADA, BEN, CLEO, GUS, OLA = "U0ADA", "U0BEN", "U0CLEO", "U0GUS", "U0OLA"


class ImapServer(Protocol):
    """Dovecot, or the demo's server."""

    def account(self) -> MailAccount:
        """Return how to reach it."""

    def deliver(self, raw: bytes) -> None:
        """Put a mail into INBOX."""


@dataclass(frozen=True)
class DemoImap:
    """The demo's embedded server, seen as the stories see Dovecot."""

    server: DemoMail

    def account(self) -> MailAccount:
        """Return how to reach it."""
        server = self.server
        password = Password(server.password)
        return MailAccount(
            "privacy", server.host, server.imap_port, server.address, password, "none"
        )

    def deliver(self, raw: bytes) -> None:
        """Put a mail into INBOX."""
        self.server.deliver(raw)


def mail(text: str, subject: str = "Request", sender: str = "", **headers: str) -> bytes:
    """Return a mail from an invented person, as our server would have received it."""
    sender = sender or "Maren Holt <maren.holt@posteo.example>"
    domain = sender.rstrip(">").rpartition("@")[2]
    made = EmailMessage(policy=SMTP)
    made["Authentication-Results"] = f"mail.example.test; dmarc=pass header.from={domain}"
    made["Received"] = f"from mx.{domain} by mail.example.test; Mon, 23 Nov 2026 09:00:00 +0000"
    made["From"], made["To"], made["Subject"] = sender, "privacy@example.test", subject
    made["Message-ID"] = f"<{abs(hash((text, subject, sender))):x}@{domain}>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text + "\n")
    return made.as_bytes()


@dataclass
class Clock:
    """The time of day, and what a test put it forward by."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        """Return what time it is."""
        return now() + self.ahead

    def forward(self, worker: Worker, **span: float) -> None:
        """Put the clock forward and let every thread look at it."""
        self.ahead += timedelta(**span)
        worker.signal.ring()


class Shared:
    """The model that is shipped, for one office after another; it reads one mail at a time."""

    def __init__(self) -> None:
        self._lock, self._model = Lock(), classifiers.load()

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self._model.name

    def read(self, texts: Sequence[classifiers.Text]) -> list[classifiers.Verdict]:
        """Return one verdict a text."""
        with self._lock:
            return self._model.read(texts)

    def remember(self, corrections: Sequence[classifiers.Correction]) -> None:
        """Know these corrections and no others: an office begins with its own."""
        with self._lock:
            self._model.remember(corrections)


shared = cache(Shared)
"""Loading the model takes most of a second."""


@dataclass
class Rig:
    """Everything outside the worker, and what makes one."""

    folder: Path
    imap: ImapServer
    smtp: SmtpSink
    slack: StandInThread
    undo: int = 0
    workers: list[Worker] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        """Return the settings as an operator would write them."""
        account = self.imap.account()
        password = account.credentials
        return {
            "DATA_DIR": str(self.folder / "data"),
            "SECRET_KEY": "s" * 40,
            "ENCRYPTION_KEY": "k" * 40,
            "MAILBOXES": "privacy",
            "MAILBOX_PRIVACY_HOST": account.host,
            "MAILBOX_PRIVACY_PORT": str(account.port),
            "MAILBOX_PRIVACY_TLS": account.tls,
            "MAILBOX_PRIVACY_USER": account.user,
            "MAILBOX_PRIVACY_PASSWORD": password.secret if isinstance(password, Password) else "",
            "MAILBOX_PRIVACY_CA_FILE": account.ca_file,
            "MAILBOX_PRIVACY_AUTHSERV_ID": "mail.example.test",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.smtp.port),
            "SMTP_TLS": "none",
            "SMTP_FROM": "Privacy team <privacy@example.test>",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": self.slack.base_url,
            "CHANNEL_PRIVACY": PRIVACY,
            "CHANNEL_LEGAL": "C0LEGAL",
            "CHANNEL_SECURITY": "C0SECURITY",
            "CHANNEL_MANAGERS": "C0MANAGERS",
            "APPROVERS": "@privacy-approvers",
            "MANAGERS": "@privacy-managers",
            "PLACE": "EU",
            "TIMEZONE": "Europe/Berlin",
            "UNDO_SECONDS": str(self.undo),
            "RESYNC_SECONDS": "5",
            **more,
        }

    def office(self, **more: str) -> Office:
        """Return an office of these settings; closing it is the caller's.

        All offices of a process share one classifier; each teaches it its own corrections.
        """
        settings, boxes = read_settings(self.environment(**more), None)
        return Office(settings, boxes, pace=0.0, reader=shared())

    def start(self, **more: str) -> Worker:
        """Start a worker; `stop` ends it."""
        worker = Worker(self.office(**more))
        worker.start()
        self.workers.append(worker)
        self.slack.wait_connected()
        return worker

    def start_at(self, clock: "Clock", **more: str) -> Worker:
        """Start a worker that lives by a clock that can be put forward."""
        worker = Worker(replace(self.office(**more), now=clock))
        worker.start()
        self.workers.append(worker)
        self.slack.wait_connected()
        return worker

    def stop(self) -> None:
        """Stop every worker."""
        while self.workers:
            self.workers.pop().stop()

    # -- what people see --------------------------------------------------------------------

    def cards(self, channel: str = PRIVACY) -> list[Message]:
        """Return what stands in a channel, thread posts left out."""
        return self.slack.messages(channel)

    def card(self, words: str, channel: str = PRIVACY) -> Message:
        """Return the card that says these words, once it is there; one that begins with them."""

        def look() -> Message | None:
            found = [m for m in self.cards(channel) if words in text_of(m)]
            found.sort(key=lambda m: not m.text.startswith(words))  # others may name it as related
            return next(iter(found), None)

        return self.waits(look)

    def waits(self, condition: Callable[[], Any], seconds: float = 120.0) -> Any:
        """Return what a condition finds, once that is true."""
        found: list[Any] = []

        def look() -> bool:
            value = condition()
            found[:] = [value]
            return bool(value)

        assert wait_until(look, seconds), "it never happened"
        return found[0]


def text_of(message: Message) -> str:
    """Return every word of a message."""
    return _words([message.text, message.blocks])


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(_words(one) for one in value.values())
    if isinstance(value, list):
        return " ".join(_words(one) for one in value)
    return ""
