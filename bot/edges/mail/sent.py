"""The Sent folder: was a letter filed there, and if not, file it. A connection per question."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from imapclient import IMAPClient
from imapclient.imapclient import SENT  # type: ignore[attr-defined,unused-ignore]

from bot.core.errors import Permanent
from bot.core.mail import LETTER_HEADER
from bot.edges.mail.account import MailAccount
from bot.edges.mail.session import connect, log_out, personal_name, talking

USUAL_NAMES: Final = ("Sent", "Sent Items", "Sent Messages", "INBOX.Sent", "[Gmail]/Sent Mail")


class SentFolder:
    """Where the provider or we keep copies of what was sent."""

    def __init__(self, account: MailAccount, folder: str = "") -> None:
        """Take the account; `folder` overrides what the server marks as Sent (RFC 6154)."""
        self._account = account
        self._folder = folder

    def find(self, message_id: str, token: str = "") -> bool:
        """Return whether a copy of a letter is there, by its id or by our own header.

        Raises Transient, Permanent (no such folder) or Misconfigured.
        """
        with self._selected() as client, talking(self._account, "searching Sent"):
            if client.search(["HEADER", "Message-ID", message_id.strip("<>")]):
                return True
            return bool(token and client.search(["HEADER", LETTER_HEADER, token]))

    def append(self, rendered: bytes) -> None:
        """File a copy, marked as read. A failure must never lead to a second sending."""
        with self._selected() as client, talking(self._account, "filing in Sent"):
            client.append(self._name(client), rendered, [rb"\Seen"])

    @contextmanager
    def _selected(self) -> Iterator[IMAPClient]:
        """Connect and select the folder."""
        client = connect(self._account)
        try:
            with talking(self._account, "opening Sent"):
                client.select_folder(self._name(client))
            yield client
        finally:
            log_out(client)

    def _name(self, client: IMAPClient) -> str:
        """Return the folder's name on this server. Raises Permanent if there is none."""
        if self._folder:
            return personal_name(client, self._folder)
        if client.has_capability("SPECIAL-USE"):
            marked = client.find_special_folder(SENT)
            if marked:
                return str(marked)
        for name in USUAL_NAMES:
            try:
                if client.folder_exists(name):
                    return name
            except imaplib.IMAP4.error:
                continue
        raise Permanent(f"{self._account.name}: there is no Sent folder; name it in the settings")
