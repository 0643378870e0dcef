"""The guard before every post: a channel that is public or shared gets nothing."""

import logging
import threading
import time
from collections.abc import Callable

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.errors import Transient
from bot.edges.slack import words_crowd

log = logging.getLogger(__name__)

_KEEP = 600.0  # seconds that a fit channel is believed to be fit; Slack tells when it is shared
_AGAIN = 10.0  # seconds until an unfit channel is looked at again, by the post a second later


class ChannelGuard:
    """Asks Slack about a channel before anything is posted into it; remembers it for a while.

    Whoever made the channel public or shared it ends that in Slack, and what waits is posted:
    nothing is lost, and no restart is needed. `tell` says it to managers, once each time.
    """

    def __init__(self, client: WebClient, tell: Callable[[str, str], None]) -> None:
        self._client, self._tell = client, tell
        self._known: dict[str, tuple[float, str]] = {}  # until when, and what is wrong
        self._lock = threading.Lock()

    def check(self, channel: str) -> None:
        """Raise Transient, which names the channel, if nothing may be posted there now."""
        with self._lock:
            until, fault = self._known.get(channel, (0.0, ""))
        if time.monotonic() >= until:
            was, fault = fault, self._look(channel)
            with self._lock:
                self._known[channel] = (time.monotonic() + (_AGAIN if fault else _KEEP), fault)
            self._report(channel, was, fault)
        if fault:
            raise Transient(
                f"channel {channel} is {fault}: nothing is posted", retry_after=_AGAIN + 1
            )

    def _look(self, channel: str) -> str:
        try:
            found = self._client.conversations_info(channel=channel)["channel"]
        except (SlackApiError, OSError):
            return ""  # the post itself gets the same answer, and says what to do about it
        if not found.get("is_private"):
            return words_crowd.PUBLIC
        if found.get("is_ext_shared") or found.get("is_pending_ext_shared"):
            return words_crowd.SHARED
        return ""

    def _report(self, channel: str, was: str, fault: str) -> None:
        if fault and fault != was:
            log.error("nothing is posted into a channel", extra={"channel": channel, "why": fault})
            self._tell(channel, words_crowd.NOT_FIT.format(channel=channel, fault=fault))
        elif was and not fault:
            log.info("a channel is fit for cards again", extra={"channel": channel})
            self._tell(channel, words_crowd.FIT_AGAIN.format(channel=channel))

    def forget(self) -> None:
        """Look at every channel again before the next post; called when one was shared."""
        with self._lock:
            self._known = {key: (0.0, fault) for key, (_, fault) in self._known.items()}
