"""Rules about refusals and extensions: reason, ground, complaint, court, dates."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from replies import reasons
from replies.rules.draft import Draft
from replies.rules.lexicon import flat, lexicon
from replies.words import words

# The last possible day after receipt, in days: three months, or 90 days, and a roll over a
# long weekend (GDPR Article 12(3), Cal. Civ. Code 1798.130(a)(2)).
_LONGEST = {"eu": 96, "uk": 96, "us-ca": 90}

# What security does is not a matter of a date in a letter.
_PROMISE_NOTHING = frozenset({"security_report"})

_WORD = re.compile(r"\w{4,}")


def _refuses(draft: Draft) -> bool:
    return draft.kind.outcome in ("denied", "partly_fulfilled")


def refusal_reason_known(draft: Draft) -> Iterable[str]:
    """Find a refusal without a reason of the list, or with one the type cannot have."""
    reason = draft.facts.reason
    if draft.kind.letter == "identity_failed" or not _refuses(draft):
        return
    if reason not in reasons.refusals():
        yield "Choose the reason for the refusal from the list."
    elif draft.kind.type.startswith("optout_") and reason == "insuf_verification":
        yield "An opt-out needs no verification, so it cannot be refused for want of it."


def refusal_says_why(draft: Draft) -> Iterable[str]:
    """Find a refusal whose text gives no reason (GDPR Article 12(4))."""
    if _refuses(draft) and not _says(draft, _wording(draft)):
        yield "The letter does not say why; give the reason in a sentence."


def refusal_names_ground(draft: Draft) -> Iterable[str]:
    """Find a refusal without a legal ground."""
    if not _refuses(draft):
        return
    text, own = flat(draft.text), draft.facts.legal_ground
    if not (lexicon(draft.lang).ground.search(text) or (own and own in text)):
        yield "The letter does not name the legal ground."


def refusal_names_complaint(draft: Draft) -> Iterable[str]:
    """Find a refusal without the right to complain to an authority (GDPR Article 12(4))."""
    said = lexicon(draft.lang)
    text = flat(draft.text)
    if _refuses(draft) and not (said.complaint.search(text) and said.authority.search(text)):
        yield "The letter does not say that one may complain to an authority."


def refusal_names_court(draft: Draft) -> Iterable[str]:
    """Find a refusal without the way to a court (GDPR Article 12(4))."""
    if _refuses(draft) and not lexicon(draft.lang).court.search(flat(draft.text)):
        yield "The letter does not say that one may go to court."


def refusal_names_review(draft: Draft) -> Iterable[str]:
    """Find a refusal that does not say how to have it looked at again (US state laws)."""
    if _refuses(draft) and not lexicon(draft.lang).again.search(flat(draft.text)):
        yield "The letter does not say how to have the decision looked at again."


def extension_says_why(draft: Draft) -> Iterable[str]:
    """Find an extension without a reason (GDPR Article 12(3))."""
    if draft.kind.letter != "extend":
        return
    if draft.facts.reason and draft.facts.reason not in reasons.extensions():
        yield "Choose the reason for the extension from the list."
    if not _says(draft, _wording(draft)):
        yield "The letter does not say why it takes longer."


def extension_names_date(draft: Draft) -> Iterable[str]:
    """Find an extension that does not say until when."""
    new = draft.facts.new_due_on
    if draft.kind.letter == "extend" and new and not _names_day(draft, new):
        yield "The letter does not name the new date."


def extension_in_time(draft: Draft) -> Iterable[str]:
    """Find an extension told too late, or to an impossible day."""
    facts = draft.facts
    if draft.kind.letter != "extend":
        return
    if facts.due_on and facts.today > facts.due_on:
        yield "The first time limit is over; an extension had to be told before."
    if facts.new_due_on and facts.due_on and facts.new_due_on <= facts.due_on:
        yield "The new date is not later than the first one."


def extension_not_too_long(draft: Draft) -> Iterable[str]:
    """Find an extension beyond what the law allows."""
    facts = draft.facts
    longest = _LONGEST.get(reasons.regime(facts.jurisdiction))
    if draft.kind.letter != "extend" or not facts.new_due_on or longest is None:
        return
    if (facts.new_due_on - facts.received_on).days > longest:
        yield "The new date is later than the law allows."


def promised_dates_kept(draft: Draft) -> Iterable[str]:
    """Find an acknowledgement whose edited text dropped or changed the promised date."""
    due = draft.facts.due_on
    promises = draft.kind.letter == "acknowledge" and draft.kind.type not in _PROMISE_NOTHING
    if promises and due and not _names_day(draft, due):
        yield "The letter no longer names the date by which we answer."


def _wording(draft: Draft) -> str:
    said = words(draft.lang)
    return reasons.wording(draft.facts.reason, draft.kind.letter, said)


def _says(draft: Draft, wording: str) -> bool:
    """Say whether the text gives this reason, staff's own words, or at least a "because"."""
    text = flat(draft.text).casefold()
    for given in (wording, draft.facts.staff_text):
        expected = set(_WORD.findall(given.casefold()))
        if expected and len(expected & set(_WORD.findall(text))) * 2 >= len(expected):
            return True
    return bool(lexicon(draft.lang).because.search(text))


def _names_day(draft: Draft, day: date) -> bool:
    """Say whether the text names a day in words or in one of the usual number forms."""
    text = flat(draft.text)
    forms = {
        words(draft.lang).day(day),
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d.%m.%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
    }
    return any(form in text for form in forms)


RULES: tuple[tuple[str, str, Callable[[Draft], Iterable[str]]], ...] = (
    ("refusal_reason_known", "error", refusal_reason_known),
    ("refusal_says_why", "error", refusal_says_why),
    ("refusal_names_ground", "error", refusal_names_ground),
    ("refusal_names_complaint", "error", refusal_names_complaint),
    ("refusal_names_court", "error", refusal_names_court),
    ("refusal_names_review", "warning", refusal_names_review),
    ("extension_says_why", "error", extension_says_why),
    ("extension_names_date", "error", extension_names_date),
    ("extension_in_time", "error", extension_in_time),
    ("extension_not_too_long", "error", extension_not_too_long),
    ("promised_dates_kept", "warning", promised_dates_kept),
)
