"""The buttons of a card: a row each, drawn only where `MOVES` allows their command."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.core import commands as c
from bot.core.case import Case
from bot.core.moves import is_legal
from bot.core.views import LetterView
from bot.edges.slack import words, words_letters
from bot.edges.slack.text import Block, button, plain

PREFIX = "case."


@dataclass(frozen=True, slots=True)
class Button:
    """One button: what it says, which command it leads to, and how it looks."""

    key: str
    label: str
    command: type[c.Command] | None
    style: str = ""
    does: str = ""  # the consequence in a sentence, where there is room for one


BUTTONS = (
    Button("approve", "Approve & send", c.Approve, "primary"),
    Button("post", "Print and post", c.MarkPosted, "primary"),
    Button("undo", "Undo: do not send", c.Undo, "danger"),
    Button("mark_sent", "It was delivered", c.MarkSent),
    Button("send_again", "Back to draft, to send again", c.SendAgain),
    Button("edit", "Edit", c.Edit),
    Button("reclassify", "Reclassify", c.Reclassify),
    Button("tasks", "Finish tasks", c.FinishTasks),
    Button("assign", "Assign", c.Assign),
    Button("reopen", "Reopen", c.Reopen),
)

# A menu on a card holds five options (Slack's limit for `overflow`): the last one opens the rest.
MORE = (
    Button("message", "Read the full message", None),
    Button("claim", "Take this case", c.Claim),
    Button("letter", "Choose another letter", c.PutDraft),
    Button("close", "Close without a letter", c.Close),
    Button("all", "All other actions", None),
)

REST = (
    Button("history", "Show the history", None, does="Everything that happened, with all notes."),
    Button("original", "Find the original", None, does="Where the mail lies in the mailbox."),
    Button(
        "note", "Write a note", c.WriteNote, does="For colleagues; it stays in the bot's database."
    ),
    Button("snooze", "Snooze", c.Snooze, does="Nobody is reminded until a day that you choose."),
    Button(
        "day0",
        "Count from an earlier day",
        c.SetDayZero,
        does="It had reached us before.",
    ),
    Button("wake", "Wake up now", c.Wake, does="Ends the snooze at once."),
    Button(
        "refer", "Refer", c.Refer, does="HR, press, safety or sales answer it; no mail is sent."
    ),
    Button(
        "spam", "Mark as spam", c.MarkSpam, does="Closes it without a letter; the reading is wrong."
    ),
    Button(
        "restrict",
        "Move to another channel",
        c.Move,
        does="Only that channel's members see it from then on.",
    ),
    Button("link", "Link", c.LinkCase, does="Two cases are shown on each other's card."),
    Button("unlink", "Unlink", c.UnlinkCase, does="They are shown on each other's card no more."),
    Button("merge", "Merge", c.Merge, does="Closes this case; another one goes on with its mails."),
    Button("split", "Split", c.Split, does="Some of what is asked becomes a case of its own."),
    Button(
        "forward",
        "Confirm who wrote it",
        c.ConfirmForward,
        does="Letters go to the person whose mail a colleague forwarded.",
    ),
)

INSIDE = (
    Button("entry", "It is not in the directory", c.Reclassify),
    Button("both", "Read and approve both letters", None),
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


_NAMED = {"edit": "Edit the letter"}  # where two letters are on a card


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
            f"{_NAMED.get(row.key, _label(row, letter))}{whose}" if whose else _label(row, letter),
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
