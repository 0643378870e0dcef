"""Rules about third parties: who may be named to whom, and what a hand-over may hold."""

import re
from collections.abc import Callable, Iterable

from replies.rules.draft import Draft
from replies.rules.lexicon import flat, lexicon
from replies.words import words

_WORD = re.compile(r"\w+")
# Consecutive words of the request that may turn up in a hand-over by chance.
_SHARED = {"organisation": 6, "client": 12}


def neutral_note_only(draft: Draft) -> Iterable[str]:
    """Find an answer in substance to a person whose data a client collected (LAW 9)."""
    ours = draft.audience != "requester" or draft.facts.party != "client_data"
    if not ours and "client_data" not in draft.kind.parties:
        yield "The client decides about these data; only the neutral note may go to the person."


def client_not_disclosed(draft: Draft) -> Iterable[str]:
    """Find a client named to a person whose mail does not name it (LAW 9)."""
    facts = draft.facts
    if draft.audience != "requester" or facts.party != "client_data":
        return
    if facts.client_named_in_mail:
        return
    text = f"{draft.subject}\n{draft.text}".casefold()
    site = re.sub(r"^https?://(www\.)?", "", facts.party_website).rstrip("/")
    told = [name for name in (facts.party_name, site, facts.contact_email) if name]
    if any(name.casefold() in text for name in told):
        yield "The mail does not name this client, so the letter may not either."
    elif draft.kind.letter == "redirect_client":
        yield "The mail names no client; ask which site or app it was instead."


def organisation_only_if(draft: Draft) -> Iterable[str]:
    """Find a note that states, rather than supposes, that an organisation runs the account."""
    supposed = lexicon(draft.lang).condition.search(flat(draft.text))
    if draft.kind.letter == "redirect_organisation" and not supposed:
        yield "Say it conditionally: if the account was provided by an organisation."


def no_complaint_to_employer(draft: Draft) -> Iterable[str]:
    """Find a complaint told to the organisation that the person works for."""
    if draft.audience != "organisation":
        return
    name = words(draft.lang).types["complaint"].name
    if name.casefold() in flat(draft.text).casefold():
        yield "A complaint never goes to the employer; leave it out."


def no_original_text(draft: Draft) -> Iterable[str]:
    """Find a hand-over that repeats the person's own words at length."""
    longest = _SHARED.get(draft.audience)
    if longest is None or not draft.facts.original_text:
        return
    # What staff summed up is theirs to answer for, even where it quotes.
    text = _WORD.findall(draft.text.casefold())
    original = _WORD.findall(draft.facts.original_text.casefold())
    said = {tuple(text[i : i + longest]) for i in range(len(text) - longest + 1)}
    for i in range(len(original) - longest + 1):
        if tuple(original[i : i + longest]) in said:
            yield "The hand-over repeats the person's own words; say only what is asked."
            return


RULES: tuple[tuple[str, str, Callable[[Draft], Iterable[str]]], ...] = (
    ("neutral_note_only", "error", neutral_note_only),
    ("client_not_disclosed", "error", client_not_disclosed),
    ("organisation_only_if", "error", organisation_only_if),
    ("no_complaint_to_employer", "error", no_complaint_to_employer),
    ("no_original_text", "error", no_original_text),
)
