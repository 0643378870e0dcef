"""The gate before every click: who may act, and how one person is told something."""

import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.case import Case, Channel
from bot.edges.slack import modals
from bot.edges.slack.people import People
from bot.edges.slack.text import Block

log = logging.getLogger(__name__)
Body = Mapping[str, Any]


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

    def open_to(self, body: Body) -> list[Channel]:
        """Return the channels whose cases a person may see."""
        return [channel for channel in Channel if self._is_open(body, channel)]

    def _is_open(self, body: Body, where: Channel) -> bool:
        channel = self._channels.get(where, "")
        if where is Channel.PRIVACY or channel in {"", self._channels[Channel.PRIVACY]}:
            return True
        return self._people.in_channel(user_of(body), channel)

    def tell(self, body: Body, text: str) -> None:
        """Tell one person, so that nobody else sees it."""
        channel = (body.get("channel") or {}).get("id")
        if not channel:
            self.open(body, modals.notice("Privacy", text))
            return
        try:
            self._client.chat_postEphemeral(channel=channel, user=user_of(body), text=text)
        except SlackApiError as fault:
            log.warning("could not answer a click", extra={"why": fault.response["error"]})

    def open(self, body: Body, view: Block) -> str:
        """Open a modal with the trigger of a click, which works once and for three seconds.

        Returns the view's id, empty if it could not be opened.
        """
        try:
            answer: Any = self._client.views_open(trigger_id=body["trigger_id"], view=view)
        except SlackApiError as fault:
            log.warning("could not open a modal", extra={"why": fault.response["error"]})
            return ""
        return str(answer["view"]["id"])

    def forget(self) -> None:
        """Ask Slack anew who belongs to which group."""
        self._people.forget()


def user_of(body: Body) -> str:
    """Return the id of the one who acts."""
    user = body.get("user")
    return str(user["id"] if isinstance(user, Mapping) else user or body.get("user_id") or "")
