"""The words of windows and pages stand in one place, to be read and changed together."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SLACK = Path(__file__).parents[3] / "bot" / "edges" / "slack"
WINDOWS = (
    "by_post case_modals crowd_desk day_zero draft_modals entry_modal letter_desk letter_modals"
    " modals new_request reading search"
).split()
SENTENCE = re.compile(r"(?:[^\W\d_]+['’,;:]*[ ]){2}[^\W\d_]+")  # three words in a row


def said(source: str) -> Iterator[str]:
    """Yield each text of a module that is no docstring."""
    tree = ast.parse(source)
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = isinstance(node, ast.Constant) and id(node) not in documents
        if text and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("name", WINDOWS)
def test_windows_hold_no_sentences(name: str) -> None:
    """What a window says is a name in one of the modules words*.py."""
    texts = said((SLACK / f"{name}.py").read_text(encoding="utf-8"))
    assert [text for text in texts if SENTENCE.search(text)] == []


def test_a_sentence_would_be_found() -> None:
    """The search sees what it should: sentences, no docstrings, keys or Slack's names."""
    source = (
        '"""A document of words."""\nx = f"due {1} days"\ny = "rich_text"\nz = "It is over now."'
    )
    assert [text for text in said(source) if SENTENCE.search(text)] == ["It is over now."]
