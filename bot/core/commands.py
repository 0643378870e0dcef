"""Orders that a person, the clock or the worker may give on a case."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.core.case import CaseLetter, Channel, Clock, Line, LinkKind
from bot.core.catalogue import PartyKind
from bot.core.mail import Address


class IdentityReply(StrEnum):
    """What a mail that returns the token of a question for identity shows."""

    NONE = ""
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An order; `actor` is a Slack user id or `bot`."""

    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCommand(Command):
    """An order about one letter of the case."""

    letter_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Command):
    """I take this case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Command):
    """That person takes this case."""

    assignee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reclassify(Command):
    """Types, party or regime are wrong; `lines` are the right ones, clocks included."""

    lines: tuple[Line, ...]
    party: PartyKind
    regime: str = ""  # empty: as it was
    entry_id: int | None
    entry_name: str
    drafts: tuple[CaseLetter, ...] = ()
    named_in_mail: bool | None = None  # whether the mail names the entry; None: as it was


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDayZero(Command):
    """The request had reached us before; `lines` have their clocks from that earlier moment."""

    received_at: datetime
    lines: tuple[Line, ...]
    reason: str
    drafts: tuple[CaseLetter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PutDraft(Command):
    """Another letter takes the place of drafts to the same recipient about the same."""

    draft: CaseLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    """Nothing more will be sent; every open line gets `outcome`."""

    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSpam(Command):
    """Nobody asks for anything: close it without a letter and correct how it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    """It was not over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Command):
    """A further mail of this case came in."""

    message_id: int
    verified: bool
    needs_reply: bool = True
    identity: IdentityReply = IdentityReply.NONE
    clocks: tuple[tuple[int, Clock], ...] = ()  # of lines that the answer makes later
    lines: tuple[Line, ...] = ()  # what it asks for beside what the case has
    draft: CaseLetter | None = None  # the letter that answers it, if it takes the request back
    drafts: tuple[CaseLetter, ...] = ()  # letters for the new lines, beside those that are there


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze(Command):
    """Not before that moment."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCase(Command):
    """These two belong together: each is shown on the other's card, nothing else changes."""

    other: int
    kind: LinkKind = LinkKind.STAFF


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOut(Command):
    """This case is decided by itself, not with its batch; `why` is one word."""

    why: str = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkCase(Command):
    """These two have nothing to do with each other."""

    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wake(Command):
    """The time of a snooze is over, or somebody does not want to wait for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer(Command):
    """Another team of the company answers it: `team` is one of `TEAMS`.

    `told` says whether the bot posts a notice to that team; if not, a person has to tell them.
    """

    team: str
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote(Command):
    """Something that colleagues should know; it never leaves our database."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Command):
    """Only the members of that private channel shall see the case."""

    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Command):
    """This case is one too many: `into` is about the same, and goes on."""

    into: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver(Command):
    """`other` was merged into this case: its `lines` are asked here."""

    other: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Command):
    """These lines become the case `into`; `drafts` are for those that stay."""

    line_ids: tuple[int, ...]
    into: int
    drafts: tuple[CaseLetter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmForward(Command):
    """A colleague forwarded the mail: `requester` wrote it and gets the answers."""

    requester: Address
    drafts: tuple[CaseLetter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTasks(Command):
    """Fulfilment tasks have results: done, nothing_held or kept, by the task's number."""

    results: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind(Command):
    """A date is near or gone: `stage` of `day`; past the date it goes to the managers too.

    `draft` is a letter that is offered beside those that are there.
    """

    stage: str
    day: date
    escalate: bool = False
    draft: CaseLetter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(LetterCommand):
    """The text shall read like this instead; `digest` names the text that was on screen."""

    digest: str
    subject: str
    text: str
    attach_original: bool | None = None  # None: as it was


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(LetterCommand):
    """Send exactly the text with this digest."""

    digest: str
    send_after: datetime
    needs_second: bool = False  # what came in since the draft may ask for a second person
    ticked: tuple[str, ...] = ()  # the rules whose warnings the approver has read


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(LetterCommand):
    """Do not send after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPosted(LetterCommand):
    """A person printed the text with this digest and posted it."""

    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Postpone(LetterCommand):
    """Too many letters left already: this one waits until `send_after`."""

    send_after: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSending(LetterCommand):
    """The undo window is over: the letter leaves now."""

    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleSent(LetterCommand):
    """The server took the letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRetry(LetterCommand):
    """The server took nothing: it may be tried again at `send_after`."""

    send_after: datetime
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleFailed(LetterCommand):
    """The server refused the letter for good."""

    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleDoubtful(LetterCommand):
    """Nobody knows whether the server took the letter."""

    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSent(LetterCommand):
    """A person says that the doubtful letter went out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAgain(LetterCommand):
    """A person says that the doubtful or failed letter did not arrive: back to draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce(LetterCommand):
    """A delivery report says that the letter did not arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReport(LetterCommand):
    """A delivery report says something of the letter that decides nothing: a delay, a relay."""

    action: str = ""
