"""The small notes of a card: what to beware of, what it belongs to, which deeds are open; pure."""

from collections.abc import Sequence

from bot.core.case import Case, CaseState
from bot.core.identity import identity_document
from bot.core.mail import Authenticated
from bot.core.views import CaseView
from bot.edges.slack import words
from bot.edges.slack.referrals import referred
from bot.edges.slack.text import cut, day, escape

_LISTED_TASKS = 8
_LISTED_LINKS = 8
# What the parser may say of a mail, and what that means for whoever decides; a note once.
_OF_MAIL = (
    ("only the beginning", words.PARTLY_READ),
    (" was cut", words.PARTLY_READ),
    ("the rest was not read", words.PARTLY_READ),
    ("the rest is not listed", words.MORE_FILES),
    ("only words were looked for", words.MORE_FILES),
    ("said to be text is none", words.NO_TEXT_INSIDE),
    ("the only text is in", words.ODD_PLACE),
    ("the only text is outside", words.ODD_PLACE),
    ("not in the charset", words.CHARSET),
    ("more than one From", words.TWO_FROM),
    ("shows another address", words.SHOWS_ANOTHER),
    ("there is hidden text", words.HIDDEN_TEXT),
    ("it asks for ", words.MANY_PEOPLE),
)


def mail_notes(problems: Sequence[str]) -> list[str]:
    """Return what the problems of a mail mean for a decision, each once."""
    found = (note for mark, note in _OF_MAIL for one in problems if mark in one)
    return list(dict.fromkeys(found))


def notes_of(view: CaseView, excerpt: bool) -> list[str]:
    """Return what whoever decides should know, a line each; names no file without `excerpt`."""
    notes = []
    if view.case.authentication is Authenticated.FAIL:
        notes.append(words.AUTHENTICATED[Authenticated.FAIL])
    if view.attachments and not excerpt:
        notes.append(f"📎 Not opened: {len(view.attachments)} files")
    elif view.attachments:
        names = ", ".join(escape(name) for name in view.attachments[:5])
        notes.append(f"📎 Not opened: {cut(names, 200)}")
    flagged = any(identity_document(name) for name in view.attachments)
    if flagged and view.case.state is not CaseState.CLOSED:
        notes.append(words.IDENTITY_DOCUMENT)
    if view.case.mailbox_confirmed:
        notes.append(words.MAILBOX_CONFIRMED)
    elif view.case.identity_attempts:
        notes.append(f"⚠ Replies that proved nothing: {view.case.identity_attempts}")
    notes += mail_notes(view.problems)
    if view.sensitive:
        notes.append(words.SENSITIVE.format(kinds=", ".join(view.sensitive)))
    if view.forward:
        notes.append(words.FORWARDED)
    elif view.case.from_forward:
        notes.append(words.TAKEN_FROM_FORWARD)
    if team := referred(view):
        notes.append(team)
    if view.case.notes:
        notes.append(f"✎ Notes by colleagues: {len(view.case.notes)} (see the history)")
    notes += _linked(view.case)
    return notes


def _linked(case: Case) -> list[str]:
    """Return the cases that this one belongs to, a line for each reason."""
    notes = []
    for kind, label in words.LINKS.items():
        others = [f"P-{link.other:04d}" for link in case.links if link.kind is kind]
        if others:
            more = f" and {len(others) - _LISTED_LINKS} more" if len(others) > _LISTED_LINKS else ""
            notes.append(f"{label}: {', '.join(others[:_LISTED_LINKS])}{more}")
    return notes


def open_tasks(case: Case) -> str:
    """Return the deeds behind the letters that say "done": how many, and which are open."""
    tasks = [task for line in case.lines for task in line.tasks]
    waiting = [task for task in tasks if not task.result]
    if not tasks or case.state is CaseState.CLOSED:
        return ""
    rows = [f"*Tasks:* {len(tasks) - len(waiting)} of {len(tasks)} finished"]
    for task in waiting[:_LISTED_TASKS]:
        due = f", due {day(task.due)}" if task.due else ""
        rows.append(f"• {escape(cut(task.system, 80))} ({escape(cut(task.owner, 60))}{due})")
    if len(waiting) > _LISTED_TASKS:
        rows.append(f"and {len(waiting) - _LISTED_TASKS} more")
    return "\n".join(rows)
