"""A friendly fake mailbox: `box.receives(raw)`, then use it as any Mailbox."""

import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.core.errors import Permanent, Transient
from bot.core.mail import Place, RawMail
from bot.flows.mail_ports import FolderState


class FakeMailbox:
    """One folder in memory, with UIDs that behave as a server's do."""

    def __init__(self, account: str = "privacy", folder: str = "INBOX") -> None:
        """Begin with an empty folder."""
        self.account = account
        self.folder = folder
        self.uidvalidity = 1_000
        self.mails: dict[int, tuple[bytes, datetime]] = {}
        self.processed: list[bytes] = []
        self.opened = 0
        self._next = 1
        self._state: FolderState | None = None
        self._bell = threading.Event()
        self._breaks_on: set[int] = set()
        self._withholds: set[int] = set()
        self._refuses_filing = False

    # what a test says

    def receives(self, raw: bytes, when: datetime | None = None) -> int:
        """Deliver a mail and return its UID; a waiting worker is woken."""
        uid = self._next
        self._next += 1
        self.mails[uid] = (raw, when or datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
        self._bell.set()
        return uid

    def renumbers(self, uidvalidity: int) -> None:
        """Begin a new folder life: the same mails, numbered from 1."""
        self.uidvalidity = uidvalidity
        kept = list(self.mails.values())
        self.mails = dict(enumerate(kept, start=1))
        self._next = len(kept) + 1
        self._state = None

    def breaks_on(self, uid: int) -> None:
        """Lose the connection whenever this mail is fetched."""
        self._breaks_on.add(uid)

    def withholds(self, uid: int) -> None:
        """Answer FETCH of this mail without its body."""
        self._withholds.add(uid)

    def refuses_filing(self, refuses: bool = True) -> None:
        """Refuse every move, as a read-only folder does."""
        self._refuses_filing = refuses

    # what a Mailbox does

    def open(self) -> FolderState:
        """Select the folder."""
        self.opened += 1
        self._state = FolderState(
            self.account, self.folder, self.uidvalidity, self._next, len(self.mails)
        )
        return self._state

    @property
    def state(self) -> FolderState:
        """Return what `open` said."""
        if self._state is None:
            raise Transient("the mailbox is not open")
        return self._state

    def uids(self, first: int = 1) -> list[int]:
        """Return the UIDs from `first` on."""
        assert self.state
        return sorted(uid for uid in self.mails if uid >= first)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return the sizes in bytes."""
        assert self.state
        return {uid: len(self.mails[uid][0]) for uid in uids if uid in self.mails}

    def fetch(self, uids: Sequence[int]) -> Iterator[RawMail]:
        """Yield the mails that are there."""
        validity = self.state.uidvalidity
        for uid in uids:
            if uid in self._breaks_on:
                self.close()
                raise Transient("connection lost")
            if uid in self.mails and uid not in self._withholds:
                raw, when = self.mails[uid]
                yield RawMail(Place(self.account, self.folder, validity, uid), raw, when)

    def file_away(self, uids: Sequence[int]) -> None:
        """Move mails to Processed."""
        assert self.state
        if self._refuses_filing:
            raise Permanent("filing away: refused")
        for uid in uids:
            if uid in self.mails:
                self.processed.append(self.mails.pop(uid)[0])

    def wait(self, seconds: float) -> None:
        """Return at a delivery, at `wake`, or when the time is over."""
        assert self.state
        self._bell.wait(seconds)
        self._bell.clear()

    def wake(self) -> None:
        """End a `wait`."""
        self._bell.set()

    def close(self) -> None:
        """Forget the selection."""
        self._state = None
