"""Which party a mail concerns: the classifier's reading and the directory's evidence, combined."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.catalogue import PartyKind


class EntryKind(StrEnum):
    """A client collects data with our service; an organisation administers accounts."""

    CLIENT = "client"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Entry:
    """One client or organisation of the directory."""

    name: str
    kind: EntryKind
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    contact_name: str = ""
    contact_email: str = ""
    website: str = ""
    language: str = ""
    sla_business_days: int | None = None
    notes: str = ""
    id: int = 0


class How(StrEnum):
    """By what an entry was found."""

    SENDER = "sender's domain"
    ADDRESS = "address in the text"
    LINK = "link in the text"
    NAME = "name in the text"
    FUZZY = "similar name in the text"


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that the directory found in a mail; `evidence` are the words that did it."""

    entry: Entry
    how: How
    evidence: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Party:
    """The party of a mail; `entry` only when one is certain, else `candidates` for a person."""

    kind: PartyKind
    entry: Entry | None = None
    confidence: float = 0.0
    why: str = ""
    candidates: tuple[Entry, ...] = field(default=())
    named_in_mail: bool = False

    @property
    def needs_name(self) -> bool:
        """Tell whether somebody must act whom we cannot name yet."""
        outside = {PartyKind.CLIENT_DATA, PartyKind.ORG_ADMINISTERED}
        return self.kind in outside and self.entry is None
