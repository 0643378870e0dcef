"""Letters: facts in, a checked letter out; knows neither the bot nor the classifiers."""

from pathlib import Path
from typing import TYPE_CHECKING

from replies.errors import CannotRender, NoSuchLetter, ProfileError
from replies.facts import Facts, Finding, Letter, LetterKind, Recipient
from replies.words import LANGUAGES

if TYPE_CHECKING:
    from replies.letters import Replies

__all__ = [
    "LANGUAGES",
    "CannotRender",
    "Facts",
    "Finding",
    "Letter",
    "LetterKind",
    "NoSuchLetter",
    "ProfileError",
    "Recipient",
    "load",
]


def load(profile: Path | None = None) -> "Replies":
    """Read and check a profile (the shipped one if None) and open the letters.

    Raises ProfileError with every fault of the file. Templates are read and
    compiled when a letter first needs them.
    """
    # The template engine is not loaded by those who only want the dataclasses.
    from replies.letters import Replies  # noqa: PLC0415
    from replies.profile_file import SHIPPED, read_profile  # noqa: PLC0415

    return Replies(read_profile(profile or SHIPPED))
