"""Words of Home and of the queue: filters, rows, tasks, and what turns its pages."""

STRANGER_TITLE = "Privacy inbox triage"
STRANGER = "This page is for the privacy team. {why}"
QUEUE = "Privacy queue"

# Filters and tools
NOT_CLOSED = "Not closed"
ANY_DUE = "Any due date"
OVERDUE = "Overdue"
WITHIN = "Due within seven days"
EVERY_TYPE = "Every type"
ANYBODYS = "Anybody's"
MINE = "Mine"
NOBODYS = "Nobody's yet"
COLLEAGUES = "A colleague's"
REFRESH = "Refresh"
BACK = "Back to the queue"
SEARCH = "Search"
NEW = "Log a request"
CLEAR = "Clear the filters"

# The counts
SUMMARY = (
    "*{open}* open · *{waiting}* waiting for the requester · *{handed_over}* with a client or"
    " organisation · {late}*{overdue}* overdue"
)

# The reader's own tasks
YOUR_TASKS = "*Your tasks:* what is open in the cases that are yours"
FINISH_TASKS = "Finish tasks"
MORE_CASES = "More of your cases have open tasks: choose “Mine” below."
OPEN_TASKS = ("{count} open task", "{count} open tasks")
FIRST_DUE = "{many}, {late}the first due {day}"
AND_MORE = "{names} and {count} more"

# The rows
NOTHING_FITS = "Nothing fits these filters."
MORE_THAN = "more than {count:,}"
NEWEST = "the newest first"
EARLIEST = "the earliest due date first"
SHOWN = "{first} to {last} of {total}, {order}."
BEFORE = "Previous page"
NEXT = "Next page"
NO_DEADLINE = "no deadline"
NOTHING_OPEN = "nothing open"
LATE = "⚠ overdue since {day}"
DUE = "due {day}"
NOBODY_YET = "nobody yet"
READ = "Read"
