"""Which letter of ours a mail answers, and whether it may join that letter's case; pure."""

import re

from bot.core.assess import Assessment
from bot.core.case import CaseLetter
from bot.core.free_mail import FREE_MAIL
from bot.core.mail import LETTER_ID_PREFIX, Authenticated, InboundMail

_TOKEN_IN_TEXT = re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{32}(?![0-9a-zA-Z])")
_MOST_TOKENS = 5  # read from one text
_OUTSIDE = {"client", "organisation"}
_A_THANKS = 25  # words


def letter_tokens(mail: InboundMail) -> list[str]:
    """Return the tokens of ours that a mail returns: thread headers, report, then the reference.

    The reference is the last line of a letter, for programs that keep no thread headers.
    """
    ids = (*mail.in_reply_to, *reversed(mail.references), *mail.bounced_ids)
    found = [token for one in ids if (token := token_of(one))]
    return [*found, *_TOKEN_IN_TEXT.findall(f"{mail.text}\n{mail.quoted}")[:_MOST_TOKENS]]


def token_of(message_id: str) -> str:
    """Return the token in a Message-ID of ours, `<dsr.TOKEN@domain>`; empty for others'."""
    local = message_id.strip().lstrip("<").partition("@")[0]
    token = local.removeprefix(LETTER_ID_PREFIX)
    return token if token != local and len(token) == 32 else ""


def is_thanks(mail: InboundMail, view: Assessment) -> bool:
    """Tell whether a reply asks for nothing: short, no question, and no request in it."""
    short = len(mail.visible.split()) <= _A_THANKS
    return view.keys == ("other",) and short and "?" not in mail.visible


def may_join(mail: InboundMail, letter: CaseLetter) -> bool:
    """A reply joins if it comes from the letter's recipient and nothing says it is forged.

    For a client or an organisation a colleague of the contact may answer, if that is proved.
    """
    if mail.sender is None or mail.authentication is Authenticated.FAIL:
        return False
    if mail.sender.email.lower() == letter.recipient.email.lower():
        return True
    colleague = mail.sender.domain == letter.recipient.domain and letter.audience in _OUTSIDE
    proved = mail.authentication is Authenticated.PASS
    return colleague and proved and mail.sender.domain not in FREE_MAIL
