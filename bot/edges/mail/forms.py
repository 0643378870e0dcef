"""What a web form sends instead of a letter, JSON or form data, as the lines a person wrote."""

import json
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl

URL_ENCODED: Final = "application/x-www-form-urlencoded"

_MOST: Final = 200_000  # characters; a form is no longer
_LONG: Final = 60
"""Characters from which an answer is a text of its own and not a field."""

_NAMES: Final = ("label", "question", "title", "field", "name", "key", "id")
_VALUES: Final = ("value", "answer", "response", "text")
_WRITTEN: Final = re.compile(
    r"message|body|comments?|text|request|details|description|nachricht|anfrage|mensaje|messaggio"
    r"|bericht|wiadomo\w+|mensagem",
    re.I,
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_TOKEN: Final = re.compile(r"\S{80,}")

Field = tuple[str, str]


def form_text(text: str, content_type: str = "") -> str:
    """Return a form's answers as lines, the long ones as paragraphs; empty if it is no form."""
    text = text.strip()
    if len(text) > _MOST:
        return ""
    if content_type == URL_ENCODED:
        found = parse_qsl(text, max_num_fields=500) if text.count("&") < 500 else []
    elif text[:1] + text[-1:] in {"{}", "[]"}:
        try:
            found = list(_fields(json.loads(text), ""))
        except (ValueError, RecursionError):
            return ""
    else:
        return ""
    if not any(name and _LETTER.search(value) for name, value in found):
        return ""
    return "\n".join(_shown(name, value) for name, value in found if value.strip()).strip()


def _fields(value: object, name: str) -> Iterator[Field]:
    """Yield every answer with the name of its field, in the order of the form."""
    if isinstance(value, dict):
        pair = _pair(value)
        if pair:
            yield pair
            return
        for key, inner in value.items():
            yield from _fields(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(inner, name)
    elif isinstance(value, bool):
        yield name, "yes" if value else "no"
    elif value is not None and not (isinstance(value, str) and _TOKEN.fullmatch(value.strip())):
        yield name, str(value)


def _pair(value: dict[str, object]) -> Field | None:
    """Return the question and the answer of a form that has both as values."""
    names = [value[key] for key in _NAMES if key in value]
    values = [value[key] for key in _VALUES if key in value]
    if len(values) != 1 or not names or not isinstance(names[0], str):
        return None
    return (names[0], str(values[0])) if isinstance(values[0], str | int | float) else None


def _shown(name: str, value: str) -> str:
    value = value.replace("\r\n", "\n").strip()
    if _WRITTEN.search(name) or len(value) > _LONG or "\n" in value:
        return f"\n{value}\n"
    label = re.sub(r"[_-]+", " ", name).strip()
    return f"{label[:1].upper()}{label[1:]}: {value}" if label else value
