"""Guesses which mails carry an identity document; nothing is opened.

Guessing too often costs a mail's bytes some weeks early, what was written stays; guessing
too seldom keeps a passport for three months that nobody needs.
"""

import re
from pathlib import PurePath

from bot.core.case import Case, LetterState
from bot.core.mail import Attachment, InboundMail

_IDENTITY = re.compile(
    r"passport|passeport|paspoort|passaporto|pasaporte|paszport|reisepass|ausweis|carte.?d.?identit"
    r"|identiteits|carta.?d.?identit|documento.?de.?identidad|\bdni\b|dow[oó]d|driv\w+.?licen[cs]e"
    r"|f[uü]hrerschein|\bid.?(?:card|scan|copy|proof)|proof.?of.?(?:id|address)",
    re.IGNORECASE,
)
# What a scan or a photo comes as; a mail program may name any of them octet-stream.
_PICTURES = ("image/", "application/pdf")
_ENDINGS = {".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".tif", ".tiff", ".pdf"}
_SMALLEST = 15_000
"""Bytes as transferred; below that a picture is a logo, no document that could be read."""

_ASKS = {"verify_identity", "verify_authority"}


def identity_document(name: str) -> bool:
    """Guess from a file's name whether it is an identity document."""
    return bool(_IDENTITY.search(name.replace("_", " ").replace("-", " ")))


def asked_for_identity(case: Case) -> bool:
    """Tell whether a letter of this case asked who somebody is, or the case is such an answer."""
    sent = any(one.sort in _ASKS and one.state is LetterState.SENT for one in case.letters)
    return sent or "identity_reply" in case.types


def carries_identity(mail: InboundMail, *, asked: bool) -> bool:
    """Guess whether a mail carries an identity document.

    By a file's name; or it is a picture or a PDF, and the mail answers our question who
    they are (`asked`), or its own words speak of such a document.
    """
    if any(identity_document(one.name) for one in mail.attachments):
        return True
    speaks = asked or bool(_IDENTITY.search(mail.visible))
    return speaks and any(_could_show(one) for one in mail.attachments)


def _could_show(one: Attachment) -> bool:
    picture = one.content_type.startswith(_PICTURES)
    return one.size >= _SMALLEST and (picture or PurePath(one.name).suffix.lower() in _ENDINGS)
