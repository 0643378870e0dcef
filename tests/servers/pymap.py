"""The embedded IMAP server pymap in a process of its own, for tests."""

import imaplib
import subprocess
import sys
from types import TracebackType

from bot.edges.mail.account import MailAccount, Password
from tests.servers.ports import answers, free_port, wait_until


class Pymap:
    """A pymap with its demo user; starts empty enough once its INBOX is emptied."""

    def __init__(self) -> None:
        """Choose a port."""
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Pymap":
        command = ["--host", "127.0.0.1", "--port", str(self.port), "--no-tls"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pymap", *command, "dict", "--demo-data"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert wait_until(lambda: answers(self.port)), "pymap did not start"
        self._empty()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process
        self._process.terminate()
        self._process.wait(30)

    def account(self) -> MailAccount:
        """Return the demo user's account."""
        return MailAccount(
            "privacy", "127.0.0.1", self.port, "demouser", Password("demopass"), "none"
        )

    def deliver(self, raw: bytes) -> None:
        """Append a mail to the INBOX."""
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login("demouser", "demopass")
            client.append("INBOX", "", "", raw)

    def _empty(self) -> None:
        """Take the demo mails out of the INBOX."""
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login("demouser", "demopass")
            client.select("INBOX")
            client.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
            client.expunge()
