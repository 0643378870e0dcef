"""The company's facts, read from one TOML file and checked whole before anything starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

TOPICS = (
    "transfers",
    "retention",
    "sharing",
    "legal_basis",
    "payment",
    "security",
    "cookies",
    "children",
    "changes",
    "complaint_routes",
    "sources",
    "general",
)


@dataclass(frozen=True, slots=True)
class Company:
    """Who writes the letters."""

    name: str
    legal_name: str
    address: tuple[str, ...]
    email: str
    website: str
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Where the privacy policy is and since when it is in force."""

    url: str
    effective: date


@dataclass(frozen=True, slots=True)
class Officer:
    """The data protection officer."""

    email: str


@dataclass(frozen=True, slots=True)
class Representative:
    """The representative in the European Union (GDPR Article 27)."""

    name: str
    address: tuple[str, ...]
    email: str


@dataclass(frozen=True, slots=True)
class Desks:
    """Where mail goes that is not for the privacy team: addresses or URLs."""

    contracts: str
    security: str
    support: str


@dataclass(frozen=True, slots=True)
class Urls:
    """Pages of the company and of the industry that letters point to."""

    data_collection_policy: str
    preference_centre: str
    advertising_choices: tuple[str, ...]
    do_not_track: str


@dataclass(frozen=True, slots=True)
class Tracking:
    """What the site does with Do-Not-Track and with clicks in its mails."""

    honours_do_not_track: bool
    tracks_clicks_in_mail: bool


@dataclass(frozen=True, slots=True)
class Payment:
    """Who handles card data."""

    processor: str
    url: str
    standard: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Who else gives us data."""

    vendors: tuple[str, ...]


# A listed item: a key that every language has words for, or the words by language.
Item = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who gets data from us."""

    sells: bool
    recipients: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """By what we decide how long data are kept."""

    criteria: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Children:
    """Below which age the service is not meant for a person."""

    age: int


@dataclass(frozen=True, slots=True)
class Transfers:
    """On what transfers out of the EEA rest; Privacy Shield can no longer be one of them."""

    headquarters: Mapping[str, str]
    safeguards: tuple[Item, ...]
    clauses_url: str
    privacy_shield_is_a_basis: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """The independent dispute provider, if the company offers one."""

    offer: bool
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Regulator:
    """A supervisory authority; an empty name means the one where the person lives."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Organisations:
    """What an organisation's administrator may do, and which types never go there."""

    administrator_may: tuple[Item, ...]
    stays_with_us: frozenset[str]


@dataclass(frozen=True, slots=True)
class Identity:
    """How long we wait for an answer and how long a reply token is good, in days."""

    reply_days: int
    token_days: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """Hosts of the company's own expiring place for copies of data."""

    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskRule:
    """One system in which somebody must act; `days` are working days."""

    system: str
    owner: str
    days: int


@dataclass(frozen=True, slots=True)
class Profile:
    """All facts of one company; letters contain none of their own."""

    company: Company
    policy: Policy
    dpo: Officer
    eu_representative: Representative
    desks: Desks
    urls: Urls
    tracking: Tracking
    payment: Payment
    sources: Sources
    sharing: Sharing
    retention: Retention
    children: Children
    transfers: Transfers
    dispute: Dispute
    regulators: Mapping[str, Regulator]
    organisations: Organisations
    identity: Identity
    delivery: Delivery
    tasks: Mapping[str, tuple[TaskRule, ...]]

    @property
    def topics(self) -> tuple[str, ...]:
        """Return the topics that `policy_question/answer` knows."""
        return TOPICS

    def tasks_for(self, type_: str) -> tuple[TaskRule, ...]:
        """Return the fulfilment tasks of a request type; none if the profile names none."""
        return self.tasks.get(type_, ())

    def regulator(self, jurisdiction: str) -> Regulator:
        """Return where a person of that jurisdiction may complain (`other` if unnamed)."""
        code = jurisdiction if jurisdiction not in ("", "none", "unknown") else "eu"
        broad = code.partition("-")[0]
        for key in (code, broad, "other"):
            if key in self.regulators:
                return self.regulators[key]
        return Regulator("", "")
