"""Collect: what lies in a mailbox is kept durably, then filed away. Reads nothing of it.

    uids -> not kept yet -> fetch -> keep (one commit a batch) -> file away -> note

RFC 4549; the order is what makes it lossless: the server's copy moves only
after ours is durable, and a crash anywhere repeats work but loses none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.core.errors import Permanent, Transient
from bot.core.mail import RawMail
from bot.flows.mail_ports import FolderState, Mailbox, PostRoom

HEAVY: Final = 16 * 1024 * 1024
"""Bytes after which a batch is kept early, whatever its count."""

MOST_FAILURES: Final = 3
"""Broken connections over one mail after which it is left until the next full scan."""


@dataclass(frozen=True, slots=True)
class Collected:
    """Counts of one round: kept, filed away, refused by the server to be filed, not returned."""

    kept: int = 0
    filed: int = 0
    unfiled: int = 0
    missing: int = 0
    stuck: int = 0


@dataclass(slots=True)
class Suspects:
    """Mails whose fetching broke the connection; they go last and alone, then wait.

    Held by the thread that owns the mailbox, so that one mail which the server
    cannot deliver never starves those behind it.
    """

    failures: dict[tuple[int, int], int] = field(default_factory=dict)

    def order(self, uidvalidity: int, uids: Sequence[int], batch: int) -> list[list[int]]:
        """Return the UIDs in portions: innocent ones together, suspects alone at the end."""
        counts = {uid: self.failures.get((uidvalidity, uid), 0) for uid in uids}
        good = [uid for uid in uids if not counts[uid]]
        portions = [good[at : at + batch] for at in range(0, len(good), batch)]
        return portions + [[uid] for uid in uids if 0 < counts[uid] < MOST_FAILURES]

    def blame(self, uidvalidity: int, uids: Sequence[int]) -> None:
        """Count a broken connection against the mails that were being fetched."""
        for uid in uids:
            key = (uidvalidity, uid)
            self.failures[key] = self.failures.get(key, 0) + 1

    def clear(self, uidvalidity: int, uid: int) -> None:
        """Forget a mail that came through."""
        self.failures.pop((uidvalidity, uid), None)

    def another_chance(self) -> None:
        """Let the stuck ones be tried once more."""
        for key, count in self.failures.items():
            self.failures[key] = min(count, MOST_FAILURES - 1)


def collect(
    mailbox: Mailbox,
    post_room: PostRoom,
    *,
    batch: int = 50,
    full: bool,
    suspects: Suspects | None = None,
) -> Collected:
    """Keep and file away what is new in an open mailbox; `full` looks at every UID again.

    Raises Transient when the connection breaks; what was kept until then stays kept.
    A folder whose UIDVALIDITY differs from what is known, up or down, is simply
    another folder life: everything in it is looked at, and identical bytes are
    recognised by the post room.
    """
    state = mailbox.state
    life = (state.account, state.folder, state.uidvalidity)
    suspects = suspects if suspects is not None else Suspects()
    if full:
        suspects.another_chance()
    last = post_room.last_uid(*life)
    known = post_room.known_uids(*life)
    there = mailbox.uids(1 if full else last + 1)
    new = [uid for uid in there if uid not in known]
    round_ = _Round(mailbox, post_room, state)
    try:
        for portion in suspects.order(state.uidvalidity, new, batch):
            _fetch(round_, portion, suspects)
        _file_again(round_, [uid for uid in there if uid in known], batch)
    finally:
        _advance(post_room, life, there, known | round_.kept, last)
    came = len(round_.kept.intersection(new))
    return Collected(
        came,
        round_.filed,
        round_.unfiled,
        len(new) - came,
        sum(1 for count in suspects.failures.values() if count >= MOST_FAILURES),
    )


@dataclass(slots=True)
class _Round:
    """One round: what was kept so far, and whether the server lets us file away."""

    mailbox: Mailbox
    post_room: PostRoom
    state: FolderState
    kept: set[int] = field(default_factory=set)
    filed: int = 0
    unfiled: int = 0

    def keep(self, mails: Sequence[RawMail]) -> None:
        """Keep mails durably, then file away the server's copies."""
        if not mails:
            return
        self.post_room.keep(mails)
        uids = [mail.place.uid for mail in mails]
        self.kept.update(uids)
        if self.file(uids):
            self.post_room.moved([mail.place for mail in mails])

    def file(self, uids: Sequence[int]) -> bool:
        """File away; a refusal is counted and leaves the mails where they are."""
        if not uids:
            return False
        if self.unfiled:
            self.unfiled += len(uids)
            return False
        try:
            self.mailbox.file_away(uids)
        except Permanent:
            self.unfiled += len(uids)
            return False
        self.filed += len(uids)
        return True


def _file_again(round_: _Round, uids: Sequence[int], batch: int) -> None:
    """File away what is known but still lies there, because a move failed earlier.

    It is fetched and kept once more first: a server that lost its index may give
    a known UID to another mail, in the same folder life.
    """
    for at in range(0, len(uids), batch):
        if round_.unfiled:
            round_.unfiled += len(uids) - at
            return
        for mails in _portions(round_.mailbox.fetch(uids[at : at + batch]), list(uids)):
            round_.keep(mails)


def _fetch(round_: _Round, uids: Sequence[int], suspects: Suspects) -> None:
    """Fetch a portion and keep it, in more than one commit if it is heavy."""
    validity = round_.state.uidvalidity
    waiting = list(uids)
    try:
        for mails in _portions(round_.mailbox.fetch(uids), waiting):
            round_.keep(mails)
            for mail in mails:
                suspects.clear(validity, mail.place.uid)
    except Transient:
        suspects.blame(validity, waiting)
        raise


def _portions(mails: Iterator[RawMail], waiting: list[int]) -> Iterator[list[RawMail]]:
    """Yield mails in portions of bounded weight; what came is no longer waited for."""
    portion: list[RawMail] = []
    weight = 0
    try:
        for mail in mails:
            waiting.remove(mail.place.uid)
            portion.append(mail)
            weight += len(mail.raw)
            if weight > HEAVY:
                yield portion
                portion, weight = [], 0
    except Transient:
        yield portion  # what came whole before the connection broke is kept all the same
        raise
    yield portion


def _advance(
    post_room: PostRoom,
    life: tuple[str, str, int],
    there: Sequence[int],
    safe: set[int],
    last: int,
) -> None:
    """Move the cursor over the contiguous run of kept mails, never past a gap."""
    reached = last
    for uid in there:
        if uid not in safe:
            break
        reached = max(reached, uid)
    if reached > last:
        post_room.reached(*life, reached)
