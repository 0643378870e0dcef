"""Takes out of a text what a decision does not need: addresses, numbers, credentials."""

import re
import unicodedata

from bot.core.sensitive import masked_sensitive

_CONTROL = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEEP = {"\n", "\t"}

# Order matters: an address may hold digits, and a long number may look like a phone.
_PATTERNS = (
    (re.compile(r"\b[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"), "[address]"),
    (
        re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"),
        "[account number]",
    ),
    (re.compile(r"(?<!\w)\+?\d(?:[ ()./-]{0,2}\d){6,18}(?!\w)"), "[number]"),
)


def clean(text: str) -> str:
    """Return text without control, bidi and zero-width characters."""
    return "".join(ch for ch in text if ch in _KEEP or unicodedata.category(ch) not in _CONTROL)


def redacted(text: str) -> str:
    """Return text with addresses, long numbers and what nobody should have sent masked."""
    text = masked_sensitive(text)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def masked(email: str) -> str:
    """Return an address that a person recognises but a reader does not learn."""
    local, at, domain = email.partition("@")
    return f"{local[:1]}•••{at}{domain}" if at else "no address"
