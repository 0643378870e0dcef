"""The workspace's state: people, channels, messages, views and files; in memory, one thread."""

import asyncio
import secrets
import time
from collections.abc import Iterable
from dataclasses import replace

from bot.demo.slack.model import BOT_USER, Channel, Json, Message, User, UserGroup
from bot.demo.slack.refused import Refused


def short_id(prefix: str) -> str:
    """Return a new id that looks like Slack's."""
    return prefix + secrets.token_hex(5).upper()


def with_block_ids(blocks: Iterable[Json]) -> list[Json]:
    """Return copies of the blocks in which each has a block id, and each element an action id."""
    named = []
    for block in blocks:
        copy = {**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)}
        if block["type"] in ("actions", "context"):
            copy["elements"] = [_with_action_id(element) for element in block["elements"]]
        for key in ("accessory", "element"):
            if key in block:
                copy[key] = _with_action_id(block[key])
        named.append(copy)
    return named


def _with_action_id(element: Json) -> Json:
    if element["type"] in ("image", "plain_text", "mrkdwn"):
        return element
    return {**element, "action_id": element.get("action_id") or secrets.token_urlsafe(4)}


class Workspace:
    """Who and what there is; every change moves `version` on and wakes those who wait."""

    def __init__(
        self, users: Iterable[User], channels: Iterable[Channel], groups: Iterable[UserGroup]
    ) -> None:
        self.users = {user.id: user for user in users}
        self.channels = {channel.id: channel for channel in channels}
        self.groups = {group.id: group for group in groups}
        self.messages: dict[str, dict[str, Message]] = {key: {} for key in self.channels}
        self.files: dict[str, Json] = {}
        self.read: dict[tuple[str, str], str] = {}
        self.version = 0
        self.people_version = 0
        self._last_ts = 0
        self._waiting: set[asyncio.Event] = set()

    # Changes

    def changed(self) -> None:
        """Say that something is different now, so that pages show it."""
        self.version += 1
        for event in self._waiting:
            event.set()

    def _people_changed(self) -> None:
        self.people_version += 1
        self.changed()

    async def wait_for_change(self, version: int, seconds: float) -> int:
        """Return the version once it is past `version`, or after `seconds`."""
        if self.version <= version:
            event = asyncio.Event()
            self._waiting.add(event)
            try:
                async with asyncio.timeout(seconds):
                    await event.wait()
            except TimeoutError:
                pass
            finally:
                self._waiting.discard(event)
        return self.version

    def next_ts(self) -> str:
        """Return a timestamp that no other message has."""
        self._last_ts = max(self._last_ts + 1, time.time_ns() // 1000)
        return f"{self._last_ts // 10**6}.{self._last_ts % 10**6:06d}"

    # People and places

    def visible_to(self, user: str) -> list[Channel]:
        """Return the channels that this user sees: members' ones, and public ones for members."""
        guest = self.users[user].is_guest
        return [
            channel
            for channel in self.channels.values()
            if user in channel.members or not (channel.is_private or guest)
        ]

    def channel(self, key: str, reader: str = BOT_USER) -> Channel:
        """Return a channel by id or name. Raises Refused where the reader cannot see it."""
        channel = self.channels.get(key) or next(
            (c for c in self.channels.values() if c.name == key.removeprefix("#")), None
        )
        if channel is None or (channel.is_private and reader not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def place_to_post(self, key: str) -> Channel:
        """Return where the bot may post: its channels, or a person's direct messages."""
        if key in self.users:
            return self.direct(key)
        channel = self.channel(key)
        if BOT_USER not in channel.members:
            raise Refused("not_in_channel")
        if channel.is_archived:
            raise Refused("is_archived")
        return channel

    def direct(self, user: str) -> Channel:
        """Return the bot's direct messages with a user, made on first use."""
        pair = frozenset({user, BOT_USER})
        for channel in self.channels.values():
            if channel.is_im and channel.members == pair:
                return channel
        made = Channel(short_id("D"), "", pair, is_im=True)
        self.add_channel(made)
        return made

    def add_channel(self, channel: Channel) -> None:
        """Add a channel, or put another in place of the one with this id."""
        self.channels[channel.id] = channel
        self.messages.setdefault(channel.id, {})
        self._people_changed()

    def invite(self, channel: str, user: str) -> None:
        """Make a user a member of a channel."""
        old = self.channels[channel]
        self.add_channel(replace(old, members=old.members | {user}))

    def remove(self, channel: str, user: str) -> None:
        """Take a user out of a channel."""
        old = self.channels[channel]
        self.add_channel(replace(old, members=old.members - {user}))

    def put_group(self, group: UserGroup) -> None:
        """Add a user group, or change the one with this id."""
        self.groups[group.id] = group
        self._people_changed()

    # Messages

    def add(self, message: Message) -> Message:
        """Keep a message and return it."""
        message.blocks = with_block_ids(message.blocks)
        self.messages[message.channel][message.ts] = message
        self.changed()
        return message

    def message(self, channel: str, ts: str) -> Message:
        """Return a message that all members see. Raises Refused: message_not_found."""
        found = self.messages.get(channel, {}).get(ts)
        if found is None or found.only_for or found.deleted:
            raise Refused("message_not_found")
        return found

    def any_message(self, channel: str, ts: str, reader: str) -> Message:
        """Return a message that this reader sees, ephemeral ones too. Raises Refused."""
        found = self.messages.get(channel, {}).get(ts)
        if found is None or found.only_for not in (None, reader) or found.deleted:
            raise Refused("message_not_found")
        return found

    def replies(self, channel: str, ts: str, reader: str | None = None) -> list[Message]:
        """Return a thread's replies, oldest first; ephemeral ones only for their reader."""
        return [
            message
            for message in self.messages[channel].values()
            if message.thread_ts == ts and (message.only_for is None or message.only_for == reader)
        ]

    def roots(self, channel: str, reader: str | None = None) -> list[Message]:
        """Return what stands in the channel itself, oldest first."""
        return [
            message
            for message in self.messages[channel].values()
            if (message.thread_ts is None or message.broadcast)
            and (message.only_for is None or message.only_for == reader)
        ]

    def to_json(self, message: Message, *, metadata: bool = False) -> Json:
        """Return a message with what its thread adds to it."""
        found = message.to_json(self.replies(message.channel, message.ts), metadata=metadata)
        parent = self.messages[message.channel].get(message.thread_ts or "")
        return {**found, "parent_user_id": parent.user} if parent else found

    def edit(
        self, message: Message, *, text: str | None = None, blocks: list[Json] | None = None
    ) -> None:
        """Change what a message says; None leaves that part as it is."""
        message.text = message.text if text is None else text
        message.blocks = message.blocks if blocks is None else with_block_ids(blocks)
        message.edited = self.next_ts()
        self.changed()

    def delete(self, message: Message) -> None:
        """Take a message away; of one with replies a stone is left, as in Slack."""
        if self.replies(message.channel, message.ts):
            message.deleted, message.blocks, message.text = True, [], ""
        else:
            del self.messages[message.channel][message.ts]
        self.changed()

    # What was read

    def mark_read(self, user: str, channel: str) -> None:
        """Remember that a user has seen all that stands in a channel now."""
        last = max(self.messages[channel], default="")
        self.read[user, channel] = max(last, self.read.get((user, channel), ""))

    def unread(self, user: str, channel: str) -> int:
        """Count what others posted in a channel since a user last looked."""
        seen = self.read.get((user, channel), "")
        return sum(m.ts > seen and m.user != user for m in self.roots(channel, user))
