"""The embedded IMAP server pymap in a process of its own, for tests."""

import imaplib
import subprocess
import sys

from bot.edges.mail.account import MailAccount, Password
from tests.servers.ports import answers, free_port, wait_until

START = "import sys; from pymap.main import main; sys.exit(main())"


class Pymap:
    """A pymap with its demo user; starts empty enough once its INBOX is emptied."""

    def __init__(self) -> None:
        """Choose a port."""
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._client: imaplib.IMAP4 | None = None

    def __enter__(self) -> "Pymap":
        command = ["--host", "127.0.0.1", "--port", str(self.port), "--no-tls"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, *command, "dict", "--demo-data"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert wait_until(lambda: answers(self.port)), "pymap did not start"
        self._client = imaplib.IMAP4("127.0.0.1", self.port)
        self._client.login("demouser", "demopass")
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process
        assert self._client
        self._client.logout()
        self._process.terminate()
        self._process.wait(30)

    def account(self) -> MailAccount:
        """Return the demo user's account."""
        return MailAccount(
            "privacy", "127.0.0.1", self.port, "demouser", Password("demopass"), "none"
        )

    def deliver(self, raw: bytes) -> None:
        """Append a mail to the INBOX."""
        assert self._client
        self._client.append("INBOX", "", "", raw)

    def empty(self) -> None:
        """Take every mail out of the folders that tests use, its demo mails too."""
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login("demouser", "demopass")
            for folder in ("INBOX", "Processed", "Sent"):
                if client.select(folder)[0] == "OK":
                    client.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
                    client.expunge()
