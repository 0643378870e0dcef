"""A post room in memory that obeys the port's promises; for tests of collecting only."""

import hashlib
from collections.abc import Iterable

from bot.core.errors import Transient
from bot.core.mail import Place, RawMail


class FakePostRoom:
    """Keeps mails by the hash of their bytes and by place."""

    def __init__(self) -> None:
        """Begin empty."""
        self.messages: dict[str, bytes] = {}
        self.places: dict[Place, str] = {}
        self.filed: set[Place] = set()
        self.commits: list[int] = []
        self._cursor: dict[tuple[str, str, int], int] = {}
        self._fails = 0

    def fails(self, times: int = 1) -> None:
        """Let the next commits fail, as a full disk does."""
        self._fails = times

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> set[int]:
        """Return the UIDs kept of one folder life."""
        life = (account, folder, uidvalidity)
        return {p.uid for p in self.places if (p.account, p.folder, p.uidvalidity) == life}

    def last_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """Return the cursor."""
        return self._cursor.get((account, folder, uidvalidity), 0)

    def reached(self, account: str, folder: str, uidvalidity: int, uid: int) -> None:
        """Move the cursor."""
        self._cursor[account, folder, uidvalidity] = uid

    def keep(self, mails: Iterable[RawMail]) -> None:
        """Keep all or none."""
        if self._fails:
            self._fails -= 1
            raise Transient("the disk is full")
        mails = list(mails)
        for mail in mails:
            digest = hashlib.sha256(mail.raw).hexdigest()
            self.messages.setdefault(digest, mail.raw)
            self.places[mail.place] = digest
        self.commits.append(len(mails))

    def moved(self, places: Iterable[Place]) -> None:
        """Note what was filed away."""
        self.filed.update(places)
