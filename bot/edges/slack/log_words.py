"""The words of a case's log: one line of thread and history for each thing that happens."""

from bot.core.moves import Happened

TAKEN_OUT = {
    "alone": ": its letter cannot be approved together with others",
    "changed": ": it changed after its letter was read",
    "joined": ": a further mail came in",
    "reclassified": ": types or party changed",
    "edited": ": its letter was edited",
    "failed": ": its letter failed",
    "doubtful": ": nobody knows whether its letter left",
    "bounced": ": its letter bounced",
}

BOT = "The bot"
HIDDEN_CASE = "a case in a restricted channel"

# One line of the thread for each thing that happens; {who} is a person or "The bot".
LOG = {
    Happened.JOINED: "A further mail of this case came in. Approvals, if any, are void.{new}",
    Happened.CLAIMED: "{who} took this case.",
    Happened.ASSIGNED: "{who} assigned this case to <@{assignee}>.",
    Happened.RECLASSIFIED: "{who} {corrected}.",
    Happened.CLOSED: "{who} closed this case: {outcome}.",
    Happened.REOPENED: "{who} reopened this case.",
    Happened.LINKED: "{who} linked this case to {other}: {link}.",
    Happened.TAKEN_OUT: "This case left its batch and is decided by itself{why_out}.",
    Happened.UNLINKED: "{who} unlinked this case and {other}.",
    Happened.DAY_ZERO_SET: "{who} counts from an earlier day ({reason}); dates were counted anew.",
    Happened.SNOOZED: "{who} snoozed this case{until}.",
    Happened.WOKEN: "{who} woke this case up.",
    Happened.REFERRED: "{who} referred this case to {team}. No mail was sent.{told}",
    Happened.MOVED: "{who} moved this case to another channel.",
    Happened.MERGED: "{who} merged this case into {other}, which goes on.",
    Happened.TOOK_OVER: "{who} merged {other} into this case. Approvals, if any, are void.",
    Happened.SPLIT: "{who} made {other} from a part of this case.",
    Happened.FORWARD_CONFIRMED: (
        "{who} confirmed who wrote the forwarded mail; letters go there after two approvals."
    ),
    Happened.NOTED: "{who} wrote a note; the history shows it.",
    Happened.TASK_FINISHED: "{who} finished a task: {result}.",
    Happened.EDITED: "{who} edited the letter “{letter}”.",
    Happened.FIRST_APPROVED: "{who} approved “{letter}”; a second person has to approve it too.",
    Happened.APPROVED: "{who} approved “{letter}”.",
    Happened.APPROVED_FOR_POST: "{who} approved “{letter}”; it has to be printed and posted.",
    Happened.APPROVAL_VOIDED: "The approval of “{letter}” is void ({why}).",
    Happened.UNDONE: "{who} undid the approval of “{letter}”; nothing was sent.",
    Happened.POSTPONED: "“{letter}” waits: the most letters for one {why} have left already.",
    Happened.IDENTITY_CONFIRMED: "A reply from the asking address returned our token.",
    Happened.IDENTITY_REFUSED: (
        "A reply to our question came, but nobody vouches for its sender. Please look at it."
    ),
    Happened.WITHDRAWN: "The case that this one takes back is being closed.",
    Happened.SENT: "“{letter}” was sent.",
    Happened.FAILED: "“{letter}” failed ({why}). Nothing was delivered.",
    Happened.DOUBTFUL: "Nobody knows whether “{letter}” was delivered. Please decide on the card.",
    Happened.BOUNCED: "“{letter}” bounced: it did not arrive.",
    Happened.REPORTED: "A mail server reports on “{letter}”: {why}. Nothing has to be done.",
    Happened.COPIED: "The same message came to another mailbox too; it is kept with this case.",
    Happened.DOCUMENTS_PURGED: (
        "An identity document that nobody asked for was deleted here; its copy in the mailbox goes"
        " next."
    ),
    Happened.REMINDED: "{reminder}",
}

# In a thread the card is above, so a reminder names no case.
REMINDED = {
    "today": "The due date is today.",
    "overdue": "The due date has passed. The managers were told.",
    "second approver": "Nobody gave a second approval within one business day. The managers"
    " were told; nothing is waived.",
    "extension": "An extension is still possible: the requester has to be told in time.",
}

DUE_IN = "The due date is in {stage}."

TOLD = {  # whether the team's channel was told of a referral
    True: " Its channel got a notice.",
    False: " The bot told nobody.",
}
UNTIL = " until {moment}"
ALSO = " It also asks for: {titles}."

CORRECTED = {  # whether it is spam
    True: "marked this case as spam",
    False: "changed types or party; the drafts were written anew",
}
