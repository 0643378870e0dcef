"""Words of the notes on a card: what to beware of, how sure, what became of it."""

from bot.core.case import LinkKind
from bot.core.mail import Authenticated

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
