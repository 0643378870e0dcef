"""The request types: one row each, and what follows from a type alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Route(StrEnum):
    """Who has to act on a request line."""

    US = "us"
    CLIENT = "client"
    ORGANISATION = "organisation"
    LEGAL = "legal"
    SECURITY = "security"
    CONTRACTS = "contracts"
    SUPPORT = "support"
    NOBODY = "nobody"
    PERSON = "person"


class PartyKind(StrEnum):
    """Whose request it is, which decides who is responsible for it."""

    OWN_USER = "own_user"
    ORG_ADMINISTERED = "org_administered"
    CLIENT_DATA = "client_data"
    UNKNOWN = "unknown"
    NONE = "none"


class SenderKind(StrEnum):
    """Who wrote the mail."""

    PERSON = "person"
    AGENT = "agent"
    AUTHORITY = "authority"
    ORGANISATION = "organisation"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class RequestType:
    """One row of the catalogue.

    `desk` is who acts whatever the party is; `stays` keeps the line with us even
    if an organisation administers the account (PRODUCT.md, routing by party);
    `noise` gets no card; `clocked` is False where no law or target counts days.
    """

    key: str
    title: str
    desk: Route = Route.US
    stays: bool = False
    noise: bool = False
    clocked: bool = True


REQUEST_TYPES = (
    RequestType("access", "Access"),
    RequestType("delete", "Deletion"),
    RequestType("correct", "Correction"),
    RequestType("transfer", "Portability"),
    RequestType("restrict", "Restriction"),
    RequestType("object", "Objection"),
    RequestType("optout_sale", "Opt-out of sale", stays=True),
    RequestType("optout_marketing", "Marketing opt-out", stays=True),
    RequestType("withdraw_consent", "Consent withdrawn", stays=True),
    RequestType("testimonial", "Testimonial", stays=True),
    RequestType("cookies_tracking", "Cookies and tracking", stays=True),
    RequestType("child", "Child's data"),
    RequestType("complaint", "Complaint", stays=True),
    RequestType("appeal", "Appeal", stays=True),
    RequestType("legal_process", "Legal process", desk=Route.LEGAL),
    RequestType("security_report", "Security report", desk=Route.SECURITY),
    RequestType("policy_question", "Policy question", stays=True),
    RequestType("dpa_vendor", "DPA or vendor review", desk=Route.CONTRACTS),
    RequestType("identity_reply", "Identity reply", stays=True, clocked=False),
    RequestType("withdraw_request", "Request withdrawn", stays=True),
    RequestType("support", "Product support", desk=Route.SUPPORT),
    RequestType("spam", "Likely spam", desk=Route.NOBODY, noise=True, clocked=False),
    RequestType("auto_reply", "Automatic reply", desk=Route.NOBODY, noise=True, clocked=False),
    RequestType("bounce", "Bounce", desk=Route.NOBODY, noise=True, clocked=False),
    RequestType("other", "Something else", desk=Route.PERSON),
)

BY_KEY = {row.key: row for row in REQUEST_TYPES}


def titles(keys: Iterable[str]) -> str:
    """Return the types' titles as one line for a card."""
    return ", ".join(BY_KEY[key].title for key in keys)
