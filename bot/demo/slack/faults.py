"""Faults on demand: what goes wrong with which method, how often; and the rate limits."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from bot.demo.slack.method import PER_MINUTE

Kind: TypeAlias = Literal["drop_reply", "drop_call", "delay", "status", "ratelimited", "error"]
KINDS: Final = get_args(Kind)


@dataclass(slots=True)
class Fault:
    """One thing to go wrong `times` times with calls of `method` (`*`: any).

    drop_reply: done and stored, then the connection is cut before the answer.
    drop_call: the connection is cut and nothing is done.
    delay: answered `seconds` late. status: HTTP `status`, nothing done.
    ratelimited: 429 with Retry-After `seconds`. error: Slack's error word, nothing done.
    """

    kind: Kind
    method: str = "*"
    times: int = 1
    seconds: float = 1.0
    status: int = 500
    error: str = "internal_error"


class Faults:
    """The faults still to come, in order; `outage` refuses everything while it is true."""

    def __init__(self) -> None:
        self.pending: list[Fault] = []
        self.outage = False

    def add(self, kind: Kind, method: str = "*", **how: float | str) -> Fault:
        """Let something go wrong. Raises ValueError for an unknown kind, naming those there are."""
        if kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}; there are {', '.join(KINDS)}")
        fault = Fault(kind, method)
        for name, value in how.items():
            current = getattr(fault, name)
            setattr(fault, name, type(current)(value))
        self.pending.append(fault)
        return fault

    def drop_reply(self, method: str, times: int = 1) -> Fault:
        """Store, then cut the connection: the caller cannot know."""
        return self.add("drop_reply", method, times=times)

    def delay(self, method: str, seconds: float, times: int = 1) -> Fault:
        """Answer late."""
        return self.add("delay", method, seconds=seconds, times=times)

    def fail(self, method: str, status: int = 500, times: int = 1) -> Fault:
        """Answer with an HTTP error."""
        return self.add("status", method, status=status, times=times)

    def ratelimit(self, method: str, seconds: int = 1, times: int = 1) -> Fault:
        """Answer 429 with Retry-After."""
        return self.add("ratelimited", method, seconds=seconds, times=times)

    def refuse(self, method: str, error: str, times: int = 1) -> Fault:
        """Answer with one of Slack's error words."""
        return self.add("error", method, error=error, times=times)

    def take(self, method: str) -> Fault | None:
        """Return the next fault for a call, and count it."""
        for fault in self.pending:
            if fault.method in ("*", method):
                fault.times -= 1
                if fault.times <= 0:
                    self.pending.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Let everything work again."""
        self.pending.clear()
        self.outage = False


@dataclass(slots=True)
class Rates:
    """Slack's limits: about one message a second and channel, and the tiers of the methods.

    `burst` messages a channel are tolerated at once; None switches all limits off.
    """

    burst: int | None = 5
    clock: Callable[[], float] = time.monotonic
    _tokens: dict[str, tuple[float, float]] = field(default_factory=dict)
    _calls: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait_for_message(self, channel: str) -> float:
        """Return 0 and count a message to a channel, or the seconds until the next may come."""
        if self.burst is None:
            return 0.0
        now = self.clock()
        tokens, then = self._tokens.get(channel, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - then))
        if tokens < 1:
            self._tokens[channel] = (tokens, now)
            return 1 - tokens
        self._tokens[channel] = (tokens - 1, now)
        return 0.0

    def wait_for_call(self, method: str, tier: int) -> float:
        """Return 0 and count a call, or the seconds until the next is within its tier."""
        if self.burst is None or not tier:
            return 0.0
        now, calls = self.clock(), self._calls[method]
        while calls and now - calls[0] > 60:
            calls.popleft()
        if len(calls) >= PER_MINUTE[tier]:
            return 60 - (now - calls[0])
        calls.append(now)
        return 0.0
