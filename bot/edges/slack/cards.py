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
    due = f", due {day(case.due)}" if case.due else ""
    return f"{case.number}: {titles(case.types)}{due}. {words.STATES[case.state]}."


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
    nobody = "Nobody" if case.state is CaseState.CLOSED else "Nobody yet"
    owner = f"<@{case.assignee}>" if case.assignee else nobody
    return [
        ("Status", _status(view)),
        ("Due", _due(case, view.today)),
        ("Party", party),
        ("Reading", f"{reading} ({case.confidence:.0%})" if by_mail else "set by staff"),
        *([] if case.cleared else [("From", _from(case))]),
        ("Owner", owner),
        *([("About", escape(cut(_person(case), NAME)))] if case.person != NOBODY else []),
    ]


def _from(case: Case) -> str:
    """Return how the request came, and whom it came from as far as that must be known."""
    if case.came_by is CameBy.MAIL:
        return to_whom(case.requester)
    return f"{words.CAME_BY[case.came_by]}, answered to {to_whom(case.requester)}"


def _person(case: Case) -> str:
    """Return whom a case is about, as little of it as tells one from another."""
    return masked(case.person.email) if case.person.email else case.person.name


def _status(view: CaseView) -> str:
    current = view.current
    if current and current.letter.state not in {LetterState.DRAFT}:
        return words.LETTER_STATES[current.letter.state]
    if view.case.state is CaseState.CLOSED:
        return _ended(view.case)
    until = view.case.snoozed_until
    return words.STATES[view.case.state] + (f", snoozed until {moment(until)}" if until else "")


def _ended(case: Case) -> str:
    """Return how a closed case ended: each outcome of its lines once."""
    ends = dict.fromkeys(words.ENDED.get(line.outcome, "") for line in case.lines)
    said = ", ".join(end for end in ends if end)
    return f"{words.STATES[case.state]}: {said}" if said else words.STATES[case.state]


def _due(case: Case, today: date) -> str:
    if case.state is CaseState.CLOSED:
        return "Nothing any more"
    if case.due is None:
        return "No deadline"
    left, law = (case.due - today).days, _by_law(case)
    if left < 0:
        return f"⚠ Overdue: {day(case.due)} ({-left} days ago){law}"
    return (
        f"{day(case.due)} ({left} day{'s' if left > 1 else ''} left){law}"
        if left
        else f"⚠ Today, {day(case.due)}{law}"
    )


def _by_law(case: Case) -> str:
    """Return the later day that the law gives with its pauses, if it is another."""
    first = [ln.clock for ln in case.open_lines if ln.clock and ln.clock.due]
    days = {clock.statutory for clock in first if clock.due == case.due and clock.statutory}
    return f"; by law {day(min(days))}" if days and min(days) != case.due else ""


def _excerpt(view: CaseView) -> Block:
    if view.encrypted:
        return quote("This mail is encrypted. Please open it in the mail program.")
    return quote(redacted(view.excerpt), subject=redacted(view.subject))


def _small_print(view: CaseView) -> list[str]:
    case = view.case
    parts = [
        f"Received {moment(case.received_at)}",
        words_cards.AUTHENTICATED[case.authentication],
    ]
    if view.mails > 1:
        parts.append(f"{view.mails} mails")
    if case.decided_by and case.decided_at:
        who = "the bot" if case.decided_by == "bot" else f"<@{case.decided_by}>"
        parts.append(f"closed by {who} {moment(case.decided_at)}")
    parts.append(f"model {escape(case.model)}")
    return [" · ".join(parts)]


def _arithmetic(case: Case) -> list[str]:
    """Return how the date on the card was counted, in words; other dates beside it."""
    clocks = [line.clock for line in case.open_lines if line.clock]
    clock = next((one for one in clocks if one.due == case.due), None)
    if clock is None or case.state is CaseState.CLOSED or not clock.arithmetic:
        return []
    dates = [
        f"{label} {day(when)}"
        for label, when in (
            ("work towards", clock.target if clock.target != clock.due else None),
            ("by law", clock.statutory if clock.statutory != clock.due else None),
            ("notice of an extension by", clock.extension_notice_by),
        )
        if when
    ]
    return [" · ".join([f"⏱ {escape(clock.rule)}: {escape(clock.arithmetic)}", *dates])]
