"""What one person sees at one moment: gathers it from workspace and mailbox, renders nothing."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from bot.demo.mail import DemoMail, Letter
from bot.demo.page.text import Reader
from bot.demo.slack.clients import Place
from bot.demo.slack.model import BOT_USER, Channel, Json, Message, User, View
from bot.demo.slack.server import StandIn
from bot.demo.slack.values import Values, initial_values

HOME: Final = "home"
MOST_SHOWN: Final = 200
"""Messages of a channel that the page shows, the newest ones."""


@dataclass(frozen=True, slots=True)
class Surface:
    """Blocks in one place, with what was filled in and what was complained about."""

    kind: str
    place: Place
    blocks: Sequence[Json]
    values: Values
    errors: Mapping[str, str] = field(default_factory=dict)
    pane: str = ""

    def key(self, block: Json, element: Json) -> str:
        """Return an element id that stays the same as long as block and action do."""
        place = self.place
        told = [
            self.pane,
            place.channel,
            place.ts,
            place.view,
            block["block_id"],
            element["action_id"],
        ]
        return "e" + hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    @staticmethod
    def name(block: Json, element: Json) -> str:
        """Return the form field of an element; no quotes, which browsers alter in field names."""
        return f"f/{quote(block['block_id'], safe='')}/{quote(element['action_id'], safe='')}"

    def value(self, block: Json, element: Json) -> Any:
        """Return what is filled in or chosen now, None if nothing."""
        state = self.values.get(block["block_id"], {}).get(element["action_id"], {})
        return next((inner for name, inner in state.items() if name != "type"), None)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message with its surface and its thread's size."""

    message: Message
    author: User
    surface: Surface
    replies: int = 0
    last_reply: str = ""
    first_of_day: bool = False


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Everything between one address and the privacy mailbox, oldest first."""

    address: str
    letters: tuple[tuple[str, Letter], ...]

    @property
    def last(self) -> Letter:
        """The newest letter."""
        return self.letters[-1][1]

    @property
    def received(self) -> int:
        """How many letters this address got."""
        return sum(way == "in" for way, _letter in self.letters)

    @property
    def reply_to(self) -> str:
        """The Message-ID that an answer of this address refers to."""
        return next((e.message_id for way, e in reversed(self.letters) if way == "in"), "")


def correspondents(mail: DemoMail) -> list[Correspondent]:
    """Return all who wrote to or got mail from the mailbox, the latest first."""
    found: dict[str, list[tuple[str, Letter]]] = {}
    for letter in mail.written:
        found.setdefault(letter.sender.lower(), []).append(("out", letter))
    for letter in mail.sent:
        for recipient in letter.recipients:
            found.setdefault(recipient.lower(), []).append(("in", letter))
    listed = [
        Correspondent(address, tuple(sorted(letters, key=lambda pair: pair[1].when)))
        for address, letters in found.items()
    ]
    return sorted(listed, key=lambda each: each.last.when, reverse=True)


def surface_of_view(view: View) -> Surface:
    """Return what a modal or Home tab holds."""
    kind = view.content["type"]
    return Surface(kind, Place(view=view.id), view.content["blocks"], view.values, view.errors)


class Scene:
    """The page of one person: what is open, and everything around it."""

    def __init__(self, stand_in: StandIn, mail: DemoMail | None, user: str, place: str) -> None:
        self.stand_in, self.mail = stand_in, mail
        self.workspace = stand_in.workspace
        self.user = self.workspace.users[user]
        self.reader = Reader(self.workspace, user)
        self.place = place
        self.thread = ""
        self.side = "mail" if mail else "thread"
        self.pane = "main"
        self.address = ""

    @property
    def app_name(self) -> str:
        """The app's name by its manifest."""
        name: str = self.stand_in.manifest.get("display_information", {}).get("name", "App")
        return name

    @property
    def people(self) -> list[User]:
        """Whom one may be: everybody but bots."""
        return [u for u in self.workspace.users.values() if not u.is_bot and not u.deleted]

    @property
    def channels(self) -> list[Channel]:
        """The channels in the sidebar."""
        return [c for c in self.workspace.visible_to(self.user.id) if not c.is_im]

    @property
    def direct(self) -> Channel | None:
        """The app's direct messages, if it ever wrote any."""
        for channel in self.workspace.visible_to(self.user.id):
            if channel.is_im and self.workspace.messages[channel.id]:
                return channel
        return None

    @property
    def channel(self) -> Channel | None:
        """The open channel, None on the Home tab."""
        return self.workspace.channels.get(self.place)

    @property
    def title(self) -> str:
        """What the middle pane is called."""
        if self.channel is None:
            return self.app_name
        return self.app_name if self.channel.is_im else f"#{self.channel.name}"

    def unread(self, channel: Channel) -> int:
        """Count unread messages; none in the channel that is open."""
        if channel.id == self.place:
            return 0
        return self.workspace.unread(self.user.id, channel.id)

    def shown(self, messages: Iterable[Message], *, in_thread: bool = False) -> list[Shown]:
        """Return messages as they are shown."""
        listed, day = [], ""
        for message in messages:
            replies = self.workspace.replies(message.channel, message.ts, self.user.id)
            today = self.reader.local(float(message.ts)).strftime("%A, %B %-d")
            surface = Surface(
                "message",
                Place(message.channel, message.ts),
                message.blocks,
                initial_values(message.blocks),
                pane="thread" if in_thread else "",
            )
            listed.append(
                Shown(
                    message,
                    self.workspace.users[message.user],
                    surface,
                    0 if in_thread else len(replies),
                    replies[-1].ts if replies else "",
                    first_of_day=today != day and not in_thread,
                )
            )
            day = today
        return listed

    @property
    def messages(self) -> list[Shown]:
        """What stands in the open channel."""
        if self.channel is None:
            return []
        return self.shown(self.workspace.roots(self.channel.id, self.user.id)[-MOST_SHOWN:])

    @property
    def thread_messages(self) -> list[Shown]:
        """The open thread with its parent; empty if there is none such."""
        if self.channel is None or not self.thread:
            return []
        root = self.workspace.messages[self.channel.id].get(self.thread)
        if root is None or root.only_for not in (None, self.user.id):
            return []
        replies = self.workspace.replies(self.channel.id, root.ts, self.user.id)
        return self.shown([root, *replies], in_thread=True)

    @property
    def home(self) -> Surface | None:
        """The Home tab, once the app has published one."""
        view = self.stand_in.modals.homes.get(self.user.id)
        return surface_of_view(view) if view else None

    @property
    def modal(self) -> View | None:
        """The modal on top."""
        return self.stand_in.modals.top(self.user.id)

    @property
    def modal_surface(self) -> Surface | None:
        """What the modal on top holds."""
        return surface_of_view(self.modal) if self.modal else None

    @property
    def depth(self) -> int:
        """How many modals lie upon one another."""
        return len(self.stand_in.modals.stacks.get(self.user.id, ()))

    @property
    def commands(self) -> list[Json]:
        """The app's slash commands."""
        return list(self.stand_in.manifest.get("features", {}).get("slash_commands", ()))

    def shortcuts(self, kind: str) -> list[Json]:
        """Return the app's shortcuts, `global` or `message` ones."""
        listed = self.stand_in.manifest.get("features", {}).get("shortcuts", ())
        return [shortcut for shortcut in listed if shortcut["type"] == kind]

    @property
    def correspondents(self) -> list[Correspondent]:
        """The mailbox pane's list."""
        return correspondents(self.mail) if self.mail else []

    @property
    def correspondent(self) -> Correspondent | None:
        """The open correspondence."""
        return next((c for c in self.correspondents if c.address == self.address), None)

    @property
    def can_post(self) -> bool:
        """Whether this person may write into the open channel."""
        return self.channel is not None and self.user.id in self.channel.members

    @property
    def bot_is_here(self) -> bool:
        """Whether the app is a member of the open channel."""
        return self.channel is not None and BOT_USER in self.channel.members
