"""Every letter reads as it was last read and approved by a person."""

import pytest

import replies
from replies.words import LANGUAGES
from tests.replies import golden

REWRITE = "read the change, then run: python -m tests.replies.golden"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_letters_read_as_their_golden_renderings(lang: str) -> None:
    """Each letter, with every topic and reason, is byte for byte its golden file."""
    differ = [
        path.name
        for path, text in golden.renderings(replies.load(), lang)
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert not differ, f"{lang}: {differ[:10]} differ; {REWRITE}"


def test_no_golden_file_is_left_over() -> None:
    """A golden file whose letter is gone says so."""
    letters = replies.load()
    wanted = {path for lang in LANGUAGES for path, _ in golden.renderings(letters, lang)}
    left = sorted(path.name for path in set(golden.FOLDER.glob("*/*")) - wanted)
    assert not left, f"{left[:10]} belong to no letter; {REWRITE}"
