"""The office: every edge and every flow of one worker, made when first needed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from slack_bolt import App
from slack_sdk import WebClient

import classifiers
import replies
from bot import loops
from bot.bootstrap.accounts import imap_account, smtp_account
from bot.bootstrap.crowds import make_batch_desk, make_crowds
from bot.core.case import Channel
from bot.core.deadlines import ClockFor
from bot.core.errors import Misconfigured, Transient
from bot.core.mail import Address
from bot.core.moves import Debt
from bot.edges import report
from bot.edges.calendar import (
    clock_maker,
    due_maker,
    extension_maker,
    party_due_maker,
    recount_maker,
    working_days,
)
from bot.edges.mail.account import MailAccount
from bot.edges.mail.compose import compose
from bot.edges.mail.guard import GuardedParser
from bot.edges.mail.mime import ParseSettings
from bot.edges.mail.sent import SentFolder
from bot.edges.mail.smtp import SmtpMailer
from bot.edges.slack import connect
from bot.edges.slack.alarm import alarm
from bot.edges.slack.app import AppParts, Listeners
from bot.edges.slack.case_desk import CaseDesk
from bot.edges.slack.channels import ChannelGuard
from bot.edges.slack.crowd_desk import CrowdDesk
from bot.edges.slack.desk import SlackDesk
from bot.edges.slack.gate import Gate
from bot.edges.slack.pages import PageParts
from bot.edges.slack.people import People
from bot.edges.slack.socket import PING, Socket
from bot.edges.store import Store, open_store
from bot.edges.store.lease import Lease
from bot.flows.batches import CHORES, BatchDesk
from bot.flows.by_hand import ByHand
from bot.flows.casebook import Casebook
from bot.flows.clearing import Clearing
from bot.flows.crowds import Crowds
from bot.flows.day_zero import DayZero
from bot.flows.desk_out import DeskParts, DeskSender
from bot.flows.digest import Digests
from bot.flows.drafting import Drafter, Reckoning
from bot.flows.finding import Finder
from bot.flows.intake import Intake, Parts
from bot.flows.joining import Joining
from bot.flows.letters_out import LetterParts, LetterSender
from bot.flows.notices import Notices
from bot.flows.reminders import Reminders
from bot.flows.review import Review, ReviewParts
from bot.flows.waking import Waking
from bot.flows.week import Weeks
from bot.flows.withdrawals import Withdrawals
from bot.settings import MailboxSettings, Settings

log = logging.getLogger(__name__)

_ADDRESS_OF = {
    Channel.PRIVACY: "channel_privacy",
    Channel.LEGAL: "channel_legal",
    Channel.SECURITY: "channel_security",
    Channel.MANAGERS: "channel_managers",
}


@dataclass(frozen=True)
class Office:
    """Everything of one worker, made when first needed."""

    settings: Settings
    boxes: tuple[MailboxSettings, ...]
    now: Callable[[], datetime] = loops.now
    pace: float = 1.0
    ping: float = PING
    reader: classifiers.Classifier | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The controller's zone, in which calendar days are counted."""
        return ZoneInfo(self.settings.timezone)

    @cached_property
    def store(self) -> Store:
        """The database."""
        return open_store(
            self.settings.data_dir / "privacy.sqlite3",
            self.settings.secret_key.get_secret_value(),
            self.settings.encryption_key.get_secret_value(),
            self.settings.old_keys,
        )

    @cached_property
    def lease(self) -> Lease:
        """The right to be the one worker; whoever lost it sends no letter any more."""
        lease = self.store.outbox.lease = Lease(self.store.connections, self.now)
        return lease

    @cached_property
    def sender(self) -> Address:
        """The address that letters come from."""
        name, _, rest = self.settings.smtp_from.rpartition("<")
        return Address(rest.strip("> "), name.strip().strip('"'))

    @cached_property
    def instance(self) -> str:
        """The loop header's value: mail that carries it is our own."""
        return self.store.keys.lookup(f"instance {self.sender.email}")

    @cached_property
    def drafter(self) -> Drafter:
        """The letters."""
        try:
            letters = replies.load(self.settings.profile)
            known = {one for kind in letters.catalogue() for one in (kind.key, kind.letter)}
            second_for = frozenset(self.settings.second_approver)
            if unknown := sorted(second_for - known):
                raise Misconfigured(f"SECOND_APPROVER: there is no letter {', '.join(unknown)}")
            return Drafter(letters, self.zone, self.reckoning, second_for)
        except replies.ProfileError as fault:
            raise Misconfigured(f"PROFILE: {fault}") from None

    @cached_property
    def reckoning(self) -> Reckoning:
        """The reply tokens and dates of letters."""
        place = self.settings.place
        return Reckoning(
            token_of=self.store.keys.letter_token,
            due_in=due_maker(place),
            recount=recount_maker(place, self.zone),
            extended_to=extension_maker(place, self.zone),
            theirs=party_due_maker(place, self.zone),
        )

    @cached_property
    def clock_for(self) -> ClockFor:
        """The deadline engine for the configured place."""
        return clock_maker(self.settings.place, self.zone)

    @cached_property
    def casebook(self) -> Casebook:
        """Cases as people see them."""
        return Casebook(
            cases=self.store.cases,
            directory=self.store.directory,
            audit=self.store.audit,
            drafter=self.drafter,
            now=self.now,
            own_domains=self.settings.own_domains,
        )

    @cached_property
    def joining(self) -> Joining:
        """What staff do with two cases."""
        return Joining(cases=self.store.cases, casebook=self.casebook, now=self.now)

    @cached_property
    def review(self) -> Review:
        """What staff do."""
        return Review(
            ReviewParts(
                cases=self.store.cases,
                directory=self.store.directory,
                noise=self.store.noise,
                drafter=self.drafter,
                casebook=self.casebook,
                originals=self.store.desk_book,
                clock_for=self.clock_for,
                zone=self.zone,
                undo=timedelta(seconds=self.settings.undo_seconds),
                now=self.now,
            )
        )

    @cached_property
    def parser(self) -> GuardedParser:
        """The parse child."""
        ids = frozenset(one for box in self.boxes for one in box.authserv_ids)
        return GuardedParser(
            ParseSettings(
                authserv_ids=ids,
                microsoft=any(box.microsoft for box in self.boxes),
                instance=self.instance,
                own_domain=self.sender.domain,
            )
        )

    def _learner(self, reader: classifiers.Classifier) -> Callable[[], None]:
        """Return what makes a reader remember corrections: a near copy gets the label at once."""
        known = -1

        def learn() -> None:
            nonlocal known
            count = self.store.corrections.count()
            if count == known:
                return
            reader.remember(
                [
                    classifiers.Correction(classifiers.Text(one.subject, one.body), one.types)
                    for one in self.store.corrections.all()
                ]
            )
            known = count

        return learn

    @cached_property
    def intake(self) -> Intake:
        """The reading of kept mail."""
        reader = self.reader or classifiers.load()
        return Intake(
            Parts(
                room=self.store.post_room,
                cases=self.store.cases,
                batches=self.store.batches,
                parser=self.parser,
                reader=reader,
                learn=self._learner(reader),
                directory=self.store.directory,
                drafter=self.drafter,
                clock_for=self.clock_for,
                now=self.now,
            )
        )

    def account(self, box: MailboxSettings) -> MailAccount:
        """Return how to reach one mailbox."""
        return imap_account(box)

    @cached_property
    def mailer(self) -> SmtpMailer:
        """The SMTP server."""
        return SmtpMailer(smtp_account(self.settings))

    @cached_property
    def letter_sender(self) -> LetterSender:
        """The sender of letters."""
        return LetterSender(
            LetterParts(
                outbox=self.store.outbox,
                cases=self.store.cases,
                mailer=self.mailer,
                sent_folder=SentFolder(self.account(self.boxes[0]), self.boxes[0].sent),
                compose=compose,
                drafter=self.drafter,
                sender=self.sender,
                instance=self.instance,
                now=self.now,
                raw=self.store.post_room.raw,
                per_address=self.settings.letters_per_address,
                per_hour=self.settings.letters_per_hour,
            )
        )

    @cached_property
    def client(self) -> WebClient:
        """The Web API client."""
        token = self.settings.slack_bot_token.get_secret_value()
        return connect.make_client(token, self.settings.slack_api_url)

    @property
    def channels(self) -> dict[Channel, str]:
        """The ids of the private channels; empty where there is none."""
        return {c: getattr(self.settings, key) for c, key in _ADDRESS_OF.items()}

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

    @cached_property
    def digests(self) -> Digests:
        """The weekly digest."""
        works = working_days(self.settings.place)
        return Digests(chronicle=self.store.chronicle, zone=self.zone, works=works, now=self.now)

    @cached_property
    def reminders(self) -> Reminders:
        """The reminders of due dates."""
        return Reminders(
            agenda=self.store.chronicle,
            cases=self.store.cases,
            zone=self.zone,
            days_before=self.settings.remind_days,
            now=self.now,
            casebook=self.casebook,
            due_in=due_maker(self.settings.place),
        )

    @cached_property
    def clearing(self) -> Clearing:
        """What takes personal data off the cards of closed cases."""
        after = timedelta(hours=self.settings.closed_card_hours)
        return Clearing(cards=self.store.desk_book, after=after, now=self.now)

    @cached_property
    def waking(self) -> Waking:
        """What ends snoozes."""
        return Waking(sleepers=self.store.desk_book, cases=self.store.cases, now=self.now)

    @property
    def notices(self) -> Notices:
        """What the clock owes, as the desk shows it."""
        return Notices(
            cases=self.store.cases,
            audit=self.store.audit,
            digest=self.digests.view,
            files=report.files,
            table=report.text_table,
            today=self.today,
        )

    def today(self) -> date:
        """Return the calendar day in the controller's zone."""
        return self.now().astimezone(self.zone).date()

    @cached_property
    def weeks(self) -> Weeks:
        """The week for managers who ask."""
        works = working_days(self.settings.place)
        return Weeks(chronicle=self.store.chronicle, zone=self.zone, works=works, now=self.now)

    @cached_property
    def finder(self) -> Finder:
        """The queue and its search."""
        store = self.store
        return Finder(
            index=store.finding, cases=store.cases, directory=store.directory, today=self.today
        )

    @cached_property
    def by_hand(self) -> ByHand:
        """Requests that staff log."""
        return ByHand(
            room=self.store.post_room,
            cases=self.store.cases,
            directory=self.store.directory,
            drafter=self.drafter,
            clock_for=self.clock_for,
            zone=self.zone,
            now=self.now,
        )

    @cached_property
    def day_zero(self) -> DayZero:
        """Earlier first days of cases."""
        return DayZero(
            cases=self.store.cases,
            directory=self.store.directory,
            casebook=self.casebook,
            clock_for=self.clock_for,
            zone=self.zone,
            now=self.now,
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
        Listeners(
            AppParts(
                review=self.review,
                desk=CaseDesk(self.review, self.joining, gate, people),
                gate=gate,
                guard=self.guard,
                clicks=self.store.clicks,
                cases=self.store.cases,
                pages=self.pages(gate),
                day_zero=self.day_zero,
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
