"""The gate before every click: who may act, and how one person is told something."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.core.case import Case, Channel
from bot.edges.slack import modals, words_home, words_said
from bot.edges.slack.people import People
from bot.edges.slack.text import Block, button, section

log = logging.getLogger(__name__)
Body = Mapping[str, Any]

_REPLACED = {"do.all", "do.message"}  # menus and pages, from which nobody comes back


class Gate:
    """Lets approvers of our own team in; tells everybody else, and nobody but them."""

    def __init__(
        self, client: WebClient, people: People, team: str, channels: Mapping[Channel, str]
    ) -> None:
        self._client, self._people, self._team = client, people, team
        self._channels = channels

    def allowed(self, body: Body) -> bool:
        """Fail closed: same team, an approver, and Slack could be asked."""
        team = (body.get("team") or {}).get("id") or body.get("team_id")
        user = user_of(body)
        if team == self._team and self._people.may_approve(user):
            return True
        log.warning("refused", extra={"user": user, "what": body.get("type", "")})
        return False

    def manages(self, body: Body) -> bool:
        """Tell whether a manager of our own team asks; fails closed."""
        team = (body.get("team") or {}).get("id") or body.get("team_id")
        return team == self._team and self._people.may_manage(user_of(body))

    def may_see(self, body: Body, case: Case) -> bool:
        """Tell whether a case may be shown to a person: theirs is its channel, if restricted."""
        return self._is_open(body, case.channel)

    def elsewhere(self, case: Case) -> list[Channel]:
        """Return the desks with a private channel of their own that a case could be moved to."""
        here = self._where(case.channel)
        found = [one for one in Channel if one is not Channel.MANAGERS and self._where(one) != here]
        return [one for one in found if one is Channel.PRIVACY or self._channels.get(one)]

    def _where(self, channel: Channel) -> str:
        return self._channels.get(channel) or self._channels[Channel.PRIVACY]

    def open_to(self, body: Body) -> list[Channel]:
        """Return the channels whose cases a person may see."""
        return [channel for channel in Channel if self._is_open(body, channel)]

    def _is_open(self, body: Body, where: Channel) -> bool:
        channel = self._channels.get(where, "")
        if where is Channel.PRIVACY or channel in {"", self._channels[Channel.PRIVACY]}:
            return True
        return self._people.in_channel(user_of(body), channel)

    def tell(self, body: Body, text: str) -> None:
        """Tell one person where they clicked, so that nobody else sees it."""
        if _in_modal(body):
            self._change(body, modals.told(text))
        elif not self._whisper(body, text):
            self.open(body, modals.told(text), last=True)

    def show(self, body: Body, view: Block) -> None:
        """Show a modal: in place of the menu that was clicked in, upon any other, or alone."""
        if not _in_modal(body):
            self.open(body, view)
        elif body["view"]["callback_id"] in _REPLACED:
            self._change(body, view)
        else:
            self._try(
                body, lambda: self._client.views_push(trigger_id=body["trigger_id"], view=view)
            )

    def open(self, body: Body, view: Block, *, last: bool = False) -> str:
        """Open a modal with the trigger of a click, which works once and for three seconds.

        Returns the view's id. If Slack refuses it is empty, and the person is told, unless
        this was the `last` way to do that.
        """
        trigger = body["trigger_id"]
        answer = self._try(
            body, lambda: self._client.views_open(trigger_id=trigger, view=view), last=last
        )
        return str(answer["view"]["id"]) if answer is not None else ""

    def replace(self, body: Body, view_id: str, view: Block) -> None:
        """Show something else in a modal of ours; nothing if that could not be opened."""
        if view_id:
            show = partial(self._client.views_update, view_id=view_id, view=view)
            self._try(body, show, last=True)

    def _change(self, body: Body, view: Block) -> None:
        """Show something else in the modal that was clicked in."""
        self.replace(body, body["view"]["id"], view)

    def _try(self, body: Body, show: Callable[[], Any], *, last: bool = False) -> Any:
        """Show something, or say why Slack refused; return Slack's answer or None."""
        try:
            return show()
        except SlackApiError as fault:
            code = str(fault.response["error"])
            log.warning("Slack showed no modal", extra={"why": code})
            said = words_said.NOT_SHOWN.get(code) or words_said.NOT_SHOWN_ELSE.format(code=code)
            if last:
                pass
            elif _in_modal(body):
                self._change(body, modals.told(said))
            elif not self._whisper(body, said):
                self._on_page(body, said)
        except OSError as fault:
            log.warning("could not ask Slack for a modal", extra={"why": type(fault).__name__})
        return None

    def _whisper(self, body: Body, text: str) -> bool:
        """Post for one person into the channel or thread where they clicked."""
        channel = (body.get("channel") or {}).get("id") or body.get("channel_id")
        if not channel:
            return False
        clicked = body.get("message") or {}
        thread = clicked.get("thread_ts")
        if thread == clicked.get("ts"):  # a card that has a thread stands in the channel itself
            thread = None
        try:
            self._client.chat_postEphemeral(
                channel=channel, user=user_of(body), text=text, thread_ts=thread
            )
        except (SlackApiError, OSError) as fault:
            why = (
                fault.response["error"]
                if isinstance(fault, SlackApiError)
                else type(fault).__name__
            )
            log.warning("could not answer a click", extra={"why": why})
            return self._respond(body, text)
        return True

    def _respond(self, body: Body, text: str) -> bool:
        """Answer by the address that came with a click: it works where the bot is no member."""
        url = body.get("response_url")
        if not url:
            return False
        try:
            WebhookClient(url, proxy=self._client.proxy, timeout=5).send(
                text=text, response_type="ephemeral", replace_original=False
            )
        except OSError as fault:
            log.warning("could not answer a click", extra={"why": type(fault).__name__})
            return False
        return True

    def _on_page(self, body: Body, text: str) -> None:
        """Say it on Home: a click there has neither a channel nor, perhaps, a trigger left."""
        again = button("home.refresh", words_home.BACK, "refresh")
        page = {"type": "home", "blocks": [section(text), {"type": "actions", "elements": [again]}]}
        try:
            self._client.views_publish(user_id=user_of(body), view=page)
        except (SlackApiError, OSError) as fault:
            log.warning("could not answer a click", extra={"why": type(fault).__name__})

    def forget(self) -> None:
        """Ask Slack anew who belongs to which group."""
        self._people.forget()


def _in_modal(body: Body) -> bool:
    """Tell whether a click was in a modal; Home is a view, too, but nothing can lie upon it."""
    return (body.get("view") or {}).get("type") == "modal"


def user_of(body: Body) -> str:
    """Return the id of the one who acts."""
    user = body.get("user")
    return str(user["id"] if isinstance(user, Mapping) else user or body.get("user_id") or "")
