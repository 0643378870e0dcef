"""Arguments of a Web API call, from JSON, form, multipart, query or nothing at all."""

import json
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from bot.demo.slack.model import Json
from bot.demo.slack.refused import Refused

STRUCTURED: Final = frozenset({"blocks", "attachments", "view", "metadata", "files"})
YES: Final = frozenset({True, "1", "true", "True"})


class Args:
    """The arguments by name, with the conversions that Slack does."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self.found = {name: _structured(name, value) for name, value in found.items()}

    def __contains__(self, name: str) -> bool:
        return self.found.get(name) is not None

    def get(self, name: str, default: Any = None) -> Any:
        """Return an argument as it came."""
        value = self.found.get(name)
        return default if value is None else value

    def text(self, name: str) -> str:
        """Return a string, empty if absent."""
        return str(self.get(name, ""))

    def need(self, name: str) -> str:
        """Return a string. Raises Refused: invalid_arguments."""
        if not self.text(name):
            messages = [f"[ERROR] missing required field: {name}"]
            raise Refused("invalid_arguments", response_metadata={"messages": messages})
        return self.text(name)

    def flag(self, name: str) -> bool:
        """Return a boolean, also from a form."""
        return self.found.get(name) in YES

    def number(self, name: str, default: int, most: int = 1000) -> int:
        """Return a whole number from 1 to `most`. Raises Refused: invalid_arguments."""
        try:
            return min(most, int(self.get(name, default)) or default)
        except (TypeError, ValueError):
            raise Refused("invalid_arguments") from None

    def blocks(self) -> list[Json]:
        """Return the blocks. Raises Refused: invalid_blocks_format."""
        blocks = self.get("blocks", [])
        if not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
            raise Refused("invalid_blocks_format")
        return blocks


def _structured(name: str, value: Any) -> Any:
    if name not in STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


async def read_args(request: web.Request) -> tuple[Args, str]:
    """Return the arguments and the token of a call. Raises Refused for a body that is no JSON."""
    found: dict[str, Any] = dict(request.query)
    kind = request.content_type
    if kind == "application/json":
        raw = await request.text()
        try:
            body = json.loads(raw) if raw.strip() else {}
        except ValueError:
            raise Refused("invalid_json") from None
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        found |= body
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        found |= dict(await request.post())
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() or str(found.get("token", ""))
    found.pop("token", None)
    return Args(found), token
