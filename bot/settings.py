"""Settings from the environment and `.env`: the only reader of either; all faults at once."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.core.errors import Misconfigured
from bot.core.mail import OWN_ACCOUNTS
from bot.mail_settings import (
    MailboxSettings,
    Tls,
    Tokens,
    names,
    on_loopback,
    read_mailbox,
    read_smtp_tokens,
)

__all__ = ["MailboxSettings", "Settings", "read_settings"]


_KEY_LENGTH = 32


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("is no time zone; write one like Europe/Berlin") from None
    return value


def _strong(value: SecretStr) -> SecretStr:
    if 0 < len(value.get_secret_value()) < _KEY_LENGTH:
        raise ValueError(
            f"must have at least {_KEY_LENGTH} characters; make one: python -c"
            ' "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return value


Names = Annotated[tuple[str, ...], BeforeValidator(names)]
Days = Annotated[tuple[Annotated[int, Field(ge=1, le=60)], ...], BeforeValidator(names)]
Zone = Annotated[str, AfterValidator(_zone)]


class Settings(BaseSettings):
    """What an operator decides; see `.env.example` for the meaning of each name."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    data_dir: Path = Path("data")
    secret_key: Annotated[SecretStr, AfterValidator(_strong)]
    encryption_key: Annotated[SecretStr, AfterValidator(_strong)] = SecretStr("")
    encryption_key_old: SecretStr = SecretStr("")
    mailboxes: Names = Field(min_length=1)
    smtp_host: str = Field(min_length=1)
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_tls: Tls = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_ca_file: Path | None = None
    smtp_tokens: Tokens | None = Field(None, exclude=True)  # read from SMTP_OAUTH2_*
    smtp_from: str = Field(min_length=3)
    slack_bot_token: SecretStr
    slack_app_token: SecretStr
    slack_api_url: str = "https://slack.com/api/"
    channel_privacy: str = Field(min_length=1)
    channel_legal: str = ""
    channel_security: str = ""
    channel_managers: str = ""
    channel_hr: str = ""
    channel_press: str = ""
    channel_safety: str = ""
    channel_sales: str = ""
    approvers: str = Field(min_length=1)
    managers: str = ""
    own_domains: Names = ()
    timezone: Zone = "UTC"
    place: str = "US"
    remind_days: Days = (7, 3, 1)
    undo_seconds: int = Field(60, ge=0, le=3600)
    second_approver: Names = ()
    letters_per_address: int = Field(20, ge=1)
    letters_per_hour: int = Field(200, ge=1)
    closed_card_hours: int = Field(72, ge=0, le=8760)
    cards_per_hour: int = Field(120, ge=1)
    card_detail: Literal["minimal", "excerpt"] = "excerpt"
    resync_seconds: int = Field(120, ge=5, le=1740)
    profile: Path | None = None
    log_json: bool = False
    allow_ephemeral_disk: bool = False
    health_port: int = Field(0, ge=0, le=65535)
    health_host: str = "127.0.0.1"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values only from `read_settings`, which reads each place once."""
        return (init_settings,)

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _token(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        prefix = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}[info.field_name or ""]
        if not value.get_secret_value().startswith(prefix):
            raise ValueError(f"must begin with {prefix}")
        return value

    @property
    def old_keys(self) -> tuple[str, ...]:
        """Return the keys that still open what they sealed, the newest first."""
        return cast("tuple[str, ...]", names(self.encryption_key_old.get_secret_value()))

    @field_validator("smtp_from")
    @classmethod
    def _address(cls, value: str) -> str:
        if not re.search(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", value):
            raise ValueError("is no e-mail address; write privacy@example.com")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", value):
            raise ValueError("must be https, or http on this machine")
        return value.rstrip("/") + "/"


_SECRETS = re.compile(
    r"(SECRET_KEY|ENCRYPTION_KEY(?:_OLD)?|SLACK_BOT_TOKEN|SLACK_APP_TOKEN|.*_PASSWORD|.*_OAUTH2_CLIENT_SECRET)$"
)

_MAILBOX_CA = re.compile(r"MAILBOX_\w+_CA_FILE")
_TRUE = {"1", "true", "t", "yes", "y", "on"}  # as pydantic reads them

# What commands that only touch the database do not ask for.
_NO_SERVERS = {
    "SMTP_HOST": "unused",
    "SMTP_FROM": "unused@example.invalid",
    "SLACK_BOT_TOKEN": "xoxb-unused",
    "SLACK_APP_TOKEN": "xapp-unused",
    "CHANNEL_PRIVACY": "unused",
    "APPROVERS": "unused",
}


def read_settings(
    environment: Mapping[str, str] | None = None,
    env_file: Path | None = Path(".env"),
    *,
    servers: bool = True,
) -> tuple[Settings, tuple[MailboxSettings, ...]]:
    """Return the settings. Raises Misconfigured with every fault and what to do about it.

    Without `servers` only what the database needs has to be there.
    """
    values, faults = _gather(os.environ if environment is None else environment, env_file)
    if not servers:
        values = _NO_SERVERS | values | {"MAILBOXES": "unused"}
    tokens, wrong = read_smtp_tokens(values) if servers else (None, [])
    faults += wrong
    settings = None
    try:
        known: dict[str, object] = {k.lower(): v for k, v in values.items() if _is_field(k)}
        known["smtp_tokens"] = tokens
        settings = Settings.model_validate(known)
    except ValidationError as error:
        faults += [_explain(one) for one in error.errors(include_input=False, include_url=False)]
    boxes = []
    for name in OWN_ACCOUNTS & set(names(values.get("MAILBOXES", ""))):
        faults.append(f"MAILBOXES: {name} is a name of the bot's own; choose another")
    for name in names(values.get("MAILBOXES", "")) if servers else ():
        box, wrong = read_mailbox(name, values)
        faults += wrong
        boxes.append(box)
    faults += _of_more_than_one(values)
    if faults or settings is None:
        raise Misconfigured(*faults)
    return settings, tuple(boxes)


def _of_more_than_one(values: Mapping[str, str]) -> list[str]:
    """Return what is wrong with settings only beside others, or beside what lies on the disk.

    Read from what was written, so that it is told together with every other fault.
    """
    faults = []
    if values.get("SMTP_TLS") == "none" and not on_loopback(values.get("SMTP_HOST", "")):
        faults.append("SMTP_TLS: `none` is only for this machine; use tls or starttls")
    files = ("PROFILE", "SMTP_CA_FILE", *(key for key in values if _MAILBOX_CA.fullmatch(key)))
    faults += [
        f"{key}: there is no file {values[key]}"
        for key in files
        if key in values and not Path(values[key]).is_file()
    ]
    if "DYNO" in values and values.get("ALLOW_EPHEMERAL_DISK", "").lower() not in _TRUE:
        faults.append(
            "DATA_DIR: this host (DYNO is set) forgets its disk at every restart, and with it all"
            " mail; use a host with a volume, or set ALLOW_EPHEMERAL_DISK=true and replicate"
            " the database (README, Backup)"
        )
    return faults


def _is_field(key: str) -> bool:
    return key.lower() in Settings.model_fields


def _gather(
    environment: Mapping[str, str], env_file: Path | None
) -> tuple[dict[str, str], list[str]]:
    """Merge `.env` under the environment and read the files that NAME_FILE points to."""
    values: dict[str, str] = {}
    faults = []
    if env_file is not None and env_file.is_file():
        if env_file.stat().st_mode & 0o004:
            faults.append(
                f"{env_file}: everybody on this machine may read it and the secrets in it;"
                f" chmod 600 {env_file}"
            )
        try:
            values |= {key: value or "" for key, value in dotenv_values(env_file).items()}
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{env_file}: cannot be read ({_why(error)}); it must be UTF-8 text")
    values |= environment
    for key in [key for key in values if key.endswith("_FILE")]:
        name = key.removesuffix("_FILE")
        if not _SECRETS.match(name) or values.get(name):
            continue
        try:
            values[name] = Path(values[key]).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{key}: cannot read the file ({_why(error)}); check its path")
    return {key: value for key, value in values.items() if value != ""}, faults


def _why(error: OSError | UnicodeDecodeError) -> str:
    """Say it without quoting the file, which is secret."""
    return str(error.strerror) if isinstance(error, OSError) else "it is no UTF-8 text"


def _explain(error: Mapping[str, Any]) -> str:
    name = str(error["loc"][0]).upper() if error["loc"] else "settings"
    if error["type"] == "missing":
        return f"{name}: is missing; set it in .env or the environment (see .env.example)"
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{name}: {message[:1].lower()}{message[1:]}"
