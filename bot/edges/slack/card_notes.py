"""The small notes of a card: what to beware of, what it belongs to, which deeds are open; pure."""

from collections.abc import Sequence

from bot.core.case import Case, CaseState
from bot.core.case_number import case_number
from bot.core.catalogue import titles
from bot.core.identity import identity_document
from bot.core.mail import Authenticated
from bot.core.views import CaseView
from bot.edges.slack import words_cards
from bot.edges.slack.referrals import referred
from bot.edges.slack.text import cut, day, escape

_LISTED_TASKS = 8
_LISTED_LINKS = 8


def mail_notes(problems: Sequence[str]) -> list[str]:
    """Return what the problems of a mail mean for a decision, each once."""
    found = (note for mark, note in words_cards.OF_MAIL for one in problems if mark in one)
    return list(dict.fromkeys(found))


def notes_of(view: CaseView, excerpt: bool) -> list[str]:
    """Return what whoever decides should know, a line each; names no file without `excerpt`."""
    return [*_of_the_mail(view, excerpt), *_of_the_case(view), *_linked(view.case)]


def _of_the_mail(view: CaseView, excerpt: bool) -> list[str]:
    live = view.case.state is not CaseState.CLOSED
    names = ", ".join(escape(name) for name in view.attachments[:5])
    files = cut(names, 200) if excerpt else _files(len(view.attachments))
    lies = escape(cut(view.original.account, 60)) if view.original else ""
    document = any(identity_document(name) for name in view.attachments)
    said = {
        words_cards.AUTHENTICATED[Authenticated.FAIL]: view.case.authentication
        is Authenticated.FAIL,
        words_cards.NOT_OPENED.format(files=files): view.attachments,
        words_cards.NO_WORDS.format(mailbox=lies): lies and live,
        words_cards.IDENTITY_DOCUMENT: document and live,
        **dict.fromkeys(mail_notes(view.problems), True),
        words_cards.SENSITIVE.format(kinds=", ".join(view.sensitive)): view.sensitive,
    }
    return [text for text, holds in said.items() if holds]


def _files(count: int) -> str:
    return words_cards.FILES[count != 1].format(count=count)


def _of_the_case(view: CaseView) -> list[str]:
    case, team = view.case, referred(view)
    said = {
        words_cards.MAILBOX_CONFIRMED: case.mailbox_confirmed,
        words_cards.UNPROVED.format(count=case.identity_attempts): (
            case.identity_attempts and not case.mailbox_confirmed
        ),
        words_cards.FORWARDED: view.forward,
        words_cards.TAKEN_FROM_FORWARD: case.from_forward and not view.forward,
        team: team,
        words_cards.NOTED.format(count=len(case.notes)): case.notes,
    }
    return [text for text, holds in said.items() if holds]


def _linked(case: Case) -> list[str]:
    """Return the cases that this one belongs to, a line for each reason."""
    notes = []
    for kind, label in words_cards.LINKS.items():
        others = [case_number(link.other) for link in case.links if link.kind is kind]
        if others:
            listed = ", ".join(others[:_LISTED_LINKS])
            if more := len(others[_LISTED_LINKS:]):
                listed = words_cards.MORE.format(listed=listed, count=more)
            notes.append(f"{label}: {listed}")
    return notes


def open_tasks(case: Case) -> str:
    """Return the deeds behind the letters that say "done": how many, and which are open."""
    tasks = [task for line in case.lines for task in line.tasks]
    waiting = [(line.type, task) for line in case.lines for task in line.open_tasks]
    if not tasks or case.state is CaseState.CLOSED:
        return ""
    rows = [words_cards.TASKS.format(done=len(tasks) - len(waiting), count=len(tasks))]
    several = len({kind for kind, _ in waiting}) > 1  # the same system may be there for each
    for kind, task in waiting[:_LISTED_TASKS]:
        line = f"{titles((kind,))}: " if several else ""
        due = words_cards.TASK_DUE.format(day=day(task.due)) if task.due else ""
        rows.append(f"• {line}{escape(cut(task.system, 80))} ({escape(cut(task.owner, 60))}{due})")
    if len(waiting) > _LISTED_TASKS:
        rows.append(words_cards.MORE_TASKS.format(count=len(waiting) - _LISTED_TASKS))
    return "\n".join(rows)
