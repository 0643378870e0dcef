"""Modals about a whole case: who has it, until when, what colleagues should know; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from bot.core.case import Case
from bot.core.case_scenes import TEAMS, dated_by_law
from bot.core.catalogue import titles
from bot.core.views import CaseView, Original
from bot.edges.slack import words
from bot.edges.slack.buttons import PREFIX, REST, drawn
from bot.edges.slack.cards import number
from bot.edges.slack.modals import field_input, modal, select
from bot.edges.slack.text import Block, button, context, cut, day, escape, moment, section

NOTE_CHARACTERS = 2000
_MOST_ORIGINALS = 30


def everything(view: CaseView) -> Block:
    """Return the actions that a card has no room for, each with its consequence."""
    rows = drawn(view.case, None, REST)
    blocks = [
        section(f"*{row.label}*\n{row.does}")
        | {"accessory": button(f"{PREFIX}{row.key}", row.label, f"{view.case.id}:0:")}
        for row in rows
    ]
    return modal("all", f"Case {number(view.case)}", blocks)


def assign(view: CaseView, people: Mapping[str, str]) -> Block:
    """Return those who may act, by id and name, to be chosen from."""
    if not people:
        return modal("notice", "Assign", [section(words.NOBODY_TO_ASSIGN)])
    blocks = [
        field_input("assignee", "Who takes this case", select(people, view.case.assignee)),
        context("Everybody here may act on cases. Nothing is sent."),
    ]
    return modal("assign", "Assign", blocks, "Assign", case=view.case.id)


def snooze(view: CaseView) -> Block:
    """Return a day to choose; the next one as a proposal."""
    proposed = view.today + timedelta(days=1)
    last = view.case.due
    until = f" It is due on {day(last)}; no later day can be chosen." if last else ""
    picker = {"type": "datepicker", "initial_date": proposed.isoformat()}
    blocks = [
        section(
            "The case stays as it is and keeps its due date. Until nine in the morning of that"
            " day it is marked as snoozed and gives no early reminders; then it wakes by itself,"
            f" and a further mail wakes it at once.{until}"
        ),
        field_input("until", "Wake up on", picker),
    ]
    return modal("snooze", "Snooze the case", blocks, "Snooze", case=view.case.id)


def refer(view: CaseView) -> Block:
    """Return the teams, and what becomes of the case."""
    stays = [line.type for line in view.case.lines if not line.outcome and dated_by_law(line)]
    what = (
        f"*The case stays open*: {titles(stays)} must be answered by us, whoever helps."
        if stays
        else "*The case is then closed* as referred; a reply or Reopen opens it again."
    )
    blocks = [
        section(
            "Nothing is sent to anybody. Please tell that team yourself; “Find the original”"
            f" says where the mail lies. {what}"
        ),
        field_input("team", "Who answers it", select({team: words.TEAMS[team] for team in TEAMS})),
    ]
    case = view.case
    return modal("refer", "Refer the case", blocks, "Refer", case=case.id, version=case.version)


def note(view: CaseView) -> Block:
    """Return an input for a note."""
    element = {"type": "plain_text_input", "multiline": True, "max_length": NOTE_CHARACTERS}
    blocks = [
        field_input("text", "Note", element),
        context(
            "It stays in the bot's own database: the thread only says that you wrote one, and"
            " the history shows it. It is forgotten together with the case."
        ),
    ]
    return modal("note", "Write a note", blocks, "Save", case=view.case.id)


def original(case: Case, places: Sequence[Original]) -> Block:
    """Return where each mail lies, and how to find it there."""
    blocks = [section("Look for the Message-ID in your mail program. Nothing is opened here.")]
    for one in places[:_MOST_ORIGINALS]:
        where = "filed away after reading" if one.filed else (one.folder or "no copy known")
        rows = [
            f"*Mailbox* {escape(one.account)}, *folder* {escape(where)}",
            f"*Received* {moment(one.received_at)}, *size* {one.size:,} bytes",
            f"*Message-ID* {escape(cut(one.message_id, 200)) or 'none'}",
        ]
        if one.attachments:
            rows.append(f"*Not opened* {_names(one.attachments)}")
        blocks.append(section("\n".join(rows)))
    if len(places) > _MOST_ORIGINALS:
        blocks.append(context(f"and {len(places) - _MOST_ORIGINALS} more"))
    if not places:
        blocks.append(section("No mail of this case is known any more."))
    return modal("notice", f"Mail of {number(case)}", blocks)


def _names(names: Iterable[str]) -> str:
    return cut(", ".join(escape(cut(name, 80)) for name in names), 800)


def day_of(found: Mapping[str, str]) -> date | None:
    """Return the chosen day of a snooze."""
    try:
        return date.fromisoformat(found.get("until") or "")
    except ValueError:
        return None
