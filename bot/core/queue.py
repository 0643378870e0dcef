"""What of the queue somebody looks at, and what the words of a search mean; finds nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.core.case import CaseState, Channel
from bot.core.case_number import read_number
from bot.core.catalogue import REQUEST_TYPES

PAGE = 10  # cases on a page
SOON = timedelta(days=7)
MINE, NOBODY = "mine", "nobody"
OVERDUE, WITHIN = "overdue", "soon"

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DOMAIN = re.compile(r"@?((?:[^\W_][\w-]*\.)+[^\W\d_][\w-]+)")
_SLACK_LINK = re.compile(r"<(?:mailto:|https?://)([^|>]+)(?:\|[^>]*)?>")
_SHORTEST = 2  # characters of a name that are worth looking for
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """The filters and the page that one person chose; empty fields filter nothing.

    `state` is a case's state, `due` is `overdue` or `soon`, `owner` is `mine`, `nobody`
    or a user id. Without a state every case that is not closed is shown.
    """

    state: str = ""
    due: str = ""
    type: str = ""
    owner: str = ""
    page: int = 0

    @property
    def filtered(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.state or self.due or self.type or self.owner)

    def changed(self, **fields: str) -> "Shown":
        """Return another choice of filters, from its first page."""
        return replace(self, page=0, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the store looks for: a `Shown` with everything resolved.

    `due_from` and `due_before` are calendar days, the latter not included; `owner` None
    means anybody, an empty one nobody.
    """

    channels: Sequence[Channel]
    state: CaseState | None = None
    type: str = ""
    owner: str | None = None
    due_from: date | None = None
    due_before: date | None = None


def wanted(shown: Shown, user: str, channels: Sequence[Channel], today: date) -> Wanted:
    """Return what to look for when `user`, who may see `channels`, chose `shown`."""
    owners = {"": None, MINE: user, NOBODY: ""}
    return Wanted(
        channels=channels,
        state=CaseState(shown.state) if shown.state else None,
        type=shown.type,
        owner=owners.get(shown.owner, shown.owner),
        due_from=today if shown.due == WITHIN else None,
        due_before={OVERDUE: today, WITHIN: today + SOON}.get(shown.due),
    )


class By(StrEnum):
    """What a search is by; the words of mails are never among it."""

    NUMBER = "case number"
    ADDRESS = "address"
    DOMAIN = "domain"
    TYPE = "type"
    NAME = "directory name"


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for; `value` is an address or a name, so it is kept nowhere."""

    by: By
    value: str


def understand(text: str) -> Query | None:
    """Return what the words of a search mean; None where they are too few or too many."""
    text = _SLACK_LINK.sub(r"\1", " ".join(text.split()))
    if (number := read_number(text)) is not None:
        return Query(By.NUMBER, str(number))
    if not _SHORTEST <= len(text) <= _LONGEST:
        return None
    if _ADDRESS.fullmatch(text):
        return Query(By.ADDRESS, text.lower())
    if kind := _type(text.casefold()):
        return Query(By.TYPE, kind)
    if domain := _DOMAIN.fullmatch(text):
        return Query(By.DOMAIN, domain[1].lower())
    return None if "@" in text else Query(By.NAME, text)


def _type(text: str) -> str:
    for row in REQUEST_TYPES:
        if text in {row.key, row.title.casefold(), row.key.replace("_", " ")}:
            return row.key
    return ""
