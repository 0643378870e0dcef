"""What flows ask of the chat and of what lies there, as protocols."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.notices import DigestFilesView, DigestView, ReferralView, ReminderView
from bot.core.views import (
    AbsorbedView,
    BatchView,
    CaseView,
    FloodView,
    MovedView,
    NoiseView,
    QuarantineView,
    ThreadView,
)


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a post lies, and the digest of what it shows."""

    channel: str
    ts: str
    digest: str


Post = (
    CaseView
    | MovedView
    | AbsorbedView
    | BatchView
    | FloodView
    | NoiseView
    | QuarantineView
    | ThreadView
    | ReminderView
    | ReferralView
    | DigestView
    | DigestFilesView
)


class Desk(Protocol):
    """The chat where staff work."""

    def place(self, post: Post) -> str:
        """Return the channel that a post belongs into."""

    def digest(self, post: Post) -> str:
        """Return what changes whenever the post would look different."""

    def post(self, post: Post, tag: str, thread: Posted | None = None) -> Posted:
        """Post once; `tag` is found again by `find`. Raises Transient, Permanent, Doubtful."""

    def update(self, posted: Posted, post: Post) -> Posted:
        """Make a post show this. Raises Transient, Permanent, or Gone if it is not there."""

    def find(self, post: Post, tag: str, thread: Posted | None = None) -> Posted | None:
        """Return the post with that tag, if it was made. Raises Transient."""


class Posts(Protocol):
    """Where every card and list lies in the chat."""

    def get(self, kind: str, key: str) -> Posted | None:
        """Return where a post lies, or None if it was never made."""

    def put(self, kind: str, key: str, posted: Posted, row_id: int, now: datetime) -> None:
        """Note a post and settle the outbox row that owed it, in one commit."""

    def forget(self, kind: str, key: str) -> None:
        """Note that a post is gone."""


class Noise(Protocol):
    """The daily list."""

    def of_day(self, day: date) -> NoiseView:
        """Return the list of one day."""

    def confirm(self, day: date, actor: str, now: datetime) -> int:
        """Confirm every item still listed; return how many."""

    def release(self, message_id: int, actor: str, now: datetime) -> None:
        """Read a mail again, as one that deserves a card. Raises IllegalMove."""


class Quarantine(Protocol):
    """Mail that could not be read."""

    def show(self, message_id: int) -> QuarantineView | None:
        """Return one of them."""
