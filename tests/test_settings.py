"""Settings as operators get them wrong: every fault named at once, no secret said, no traceback."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Misconfigured
from bot.settings import Settings, read_settings

ROOT = Path(__file__).parent.parent
CANARY = "canarysecret"
GOOD = {
    "SECRET_KEY": "s" * 40,
    "MAILBOXES": "privacy",
    "MAILBOX_PRIVACY_HOST": "imap.example.com",
    "MAILBOX_PRIVACY_USER": "privacy@example.com",
    "MAILBOX_PRIVACY_PASSWORD": CANARY,
    "SMTP_HOST": "smtp.example.com",
    "SMTP_USER": "privacy",
    "SMTP_PASSWORD": CANARY,
    "SMTP_FROM": "Privacy team <privacy@example.com>",
    "SLACK_BOT_TOKEN": f"xoxb-{CANARY}",
    "SLACK_APP_TOKEN": f"xapp-{CANARY}",
    "CHANNEL_PRIVACY": "C0PRIVACY",
    "APPROVERS": "@privacy",
}
NO_NUMBER = ["soon", "1.5", "", "-1", "999999999", "١", "1 000"]
BROKEN: dict[str, list[str]] = {
    "SECRET_KEY": ["", CANARY],
    "ENCRYPTION_KEY": [CANARY],
    "MAILBOX_PRIVACY_HOST": [""],
    "MAILBOX_PRIVACY_USER": [""],
    "MAILBOX_PRIVACY_PASSWORD": [""],
    "MAILBOX_PRIVACY_PORT": [one for one in NO_NUMBER if one],
    "MAILBOX_PRIVACY_TLS": ["ssl", "none", "TLS 1.2"],
    "MAILBOX_PRIVACY_MICROSOFT": ["perhaps"],
    "MAILBOX_PRIVACY_CA_FILE": ["/nowhere/ca.pem"],
    "SMTP_HOST": [""],
    "SMTP_PASSWORD": [""],
    "SMTP_PORT": [one for one in NO_NUMBER if one],
    "SMTP_TLS": ["ssl", "none"],
    "SMTP_CA_FILE": ["/nowhere/ca.pem"],
    "SMTP_FROM": ["", "nobody", "Privacy team"],
    "SLACK_BOT_TOKEN": ["", CANARY, f"xapp-{CANARY}"],
    "SLACK_APP_TOKEN": ["", CANARY, f"xoxb-{CANARY}"],
    "SLACK_API_URL": ["http://slack.example.com/api", "slack.com"],
    "CHANNEL_PRIVACY": [""],
    "APPROVERS": [""],
    "TIMEZONE": ["Mars/Olympus", "../../etc/passwd", "Europe"],
    "PROFILE": ["/nowhere/profile.toml", "/"],
    "REMIND_DAYS": ["soon", "0", "7,,x", "61"],
    "UNDO_SECONDS": ["soon", "-1", "3601"],
    "LETTERS_PER_ADDRESS": ["0", "many"],
    "LETTERS_PER_HOUR": ["0", "many"],
    "CARDS_PER_HOUR": ["0", "many"],
    "CLOSED_CARD_HOURS": ["-1", "always"],
    "CARD_DETAIL": ["all"],
    "RESYNC_SECONDS": ["1", "3600"],
    "LOG_JSON": ["perhaps"],
    "ALLOW_EPHEMERAL_DISK": ["perhaps"],
    "HEALTH_PORT": ["-1", "65536", "http"],
}
"""Values that are wrong whatever the others are."""

FREE = {
    "data_dir", "encryption_key_old", "mailboxes", "smtp_user", "smtp_tokens", "channel_legal",
    "channel_security", "channel_managers", "channel_hr", "channel_press", "channel_safety",
    "channel_sales", "managers", "own_domains", "place", "second_approver",
    "health_host",
}  # fmt: skip
"""Settings that any text may be, or that are looked at where they are used."""


def faults_of(settings: dict[str, str]) -> tuple[str, ...]:
    """Return what is said to be wrong."""
    with pytest.raises(Misconfigured) as caught:
        read_settings(settings, None)
    return caught.value.faults


def test_the_good_ones_are_good() -> None:
    """What every example breaks is right before."""
    settings, [box] = read_settings(GOOD, None)
    assert settings.smtp_host == "smtp.example.com"
    assert box.port == 993


def test_every_setting_is_broken_here_or_free() -> None:
    """A new setting belongs into one of the two tables of this test."""
    tried = {name.lower() for name in BROKEN if not name.startswith("MAILBOX_")}
    assert tried | FREE == set(Settings.model_fields)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BROKEN.items() for value in values]
)
def test_each_fault_alone(name: str, value: str) -> None:
    """One wrong setting is one line, which begins with its name."""
    [fault] = faults_of({**GOOD, name: value})
    assert fault.startswith(f"{name}: ")
    assert CANARY not in fault


@given(broken=st.dictionaries(st.sampled_from(sorted(BROKEN)), st.integers(0, 99), min_size=1))
def test_all_faults_at_once(broken: dict[str, int]) -> None:
    """Whichever settings are wrong together: each is named once, no other is, no secret is said."""
    chosen = {name: BROKEN[name][at % len(BROKEN[name])] for name, at in broken.items()}
    if "SMTP_HOST" in chosen and chosen.get("SMTP_TLS") == "none":
        chosen["SMTP_TLS"] = "ssl"  # without a host nobody knows whether it is this machine
    if "MAILBOX_PRIVACY_HOST" in chosen and chosen.get("MAILBOX_PRIVACY_TLS") == "none":
        chosen["MAILBOX_PRIVACY_TLS"] = "ssl"
    faults = faults_of({**GOOD, **chosen})
    named = [re.split(r"[: ]", fault)[0] for fault in faults]
    assert sorted(set(named)) == sorted(chosen)
    assert CANARY not in "\n".join(faults)


@given(values=st.dictionaries(st.sampled_from([*GOOD, *BROKEN]), st.text(max_size=40)))
def test_any_text_at_all(values: dict[str, str]) -> None:
    """Whatever somebody writes there, it is settings or Misconfigured: nothing else is raised."""
    said = ""
    try:
        read_settings({**GOOD, **values}, None)
    except Misconfigured as fault:
        said = str(fault)
    assert CANARY not in said


def run(folder: Path, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as an operator does."""
    base = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env={**base, **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_command_names_them_all(tmp_path: Path) -> None:
    """Exit code 2, one line a fault on stderr, nothing on stdout."""
    wrong = {name: values[0] for name, values in BROKEN.items()}
    done = run(tmp_path, "run", "--once", **{**GOOD, **wrong})
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert all(line.startswith("error: ") for line in lines)
    assert {line.split(":")[1].strip() for line in lines} == set(BROKEN)
    assert CANARY not in done.stderr


@pytest.mark.parametrize("name", ["PLACE", "SECOND_APPROVER"])
def test_what_is_looked_at_later_is_said_as_well(tmp_path: Path, name: str) -> None:
    """A place without holidays, a letter that is none: exit code 2 and the setting's name."""
    done = run(tmp_path, "run", "--once", **{**GOOD, name: "nowhere", "DATA_DIR": "data"})
    assert done.returncode == 2, done.stderr
    assert f"error: {name}: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", [b"\xff\xfeS\0E\0C\0", b"SECRET_KEY='" + b"\xe9" * 40])
def test_files_that_are_no_text(tmp_path: Path, content: bytes) -> None:
    """A `.env` or a secret's file in another encoding is said, and nothing of it is quoted."""
    path = tmp_path / "file"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(Misconfigured) as caught:
        read_settings(GOOD, path)
    assert "cannot be read (it is no UTF-8 text)" in caught.value.faults[0]
    secret = {name: value for name, value in GOOD.items() if name != "SMTP_PASSWORD"}
    faults = faults_of({**secret, "SMTP_PASSWORD_FILE": str(path)})
    assert any(fault.startswith("SMTP_PASSWORD_FILE: cannot read") for fault in faults)


def test_a_secret_from_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Its path is named, and what to do."""
    without = {name: value for name, value in GOOD.items() if name != "SECRET_KEY"}
    faults = faults_of({**without, "SECRET_KEY_FILE": str(tmp_path / "no")})
    assert any("SECRET_KEY_FILE: cannot read the file" in fault for fault in faults)
