"""The parties of the directory, what points to them in a mail, and the party of a mail."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.catalogue import PartyKind, SenderKind


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
    FORWARDED = "forwarded sender's domain"
    FUZZY = "similar name in the text"


class Role(StrEnum):
    """What the words around a mention say that the mentioned party is to the writer."""

    SERVICE = "whose customer the writer is"
    EMPLOYER = "where the writer works, studies or uses our product"
    SIGNATURE = "in the writer's signature only"
    PLAIN = "mentioned"


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that the directory found in a mail; `evidence` are the words that did it."""

    entry: Entry
    how: How
    evidence: str
    confidence: float
    role: Role = Role.PLAIN


@dataclass(frozen=True, slots=True)
class Party:
    """The party of a mail; `entry` only when one is certain, else `candidates` for a person.

    `customer`: a client or organisation writes about its own user's request, and is answered
    as a customer. `ours`: the line stays with us although an organisation administers the
    account, because it concerns a lead or billing contact.
    """

    kind: PartyKind
    entry: Entry | None = None
    confidence: float = 0.0
    why: str = ""
    candidates: tuple[Entry, ...] = field(default=())
    named_in_mail: bool = False
    customer: bool = False
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known when the party is decided: reading, the directory's hits, the words.

    `type` is the most important request type, `text` the words that the writer wrote and
    those that he forwards, `forwards` whether he hands on somebody else's mail, `from_desk`
    whether the address is a desk's, such as privacy@.
    """

    reading: PartyKind
    confidence: float
    why: str
    hits: tuple[Hit, ...]
    type: str = ""
    type_confidence: float = 1.0
    sender: SenderKind = SenderKind.PERSON
    text: str = ""
    forwards: bool = False
    from_desk: bool = False
