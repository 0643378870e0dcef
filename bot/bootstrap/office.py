"""The office: every edge and every flow of one worker, made when first needed."""

import logging
from dataclasses import dataclass
from functools import cached_property, partial

from slack_bolt import App
from slack_sdk import WebClient

from bot.bootstrap.crowds import make_batch_desk, make_crowds
from bot.bootstrap.mailroom import MailRoom
from bot.core.case import Channel
from bot.core.ending_scenes import TEAMS
from bot.core.errors import Transient
from bot.core.moves import Debt
from bot.edges import report
from bot.edges.slack import connect
from bot.edges.slack.alarm import alarm
from bot.edges.slack.app import AppParts, Listeners
from bot.edges.slack.card_links import CardLinks
from bot.edges.slack.case_desk import CaseDesk
from bot.edges.slack.channels import ChannelGuard
from bot.edges.slack.crowd_desk import CrowdDesk
from bot.edges.slack.desk import SlackDesk
from bot.edges.slack.gate import Gate
from bot.edges.slack.pages import PageParts
from bot.edges.slack.people import People
from bot.edges.slack.socket import Socket
from bot.flows.batches import CHORES, BatchDesk
from bot.flows.crowds import Crowds
from bot.flows.desk_out import DeskParts, DeskSender
from bot.flows.notices import Notices
from bot.flows.withdrawals import Withdrawals

log = logging.getLogger(__name__)

_ADDRESS_OF = {
    Channel.PRIVACY: "channel_privacy",
    Channel.LEGAL: "channel_legal",
    Channel.SECURITY: "channel_security",
    Channel.MANAGERS: "channel_managers",
}


@dataclass(frozen=True)
class Office(MailRoom):
    """Everything of one worker, made when first needed."""

    @cached_property
    def client(self) -> WebClient:
        """The Web API client."""
        token = self.settings.slack_bot_token.get_secret_value()
        return connect.make_client(token, self.settings.slack_api_url)

    @property
    def channels(self) -> dict[Channel, str]:
        """The ids of the private channels; empty where there is none."""
        return {c: getattr(self.settings, key) for c, key in _ADDRESS_OF.items()}

    @property
    def teams(self) -> dict[str, str]:
        """The ids of the channels of teams that cases are referred to, where there are any."""
        named = {team: str(getattr(self.settings, f"channel_{team}")) for team in TEAMS}
        return {team: channel for team, channel in named.items() if channel}

    @cached_property
    def guard(self) -> ChannelGuard:
        """What keeps posts out of channels that are public or shared."""
        return ChannelGuard(self.client, self._tell_managers)

    def _tell_managers(self, about: str, text: str) -> None:
        """Tell managers of a channel that is not fit, unless theirs is that channel."""
        channel = self.settings.channel_managers
        if not channel or channel == about:
            return
        try:
            alarm(self.client, channel, text)
        except Transient as fault:
            log.warning("%s", fault)

    @cached_property
    def desk_sender(self) -> DeskSender:
        """The sender of cards and lists."""
        desk = SlackDesk(
            self.client,
            self.channels,
            excerpt=self.settings.card_detail == "excerpt",
            pace=self.pace,
            guard=self.guard,
            teams=self.teams,
        )
        return DeskSender(
            DeskParts(
                outbox=self.store.outbox,
                cases=self.store.cases,
                posts=self.store.posts,
                noise=self.store.noise,
                quarantine=self.store.quarantine,
                audit=self.store.audit,
                desk=desk,
                casebook=self.casebook,
                notices=self.notices,
                now=self.now,
                chores={
                    **{debt: partial(do, self.batch_desk) for debt, do in CHORES.items()},
                    Debt.CLOSE_WITHDRAWN: Withdrawals(self.store.cases, self.now).close,
                },
                crowds=self.crowds,
            )
        )

    @property
    def notices(self) -> Notices:
        """Reminders, referrals and the digest, as the desk shows them."""
        return Notices(
            cases=self.store.cases,
            audit=self.store.audit,
            digest=self.digests.view,
            files=report.files,
            table=report.text_table,
            today=self.today,
            teams=self.teams,
        )

    def pages(self, gate: Gate) -> PageParts:
        """Return what Home, commands and shortcuts show."""
        return PageParts(
            review=self.review,
            finder=self.finder,
            by_hand=self.by_hand,
            weeks=self.weeks,
            homes=self.store.homes,
            places=self.store.posts,
            links=CardLinks(self.client, self.store.posts),
            gate=gate,
            client=self.client,
            today=self.today,
        )

    @cached_property
    def batch_desk(self) -> BatchDesk:
        """Batches of one template, read and approved together."""
        return make_batch_desk(self.store, self.casebook, self.review, self.today, self.now)

    @cached_property
    def crowds(self) -> Crowds:
        """Cases that share a card, or wait for one."""
        return make_crowds(self.store, self.batch_desk, self.settings.cards_per_hour)

    def socket(self) -> Socket:
        """Return the Slack connection with every listener. Raises Transient, Misconfigured."""
        s = self.settings
        token = s.slack_app_token.get_secret_value()
        return Socket(self.slack_app(), token, s.slack_api_url, ping=self.ping)

    def slack_app(self) -> App:
        """Return the app with every listener. Raises Transient, Misconfigured."""
        team = connect.identify(self.client).team
        s = self.settings
        people = People(self.client, team, s.approvers, s.managers)
        app = connect.make_app(self.client)
        gate = Gate(self.client, people, team, self.channels)
        pages = self.pages(gate)
        Listeners(
            AppParts(
                review=self.review,
                desk=CaseDesk(
                    self.review,
                    self.joining,
                    gate,
                    people,
                    day_zero=self.day_zero,
                    links=pages.links,
                    teams=self.teams,
                ),
                gate=gate,
                guard=self.guard,
                clicks=self.store.clicks,
                cases=self.store.cases,
                pages=pages,
                now=self.now,
            )
        ).register(app)
        CrowdDesk(self.batch_desk, self.store.floods, gate, self.now).register(app)
        return app

    def close(self) -> None:
        """Stop the parse child and close the database."""
        if "parser" in self.__dict__:
            self.parser.close()
        if "store" in self.__dict__:
            self.store.close()
