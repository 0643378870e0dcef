"""Golden pairs: each `tests/mails/NAME.eml` means what `NAME.expected.json` says."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.core.mail import Address, InboundMail
from bot.edges.mail.mime import ParseSettings, parse

MAILS = Path(__file__).parents[2] / "mails"
NAMES = sorted(path.stem for path in MAILS.glob("*.eml"))
SETTINGS = ParseSettings(frozenset({"mx.acme.test"}), instance="acme-1", own_domain="acme.test")


def shown(mail: InboundMail, key: str) -> Any:
    """Return a field in the form that the expected files use."""
    value = getattr(mail, key)
    if key in {"senders", "reply_to", "to", "cc"}:
        return [[each.email, each.name] for each in value]
    if key == "attachments":
        return [[each.name, each.content_type] for each in value]
    if key == "forwarded" and value is not None:
        who = value.sender or Address("")
        return {"sender": [who.email, who.name], "subject": value.subject, "text": value.text}
    if key == "received" and value is not None:
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", NAMES)
def test_golden_mail(name: str) -> None:
    """A mail is understood as its expected file says; only the fields named there count."""
    expected = json.loads((MAILS / f"{name}.expected.json").read_text())
    mail = parse((MAILS / f"{name}.eml").read_bytes(), SETTINGS)
    for piece in expected.pop("problems_has", []):
        assert piece in mail.problems
    for key, pieces in expected.pop("has", {}).items():
        for piece in pieces:
            assert piece in getattr(mail, key)
    assert {key: shown(mail, key) for key in expected} == expected


def test_there_are_many_mails_each_with_its_expectation() -> None:
    """No golden mail is without an expected file, and there are at least sixty."""
    assert len(NAMES) >= 60
    assert {path.stem.removesuffix(".expected") for path in MAILS.glob("*.json")} == set(NAMES)
