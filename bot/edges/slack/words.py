"""The words of the interface, in English: names of what a case, letter or party can be.

What is said on cards, buttons, pages, Home and in windows, of letters, crowds and weeks, and to a
click stands in words_*.py; the log of a case stands in log_words.py.
"""

from bot.core.case import CameBy, CaseState, Channel, LetterState, LinkKind
from bot.core.catalogue import PartyKind
from bot.core.deadline_rules import JURISDICTIONS as JURISDICTIONS_WITH_RULES
from bot.core.deadline_rules import REGIMES
from bot.core.figures import regime_title

PARTIES = {
    PartyKind.OWN_USER: "Our own user, visitor or lead",
    PartyKind.ORG_ADMINISTERED: "Account run by an organisation",
    PartyKind.CLIENT_DATA: "A client's data",
    PartyKind.UNKNOWN: "Not clear yet",
    PartyKind.NONE: "Nobody's personal data",
}

_STATES_BY_NAME = sorted(set(JURISDICTIONS_WITH_RULES) - set(REGIMES), key=regime_title)
JURISDICTIONS = {code: regime_title(code) for code in (*REGIMES, *_STATES_BY_NAME)}

DAY_ZERO = {  # why a request had reached the company earlier
    "another_department": "Another department had it first",
    "another_address": "It came to another address of ours",
    "spam_folder": "It lay in a spam folder",
    "asked_before": "The person had asked before",
}

CAME_BY = {
    CameBy.MAIL: "E-mail",
    CameBy.POST: "Post",
    CameBy.PHONE: "Phone",
    CameBy.COLLEAGUE: "A colleague",
}

STATES = {
    CaseState.OPEN: "Open",
    CaseState.WAITING: "Waiting for the requester",
    CaseState.HANDED_OVER: "With the client or organisation",
    CaseState.CLOSED: "Closed",
}

LETTER_STATES = {
    LetterState.DRAFT: "Draft",
    LetterState.AWAITING_SECOND: "Waiting for a second approver",
    LetterState.QUEUED: "Approved, leaving soon",
    LetterState.TO_POST: "Approved: print it and post it",
    LetterState.SENDING: "Being sent",
    LetterState.SENT: "Sent",
    LetterState.BOUNCED: "Bounced: it did not arrive",
    LetterState.FAILED: "Failed: the server refused it",
    LetterState.DOUBTFUL: "Doubtful: nobody knows whether it left",
    LetterState.VOID: "Withdrawn",
}

AUTHORITIES = {
    "signed": "A signed permission with each request",
    "portal": "A proof in the agent's portal",
    "registered": "An entry in a public register of agents",
    "asked": "Nothing by itself: we ask each time",
}

TO = {"client": " to the client", "organisation": " to the administrator"}

LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "nl": "Dutch",
    "it": "Italian",
    "pt": "Portuguese",
    "pl": "Polish",
}

USUAL = "usual"  # instead of a language

OUTCOMES = {
    "not_a_request": "Not a request about personal data",
    "answered_question": "Answered elsewhere",
    "duplicate": "Duplicate of another case",
    "fulfilled": "Fulfilled",
    "redirected_client": "Redirected to the client",
    "redirected_organisation": "Redirected to the organisation",
    "revoked": "Taken back by the requester",
    "expired": "No answer from the requester",
}

TEAMS = {"hr": "HR", "press": "Press", "safety": "Safety", "sales": "Sales"}

# How a case can end: what staff may choose, what letters bring, what Refer brings.
ENDED = {
    **OUTCOMES,
    **{f"referred_{key}": f"Referred to {label}" for key, label in TEAMS.items()},
    "partly_fulfilled": "Fulfilled in part",
}

TASK_RESULTS = {
    "done": "Done",
    "nothing_held": "Nothing held",
    "kept:kept_by_law": "Kept, because the law requires it",
    "kept:legal_claims": "Kept, because it is needed for legal claims",
    "kept:rights_of_others": "Kept, because of the rights of others",
}

TOPICS = {
    "transfers": "Transfers to other countries",
    "retention": "How long data are kept",
    "sharing": "Who gets data",
    "legal_basis": "Legal basis",
    "payment": "Payment data",
    "security": "Security",
    "cookies": "Cookies",
    "children": "Children",
    "changes": "Changes of the policy",
    "complaint_routes": "Where to complain",
    "sources": "Where data come from",
    "general": "In general",
}

LINKED: dict[str, str] = {
    LinkKind.WITHDRAWS: "it takes that one back",
    LinkKind.WITHDRAWN_BY: "that one takes it back",
    LinkKind.DUPLICATE: "the same person asks for the same",
    LinkKind.SAME_MAIL: "they come from one mail",
    LinkKind.STAFF: "they belong together",
    LinkKind.REPLY: "a reply from somebody else",
    LinkKind.SAME_REQUESTER: "the same sender",
}

CHANNELS = {
    Channel.PRIVACY: "The privacy channel, for the whole team",
    Channel.LEGAL: "The legal channel",
    Channel.SECURITY: "The security channel",
}
