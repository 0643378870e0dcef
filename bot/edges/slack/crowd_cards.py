"""Cards of many cases: a batch of one template, a flood, and what is left of an absorbed card."""

from collections import Counter

from bot.core.batch import is_known
from bot.core.case import Case, LetterState
from bot.core.case_number import case_number
from bot.core.catalogue import titles
from bot.core.redact import masked
from bot.core.views import AbsorbedView, BatchView, FloodView
from bot.edges.slack import words
from bot.edges.slack.text import Block, button, context, day, escape, fields, header, section

_LISTED = 10
_KINDS = 4  # of letters that have a button
_WAITS = (LetterState.DRAFT,)
_LEAVING = (LetterState.QUEUED, LetterState.SENDING)
_STATES = {
    LetterState.SENT: "sent",
    LetterState.QUEUED: "leaving soon",
    LetterState.SENDING: "being sent",
    LetterState.DRAFT: "to approve",
}
BRING = 20  # cards that one click brings out of a flood


def name_of(batch: int) -> str:
    """Return a batch's number as people write it."""
    return f"B-{batch:03d}"


def whom(case: Case) -> str:
    """Return the person of an item, as little as tells one from another."""
    person = case.person if case.person.email or case.person.name else case.requester
    return escape(masked(person.email) if person.email else person.name)


def absorbed_text(view: AbsorbedView) -> str:
    """Return what a card says whose case is on its batch's card."""
    return f"{case_number(view.case_id)} is decided with its batch {name_of(view.batch)}."


def absorbed(view: AbsorbedView) -> list[Block]:
    """Return the line that stands for a case of a batch."""
    return [context(absorbed_text(view))]


def batch_text(view: BatchView) -> str:
    """Return a batch for notifications: no agent, no person."""
    count, waiting = len(view.cases), sum(_waiting(view).values())
    return f"{name_of(view.batch.id)}: {count} × {titles(view.batch.types)}, {waiting} to approve."


def batch(view: BatchView) -> list[Block]:
    """Return the card of a batch."""
    waiting, leaving = _waiting(view), view.with_state(*_LEAVING)
    sent = view.with_state(LetterState.SENT)
    drafted = len(view.with_state(*_WAITS))
    known = sum(is_known(case) for case in view.cases)
    due = min((case.due for case in view.cases if case.due), default=None)
    pairs = [
        ("Sent by", _source(view)),
        ("Addresses", f"{len(view.cases) - known} unknown, {known} known"),
        ("Letters", f"{drafted} drafted · {len(leaving)} leaving · {len(sent)} sent"),
        ("Earliest due", day(due) if due else "No open deadline"),
    ]
    blocks = [
        header(f"{name_of(view.batch.id)} · {len(view.cases)} × {titles(view.batch.types)}"),
        fields(pairs),
        section(_authority(view)),
    ]
    blocks += _letters(view, waiting)
    if more := _more(view):
        blocks.append(section(more))
    blocks.append(section(_items(view)))
    if actions := _actions(view, waiting, leaving=bool(leaving)):
        blocks.append(
            {"type": "actions", "block_id": f"batch:{view.batch.id}", "elements": actions}
        )
    blocks.append(
        context(
            "Each case keeps its own date, letter and log. What changes, is answered or needs two"
            " people leaves the batch and gets its own card."
        )
    )
    return blocks


def _source(view: BatchView) -> str:
    if view.batch.from_people:
        return "People's own mailboxes, in one wording"
    return f"{escape(view.batch.agent)}, in one template"


def _authority(view: BatchView) -> str:
    agent = view.agent
    if view.batch.from_people:
        return (
            "*Nobody asks for others here:* each person wrote in their own name, with a tool or"
            " by a letter that is public. Each proves who they are on their own."
        )
    if not agent.authority:
        return "*The agent's authority:* nobody has noted yet how this agent proves it."
    said = f"*The agent's authority:* {words.AUTHORITIES[agent.authority]}"
    note = f" ({escape(agent.note)})" if agent.note else ""
    return f"{said}{note}. Noted by <@{agent.noted_by}>."


def _waiting(view: BatchView) -> dict[tuple[str, str], int]:
    """Return how many letters of each kind wait for approval, by key and title."""
    titles_of = dict(view.titles)
    drafts = view.with_state(*_WAITS)
    counts = Counter(one.key for case, one in drafts if not view.is_held(case, one))
    return {(key, titles_of.get(key, key)): count for key, count in counts.most_common()}


def _letters(view: BatchView, waiting: dict[tuple[str, str], int]) -> list[Block]:
    """Return what can be approved, and what has to wait until tasks are finished."""
    rows = [f"• {count} × {escape(title)}" for (_, title), count in waiting.items()]
    titles_of = dict(view.titles)
    drafts = view.with_state(*_WAITS)
    held = Counter(one.key for case, one in drafts if view.is_held(case, one)).most_common()
    later = [f"• {count} × {escape(titles_of.get(key, key))}" for key, count in held]
    parts = [
        ("*To read and approve; each leaves as a letter of its own:*", rows),
        ("*Not yet: the tasks of these cases are open, and this letter says “done”:*", later),
    ]
    return [section("\n".join([heading, *found])) for heading, found in parts if found]


def _more(view: BatchView) -> str:
    """Return how the very same words were read otherwise in some cases, if they were."""
    of_all = view.batch.types
    also = Counter(one for case in view.cases for one in case.types if one not in of_all)
    less = Counter(one for case in view.cases for one in of_all if one not in case.types)
    rows = [f"• {count} × also {titles((one,))}" for one, count in also.most_common()]
    rows += [f"• {count} × without {titles((one,))}" for one, count in less.most_common()]
    heading = "*The same words, read otherwise in some cases; their letters say what each asks:*"
    return "\n".join([heading, *rows]) if rows else ""


def _items(view: BatchView) -> str:
    rows = [
        f"{case.number} · {whom(case)} · {'known' if is_known(case) else 'unknown'}"
        f" · {_state(view, case)}"
        for case in view.cases[:_LISTED]
    ]
    if len(view.cases) > _LISTED:
        rows.append(f"and {len(view.cases) - _LISTED} more")
    return "\n".join(rows) or "No case is left in this batch."


def _state(view: BatchView, case: Case) -> str:
    """Return where the letters of an item stand, what was done first."""
    held = sum(view.is_held(case, letter) for letter in case.letters)
    counts = Counter(letter.state for letter in case.letters)
    counts[LetterState.DRAFT] -= held
    order = (LetterState.SENT, *_LEAVING, LetterState.DRAFT)
    known = [_count(counts[state], _STATES[state]) for state in order if counts[state]]
    known += [f"{held} waiting for tasks"] if held else []
    return ", ".join(known) or "no letter"


def _count(count: int, what: str) -> str:
    return what if count == 1 else f"{count} {what}"


def _actions(view: BatchView, waiting: dict[tuple[str, str], int], *, leaving: bool) -> list[Block]:
    value = str(view.batch.id)
    found = [
        button(
            f"batch.read.{at}",
            f"Read & approve {count}: {title.partition(' (')[0]}",
            f"{value}:{key}",
            "" if at else "primary",
        )
        for at, ((key, title), count) in enumerate(list(waiting.items())[:_KINDS])
    ]
    if leaving:
        found.append(button("batch.undo", "Undo what has not left", value, "danger"))
    if view.cases:
        found.append(button("batch.items", "Take cases out", value))
    if view.cases and not view.batch.from_people:
        found.append(button("batch.agent", "The agent's authority", value))
    return found


def flood_text(view: FloodView) -> str:
    """Return a flood for notifications."""
    return f"Many new cases on {day(view.day)}: {view.waiting} wait without a card."


def flood(view: FloodView) -> list[Block]:
    """Return the card that stands for cases without one; they are all in the queue."""
    rows = [f"• {count:,} × {titles((key,))}" for key, count in view.types[:_LISTED]]
    due = f" The earliest is due {day(view.next_due)}." if view.next_due else ""
    if not view.waiting:
        return [
            header(f"Many new cases · {day(view.day)}"),
            section(f"All have their cards now; {view.shown} were brought out from here."),
        ]
    blocks = [
        header(f"Many new cases · {day(view.day)}"),
        section(
            f"*{view.waiting:,} cases wait without a card*, so that this channel stays readable;"
            f" {view.shown:,} were brought out. Nothing is lost: each has its date and its drafts,"
            f" and all are in the queue on Home and in `/privacy queue`.{due}"
        ),
    ]
    if rows:
        blocks.append(section("\n".join(rows)))
    label = f"Bring out the next {min(BRING, view.waiting)}"
    more = button("flood.bring", label, view.day.isoformat(), "primary")
    return [*blocks, {"type": "actions", "elements": [more]}]
