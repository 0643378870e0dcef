"""Words of cards about many cases, and of posts about none: batches, floods, daily lists."""

from bot.core.case import LetterState

AND_MORE = "and {count} more"

# A case of a batch
ABSORBED = "{case} is decided with its batch {batch}."
ITEM = "{case} · {whom} · {known} · {letters}"
KNOWN = {True: "known", False: "unknown"}  # whether the address is
LETTERS = {
    LetterState.SENT: "sent",
    LetterState.QUEUED: "leaving soon",
    LetterState.SENDING: "being sent",
    LetterState.DRAFT: "to approve",
}
SEVERAL = "{count} {what}"
FOR_TASKS = "{count} waiting for tasks"
NO_LETTER = "no letter"
NO_CASE = "No case is left in this batch."

# A batch
BATCH = "{batch}: {count} × {titles}, {waiting} to approve."  # in notifications
TITLE = "{batch} · {count} × {titles}"
SENT_BY = "Sent by"
FROM_PEOPLE = "People's own mailboxes, in one wording"
FROM_AGENT = "{agent}, in one template"
ADDRESSES = "Addresses"
HOW_KNOWN = "{unknown} unknown, {known} known"
STAND = "Letters"
HOW_THEY_STAND = "{drafted} drafted · {leaving} leaving · {sent} sent"
EARLIEST = "Earliest due"
NO_DEADLINE = "No open deadline"
EACH_ITS_OWN = (
    "Each case keeps its own date, letter and log. What changes, is answered or needs two"
    " people leaves the batch and gets its own card."
)
NOBODY_FOR_OTHERS = (
    "*Nobody asks for others here:* each person wrote in their own name, with a tool or"
    " by a letter that is public. Each proves who they are on their own."
)
NO_AUTHORITY = "*The agent's authority:* nobody has noted yet how this agent proves it."
AUTHORITY = "*The agent's authority:* {said}{note}. Noted by <@{who}>."
AUTHORITY_NOTE = " ({note})"
ROW = "• {count} × {title}"
TO_APPROVE = "*To read and approve; each leaves as a letter of its own:*"
NOT_YET = "*Not yet: the tasks of these cases are open, and this letter says “done”:*"
READ_OTHERWISE = "*The same words, read otherwise in some cases; their letters say what each asks:*"
ALSO = "• {count} × also {title}"
WITHOUT = "• {count} × without {title}"
READ_AND_APPROVE = "Read & approve {count}: {title}"
UNDO = "Undo what has not left"
TAKE_OUT = "Take cases out"
AGENT = "The agent's authority"

# A flood
FLOOD = "Many new cases on {day}: {count} wait without a card."  # in notifications
FLOOD_TITLE = "Many new cases · {day}"
ALL_SHOWN = "All have their cards now; {shown} were brought out from here."
WAITING = (
    "*{count:,} cases wait without a card*, so that this channel stays readable;"
    " {shown:,} were brought out. Nothing is lost: each has its date and its drafts,"
    " and all are in the queue on Home and in `/privacy queue`.{earliest}"
)
EARLIEST_IS = " The earliest is due {day}."
FLOOD_ROW = "• {count:,} × {title}"
BRING_OUT = "Bring out the next {count}"

# The daily list
NOISE = "Daily list for {day}: {count} automatic mails or likely spam"  # in notifications
NOISE_TITLE = "Daily list · {day}"
NOISE_SAYS = (
    "{count} mails look automatic or like spam, so they have no card. "
    "{left} Nothing was answered or deleted."
)
LEFT = "{settled} settled, {listed} to look at."
ALL_SETTLED = "All are settled."
NO_SUBJECT = "no subject"
MAKE_A_CASE = "Make it a case"
CONFIRM_ALL = "Confirm all {count}"

# A mail nobody could read; a card that moved
QUARANTINE = "A mail could not be read (message {message}); its bytes are kept."
QUARANTINE_TITLE = "A mail could not be read"
QUARANTINE_SAYS = (
    "Message {message}, {size:,} bytes, received {moment}. Reason: {reason}.\n"
    "Its bytes are kept and the mails behind it went on. An operator can look at it with"
    " `python -m bot quarantine show {message}`."
)
MOVED = "{case} was moved to another desk."

# A channel that is not private
NOT_FIT = (
    "The channel <#{channel}> is {fault}, so the bot posts no case there. Cards wait."
    " End that in Slack, or give the bot another private channel; what waits is then"
    " posted by itself."
)
FIT_AGAIN = "The channel <#{channel}> is private again; cards are posted."
PUBLIC = "public"
SHARED = "shared with another organisation"
