"""The Home tab: the queue for staff, a page without data for everybody else."""

from collections.abc import Sequence
from datetime import date

from bot.core.case import Case
from bot.core.catalogue import titles
from bot.edges.slack import words
from bot.edges.slack.cards import number
from bot.edges.slack.text import Block, button, context, day, escape, header, section


def stranger() -> Block:
    """Return the page for people who may not see cases."""
    blocks = [
        header("Privacy inbox triage"),
        section("This page is for the privacy team. " + words.NOT_ALLOWED),
    ]
    return {"type": "home", "blocks": blocks}


def queue(cases: Sequence[Case], counts: dict[str, int], today: date) -> Block:
    """Return the queue, the earliest due date first."""
    overdue = counts.get("overdue", 0)
    summary = (
        f"*{counts.get('open', 0)}* open · *{counts.get('waiting_requester', 0)}* waiting for the"
        f" requester · *{counts.get('handed_over', 0)}* with a client or organisation · "
        f"*{overdue}* overdue"
    )
    blocks = [
        header("Privacy queue"),
        section(summary),
        {"type": "actions", "elements": [button("home.refresh", "Refresh", "refresh")]},
        {"type": "divider"},
    ]
    blocks += [_row(case, today) for case in cases]
    if not cases:
        blocks.append(section("Nothing is waiting. New mail appears here by itself."))
    live = sum(counts.get(state, 0) for state in ("open", "waiting_requester", "handed_over"))
    shown = f"The first {len(cases)} of {live}. " if live > len(cases) else ""
    blocks.append(context(f"{shown}The earliest due date first. Closed cases are not shown."))
    return {"type": "home", "blocks": blocks}


def _row(case: Case, today: date) -> Block:
    due = "no deadline"
    if case.due:
        late = (today - case.due).days
        due = f"⚠ overdue since {day(case.due)}" if late > 0 else f"due {day(case.due)}"
    owner = f"<@{case.assignee}>" if case.assignee else "nobody yet"
    party = f" · {escape(case.entry_name)}" if case.entry_name else ""
    text = (
        f"*{number(case)}* {titles(case.types)}{party}\n"
        f"{words.STATES[case.state]} · {due} · {owner}"
    )
    return section(text) | {"accessory": button("case.message", "Read", f"{case.id}:0:")}
