"""Words of the windows about a case: titles, labels, hints, and what each does."""

from bot.core.parties import EntryKind

# Every window
CANCEL = "Cancel"
CLOSE = "Close"
SAVE = "Save"
PRIVACY = "Privacy"
NAME = "Name"
NOTE = "Note"
LETTER = "Letter"
DRAFT_IT = "Draft it"
IN_PLACE_OF_DRAFT = "It takes the place of the draft. Nothing is sent."
PARTY = "Whose data it is about"
ENTRY = "Client or organisation"
REGIME = "Where the person lives"
CHECKED = "I have checked this"
AND_MORE = "and {count} more"
NEXT_PAGE = "Next page"
MAIL_OF = "Mail of {case}"

# Reclassify
RECLASSIFY = "Reclassify"
TYPES = "What the mail asks for"
MAIN_TYPE = "The most important of them"
MAIN_TYPE_HINT = "The card and the first letter are about it."
ENTRY_HINT = "Type two letters of its name or domain. Leave it empty if nobody is known."
NOT_IN_DIRECTORY = "It is not in the directory"
REGIME_HINT = "The due dates follow from it."
RECLASSIFY_DOES = "Drafts are written anew and the correction is kept to learn from."

# Close without a letter
CLOSE_DOES = (
    "Nothing is sent. Whatever is still open in this case gets this outcome. What a letter handed"
    " over ends as handed over, unless it was no request, a duplicate or taken back."
)
OUTCOME = "Outcome"
CLOSE_CASE = "Close the case"

# All other actions
CASE = "Case {case}"

# Assign
ASSIGN = "Assign"
ASSIGNEE = "Who takes this case"
ASSIGN_DOES = "Everybody here may act on cases. Nothing is sent."
NOT_AN_APPROVER = "Only somebody who may act on cases can take one."

# Snooze
SNOOZE_UNTIL_DUE = " It is due on {day}; no later day can be chosen."
SNOOZE_DOES = (
    "The case stays as it is and keeps its due date. Until nine in the morning of that day it"
    " is marked as snoozed and gives no early reminders; then it wakes by itself, and a"
    " further mail wakes it at once.{until_due}"
)
WAKE_UP_ON = "Wake up on"
SNOOZE_CASE = "Snooze the case"
SNOOZE = "Snooze"
NO_DAY = "Choose a day."
NOT_POSSIBLE = "That is not possible: {why}."

# Refer
STAYS_OPEN = "*The case stays open*: {asked} must be answered by us, whoever helps."
IS_REFERRED = "*The case is then closed* as referred; a reply or Reopen opens it again."
WHO_ANSWERS = "Who answers it"
REFER_CASE = "Refer the case"
REFER = "Refer"

# Mark as spam
SPAM_DOES = (
    "*The case is closed* as likely spam. Nothing is sent, and drafts are withdrawn. What the"
    " bot read was wrong: the correction is kept to learn from. A reply or Reopen opens the"
    " case again."
)
MARK_SPAM = "Mark as spam"

# Write a note
NOTE_DOES = (
    "It stays in the bot's own database: the thread only says that you wrote one, and the"
    " history shows it. It is forgotten together with the case."
)
WRITE_NOTE = "Write a note"
NO_NOTE = "A note needs words."
NO_TYPE = "Choose at least one type."

# Find the original
ORIGINAL_DOES = "Look for the Message-ID in your mail program. Nothing is opened here."
FILED_AWAY = "moved to the folder for mail that was read (“Processed”, unless set otherwise)"
IN_MAILBOX = "*Mailbox* {mailbox}, {where}"
FILES_NOT_OPENED = "*Not opened* {names}"
IN_FOLDER = "*folder* {folder}"
NO_COPY = "no copy known"
RECEIVED_SIZE = "*Received* {moment}, *size* {size:,} bytes"
NO_MESSAGE_ID = "no Message-ID"
NO_MAIL_KNOWN = "No mail of this case is known any more."

# Move to another channel
MOVE_CASE = "Move the case"
MOVE_DOES = (
    "Its card is posted there and emptied here. From then on only members of that channel see"
    " the case, in Slack and on Home; you, too, only if you are one."
)
WHICH_CHANNEL = "Which channel"
MOVE = "Move"

# Link, unlink, merge, split
LINK_DOES = "Each card shows the other's number. Nothing else changes, nothing is sent."
OTHER_CASE = "Number of the other case"
CASE_NUMBER_HINT = "As P-0012 or 12."
LINK_CASES = "Link two cases"
LINK = "Link"
UNLINK = "Unlink"
NOTHING_LINKED = "No case is linked to this one."
WHICH_UNLINKED = "Which case has nothing to do with it"
MERGE_DOES = (
    "*{case} is closed as a duplicate.* The other case gets its mails, what it asks beside,"
    " and the earlier due date; approvals given there become void. Only cases of the same"
    " address can be merged. Nothing is sent."
)
GOES_ON = "Number of the case that goes on"
MERGE_CASES = "Merge two cases"
MERGE = "Merge"
SPLIT = "Split"
ONE_THING_ASKED = "There is only one thing asked in this case."
SPLIT_DOES = (
    "What you tick becomes a case of its own, with the same mails, requester and dates."
    " Drafts of both are written anew, approvals become void. Nothing is sent."
)
FOR_NEW_CASE = "For the new case"
SPLIT_CASE = "Split the case"
NO_CASE_NUMBER = "Write the number of a case, as P-0012 or 12."

# Confirm who wrote it
CONFIRM_FORWARD = "Confirm who wrote it"
FORWARD_DATED = "\n*The forward dates it* {day}"
FORWARD_DOES = (
    "*A colleague forwarded this mail of* {address}{dated}\nPlease compare with the mail"
    " itself: nothing proves this address. Letters of this case then go there and not to your"
    " colleague, the drafts are written anew, and two people must approve each. The due date"
    " still counts from the forward; if the person wrote to us earlier, work to the earlier"
    " date."
)
CONFIRM = "Confirm"

# New in the directory
ENTRY_KINDS = {
    EntryKind.CLIENT: "A client, which collects data with our service",
    EntryKind.ORGANISATION: "An organisation, which administers accounts",
}
ENTRY_CELLS = {  # by column of the directory: label and hint
    "name": ("Name", "As people call it, with its legal form if it has one."),
    "domains": ("Domains", "example.com;example.org"),
    "aliases": ("Other names", "Separated by semicolons."),
    "contact_email": ("Privacy contact or administrator", "Where a hand-over goes."),
    "contact_name": ("Name of the contact", ""),
    "website": ("Website", "https://www.example.com"),
}
ENTRY_KIND = "What it is"
ENTRY_LANGUAGE = "Language of its letters"
ENTRY_DOES = (
    "It is added to the directory and becomes the party of this case; types stay, and drafts"
    " are written anew. Nothing is sent."
)
NEW_ENTRY = "New in the directory"
ADD_AND_USE = "Add and use"

# Count from an earlier day
DAY_ZERO_DOES = (
    "The clock counts from *{day}*. It may count from an earlier day, if the request had"
    " reached any of us before; never from a later one. Every date is counted anew, drafts are"
    " written anew, and approvals become void."
)
REACHED_ON = "It reached us on"
WHY = "Why"
SET_DAY_ZERO = "Count from earlier day"  # 24 characters at most
COUNT_ANEW = "Count anew"

# Whom a referral tells, and where there is nothing to choose
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
ONE_CHANNEL = (
    "There is no other private channel for cases. Whoever runs this bot can set up one "
    "(CHANNEL_LEGAL, CHANNEL_SECURITY)."
)
NO_FORWARD = (
    "There is nothing to confirm: no authenticated forward from one of our own domains "
    "(OWN_DOMAINS), or somebody confirmed it already."
)
NOBODY_TO_ASSIGN = (
    "Slack did not say who may act on cases, so nobody can be chosen. "
    "Please try again in a minute; “Take this case” works meanwhile."
)
