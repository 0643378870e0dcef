"""Mail servers in the settings: every fault of a log-in is named, and all at once."""

from pathlib import Path

import pytest

from bot.bootstrap.accounts import imap_account, smtp_account, token_source
from bot.core.errors import Misconfigured
from bot.edges.mail.account import Password
from bot.edges.mail.credentials import CommandToken, FileToken, MicrosoftToken
from bot.settings import read_settings

RIGHT = {
    "SECRET_KEY": "s" * 40,
    "MAILBOXES": "p",
    "MAILBOX_P_HOST": "imap.example.test",
    "MAILBOX_P_USER": "privacy@example.test",
    "MAILBOX_P_PASSWORD": "canary",
    "SMTP_HOST": "smtp.example.test",
    "SMTP_USER": "privacy@example.test",
    "SMTP_PASSWORD": "canary",
    "SMTP_FROM": "privacy@example.test",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "CHANNEL_PRIVACY": "C1",
    "APPROVERS": "U1",
}
NO_PASSWORDS = {**RIGHT, "MAILBOX_P_PASSWORD": "", "SMTP_PASSWORD": ""}
APP = {"OAUTH2_TENANT": "t", "OAUTH2_CLIENT_ID": "c", "OAUTH2_CLIENT_SECRET": "canary"}


def both(values: dict[str, str]) -> dict[str, str]:
    """Return settings for the mailbox and for SMTP."""
    return {
        prefix + key: value for prefix in ("MAILBOX_P_", "SMTP_") for key, value in values.items()
    }


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"OAUTH2_COMMAND": "/usr/bin/token 'two words'"}, CommandToken),
        ({"OAUTH2_TOKEN_FILE": "/run/token"}, FileToken),
        (APP, MicrosoftToken),
    ],
)
def test_each_way_to_a_token_serves_both_servers(given: dict[str, str], kind: type) -> None:
    """A command, a file and an app are each used for IMAP and for SMTP."""
    settings, (box,) = read_settings({**NO_PASSWORDS, **both(given)}, None)
    for account in (imap_account(box), smtp_account(settings)):
        assert isinstance(account.credentials, kind)
        assert account.user == "privacy@example.test"
    assert "canary" not in repr((settings, box, imap_account(box)))


def test_a_password_still_is_one() -> None:
    """Without OAuth2 the password is used."""
    settings, (box,) = read_settings(RIGHT, None)
    assert imap_account(box).credentials == Password("canary")
    assert smtp_account(settings).credentials == Password("canary")


def test_a_command_keeps_its_words_and_an_app_its_cloud() -> None:
    """Quotation marks are read as a shell would, and a national cloud is asked there."""
    command = {"OAUTH2_COMMAND": "/usr/bin/token 'two words'"}
    cloud = {"OAUTH2_AUTHORITY": "https://login.example.cn/", "OAUTH2_SCOPE": "s"}
    _, (box,) = read_settings({**NO_PASSWORDS, **both(command)}, None)
    assert box.tokens is not None
    assert box.tokens.command == ("/usr/bin/token", "two words")
    _, (box,) = read_settings({**NO_PASSWORDS, **both({**APP, **cloud})}, None)
    assert box.tokens is not None
    source = token_source(box.tokens)
    assert isinstance(source, MicrosoftToken)
    assert (source.authority, source.scope) == ("https://login.example.cn", "s")
    assert token_source(box.tokens) is source  # it keeps its token while that lives


def test_a_client_secret_may_come_from_a_file(tmp_path: Path) -> None:
    """NAME_FILE is honoured for the app's secret as for every other."""
    (tmp_path / "secret").write_text("from a file\n")
    app = {**APP, "OAUTH2_CLIENT_SECRET": "", "OAUTH2_CLIENT_SECRET_FILE": str(tmp_path / "secret")}
    settings, (box,) = read_settings({**NO_PASSWORDS, **both(app)}, None)
    assert box.tokens is not None
    assert box.tokens.client_secret == "from a file"
    assert settings.smtp_tokens is not None
    assert settings.smtp_tokens.client_secret == "from a file"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, {"MAILBOX_P_PASSWORD: is missing", "SMTP_PASSWORD: is missing"}),
        (
            both({"OAUTH2_COMMAND": "a", "OAUTH2_TOKEN_FILE": "/b"}),
            {
                "MAILBOX_P_OAUTH2_COMMAND, MAILBOX_P_OAUTH2_TOKEN_FILE: choose one way",
                "SMTP_OAUTH2_COMMAND, SMTP_OAUTH2_TOKEN_FILE: choose one way",
            },
        ),
        (
            both({"OAUTH2_TOKEN_FILE": "/b", "PASSWORD": "canary"}),
            {"MAILBOX_P_PASSWORD: choose a password or", "SMTP_PASSWORD: choose a password or"},
        ),
        (
            both({"OAUTH2_CLIENT_ID": "c"}),
            {
                "MAILBOX_P_OAUTH2_TENANT: is missing",
                "MAILBOX_P_OAUTH2_CLIENT_SECRET: is missing",
                "SMTP_OAUTH2_TENANT: is missing",
                "SMTP_OAUTH2_CLIENT_SECRET: is missing",
            },
        ),
        (
            both({"OAUTH2_COMMAND": "token 'a"}),
            {"MAILBOX_P_OAUTH2_COMMAND: a quotation mark", "SMTP_OAUTH2_COMMAND: a quotation mark"},
        ),
        (
            both({**APP, "OAUTH2_AUTHORITY": "http://login.example.com"}),
            {"MAILBOX_P_OAUTH2_AUTHORITY: must be an https", "SMTP_OAUTH2_AUTHORITY: must be an"},
        ),
        (
            both({"OAUTH2_COMMAND": "a", "OAUTH2_SCOPE": "s"}),
            {"MAILBOX_P_OAUTH2_SCOPE: means nothing", "SMTP_OAUTH2_SCOPE: means nothing"},
        ),
        (
            both({"OAUTH2_COMMAND": "a"}) | {"SMTP_USER": ""},
            {"SMTP_USER: is missing"},
        ),
        (
            both({"OAUTH2_COMMAND": "a"}) | {"MAILBOX_P_PROCESSED": "Inbox"},
            {"MAILBOX_P_PROCESSED: must be another folder"},
        ),
    ],
)
def test_every_fault_is_named_at_once(given: dict[str, str], said: set[str]) -> None:
    """What is wrong with both servers stands in one list; no secret does."""
    with pytest.raises(Misconfigured) as caught:
        read_settings({**NO_PASSWORDS, **given}, None)
    faults = caught.value.faults
    assert len(faults) == len(said), faults
    for one in said:
        assert any(fault.startswith(one) for fault in faults), (one, faults)
    assert "canary" not in str(caught.value)
