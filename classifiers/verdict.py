"""What goes into the classifier and what comes out: plain values, without spaCy or numpy."""

from dataclasses import dataclass
from typing import Literal

Band = Literal["sure", "confirm", "unsure"]
Machine = Literal["auto_reply", "bounce", ""]
PartyKind = Literal["own_user", "org_administered", "client_data", "unknown", "none"]
SenderKind = Literal["person", "agent", "authority", "organisation", "machine"]

PARTIES: tuple[PartyKind, ...] = (
    "own_user",
    "org_administered",
    "client_data",
    "unknown",
    "none",
)
SENDERS: tuple[SenderKind, ...] = ("person", "agent", "authority", "organisation", "machine")
JURISDICTIONS: tuple[str, ...] = ("eu", "uk", "ch", "us-ca", "us-other", "br", "other", "none")


@dataclass(frozen=True, slots=True)
class Text:
    """One mail as the classifier sees it; `body` is the visible new text, already cleaned.

    `machine` is what the headers proved, not a guess from the words. `is_reply` is true when
    the mail answers a thread that we know.
    """

    subject: str
    body: str
    quoted: str = ""
    machine: Machine = ""
    sender_email: str = ""
    is_reply: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What staff decided about one mail: its types, most important first."""

    text: Text
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One request type with its calibrated confidence (0 to 1) and the words that decided."""

    type: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of party or sender: the kind, its confidence (0 to 1) and the evidence."""

    kind: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """The regime that the mail itself gives grounds for, `none` where it gives none."""

    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Language:
    """ISO 639-1 code (`und` where there is too little text) and confidence (0 to 1)."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that the words of one mail say, with how far to believe it.

    `types` holds the asserted labels, most important first, at least one, also when the band
    is `unsure`. `suggestions` holds the likeliest labels, asserted or not, for a person to
    pick from. `people` is 1, or more when the mail clearly asks for several people at once.
    `model` names the model that read the mail.
    """

    types: tuple[Label, ...]
    band: Band
    party: Reading
    sender: Reading
    jurisdiction: Jurisdiction
    language: Language
    people: int = 1
    model: str = ""
    suggestions: tuple[Label, ...] = ()

    @property
    def unsure(self) -> bool:
        """Return whether a person must decide."""
        return self.band == "unsure"
