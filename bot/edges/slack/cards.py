"""The card of a case as blocks; pure, sends nothing."""

from dataclasses import replace
from datetime import date

from bot.core.case import NOBODY, CameBy, Case, CaseState, LetterState
from bot.core.catalogue import titles
from bot.core.redact import masked, redacted
from bot.core.views import CaseView
from bot.edges.slack import words, words_cards
from bot.edges.slack.card_letters import NAME, OVER, letters, to_whom
from bot.edges.slack.card_notes import notes_of, open_tasks
from bot.edges.slack.text import (
    Block,
    context,
    cut,
    day,
    escape,
    fields,
    header,
    moment,
    quote,
    section,
)


def card_text(view: CaseView) -> str:
    """Return what notifications and screen readers get: no personal data."""
    case = view.case
    due = words_cards.SAID_DUE.format(day=day(case.due)) if case.due else ""
    state = words.STATES[case.state]
    return words_cards.SAID.format(
        number=case.number, titles=titles(case.types), due=due, state=state
    )


def card(view: CaseView, *, excerpt: bool = True) -> list[Block]:
    """Return the card of a case; without `excerpt` it quotes nothing and names no file."""
    view = _cleared(view) if view.case.cleared else view
    case = view.case
    blocks = [header(f"{case.number} · {titles(case.types)}"), fields(_facts(view))]
    if excerpt and case.state is not CaseState.CLOSED:
        blocks.append(_excerpt(view))
    if note := notes_of(view, excerpt):
        blocks.append(context(*note))
    if doing := open_tasks(case):
        blocks.append(section(doing))
    blocks += letters(view, excerpt)
    blocks.append(context(*_small_print(view), *_arithmetic(case)))
    return blocks


def _cleared(view: CaseView) -> CaseView:
    """Return a view of a case that has been over for a while: what was done, and for nobody."""
    case = replace(view.case, requester=NOBODY, person=NOBODY, entry_name="")
    done = tuple(one for one in view.letters if one.letter.state in OVER)
    return replace(view, case=case, letters=done, attachments=(), sensitive=(), forward=None)


def _facts(view: CaseView) -> list[tuple[str, str]]:
    case = view.case
    party = words.PARTIES[case.party]
    if case.entry_name:
        party = f"{party}: {escape(cut(case.entry_name, NAME))}"
    reading = words_cards.BANDS[case.band.value]
    by_mail = case.came_by is CameBy.MAIL
    closed = case.state is CaseState.CLOSED
    nobody = words_cards.NOBODY if closed else words_cards.NOBODY_YET
    owner = f"<@{case.assignee}>" if case.assignee else nobody
    return [
        (words_cards.STATUS, _status(view)),
        (words_cards.DUE, _due(case, view.today)),
        (words_cards.PARTY, party),
        (
            words_cards.READING,
            f"{reading} ({case.confidence:.0%})" if by_mail else words_cards.SET_BY_STAFF,
        ),
        *([] if case.cleared else [(words_cards.FROM, _from(case))]),
        (words_cards.OWNER, owner),
        *([(words_cards.ABOUT, _person(case))] if case.person != NOBODY else []),
    ]


def _from(case: Case) -> str:
    """Return how the request came, and whom it came from as far as that must be known."""
    if case.came_by is CameBy.MAIL:
        return to_whom(case.requester)
    how = words.CAME_BY[case.came_by]
    return words_cards.ANSWERED_TO.format(how=how, whom=to_whom(case.requester))


def _person(case: Case) -> str:
    """Return whom a case is about, as little of it as tells one from another."""
    said = masked(case.person.email) if case.person.email else case.person.name
    return escape(cut(said, NAME))


def _status(view: CaseView) -> str:
    current = view.current
    if current and current.letter.state not in {LetterState.DRAFT}:
        return words.LETTER_STATES[current.letter.state]
    if view.case.state is CaseState.CLOSED:
        return _ended(view.case)
    state, until = words.STATES[view.case.state], view.case.snoozed_until
    return words_cards.SNOOZED.format(state=state, moment=moment(until)) if until else state


def _ended(case: Case) -> str:
    """Return how a closed case ended: each outcome of its lines once."""
    ends = dict.fromkeys(words.ENDED.get(line.outcome, "") for line in case.lines)
    said = ", ".join(end for end in ends if end)
    return f"{words.STATES[case.state]}: {said}" if said else words.STATES[case.state]


def _due(case: Case, today: date) -> str:
    if case.state is CaseState.CLOSED:
        return words_cards.NOTHING_DUE
    if case.due is None:
        return words_cards.NO_DEADLINE
    left = (case.due - today).days
    near = {0: words_cards.TODAY, 1: words_cards.TOMORROW}
    said = words_cards.OVERDUE if left < 0 else near.get(left, words_cards.LATER)
    return said.format(day=day(case.due), days=abs(left), law=_by_law(case))


def _by_law(case: Case) -> str:
    """Return the later day that the law gives with its pauses, if it is another."""
    first = [ln.clock for ln in case.open_lines if ln.clock and ln.clock.due]
    days = {clock.statutory for clock in first if clock.due == case.due and clock.statutory}
    other = bool(days) and min(days) != case.due
    return words_cards.BY_LAW.format(day=day(min(days))) if other else ""


def _excerpt(view: CaseView) -> Block:
    if view.encrypted:
        return quote(words_cards.ENCRYPTED)
    return quote(redacted(view.excerpt), subject=redacted(view.subject))


def _small_print(view: CaseView) -> list[str]:
    case = view.case
    parts = [
        words_cards.RECEIVED.format(moment=moment(case.received_at)),
        words_cards.AUTHENTICATED[case.authentication],
    ]
    if view.mails > 1:
        parts.append(words_cards.MAILS.format(count=view.mails))
    if case.decided_by and case.decided_at:
        who = words_cards.BOT if case.decided_by == "bot" else f"<@{case.decided_by}>"
        parts.append(words_cards.CLOSED_BY.format(who=who, moment=moment(case.decided_at)))
    parts.append(words_cards.MODEL.format(model=escape(case.model)))
    return [" · ".join(parts)]


def _arithmetic(case: Case) -> list[str]:
    """Return how the date on the card was counted, in words; other dates beside it."""
    clocks = [line.clock for line in case.open_lines if line.clock]
    clock = next((one for one in clocks if one.due == case.due), None)
    if clock is None or case.state is CaseState.CLOSED or not clock.arithmetic:
        return []
    dates = [
        said.format(day=day(when))
        for said, when in (
            (words_cards.WORK_TOWARDS, clock.target if clock.target != clock.due else None),
            (words_cards.LAW_SAYS, clock.statutory if clock.statutory != clock.due else None),
            (words_cards.NOTICE_BY, clock.extension_notice_by),
        )
        if when
    ]
    rule = words_cards.RULE.format(rule=escape(clock.rule), arithmetic=escape(clock.arithmetic))
    return [" · ".join([rule, *dates])]
