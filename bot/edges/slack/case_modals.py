"""Modals about a whole case: who has it, until when, what colleagues should know; pure."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, timedelta

from bot.core.case import Case, Channel
from bot.core.case_number import case_number
from bot.core.catalogue import BY_KEY, titles
from bot.core.ending_scenes import TEAMS, dated_by_law
from bot.core.views import CaseView, Original
from bot.edges.slack import words, words_windows
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
    return modal("all", words_windows.CASE.format(case=view.case.number), blocks)


def assign(view: CaseView, people: Mapping[str, str]) -> Block:
    """Return those who may act, by id and name, to be chosen from."""
    if not people:
        return modal("notice", words_windows.ASSIGN, [section(words_windows.NOBODY_TO_ASSIGN)])
    blocks = [
        field_input("assignee", words_windows.ASSIGNEE, select(people, view.case.assignee)),
        context(words_windows.ASSIGN_DOES),
    ]
    return modal("assign", words_windows.ASSIGN, blocks, words_windows.ASSIGN, case=view.case.id)


def snooze(view: CaseView) -> Block:
    """Return a day to choose; the next one as a proposal."""
    proposed = view.today + timedelta(days=1)
    last = view.case.due
    until = words_windows.SNOOZE_UNTIL_DUE.format(day=day(last)) if last else ""
    picker = {"type": "datepicker", "initial_date": proposed.isoformat()}
    blocks = [
        section(words_windows.SNOOZE_DOES.format(until_due=until)),
        field_input("until", words_windows.WAKE_UP_ON, picker),
    ]
    return modal(
        "snooze", words_windows.SNOOZE_CASE, blocks, words_windows.SNOOZE, case=view.case.id
    )


def refer(view: CaseView, told: Container[str] = ()) -> Block:
    """Return the teams, whether they are told, and what becomes of the case."""
    stays = [line.type for line in view.case.open_lines if dated_by_law(line)]
    what = (
        words_windows.STAYS_OPEN.format(asked=titles(stays)) if stays else words_windows.IS_REFERRED
    )
    teams = {t: words_windows.REFERS[t in told].format(team=words.TEAMS[t]) for t in TEAMS}
    tells = any(team in told for team in TEAMS)
    blocks = [
        section(what),
        section(words_windows.REFER_TELLS if tells else words_windows.REFER_TELLS_NOBODY),
        field_input("team", words_windows.WHO_ANSWERS, select(teams)),
    ]
    case = view.case
    return modal(
        "refer",
        words_windows.REFER_CASE,
        blocks,
        words_windows.REFER,
        case=case.id,
        version=case.version,
    )


def spam(view: CaseView) -> Block:
    """Return what marking a case as spam does."""
    case = view.case
    blocks = [section(words_windows.SPAM_DOES)]
    return modal(
        "spam",
        words_windows.MARK_SPAM,
        blocks,
        words_windows.MARK_SPAM,
        case=case.id,
        version=case.version,
    )


def note(view: CaseView) -> Block:
    """Return an input for a note."""
    element = {"type": "plain_text_input", "multiline": True, "max_length": NOTE_CHARACTERS}
    blocks = [
        field_input("text", words_windows.NOTE, element),
        context(words_windows.NOTE_DOES),
    ]
    return modal("note", words_windows.WRITE_NOTE, blocks, words_windows.SAVE, case=view.case.id)


def original(case: Case, places: Sequence[Original]) -> Block:
    """Return where each mail lies, and how to find it there."""
    blocks = [section(words_windows.ORIGINAL_DOES)]
    for one in places[:_MOST_ORIGINALS]:
        where = words_windows.FILED_AWAY if one.filed else words_windows.NO_COPY
        if one.folder and not one.filed:
            where = words_windows.IN_FOLDER.format(folder=escape(one.folder))
        rows = [
            words_windows.IN_MAILBOX.format(mailbox=escape(one.account), where=where),
            words_windows.RECEIVED_SIZE.format(moment=moment(one.received_at), size=one.size),
        ]
        if one.attachments:
            rows.append(words_windows.FILES_NOT_OPENED.format(names=_names(one.attachments)))
        # Letter by letter: whoever looks for it copies it.
        blocks += [
            section("\n".join(rows)),
            verbatim(one.message_id or words_windows.NO_MESSAGE_ID, 500),
        ]
    if len(places) > _MOST_ORIGINALS:
        blocks.append(context(words_windows.AND_MORE.format(count=len(places) - _MOST_ORIGINALS)))
    if not places:
        blocks.append(section(words_windows.NO_MAIL_KNOWN))
    return modal("notice", words_windows.MAIL_OF.format(case=case.number), blocks)


def restrict(case: Case, channels: Iterable[Channel]) -> Block:
    """Return the channels that the case could be moved to."""
    options = {one.value: words.CHANNELS[one] for one in channels}
    if not options:
        return modal("notice", words_windows.MOVE_CASE, [section(words_windows.ONE_CHANNEL)])
    blocks = [
        section(words_windows.MOVE_DOES),
        field_input("channel", words_windows.WHICH_CHANNEL, select(options)),
    ]
    return modal(
        "restrict",
        words_windows.MOVE_CASE,
        blocks,
        words_windows.MOVE,
        case=case.id,
        version=case.version,
    )


def link(view: CaseView) -> Block:
    """Return an input for the other case."""
    blocks = [
        section(words_windows.LINK_DOES),
        field_input("other", words_windows.OTHER_CASE, _NUMBER, words_windows.CASE_NUMBER_HINT),
    ]
    case = view.case
    return modal(
        "link",
        words_windows.LINK_CASES,
        blocks,
        words_windows.LINK,
        case=case.id,
        version=case.version,
    )


def unlink(view: CaseView) -> Block:
    """Return the linked cases, one to be chosen."""
    case = view.case
    if not case.links:
        return modal("notice", words_windows.UNLINK, [section(words_windows.NOTHING_LINKED)])
    options = {
        str(one.other): f"{case_number(one.other)}: {words.LINKED[one.kind]}"
        for one in case.links[:100]
    }
    blocks = [field_input("other", words_windows.WHICH_UNLINKED, select(options))]
    return modal(
        "unlink",
        words_windows.UNLINK,
        blocks,
        words_windows.UNLINK,
        case=case.id,
        version=case.version,
    )


def merge(view: CaseView) -> Block:
    """Return an input for the case that goes on."""
    case = view.case
    blocks = [
        section(words_windows.MERGE_DOES.format(case=case.number)),
        field_input("other", words_windows.GOES_ON, _NUMBER, words_windows.CASE_NUMBER_HINT),
    ]
    return modal(
        "merge",
        words_windows.MERGE_CASES,
        blocks,
        words_windows.MERGE,
        case=case.id,
        version=case.version,
    )


def split(view: CaseView) -> Block:
    """Return the open lines, those for the new case to be ticked."""
    case = view.case
    options = [
        {"value": str(line.id), "text": plain(BY_KEY[line.type].title, 75)}
        for line in case.open_lines
    ][:10]
    if len(options) < 2:
        return modal("notice", words_windows.SPLIT, [section(words_windows.ONE_THING_ASKED)])
    blocks = [
        section(words_windows.SPLIT_DOES),
        field_input(
            "lines", words_windows.FOR_NEW_CASE, {"type": "checkboxes", "options": options}
        ),
    ]
    return modal(
        "split",
        words_windows.SPLIT_CASE,
        blocks,
        words_windows.SPLIT,
        case=case.id,
        version=case.version,
    )


def forward(view: CaseView) -> Block:
    """Return whom the forward names, to be confirmed."""
    case, found = view.case, view.forward
    if found is None:
        return modal("notice", words_windows.CONFIRM_FORWARD, [section(words_windows.NO_FORWARD)])
    date = (
        words_windows.FORWARD_DATED.format(day=escape(cut(found.date, 100))) if found.date else ""
    )
    blocks = [
        section(words_windows.FORWARD_DOES.format(address=escape(found.sender.email), dated=date))
    ]
    return modal(
        "forward",
        words_windows.CONFIRM_FORWARD,
        blocks,
        words_windows.CONFIRM,
        case=case.id,
        version=case.version,
    )


def _names(names: Iterable[str]) -> str:
    return cut(", ".join(escape(cut(name, 80)) for name in names), 800)


def day_of(found: Mapping[str, str]) -> date | None:
    """Return the chosen day of a snooze."""
    try:
        return date.fromisoformat(found.get("until") or "")
    except ValueError:
        return None
