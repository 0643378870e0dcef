"""The words of the interface, in one place, in English."""

from bot.core.case import CameBy, CaseState, Channel, LetterState, LinkKind
from bot.core.catalogue import PartyKind
from bot.core.deadline_rules import JURISDICTIONS as JURISDICTIONS_WITH_RULES
from bot.core.deadline_rules import REGIMES
from bot.core.figures import regime_title
from bot.core.mail import Authenticated

PARTIES = {
    PartyKind.OWN_USER: "Our own user, visitor or lead",
    PartyKind.ORG_ADMINISTERED: "Account run by an organisation",
    PartyKind.CLIENT_DATA: "A client's data",
    PartyKind.UNKNOWN: "Not clear yet",
    PartyKind.NONE: "Nobody's personal data",
}

_STATES_BY_NAME = sorted(set(JURISDICTIONS_WITH_RULES) - set(REGIMES), key=regime_title)
JURISDICTIONS = {code: regime_title(code) for code in (*REGIMES, *_STATES_BY_NAME)}

DAY_ZERO = {  # why a request had reached the company earlier
    "another_department": "Another department had it first",
    "another_address": "It came to another address of ours",
    "spam_folder": "It lay in a spam folder",
    "asked_before": "The person had asked before",
}

CAME_BY = {
    CameBy.MAIL: "E-mail",
    CameBy.POST: "Post",
    CameBy.PHONE: "Phone",
    CameBy.COLLEAGUE: "A colleague",
}

SENT_EXACTLY = (
    "Exactly these words are sent, as plain text in lines of 72 characters and as HTML."
    " It can be undone until the undo window is over."
)
PRINTED = (
    "Nothing is sent by e-mail: exactly this text is to be printed. It can be undone until"
    " somebody says that it was posted."
)
ON_PAPER = {  # what buttons say of a letter that goes by post
    "approve": "Approve for printing",
    "undo": "Undo: do not post",
}

STATES = {
    CaseState.OPEN: "Open",
    CaseState.WAITING: "Waiting for the requester",
    CaseState.HANDED_OVER: "With the client or organisation",
    CaseState.CLOSED: "Closed",
}

LETTER_STATES = {
    LetterState.DRAFT: "Draft",
    LetterState.AWAITING_SECOND: "Waiting for a second approver",
    LetterState.QUEUED: "Approved, leaving soon",
    LetterState.TO_POST: "Approved: print it and post it",
    LetterState.SENDING: "Being sent",
    LetterState.SENT: "Sent",
    LetterState.BOUNCED: "Bounced: it did not arrive",
    LetterState.FAILED: "Failed: the server refused it",
    LetterState.DOUBTFUL: "Doubtful: nobody knows whether it left",
    LetterState.VOID: "Withdrawn",
}

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

AUTHORITIES = {
    "signed": "A signed permission with each request",
    "portal": "A proof in the agent's portal",
    "registered": "An entry in a public register of agents",
    "asked": "Nothing by itself: we ask each time",
}

NOT_TOGETHER = "The letters of this case cannot be approved together any more. See its card."
ATTACH = "The original mail, as it came"
ATTACH_HINT = "Everything the person wrote and attached goes along. Only if it is needed."
ATTACHED = "📎 Attached: the original mail, with everything that the person wrote and attached."

TO = {"client": " to the client", "organisation": " to the administrator"}

LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "nl": "Dutch",
    "it": "Italian",
    "pt": "Portuguese",
    "pl": "Polish",
}

USUAL = "usual"  # instead of a language

OUTCOMES = {
    "not_a_request": "Not a request about personal data",
    "answered_question": "Answered elsewhere",
    "duplicate": "Duplicate of another case",
    "fulfilled": "Fulfilled",
    "redirected_client": "Redirected to the client",
    "redirected_organisation": "Redirected to the organisation",
    "revoked": "Taken back by the requester",
    "expired": "No answer from the requester",
}

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
REFERS = {  # in the menu of the modal
    True: "{team}: gets a notice in its channel",
    False: "{team}: please tell them yourself",
}
REFER_TELLS = (
    "No mail leaves. A team with a channel gets a notice there, without personal data, that names"
    " you as the one to ask. Any other you have to tell: “Find the original” says where the mail"
    " lies."
)
REFER_TELLS_NOBODY = (
    "*Nobody is told by the bot.* Please tell that team yourself; “Find the original” says where"
    " the mail lies. (Whoever runs this bot can give teams a channel: CHANNEL_HR, CHANNEL_PRESS,"
    " CHANNEL_SAFETY, CHANNEL_SALES.)"
)
TEAMS = {"hr": "HR", "press": "Press", "safety": "Safety", "sales": "Sales"}

# How a case can end: what staff may choose, what letters bring, what Refer brings.
ENDED = {
    **OUTCOMES,
    **{f"referred_{key}": f"Referred to {label}" for key, label in TEAMS.items()},
    "partly_fulfilled": "Fulfilled in part",
}

TASK_RESULTS = {
    "done": "Done",
    "nothing_held": "Nothing held",
    "kept:kept_by_law": "Kept, because the law requires it",
    "kept:legal_claims": "Kept, because it is needed for legal claims",
    "kept:rights_of_others": "Kept, because of the rights of others",
}

NO_TASK = "No task is open."
OTHER_TASKS = "All the others"
OTHER_TASKS_HINT = "For every task above that you leave empty. Empty here too, and it stays open."
TASKS_LEFT = "A letter that says “done” can be approved when no task is open."
NO_RESULT = "Choose a result for at least one task."

# What staff are asked before a letter is written: label, hint, whether it has several lines.
GIVEN = {
    "reason": ("Reason", "The letter says it in its own language.", False),
    "topic": ("Topic of the answer", "Guessed from the question; please confirm.", False),
    "link": ("Link to the data", "An https address of our own expiring place.", False),
    "kept": ("What is kept", "In the letter's language, as “invoices of six years”.", False),
    "staff_text": ("In your own words", "A paragraph in the letter's language.", True),
    "legal_ground": ("Legal ground", "Leave it empty for the one that fits the reason.", False),
}

TOPICS = {
    "transfers": "Transfers to other countries",
    "retention": "How long data are kept",
    "sharing": "Who gets data",
    "legal_basis": "Legal basis",
    "payment": "Payment data",
    "security": "Security",
    "cookies": "Cookies",
    "children": "Children",
    "changes": "Changes of the policy",
    "complaint_routes": "Where to complain",
    "sources": "Where data come from",
    "general": "In general",
}

LINKED: dict[str, str] = {
    LinkKind.WITHDRAWS: "it takes that one back",
    LinkKind.WITHDRAWN_BY: "that one takes it back",
    LinkKind.DUPLICATE: "the same person asks for the same",
    LinkKind.SAME_MAIL: "they come from one mail",
    LinkKind.STAFF: "they belong together",
    LinkKind.REPLY: "a reply from somebody else",
    LinkKind.SAME_REQUESTER: "the same sender",
}

CHANNELS = {
    Channel.PRIVACY: "The privacy channel, for the whole team",
    Channel.LEGAL: "The legal channel",
    Channel.SECURITY: "The security channel",
}
ONE_CHANNEL = (
    "There is no other private channel for cases. Whoever runs this bot can set up one "
    "(CHANNEL_LEGAL, CHANNEL_SECURITY)."
)
NO_FORWARD = (
    "There is nothing to confirm: no authenticated forward from one of our own domains "
    "(OWN_DOMAINS), or somebody confirmed it already."
)
MORE_FILES = "📎 There are more parts or files in this mail than are listed here"
NO_TEXT_INSIDE = "⚠ A part that is said to be text is none; it is listed as a file"
ODD_PLACE = "ℹ The only text stood in an unusual place of this mail (an attached or stray part)"
FIRST_OF_TWO = "Nothing leaves with your approval alone: a colleague reads it and approves it too."
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
NO_LETTER = (
    "No letter fits this case any more: every line has its outcome, or the type has no letters. "
    "Reopen it, or correct its types with Reclassify."
)
NOBODY_TO_ASSIGN = (
    "Slack did not say who may act on cases, so nobody can be chosen. "
    "Please try again in a minute; “Take this case” works meanwhile."
)
NOT_ALLOWED = (
    "You are not on the list of privacy approvers, so nothing happened. "
    "Ask an administrator of this bot if you should be."
)
ONE_OF_BOTH = (
    "The first letter was approved; the card has Undo. The other one changed while you read, so it"
    " was not approved: please read it again on the card."
)
NOT_IN_CHANNEL = (
    "This case is in a restricted channel that you are not in, so it is not shown. "
    "Ask somebody in that channel to invite you if you should be."
)
TAKEN_ALREADY = "This click was already taken; nothing happened twice."
OTHER_TEXT = (
    "The letter changed, or another mail came, since you looked at it. "
    "Please read it again; nothing was sent."
)
DONE = "Done. The card shows it in a moment."
OTHER_LETTER = (
    "The letter is not the one that you printed: it changed, or its approval is void. "
    "Nothing was noted; please print the letter as it is now."
)
CHANGED_SINCE = (
    "The case changed since you opened this, so nothing happened. "
    "Please look at its card and try again."
)
NOT_SHOWN = {
    "expired_trigger_id": "That took too long for Slack, so nothing opened. Please click again.",
    "exchanged_trigger_id": "This click was used already, so nothing opened. Please click again.",
    "view_too_large": "It is too long for a Slack window. The mail lies in the mailbox.",
}
NOT_SHOWN_ELSE = (
    "Slack refused to open the window ({code}). Nothing happened. Please click again; if it"
    " stays so, tell whoever runs this bot."
)
TRY_AGAIN = "Something else was being written at the same moment. Please try again."
CHANGED_MEANWHILE = "The case changed at the same moment. Nothing happened; please try again."
NOT_A_MANAGER = (
    "The numbers of a week are for managers, so nothing is shown. "
    "Ask an administrator of this bot if you should see them."
)
NO_CASE_HERE = (
    "This message is about no case. Try it on a card, on a post in its thread, or on a message"
    " that names a case like P-0012."
)
WHICH_CASE = (
    "Please add the number of the case, as in `/privacy case 12` or `/privacy case P-0012`."
)
NOTHING_WAITS = "Nothing is waiting. New mail appears here by itself."
HELP = "\n".join(
    (
        "*What you can type*",
        "`/privacy queue` shows what is waiting, the earliest due date first",
        "`/privacy case P-0012` shows the mails of that case",
        "`/privacy new` logs a request that came by post, by phone or through a colleague",
        "`/privacy search` finds cases by number, whole address, domain, type or directory name;"
        " the words of mails are never searched",
        "`/privacy stats 2026-W47` shows a week in numbers, for managers; without a week, the"
        " last whole one",
        "`/privacy help` shows this",
        "",
        "Everything else is done with the buttons on the cards. The Home tab has the queue with"
        " filters and your tasks.",
    )
)
