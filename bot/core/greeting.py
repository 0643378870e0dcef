"""By which name somebody may be greeted: one that cannot be wrong, or none at all; pure."""

import re
import unicodedata

from bot.core.mail import Address, InboundMail

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_PARTICLES = frozenset(
    "al bin da das de del della den der di do dos du e el la las le los ten ter van von y zu"
    " zur".split()
)
# Words that no person is called by: desks, firms, titles of mail programs.
_NOBODY = frozenset(
    "account accounts admin administrator ag agency asistencia assistance billing bot bv care"
    " client clients co company compliance contact corp customer customers data datenschutz desk"
    " dpo email family finance gmbh group help helpdesk hello hr inc info information inbox ipad"
    " iphone it kontakt kundenservice legal limited llc llp ltd mail mailbox management marketing"
    " me member members myself newsletter no noreply nobody nv office privacy reply root sa sales"
    " sarl service services shop sl spa srl support system team test the undisclosed unknown"
    " unsubscribe user users via webmaster".split()
)
# Words of a mail's last lines that begin with a capital and are nobody.
_CLOSINGS = frozenset(
    "atenciosamente atentamente bedankt beste best cheers cordiali cordialement cordialmente"
    " cumprimentos dank danke dear dziekuje freundliche freundlichen gracias grazie groet groeten"
    " gruss grusse grussen hello herzliche kind liebe many merci mit obrigada obrigado pozdrawiam"
    " pozdrowienia powazaniem regards respectfully salutations saludos saluti sincerely sent thank"
    " thanks truly viele vielen vriendelijke warm wishes yours".split()
)
_FEWEST, _MOST = 2, 5  # words of a name
_LAST_LINES = 4  # of a mail, where its writer signs
_LONGEST = 60  # characters


def greeting_name(mail: InboundMail, writer: Address) -> str:
    """Return the name by which a letter may greet the writer of a mail, or nothing.

    It is the display name of From if that is a person's, first and last, unless somebody else
    signed the mail; or the signed name if the address says the same. A wrong name in a letter
    about personal data is a breach, so that doubt means no name.
    """
    shown = writer.name.strip()
    shown = shown if is_persons(shown) else ""
    signed = _signed(mail)
    if shown and signed:
        return shown if _agree(shown, signed) else ""
    if shown:
        return shown
    local = _plain(writer.email.partition("@")[0])
    known = [word for word in _folded(signed) if len(word) > 1]
    return signed if known and all(word in local for word in known) else ""


def is_persons(name: str) -> bool:
    """Tell whether a name is surely a person's, first and last: `Maren Holt`, not `Sales Team`."""
    words = name.split()
    if not _FEWEST <= len(words) <= _MOST or len(name) > _LONGEST:
        return False
    if not all(_WORD.fullmatch(word) for word in words):
        return False
    if any(_plain(word).strip(".") in _NOBODY | _CLOSINGS for word in words):
        return False
    proper = [word for word in words if word.lower() not in _PARTICLES]
    return len(proper) >= _FEWEST and all(word[0] == word[0].upper() for word in proper)


def _signed(mail: InboundMail) -> str:
    """Return the name with which a mail is signed, if its end has just one person's name."""
    signature = [line for line in mail.signature.splitlines() if line.strip()][:_LAST_LINES]
    ending = [line for line in mail.visible.splitlines() if line.strip()][-_LAST_LINES:]
    lines = [line.strip(" ,.-–—\t") for line in (*ending, *signature)]
    found = dict.fromkeys(line for line in lines if is_persons(line))
    return next(iter(found)) if len(found) == 1 else ""


def _agree(shown: str, signed: str) -> bool:
    """Tell whether two names are one person's: a family name alone may be another's."""
    one, other = _folded(shown), _folded(signed)
    return one <= other or other <= one


def _folded(name: str) -> set[str]:
    return {_plain(word).strip(".") for word in name.split()} - _PARTICLES


def _plain(text: str) -> str:
    """Return text in small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ł", "l"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
