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


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known when the party is decided: the text's reading and the directory's hits."""

    reading: PartyKind
    confidence: float
    why: str
    hits: tuple[Hit, ...]

    def of(self, kind: EntryKind, *hows: How) -> tuple[Hit, ...]:
        """Return the hits of one kind, found in one of these ways, strongest first."""
        found = [h for h in self.hits if h.entry.kind is kind and (not hows or h.how in hows)]
        return tuple(sorted(found, key=lambda hit: -hit.confidence))


_CERTAIN = (How.SENDER, How.ADDRESS, How.LINK, How.NAME)


def _named(kind: PartyKind, hits: tuple[Hit, ...], grounds: Grounds) -> Party:
    """Return the party with an entry if exactly one is certain, else with candidates."""
    certain = [hit for hit in hits if hit.how in _CERTAIN]
    entries = tuple(dict.fromkeys(hit.entry for hit in hits))
    if len({hit.entry for hit in certain}) == 1:
        hit = certain[0]
        return Party(
            kind,
            hit.entry,
            max(hit.confidence, grounds.confidence),
            f"{hit.how.value}: {hit.evidence}",
            named_in_mail=hit.how is not How.SENDER,
        )
    why = grounds.why if not hits else "several entries fit" if certain else "a similar name"
    return Party(kind, None, grounds.confidence, why, candidates=entries)


def decide_party(grounds: Grounds) -> Party:
    """Combine the text's reading with the directory's evidence; first rule that fits wins."""
    client, organisation = EntryKind.CLIENT, EntryKind.ORGANISATION
    named_client = grounds.of(client, How.LINK, How.NAME, How.ADDRESS)
    reading = grounds.reading
    if reading is PartyKind.NONE:
        return Party(reading, confidence=grounds.confidence, why=grounds.why)
    if reading is PartyKind.CLIENT_DATA:
        return _named(reading, grounds.of(client), grounds)
    if reading is PartyKind.ORG_ADMINISTERED:
        return _named(reading, grounds.of(organisation), grounds)
    if named_client and reading is PartyKind.UNKNOWN:
        return _named(PartyKind.CLIENT_DATA, named_client, grounds)
    if by_domain := grounds.of(organisation, How.SENDER, How.ADDRESS):
        return _named(PartyKind.ORG_ADMINISTERED, by_domain, grounds)
    return Party(reading, confidence=grounds.confidence, why=grounds.why)
