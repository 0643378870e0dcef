"""What a new case has to do with earlier ones of the same person: links, and no more than that.

A link never closes, blocks or replaces anything by itself: anybody can write in anybody's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.case import Channel, Link, LinkKind
from bot.core.case_number import numbers_in
from bot.core.mail import Authenticated

DUPLICATE_WINDOW = timedelta(days=30)
"""Within this time the same request of the same person is the same wish, said twice."""

WITHDRAWAL = "withdraw_request"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What matters of an earlier case; `same_person` is False if only the sender is the same."""

    id: int
    types: tuple[str, ...]
    live: bool
    received_at: datetime
    same_person: bool = True
    channel: Channel = Channel.PRIVACY


@dataclass(frozen=True, slots=True)
class Arrival:
    """What matters of the new case."""

    types: tuple[str, ...]
    received_at: datetime
    authentication: Authenticated
    text: str = ""
    channel: Channel = Channel.PRIVACY


def links_to(new: Arrival, earlier: Sequence[Earlier]) -> tuple[Link, ...]:
    """Return the new case's links to earlier ones, in their order."""
    back = _taken_back(new, earlier)
    return tuple(Link(one.id, _kind(new, one, back)) for one in earlier)


def _kind(new: Arrival, one: Earlier, back: Earlier | None) -> LinkKind:
    if one is back:
        return LinkKind.WITHDRAWS
    near = abs(new.received_at - one.received_at) <= DUPLICATE_WINDOW
    shared = set(new.types) & set(one.types) - {WITHDRAWAL}
    if one.same_person and near and shared:
        return LinkKind.DUPLICATE
    return LinkKind.SAME_REQUESTER


def _taken_back(new: Arrival, earlier: Sequence[Earlier]) -> Earlier | None:
    """Return the case that a withdrawal means: the one it numbers, else the only one there is.

    A mail that failed authentication takes nothing back; where several cases fit, a person
    says which. What lies on another desk is closed there, by those who may see it.
    """
    if WITHDRAWAL not in new.types or new.authentication is Authenticated.FAIL:
        return None
    open_ones = [
        one
        for one in earlier
        if one.live
        and one.same_person
        and one.channel is new.channel
        and set(one.types) - {WITHDRAWAL}
    ]
    numbered = set(numbers_in(new.text))
    meant = [one for one in open_ones if one.id in numbered] or open_ones
    return meant[0] if len(meant) == 1 else None
