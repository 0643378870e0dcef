"""Words of a card: its facts, what to beware of, its letters and what became of them."""

from bot.core.case import LinkKind
from bot.core.mail import Authenticated
from bot.core.moves import Happened

AUTHENTICATED = {
    Authenticated.PASS: "sender authenticated",
    Authenticated.FAIL: "⚠ sender authentication FAILED: possibly forged",
    Authenticated.NONE: "sender not authenticated",
    Authenticated.UNKNOWN: "sender authentication unknown",
}
IDENTITY_DOCUMENT = (
    "⚠ Perhaps an identity document that nobody asked for: please keep no copy. Its bytes are"
    " deleted here and in the mailbox when the case is closed."
)
MAILBOX_CONFIRMED = "✔ Identity: a reply from the asking address returned our token"
BANDS = {"sure": "sure", "confirm": "please confirm", "unsure": "unsure, a person must decide"}
LINKS = {
    LinkKind.WITHDRAWS: "↩ Takes back",
    LinkKind.WITHDRAWN_BY: "↩ Taken back, says",
    LinkKind.DUPLICATE: "Same person, same request",
    LinkKind.SAME_MAIL: "From the same mail, for other people",
    LinkKind.STAFF: "Linked",
    LinkKind.REPLY: "⚠ Returned a letter of this case, but not from its recipient",
    LinkKind.SAME_REQUESTER: "Other cases of this sender",
}
ATTACHED = "📎 Attached: the original mail, with everything that the person wrote and attached."
REFERRAL = (
    "The privacy team refers {what} to you. Nothing personal stands here and no mail was"
    " forwarded: please ask {who}, who has read it."
)
REFERRED = {  # whether the bot told them
    True: "↗ Referred to {team}: a notice without personal data is in its channel",
    False: (
        "⚠ Referred to {team}, but the bot told nobody: please tell them yourself. “All other"
        " actions” > “Find the original” says where the mail lies"
    ),
}
MORE_FILES = "📎 There are more parts or files in this mail than are listed here"
NO_TEXT_INSIDE = "⚠ A part that is said to be text is none; it is listed as a file"
ODD_PLACE = "ℹ The only text stood in an unusual place of this mail (an attached or stray part)"
UNPROVED = (
    "⚠ Replies that proved nothing: {count}. Nobody vouches that they come from the address that"
    " asked: read them, then decide whether to ask again"
)
CHARSET = "ℹ The text is not in the charset that it declares; letters may be wrong"
TWO_FROM = "⚠ This mail has more than one From; who wrote it is for you to say"
SHOWS_ANOTHER = "⚠ The sender's name shows another e-mail address than the one it came from"
HIDDEN_TEXT = "ℹ This mail holds text that a reader would not see; “Read the full message” shows it"
MANY_PEOPLE = (
    "⚠ It asks for more than 25 people: this is one case for all; split it or ask for a list"
)
NO_WORDS = (
    "⚠ This mail has no text of its own, only what is attached, so nobody can say yet what it asks."
    " The original lies in the mailbox “{mailbox}”; “All other actions” > “Find the original” says"
    " in which folder"
)
PARTLY_READ = "⚠ Not all of this mail could be read; please look at the original in the mailbox"
SENSITIVE = (
    "⚠ The mail holds what nobody should send: {kinds}. It is masked in Slack; "
    "please do not copy it anywhere"
)
FORWARDED = (
    "↪ A colleague forwarded this mail, and letters would go to that colleague. "
    "“All other actions” lets you confirm who wrote it"
)
TAKEN_FROM_FORWARD = (
    "↪ The requester's address was taken out of a forward and confirmed by a person"
)
NO_DRAFT = (
    "There is no draft: a person decides first. Reclassify says what is asked and drafts its"
    " letter; “Choose another letter” (under …) drafts any."
)

# What the parser may say of a mail, and what that means for whoever decides; a note once
OF_MAIL = (
    ("only the beginning", PARTLY_READ),
    (" was cut", PARTLY_READ),
    ("the rest was not read", PARTLY_READ),
    ("the rest is not listed", MORE_FILES),
    ("only words were looked for", MORE_FILES),
    ("said to be text is none", NO_TEXT_INSIDE),
    ("the only text is in", ODD_PLACE),
    ("the only text is outside", ODD_PLACE),
    ("not in the charset", CHARSET),
    ("more than one From", TWO_FROM),
    ("shows another address", SHOWS_ANOTHER),
    ("there is hidden text", HIDDEN_TEXT),
    ("it asks for ", MANY_PEOPLE),
)
NOT_OPENED = "📎 Not opened: {files}"
NOTED = "✎ Notes by colleagues: {count} (see the history)"
FILES = ("{count} file", "{count} files")
MORE = "{listed} and {count} more"
TASKS = "*Tasks:* {done} of {count} finished"
TASK_DUE = ", due {day}"
MORE_TASKS = "and {count} more"

# The facts
STATUS = "Status"
DUE = "Due"
PARTY = "Party"
READING = "Reading"
FROM = "From"
OWNER = "Owner"
ABOUT = "About"
SAID = "{number}: {titles}{due}. {state}."  # in notifications
SAID_DUE = ", due {day}"
NOBODY = "Nobody"
NOBODY_YET = "Nobody yet"
SET_BY_STAFF = "set by staff"
ANSWERED_TO = "{how}, answered to {whom}"
POSTAL = "a postal address"
SNOOZED = "{state}, snoozed until {moment}"

# Dates
NOTHING_DUE = "Nothing any more"
NO_DEADLINE = "No deadline"
OVERDUE = "⚠ Overdue: {day} ({days} days ago){law}"
TODAY = "⚠ Today, {day}{law}"
TOMORROW = "{day} (1 day left){law}"
LATER = "{day} ({days} days left){law}"
BY_LAW = "; by law {day}"
RULE = "⏱ {rule}: {arithmetic}"
WORK_TOWARDS = "work towards {day}"
LAW_SAYS = "by law {day}"
NOTICE_BY = "notice of an extension by {day}"

# Small print
ENCRYPTED = "This mail is encrypted. Please open it in the mail program."
RECEIVED = "Received {moment}"
MAILS = "{count} mails"
BOT = "the bot"
CLOSED_BY = "closed by {who} {moment}"
MODEL = "model {model}"

# A letter
MORE_DRAFTS = "{count} more drafts follow when these are settled."
TO_IN = "To {whom}, in {language}"
FALLBACK = "There is no letter in the requester's language, so this one is in English."
LEAVES = "Leaves {moment}. Until then it can be undone."
BY_POST = "It does not leave by e-mail: print it, post it, and say so here."
APPROVED_BY = "Approved by {who}"
NEEDS_SECOND = "Needs a second approver: {why}."
AWAITED = "*Approved first by* {first}. *Awaited:* a second approver who is not {out}."
MARKS = {"error": "⛔ Blocks sending: {note}", "warning": "⚠ Please check: {note}"}
SENT = {  # whether it went by post
    True: "✉ {title} posted {moment}, approved by {who}",
    False: "✉ {title} sent {moment}, approved by {who}",
}

# What became of a letter that did not simply leave
FATES = {
    Happened.RETRY: "The mail server has not taken it yet ({why}). It is tried again by itself.",
    Happened.FAILED: "Nothing was delivered ({why}). Check the address, or try once more.",
    Happened.DOUBTFUL: (
        "It was handed to the mail server, whose answer is missing ({why}). Such a letter has"
        " mostly arrived. Please look into the Sent folder or the server's log before you let it"
        " be sent again: then the requester might get it twice."
    ),
    Happened.BOUNCED: (
        "A delivery report says that it did not arrive, so what it had settled is open again."
    ),
    Happened.APPROVAL_VOIDED: "⚠ The approval is void: {why}. Nothing was sent.",
}
WHY_VOID = {
    "new_mail": "another mail came in; please read it first",
    "reclassified": "types or party were changed",
    "closed": "the case was closed",
}
NO_REASON = "no reason is known"

# To whom a case was referred
A_REQUEST = "a request"
THE_REQUEST = "the request {number} ({titles})"
ANOTHER_TEAM = "another team"
