"""What a row of the table of Web API methods is."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from bot.demo.slack.args import Args
from bot.demo.slack.modals import Modals
from bot.demo.slack.model import Channel, Json
from bot.demo.slack.refused import Refused
from bot.demo.slack.triggers import Triggers
from bot.demo.slack.workspace import Workspace


@dataclass(slots=True)
class Desk:
    """What the methods work on."""

    workspace: Workspace
    modals: Modals
    triggers: Triggers
    scopes: frozenset[str]
    events: frozenset[str] = frozenset()
    base: str = ""
    """Address of the server, known once it listens, as in `http://127.0.0.1:8080`."""
    team_name: str = "Desk"
    uploads: dict[str, Json] = field(default_factory=dict)

    def need_scope(self, scope: str) -> None:
        """Refuse with `missing_scope` if the manifest does not ask for it."""
        if scope not in self.scopes:
            provided = ",".join(sorted(self.scopes))
            raise Refused("missing_scope", needed=scope, provided=provided)

    def need_channel_scope(self, channel: Channel, verb: str) -> None:
        """Refuse unless the scope for this kind of channel is there (`groups:read` ...)."""
        kind = "im" if channel.is_im else "groups" if channel.is_private else "channels"
        self.need_scope(f"{kind}:{verb}")


Handler: TypeAlias = Callable[[Desk, Args], Json | Awaitable[Json]]

PER_MINUTE: Final[Mapping[int, int]] = {1: 3, 2: 60, 3: 150, 4: 300}
"""Calls a minute: three times what Slack's tiers promise, since Slack tolerates bursts.

Source: docs.slack.dev/apis/web-api/rate-limits (1+, 20+, 50+, 100+).
"""


@dataclass(frozen=True, slots=True)
class Method:
    """A Web API method: what it does, which scope it needs, its rate tier (0: special)."""

    does: Handler
    scope: str | None = None
    tier: int = 3
    token: str = "bot"  # noqa: S105  # the kind of token, not one


def paged(items: list[Any], args: Args, default: int, name: str) -> Json:
    """Return one page of a list under `name` with the cursor of the next."""
    limit = args.number("limit", default)
    try:
        start = int(args.text("cursor") or 0)
    except ValueError:
        raise Refused("invalid_cursor") from None
    end = start + limit
    cursor = str(end) if end < len(items) else ""
    return {name: items[start:end], "response_metadata": {"next_cursor": cursor}}
