"""What the worker does at night and operators by hand: forgetting on time, wired for an office."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.core.errors import Transient
from bot.edges.mail.account import MailAccount
from bot.edges.mail.purge import MailShredder
from bot.edges.store import Store
from bot.edges.store.register import RetentionRegister
from bot.flows.retention import Retention
from bot.settings import MailboxSettings

log = logging.getLogger(__name__)

HOUR: Final = 3
"""Hour of the controller's day from which the nightly run is due."""


class Office(Protocol):
    """What upkeep needs of an office."""

    @property
    def store(self) -> Store:
        """The database."""

    @property
    def boxes(self) -> tuple[MailboxSettings, ...]:
        """The mailboxes; letters are filed in the first one's Sent."""

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock."""

    @property
    def zone(self) -> ZoneInfo:
        """The controller's zone."""

    def account(self, box: MailboxSettings) -> MailAccount:
        """Return how to reach one mailbox."""


def retention(office: Office) -> Retention:
    """Return the retention scene of an office."""
    store = office.store
    shredders = {box.name: MailShredder(office.account(box), box.sent) for box in office.boxes}
    return Retention(
        register=RetentionRegister(
            store.connections, store.sealed, store.keys, store.forgetting, office.now
        ),
        purges=store.purges,
        shredders={**shredders, "": shredders[office.boxes[0].name]},
        now=office.now,
        today=lambda: office.now().astimezone(office.zone).date(),
    )


def nightly(office: Office) -> int:
    """Do what is due once a night, if it was not done today; return 1 if it was done now.

    The day is noted before the work, so that what fails is tried the next night and not
    every half minute; what went wrong is logged without personal data.
    """
    here = office.now().astimezone(office.zone)
    if here.hour < HOUR or not office.store.first_today("nightly", here.date()):
        return 0
    for trouble in retention(office).run():
        log.warning("nightly: %s", trouble)
    return 1


class Shredding:
    """Rewrites the file and deletes copies on the server soon after a decision owes that."""

    def __init__(self, office: Office) -> None:
        self._office, self._tried, self._scrubs = office, 0, True

    def work(self) -> int:
        """Try each newly owed copy once; what fails is left to the night. Return if it tried."""
        newest, fresh = self._office.store.purges.newest(), False
        if newest > self._tried:
            fresh = True
        self._tried = newest  # numbers begin anew when nothing is owed
        if (fresh or self._scrubs) and self._office.store.scrubbing.owed:
            self._scrub()
        if not fresh:
            return 0
        for trouble in retention(self._office).shred():
            log.warning("shredding: %s", trouble)
        return 1

    def _scrub(self) -> None:
        """Rewrite the file; if that fails, not again before the next decision or the night."""
        try:
            self._scrubs = self._office.store.scrubbing.scrub()
        except Transient as fault:
            self._scrubs = False
            log.warning("scrubbing: %s", fault)
        else:
            if not self._scrubs:
                log.warning("scrubbing: another process reads the old log")


def seal(office: Office) -> int:
    """Seal what is plain or sealed with an earlier key; return how many values that were.

    Cheap when there is nothing to do. Raises Misconfigured if a key is missing.
    """
    vault = office.store.vault
    if not vault.behind:
        return 0
    return vault.rekey(
        lambda done, of: log.info("sealing with ENCRYPTION_KEY", extra={"done": done, "of": of})
    )
