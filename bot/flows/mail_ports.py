"""What flows ask of mail servers and of the parser, as protocols."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.mail import InboundMail, Place, RawMail


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

    @property
    def state(self) -> FolderState:
        """Return what `open` said. Raises Transient while closed."""

    def uids(self, first: int = 1) -> list[int]:
        """Return the UIDs from `first` on, ascending, deleted ones left out. Raises Transient."""

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return RFC822.SIZE in bytes per UID still there: a hint only. Raises Transient."""

    def fetch(self, uids: Sequence[int]) -> Iterator[RawMail]:
        """Yield the mails that the server returns whole; a missing one is not an error."""

    def file_away(self, uids: Sequence[int]) -> None:
        """Move mails to the Processed folder; mails already gone are fine.

        Raises Transient (connection gone), or Permanent if the server refuses; then the
        connection still works and the mails stay where they are.
        """

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
        """Keep the bytes durably in one commit; identical bytes are one message, two places.

        A place that is known already is no error: with the same bytes nothing changes,
        with others (a server that numbers anew) they are one more message.
        """

    def reached(self, account: str, folder: str, uidvalidity: int, uid: int) -> None:
        """Note that every mail up to `uid` is kept: what `last_uid` returns from now on."""

    def moved(self, places: Iterable[Place]) -> None:
        """Note that the server's copies were filed away."""


class Parser(Protocol):
    """Reads untrusted bytes somewhere they can do no harm."""

    def parse(self, raws: Sequence[bytes]) -> list[InboundMail]:
        """Return one mail for each; what cannot be read comes back with `readable` False."""


class Mailer(Protocol):
    """One SMTP server."""

    def send(
        self, rendered: bytes, sender: str, recipient: str, on_stage: Callable[[str], None]
    ) -> str:
        """Send bytes at most once; `on_stage("data")` comes before the point of no return.

        Raises Transient (nothing was taken), Permanent (refused) or Doubtful.
        """


class SentFolder(Protocol):
    """The mailbox's Sent folder, the witness of what went out."""

    def find(self, message_id: str, token: str = "") -> bool:
        """Tell whether a letter lies there. Raises Transient, Permanent or Misconfigured."""

    def append(self, rendered: bytes) -> None:
        """File a copy. Raises Transient."""
