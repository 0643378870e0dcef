"""Rules about what must have happened, or been given, before a letter may leave."""

from collections.abc import Callable, Iterable

from replies.markup import clean
from replies.rules.draft import Draft


def facts_given(draft: Draft) -> Iterable[str]:
    """Find the facts that this letter needs and staff have not given."""
    for name in draft.kind.needs:
        if not getattr(draft.facts, name):
            yield f"This letter needs {name.replace('_', ' ')}; fill it in."


def tasks_done(draft: Draft) -> Iterable[str]:
    """Find a promise of "done" while fulfilment tasks are open."""
    if draft.kind.needs_tasks_done and draft.facts.open_tasks:
        count = draft.facts.open_tasks
        are = "task is" if count == 1 else "tasks are"
        yield f"{count} {are} open; this letter says that all is done."


def in_language_of_request(draft: Draft) -> Iterable[str]:
    """Find a letter in another language than the request's (LAW 7)."""
    wanted = draft.facts.language
    if draft.audience == "requester" and wanted and wanted != draft.lang:
        yield f"The request is in {wanted}, this letter is in {draft.lang}."


def token_kept(draft: Draft) -> Iterable[str]:
    """Find an edited letter that lost the reference by which a reply joins its case."""
    token = draft.facts.token
    answer_wanted = draft.kind.after_sent in ("waiting_requester", "handed_over")
    if token and answer_wanted and token not in draft.text:
        yield "The reference at the end is gone; without it a reply cannot join the case."


def due_date_ahead(draft: Draft) -> Iterable[str]:
    """Find a promise of an answer by a day that is over."""
    facts = draft.facts
    if facts.due_on and facts.due_on < facts.today and draft.kind.letter == "acknowledge":
        yield "The promised date is already over; write what you can keep."


def no_letter_to_authorities(draft: Draft) -> Iterable[str]:
    """Find a letter to a court, police or regulator: those go to legal."""
    authority = draft.facts.sender == "authority" or draft.facts.type == "legal_process"
    if authority and draft.audience == "requester":
        yield "Authorities are answered by legal, never from here."


def subject_is_one_line(draft: Draft) -> Iterable[str]:
    """Find a subject that is empty, too long or could break a header (RFC 5322 section 2.2)."""
    if not draft.subject.strip():
        yield "The subject is empty."
    elif clean(draft.subject) != draft.subject:
        yield "The subject has line breaks, double blanks or invisible characters."
    elif len(draft.subject) > 200:
        yield "The subject is longer than 200 characters."


RULES: tuple[tuple[str, str, Callable[[Draft], Iterable[str]]], ...] = (
    ("facts_given", "error", facts_given),
    ("tasks_done", "error", tasks_done),
    ("language_of_request", "warning", in_language_of_request),
    ("token_kept", "error", token_kept),
    ("due_date_ahead", "warning", due_date_ahead),
    ("no_letter_to_authorities", "error", no_letter_to_authorities),
    ("subject_is_one_line", "error", subject_is_one_line),
)
