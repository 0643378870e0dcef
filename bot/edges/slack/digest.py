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
from bot.core.periods import Period
from bot.core.reminding import OVERDUE, SECOND
from bot.core.statistics import Count, Statistics
from bot.edges.slack import words_week as words
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


def reminder_text(view: ReminderView) -> str:
    """Return a reminder for notifications: no personal data."""
    stage = str(view.event.facts["stage"])
    when = day(view.today.fromisoformat(str(view.event.facts["day"])))
    said = words.STAGES.get(stage, words.DUE_IN).format(day=when, stage=stage)
    return words.REMINDER.format(case=view.case.number, titles=titles(view.case.types), said=said)


def reminder(view: ReminderView) -> list[Block]:
    """Return a reminder: to the one who has the case, or to the managers when it is late."""
    case = view.case
    sign = "🔴" if view.event.facts["stage"] in {OVERDUE, SECOND} else "⏰"
    owner = words.HAS_IT.format(who=case.assignee) if case.assignee else words.NOBODY_HAS
    block = section(f"{sign} *{reminder_text(view)}* {owner}")
    if not view.to_managers:
        block["accessory"] = button("case.message", words.READ, f"{case.id}:0:")
    return [block]


def digest_text(view: DigestView) -> str:
    """Return the digest for notifications and screen readers."""
    found = view.statistics
    return words.DIGEST.format(
        week=found.period.name,
        received=found.received.cases,
        answered=found.answered.cases,
        closed=found.closed.cases,
        overdue=found.overdue.cases,
    )


def digest(view: DigestView) -> list[Block]:
    """Return the week: figures, two charts, breakdowns, and what needs an eye."""
    found = view.statistics
    period = found.period
    blocks = [
        header(words.TITLE.format(week=period.name)),
        context(words.FROM_LOG.format(span=_span(period))),
        fields(_figures(found)),
        *(_chart(one) for one in charts(found)),
        *_closer(found),
    ]
    blocks.append(context(words.IN_THREAD.format(compared=_compared(found), small=SMALL)))
    if view.anchor:
        blocks.append(context(words.ANCHOR.format(anchor=view.anchor)))
    return blocks


def _span(period: Period) -> str:
    return words.SPAN.format(first=day(period.first), last=day(period.last))


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
        section(f"*{period.name}* · {_span(period)}"),
        fields(_figures(found)),
        *([fields([(words.BY_TYPE, types)])] if types else []),
        *_closer(found),
        context(words.IN_MODAL.format(compared=_compared(found), small=SMALL)),
    ]
    return modal("week", words.THE_WEEK, blocks)


def glance(seen: Glance | None) -> list[Block]:
    """Return the running week for a manager's Home, or that it is being counted."""
    if seen is None:
        return [header(words.THE_WEEK), context(words.COUNTING)]
    found = seen.statistics
    before = found.before[-1] if found.before else None
    last = found.period.earlier(1).name

    def against(name: str) -> str:
        past = words.LAST_WEEK.format(count=getattr(before, name)) if before else ""
        return f"{_say(getattr(found, name))}{past}"

    pairs = [(words.FLOWS[name], against(name)) for name in ("received", "answered", "closed")]
    late = "⚠ " if found.overdue.cases else ""
    pairs += [
        (words.OVERDUE_NOW, late + _say(found.overdue)),
        (words.DUE_SOON, _say(found.due_soon)),
        (words.OPEN, _say(found.open)),
        (words.WITHIN_DUE, say_share(found.within_due)),
        (words.FIRST_LETTER, _spread(found.first_letter.median, found.first_letter.p90)),
    ]
    full = [
        button("home.week", words.THIS_IN_FULL, found.period.name),
        button("home.week", words.LAST_IN_FULL, last) | {"action_id": "home.week.last"},
    ]
    return [
        header(words.SO_FAR.format(week=found.period.name)),
        fields(pairs),
        {"type": "actions", "elements": full},
        context(words.COUNTED_AT.format(moment=moment(seen.counted_at))),
    ]


def _compared(found: Statistics) -> str:
    weeks = len(found.before)
    if not weeks:
        return ""
    before = words.WEEK_BEFORE if weeks == 1 else words.WEEKS_BEFORE.format(count=weeks)
    return words.COMPARED.format(before=before)


def files_text(view: DigestFilesView) -> str:
    """Return what the post with the files says."""
    return words.FILES.format(week=view.statistics.period.name)


def files(view: DigestFilesView) -> list[Block]:
    """Return the table in words, for an app that may not upload files."""
    return [verbatim(page) for page in pages(view.table)][:3]


def _figures(found: Statistics) -> list[tuple[str, str]]:
    pairs = [
        (said, f"{_say(getattr(found, name))}{_change(found, name)}")
        for name, said in words.FLOWS.items()
    ]
    late = "🔴 " if found.overdue.cases else ""
    return [
        *pairs,
        (words.OVERDUE_NOW, late + _say(found.overdue)),
        (words.DUE_SOON, _say(found.due_soon)),
        (words.OPEN, _say(found.open)),
        (words.NOISE, words.NOISE_COUNT.format(count=found.noise)),
    ]


def _say(count: Count) -> str:
    cases = words.CASES[count.cases != 1].format(count=count.cases)
    return f"{cases}, {words.LINES[count.lines != 1].format(count=count.lines)}"


def _change(found: Statistics, name: str) -> str:
    step = change(found, name)
    if step is None:
        return ""
    return words.STEP.format(step=step) if round(step) else words.NO_STEP


def _quality(found: Statistics) -> list[tuple[str, str]]:
    return [
        (words.FIRST_LETTER, _spread(found.first_letter.median, found.first_letter.p90)),
        (words.CLOSING, _spread(found.closing.median, found.closing.p90)),
        (words.WITHIN_DUE, say_share(found.within_due)),
        (words.HANDOVERS, say_share(found.handovers)),
        (words.CORRECTED, say_share(found.corrected)),
        (words.AGENTS, say_share(found.agents)),
    ]


def _spread(median: float | None, p90: float | None) -> str:
    if median is None:
        return NOTHING
    return words.SPREAD.format(median=say_days(median), p90=say_days(p90))


def _breakdowns(found: Statistics) -> list[tuple[str, str]]:
    pairs = [
        (words.BY_PARTY, _listing(named(found.by_party, "party").items())),
        (words.BY_REGIME, _listing(named(found.by_regime, "regime").items())),
        (words.OUTCOMES, _listing(named(found.outcomes, "outcome").items())),
        (words.LEAST_PRECISE, _listing(_least_precise(found))),
    ]
    return [(label, text) for label, text in pairs if text]


def _listing(rows: Iterable[tuple[str, int | str]]) -> str:
    return "\n".join(
        words.ROW.format(title=title, value=value) for title, value in list(rows)[:_LISTED]
    )


def _least_precise(found: Statistics) -> list[tuple[str, str]]:
    rated = [
        (share.ratio, titles([key]), say_share(share))
        for key, share in found.precision.items()
        if share.whole >= SMALL and share.ratio is not None
    ]
    return [(title, text) for _, title, text in sorted(rated)[:4]]


def _oldest(found: Statistics) -> str:
    if not found.oldest:
        return words.NONE_OPEN
    listed = (words.OLD.format(case=case_number(one), days=days) for one, days in found.oldest)
    return words.OLDEST.format(listed=" · ".join(listed))


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
