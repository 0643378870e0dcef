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
from bot.edges.slack.words_buttons import LABELS

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
        both = button("case.both", LABELS["both"], value)
        blocks.append({"type": "actions", "elements": [both]})
    if len(live) > _LETTERS:
        blocks.append(context(words_cards.MORE_DRAFTS.format(count=len(live) - _LETTERS)))
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
        words_cards.TO_IN.format(whom=to_whom(letter.recipient), language=language),
    ]
    if letter.attach_original:
        lines.append(words_cards.ATTACHED)
    if letter.fallback_language:
        lines.append(words_cards.FALLBACK)
    if letter.state is LetterState.QUEUED and letter.send_after:
        lines.append(words_cards.LEAVES.format(moment=moment(letter.send_after)))
    if letter.state is LetterState.TO_POST:
        lines.append(words_cards.BY_POST)
    if happened := fate(view, one):
        lines.append(happened)
    if letter.state is LetterState.AWAITING_SECOND:
        lines.append(_awaited(one))
    elif letter.approved_by:
        lines.append(words_cards.APPROVED_BY.format(who=_people(letter.approved_by)))
    if one.second and letter.state in _UNDECIDED:
        why = escape(cut("; ".join(one.second), 500))
        lines.append(words_cards.NEEDS_SECOND.format(why=why))
    blocks = [section("\n".join(lines))]
    if letter.state in _UNDECIDED and excerpt:
        blocks.append(quote(reflowed(letter.text), _SHOWN, subject=letter.subject))
    if one.notes:
        notes = [
            words_cards.MARKS[note.severity].format(note=escape(cut(note.message, 400)))
            for note in one.notes[:6]
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
    return words_cards.AWAITED.format(first=_people(letter.approved_by), out=_people(out))


def _sent_line(one: LetterView) -> str:
    who = _people(one.letter.approved_by)
    when = moment(one.letter.settled_at) if one.letter.settled_at else ""
    said = words_cards.SENT[one.letter.recipient.by_post]
    return said.format(title=escape(cut(one.title, NAME)), moment=when, who=who)


def to_whom(who: Address) -> str:
    """Return a recipient, as little of it as tells one from another."""
    return words_cards.POSTAL if who.by_post else escape(cut(masked(who.email), NAME))
