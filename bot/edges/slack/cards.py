"""Cards: a case, the daily list and a quarantined mail as blocks; pure, sends nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.core.case import BOT, NOBODY, CameBy, Case, CaseState, LetterState
from bot.core.catalogue import BY_KEY, titles
from bot.core.mail import Address, Authenticated
from bot.core.redact import identity_document, masked, redacted
from bot.core.views import CaseView, LetterView, MovedView, NoiseView, QuarantineView
from bot.edges.slack import words
from bot.edges.slack.buttons import action_block
from bot.edges.slack.draft_modals import together
from bot.edges.slack.fates import fate
from bot.edges.slack.text import (
    Block,
    button,
    context,
    cut,
    day,
    escape,
    fields,
    header,
    moment,
    plain,
    quote,
    reflowed,
    section,
)

_NAME = 120  # characters of any one name
_SHOWN = 400  # characters of a draft on the card; the whole is in the modal
_LETTERS = 3  # letters shown at once
_LISTED_TASKS = 8
_LISTED_LINKS = 8
_LISTED = 20  # items of the daily list on its card
_UNDECIDED = {LetterState.DRAFT, LetterState.AWAITING_SECOND}
_OVER = {LetterState.SENT, LetterState.VOID}
_NOT_ALL = ("only the beginning", "a text part over", "the rest was not read")


def number(case: Case) -> str:
    """Return the case number as people write it."""
    return f"P-{case.id:04d}"


def card_text(view: CaseView) -> str:
    """Return what notifications and screen readers get: no personal data."""
    case = view.case
    due = f", due {day(case.due)}" if case.due else ""
    return f"{number(case)}: {titles(case.types)}{due}. {words.STATES[case.state]}."


def card(view: CaseView, *, excerpt: bool = True) -> list[Block]:
    """Return the card of a case; without `excerpt` it quotes nothing and names no file."""
    view = _cleared(view) if view.case.cleared else view
    case = view.case
    blocks = [header(f"{number(case)} · {titles(case.types)}"), fields(_facts(view))]
    if excerpt and case.state is not CaseState.CLOSED:
        blocks.append(quote(_excerpt(view)))
    if note := _warnings(view, excerpt):
        blocks.append(context(*note))
    if doing := _tasks(case):
        blocks.append(section(doing))
    blocks += _letters(view, excerpt)
    blocks.append(context(*_small_print(view), *_arithmetic(case)))
    return blocks


def _cleared(view: CaseView) -> CaseView:
    """Return a view of a case that has been over for a while: what was done, and for nobody."""
    case = replace(view.case, requester=NOBODY, person=NOBODY, entry_name="")
    done = tuple(one for one in view.letters if one.letter.state in _OVER)
    return replace(view, case=case, letters=done, attachments=(), sensitive=(), forward=None)


def _facts(view: CaseView) -> list[tuple[str, str]]:
    case = view.case
    party = words.PARTIES[case.party]
    if case.entry_name:
        party = f"{party}: {escape(cut(case.entry_name, _NAME))}"
    reading = words.BANDS[case.band.value]
    by_mail = case.came_by is CameBy.MAIL
    owner = f"<@{case.assignee}>" if case.assignee else "Nobody yet"
    return [
        ("Status", _status(view)),
        ("Due", _due(case, view.today)),
        ("Party", party),
        ("Reading", f"{reading} ({case.confidence:.0%})" if by_mail else "set by staff"),
        *([] if case.cleared else [("From", _from(case))]),
        ("Owner", owner),
        *([("About", escape(cut(_person(case), _NAME)))] if case.person != NOBODY else []),
    ]


def _from(case: Case) -> str:
    """Return how the request came, and whom it came from as far as that must be known."""
    if case.came_by is CameBy.MAIL:
        return _to(case.requester)
    return f"{words.CAME_BY[case.came_by]}, answered to {_to(case.requester)}"


def _to(who: Address) -> str:
    return "a postal address" if who.by_post else escape(cut(masked(who.email), _NAME))


def _person(case: Case) -> str:
    """Return whom a case is about, as little of it as tells one from another."""
    return masked(case.person.email) if case.person.email else case.person.name


def _status(view: CaseView) -> str:
    current = view.current
    if current and current.letter.state not in {LetterState.DRAFT}:
        return words.LETTER_STATES[current.letter.state]
    until = view.case.snoozed_until
    return words.STATES[view.case.state] + (f", snoozed until {moment(until)}" if until else "")


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
    first = [ln.clock for ln in case.lines if ln.clock and not ln.outcome and ln.clock.due]
    days = {clock.statutory for clock in first if clock.due == case.due and clock.statutory}
    return f"; by law {day(min(days))}" if days and min(days) != case.due else ""


def _excerpt(view: CaseView) -> str:
    if view.encrypted:
        return "This mail is encrypted. Please open it in the mail program."
    text = redacted(view.excerpt)
    return f"{redacted(view.subject)}\n{text}" if view.subject else text


def _tasks(case: Case) -> str:
    """Return the deeds behind the letters that say "done": how many, and which are open."""
    tasks = [task for line in case.lines for task in line.tasks]
    waiting = [task for task in tasks if not task.result]
    if not tasks or case.state is CaseState.CLOSED:
        return ""
    rows = [f"*Tasks:* {len(tasks) - len(waiting)} of {len(tasks)} finished"]
    for task in waiting[:_LISTED_TASKS]:
        due = f", due {day(task.due)}" if task.due else ""
        rows.append(f"• {escape(cut(task.system, 80))} ({escape(cut(task.owner, 60))}{due})")
    if len(waiting) > _LISTED_TASKS:
        rows.append(f"and {len(waiting) - _LISTED_TASKS} more")
    return "\n".join(rows)


def _warnings(view: CaseView, excerpt: bool) -> list[str]:
    notes = []
    if view.case.authentication is Authenticated.FAIL:
        notes.append(words.AUTHENTICATED[Authenticated.FAIL])
    if view.attachments and not excerpt:
        notes.append(f"📎 Not opened: {len(view.attachments)} files")
    elif view.attachments:
        names = ", ".join(escape(name) for name in view.attachments[:5])
        notes.append(f"📎 Not opened: {cut(names, 200)}")
    flagged = any(identity_document(name) for name in view.attachments)
    if flagged and view.case.state is not CaseState.CLOSED:
        notes.append(words.IDENTITY_DOCUMENT)
    if view.case.mailbox_confirmed:
        notes.append(words.MAILBOX_CONFIRMED)
    elif view.case.identity_attempts:
        notes.append(f"⚠ Replies that proved nothing: {view.case.identity_attempts}")
    if any(mark in problem for problem in view.problems for mark in _NOT_ALL):
        notes.append(words.PARTLY_READ)
    if view.sensitive:
        notes.append(words.SENSITIVE.format(kinds=", ".join(view.sensitive)))
    if view.forward:
        notes.append(words.FORWARDED)
    elif view.case.from_forward:
        notes.append(words.TAKEN_FROM_FORWARD)
    if view.case.notes:
        notes.append(f"✎ Notes by colleagues: {len(view.case.notes)} (see the history)")
    notes += _linked(view.case)
    return notes


def _linked(case: Case) -> list[str]:
    """Return the cases that this one belongs to, a line for each reason."""
    notes = []
    for kind, label in words.LINKS.items():
        others = [f"P-{link.other:04d}" for link in case.links if link.kind is kind]
        if others:
            more = f" and {len(others) - _LISTED_LINKS} more" if len(others) > _LISTED_LINKS else ""
            notes.append(f"{label}: {', '.join(others[:_LISTED_LINKS])}{more}")
    return notes


def _letters(view: CaseView, excerpt: bool) -> list[Block]:
    """Return each letter that still wants something, or who did what when it is over."""
    case = view.case
    blocks: list[Block] = []
    live = [one for one in view.letters if one.letter.state not in _OVER]
    for index, one in enumerate(live[:_LETTERS]):
        blocks += _letter(view, one, excerpt)
        row = action_block(case, one, more=index == 0, only_letter=index > 0)
        if row:
            blocks.append(row)
    if case.state is not CaseState.CLOSED and len(together(view)) > 1:
        value = f"{case.id}:0:"
        both = button("case.both", "Read and approve both letters", value)
        blocks.append({"type": "actions", "elements": [both]})
    if len(live) > _LETTERS:
        blocks.append(context(f"{len(live) - _LETTERS} more drafts follow when these are settled."))
    if not live and (row := action_block(case, None)):
        blocks.append(row)
    done = [one for one in view.letters if one.letter.state is LetterState.SENT]
    if done:
        blocks.append(context(*[_sent_line(one) for one in done[-3:]]))
    return blocks


def _letter(view: CaseView, one: LetterView, excerpt: bool) -> list[Block]:
    case, letter = view.case, one.letter
    if case.state is CaseState.CLOSED and letter.state is LetterState.DRAFT:
        return []
    language = words.LANGUAGES.get(letter.lang, letter.lang)
    lines = [
        f"*{words.LETTER_STATES[letter.state]}:* {escape(cut(one.title, _NAME))}",
        f"To {_to(letter.recipient)}, in {language}",
    ]
    if letter.attach_original:
        lines.append(words.ATTACHED)
    if letter.fallback_language:
        lines.append("There is no letter in the requester's language, so this one is in English.")
    if letter.state is LetterState.QUEUED and letter.send_after:
        lines.append(f"Leaves {moment(letter.send_after)}. Until then it can be undone.")
    if letter.state is LetterState.TO_POST:
        lines.append("It does not leave by e-mail: print it, post it, and say so here.")
    if happened := fate(view, one):
        lines.append(happened)
    if letter.state is LetterState.AWAITING_SECOND:
        lines.append(_awaited(one))
    elif letter.approved_by:
        lines.append("Approved by " + _people(letter.approved_by))
    if one.second and letter.state in _UNDECIDED:
        lines.append("Needs a second approver: " + escape(cut("; ".join(one.second), 500)) + ".")
    blocks = [section("\n".join(lines))]
    if letter.state in _UNDECIDED and excerpt:
        blocks.append(quote(f"{letter.subject}\n\n{reflowed(letter.text)}", _SHOWN))
    if one.notes:
        marks = {"error": "⛔ Blocks sending:", "warning": "⚠ Please check:"}
        notes = [
            f"{marks[note.severity]} {escape(cut(note.message, 400))}" for note in one.notes[:6]
        ]
        blocks.append(context("\n".join(notes)))
    return blocks


def _people(users: Iterable[str]) -> str:
    return ", ".join(f"<@{user}>" for user in users)


def _awaited(one: LetterView) -> str:
    """Say who approved first, and who may be the second."""
    letter = one.letter
    out = dict.fromkeys((*letter.approved_by, letter.drafted_by))
    out.pop(BOT, None)
    first = f"*Approved first by* {_people(letter.approved_by)}."
    return f"{first} *Awaited:* a second approver who is not {_people(out)}."


def _sent_line(one: LetterView) -> str:
    who = _people(one.letter.approved_by)
    when = moment(one.letter.settled_at) if one.letter.settled_at else ""
    how = "posted" if one.letter.recipient.by_post else "sent"
    return f"✉ {escape(cut(one.title, _NAME))} {how} {when}, approved by {who}"


def _small_print(view: CaseView) -> list[str]:
    case = view.case
    parts = [
        f"Received {moment(case.received_at)}",
        words.AUTHENTICATED[case.authentication],
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
    clocks = [line.clock for line in case.lines if line.clock and not line.outcome]
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


def moved_text(view: MovedView) -> str:
    """Return what a card says that went elsewhere: not even what it was about."""
    return f"P-{view.case_id:04d} was moved to another desk."


def moved(view: MovedView) -> list[Block]:
    """Return the line that is left of a card."""
    return [context(moved_text(view))]


def noise_text(view: NoiseView) -> str:
    """Return the daily list for notifications."""
    return f"Daily list for {day(view.day)}: {len(view.items)} automatic mails or likely spam"


def noise_card(view: NoiseView) -> list[Block]:
    """Return the daily list: confirm all with one click, release any single item."""
    listed = [item for item in view.items if item.state == "listed"]
    settled = len(view.items) - len(listed)
    blocks = [
        header(f"Daily list · {day(view.day)}"),
        section(
            f"{len(view.items)} mails look automatic or like spam, so they have no card. "
            f"{settled} settled, {len(listed)} to look at. Nothing was answered or deleted."
        ),
    ]
    for item in listed[:_LISTED]:
        title = BY_KEY[item.type].title
        blocks.append(
            {
                "type": "section",
                "text": plain(
                    f"{title} · {masked(item.sender)} · {redacted(item.subject) or 'no subject'}",
                    300,
                ),
                "accessory": button("noise.release", "Make it a case", str(item.message_id)),
            }
        )
    if len(listed) > _LISTED:
        blocks.append(context(f"and {len(listed) - _LISTED} more"))
    if listed:
        value = view.day.isoformat()
        label = f"Confirm all {len(listed)}"
        blocks.append({"type": "actions", "elements": [button("noise.confirm", label, value)]})
    return blocks


def quarantine_text(view: QuarantineView) -> str:
    """Return the quarantine card for notifications."""
    return f"A mail could not be read (message {view.message_id}); its bytes are kept."


def quarantine_card(view: QuarantineView) -> list[Block]:
    """Return the card of a mail that could not be read."""
    return [
        header("A mail could not be read"),
        section(
            f"Message {view.message_id}, {view.size:,} bytes, received {moment(view.received_at)}."
            f" Reason: {escape(cut(view.reason, 300))}.\n"
            "Its bytes are kept and the mails behind it went on. An operator can look at it with"
            f" `python -m bot quarantine show {view.message_id}`."
        ),
    ]
