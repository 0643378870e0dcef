"""The port `Desk` over Slack's Web API: posts once, updates, finds what it posted."""

import hashlib
import json
import logging
import time
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.core.case import Channel
from bot.core.errors import Doubtful, Gone, Permanent, Transient
from bot.core.notices import DigestFilesView, DigestView, ReferralView, ReminderView
from bot.core.views import (
    AbsorbedView,
    BatchView,
    CaseView,
    FloodView,
    MovedView,
    NoiseView,
    QuarantineView,
    ThreadView,
)
from bot.edges.slack import cards, crowd_cards, digest, lists, referrals, threads
from bot.edges.slack.channels import ChannelGuard
from bot.edges.slack.text import Block, section
from bot.flows.desk_ports import Post, Posted

log = logging.getLogger(__name__)

_LATER = {
    "internal_error",
    "fatal_error",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
    "ratelimited",
    "rate_limited",
}
_GONE = {"message_not_found", "thread_not_found"}
# Nothing is wrong with the post: an operator has to mend the app or the channel first.
_UNTIL_MENDED = {
    "account_inactive",
    "channel_not_found",
    "invalid_auth",
    "is_archived",
    "missing_scope",
    "not_authed",
    "not_in_channel",
    "restricted_action",
    "token_expired",
    "token_revoked",
}
_MENDING = 60.0  # seconds
_EVENT = "privacy_triage"
_CHART = "data_visualization"
_NO_FILES = {"missing_scope", "not_allowed_token_type", "file_uploads_disabled"}


class SlackDesk:
    """Posts to the private channels; each call says by its error what to do next."""

    def __init__(
        self,
        client: WebClient,
        channels: Mapping[Channel, str],
        *,
        excerpt: bool = True,
        pace: float = 1.0,
        guard: ChannelGuard | None = None,
        teams: Mapping[str, str] | None = None,
    ) -> None:
        """`teams` are the channels of teams that cases are referred to."""
        self._teams = teams or {}
        self._client, self._channels, self._excerpt = client, channels, excerpt
        self._guard = guard
        self._pace, self._posted = pace, dict[str, float]()

    def digest(self, post: Post) -> str:
        """Return what changes whenever the post would look different."""
        text, blocks = self._render(post)
        return hashlib.sha256(json.dumps([text, blocks]).encode()).hexdigest()[:32]

    def post(self, post: Post, tag: str, thread: Posted | None = None) -> Posted:
        """Post once; `tag` goes into metadata, which any member may read: ids only."""
        text, blocks = self._render(post)
        channel = thread.channel if thread else self.place(post)
        self._check(channel)
        self._keep_pace(channel)
        if isinstance(post, DigestFilesView) and thread and self._upload(post, thread):
            return Posted(channel, thread.ts, "")
        answer = self._say(
            channel=channel,
            text=text,
            blocks=blocks,
            thread_ts=thread.ts if thread else None,
            metadata={"event_type": _EVENT, "event_payload": {"tag": tag}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return Posted(answer["channel"], answer["ts"], self.digest(post))

    def _say(self, **message: Any) -> Mapping[str, Any]:
        """Post; where Slack does not know charts yet, post the figures without them."""
        try:
            return self._call("chat.postMessage", **message)
        except Permanent as fault:
            plain = [block for block in message["blocks"] if block["type"] != _CHART]
            if "invalid_blocks" not in str(fault) or len(plain) == len(message["blocks"]):
                raise
            log.warning("Slack takes no charts; posting without them")
            return self._call("chat.postMessage", **{**message, "blocks": plain})

    def _upload(self, post: DigestFilesView, thread: Posted) -> bool:
        """Put the files into the thread; False if the app may not, so that words must do."""
        uploads: list[dict[str, Any]] = [
            {"file": one.data, "filename": one.name, "title": one.title, "alt_txt": one.alt}
            for one in post.files
        ]
        try:
            self._client.files_upload_v2(
                channel=thread.channel,
                thread_ts=thread.ts,
                initial_comment=digest.files_text(post),
                file_uploads=uploads,
            )
        except SlackApiError as fault:
            if fault.response.get("error") in _NO_FILES:
                log.warning("Slack takes no files; add the scope files:write (see `manifest`)")
                return False
            raise _named(fault) from None
        except (OSError, URLError, HTTPException, SlackRequestError) as fault:
            raise Doubtful(f"no answer from Slack to an upload ({type(fault).__name__})") from None
        return True

    def update(self, posted: Posted, post: Post) -> Posted:
        """Make a post show this; Permanent if it is gone."""
        text, blocks = self._render(post)
        if not isinstance(post, MovedView):  # emptying a card is right anywhere
            self._check(posted.channel)
        self._call("chat.update", channel=posted.channel, ts=posted.ts, text=text, blocks=blocks)
        return Posted(posted.channel, posted.ts, self.digest(post))

    def find(self, post: Post, tag: str, thread: Posted | None = None) -> Posted | None:
        """Look for a post that may have been made although its answer was lost."""
        channel = thread.channel if thread else self.place(post)
        method = "conversations.replies" if thread else "conversations.history"
        where = {"ts": thread.ts} if thread else {}
        answer = self._call(method, channel=channel, include_all_metadata=True, limit=200, **where)
        found = [
            message
            for message in answer.get("messages", [])
            if message.get("metadata", {}).get("event_payload", {}).get("tag") == tag
            or _holds_files(message, post)
        ]
        found.sort(key=lambda message: float(message["ts"]))
        for twin in found[1:]:  # of two with the same tag the first is kept
            self._call("chat.delete", channel=channel, ts=twin["ts"])
        return Posted(channel, found[0]["ts"], "") if found else None

    def _check(self, channel: str) -> None:
        """Raise Transient if the channel is not private any more, or shared."""
        if self._guard is not None:
            self._guard.check(channel)

    def _keep_pace(self, channel: str) -> None:
        """Slack takes about one message a second in each channel; only this thread posts."""
        wait = self._posted.get(channel, 0.0) + self._pace - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._posted[channel] = time.monotonic()

    def place(self, post: Post) -> str:
        """Return the channel that a post belongs into."""
        match post:
            case DigestView() | DigestFilesView() | ReminderView(to_managers=True):
                key = Channel.MANAGERS
            case CaseView(case=case) | ThreadView(case=case) | ReminderView(case=case):
                key = case.channel
            case ReferralView(team=team) if team in self._teams:
                return self._teams[team]
            case _:
                key = Channel.PRIVACY
        return self._channels.get(key) or self._channels[Channel.PRIVACY]

    def _render(self, post: Post) -> tuple[str, list[Block]]:
        match post:
            case CaseView():
                shown = cards.card_text(post), cards.card(post, excerpt=self._excerpt)
            case AbsorbedView():
                shown = crowd_cards.absorbed_text(post), crowd_cards.absorbed(post)
            case BatchView():
                shown = crowd_cards.batch_text(post), crowd_cards.batch(post)
            case FloodView():
                shown = crowd_cards.flood_text(post), crowd_cards.flood(post)
            case MovedView():
                shown = lists.moved_text(post), lists.moved(post)
            case NoiseView():
                shown = lists.noise_text(post), lists.noise_card(post)
            case QuarantineView():
                shown = lists.quarantine_text(post), lists.quarantine_card(post)
            case ReferralView():
                shown = referrals.notice_text(post), referrals.notice(post)
            case ReminderView():
                shown = digest.reminder_text(post), digest.reminder(post)
            case DigestView():
                shown = digest.digest_text(post), digest.digest(post)
            case DigestFilesView():
                shown = digest.files_text(post), digest.files(post)
            case ThreadView():
                text = threads.sentence(post.event, post.letter)
                shown = text, [section(text)]
        return shown

    def _call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call Slack. A lost answer to a post is Doubtful: it may have been stored."""
        sent = {key: value for key, value in arguments.items() if value is not None}
        try:
            answer: Any = self._client.api_call(method, json=sent)
        except SlackApiError as fault:
            raise _named(fault) from None
        except (OSError, URLError, HTTPException) as fault:
            kind = Doubtful if method == "chat.postMessage" else Transient
            raise kind(f"no answer from Slack to {method} ({type(fault).__name__})") from None
        return answer.data if isinstance(answer.data, dict) else {}


def _holds_files(message: Mapping[str, Any], post: Post) -> bool:
    """Tell whether a message holds the files of a post; uploads carry no metadata."""
    if not isinstance(post, DigestFilesView):
        return False
    there = {one.get("name") for one in message.get("files", [])}
    return bool(there) and there == {one.name for one in post.files}


def _named(fault: SlackApiError) -> Exception:
    """Return our error for Slack's; its text names the error code only."""
    answer = fault.response
    status = getattr(answer, "status_code", 0)
    code = answer.get("error", "") if hasattr(answer, "get") else ""
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        wait = answer.headers.get("Retry-After", "1") if answer is not None else "1"
        return Transient("Slack asks to slow down", retry_after=float(wait))
    if code in _GONE:
        return Gone(f"Slack answered {code}")
    if code in _UNTIL_MENDED:
        return Transient(f"Slack answered {code}: see `doctor`", retry_after=_MENDING)
    if status >= 500 or code in _LATER:
        return Transient(f"Slack answered {code or status}")
    return Permanent(f"Slack answered {code}")
