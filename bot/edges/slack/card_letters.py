"""The letters of a card: what each still wants, or who did what when it is over; pure."""

from collections.abc import Iterable

from bot.core.case import BOT, CaseState, LetterState
from bot.core.mail import Address
from bot.core.redact import masked
from bot.core.views import CaseView, LetterView
from bot.edges.slack import words, words_cards
from bot.edges.slack.buttons import action_block
from bot.edges.slack.draft_modals import together
from bot.edges.slack.fates import fate
from bot.edges.slack.text import (
    Block,
    button,
    context,
    cut,
    escape,
    moment,
    quote,
    reflowed,
    section,
)

NAME = 120  # characters of any one name
_SHOWN = 400  # characters of a draft on the card; the whole is in the modal
_LETTERS = 3  # letters shown at once
_UNDECIDED = {LetterState.DRAFT, LetterState.AWAITING_SECOND}
OVER = {LetterState.SENT, LetterState.VOID}


def letters(view: CaseView, excerpt: bool) -> list[Block]:
    """Return each letter that still wants something, or who did what when it is over."""
    case = view.case
    blocks: list[Block] = []
    live = [one for one in view.letters if one.letter.state not in OVER]
    for index, one in enumerate(live[:_LETTERS]):
        blocks += _letter(view, one, excerpt)
        row = action_block(case, one, more=index == 0, only_letter=index > 0)
        if row:
            blocks.append(row)
    if case.state is not CaseState.CLOSED and len(together(view)) > 1:
        value = f"{case.id}:0:"
        both = button("case.both", "Read and approve both letters", value)
        blocks.append({"type": "actions", "elements": [both]})
    if len(live) > _LETTERS:
        blocks.append(context(f"{len(live) - _LETTERS} more drafts follow when these are settled."))
    if not view.letters and case.state is not CaseState.CLOSED:
        blocks.append(context(words_cards.NO_DRAFT))
    if not live and (row := action_block(case, None)):
        blocks.append(row)
    done = [one for one in view.letters if one.letter.state is LetterState.SENT]
    if done:
        blocks.append(context(*[_sent_line(one) for one in done[-3:]]))
    return blocks


def _letter(view: CaseView, one: LetterView, excerpt: bool) -> list[Block]:
    case, letter = view.case, one.letter
    if case.state is CaseState.CLOSED and letter.state is LetterState.DRAFT:
        return []
    language = words.LANGUAGES.get(letter.lang, letter.lang)
    lines = [
        f"*{words.LETTER_STATES[letter.state]}:* {escape(cut(one.title, NAME))}",
        f"To {to_whom(letter.recipient)}, in {language}",
    ]
    if letter.attach_original:
        lines.append(words_cards.ATTACHED)
    if letter.fallback_language:
        lines.append("There is no letter in the requester's language, so this one is in English.")
    if letter.state is LetterState.QUEUED and letter.send_after:
        lines.append(f"Leaves {moment(letter.send_after)}. Until then it can be undone.")
    if letter.state is LetterState.TO_POST:
        lines.append("It does not leave by e-mail: print it, post it, and say so here.")
    if happened := fate(view, one):
        lines.append(happened)
    if letter.state is LetterState.AWAITING_SECOND:
        lines.append(_awaited(one))
    elif letter.approved_by:
        lines.append("Approved by " + _people(letter.approved_by))
    if one.second and letter.state in _UNDECIDED:
        lines.append("Needs a second approver: " + escape(cut("; ".join(one.second), 500)) + ".")
    blocks = [section("\n".join(lines))]
    if letter.state in _UNDECIDED and excerpt:
        blocks.append(quote(reflowed(letter.text), _SHOWN, subject=letter.subject))
    if one.notes:
        marks = {"error": "⛔ Blocks sending:", "warning": "⚠ Please check:"}
        notes = [
            f"{marks[note.severity]} {escape(cut(note.message, 400))}" for note in one.notes[:6]
        ]
        blocks.append(context("\n".join(notes)))
    return blocks


def _people(users: Iterable[str]) -> str:
    return ", ".join(f"<@{user}>" for user in users)


def _awaited(one: LetterView) -> str:
    """Say who approved first, and who may be the second."""
    letter = one.letter
    out = dict.fromkeys((*letter.approved_by, letter.drafted_by))
    out.pop(BOT, None)
    first = f"*Approved first by* {_people(letter.approved_by)}."
    return f"{first} *Awaited:* a second approver who is not {_people(out)}."


def _sent_line(one: LetterView) -> str:
    who = _people(one.letter.approved_by)
    when = moment(one.letter.settled_at) if one.letter.settled_at else ""
    how = "posted" if one.letter.recipient.by_post else "sent"
    return f"✉ {escape(cut(one.title, NAME))} {how} {when}, approved by {who}"


def to_whom(who: Address) -> str:
    """Return a recipient, as little of it as tells one from another."""
    return "a postal address" if who.by_post else escape(cut(masked(who.email), NAME))
