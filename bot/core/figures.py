"""Statistics as people read them: rows with titles, charts, and small counts hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from bot.core.case_number import case_number
from bot.core.catalogue import BY_KEY, PartyKind
from bot.core.statistics import Count, Flow, Share, Spread, Statistics

MOST_BARS = 8  # types in a chart by their names; the others are one bar
SMALL = 3
"""A count below this could point to a person, so it is shown only together with others."""

OTHERS = "Others together"
NOTHING = "–"

PARTIES = {
    PartyKind.OWN_USER: "Own users",
    PartyKind.ORG_ADMINISTERED: "Organisations",
    PartyKind.CLIENT_DATA: "Clients' data",
    PartyKind.UNKNOWN: "Not clear",
    PartyKind.NONE: "Nobody's data",
}
REGIMES = {
    "eu": "EU and EEA",
    "uk": "United Kingdom",
    "ch": "Switzerland",
    "us-ca": "California",
    "us-other": "Other US states",
    "br": "Brazil",
    "other": "Other countries",
    "none": "Not known",
    "dpf": "Data Privacy Framework",
    "us-co": "Colorado",
    "us-ct": "Connecticut",
    "us-de": "Delaware",
    "us-fl": "Florida",
    "us-ia": "Iowa",
    "us-in": "Indiana",
    "us-ky": "Kentucky",
    "us-md": "Maryland",
    "us-mn": "Minnesota",
    "us-mt": "Montana",
    "us-ne": "Nebraska",
    "us-nh": "New Hampshire",
    "us-nj": "New Jersey",
    "us-or": "Oregon",
    "us-ri": "Rhode Island",
    "us-tn": "Tennessee",
    "us-tx": "Texas",
    "us-ut": "Utah",
    "us-va": "Virginia",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: its section, title and value as text, and the value as a number."""

    section: str
    title: str
    text: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars by category, one series or more; `alt` says in words what the picture shows."""

    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]
    alt: str


def together(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts with the small ones as one row, itself not small and not derivable.

    If what is hidden adds up to less than SMALL, the next smallest count is hidden too;
    if nothing else is left, only the total remains.
    """
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [pair for pair in ranked if pair[1] >= SMALL]
    hidden = [pair for pair in ranked if 0 < pair[1] < SMALL]
    while hidden and shown and sum(n for _, n in hidden) < SMALL:
        hidden.append(shown.pop())
    total = sum(n for _, n in hidden)
    return dict(shown) | ({OTHERS: total} if hidden else {})


def regime_title(code: str) -> str:
    """Return a jurisdiction's name."""
    return REGIMES.get(code) or code.upper()


def _type_title(key: str) -> str:
    return BY_KEY[key].title if key in BY_KEY else key


def _party_title(key: str) -> str:
    return PARTIES.get(PartyKind(key), key) if key in set(PartyKind) else key


def _outcome_title(key: str) -> str:
    return key.replace("_", " ").replace(":", ", ").capitalize()


def named(counts: Mapping[str, int], kind: str) -> dict[str, int]:
    """Return a breakdown fit to publish: `kind` is type, party, regime or outcome."""
    title = {
        "type": _type_title,
        "party": _party_title,
        "regime": regime_title,
        "outcome": _outcome_title,
    }[kind]
    return {key if key == OTHERS else title(key): n for key, n in together(counts).items()}


def change(found: Statistics, name: str) -> float | None:
    """Return the difference to the mean of the periods before, or None without any."""
    past = [getattr(flow, name) for flow in found.before]
    return getattr(found.flow, name) - mean(past) if past else None


def say_change(found: Statistics, name: str) -> str:
    """Return the change in words: +3 against a mean of 12."""
    step = change(found, name)
    if step is None:
        return ""
    past = mean(getattr(flow, name) for flow in found.before)
    return f"{step:+.0f} against a mean of {past:.0f}" if round(step) else f"as before ({past:.0f})"


def say_share(share: Share) -> str:
    """Return a share as text: 97% (33 of 34)."""
    return NOTHING if share.ratio is None else f"{share.ratio:.0%} ({share.part} of {share.whole})"


def say_days(days: float | None) -> str:
    """Return a length of time: days, or hours below two days."""
    if days is None:
        return NOTHING
    return f"{days * 24:.0f} h" if days < 2 else f"{days:.1f} days"


def rows(found: Statistics) -> list[Row]:
    """Return every figure in reading order; the same rows feed each format."""
    listed = _flow_rows(found)
    listed += [
        *_count_rows("Now", "Open", found.open),
        *_count_rows("Now", "Overdue", found.overdue),
        *_count_rows("Now", "Due in seven days", found.due_soon),
        *_spread_rows("Time to first letter", found.first_letter),
        *_spread_rows("Time to closing", found.closing),
        _share_row("Within the due date", found.within_due),
        _share_row("Hand-overs within one business day", found.handovers),
        _share_row("Requests by agents", found.agents),
        _share_row("Cases whose reading staff corrected", found.corrected),
    ]
    for section, counts, kind in (
        ("Lines received, by type", found.by_type, "type"),
        ("Cases received, by party", found.by_party, "party"),
        ("Cases received, by regime", found.by_regime, "regime"),
        ("Lines ended, by outcome", found.outcomes, "outcome"),
    ):
        listed += [Row(section, title, f"{n}", n) for title, n in named(counts, kind).items()]
    listed += [
        Row("Precision of the classifier, by type", _type_title(key), say_share(s), s.ratio)
        for key, s in found.precision.items()
        if s.whole >= SMALL
    ]
    listed += [
        Row("Oldest open cases", case_number(number), f"{days} days", days)
        for number, days in found.oldest
    ]
    listed.append(Row("Automatic mail and likely spam", "Listed", f"{found.noise}", found.noise))
    return listed


def _flow_rows(found: Statistics) -> list[Row]:
    listed: list[Row] = []
    for name in ("received", "answered", "fulfilled", "closed"):
        count: Count = getattr(found, name)
        listed += _count_rows("This period", name.capitalize(), count)
        step = change(found, name)
        if step is not None:
            title = f"{name.capitalize()}, change"
            listed.append(Row("This period", title, say_change(found, name), round(step, 1)))
    return listed


def _count_rows(section: str, title: str, count: Count) -> list[Row]:
    return [
        Row(section, f"{title}, cases", f"{count.cases}", count.cases),
        Row(section, f"{title}, lines", f"{count.lines}", count.lines),
    ]


def _spread_rows(title: str, spread: Spread) -> list[Row]:
    return [
        Row(title, "Median", say_days(spread.median), spread.median),
        Row(title, "90th percentile", say_days(spread.p90), spread.p90),
    ]


def _share_row(title: str, share: Share) -> Row:
    return Row("Shares", title, say_share(share), share.ratio)


def charts(found: Statistics) -> tuple[Chart, ...]:
    """Return the two charts: what came and went, and what was asked; empty ones are left out."""
    made = []
    flows = (*found.before, found.flow)
    if any(flow.received or flow.closed for flow in flows):
        made.append(_flow_chart(flows))
    types = named(found.by_type, "type")
    if types:
        made.append(_type_chart(types))
    return tuple(made)


def _flow_chart(flows: Sequence[Flow]) -> Chart:
    last = flows[-1]
    return Chart(
        "Received, answered and closed",
        tuple(flow.name for flow in flows),
        tuple(
            (name.capitalize(), tuple(getattr(flow, name) for flow in flows))
            for name in ("received", "answered", "closed")
        ),
        f"Cases in {len(flows)} periods. In the last, {last.name}: {last.received} received,"
        f" {last.answered} answered, {last.closed} closed.",
    )


def _type_chart(types: Mapping[str, int]) -> Chart:
    ranked = [pair for pair in types.items() if pair[0] != OTHERS]
    shown, rest = ranked[:MOST_BARS], ranked[MOST_BARS:]
    others = types.get(OTHERS, 0) + sum(n for _, n in rest)
    if others:
        shown.append((OTHERS, others))
    words = ", ".join(f"{title} {n}" for title, n in shown)
    return Chart(
        "What was asked",
        tuple(title for title, _ in shown),
        (("Lines", tuple(n for _, n in shown)),),
        f"Request lines received, by type: {words}.",
    )
