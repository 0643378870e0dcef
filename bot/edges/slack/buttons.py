"""The buttons of a card: a row each, drawn only where `MOVES` allows their command."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.core import commands as c
from bot.core.case import Case
from bot.core.moves import is_legal
from bot.core.views import LetterView
from bot.edges.slack import words, words_buttons, words_letters
from bot.edges.slack.text import Block, button, plain

PREFIX = "case."


@dataclass(frozen=True, slots=True)
class Button:
    """One button: which command it leads to, and how it looks; its key finds its words."""

    key: str
    command: type[c.Command] | None
    style: str = ""

    @property
    def label(self) -> str:
        """Return what the button says."""
        return words_buttons.LABELS[self.key]

    @property
    def does(self) -> str:
        """Return its consequence in a sentence; empty where there is no room for one."""
        return words_buttons.DOES.get(self.key, "")


BUTTONS = (
    Button("approve", c.Approve, "primary"),
    Button("post", c.MarkPosted, "primary"),
    Button("undo", c.Undo, "danger"),
    Button("mark_sent", c.MarkSent),
    Button("send_again", c.SendAgain),
    Button("edit", c.Edit),
    Button("reclassify", c.Reclassify),
    Button("tasks", c.FinishTasks),
    Button("assign", c.Assign),
    Button("reopen", c.Reopen),
)

# A menu on a card holds five options (Slack's limit for `overflow`): the last one opens the rest.
MORE = (
    Button("message", None),
    Button("claim", c.Claim),
    Button("letter", c.PutDraft),
    Button("close", c.Close),
    Button("all", None),
)

REST = (
    Button("history", None),
    Button("original", None),
    Button("note", c.WriteNote),
    Button("snooze", c.Snooze),
    Button("day0", c.SetDayZero),
    Button("wake", c.Wake),
    Button("refer", c.Refer),
    Button("spam", c.MarkSpam),
    Button("restrict", c.Move),
    Button("link", c.LinkCase),
    Button("unlink", c.UnlinkCase),
    Button("merge", c.Merge),
    Button("split", c.Split),
    Button("forward", c.ConfirmForward),
)

INSIDE = (
    Button("entry", c.Reclassify),
    Button("both", None),
)
"""Buttons that stand elsewhere: in a modal, or under two letters."""

EVERY = (*BUTTONS, *MORE, *REST, *INSIDE)
COMMANDS = {row.key: row.command for row in EVERY if row.command is not None}


def value_of(case: Case, letter: LetterView | None) -> str:
    """Return what a click carries: case, letter and the digest of the text on screen."""
    if letter is None:
        return f"{case.id}:0:"
    return f"{case.id}:{letter.letter.id}:{letter.letter.digest}"


def drawn(
    case: Case, letter: LetterView | None, rows: tuple[Button, ...], only_letter: bool = False
) -> list[Button]:
    """Return the buttons whose command is legal now."""
    found = []
    for row in rows:
        about_letter = row.command is not None and issubclass(row.command, c.LetterCommand)
        if only_letter and not about_letter:
            continue
        if row.key in _NEEDED and not _NEEDED[row.key](case):
            continue
        if row.key == "approve" and letter is not None and letter.blocked:
            continue
        if row.command is None or is_legal(case, row.command, letter.letter if letter else None):
            found.append(row)
    return found


# What must be there beside a state that allows the command.
_NEEDED: dict[str, Callable[[Case], bool]] = {
    "tasks": lambda case: any(line.open_tasks for line in case.lines),
    "snooze": lambda case: case.snoozed_until is None,
    "unlink": lambda case: bool(case.links),
    "split": lambda case: len(case.open_lines) > 1,
    "wake": lambda case: case.snoozed_until is not None,
}


def _label(row: Button, letter: LetterView | None) -> str:
    """Return what a button says: nothing is sent of a letter that goes by post."""
    on_paper = letter is not None and letter.letter.recipient.by_post
    return words_letters.ON_PAPER.get(row.key, row.label) if on_paper else row.label


def _named(row: Button, letter: LetterView | None) -> str:
    """Return what a button says where two letters are on a card."""
    return words_buttons.NAMED.get(row.key, _label(row, letter))


def _whose(letter: LetterView) -> str:
    return words.TO.get(letter.letter.audience) or f": {letter.title}"


def action_block(
    case: Case, letter: LetterView | None, *, more: bool = True, only_letter: bool = False
) -> Block | None:
    """Return the row of buttons for a letter of a case, or None if nothing is legal."""
    value = value_of(case, letter)
    # Two letters on one card: the second one's buttons say whose they are.
    whose = _whose(letter) if letter and only_letter else ""
    elements = [
        button(
            f"{PREFIX}{row.key}",
            f"{_named(row, letter)}{whose}" if whose else _label(row, letter),
            value,
            "" if whose else row.style,
        )
        for row in drawn(case, letter, BUTTONS, only_letter)
    ]
    if more:
        options = [
            {"text": plain(row.label, 75), "value": f"{row.key}:{case.id}"}
            for row in drawn(case, letter, MORE)
        ]
        elements.append({"type": "overflow", "action_id": f"{PREFIX}more", "options": options})
    if not elements:
        return None
    number = letter.letter.id if letter else 0
    return {"type": "actions", "block_id": f"do:{case.id}:{number}", "elements": elements}
