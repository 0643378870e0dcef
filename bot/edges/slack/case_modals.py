"""Modals about a whole case: who has it, until when, what colleagues should know; pure."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, timedelta

from bot.core.case import Case, Channel
from bot.core.case_number import case_number
from bot.core.catalogue import BY_KEY, titles
from bot.core.ending_scenes import TEAMS, dated_by_law
from bot.core.views import CaseView, Original
from bot.edges.slack import words
from bot.edges.slack.buttons import PREFIX, REST, drawn
from bot.edges.slack.modals import field_input, modal, select
from bot.edges.slack.text import (
    Block,
    button,
    context,
    cut,
    day,
    escape,
    moment,
    plain,
    section,
    verbatim,
)

NOTE_CHARACTERS = 2000
_NUMBER = {"type": "plain_text_input", "max_length": 12}
_MOST_ORIGINALS = 30


def everything(view: CaseView) -> Block:
    """Return the actions that a card has no room for, each with its consequence."""
    rows = [row for row in drawn(view.case, None, REST) if row.key != "forward" or view.forward]
    blocks = [
        section(row.does)
        | {"accessory": button(f"{PREFIX}{row.key}", row.label, f"{view.case.id}:0:")}
        for row in rows
    ]
    return modal("all", f"Case {view.case.number}", blocks)


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


def refer(view: CaseView, told: Container[str] = ()) -> Block:
    """Return the teams, whether they are told, and what becomes of the case."""
    stays = [line.type for line in view.case.open_lines if dated_by_law(line)]
    what = (
        f"*The case stays open*: {titles(stays)} must be answered by us, whoever helps."
        if stays
        else "*The case is then closed* as referred; a reply or Reopen opens it again."
    )
    teams = {t: words.REFERS[t in told].format(team=words.TEAMS[t]) for t in TEAMS}
    tells = any(team in told for team in TEAMS)
    blocks = [
        section(what),
        section(words.REFER_TELLS if tells else words.REFER_TELLS_NOBODY),
        field_input("team", "Who answers it", select(teams)),
    ]
    case = view.case
    return modal("refer", "Refer the case", blocks, "Refer", case=case.id, version=case.version)


def spam(view: CaseView) -> Block:
    """Return what marking a case as spam does."""
    case = view.case
    blocks = [
        section(
            "*The case is closed* as likely spam. Nothing is sent, and drafts are withdrawn. What"
            " the bot read was wrong: the correction is kept to learn from. A reply or Reopen"
            " opens the case again."
        )
    ]
    return modal("spam", "Mark as spam", blocks, "Mark as spam", case=case.id, version=case.version)


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
        ]
        if one.attachments:
            rows.append(f"*Not opened* {_names(one.attachments)}")
        # Letter by letter: whoever looks for it copies it.
        blocks += [section("\n".join(rows)), verbatim(one.message_id or "no Message-ID", 500)]
    if len(places) > _MOST_ORIGINALS:
        blocks.append(context(f"and {len(places) - _MOST_ORIGINALS} more"))
    if not places:
        blocks.append(section("No mail of this case is known any more."))
    return modal("notice", f"Mail of {case.number}", blocks)


def restrict(case: Case, channels: Iterable[Channel]) -> Block:
    """Return the channels that the case could be moved to."""
    options = {one.value: words.CHANNELS[one] for one in channels}
    if not options:
        return modal("notice", "Move the case", [section(words.ONE_CHANNEL)])
    blocks = [
        section(
            "Its card is posted there and emptied here. From then on only members of that"
            " channel see the case, in Slack and on Home; you, too, only if you are one."
        ),
        field_input("channel", "Which channel", select(options)),
    ]
    return modal("restrict", "Move the case", blocks, "Move", case=case.id, version=case.version)


def link(view: CaseView) -> Block:
    """Return an input for the other case."""
    blocks = [
        section("Each card shows the other's number. Nothing else changes, nothing is sent."),
        field_input("other", "Number of the other case", _NUMBER, "As P-0012 or 12."),
    ]
    case = view.case
    return modal("link", "Link two cases", blocks, "Link", case=case.id, version=case.version)


def unlink(view: CaseView) -> Block:
    """Return the linked cases, one to be chosen."""
    case = view.case
    if not case.links:
        return modal("notice", "Unlink", [section("No case is linked to this one.")])
    options = {
        str(one.other): f"{case_number(one.other)}: {words.LINKED[one.kind]}"
        for one in case.links[:100]
    }
    blocks = [field_input("other", "Which case has nothing to do with it", select(options))]
    return modal("unlink", "Unlink", blocks, "Unlink", case=case.id, version=case.version)


def merge(view: CaseView) -> Block:
    """Return an input for the case that goes on."""
    case = view.case
    blocks = [
        section(
            f"*{case.number} is closed as a duplicate.* The other case gets its mails, what it"
            " asks beside, and the earlier due date; approvals given there become void. Only"
            " cases of the same address can be merged. Nothing is sent."
        ),
        field_input("other", "Number of the case that goes on", _NUMBER, "As P-0012 or 12."),
    ]
    return modal("merge", "Merge two cases", blocks, "Merge", case=case.id, version=case.version)


def split(view: CaseView) -> Block:
    """Return the open lines, those for the new case to be ticked."""
    case = view.case
    options = [
        {"value": str(line.id), "text": plain(BY_KEY[line.type].title, 75)}
        for line in case.open_lines
    ][:10]
    if len(options) < 2:
        return modal("notice", "Split", [section("There is only one thing asked in this case.")])
    blocks = [
        section(
            "What you tick becomes a case of its own, with the same mails, requester and dates."
            " Drafts of both are written anew, approvals become void. Nothing is sent."
        ),
        field_input("lines", "For the new case", {"type": "checkboxes", "options": options}),
    ]
    return modal("split", "Split the case", blocks, "Split", case=case.id, version=case.version)


def forward(view: CaseView) -> Block:
    """Return whom the forward names, to be confirmed."""
    case, found = view.case, view.forward
    if found is None:
        return modal("notice", "Confirm who wrote it", [section(words.NO_FORWARD)])
    date = f"\n*The forward dates it* {escape(cut(found.date, 100))}" if found.date else ""
    blocks = [
        section(
            f"*A colleague forwarded this mail of* {escape(found.sender.email)}{date}\n"
            "Please compare with the mail itself: nothing proves this address. Letters of this"
            " case then go there and not to your colleague, the drafts are written anew, and"
            " two people must approve each. The due date still counts from the forward; if the"
            " person wrote to us earlier, work to the earlier date."
        )
    ]
    return modal(
        "forward", "Confirm who wrote it", blocks, "Confirm", case=case.id, version=case.version
    )


def _names(names: Iterable[str]) -> str:
    return cut(", ".join(escape(cut(name, 80)) for name in names), 800)


def day_of(found: Mapping[str, str]) -> date | None:
    """Return the chosen day of a snooze."""
    try:
        return date.fromisoformat(found.get("until") or "")
    except ValueError:
        return None
