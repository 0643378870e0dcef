"""What was read so far of one mail: pieces of text, what is hidden, attached or wrong."""

import re
from dataclasses import dataclass, field
from typing import Final

from bot.core.mail import Attachment
from bot.edges.mail.tree import Part
from bot.edges.mail.wording import header_value

MOST_ATTACHMENTS: Final = 200

_LETTER: Final = re.compile(r"\w")
_PATH: Final = re.compile(r".*[/\\]")


@dataclass(slots=True)
class Reading:
    """What was read so far of one mail."""

    pieces: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    mails: list[Part] = field(default_factory=list)
    reports: list[Part] = field(default_factory=list)
    spare: list[Part] = field(default_factory=list)
    calendar: list[str] = field(default_factory=list)
    encrypted: str = ""
    inner: int = 0
    worded: bool = False
    judged: int = 0
    problems: dict[str, None] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return all text pieces as one."""
        return "\n\n".join(piece for piece in self.pieces if piece.strip())

    def has_words(self) -> bool:
        """Return whether anything readable was found."""
        while not self.worded and self.judged < len(self.pieces):
            self.worded = bool(_LETTER.search(self.pieces[self.judged]))
            self.judged += 1
        return self.worded


def list_part(
    part: Part, reading: Reading, name: str = "", size: int = -1, content_type: str = ""
) -> None:
    """Put a part on the list of attachments."""
    if len(reading.attachments) >= MOST_ATTACHMENTS:
        reading.problems["more than 200 attachments: the rest is not listed"] = None
        return
    shown = header_value(name or part.filename, 150)
    shown = _PATH.sub("", shown).lstrip(".") if not name.endswith(".eml") else shown
    kind = content_type or header_value(part.content_type, 100)
    reading.attachments.append(
        Attachment(shown, kind, size if size >= 0 else part.end - part.start)
    )
