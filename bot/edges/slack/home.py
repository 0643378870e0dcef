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
from bot.edges.slack import modals, words, words_home, words_pages, words_said
from bot.edges.slack.text import Block, button, context, cut, day, escape, header, plain, section
from bot.flows.finding import COUNTED, WITH_TASKS, QueuePage

PREFIX = "home."
_TASKS = 2  # of one case
_LONGEST = 60  # characters of a directory entry's name in a row

_DIVIDER: Block = {"type": "divider"}
_STATES = {"": words_home.NOT_CLOSED, **{one.value: words.STATES[one] for one in CaseState}}
_DUES = {"": words_home.ANY_DUE, OVERDUE: words_home.OVERDUE, WITHIN: words_home.WITHIN}
_ASKED = {row.key: row.title for row in REQUEST_TYPES if not row.noise}
_TYPES = {"": words_home.EVERY_TYPE, **_ASKED}
_OWNERS = {"": words_home.ANYBODYS, MINE: words_home.MINE, NOBODY: words_home.NOBODYS}
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
        header(words_home.STRANGER_TITLE),
        section(words_home.STRANGER.format(why=words_said.NOT_ALLOWED)),
    ]
    return {"type": "home", "blocks": blocks}


def home(page: QueuePage | None, week: list[Block]) -> Block:
    """Return Home: the week for managers, the queue for approvers, both for who is both."""
    blocks = list(week)
    if page is not None:
        blocks += [*([_DIVIDER] if week else []), header(words_home.QUEUE)]
        blocks += [section(_summary(page.counts)), *_tasks(page), *_filters(page.shown)]
        tools = [
            button("home.refresh", words_home.REFRESH, "refresh"),
            button("home.search", words_home.SEARCH, "search"),
            button("home.new", words_home.NEW, "new"),
        ]
        if page.shown.filtered:
            tools.append(button("home.clear", words_home.CLEAR, "clear"))
        blocks += [{"type": "actions", "elements": tools}, _DIVIDER, *_rows(page)]
    return {"type": "home", "blocks": blocks}


def queue_modal(page: QueuePage) -> Block:
    """Return the same queue as a modal, for whoever is not on Home."""
    blocks = [section(_summary(page.counts)), *_filters(page.shown)]
    tools = [button("home.refresh", words_home.REFRESH, "refresh")]
    if page.shown.filtered:
        tools.append(button("home.clear", words_home.CLEAR, "clear"))
    blocks += [{"type": "actions", "elements": tools}, _DIVIDER, *_rows(page)]
    return modals.modal("queue", words_home.QUEUE, blocks)


def _summary(counts: dict[str, int]) -> str:
    late = counts.get("overdue", 0)
    return words_home.SUMMARY.format(
        open=counts.get("open", 0),
        waiting=counts.get("waiting_requester", 0),
        handed_over=counts.get("handed_over", 0),
        late="⚠ " if late else "",
        overdue=late,
    )


def _tasks(page: QueuePage) -> list[Block]:
    """Return the open fulfilment tasks of the reader's own cases."""
    if not page.tasks:
        return []
    rows = [_DIVIDER, section(words_home.YOUR_TASKS)]
    found = [(case_id, list(tasks)) for case_id, tasks in groupby(page.tasks, key=itemgetter(0))]
    for case_id, tasks in found[:WITH_TASKS]:
        text = f"*{case_number(case_id)}* {_summed_up([task for _, task in tasks], page.today)}"
        finish = button("case.tasks", words_home.FINISH_TASKS, f"{case_id}:0:")
        rows.append(section(text) | {"accessory": finish})
    if len(found) > WITH_TASKS:
        rows.append(context(words_home.MORE_CASES))
    return [*rows, _DIVIDER]


def _summed_up(tasks: Sequence[Task], today: date) -> str:
    """Return the tasks of one case in two lines: how many, by when, and the first of them."""
    first = tasks[0].due
    late = "⚠ " if first and first < today else ""
    many = words_home.OPEN_TASKS[len(tasks) != 1].format(count=len(tasks))
    if first:
        many = words_home.FIRST_DUE.format(many=many, late=late, day=day(first))
    names = ", ".join(
        f"{escape(cut(task.system, _LONGEST))} ({escape(cut(task.owner, _LONGEST))})"
        for task in tasks[:_TASKS]
    )
    if len(tasks) > _TASKS:
        names = words_home.AND_MORE.format(names=names, count=len(tasks) - _TASKS)
    return f"{many}\n{names}"


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
        "placeholder": plain(words_home.COLLEAGUES),
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
        empty = words_home.NOTHING_FITS if shown.filtered else words_pages.NOTHING_WAITS
        return [section(empty)]
    total = f"{page.total}"
    if page.total > COUNTED:
        total = words_home.MORE_THAN.format(count=COUNTED)
    order = words_home.NEWEST if shown.state == CaseState.CLOSED else words_home.EARLIEST
    last = page.first + len(page.cases) - 1
    said = words_home.SHOWN.format(first=page.first, last=last, total=total, order=order)
    blocks.append(context(said))
    turns = []
    if shown.page:
        turns.append(button("home.page.back", words_home.BEFORE, str(shown.page - 1)))
    if page.more and last < COUNTED:
        turns.append(button("home.page.on", words_home.NEXT, str(shown.page + 1)))
    if turns:
        blocks.append({"type": "actions", "elements": turns})
    return blocks


def row(case: Case, today: date) -> Block:
    """Return one case of a list: what it is, where it stands, whose it is, by when."""
    due = words_home.NO_DEADLINE
    if case.state is CaseState.CLOSED:
        due = words_home.NOTHING_OPEN
    elif case.due:
        late = (today - case.due).days
        due = (words_home.LATE if late > 0 else words_home.DUE).format(day=day(case.due))
    owner = f"<@{case.assignee}>" if case.assignee else words_home.NOBODY_YET
    party = f" · {escape(cut(case.entry_name, _LONGEST))}" if case.entry_name else ""
    text = (
        f"*{case.number}* {titles(case.types)}{party}\n{words.STATES[case.state]} · {due} · {owner}"
    )
    return section(text) | {"accessory": button("case.message", words_home.READ, f"{case.id}:0:")}
