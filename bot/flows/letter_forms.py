"""What staff must give before a letter can be written, and whether what they gave will do."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from bot.core.views import LetterForm
from bot.flows.letter_facts import TOPICAL
from replies import LetterKind, reasons

_OWN_WORDS = {"other", "other_extension"}  # reasons that staff have to word themselves
_LONGEST = {"kept": 300, "legal_ground": 200, "staff_text": 2900, "link": 1000}
_NAMED = {
    "reason": "Choose a reason.",
    "topic": "Choose a topic.",
    "kept": "Say what is kept, in the letter's language.",
    "staff_text": "Write this in your own words, in the letter's language.",
    "link": "Give the link to the data.",
}


def form_of(kind: LetterKind, lang: str, topic: str, new_due_on: date | None) -> LetterForm | None:
    """Return what to ask for a letter, or None where nothing is to be asked."""
    asks = {name: True for name in kind.needs if name != "new_due_on"}
    if kind.key == TOPICAL:
        asks["topic"] = True
    if "reason" in asks:
        refuses = kind.letter != "extend"
        asks |= {"staff_text": False} | ({"legal_ground": False} if refuses else {})
    if not asks:
        return None
    keys = reasons.extensions() if kind.letter == "extend" else reasons.refusals()
    return LetterForm(
        key=kind.key,
        title=kind.title,
        lang=lang,
        asks=tuple(asks.items()),
        reasons=tuple((key, reasons.title(key)) for key in keys) if "reason" in asks else (),
        topic=topic,
        new_due_on=new_due_on if "new_due_on" in kind.needs else None,
    )


def faults(form: LetterForm, given: Mapping[str, str], hosts: tuple[str, ...]) -> dict[str, str]:
    """Return what is wrong with what staff gave, by field; nothing if it will do."""
    wrong = {}
    for name, required in form.asks:
        value = given.get(name, "").strip()
        if not value and (required or _must_word(name, given)):
            wrong[name] = _NAMED[name]
        elif len(value) > _LONGEST.get(name, 100):
            wrong[name] = f"Please shorten this to {_LONGEST.get(name, 100)} characters."
    link = given.get("link", "").strip()
    if link and not _is_ours(link, hosts):
        wrong["link"] = "This must be an https address at " + " or ".join(hosts) + "."
    return wrong


def _must_word(name: str, given: Mapping[str, str]) -> bool:
    return name == "staff_text" and given.get("reason") in _OWN_WORDS


def _is_ours(link: str, hosts: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return False
    ours = any(host == one or host.endswith(f".{one}") for one in hosts)
    return parts.scheme == "https" and ours and not set(link) & set(' <>"')
