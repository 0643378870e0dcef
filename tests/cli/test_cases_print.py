"""`cases print`: an approved letter on paper as a page, and nothing that nobody approved."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import cli
from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, Line
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.decision import opened
from bot.core.mail import Address
from bot.edges.store import open_store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOME = Address("", "Maren <b> Holt", "Deichstraße 4\n20459 Hamburg")


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cases: one whose letter was approved, one whose letter was not."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "DATA_DIR": str(tmp_path), "SECRET_KEY": "s" * 40, "MAILBOXES": "p",
        "MAILBOX_P_HOST": "127.0.0.1", "MAILBOX_P_USER": "u", "MAILBOX_P_PASSWORD": "p",
        "SMTP_HOST": "127.0.0.1", "SMTP_FROM": "privacy@example.test",
        "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "CHANNEL_PRIVACY": "C1",
        "APPROVERS": "U1", "TIMEZONE": "Europe/Berlin", "PLACE": "EU",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    store = open_store(tmp_path / "privacy.sqlite3", "s" * 40)
    letter = CaseLetter(
        1, "delete/acknowledge", "de", "requester", HOME, "Ihre Anfrage", "Guten Tag.\n\nBis bald.",
        covers=("delete",),
    )  # fmt: skip
    case = Case(1, 1, CaseState.OPEN, NOW, HOME, (Line(1, "delete", Route.US),), (letter,))
    for number in (1, 2):
        store.cases.save(opened(replace(case, id=number), NOW))
    order = c.Approve(actor="U1", letter_id=1, digest=letter.digest, send_after=NOW)
    store.cases.save(decide(case, order, NOW))
    store.close()


def test_the_approved_letter_is_a_page(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Envelope and text stand in it, escaped; it loads nothing."""
    assert cli.main(["cases", "print", "P-0001"]) == 0
    page = capsys.readouterr().out
    assert "Maren &lt;b&gt; Holt<br>Deichstraße 4<br>20459 Hamburg" in page
    assert "<p>Guten Tag.</p>" in page
    assert "src=" not in page
    assert "http" not in page
    assert cli.main(["cases", "print", "1", "--out", str(tmp_path / "letter.html")]) == 0
    assert (tmp_path / "letter.html").read_text(encoding="utf-8") == page


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("P-0002",), 1, "approve it first"),
        (("P-0009",), 2, "there is no such case"),
        (("letter",), 2, "is no case number"),
        (("1", "--out", "no/such/folder/x.html"), 2, "--out: cannot write"),
    ],
)
def test_mistakes_are_explained(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, says: str
) -> None:
    """What cannot be printed is said in a sentence."""
    assert cli.main(["cases", "print", *words]) == code
    assert says in capsys.readouterr().err
