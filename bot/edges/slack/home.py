"""The Home tab and the queue's modal: the queue for staff, the week for managers; pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from bot.core.case import Case, CaseState, Task
from bot.core.case_number import case_number
from bot.core.catalogue import REQUEST_TYPES, titles
from bot.core.queue import MINE, NOBODY, OVERDUE, WITHIN, Shown
from bot.edges.slack import modals, words, words_pages, words_said
from bot.edges.slack.text import Block, button, context, cut, day, escape, header, plain, section
from bot.flows.finding import COUNTED, WITH_TASKS, QueuePage

PREFIX = "home."
_TASKS = 2  # of one case
_LONGEST = 60  # characters of a directory entry's name in a row

_DIVIDER: Block = {"type": "divider"}
_STATES = {"": "Not closed", **{one.value: words.STATES[one] for one in CaseState}}
_DUES = {"": "Any due date", OVERDUE: "Overdue", WITHIN: "Due within seven days"}
_TYPES = {"": "Every type", **{row.key: row.title for row in REQUEST_TYPES if not row.noise}}
_OWNERS = {"": "Anybody's", MINE: "Mine", NOBODY: "Nobody's yet"}
_MENUS = {"state": _STATES, "due": _DUES, "type": _TYPES, "owner": _OWNERS}
_ALL = "all"  # instead of the empty value, which Slack does not allow


def kept(shown: Shown) -> str:
    """Return what a person chose as text to keep."""
    return json.dumps({key: value for key, value in asdict(shown).items() if value})


def chosen(text: str) -> Shown:
    """Return what `kept` wrote; what this version does not know filters nothing."""
    found = json.loads(text or "{}")
    known = {one.name for one in fields(Shown)}
    shown = Shown(**{key: value for key, value in found.items() if key in known})
    odd = {key: "" for key in ("state", "due", "type") if getattr(shown, key) not in _MENUS[key]}
    return shown.changed(**odd) if odd else shown


def after(shown: Shown, action: Block) -> Shown:
    """Return what a person sees after a click or choice on Home."""
    key = action["action_id"].removeprefix(PREFIX).partition(".")[0]
    if key == "clear":
        return Shown()
    if key == "page":
        return replace(shown, page=int(action["value"]))
    if key == "colleague":
        return shown.changed(owner=action.get("selected_user") or "")
    if key in _MENUS:
        value = action["selected_option"]["value"]
        return shown.changed(**{key: "" if value == _ALL else value})
    return shown


def stranger() -> Block:
    """Return the page for people who may not see cases."""
    blocks = [
        header("Privacy inbox triage"),
        section("This page is for the privacy team. " + words_said.NOT_ALLOWED),
    ]
    return {"type": "home", "blocks": blocks}


def home(page: QueuePage | None, week: list[Block]) -> Block:
    """Return Home: the week for managers, the queue for approvers, both for who is both."""
    blocks = list(week)
    if page is not None:
        blocks += [*([_DIVIDER] if week else []), header("Privacy queue")]
        blocks += [section(_summary(page.counts)), *_tasks(page), *_filters(page.shown)]
        tools = [
            button("home.refresh", "Refresh", "refresh"),
            button("home.search", "Search", "search"),
            button("home.new", "Log a request", "new"),
        ]
        if page.shown.filtered:
            tools.append(button("home.clear", "Clear the filters", "clear"))
        blocks += [{"type": "actions", "elements": tools}, _DIVIDER, *_rows(page)]
    return {"type": "home", "blocks": blocks}


def queue_modal(page: QueuePage) -> Block:
    """Return the same queue as a modal, for whoever is not on Home."""
    blocks = [section(_summary(page.counts)), *_filters(page.shown)]
    tools = [button("home.refresh", "Refresh", "refresh")]
    if page.shown.filtered:
        tools.append(button("home.clear", "Clear the filters", "clear"))
    blocks += [{"type": "actions", "elements": tools}, _DIVIDER, *_rows(page)]
    return modals.modal("queue", "Privacy queue", blocks)


def _summary(counts: dict[str, int]) -> str:
    late = counts.get("overdue", 0)
    return (
        f"*{counts.get('open', 0)}* open · *{counts.get('waiting_requester', 0)}* waiting for the"
        f" requester · *{counts.get('handed_over', 0)}* with a client or organisation · "
        f"{'⚠ ' if late else ''}*{late}* overdue"
    )


def _tasks(page: QueuePage) -> list[Block]:
    """Return the open fulfilment tasks of the reader's own cases."""
    if not page.tasks:
        return []
    rows = [_DIVIDER, section("*Your tasks:* what is open in the cases that are yours")]
    found = [(case_id, list(tasks)) for case_id, tasks in groupby(page.tasks, key=itemgetter(0))]
    for case_id, tasks in found[:WITH_TASKS]:
        text = f"*{case_number(case_id)}* {_summed_up([task for _, task in tasks], page.today)}"
        finish = button("case.tasks", "Finish tasks", f"{case_id}:0:")
        rows.append(section(text) | {"accessory": finish})
    if len(found) > WITH_TASKS:
        rows.append(context("More of your cases have open tasks: choose “Mine” below."))
    return [*rows, _DIVIDER]


def _summed_up(tasks: Sequence[Task], today: date) -> str:
    """Return the tasks of one case in two lines: how many, by when, and the first of them."""
    first = tasks[0].due
    late = "⚠ " if first and first < today else ""
    many = f"{len(tasks)} open task{'s' if len(tasks) > 1 else ''}"
    due = f", {late}the first due {day(first)}" if first else ""
    names = [
        f"{escape(cut(task.system, _LONGEST))} ({escape(cut(task.owner, _LONGEST))})"
        for task in tasks[:_TASKS]
    ]
    more = f" and {len(tasks) - _TASKS} more" if len(tasks) > _TASKS else ""
    return f"{many}{due}\n{', '.join(names)}{more}"


def _filters(shown: Shown) -> list[Block]:
    """Return the menus; another choice is another block, else Slack keeps what it showed."""
    elements = []
    for key, options in _MENUS.items():
        now = getattr(shown, key)
        named = {value or _ALL: label for value, label in options.items()}
        menu = modals.select(named, (now if now in options else "") or _ALL)
        elements.append(menu | {"action_id": f"{PREFIX}{key}"})
    colleague: Block = {
        "type": "users_select",
        "action_id": f"{PREFIX}colleague",
        "placeholder": plain("A colleague's"),
    }
    if shown.owner not in _OWNERS:
        colleague["initial_user"] = shown.owner
    mark = hashlib.sha256(kept(shown.changed()).encode()).hexdigest()[:12]
    block = {"type": "actions", "block_id": f"filters:{mark}", "elements": [*elements, colleague]}
    return [block]


def _rows(page: QueuePage) -> list[Block]:
    shown = page.shown
    blocks = [row(case, page.today) for case in page.cases]
    if not blocks:
        empty = "Nothing fits these filters." if shown.filtered else words_pages.NOTHING_WAITS
        return [section(empty)]
    total = f"{page.total}" if page.total <= COUNTED else f"more than {COUNTED:,}"
    order = "the newest first" if shown.state == CaseState.CLOSED else "the earliest due date first"
    last = page.first + len(page.cases) - 1
    blocks.append(context(f"{page.first} to {last} of {total}, {order}."))
    turns = []
    if shown.page:
        turns.append(button("home.page.back", "Previous page", str(shown.page - 1)))
    if page.more and last < COUNTED:
        turns.append(button("home.page.on", "Next page", str(shown.page + 1)))
    if turns:
        blocks.append({"type": "actions", "elements": turns})
    return blocks


def row(case: Case, today: date) -> Block:
    """Return one case of a list: what it is, where it stands, whose it is, by when."""
    due = "no deadline"
    if case.state is CaseState.CLOSED:
        due = "nothing open"
    elif case.due:
        late = (today - case.due).days
        due = f"⚠ overdue since {day(case.due)}" if late > 0 else f"due {day(case.due)}"
    owner = f"<@{case.assignee}>" if case.assignee else "nobody yet"
    party = f" · {escape(cut(case.entry_name, _LONGEST))}" if case.entry_name else ""
    text = (
        f"*{case.number}* {titles(case.types)}{party}\n{words.STATES[case.state]} · {due} · {owner}"
    )
    return section(text) | {"accessory": button("case.message", "Read", f"{case.id}:0:")}
