"""Words that answer a click: done, not allowed, too late, try again."""

NOT_TOGETHER = "The letters of this case cannot be approved together any more. See its card."
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
ALREADY = "Already approved by {who}; nothing was sent twice ({why})."
NOT_NOW = "That is not possible now: {why}. Nothing happened."
NO_CASE = "There is no such case any more."
OVER = "it is over"
CONFIRMED_ALREADY = "Somebody else confirmed it already."
TRY_AGAIN = "Something else was being written at the same moment. Please try again."
CHANGED_MEANWHILE = "The case changed at the same moment. Nothing happened; please try again."
