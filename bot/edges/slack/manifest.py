"""The Slack app's manifest: shipped with the bot, and the link that makes the app from it."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

_FILE = Path(__file__).with_name("manifest.json")


def manifest() -> dict[str, Any]:
    """Return the manifest."""
    found: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def one_click_link() -> str:
    """Return the address at which Slack makes the app from this manifest."""
    compact = json.dumps(manifest(), separators=(",", ":"))
    return "https://api.slack.com/apps?" + urlencode({"new_app": 1, "manifest_json": compact})
