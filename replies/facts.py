"""What a letter is made of and what comes out of it: plain frozen values, no Jinja, no I/O."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Severity = Literal["error", "warning"]
Audience = Literal["requester", "client", "organisation", "customer"]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a letter may need to know about one request line of one case.

    Names and texts may be what a stranger typed: rendering makes them harmless.
    Dates are calendar days in the controller's time zone. `needs` of a
    `LetterKind` lists the fields that staff must fill for that letter.
    """

    type: str  # request type key, e.g. "delete"
    case_number: str  # shown to people, e.g. "P-2026-0042"
    received_on: date  # day 0: receipt in the mailbox
    today: date  # the day on which the letter is drafted
    types: tuple[str, ...] = ()  # all request types of the case, most important first
    language: str = ""  # ISO 639-1 of the request; "" if unknown
    # who gets the letter, and who asked
    recipient_name: str = ""
    recipient_email: str = ""
    requester_name: str = ""
    requester_email: str = ""
    sender: str = "person"  # person, agent, authority, organisation, machine
    agent_name: str = ""  # the agent's or tool's own name
    person_name: str = ""  # the person an agent or a parent writes for
    person_email: str = ""
    authentication: str = "unknown"  # pass, fail, none, unknown
    jurisdiction: str = ""  # eu, uk, ch, us-ca, us-va ..., us-other, br, other, none
    # the responsible party, if it is not us
    party: str = "unknown"  # own_user, org_administered, client_data, unknown, none
    party_name: str = ""
    party_website: str = ""
    contact_name: str = ""  # the party's privacy contact or administrator
    contact_email: str = ""
    client_named_in_mail: bool = False  # the mail itself names the party or its site
    # the clock
    due_on: date | None = None  # the date a letter may promise
    new_due_on: date | None = None  # after an extension
    answer_due_on: date | None = None  # when the responsible party's own time limit ends
    reply_by: date | None = None  # until when we wait for the requester
    handed_over_on: date | None = None  # when the party got the request
    asked_on: date | None = None  # when we asked the requester
    # what staff give
    reason: str = ""  # key of `replies.reasons`: refusal or extension
    legal_ground: str = ""  # overrides the ground that the table gives
    topic: str = ""  # key of `profile.topics` for policy_question/answer; "" guesses from the text
    link: str = ""  # https address of the company's own expiring place
    staff_text: str = ""  # a paragraph that only a person can write
    kept: str = ""  # what is kept in a partly granted request
    # what the mail said (never put into a letter to a third party as a whole)
    original_text: str = ""
    request_summary: str = ""  # one or two neutral sentences for a hand-over
    token: str = ""  # unguessable, single use; a reply that returns it joins the case
    open_tasks: int = 0  # fulfilment tasks of this line that have no result yet


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a letter is about to go and what we know of that address."""

    address: str
    asked_from: str = ""  # the address the request came from
    authentication: str = "unknown"  # of the request: pass, fail, none, unknown
    reply_to_elsewhere: bool = False  # Reply-To outside From's domain
    on_file: tuple[str, ...] = ()  # the party's contact addresses in the directory


@dataclass(frozen=True, slots=True)
class Letter:
    """A rendered letter: the text is what staff edit, the HTML says the same."""

    key: str  # "type/letter"
    lang: str
    subject: str
    text: str
    html: str
    section: str  # the section of the policy it rests on
    fallback_language: bool  # the request's language has no letters: English instead


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One row of the letter catalogue: who gets it and what follows once it is sent."""

    key: str  # "type/letter"
    type: str
    letter: str
    title: str  # for staff, English
    audience: Audience
    after_sent: str  # open, waiting_requester, handed_over, closed; "" leaves it as it is
    outcome: str  # of the line, at once if `closes_lines`, else when the line ends; may be ""
    needs_second_approver: bool
    needs_tasks_done: bool
    closes_lines: bool
    acts_on_personal_data: bool  # carries personal data or says that we acted on them
    needs: tuple[str, ...]  # fields of `Facts` that staff must give
    speaks_of: str  # which other requests of the case it names: "", same, all (letters.toml)
    section: str  # of the policy
    parties: tuple[str, ...]  # whose data the request may be about


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of a draft found; errors block Approve, warnings need a tick."""

    rule: str
    severity: Severity
    message: str  # one plain sentence for staff, without personal data
