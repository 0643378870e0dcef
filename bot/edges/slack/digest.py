"""What the clock says in Slack: reminders, and the week in numbers; pure, sends nothing."""

from collections.abc import Iterable

from bot.core.case_number import case_number
from bot.core.catalogue import titles
from bot.core.figures import (
    NOTHING,
    SMALL,
    Chart,
    change,
    charts,
    named,
    say_days,
    say_share,
)
from bot.core.notices import DigestFilesView, DigestView, ReminderView
from bot.core.reminding import EXTENSION, OVERDUE, SECOND, TODAY
from bot.core.statistics import Count, Statistics
from bot.edges.slack.modals import modal
from bot.edges.slack.text import (
    Block,
    button,
    context,
    cut,
    day,
    fields,
    header,
    moment,
    pages,
    section,
    verbatim,
)
from bot.flows.week import Glance

_CHART_LABEL = 20  # characters that Slack allows in a chart
_CHART_TITLE = 50
_LISTED = 8  # rows of a breakdown in the message; the table in the thread has all

_STAGES = {
    TODAY: "is due today, {day}",
    OVERDUE: "is overdue: it was due on {day}",
    EXTENSION: "can still be extended: the requester has to be told, with reasons, by {day}",
    SECOND: "has a letter that has waited for a second approver since {day}",
}


def reminder_text(view: ReminderView) -> str:
    """Return a reminder for notifications: no personal data."""
    stage = str(view.event.facts["stage"])
    when = day(view.today.fromisoformat(str(view.event.facts["day"])))
    said = _STAGES.get(stage, f"is due in {stage}, on {{day}}").format(day=when)
    return f"{view.case.number} ({titles(view.case.types)}) {said}."


def reminder(view: ReminderView) -> list[Block]:
    """Return a reminder: to the one who has the case, or to the managers when it is late."""
    case = view.case
    sign = "🔴" if view.event.facts["stage"] in {OVERDUE, SECOND} else "⏰"
    owner = f"<@{case.assignee}> has it." if case.assignee else "Nobody has taken it yet."
    block = section(f"{sign} *{reminder_text(view)}* {owner}")
    if not view.to_managers:
        block["accessory"] = button("case.message", "Read", f"{case.id}:0:")
    return [block]


def digest_text(view: DigestView) -> str:
    """Return the digest for notifications and screen readers."""
    found = view.statistics
    return (
        f"Privacy requests in {found.period.name}: {found.received.cases} received,"
        f" {found.answered.cases} answered, {found.closed.cases} closed,"
        f" {found.overdue.cases} overdue."
    )


def digest(view: DigestView) -> list[Block]:
    """Return the week: figures, two charts, breakdowns, and what needs an eye."""
    found = view.statistics
    period = found.period
    blocks = [
        header(f"Privacy requests · {period.name}"),
        context(f"{day(period.first)} to {day(period.last)}, counted from the audit log"),
        fields(_figures(found)),
        *(_chart(one) for one in charts(found)),
        *_closer(found),
    ]
    blocks.append(
        context(
            f"{_compared(found)}Counts below {SMALL} are shown together with others."
            " The table and the picture are in the thread."
        )
    )
    if view.anchor:
        blocks.append(context(f"Audit log up to here: {view.anchor}"))
    return blocks


def _closer(found: Statistics) -> list[Block]:
    broken_down = _breakdowns(found)
    return [
        fields(_quality(found)),
        *([fields(broken_down)] if broken_down else []),
        section(_oldest(found)),
    ]


def week_modal(found: Statistics) -> Block:
    """Return a week for a manager who asks; Slack draws no charts in a modal."""
    period = found.period
    types = _listing(named(found.by_type, "type").items())
    blocks = [
        section(f"*{period.name}* · {day(period.first)} to {day(period.last)}"),
        fields(_figures(found)),
        *([fields([("By type, in lines", types)])] if types else []),
        *_closer(found),
        context(
            f"{_compared(found)}Counts below {SMALL} are shown together with others. Counted from"
            " the audit log."
        ),
    ]
    return modal("week", "The week", blocks)


def glance(seen: Glance | None) -> list[Block]:
    """Return the running week for a manager's Home, or that it is being counted."""
    if seen is None:
        return [header("The week"), context("Counting the audit log …")]
    found = seen.statistics
    before = found.before[-1] if found.before else None
    last = found.period.earlier(1).name

    def against(name: str) -> str:
        past = f" (last week {getattr(before, name)})" if before else ""
        return f"{_say(getattr(found, name))}{past}"

    pairs = [(name.capitalize(), against(name)) for name in ("received", "answered", "closed")]
    late = "⚠ " if found.overdue.cases else ""
    pairs += [
        ("Overdue", late + _say(found.overdue)),
        ("Due in seven days", _say(found.due_soon)),
        ("Open", _say(found.open)),
        ("Within the due date", say_share(found.within_due)),
        ("To first letter", _spread(found.first_letter.median, found.first_letter.p90)),
    ]
    full = [
        button("home.week", "This week in full", found.period.name),
        button("home.week", "Last week in full", last) | {"action_id": "home.week.last"},
    ]
    return [
        header(f"The week so far · {found.period.name}"),
        fields(pairs),
        {"type": "actions", "elements": full},
        context(f"Counted from the audit log {moment(seen.counted_at)}."),
    ]


def _compared(found: Statistics) -> str:
    weeks = len(found.before)
    if not weeks:
        return ""
    before = "week before" if weeks == 1 else f"mean of the {weeks} weeks before"
    return f"Change is against the {before}. "


def files_text(view: DigestFilesView) -> str:
    """Return what the post with the files says."""
    return f"{view.statistics.period.name} as a table (CSV) and a picture"


def files(view: DigestFilesView) -> list[Block]:
    """Return the table in words, for an app that may not upload files."""
    return [verbatim(page) for page in pages(view.table)][:3]


def _figures(found: Statistics) -> list[tuple[str, str]]:
    pairs = [
        (name.capitalize(), f"{_say(getattr(found, name))}{_change(found, name)}")
        for name in ("received", "answered", "fulfilled", "closed")
    ]
    late = "🔴 " if found.overdue.cases else ""
    return [
        *pairs,
        ("Overdue", late + _say(found.overdue)),
        ("Due in seven days", _say(found.due_soon)),
        ("Open", _say(found.open)),
        ("Daily list", f"{found.noise} automatic or likely spam"),
    ]


def _say(count: Count) -> str:
    cases = f"{count.cases} case" + ("" if count.cases == 1 else "s")
    return f"{cases}, {count.lines} line" + ("" if count.lines == 1 else "s")


def _change(found: Statistics, name: str) -> str:
    step = change(found, name)
    if step is None:
        return ""
    return f" ({step:+.0f})" if round(step) else " (as before)"


def _quality(found: Statistics) -> list[tuple[str, str]]:
    return [
        ("To first letter", _spread(found.first_letter.median, found.first_letter.p90)),
        ("To closing", _spread(found.closing.median, found.closing.p90)),
        ("Within the due date", say_share(found.within_due)),
        ("Handed over in one business day", say_share(found.handovers)),
        ("Reading corrected by staff", say_share(found.corrected)),
        ("Sent by agents", say_share(found.agents)),
    ]


def _spread(median: float | None, p90: float | None) -> str:
    if median is None:
        return NOTHING
    return f"median {say_days(median)}, 90% within {say_days(p90)}"


def _breakdowns(found: Statistics) -> list[tuple[str, str]]:
    pairs = [
        ("By party", _listing(named(found.by_party, "party").items())),
        ("By regime", _listing(named(found.by_regime, "regime").items())),
        ("Outcomes", _listing(named(found.outcomes, "outcome").items())),
        ("Least precise types", _listing(_least_precise(found))),
    ]
    return [(label, text) for label, text in pairs if text]


def _listing(rows: Iterable[tuple[str, int | str]]) -> str:
    return "\n".join(f"{title}: {value}" for title, value in list(rows)[:_LISTED])


def _least_precise(found: Statistics) -> list[tuple[str, str]]:
    rated = [
        (share.ratio, titles([key]), say_share(share))
        for key, share in found.precision.items()
        if share.whole >= SMALL and share.ratio is not None
    ]
    return [(title, text) for _, title, text in sorted(rated)[:4]]


def _oldest(found: Statistics) -> str:
    if not found.oldest:
        return "*Oldest open cases*\nNone: everything is closed."
    listed = " · ".join(f"{case_number(one)} ({days} days)" for one, days in found.oldest)
    return f"*Oldest open cases*\n{listed}"


def _chart(chart: Chart) -> Block:
    """Return Slack's native chart: at most 6 series, 20 categories, labels of 20 characters."""
    labels = [cut(label, _CHART_LABEL) for label in chart.categories]
    return {
        "type": "data_visualization",
        "title": cut(chart.title, _CHART_TITLE),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": name,
                    "data": [
                        {"label": label, "value": value}
                        for label, value in zip(labels, values, strict=True)
                    ],
                }
                for name, values in chart.series
            ],
            "axis_config": {"categories": labels},
        },
    }
