"""The demo's mail on loopback: privacy@'s mailbox over IMAP and a sink over SMTP, on one thread.

Real protocols, no real mail: nothing that is sent here leaves the machine.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, Self

from bot.demo.loop_thread import LoopThread
from bot.demo.mail.imap import ImapServer
from bot.demo.mail.letters import Letter, as_received, compose, read_letter
from bot.demo.mail.smtp import SmtpFault, SmtpServer

__all__ = ["ADDRESS", "DemoMail", "Letter", "SmtpFault", "compose"]

ADDRESS: Final = "privacy@desk.example"
PASSWORD: Final = "good-on-loopback-only"  # noqa: S105
HOST: Final = "127.0.0.1"


class DemoMail:
    """Both servers, on ports of their own; `with DemoMail() as mail:` starts and stops them.

    `sent` holds every letter the SMTP sink took, `written` what was put into INBOX, both oldest
    first. `on_change` is called, on the servers' thread, after each.
    """

    def __init__(self, server: str = "") -> None:
        self.address, self.password, self.server = ADDRESS, PASSWORD, server
        self.host, self.imap_port, self.smtp_port = HOST, 0, 0
        self.sent: list[Letter] = []
        self.written: list[Letter] = []
        self.on_change: Callable[[], None] = lambda: None
        self._imap = ImapServer(ADDRESS, PASSWORD)
        self._smtp = SmtpServer(ADDRESS, PASSWORD, self._keep)
        self._loop = LoopThread("mail")

    @property
    def faults(self) -> list[SmtpFault]:
        """What is still to go wrong with letters; append to it."""
        return self._smtp.faults

    def start(self) -> Self:
        """Start both servers and return once they listen."""
        self._loop.start()
        self.imap_port = self._loop.run(self._imap.start(HOST))
        self.smtp_port = self._loop.run(self._smtp.start(HOST))
        return self

    def stop(self) -> None:
        """Stop both servers, cutting connections that are still open."""
        self._loop.run(self._imap.stop())
        self._loop.run(self._smtp.stop())
        self._loop.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def deliver(self, raw: bytes) -> int:
        """Put a mail into privacy@'s INBOX, as the bytes are, and return its UID."""
        now = datetime.now(UTC)
        uid = self._loop.run(self._imap.append(raw, now))
        self.written.append(read_letter(raw, now))
        self.on_change()
        return uid

    def write(self, sender: str, subject: str, text: str, reply_to: str = "") -> int:
        """Compose a mail to privacy@ and deliver it. Raises ValueError for a bad address.

        With a `server`, the mail comes as that server vouches for its sender.
        """
        raw = compose(sender, self.address, subject, text, reply_to)
        return self.deliver(
            as_received(raw, self.server, datetime.now(UTC)) if self.server else raw
        )

    def waiting(self) -> int:
        """Count the mails that still lie in INBOX."""
        return self._loop.run(self._imap.inbox())

    def cut_imap(self) -> None:
        """Cut every IMAP connection without a word."""

        async def cut() -> None:
            self._imap.cut()

        self._loop.run(cut())

    def _keep(self, letter: Letter) -> None:
        self.sent.append(letter)
        self.on_change()
