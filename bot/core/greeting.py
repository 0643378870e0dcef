"""By which name somebody may be greeted: one that cannot be wrong, or none at all; pure."""

import re
import unicodedata
from itertools import pairwise

from bot.core.mail import Address, InboundMail

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_PARTICLES = frozenset(
    "al bin da das de del della den der di do dos du e el la las le los ten ter van von y zu"
    " zur".split()
)
# Words that no person is called by: desks, firms, titles of mail programs.
_NOBODY = frozenset(
    "account accounts admin administrator ag agency asistencia assistance bank billing bot bv care"
    " client clients co company compliance consulting contact corp customer customers data"
    " datenschutz department desk digital director dpo email engineering family finance foundation"
    " global gmbh group head help helpdesk hello holding holdings hr inc industries info"
    " information inbox international ipad iphone it kontakt kundenservice labs legal limited llc"
    " llp logistics ltd mail mailbox management manager marketing me media member members myself"
    " newsletter no noreply nobody nv office officer operations partners privacy reply root sa"
    " sales sarl service services shop sl software solutions spa srl studio studios support"
    " systems team technologies technology test the traders trading undisclosed unknown"
    " unsubscribe user users ventures via webmaster".split()
)
# Words that end a letter, with or without those beside them: "Best", "Z poważaniem", "Un saludo".
_CLOSINGS = frozenset(
    "atenciosamente atentamente bedankt best beste cdlt cheers cordiali cordialement"
    " cordially cordialmente cumprimentos dank danke dankend dziekuje faithfully freundliche"
    " freundlichen gracias grazie groet groeten gruss grusse grussen herzliche hochachtungsvoll"
    " hoogachtend lg merci mfg mvg obrigada obrigado pozdrawiam pozdrowienia powazaniem regards"
    " respectfully respectueusement respeitosamente salutations saludo saludos saluti saluto"
    " sincerely szacunkiem thank thanks truly vg vriendelijke wishes yours".split()
)
_BESIDE = frozenset(
    "a advance all alvast amicalement and avance avec bardzo besten bien com con cordial"
    " cordiales cordiaux d de di distinguees distinti em et fede fin for gora hartelijke"
    " herzlichen i im in kind laczam les liebe los many mas meilleures melhores mes met meus"
    " mille mis mit muchas muito os por schone schonen sehr serdecznie sinceres tante the tres u"
    " un und une van viele vielen voor voraus vous vriendelijk warm warmest with wyrazami y you"
    " your z za zgory".split()
)
# Words of a mail's last lines that begin with a capital and are nobody.
_NO_NAMES = (
    _NOBODY | _CLOSINGS | frozenset("dear kind liebe many mit sent viele vielen warm".split())
)
_FEWEST, _MOST = 2, 5  # words of a name
_LAST_LINES = 4  # of a mail, where its writer signs
_LONGEST = 60  # characters
_WHOLE = 3  # letters that a name has at least, to be told from initials


def greeting_name(mail: InboundMail, writer: Address) -> str:
    """Return the name by which a letter may greet the writer of a mail, or nothing.

    It is the display name of From if that is a person's, first and last, unless somebody else
    signed the mail; or the signed name if From says the same. A wrong name in a letter about
    personal data is a breach, so that doubt means no name.
    """
    shown = writer.name.strip()
    signed, closed = _signed(mail)
    if is_persons(shown):
        return shown if not signed or _agree(shown, signed) else ""
    local = _plain(writer.email.partition("@")[0])
    known = [word for word in _folded(signed) if len(word) > 1]
    if known and all(word in local for word in known):
        return signed
    # Under "Best regards" stands the writer: From need not say all of the name, only nothing else.
    given = _plain(signed.partition(" ")[0])
    first = {word.strip(",") for word in _folded(shown)}
    if closed and (_is_short_for(local, signed) or given in first <= _folded(signed)):
        return signed
    return ""


def is_persons(name: str) -> bool:
    """Tell whether a name is surely a person's, first and last: `Maren Holt`, not `Sales Team`."""
    words = name.split()
    if not _FEWEST <= len(words) <= _MOST or len(name) > _LONGEST:
        return False
    if not all(_WORD.fullmatch(word) for word in words):
        return False
    if any(_plain(word).strip(".") in _NO_NAMES for word in words):
        return False
    proper = [word for word in words if word.lower() not in _PARTICLES]
    return len(proper) >= _FEWEST and all(word[0] == word[0].upper() for word in proper)


def _signed(mail: InboundMail) -> tuple[str, bool]:
    """Return the name with which a mail is signed, and whether it follows a closing.

    The line after "Best regards" is the name, whatever firm or place stands below. Without a
    closing the end must have just one line that may be a name.
    """
    signature = [line for line in mail.signature.splitlines() if line.strip()][:_LAST_LINES]
    ending = [line for line in mail.visible.splitlines() if line.strip()][-_LAST_LINES:]
    lines = [line.strip(" ,.!-–—\t") for line in (*ending, *signature)]
    closed = [after for line, after in pairwise(lines) if _is_closing(line) and is_persons(after)]
    if closed:
        return (closed[0], True) if len(set(closed)) == 1 else ("", False)
    found = dict.fromkeys(line for line in lines if is_persons(line))
    return next(iter(found)) if len(found) == 1 else "", False


def _is_closing(line: str) -> bool:
    """Tell whether a line ends a letter: "Best", "Thanks and regards", "Vielen Dank"."""
    words = set(re.findall(r"[^\W\d_]+", _plain(line)))
    return bool(words & _CLOSINGS) and words <= _CLOSINGS | _BESIDE


def _is_short_for(local: str, name: str) -> bool:
    """Tell whether the local part of an address is a name's and says which person: `obrandtson`.

    It has the given name, or its initial beside another name; a family name alone may be another's.
    """
    given, *others = [re.findall(r"[^\W\d_]+", _plain(word)) for word in name.split()]
    first, rest = "".join(given), {"".join(word) for word in others}
    words = {first, *given, *rest, *(part for word in others for part in word)}
    words.discard("")
    small = {word[0] for word in words}
    joined = {one + other for one in words | small for other in words | small}
    found = re.findall(r"[^\W\d_]+", local)
    if not first or not found or not set(found) <= words | small | joined:
        return False
    if len(first) >= _WHOLE and any(first in token for token in found):
        return True
    family = [word for word in rest if len(word) >= _WHOLE and any(word in t for t in found)]
    return bool(family) and any(
        token in {first[0], first[0] + word, word + first[0]} for token in found for word in family
    )


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
