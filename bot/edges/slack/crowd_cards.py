"""Cards of many cases: a batch of one template, a flood, and what is left of an absorbed card."""

from collections import Counter

from bot.core.batch import is_known
from bot.core.case import Case, LetterState
from bot.core.case_number import case_number
from bot.core.catalogue import titles
from bot.core.redact import masked
from bot.core.views import AbsorbedView, BatchView, FloodView
from bot.edges.slack import words, words_crowd
from bot.edges.slack.text import Block, button, context, day, escape, fields, header, section

_LISTED = 10
_KINDS = 4  # of letters that have a button
_WAITS = (LetterState.DRAFT,)
_LEAVING = (LetterState.QUEUED, LetterState.SENDING)
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
    return words_crowd.ABSORBED.format(case=case_number(view.case_id), batch=name_of(view.batch))


def absorbed(view: AbsorbedView) -> list[Block]:
    """Return the line that stands for a case of a batch."""
    return [context(absorbed_text(view))]


def batch_text(view: BatchView) -> str:
    """Return a batch for notifications: no agent, no person."""
    return words_crowd.BATCH.format(**_named(view), waiting=sum(_waiting(view).values()))


def _named(view: BatchView) -> dict[str, str | int]:
    """Return what names a batch: its number, how many cases it has, what they ask for."""
    return {
        "batch": name_of(view.batch.id),
        "count": len(view.cases),
        "titles": titles(view.batch.types),
    }


def batch(view: BatchView) -> list[Block]:
    """Return the card of a batch."""
    waiting, leaving = _waiting(view), view.with_state(*_LEAVING)
    sent = view.with_state(LetterState.SENT)
    drafted = len(view.with_state(*_WAITS))
    known = sum(is_known(case) for case in view.cases)
    due = min((case.due for case in view.cases if case.due), default=None)
    pairs = [
        (words_crowd.SENT_BY, _source(view)),
        (
            words_crowd.ADDRESSES,
            words_crowd.HOW_KNOWN.format(unknown=len(view.cases) - known, known=known),
        ),
        (
            words_crowd.STAND,
            words_crowd.HOW_THEY_STAND.format(
                drafted=drafted, leaving=len(leaving), sent=len(sent)
            ),
        ),
        (words_crowd.EARLIEST, day(due) if due else words_crowd.NO_DEADLINE),
    ]
    blocks = [
        header(words_crowd.TITLE.format(**_named(view))),
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
    blocks.append(context(words_crowd.EACH_ITS_OWN))
    return blocks


def _source(view: BatchView) -> str:
    if view.batch.from_people:
        return words_crowd.FROM_PEOPLE
    return words_crowd.FROM_AGENT.format(agent=escape(view.batch.agent))


def _authority(view: BatchView) -> str:
    agent = view.agent
    if view.batch.from_people:
        return words_crowd.NOBODY_FOR_OTHERS
    if not agent.authority:
        return words_crowd.NO_AUTHORITY
    note = words_crowd.AUTHORITY_NOTE.format(note=escape(agent.note)) if agent.note else ""
    said = words.AUTHORITIES[agent.authority]
    return words_crowd.AUTHORITY.format(said=said, note=note, who=agent.noted_by)


def _waiting(view: BatchView) -> dict[tuple[str, str], int]:
    """Return how many letters of each kind wait for approval, by key and title."""
    titles_of = dict(view.titles)
    drafts = view.with_state(*_WAITS)
    counts = Counter(one.key for case, one in drafts if not view.is_held(case, one))
    return {(key, titles_of.get(key, key)): count for key, count in counts.most_common()}


def _letters(view: BatchView, waiting: dict[tuple[str, str], int]) -> list[Block]:
    """Return what can be approved, and what has to wait until tasks are finished."""
    row = words_crowd.ROW
    rows = [row.format(count=count, title=escape(title)) for (_, title), count in waiting.items()]
    titles_of = dict(view.titles)
    drafts = view.with_state(*_WAITS)
    held = Counter(one.key for case, one in drafts if view.is_held(case, one)).most_common()
    later = [row.format(count=count, title=escape(titles_of.get(key, key))) for key, count in held]
    parts = [(words_crowd.TO_APPROVE, rows), (words_crowd.NOT_YET, later)]
    return [section("\n".join([heading, *found])) for heading, found in parts if found]


def _more(view: BatchView) -> str:
    """Return how the very same words were read otherwise in some cases, if they were."""
    of_all = view.batch.types
    also = Counter(one for case in view.cases for one in case.types if one not in of_all)
    less = Counter(one for case in view.cases for one in of_all if one not in case.types)
    rows = [
        said.format(count=count, title=titles((one,)))
        for said, counts in ((words_crowd.ALSO, also), (words_crowd.WITHOUT, less))
        for one, count in counts.most_common()
    ]
    return "\n".join([words_crowd.READ_OTHERWISE, *rows]) if rows else ""


def _items(view: BatchView) -> str:
    rows = [
        words_crowd.ITEM.format(
            case=case.number,
            whom=whom(case),
            known=words_crowd.KNOWN[is_known(case)],
            letters=_state(view, case),
        )
        for case in view.cases[:_LISTED]
    ]
    if len(view.cases) > _LISTED:
        rows.append(words_crowd.AND_MORE.format(count=len(view.cases) - _LISTED))
    return "\n".join(rows) or words_crowd.NO_CASE


def _state(view: BatchView, case: Case) -> str:
    """Return where the letters of an item stand, what was done first."""
    held = sum(view.is_held(case, letter) for letter in case.letters)
    counts = Counter(letter.state for letter in case.letters)
    counts[LetterState.DRAFT] -= held
    order = (LetterState.SENT, *_LEAVING, LetterState.DRAFT)
    known = [_count(counts[state], words_crowd.LETTERS[state]) for state in order if counts[state]]
    known += [words_crowd.FOR_TASKS.format(count=held)] if held else []
    return ", ".join(known) or words_crowd.NO_LETTER


def _count(count: int, what: str) -> str:
    return what if count == 1 else words_crowd.SEVERAL.format(count=count, what=what)


def _actions(view: BatchView, waiting: dict[tuple[str, str], int], *, leaving: bool) -> list[Block]:
    value = str(view.batch.id)
    found = [
        button(
            f"batch.read.{at}",
            words_crowd.READ_AND_APPROVE.format(count=count, title=title.partition(" (")[0]),
            f"{value}:{key}",
            "" if at else "primary",
        )
        for at, ((key, title), count) in enumerate(list(waiting.items())[:_KINDS])
    ]
    if leaving:
        found.append(button("batch.undo", words_crowd.UNDO, value, "danger"))
    if view.cases:
        found.append(button("batch.items", words_crowd.TAKE_OUT, value))
    if view.cases and not view.batch.from_people:
        found.append(button("batch.agent", words_crowd.AGENT, value))
    return found


def flood_text(view: FloodView) -> str:
    """Return a flood for notifications."""
    return words_crowd.FLOOD.format(day=day(view.day), count=view.waiting)


def flood(view: FloodView) -> list[Block]:
    """Return the card that stands for cases without one; they are all in the queue."""
    title = header(words_crowd.FLOOD_TITLE.format(day=day(view.day)))
    if not view.waiting:
        return [title, section(words_crowd.ALL_SHOWN.format(shown=view.shown))]
    due = words_crowd.EARLIEST_IS.format(day=day(view.next_due)) if view.next_due else ""
    said = words_crowd.WAITING.format(count=view.waiting, shown=view.shown, earliest=due)
    blocks = [title, section(said)]
    rows = [
        words_crowd.FLOOD_ROW.format(count=count, title=titles((key,)))
        for key, count in view.types[:_LISTED]
    ]
    if rows:
        blocks.append(section("\n".join(rows)))
    label = words_crowd.BRING_OUT.format(count=min(BRING, view.waiting))
    more = button("flood.bring", label, view.day.isoformat(), "primary")
    return [*blocks, {"type": "actions", "elements": [more]}]
