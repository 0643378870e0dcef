"""The one way in which a Web API method says no."""

from typing import Any


class Refused(Exception):
    """Answered as `{"ok": false, "error": ...}` with HTTP 200, as Slack does."""

    def __init__(self, error: str, **more: Any) -> None:
        """Take Slack's error word and whatever else the answer holds."""
        super().__init__(error)
        self.error = error
        self.more = more
