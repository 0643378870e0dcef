"""Words of what is read and asked apart from a card: mails, search, a new request, batches."""

from bot.core.queue import By

# Log a request
CAME_HOW = "How it came"
RECEIVED_ON = "Received on"
RECEIVED_ON_HINT = "The clock counts from this day: the day it reached any of us."
EMAIL = "E-mail address"
POSTAL = "Postal address"
POSTAL_HINT = "Only if there is no e-mail address. Letters are then printed and posted."
ASKED_FOR = "What is asked for"
ASKED_FOR_HINT = "The most important first."
OWN_WORDS = "In the person's own words"
OWN_WORDS_HINT = "As little as the request needs."
LETTERS_LANGUAGE = "Language of our letters"
NEW_DOES = "This opens a case with its card. Nothing is sent."
LOG_REQUEST = "Log a request"
LOG_IT = "Log it"
DAY_IS_OVER = " ⚠ That day is over already."
DUE_ON = " It is due on {day}.{late}"
BY_POST = " Its letters are printed and posted: approve one on the card, then print it."
NOW_A_CASE = "This is now *{case}*; its card is on its way to the channel.{due}"
LOGGED = "Logged"

# Read the full message, and the history
NO_MAIL = "No mail."
OPEN_CARD = "<{card}|Open the card of {case}> to decide."
PAGE_BEFORE = "Page before"
PAGE_TO = "{label} ({to} of {pages})"
MAIL_FROM = "From {sender} · {subject}"
NOBODY = "nobody"
NO_SUBJECT = "no subject"
NO_BODY = "(no text)"
HIDDEN = "Text that the mail hid from its reader:"
LINKS = "Links, made harmless:"
NOT_OPENED = "Attachments, not opened: {names}"
HISTORY_OF = "History of {case}"
EMPTY = "Empty."
ONLY_NEWEST = "Only the newest part; `python -m bot audit export` has all of {case}."

# Search
SEARCH_WHAT = "What to look for"
SEARCH_CASES = "Search cases"
SEARCH = "Search"
SEARCH_MORE = "The newest {count}; there are more. "
SEARCH_HINT = "A case number, a whole address, a domain, a type or a directory name."
SEARCH_UNCLEAR = (
    "Please write a case number (P-0012), a whole address, a domain (posteo.example), a type"
    " (deletion) or a name of the directory."
)
SEARCH_NEVER = "The words of mails are never searched. Only cases that you may see are listed."

SEARCH_NOTHING = {
    By.NUMBER: "There is no case {name}, or it is in a restricted channel that you are not in.",
    By.ADDRESS: "No case has this address. Is it whole, and typed without a mistake?",
    By.DOMAIN: "No case came from {name}, and no client or organisation there has one.",
    By.TYPE: "No case asks for this: {name}.",
    By.NAME: "No case belongs to a client or organisation of that name.",
}
SEARCH_FOUND = {
    By.NUMBER: "Case {name}",
    By.ADDRESS: "Cases of this address",
    By.DOMAIN: "Cases of {name}",
    By.TYPE: "Cases that ask for this: {name}",
    By.NAME: "Cases of {name}",
}

# A batch of letters
NOTHING_HAPPENED = "Nothing happened: {why}."
BATCH = "Batch"
READING_BATCH = "Reading the cases of this batch …"
NO_BATCH = "There is no such batch any more."
ALL_BROUGHT_OUT = "All of them have been brought out already."
UNTICKED_IN_BATCH = "Please tick this, or take the case out of the batch."
BATCH_PAGE = "Page {page} of {pages} · {total} letters, each sent by itself"
BATCH_EXACTLY = " exactly as you read it here."
GONE_FROM_PAGE = "{count} of this page changed meanwhile: not sent from here."
APPROVE_ALL = "Approve {count} letters"
BATCH_NAMED = "Batch {name}"
TAKE_OUT_WHICH = "Cases to decide by themselves"
TAKE_OUT_DOES = "Each gets its own card. Nothing is sent."
TAKE_OUT_CASES = "Take cases out"
TAKE_OUT = "Take out"
AUTHORITY_NOTED = "What is noted here is shown with every batch of this agent."
AUTHORITY_HOW = "How does this agent prove that it may ask?"
AUTHORITY_NOTE_HINT = "No names or addresses of people."
AGENT_AUTHORITY = "The agent's authority"

# What the slash command and the shortcuts answer
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
NO_CASE = "There is no case {case}."
NO_COMMAND = "There is no `/privacy {word}`.\n\n{help}"
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
