"""The deadline rules as data: one row per regime and trigger, with source and review date.

No legal advice: rows are reviewed by people, the engine only counts.
"""

import re
from dataclasses import dataclass
from datetime import date

_REVIEWED = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as the law states it; exactly one field is set."""

    months: int = 0
    days: int = 0
    business_days: int = 0
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One row.

    `answer` is counted from day 0; `extended` is the whole length with an extension,
    also from day 0; `strict` is what the strict reading allows where it is shorter.
    `restart` and `pause` name what the law does at identity and at clarification.
    `internal` rows are our own targets: no law gives a date.
    """

    name: str
    answer: Span
    source: str
    roll: bool = False
    strict: Span | None = None
    extended: Span | None = None
    notice_days_before: int = 0
    acknowledge: Span | None = None
    target: Span | None = None
    restarts_at_identity: bool = False
    pauses_for_clarification: bool = False
    internal: bool = False
    reviewed_on: date = _REVIEWED


MONTH, QUARTER = Span(months=1), Span(months=3)

GDPR = Rule(
    "GDPR Arts 15-22",
    MONTH,
    "Regulation (EU) 2016/679 Art. 12(3); Regulation (EEC, Euratom) 1182/71 Art. 3(4)",
    roll=True,
    extended=QUARTER,
    acknowledge=Span(days=0),
)
GDPR_MARKETING = Rule(
    "GDPR marketing objection",
    MONTH,
    "Regulation (EU) 2016/679 Art. 21(2)-(3) and 12(3)",
    target=Span(business_days=1),
)
UK = Rule(
    "UK GDPR",
    MONTH,
    "UK GDPR Art. 12(3) as amended by the Data (Use and Access) Act 2025",
    roll=True,
    extended=QUARTER,
    acknowledge=Span(days=0),
    restarts_at_identity=True,
    pauses_for_clarification=True,
)
UK_COMPLAINT = Rule(
    "UK complaint",
    Span(days=30),
    "Data Protection Act 2018 s. 164A (Data (Use and Access) Act 2025 s. 103)",
    roll=True,
    strict=Span(days=29),
    acknowledge=Span(days=30),
)
CALIFORNIA = Rule(
    "California know, delete, correct",
    Span(days=45),
    "Cal. Civ. Code 1798.130(a)(2); 11 CCR 7021",
    extended=Span(days=90),
    notice_days_before=1,
    acknowledge=Span(business_days=10),
)
CALIFORNIA_OPT_OUT = Rule(
    "California opt-out of sale, limit", Span(business_days=15), "11 CCR 7026(f), 7027(g)"
)
CAN_SPAM = Rule("CAN-SPAM unsubscribe", Span(business_days=10), "15 U.S.C. 7704(a)(4)")
DPF = Rule(
    "Data Privacy Framework complaint",
    Span(days=45),
    "EU-US Data Privacy Framework Principles, III.11.d(i), as under Privacy Shield before it",
)
LGPD = Rule("LGPD", Span(days=15), "Lei 13.709/2018 Art. 19", acknowledge=Span(days=0))
FADP = Rule("FADP", Span(days=30), "Swiss Data Protection Ordinance (DPO) Art. 18; FADP Art. 25(7)")
OTHER_COUNTRY = Rule("other countries", Span(days=30), "our own rule for laws without a row")
PROCESSOR = Rule(
    "a client's data",
    Span(business_days=1),
    "Decision (EU) 2021/915, clause 8(a); the contract's value where it has one",
)
ADMINISTRATOR = Rule(
    "organisation-administered account", Span(business_days=1), "our own rule: pass on promptly"
)
BREACH = Rule("breach report", Span(hours=72), "Regulation (EU) 2016/679 Art. 33(1)")
CLIENT_BREACH = Rule(
    "breach of clients' data",
    Span(hours=24),
    "Regulation (EU) 2016/679 Art. 33(2): without undue delay; 24 hours are our own default",
)
AUTHORITY = Rule(
    "authority's letter",
    Span(days=0),
    "our own rule: to legal on the same day; the letter itself names its date",
    internal=True,
)
PROMPT = Rule(
    "consent or testimonial",
    Span(business_days=2),
    "our own rule: as easy as it was given",
    internal=True,
)
NO_ROW = Rule(
    "internal target",
    Span(business_days=10),
    "our own rule for types without a row",
    internal=True,
)
OPT_OUT_UNKNOWN = Rule(
    "opt-out, jurisdiction unknown", Span(business_days=10), "our own rule: the shortest law"
)

_STATES_45 = "va co ct ut tx or mt ne de nh nj tn mn md in ky ri".split()
# Utah grants no appeal.
_APPEALS = {
    **dict.fromkeys("ct de fl ia in ky md mt ne nh ri tn tx va".split(), 60),
    **dict.fromkeys("co mn nj or".split(), 45),
}
_APPEALS_EXTENDED = {"co": 105, "mn": 105}  # 60 days more, with the reason


def _state(code: str, days: int, extended: int) -> Rule:
    return Rule(
        f"US state law ({code.upper()})",
        Span(days=days),
        f"consumer privacy act of {code.upper()}",
        extended=Span(days=extended),
    )


STATES = {
    **{code: _state(code, 45, 90) for code in _STATES_45},
    "fl": _state("fl", 45, 60),
    "ia": _state("ia", 90, 135),
}
OTHER_STATE = _state("other", 45, 90)
APPEALS = {
    code: Rule(
        f"US appeal ({code.upper()})",
        Span(days=days),
        f"consumer privacy act of {code.upper()}",
        extended=Span(days=_APPEALS_EXTENDED[code]) if code in _APPEALS_EXTENDED else None,
    )
    for code, days in _APPEALS.items()
}
OTHER_APPEAL = Rule(
    "US appeal (state unknown)", Span(days=45), "the shortest of the states' consumer privacy acts"
)

RIGHTS = frozenset({"access", "delete", "correct", "transfer", "restrict", "object", "child"})
REGIMES = ("eu", "uk", "ch", "us-ca", "us-other", "br", "other", "none")
"""Jurisdiction codes; `us-va` and the like are regimes too, see `STATES`."""

# Regime -> trigger -> rule; a trigger that a regime lacks falls to ANYWHERE.
TABLE: dict[str, dict[str, Rule]] = {
    "eu": {"rights": GDPR, "optout_sale": GDPR, "optout_marketing": GDPR_MARKETING},
    "uk": {
        "rights": UK,
        "optout_sale": UK,
        "optout_marketing": GDPR_MARKETING,
        "complaint": UK_COMPLAINT,
    },
    "us-ca": {
        "rights": CALIFORNIA,
        "optout_sale": CALIFORNIA_OPT_OUT,
        "optout_marketing": CAN_SPAM,
    },
    "us-other": {
        "rights": OTHER_STATE,
        "optout_sale": OTHER_STATE,
        "optout_marketing": CAN_SPAM,
        "appeal": OTHER_APPEAL,
    },
    "ch": {"rights": FADP, "optout_sale": FADP, "optout_marketing": FADP},
    "br": {"rights": LGPD, "optout_sale": LGPD, "optout_marketing": LGPD},
    "other": {
        "rights": OTHER_COUNTRY,
        "optout_sale": OTHER_COUNTRY,
        "optout_marketing": OTHER_COUNTRY,
    },
    # No place: the framework that a complaint invokes, see `regime_of`.
    "dpf": {
        "rights": GDPR,
        "optout_sale": GDPR,
        "optout_marketing": GDPR_MARKETING,
        "complaint": DPF,
    },
    "none": {
        "rights": GDPR,
        "optout_sale": OPT_OUT_UNKNOWN,
        "optout_marketing": OPT_OUT_UNKNOWN,
    },
    **{
        f"us-{code}": {
            "rights": rule,
            "optout_sale": rule,
            "optout_marketing": CAN_SPAM,
            **({"appeal": APPEALS[code]} if code in APPEALS else {}),
        }
        for code, rule in STATES.items()
    },
}
ANYWHERE: dict[str, Rule] = {
    "legal_process": AUTHORITY,
    "security_report": BREACH,
    "withdraw_consent": PROMPT,
    "testimonial": PROMPT,
}
UNCLOCKED = frozenset({"identity_reply", "spam", "auto_reply", "bounce"})
"""Types without any date."""


JURISDICTIONS = tuple(dict.fromkeys((*REGIMES, *sorted(f"us-{code}" for code in STATES))))
"""Where a person may live, as far as rules differ; staff may set each."""

_DPF = re.compile(r"\b(?:data privacy framework|privacy shield|DPF)\b", re.IGNORECASE)


def regime_of(regime: str, request_type: str, text: str) -> str:
    """Return whose rows count: a complaint that names the framework invokes its rule.

    In the UK the statute's own row for complaints is stricter.
    """
    invoked = request_type == "complaint" and regime != "uk" and _DPF.search(text)
    return "dpf" if invoked else regime


def rule_for(regime: str, request_type: str, *, handed_to: str = "") -> Rule | None:
    """Return the row that counts; `handed_to` is client or organisation if the line is theirs.

    Raises KeyError for a regime that has no rows.
    """
    rows = TABLE[regime]
    if request_type in UNCLOCKED:
        return None
    if request_type == "security_report":
        return CLIENT_BREACH if handed_to == "client" else BREACH
    if handed_to:
        return {"client": PROCESSOR, "organisation": ADMINISTRATOR}[handed_to]
    trigger = "rights" if request_type in RIGHTS else request_type
    return rows.get(trigger) or ANYWHERE.get(trigger) or NO_ROW
