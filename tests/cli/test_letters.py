"""`letters` as an operator types it."""

import subprocess
import sys
from pathlib import Path

from tests.cli.test_run import ROOT


def letters(*words: str) -> "subprocess.CompletedProcess[str]":
    """Run the command until it ends."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "letters", *words],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_letter_can_be_looked_at_as_text_and_as_html(tmp_path: Path) -> None:
    """The text is printed, the HTML alternative written where it was asked for."""
    page = tmp_path / "letter.html"
    done = letters("render", "delete/decline", "--lang", "fr", "--html", str(page))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Subject: ")
    assert "<p>" not in done.stdout
    assert '<html lang="fr">' in page.read_text()
    assert str(page) in done.stderr


def test_mistakes_are_explained(tmp_path: Path) -> None:
    """A letter that does not exist and a folder that does not exist are said, without a trace."""
    unknown = letters("render", "delete/apologise")
    nowhere = letters("render", "delete/decline", "--html", str(tmp_path / "no" / "x.html"))
    for done, said in ((unknown, "no letter 'delete/apologise'"), (nowhere, "--html: cannot")):
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_all_rules_pass_all_letters() -> None:
    """`letters check` finds nothing in the letters as shipped."""
    done = letters("check")
    assert (done.returncode, done.stdout) == (0, "")
    assert "0 findings" in done.stderr
