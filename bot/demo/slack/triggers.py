"""Trigger ids: each opens one view, within three seconds of the click that made it."""

import secrets
import time
from dataclasses import dataclass

from bot.demo.slack.refused import Refused


@dataclass(slots=True)
class _Trigger:
    user: str
    made: float
    used: bool = False


class Triggers:
    """Makes and redeems trigger ids; `seconds` may be changed at any time."""

    def __init__(self, seconds: float = 3.0) -> None:
        self.seconds = seconds
        self._made: dict[str, _Trigger] = {}

    def make(self, user: str) -> str:
        """Return a new trigger id for what this user just did."""
        key = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self._made[key] = _Trigger(user, time.monotonic())
        return key

    def redeem(self, key: str) -> str:
        """Return the user whose trigger this is. Raises Refused: invalid, expired, exchanged."""
        trigger = self._made.get(key)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if time.monotonic() - trigger.made > self.seconds:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def expire(self) -> None:
        """Let all trigger ids made so far be too old."""
        for trigger in self._made.values():
            trigger.made = float("-inf")
