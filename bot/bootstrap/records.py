"""What an office knows without any server: its database, its letters, its law, its cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import classifiers
import replies
from bot import loops
from bot.core.deadlines import ClockFor
from bot.core.errors import Misconfigured
from bot.core.mail import Address
from bot.edges.calendar import (
    clock_maker,
    due_maker,
    extension_maker,
    party_due_maker,
    recount_maker,
    working_days,
)
from bot.edges.slack.socket import PING
from bot.edges.store import Store, open_store
from bot.edges.store.lease import Lease
from bot.flows.by_hand import ByHand
from bot.flows.casebook import Casebook
from bot.flows.clearing import Clearing
from bot.flows.day_zero import DayZero
from bot.flows.digest import Digests
from bot.flows.drafting import Drafter, Reckoning
from bot.flows.finding import Finder
from bot.flows.joining import Joining
from bot.flows.reminders import Reminders
from bot.flows.review import Review, ReviewParts
from bot.flows.waking import Waking
from bot.flows.week import Weeks
from bot.settings import MailboxSettings, Settings


@dataclass(frozen=True)
class Records:
    """Everything that needs the settings and the database alone, made when first needed."""

    settings: Settings
    boxes: tuple[MailboxSettings, ...]
    now: Callable[[], datetime] = loops.now
    pace: float = 1.0
    ping: float = PING
    look: float = loops.LOOK
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

    def today(self) -> date:
        """Return the calendar day in the controller's zone."""
        return self.now().astimezone(self.zone).date()

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
            originals=self.store.desk_book.originals,
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

    @cached_property
    def weeks(self) -> Weeks:
        """The week for managers who ask."""
        works = working_days(self.settings.place)
        return Weeks(chronicle=self.store.chronicle, zone=self.zone, works=works, now=self.now)

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
