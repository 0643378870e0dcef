"""Where the card of a case lies, as an address that people can open; asks Slack, posts nothing."""

import logging
from typing import Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.flows.desk_ports import Posted

log = logging.getLogger(__name__)


class Cards(Protocol):
    """Knows where posts lie."""

    def get(self, kind: str, key: str) -> Posted | None:
        """Return where the post of a kind and key lies."""


class CardLinks:
    """Finds addresses of cards, so that whoever reads a case from a list can go and decide."""

    def __init__(self, client: WebClient, cards: Cards) -> None:
        self._client, self._cards = client, cards

    def of(self, case_id: int) -> str:
        """Return the address of a case's card; empty if it has none or Slack does not say."""
        posted = self._cards.get("card", str(case_id))
        if posted is None:
            return ""
        try:
            answer = self._client.chat_getPermalink(channel=posted.channel, message_ts=posted.ts)
        except SlackApiError as fault:
            log.warning("no address of a card", extra={"why": fault.response["error"]})
            return ""
        except (SlackClientError, OSError):
            return ""  # the mails can be read without it
        return str(answer["permalink"])
