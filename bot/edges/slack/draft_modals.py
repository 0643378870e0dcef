"""Modals in which a draft is approved or edited: exactly the text that leaves, nothing else.

Pure, sends nothing. What staff did not touch comes back as it was, byte for byte: Slack may
trim an input or change its line ends, so an untouched part is taken from the draft itself. The
inputs hold each paragraph in one line, as wide as the screen; what staff touched is wrapped anew.
"""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.case import CaseLetter, LetterState
from bot.core.mail import Address
from bot.core.views import CaseView, LetterView, Note
from bot.edges.slack import words, words_cards, words_letters, words_windows
from bot.edges.slack.modals import field_input, modal, option
from bot.edges.slack.text import (
    COLUMNS,
    Block,
    context,
    escape,
    fields,
    letter_text,
    pieces,
    plain,
    reflowed,
)

_INPUT = 2000  # characters of one input; Slack allows 3000, so there is room to write
_LONGEST = 3000
ATTACH = "attach"
_MAY_ATTACH = {"client", "organisation"}
CHECK = "check"  # prefix of the block of one warning


def approve(view: CaseView, one: LetterView) -> Block:
    """Return the letter exactly as it will be sent, to be approved; a tick for each warning."""
    letter = one.letter
    language = words.LANGUAGES.get(letter.lang, letter.lang)
    blocks = [
        fields(
            [
                (words_letters.TO, escape(_mailbox(letter.recipient))),
                (words_windows.LETTER, escape(f"{one.title}, {language}")),
                (words_letters.SUBJECT, escape(letter.subject)),
                (words_letters.RESTS_ON, escape(letter.section or words_letters.NO_SECTION)),
            ]
        ),
        *letter_text(letter.text),
    ]
    if letter.attach_original:
        blocks.append(context(words_cards.ATTACHED))
    blocks += [_tick(note) for note in one.warnings]
    if one.second:
        blocks.append(
            context(words_letters.TWO_MUST_APPROVE.format(why=escape("; ".join(one.second))))
        )
    first = bool(one.second) and not letter.approved_by
    if first:
        blocks.append(context(words_letters.FIRST_OF_TWO))
    on_paper = letter.recipient.by_post
    blocks.append(context(words_letters.PRINTED if on_paper else words_letters.SENT_EXACTLY))
    return modal(
        "approve",
        words_letters.ON_PAPER["approve"] if on_paper else words_letters.APPROVE_AND_SEND,
        blocks,
        words_letters.APPROVE if on_paper or first else words_letters.SEND,
        case=view.case.id,
        letter=letter.id,
        digest=letter.digest,
        seen=view.newest_mail,
    )


def both(view: CaseView, letters: Sequence[LetterView]) -> Block:
    """Return letters to different people exactly as they will be sent, to be approved together."""
    blocks: list[Block] = []
    ticks: dict[str, Block] = {}
    for one in letters:
        letter = one.letter
        heading = words_letters.TITLE_TO.format(title=one.title, whom=_mailbox(letter.recipient))
        blocks.append({"type": "section", "text": plain(heading, 300)})
        blocks.append(context(words_letters.SUBJECT_IS.format(subject=escape(letter.subject))))
        blocks += letter_text(letter.text)
        if letter.attach_original:
            blocks.append(context(words_cards.ATTACHED))
        ticks |= {note.key: _tick(note) for note in one.warnings}
    blocks += ticks.values()
    blocks.append(context(words_letters.BOTH_DOES))
    return modal(
        "both",
        words_letters.APPROVE_BOTH,
        blocks,
        words_letters.SEND_BOTH,
        case=view.case.id,
        letters=[[one.letter.id, one.letter.digest] for one in letters],
        seen=view.newest_mail,
    )


def together(view: CaseView) -> list[LetterView]:
    """Return the drafts that one person may approve at once: to several people, in one go."""
    drafts = [one for one in view.letters if one.letter.state is LetterState.DRAFT]
    drafts = [one for one in drafts if not one.blocked and not one.second]
    first: dict[str, LetterView] = {}
    for one in drafts:
        first.setdefault(one.letter.recipient.email, one)
    return list(first.values())[:2] if len(first) > 1 else []


def _tick(note: Note) -> Block:
    """Return one warning with a box of its own, which stands for this finding and no other."""
    box: Block = {"type": "checkboxes", "options": [option(note.key, words_windows.CHECKED)]}
    whole = {"label": plain(f"⚠ {note.message}", 2000)}
    return field_input(f"{CHECK}{note.key}", "", box) | whole


def ticked(found: Mapping[str, Any]) -> frozenset[str]:
    """Return the findings whose boxes are ticked."""
    boxes = [found[block] or [] for block in found if block.startswith(CHECK)]
    return frozenset(key for box in boxes for key in box)


def unticked(found: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with an approval, by block: a box that was left empty."""
    said = words_letters.UNTICKED
    return {block: said for block in found if block.startswith(CHECK) and not found[block]}


def edit(view: CaseView, one: LetterView) -> Block:
    """Return the letter in inputs, a long text in several."""
    letter = one.letter
    parts = pieces(letter.text, _INPUT)
    blocks = [
        field_input(
            "subject",
            words_letters.SUBJECT,
            {"type": "plain_text_input", "initial_value": letter.subject, "max_length": 200},
        )
    ]
    for index, (part, _) in enumerate(parts):
        label = (
            words_letters.TEXT
            if len(parts) == 1
            else words_letters.TEXT_PART.format(part=index + 1, parts=len(parts))
        )
        element = {
            "type": "plain_text_input",
            "multiline": True,
            "initial_value": reflowed(part),
            "max_length": _LONGEST,
        }
        blocks.append(field_input(f"text{index}", label, element, optional=index > 0))
    if letter.audience in _MAY_ATTACH:
        blocks.append(_attach(letter))
    blocks.append(context(words_letters.EDIT_DOES))
    return modal(
        "edit",
        words_letters.EDIT_LETTER,
        blocks,
        words_windows.SAVE,
        case=view.case.id,
        letter=letter.id,
        digest=letter.digest,
    )


def _attach(letter: CaseLetter) -> Block:
    """Return the box for the original mail; it is never ticked beforehand."""
    choice = option("original", words_letters.ATTACH)
    box: Block = {"type": "checkboxes", "options": [choice]}
    if letter.attach_original:
        box["initial_options"] = [choice]
    return field_input(
        ATTACH, words_letters.ATTACHMENT, box, words_letters.ATTACH_HINT, optional=True
    )


def attaches(found: Mapping[str, Any]) -> bool | None:
    """Return whether the original is to be attached; None where that was not asked."""
    return bool(found[ATTACH]) if ATTACH in found else None


def typed(found: Mapping[str, Any]) -> str:
    """Return all words that the inputs hold, to see whether there are any."""
    return "".join(str(found[block] or "") for block in found if block.startswith("text"))


def edited_text(found: Mapping[str, Any], before: str) -> str:
    """Return the text that the inputs say; a part that nobody touched is as it was."""
    said: list[str] = []
    for index, (part, between) in enumerate(pieces(before, _INPUT)):
        value = str(found.get(f"text{index}") or "")
        if _same(value, reflowed(part)):
            said += [part, between]
        elif value.strip():
            said += [_laid_out(_even(value).rstrip("\n"), part), between]
    return "".join(said)


def _laid_out(edited: str, before: str) -> str:
    """Return an edited part with its changed paragraphs wrapped; the words stay as typed."""
    kept = {reflowed(one).strip(): one for one in before.split("\n\n")}
    return "\n\n".join(
        kept.get(one.strip()) or "\n".join(map(_narrow, one.split("\n")))
        for one in edited.split("\n\n")
    )


def _narrow(line: str) -> str:
    if len(line) <= COLUMNS:
        return line
    indent = "  " if line.startswith(("- ", "* ")) else ""
    return textwrap.fill(
        line,
        COLUMNS,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def edited_subject(found: Mapping[str, Any], before: str) -> str:
    """Return the subject as one line; as it was if nobody touched it."""
    value = " ".join(str(found.get("subject") or "").split())
    return before if value == " ".join(before.split()) else value


def _even(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _same(value: str, part: str) -> bool:
    """Tell whether an input still says its part, whatever was trimmed at its ends."""
    return _even(value).strip() == _even(part).strip()


def _mailbox(address: Address) -> str:
    if address.by_post:
        return f"{address.name}\n{address.postal}"
    return f"{address.name} <{address.email}>" if address.name else address.email
