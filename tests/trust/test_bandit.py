"""What bandit finds in the shipped code: nothing, or something that has a reason here."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]

# (rule, where it may occur) -> why that is no hole; a place is a file or a folder.
REASONS: Final = {
    ("B101", ""): "asserts narrow types for mypy; no check of input is an assert",
    ("B105", "bot/core/mail.py"): "a result of authentication is called pass",
    ("B105", "bot/demo/slack/web_api.py"): "the stand-in knows tokens by their prefix",
    ("B106", "bot/demo/slack/web_api.py"): "the name of a kind of token",
    ("B105", "bot/edges/slack/"): "explanations of errors name a setting or a kind of token",
    ("B105", "bot/settings.py"): "the prefixes that a token must have, and what needs none",
    ("B106", "replies/samples.py"): "an invented reply token in a sample letter",
    ("B107", "bot/edges/mail/sent.py"): "no token is the normal case",
    ("B107", "bot/flows/mail_ports.py"): "no token is the normal case",
    ("B310", "bot/edges/mail/credentials.py"): "the token address is ours or checked: https",
    ("B311", "bot/demo/history.py"): "the demo's invented weeks are no secret",
    ("B311", "bot/loops.py"): "jitter of a pause is no secret",
    ("B404", "bot/edges/mail/"): "the parse child, and the operator's own token command",
    ("B603", "bot/edges/mail/"): "no shell; our module, or the command the operator set",
    ("B406", "classifiers/picture.py"): "escape writes XML, nothing is parsed",
    ("B608", "bot/edges/store/"): "only names from tables of ours are put in; values are bound",
    ("B704", "bot/demo/page/"): "what is marked as markup was escaped piece by piece",
    ("B704", "replies/"): "what is marked as markup was shielded first, or is our template",
}


@pytest.fixture(scope="module")
def findings() -> list[dict[str, Any]]:
    """What bandit says of everything that is installed."""
    command = [sys.executable, "-m", "bandit", "-q", "-f", "json", "-r"]
    ran = subprocess.run(
        [*command, "bot", "classifiers", "replies"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    assert found["errors"] == []
    assert found["metrics"]["_totals"]["loc"] > 10_000, "bandit read next to nothing"
    return list(found["results"])


def _reasons(found: dict[str, Any]) -> list[tuple[str, str]]:
    place = found["filename"].removeprefix("./")
    return [key for key in REASONS if key[0] == found["test_id"] and place.startswith(key[1])]


def test_each_finding_has_its_reason(findings: list[dict[str, Any]]) -> None:
    """Nothing that bandit finds is without a word why it stays."""
    bare = [f"{f['filename']}:{f['line_number']} {f['test_id']}" for f in findings]
    assert [said for said, f in zip(bare, findings, strict=True) if not _reasons(f)] == []


def test_each_reason_is_needed(findings: list[dict[str, Any]]) -> None:
    """A reason whose finding is gone goes, too: it could cover a new one."""
    used = {key for found in findings for key in _reasons(found)}
    assert used == set(REASONS)
