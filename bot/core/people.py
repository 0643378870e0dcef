"""Whom a mail asks for, if that is somebody else than its writer; reads words, decides nothing."""

import re
from collections.abc import Iterator

from bot.core.catalogue import SenderKind
from bot.core.mail import Address

MOST = 25
"""People whom one mail may open cases for; a longer list is for a person to look at."""

TOO_MANY = "it asks for {count} people, more than {most}: one case was opened for all of them"
"""What a mail with a longer list has as a problem; its card says so."""

READ = 20_000  # characters
_FEW = 3  # addresses that the classifier reads; from ten on they look like a bounce to it
_OF_ONE = 2  # addresses that an entry of a list has
_NAME_WORDS = 6  # of an entry of a list, its label included
_LOOKED_AT = 200_000  # characters of a mail in which lists are shortened
_LIST_LINE = 200  # characters; a longer line is a sentence

_EMAIL = r"[\w.+'-]{1,64}+@[\w-]++(?:\.[\w-]++)+"  # bounded: no mail makes it slow
_ADDRESS = re.compile(_EMAIL)
_BULLET = re.compile(r"^\s*(?:[-*•–>]|\(?\d{1,3}[.)])\s+")
_TABULAR = re.compile(r"[\t;|]|,\s")
_NAME_LABEL = re.compile(
    r"(?i)^\W*(?:full |consumer |member |user )?"
    r"(?:name|nom|nombre|naam|nome|nazwisko|imi[eę] i nazwisko|betroffene person)"
    r"[^:\n]{0,20}:\s*(.+)$"
)
_MAIL_LABEL = re.compile(
    rf"(?i)^\W*(?:[\w' ]{{0,25}})?(?:e-?mail|courriel|correo|mailadres|posta)[^:\n]{{0,20}}:\s*"
    rf"<?({_EMAIL})"
)
_WORD = r"[^\W\d_][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?"
_NAME = rf"{_WORD}(?: {_WORD}){{0,4}}"
_FOR = re.compile(
    r"(?i:\b(?:on behalf of|acting for|our (?:member|user|client|customer)|im namen (?:von|des|der)"
    r"|im auftrag (?:von|des|der)|au nom de|pour le compte de|en nombre de|namens|per conto di"
    r"|em nome de|w imieniu))"
    r"(?i:(?: the following| our| notre| unserer?s?| nuestro| onze| nostro)?"
    r"(?: member| user| client\w*| customer| consumer| mitglieds?| mandant\w*| membre| lid"
    r"| utente)?"
    r"(?: mr| mrs| ms| dr| herrn?| frau| mme| m| sr| sra)?\.?),? "
    r"(?P<name>[A-ZÀ-ÖØ-ÞŁŚŻ][\w'’-]*\.?(?: [A-ZÀ-ÖØ-ÞŁŚŻ][\w'’-]*\.?){0,3})"
    rf"(?:[^\n@]{{0,20}}?[(<](?:mailto:)?(?P<mail>{_EMAIL}))?"
)
_COUPLE = re.compile(
    r"(?i)\bmy (?P<en>wife|husband|partner|spouse|daughter|son|mother|father|sister|brother)"
    r" and (?:i|me|myself)\b"
    r"|\bmeine?[nrm]? (?P<de>frau|mann|partner(?:in)?|tochter|sohn|mutter|vater|schwester|bruder)"
    r" und (?:ich|mich|mir)\b"
    r"|\b(?:ma|mon) (?P<fr>femme|mari|compagne|compagnon|[ée]pou(?:se|x)|fille|fils) et moi\b"
    r"|\bmi (?P<es>mujer|marido|espos[oa]|pareja|hij[oa]) y (?:yo|m[ií]|a m[ií])\b"
    r"|\b(?:mia|mio) (?P<it>moglie|marito|compagn[oa]|figli[oa]) ed? (?:io|me)\b"
    r"|\bmijn (?P<nl>vrouw|man|partner|dochter|zoon) en (?:ik|mij)\b"
)


def without_long_lists(text: str) -> str:
    """Return what a mail says without the people it lists beyond the first few.

    A page of addresses looks to a classifier like a report of undelivered mail; what is asked
    for them stands above or below.
    """
    if text.count("@") <= _FEW:
        return text
    kept: list[str] = []
    listed = 0
    for line in text[:_LOOKED_AT].splitlines():
        rest, found = _ADDRESS.subn("", line)
        listed += found
        if listed <= _FEW or not (found or _NAME_LABEL.match(line[:_LIST_LINE])):
            kept.append(line)
        elif found > _OF_ONE or not _is_entry(line, rest):
            kept.append(rest)
    return "\n".join(kept)


def _is_entry(line: str, rest: str) -> bool:
    """Tell whether a line says no more than who somebody is; `rest` is it without addresses."""
    words = len(re.findall(r"[^\W\d_]+", rest[:_LIST_LINE]))
    if words > _NAME_WORDS or len(rest) > _LIST_LINE:
        return False
    if not words or _MAIL_LABEL.match(line) or _NAME_LABEL.match(line):
        return True
    return bool((_BULLET.match(line) or _TABULAR.search(line)) and _name(rest))


def people_in(
    text: str, requester: Address, sender: SenderKind, stated: int = 1
) -> tuple[Address, ...]:
    """Return the people whom `text` asks for, in its order; empty if that is only its writer.

    A list of addresses counts as people where an agent or organisation wrote it, or where
    each line has another name: addresses alone may all be the writer's. `stated` is how many
    people the mail says it speaks of.
    """
    text = text[:READ]
    speaks_for_others = sender in {SenderKind.AGENT, SenderKind.ORGANISATION}
    found = _unique(
        one
        for one in _listed(text, names_alone=stated > 1)
        if not one.email or not _own(one.email, requester, speaks_for_others=speaks_for_others)
    )
    single = _single(text, requester) if speaks_for_others else ()
    if single and len(found) > 1 and not any(one.name for one in found):
        return (Address(found[0].email, single[0].name),)  # the addresses of one person
    if len(found) > 1:
        names = {one.name.casefold() for one in found if one.name}
        if speaks_for_others or len(names) == len(found):
            return found
    if speaks_for_others:
        return found[:1] or single
    if couple := _COUPLE.search(text):
        other = next(word for word in couple.groups() if word)
        return (requester, Address("", other.lower()))
    return ()


def _own(email: str, requester: Address, *, speaks_for_others: bool) -> bool:
    """Tell whether an address is the writer's own, or an agent's office."""
    if email.lower() == requester.email.lower():
        return speaks_for_others
    domain = email.lower().rpartition("@")[2]
    return speaks_for_others and domain == requester.domain


def _listed(text: str, *, names_alone: bool) -> Iterator[Address]:
    """Yield who stands in lists: a line each, or a block with a name and an address."""
    name, named = "", False
    for line in text.splitlines():
        labelled, address = _NAME_LABEL.match(line), _ADDRESS.search(line)
        if by_label := _MAIL_LABEL.match(line):
            if name or not named:  # one without a name is a further address of the one before
                yield Address(by_label.group(1), name)
            name, named = "", named or bool(name)
        elif labelled and not address:
            name = _name(labelled.group(1))
        elif address and (_BULLET.match(line) or _TABULAR.search(line)):
            yield Address(address.group(), _name(line.replace(address.group(), " ")))
        elif names_alone and not address and _BULLET.match(line) and (alone := _name(line)):
            yield Address("", alone)


def _name(words: str) -> str:
    """Return the name in a line, empty if what is left of it is no name."""
    rest = _BULLET.sub("", words)
    first = re.split(r"[\t;|,:()<>]| [-–] ", rest.strip(" \t|;,.<>()"))[0].strip()
    parts = first.split()
    if not 2 <= len(parts) <= 5 or not re.fullmatch(_NAME, first):
        return ""
    return first if parts[0][0].isupper() and parts[-1][0].isupper() else ""


def _single(text: str, requester: Address) -> tuple[Address, ...]:
    """Return the one person whom an agent writes for, as far as its words tell."""
    found = _FOR.search(text)
    if found is None:
        return ()
    email = found.group("mail") or ""
    if email and _own(email, requester, speaks_for_others=True):
        email = ""
    return (Address(email, found.group("name").rstrip(".,")),)


def _unique(people: Iterator[Address]) -> tuple[Address, ...]:
    """Return each person once, by address, else by name."""
    found: dict[str, Address] = {}
    for one in people:
        found.setdefault((one.email or one.name).casefold(), one)
    return tuple(found.values())
