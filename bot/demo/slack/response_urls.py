"""Response URLs: five answers within half an hour to the one who clicked."""

import secrets
import time
from dataclasses import dataclass
from typing import Final

from bot.demo.slack.args import Args
from bot.demo.slack.method import Desk
from bot.demo.slack.methods_chat import checked_blocks
from bot.demo.slack.model import BOT_USER, Json, Message
from bot.demo.slack.refused import Refused

MOST_USES: Final = 5
SECONDS: Final = 30 * 60.0


@dataclass(slots=True)
class _Url:
    user: str
    channel: str
    ts: str | None
    made: float
    uses: int = 0


class ResponseUrls:
    """Makes response URLs and does what is posted to them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: dict[str, _Url] = {}

    def make(self, user: str, channel: str, ts: str | None = None) -> str:
        """Return the address for one interaction."""
        key = secrets.token_hex(12)
        self._made[key] = _Url(user, channel, ts, time.monotonic())
        return f"{self._desk.base}/actions/{key}"

    def use(self, key: str, body: Json) -> None:
        """Do what was posted. Raises Refused: used_url, expired_url, or as chat.postMessage."""
        url = self._made.get(key)
        if url is None or url.uses >= MOST_USES:
            raise Refused("used_url")
        if time.monotonic() - url.made > SECONDS:
            raise Refused("expired_url")
        url.uses += 1
        self.say(url.user, url.channel, url.ts, body)

    def say(self, user: str, channel: str, ts: str | None, body: Json) -> None:
        """Replace or delete the message that was clicked, or post: ephemeral unless asked."""
        args, workspace = Args(body), self._desk.workspace
        source = workspace.messages[channel].get(ts or "")
        if source is not None and args.flag("delete_original"):
            del workspace.messages[channel][source.ts]
            workspace.changed()
            return
        blocks, text = checked_blocks(args), args.text("text")
        if not blocks and not text:
            raise Refused("no_text")
        if source is not None and args.flag("replace_original"):
            workspace.edit(source, text=text, blocks=blocks)
            return
        workspace.add(
            Message(
                channel,
                workspace.next_ts(),
                BOT_USER,
                text,
                blocks,
                thread_ts=args.text("thread_ts") or None,
                only_for=None if args.text("response_type") == "in_channel" else user,
            )
        )
