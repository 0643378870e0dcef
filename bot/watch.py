"""Watches the worker's threads and queues: what /healthz says, and when managers are told."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.edges.store import Store
from bot.loops import Loop, Signal

log = logging.getLogger(__name__)

GROWN: Final = {"waiting": 200, "quarantine": 5, "unread": 500}
"""How long a queue may be before somebody should look; each doubtful letter has its card."""

LASTING: Final = 300.0
"""Seconds of failures in a row after which somebody should know: a mailbox out of reach, say."""

_LOOK: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is watched."""

    store: Store
    loops: Callable[[], Iterable[Loop]]
    connected: Callable[[], bool]
    clock: Callable[[], float] = time.monotonic

    def stuck(self) -> list[str]:
        """Return the loops that died or gave no sign of life for too long."""
        now = self.clock()
        return [one.name for one in self.loops() if one.dead or now - one.beat > one.silence]

    def failing(self) -> dict[str, str]:
        """Return the loops in which nothing has worked for some minutes, with the reason."""
        now = self.clock()
        return {
            one.name: one.trouble
            for one in self.loops()
            if one.failing_since is not None and now - one.failing_since > LASTING
        }

    def faults(self) -> dict[str, str]:
        """Return what somebody should look at, in words, by what it is about."""
        found = {
            f"stuck {name}": f"the thread “{name}” gives no sign of life" for name in self.stuck()
        }
        for name, why in self.failing().items():
            minutes = round(LASTING / 60)
            found[f"failing {name}"] = f"“{name}” has failed for over {minutes} minutes ({why})"
        queues = self.queues()
        for name, limit in GROWN.items():
            if queues[name] >= limit:
                found[f"grown {name}"] = f"{_NAMES[name]}: {limit} or more"
        return found

    def queues(self) -> dict[str, int]:
        """Return how long each queue is."""
        outbox = self.store.outbox.counts()
        return {
            "unread": self.store.post_room.waiting(),
            "waiting": outbox.get("waiting", 0),
            "dead": outbox.get("dead", 0),
            "doubtful": outbox.get("doubtful", 0),
            "quarantine": len(self.store.quarantine.all()),
            "copies_to_delete": self.store.purges.count(),
        }

    def report(self) -> Mapping[str, Any]:
        """Return what /healthz and /readyz say.

        `ok` is false if a loop is stuck, which a restart mends; `ready` also while Slack is
        away or a mailbox or a server has been out of reach for minutes, which it does not.
        """
        stuck, failing, connected = self.stuck(), self.failing(), self.connected()
        now = self.clock()
        status = "stuck" if stuck else "ok" if connected and not failing else "degraded"
        return {
            "ok": not stuck,
            "ready": status == "ok",
            "status": status,
            "slack": connected,
            "stuck": stuck,
            "loops": {
                one.name: {
                    "seconds_ago": round(now - one.beat, 1),
                    "trouble": bool(one.trouble),
                    "failing_for": round(now - one.failing_since, 1) if one.failing_since else 0,
                    "restarts": one.restarts,
                }
                for one in self.loops()
            },
            "queues": self.queues(),
        }


class WatchLoop(Loop):
    """Tells managers once when something gets stuck or grows, and again when it is over."""

    def __init__(self, signal: Signal, watched: Watched, tell: Callable[[str], None]) -> None:
        super().__init__("watch", signal)
        self._watched, self._tell = watched, tell
        self._told: dict[str, str] = {}

    def turn(self) -> None:
        """Look, tell what is new, wait."""
        self.look()
        self.signal.stopping.wait(_LOOK)

    def look(self) -> None:
        """Tell what was not told yet. What cannot be told is told at the next look."""
        now = self._watched.faults()
        for key in sorted(now.keys() - self._told.keys()):
            log.error("needs a look: %s", now[key])
            self._tell(
                f"⚠ The privacy bot needs a look: {now[key]}. `python -m bot doctor` says more."
            )
            self._told[key] = now[key]
        for key in sorted(self._told.keys() - now.keys()):
            self._tell(f"The privacy bot is well again: no longer “{self._told[key]}”.")
            del self._told[key]


_NAMES: Final = {
    "waiting": "posts or letters that wait to leave",
    "quarantine": "mails that could not be read",
    "unread": "mails that wait to be read",
}
