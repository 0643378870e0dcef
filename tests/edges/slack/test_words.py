"""What people read in Slack stands in one place, to be read and changed together."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SLACK = Path(__file__).parents[3] / "bot" / "edges" / "slack"
TERMINAL = set("connect desk inspect live people socket".split())  # read by who runs the bot
MODULES = sorted(
    one.stem
    for one in SLACK.glob("*.py")
    if "words" not in one.stem and one.stem not in TERMINAL and one.stem != "__init__"
)
# A word beside a blank, or one alone that begins with a capital as labels do.
WORDS = re.compile(r"[a-z]{2}['’,;:.]* | [a-z]{2}|^[A-Z][a-z]+$")


def said(source: str) -> Iterator[str]:
    """Yield each text of a module, its gaps as {}: no docstring, no line of a log, no error."""
    yield from _said(ast.parse(source))


def _said(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (one.value if isinstance(one, ast.Constant) else "{}" for one in node.values)
        yield "".join(map(str, parts))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):  # not how it is formatted, as dates are
                yield from _said(part.value)
    elif not (_document(node) or _logged(node) or isinstance(node, ast.Raise)):
        for child in ast.iter_child_nodes(node):
            yield from _said(child)


def _document(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _logged(node: ast.AST) -> bool:
    """Tell whether a node is a call like `log.warning(...)`."""
    on = (
        node.func.value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        else 0
    )
    return isinstance(on, ast.Name) and on.id == "log"


@pytest.mark.parametrize("name", MODULES)
def test_words_stand_in_the_modules_of_words(name: str) -> None:
    """What a card, window, page or answer says is a name in one of the modules *words*.py."""
    texts = said((SLACK / f"{name}.py").read_text(encoding="utf-8"))
    assert [text for text in texts if WORDS.search(text)] == []


def test_words_would_be_found() -> None:
    """The search sees what it should: labels and sentences, no docstrings, keys or logs."""
    source = (
        '"""A document of words."""\nx = f"due {1} days"\ny = "rich_text"\nz = "Over"\n'
        'log.info("a line")\na = f"{2:%d of %b} · {x[f\'and {y}\']}"\nraise ValueError("a fault")'
    )
    assert [text for text in said(source) if WORDS.search(text)] == [
        "due {} days",
        "Over",
        "and {}",
    ]
