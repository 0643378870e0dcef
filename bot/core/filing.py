"""What becomes of one mail: every mail ends as exactly one filing."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.core.batch import Batch
from bot.core.decision import Decision, Event
from bot.core.mail import InboundMail


class Disposition(StrEnum):
    """A case of its own, joined to one, on the daily list, a report on a letter, or unreadable."""

    CASE = "case"
    JOINED = "joined"
    NOISE = "noise"
    REPORT = "report"
    COPY = "copy"  # of a message that came to another mailbox before
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail whose bytes are durable and which waits to be read."""

    id: int
    account: str
    raw: bytes = field(repr=False)
    internal_date: datetime
    attempts: int
    no_letters: bool = False
    released: bool = False  # a person took it off the daily list: it deserves a card


@dataclass(frozen=True, slots=True)
class Twin:
    """A message that came before: the same Message-ID and the same content."""

    message_id: int
    cases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """Where one mail goes, with all that must be committed together with it."""

    message_id: int
    mail: InboundMail | None
    disposition: Disposition
    decisions: tuple[Decision, ...] = ()
    events: tuple[Event, ...] = ()
    verified: bool = False
    noise_type: str = ""
    noise_day: date | None = None
    reason: str = ""
    copy_of: int = 0  # the message whose cases get this one too
    batches: tuple[Batch, ...] = ()  # begun or grown by these cases
    attempts: int = 1  # of the reading that ends here: another worker's newer one wins
