"""What a workspace is made of, each with the JSON that Slack's Web API gives for it."""

import time
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

TEAM = "T0STANDIN"
BOT_USER = "U0BOT"
BOT = "B0BOT"
APP = "A0STANDIN"


def local_offset() -> int:
    """Return this machine's distance from UTC in seconds."""
    return time.localtime().tm_gmtoff


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may look at the workspace; `title` says what the person does there."""

    id: str
    name: str
    real_name: str
    title: str = ""
    is_guest: bool = False
    is_bot: bool = False
    deleted: bool = False
    is_stranger: bool = False
    is_admin: bool = False
    team_id: str = TEAM
    tz_offset: int = field(default_factory=local_offset)
    """Seconds east of UTC; by default where this machine stands, so that its clock agrees."""

    def to_json(self) -> Json:
        """Return the `user` object of users.info; no e-mail, since no scope for it is asked."""
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "color": "4bbe2e",
            "real_name": self.real_name,
            "tz": f"Etc/GMT{-self.tz_offset // 3600:+d}",
            "tz_label": "Local time",
            "tz_offset": self.tz_offset,
            "profile": {
                "title": self.title,
                "real_name": self.real_name,
                "real_name_normalized": self.real_name,
                "display_name": self.name,
                "display_name_normalized": self.name,
                "team": self.team_id,
            },
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": False,
            "is_stranger": self.is_stranger,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1_760_000_000,
        }


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation; only its members see it unless it is public."""

    id: str
    name: str
    members: frozenset[str] = frozenset()
    is_private: bool = True
    is_im: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    topic: str = ""
    created: int = 1_760_000_000

    def to_json(self) -> Json:
        """Return the `channel` object of conversations.info, as the bot sees it."""
        if self.is_im:
            other = next(iter(sorted(self.members - {BOT_USER})), "")
            return {"id": self.id, "created": self.created, "is_im": True, "user": other}
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_archived": self.is_archived,
            "is_general": False,
            "is_shared": self.is_ext_shared,
            "is_org_shared": False,
            "is_ext_shared": self.is_ext_shared,
            "is_pending_ext_shared": False,
            "is_member": BOT_USER in self.members,
            "created": self.created,
            "creator": "U0ADMIN",
            "context_team_id": TEAM,
            "unlinked": 0,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }

    @property
    def name_in_payloads(self) -> str:
        """The name that interactive payloads give: Slack never tells that of a private channel."""
        if self.is_im:
            return "directmessage"
        return "privategroup" if self.is_private else self.name


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A user group, as in `@privacy-approvers`."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...] = ()
    disabled: bool = False

    def to_json(self, *, with_users: bool) -> Json:
        """Return one entry of usergroups.list."""
        entry: Json = {
            "id": self.id,
            "team_id": TEAM,
            "is_usergroup": True,
            "name": self.name,
            "description": "",
            "handle": self.handle,
            "is_external": False,
            "date_create": 1_760_000_000,
            "date_update": 1_760_000_000,
            "date_delete": 1_760_000_000 if self.disabled else 0,
            "user_count": len(self.users),
        }
        return {**entry, "users": list(self.users)} if with_users else entry


@dataclass(slots=True)
class Message:
    """A message in a channel or thread; an ephemeral one belongs to one reader."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    edited: str | None = None
    only_for: str | None = None
    files: list[Json] = field(default_factory=list)
    deleted: bool = False

    def to_json(self, replies: "list[Message] | None" = None, *, metadata: bool = False) -> Json:
        """Return the message object of the Web API and of payloads."""
        if self.deleted:
            gone = {"type": "message", "subtype": "tombstone", "hidden": True}
            found: Json = {**gone, "user": "USLACKBOT", "text": "This message was deleted."}
        else:
            found = {"type": "message", "user": self.user, "text": self.text, "team": TEAM}
            if self.user == BOT_USER:
                found |= {"bot_id": BOT, "app_id": APP, "bot_profile": BOT_PROFILE}
            if self.blocks:
                found["blocks"] = self.blocks
            if self.files:
                found["files"] = self.files
            if self.edited:
                found["edited"] = {"user": self.user, "ts": self.edited}
            if metadata and self.metadata:
                found["metadata"] = self.metadata
        found["ts"] = self.ts
        if self.thread_ts:
            found |= {"thread_ts": self.thread_ts, "parent_user_id": self.user}
        elif replies:
            found |= {
                "thread_ts": self.ts,
                "reply_count": len(replies),
                "reply_users_count": len({r.user for r in replies}),
                "reply_users": sorted({r.user for r in replies}),
                "latest_reply": replies[-1].ts,
                "is_locked": False,
                "subscribed": True,
            }
        return found


BOT_PROFILE: Json = {
    "id": BOT,
    "app_id": APP,
    "name": "bot",
    "icons": {},
    "deleted": False,
    "updated": 1_760_000_000,
    "team_id": TEAM,
}


@dataclass(slots=True)
class View:
    """A modal on somebody's stack, or somebody's Home tab; `values` is what was filled in."""

    id: str
    user: str
    content: Json
    hash: str
    root: str
    previous: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> Json:
        """Return the view object of views.open and of payloads."""
        content = self.content
        return {
            "id": self.id,
            "team_id": TEAM,
            "type": content["type"],
            "blocks": content["blocks"],
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            "title": content.get("title", {"type": "plain_text", "text": "View Title"}),
            "clear_on_close": content.get("clear_on_close", False),
            "notify_on_close": content.get("notify_on_close", False),
            "close": content.get("close"),
            "submit": content.get("submit"),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": APP,
            "external_id": content.get("external_id", ""),
            "app_installed_team_id": TEAM,
            "bot_id": BOT,
        }
