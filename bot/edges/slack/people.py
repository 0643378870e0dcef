"""Who may act: asked of Slack on every action, remembered for a minute, closed when in doubt."""

import logging
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

log = logging.getLogger(__name__)

_KEEP = 60.0  # seconds; usergroups.users.list allows 20 calls a minute
_AT_ONCE = 8  # people that are asked about at the same time
_MOST = 100  # options of a menu


class People:
    """Approvers and managers, from user ids or a user group's handle or id."""

    def __init__(self, client: WebClient, team: str, approvers: str, managers: str) -> None:
        self._client, self._team = client, team
        self._wanted = {"approver": approvers, "manager": managers}
        self._kept: dict[str, tuple[float, Any]] = {}
        self._lock = threading.Lock()

    def may_approve(self, user_id: str) -> bool:
        """Tell whether a person may act on cases."""
        return self._is(user_id, "approver")

    def may_manage(self, user_id: str) -> bool:
        """Tell whether a person may see statistics and settings."""
        return self._is(user_id, "manager")

    def approvers(self) -> dict[str, str]:
        """Return those who may act, name by user id, in the order of names; empty if unknown."""
        try:
            ids = sorted(self._members(self._wanted["approver"]))
        except (SlackApiError, OSError) as fault:
            log.warning("could not ask who may act", extra={"why": type(fault).__name__})
            return {}
        with ThreadPoolExecutor(_AT_ONCE) as pool:  # the trigger of a click lives three seconds
            able = [
                one for one, may in zip(ids, pool.map(self.may_approve, ids), strict=True) if may
            ]
        names = {one: self._name(one) for one in able[:_MOST]}
        return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))

    def _name(self, user_id: str) -> str:
        """Return the name of somebody whom Slack was asked about just now."""
        kept = self._kept.get(f"user:{user_id}")
        user: Mapping[str, Any] = kept[1] if kept else {}
        return str(user.get("real_name") or user.get("name") or user_id)

    def in_channel(self, user_id: str, channel: str) -> bool:
        """Tell whether a person is in a private channel; no, if Slack cannot be asked."""
        try:
            members = self._ask(f"channel:{channel}", lambda: self._channel(channel))
        except (SlackApiError, OSError) as fault:
            log.warning("could not ask who is in a channel", extra={"why": type(fault).__name__})
            return False
        return user_id in members

    def _channel(self, channel: str) -> frozenset[str]:
        found: set[str] = set()
        cursor = ""
        while True:
            answer: Any = self._client.conversations_members(
                channel=channel, limit=200, cursor=cursor
            )
            found.update(answer["members"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return frozenset(found)

    def count(self, role: str) -> int:
        """Return how many people have a role. Raises SlackApiError."""
        return len(self._members(self._wanted[role]))

    def forget(self) -> None:
        """Ask Slack anew; called when a user group changes."""
        with self._lock:
            self._kept.clear()

    def _is(self, user_id: str, role: str) -> bool:
        try:
            return user_id in self._members(self._wanted[role]) and self._is_colleague(user_id)
        except (SlackApiError, OSError) as fault:
            log.warning("could not ask who may act", extra={"why": type(fault).__name__})
            return False

    def _is_colleague(self, user_id: str) -> bool:
        """Refuse guests, strangers, bots, deactivated people and other teams."""
        user: Mapping[str, Any] = self._ask(
            f"user:{user_id}", lambda: self._client.users_info(user=user_id)["user"]
        )
        odd = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
        return not any(user.get(flag) for flag in odd) and user.get("team_id") == self._team

    def _members(self, wanted: str) -> frozenset[str]:
        names = [name.strip() for name in wanted.split(",") if name.strip()]
        found: set[str] = set()
        for name in names:
            if name[:1] in {"U", "W"} and name.isupper():
                found.add(name)
            else:
                found |= self._ask(f"group:{name}", lambda group=name: self._group(group))
        return frozenset(found)

    def _group(self, name: str) -> frozenset[str]:
        groups: Any = self._client.usergroups_list()["usergroups"]
        handle = name.lstrip("@")
        for group in groups:
            if handle in {group["id"], group["handle"]} and not group.get("date_delete"):
                users: Any = self._client.usergroups_users_list(usergroup=group["id"])["users"]
                return frozenset(users)
        log.error("no such user group in this workspace", extra={"group": name})
        return frozenset()

    def _ask(self, key: str, ask: Any) -> Any:
        with self._lock:
            kept = self._kept.get(key)
            if kept and time.monotonic() - kept[0] < _KEEP:
                return kept[1]
        answer = ask()
        with self._lock:
            if len(self._kept) > 2000:
                self._kept.clear()
            self._kept[key] = (time.monotonic(), answer)
        return answer
