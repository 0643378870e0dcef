"""What the scenes need of the world, as Protocols; each method says what it may raise."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.mail import Place, RawMail


@dataclass(frozen=True, slots=True)
class FolderState:
    """What SELECT said: UIDVALIDITY, UIDNEXT and how many mails there are."""

    account: str
    folder: str
    uidvalidity: int
    uidnext: int
    exists: int


class Mailbox(Protocol):
    """One connection to one IMAP folder; used by one thread only, never reused after an error."""

    def open(self) -> FolderState:
        """Connect, log in and select. Raises Transient, or Misconfigured for refused log-ins."""

    def uids(self, first: int = 1) -> list[int]:
        """Return the UIDs from `first` on, ascending, deleted ones left out. Raises Transient."""

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return RFC822.SIZE in bytes per UID still there: a hint only. Raises Transient."""

    def fetch(self, uids: Sequence[int]) -> Iterator[RawMail]:
        """Yield the mails that the server returns whole; a missing one is not an error."""

    def file_away(self, uids: Sequence[int]) -> None:
        """Move mails to the Processed folder; mails already gone are fine. Raises Transient."""

    def wait(self, seconds: float) -> None:
        """Return when something may have arrived, `wake` was called, or the time is over."""

    def wake(self) -> None:
        """Make a `wait` in another thread return at once."""

    def close(self) -> None:
        """Log out if that is still possible; never raises."""


class PostRoom(Protocol):
    """Where raw mail is kept before anything else happens to it."""

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> set[int]:
        """Return the UIDs of this folder life that are kept durably."""

    def last_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """Return the highest UID up to which all are kept durably; 0 for a new folder life."""

    def keep(self, mails: Iterable[RawMail]) -> None:
        """Keep the bytes durably in one commit; identical bytes are one message, two places."""

    def moved(self, places: Iterable[Place]) -> None:
        """Note that the server's copies were filed away."""
