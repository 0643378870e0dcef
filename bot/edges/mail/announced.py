"""How many mails a folder holds, as its server announced it along with other answers."""

from dataclasses import dataclass

from imapclient import IMAPClient


@dataclass(slots=True)
class Announced:
    """The EXISTS responses of one connection (RFC 3501 section 7.3.1).

    A server may announce a mail with the answer to any command, and does not repeat
    it in IDLE: who searched before that, and idles now, would sleep over the mail.
    """

    client: IMAPClient
    most: int = 0
    """The highest count so far; it never falls, so that a search leaves nothing out."""

    _heard: int = 0
    _told: bytes = b""
    _moved: bool = False

    def mark(self) -> None:
        """Note where we are, just before a search: only what comes later is news."""
        said = self._said()
        counts = [int(each) for each in said if each and each.isdigit()]
        self.most = max([self.most, *counts])
        self._heard, self._told, self._moved = len(said), said[-1] if said else b"", False

    def moved(self) -> None:
        """Note that mails leave the folder: the same count may mean other mails from now on."""
        self._moved = True

    def news(self) -> bool:
        """Return whether mail was announced since the mark; a count merely repeated is none."""
        return any(self._moved or each != self._told for each in self._said()[self._heard :])

    def _said(self) -> list[bytes]:
        """Return every EXISTS since the folder was selected, oldest first."""
        said: list[bytes] = self.client._imap.untagged_responses.get("EXISTS", [])
        return said
