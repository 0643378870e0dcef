"""Words of the clock and of the week in numbers: reminders, the digest, a manager's glance."""

from bot.core.reminding import EXTENSION, OVERDUE, SECOND, TODAY

# Reminders
STAGES = {
    TODAY: "is due today, {day}",
    OVERDUE: "is overdue: it was due on {day}",
    EXTENSION: "can still be extended: the requester has to be told, with reasons, by {day}",
    SECOND: "has a letter that has waited for a second approver since {day}",
}
DUE_IN = "is due in {stage}, on {day}"
REMINDER = "{case} ({titles}) {said}."
HAS_IT = "<@{who}> has it."
NOBODY_HAS = "Nobody has taken it yet."
READ = "Read"

# The week
DIGEST = (  # in notifications
    "Privacy requests in {week}: {received} received, {answered} answered, {closed} closed,"
    " {overdue} overdue."
)
TITLE = "Privacy requests · {week}"
SPAN = "{first} to {last}"
FROM_LOG = "{span}, counted from the audit log"
IN_THREAD = (
    "{compared}Counts below {small} are shown together with others."
    " The table and the picture are in the thread."
)
ANCHOR = "Audit log up to here: {anchor}"
IN_MODAL = (
    "{compared}Counts below {small} are shown together with others. Counted from the audit log."
)
COMPARED = "Change is against the {before}. "
WEEK_BEFORE = "week before"
WEEKS_BEFORE = "mean of the {count} weeks before"
FILES = "{week} as a table (CSV) and a picture"

# Its figures
FLOWS = {
    "received": "Received",
    "answered": "Answered",
    "fulfilled": "Fulfilled",
    "closed": "Closed",
}
OVERDUE_NOW = "Overdue"
DUE_SOON = "Due in seven days"
OPEN = "Open"
NOISE = "Daily list"
NOISE_COUNT = "{count} automatic or likely spam"
CASES = ("{count} case", "{count} cases")
LINES = ("{count} line", "{count} lines")
STEP = " ({step:+.0f})"
NO_STEP = " (as before)"
FIRST_LETTER = "To first letter"
CLOSING = "To closing"
WITHIN_DUE = "Within the due date"
HANDOVERS = "Handed over in one business day"
CORRECTED = "Reading corrected by staff"
AGENTS = "Sent by agents"
SPREAD = "median {median}, 90% within {p90}"
BY_TYPE = "By type, in lines"
BY_PARTY = "By party"
BY_REGIME = "By regime"
OUTCOMES = "Outcomes"
LEAST_PRECISE = "Least precise types"
ROW = "{title}: {value}"
NONE_OPEN = "*Oldest open cases*\nNone: everything is closed."
OLDEST = "*Oldest open cases*\n{listed}"
OLD = "{case} ({days} days)"

# A manager's Home
THE_WEEK = "The week"
COUNTING = "Counting the audit log …"
SO_FAR = "The week so far · {week}"
LAST_WEEK = " (last week {count})"
THIS_IN_FULL = "This week in full"
LAST_IN_FULL = "Last week in full"
COUNTED_AT = "Counted from the audit log {moment}."
