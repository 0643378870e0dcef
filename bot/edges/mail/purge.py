"""Deletes copies of single mails in Processed and Sent, found by their exact header values."""

from collections.abc import Sequence
from email import message_from_bytes, policy
from typing import Final

from imapclient import IMAPClient

from bot.core.errors import Permanent
from bot.core.mail import LETTER_HEADER
from bot.edges.mail.account import MailAccount
from bot.edges.mail.sent import SentFolder
from bot.edges.mail.session import connect, log_out, personal_name, talking
from bot.flows.retention import Copy

_HEADERS: Final = {"processed": "Message-ID", "sent": LETTER_HEADER}


class MailShredder:
    """Deletes copies in one account; a connection for each portion.

    SEARCH HEADER finds substrings (RFC 3501 section 6.4.4), so what it finds is
    compared whole before it is deleted. Without UIDPLUS (RFC 4315) a copy is marked as
    deleted and left for the server, because EXPUNGE would hit other people's marks.
    """

    def __init__(self, account: MailAccount, sent: str = "") -> None:
        self._account, self._sent = account, SentFolder(account, sent)

    def delete(self, copies: Sequence[Copy]) -> list[int]:
        """Delete what is found; return the numbers of those that are there no more.

        Raises Transient, Permanent or Misconfigured; then some may be deleted, and
        deleting them again does no harm.
        """
        gone: list[int] = []
        client = connect(self._account)
        try:
            for place, header in _HEADERS.items():
                wanted = [copy for copy in copies if copy.place == place]
                if wanted:
                    self._delete(client, place, header, wanted)
                    gone += [copy.id for copy in wanted]
        finally:
            log_out(client)
        return gone

    def _delete(self, client: IMAPClient, place: str, header: str, wanted: Sequence[Copy]) -> None:
        with talking(self._account, "deleting copies"):
            folder = self._folder(client, place)
            if not folder:
                return
            client.select_folder(folder)
            for copy in wanted:
                uids = self._found(client, header, copy.find)
                if not uids:
                    continue
                client.add_flags(uids, [rb"\Deleted"], silent=True)
                if client.has_capability("UIDPLUS"):
                    client.expunge(uids)

    def _folder(self, client: IMAPClient, place: str) -> str:
        """Return the folder's name on this server; empty if there is none, so no copies."""
        if place == "processed":
            name = personal_name(client, self._account.processed)
            return name if client.folder_exists(name) else ""
        try:
            return self._sent._name(client)
        except Permanent:
            return ""

    def _found(self, client: IMAPClient, header: str, value: str) -> list[int]:
        if not value.isascii() or not value.isprintable():
            return []  # no server matches it whole; a person has to look
        uids = client.search(["HEADER", header, value.strip("<>")])
        if not uids:
            return []
        item = f"BODY.PEEK[HEADER.FIELDS ({header.upper()})]"
        found: list[int] = []
        for uid, data in client.fetch(uids, [item]).items():
            raw = next((data[key] for key in data if key.upper().startswith(b"BODY[")), b"")
            said = str(message_from_bytes(raw or b"", policy=policy.compat32)[header] or "")
            if said.strip().strip("<>") == value.strip().strip("<>"):
                found.append(int(uid))
        return found
