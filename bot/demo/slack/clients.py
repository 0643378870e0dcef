"""What people do in their Slack client: click, choose, fill in, submit, type a command."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.demo.slack import payloads, values
from bot.demo.slack.method import Desk
from bot.demo.slack.model import TEAM, Channel, Json, Message, User, UserGroup, View
from bot.demo.slack.payloads import Spot
from bot.demo.slack.refused import Refused
from bot.demo.slack.response_urls import ResponseUrls
from bot.demo.slack.sockets import NotAnswered, Sockets
from bot.demo.slack.values import Filled, Values


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the person sees of an act: whether the app answered, and complaints by block id."""

    acked: bool
    errors: Mapping[str, str] = field(default_factory=dict)
    says: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody acts upon: a message (`channel`, `ts`) or a view (`view`)."""

    channel: str = ""
    ts: str = ""
    view: str = ""


SILENT = Outcome(acked=False, says="The app did not answer in time. Please try again.")
DONE = Outcome(acked=True)


class Clients:
    """Everybody's Slack client: turns acts into envelopes, and answers into what is shown."""

    def __init__(self, desk: Desk, sockets: Sockets, urls: ResponseUrls) -> None:
        self._desk = desk
        self._sockets = sockets
        self._urls = urls
        self._suggested: dict[tuple[str, str], dict[str, Json]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # Finding things

    def _user(self, user: str) -> User:
        return self._desk.workspace.users[user]

    def _spot(self, user: str, place: Place) -> tuple[Spot, list[Json], Values]:
        if place.view:
            view = self._desk.modals.shown(user, place.view)
            return Spot(view=view), view.content["blocks"], view.values
        workspace = self._desk.workspace
        channel = workspace.channel(place.channel, user)
        message = workspace.any_message(channel.id, place.ts, user)
        shown = None if message.only_for else workspace.to_json(message)
        initial = values.initial_values(message.blocks)
        return Spot(channel, shown, message), message.blocks, initial

    def _known(self, form: Filled) -> list[Json]:
        return [o for key in form for o in self._suggested.get(key, {}).values()]

    # Acts upon blocks

    async def act(
        self, user: str, place: Place, action_id: str, form: Filled, block_id: str | None = None
    ) -> Outcome:
        """Click a button or choose in an element; `form` is what all elements around hold.

        Raises Refused or KeyError if this user has no such message, view or element.
        """
        spot, blocks, old = self._spot(user, place)
        block, element = values.find(blocks, action_id, block_id)
        state = values.filled_in(blocks, old, form, self._known(form))
        if spot.view is not None:
            spot.view.values = state
        chosen: Json = {}
        if element["type"] != "button":
            strings = form.get((block["block_id"], action_id), ())
            chosen = values.value_of(element, strings, self._known(form))
        done = payloads.action(block, element, chosen)
        trigger = self._desk.triggers.make(user)
        url = self._urls.make(user, spot.channel.id, place.ts) if spot.channel else ""
        payload = payloads.block_actions(
            self._user(user), spot, done, state, trigger=trigger, response_url=url
        )
        return await self._ask("interactive", payload, answerable=False)

    async def click(self, user: str, place: Place, name: str, **filled: str) -> Outcome:
        """Click the element with this action id, or the button with this text.

        `filled` gives what other elements of the message or view hold, by action id.
        """
        _spot, blocks, _old = self._spot(user, place)
        for block, element in values.elements(blocks):
            if name in (element["action_id"], element.get("text", {}).get("text")):
                form = self.form(blocks, {key: [value] for key, value in filled.items()})
                return await self.act(user, place, element["action_id"], form, block["block_id"])
        raise KeyError(name)

    async def choose(self, user: str, place: Place, action_id: str, *chosen: str) -> Outcome:
        """Choose in the select, radio, checkboxes, overflow or picker with this action id."""
        _spot, blocks, _old = self._spot(user, place)
        form = self.form(blocks, {action_id: chosen})
        return await self.act(user, place, action_id, form)

    @staticmethod
    def form(blocks: Sequence[Json], filled: Mapping[str, Sequence[str]]) -> Filled:
        """Return a form from values by action id alone. Raises KeyError for an unknown one."""
        found = {}
        for action_id, strings in filled.items():
            block, _element = values.find(blocks, action_id)
            found[block["block_id"], action_id] = strings
        return found

    async def suggest(
        self, user: str, place: Place, action_id: str, query: str, block_id: str | None = None
    ) -> list[Json]:
        """Type into an external select and return the options (or option groups) offered."""
        spot, blocks, _old = self._spot(user, place)
        block, _element = values.find(blocks, action_id, block_id)
        key = (block["block_id"], action_id)
        payload = payloads.block_suggestion(self._user(user), spot, *key, query)
        try:
            answer = await self._sockets.ask("interactive", payload, answerable=True)
        except NotAnswered:
            return []
        offered: list[Json] = answer.get("options") or answer.get("option_groups") or []
        for option in values.options(answer):
            self._suggested.setdefault(key, {})[option["value"]] = option
        return offered

    # Modals

    async def submit(self, user: str, view_id: str, form: Filled) -> Outcome:
        """Press a modal's submit button; Slack's own checks come before the app's."""
        view = self._desk.modals.find(view_id)
        if view.user != user:
            raise Refused("not_found")
        blocks = view.content["blocks"]
        view.values = values.filled_in(blocks, view.values, form, self._known(form))
        view.errors = values.complaints(blocks, view.values)
        self._desk.workspace.changed()
        if view.errors:
            return Outcome(acked=True, errors=view.errors)
        trigger = self._desk.triggers.make(user)
        payload = payloads.view_submission(self._user(user), view, trigger)
        try:
            answer = await self._sockets.ask("interactive", payload, answerable=True)
            return self._answered(view, answer)
        except NotAnswered:
            return SILENT
        except Refused as no:
            return Outcome(acked=True, says=f"The app answered what Slack refuses: {no.error}")

    def _answered(self, view: View, answer: Json) -> Outcome:
        modals, action = self._desk.modals, answer.get("response_action")
        if action == "errors":
            inputs = {b["block_id"] for b in view.content["blocks"] if b["type"] == "input"}
            if not answer.get("errors") or not set(answer["errors"]) <= inputs:
                raise Refused("errors for blocks that are no inputs")
            view.errors = dict(answer["errors"])
            self._desk.workspace.changed()
            return Outcome(acked=True, errors=view.errors)
        if action == "update":
            modals.update(view, answer["view"])
        elif action == "push":
            modals.push(view.user, answer["view"])
        elif action == "clear":
            modals.clear(view.user)
        elif action is None:
            modals.pop(view)
        else:
            raise Refused(f"response_action {action}")
        return DONE

    async def close(self, user: str, view_id: str, *, all_of_them: bool = False) -> Outcome:
        """Close a modal by its close button, or the whole stack; the app is told if it asked."""
        view = self._desk.modals.find(view_id)
        if view.user != user:
            raise Refused("not_found")
        cleared = all_of_them or view.content.get("clear_on_close", False)
        closed = self._desk.modals.stacks[user][::-1] if cleared else [view]
        for each in closed:
            self._desk.modals.pop(each)
            if each.content.get("notify_on_close"):
                told = payloads.view_closed(self._user(user), each, cleared=cleared)
                self._tell("interactive", told, 1)
        return DONE

    # Commands, shortcuts, events

    async def slash(self, user: str, channel: str, line: str) -> Outcome:
        """Type a slash command; an answer with the ack is shown to this user alone."""
        command, _, text = line.strip().partition(" ")
        where = self._desk.workspace.channel(channel, user)
        trigger = self._desk.triggers.make(user)
        url = self._urls.make(user, where.id)
        payload = payloads.slash_command(
            self._user(user), where, command, text.strip(), trigger=trigger, response_url=url
        )
        try:
            answer = await self._sockets.ask("slash_commands", payload, answerable=True)
        except NotAnswered:
            return SILENT
        if answer.get("text") or answer.get("blocks"):
            self._urls.say(user, where.id, None, answer)
        return DONE

    async def shortcut(self, user: str, callback_id: str) -> Outcome:
        """Choose a global shortcut."""
        trigger = self._desk.triggers.make(user)
        payload = payloads.shortcut(self._user(user), callback_id, trigger)
        return await self._ask("interactive", payload, answerable=False)

    async def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Outcome:
        """Choose a shortcut in the menu of a message."""
        spot, _blocks, _old = self._spot(user, Place(channel, ts))
        trigger = self._desk.triggers.make(user)
        url = self._urls.make(user, channel, ts)
        payload = payloads.message_action(self._user(user), spot, callback_id, trigger, url)
        return await self._ask("interactive", payload, answerable=False)

    async def open_home(self, user: str) -> Outcome:
        """Open the app's Home tab; the app gets the event and may publish."""
        return await self._ask("events_api", self._home_opened(user), answerable=False)

    def opens_home(self, user: str) -> None:
        """Open the app's Home tab without waiting for the app."""
        self._tell("events_api", self._home_opened(user), 3)

    def _home_opened(self, user: str) -> Json:
        channel = self._desk.workspace.direct(user)
        home = self._desk.modals.homes.get(user)
        return payloads.app_home_opened(self._user(user), channel.id, home)

    def happens(self, event: Json) -> None:
        """Send an event of the Events API, tried three times as Slack does."""
        self._tell("events_api", payloads.event(event), 3)

    def change_group(self, group: UserGroup) -> None:
        """Change who is in a user group; the app is told if it subscribed to that."""
        self._desk.workspace.put_group(group)
        if "subteam_members_changed" in self._desk.events:
            told = {"subteam_id": group.id, "team_id": TEAM, "added_users": list(group.users)}
            self.happens({"type": "subteam_members_changed", **told, "removed_users": []})

    def share_channel(self, channel: str) -> None:
        """Share a channel with another organisation; the app is told if it subscribed to that."""
        workspace = self._desk.workspace
        workspace.add_channel(replace(workspace.channels[channel], is_ext_shared=True))
        if "channel_shared" in self._desk.events:
            now = workspace.next_ts()
            what = {"connected_team_id": "T0OTHER", "channel": channel, "event_ts": now}
            self.happens({"type": "channel_shared", **what})

    def say(self, user: str, channel: Channel, text: str, thread_ts: str | None = None) -> Message:
        """Type a message into a channel or thread; the app is told if it subscribed to that."""
        workspace = self._desk.workspace
        message = workspace.add(
            Message(channel.id, workspace.next_ts(), user, text, thread_ts=thread_ts)
        )
        kind = "im" if channel.is_im else "group" if channel.is_private else "channel"
        if f"message.{kind}{'' if kind == 'im' else 's'}" in self._desk.events:
            place = {"channel": channel.id, "channel_type": kind, "event_ts": message.ts}
            self.happens({**workspace.to_json(message), **place})
        return message

    async def _ask(self, kind: str, payload: Json, *, answerable: bool) -> Outcome:
        try:
            await self._sockets.ask(kind, payload, answerable=answerable)
        except NotAnswered:
            return SILENT
        return DONE

    def _tell(self, kind: str, payload: Json, tries: int) -> None:
        async def told() -> None:
            try:
                await self._sockets.ask(kind, payload, answerable=False, tries=tries)
            except NotAnswered:
                return  # nobody waits for this answer; the delivery is on record

        task = asyncio.get_running_loop().create_task(told())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Give up what is still being told."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
