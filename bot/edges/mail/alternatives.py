"""Which form of a multipart/alternative is read: the plain one, unless the page says more."""

import re
from collections.abc import Callable
from typing import Final

from bot.edges.mail.reading import Reading
from bot.edges.mail.texts import content
from bot.edges.mail.tree import Part

_SHORT: Final = 400
"""Characters up to which a plain form may be a mere pointer to the page."""

_SAME: Final = 0.6
"""Share of a form's letter triples in the other form from which both say the same."""

_STUB: Final = re.compile(
    r"html|browser|view (?:this|it)|e-?mail (?:client|program)|anzeig|navigateur|navegador"
    r"|visualizz|messagerie|correo no|mailprogramm|\u30e1\u30fc\u30eb\u30bd\u30d5\u30c8",
    re.I,
)
_HREF: Final = re.compile(r"""href\s*=\s*["']?\s*(https?://[^"'\s<>]{1,2000})""", re.I)
_NO_LETTERS: Final = re.compile(r"https?://\S+|[\W\d_]+")

Read = Callable[[bytes, Part, Reading], None]


def read_alternative(raw: bytes, part: Part, reading: Reading, read: Read) -> None:
    """Take the plain form of an alternative, or the page where the plain form says nothing.

    Forms that say different things are both read: RFC 2046, 5.1.4 forbids them, senders do not.
    """
    forms: list[tuple[Part, Reading]] = []
    for child in part.children:
        if child.content_type == "text/html" and _long_plain(forms):
            _note_links(raw, child, reading)
            continue
        form = Reading(inner=reading.inner)
        read(raw, child, form)
        forms.append((child, form))
    chosen = _chosen(forms)
    for form in chosen:
        reading.pieces.extend(form.pieces)
        reading.hidden.extend(form.hidden)
    for _, form in forms:
        reading.links.update(form.links)
        reading.attachments.extend(form.attachments)
        reading.mails.extend(form.mails)
        reading.reports.extend(form.reports)
        reading.spare.extend(form.spare)
        reading.calendar.extend(form.calendar)
        reading.problems.update(form.problems)
        reading.encrypted = reading.encrypted or form.encrypted


def _long_plain(forms: list[tuple[Part, Reading]]) -> bool:
    """Return whether a plain form was read that is too long to be a pointer to the page."""
    return any(
        part.content_type == "text/plain" and form.has_words() and len(form.text) > _SHORT
        for part, form in forms
    )


def _chosen(forms: list[tuple[Part, Reading]]) -> list[Reading]:
    """Return the forms to read: the plain one, the page instead of it, or both."""
    worded = [(part, form) for part, form in forms if form.has_words()]
    if not worded:
        return []
    plain = next((form for part, form in worded if part.content_type == "text/plain"), None)
    others = [form for _, form in worded if form is not plain]
    if not others:
        return [worded[0][1]]
    page = max(others, key=lambda form: len(form.text))
    if plain is None:
        return [page]
    if len(plain.text) > _SHORT:
        return [plain]
    said, also = _triples(plain.text), _triples(page.text)
    same = len(said & also) >= _SAME * min(len(said), len(also))
    if same:
        return [page if len(also) > 2 * len(said) + 20 else plain]
    return [page] if _STUB.search(plain.text) or len(plain.text) < 40 else [plain, page]


def told(words: str, text: str) -> bool:
    """Return whether a text says these words too."""
    said = _triples(words)
    return len(said & _triples(text)) >= _SAME * len(said)


def _triples(text: str) -> set[str]:
    """Return the runs of three letters of a text, whatever its script, lines and marks."""
    letters = _NO_LETTERS.sub("", text[:20_000].casefold())
    return {letters[at : at + 3] for at in range(len(letters) - 2)} or {letters}


def _note_links(raw: bytes, part: Part, reading: Reading) -> None:
    """Note where the links of a page lead that is not read otherwise."""
    source = content(raw, part, 1_000_000).decode("utf-8", "replace")
    for target in _HREF.findall(source)[:200]:
        reading.links[target.replace("&amp;", "&")] = None
