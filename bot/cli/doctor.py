"""`doctor`: asks every edge whether it works, and says what to do where it does not."""

import argparse
import shutil
import smtplib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from bot.bootstrap import Office
from bot.bootstrap.accounts import smtp_account
from bot.cli.office import open_office
from bot.core import deadline_rules
from bot.core.errors import Misconfigured, Permanent, Transient
from bot.edges.mail.account import TokenSource
from bot.edges.mail.imap import ImapMailbox
from bot.edges.slack import connect
from bot.edges.slack.inspect import channel_fault, granted_scopes, needed_scopes, server_time
from bot.edges.slack.live import rehearse
from bot.edges.slack.people import People

EXAMPLE = "python -m bot doctor"
_ROOM = 500 * 1024 * 1024  # bytes of disk below which a warning is due
_REVIEW = timedelta(days=365)
_ASTRAY = timedelta(minutes=2)
"""How far the clock may be off; the lease lasts a minute, an undo window often less."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `advice` says what to do."""

    level: str  # ok, warn, fail
    text: str
    advice: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "--slack-live",
        action="store_true",
        help="have Slack check every kind of post, and post, update and delete a test card",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run every check; 1 if one failed."""
    failed = False
    with closing(open_office()) as office:
        for name, check in (*CHECKS, *(LIVE if arguments.slack_live else ())):
            for found in _safely(check, office):
                failed |= found.level == "fail"
                advice = f"\n        {found.advice}" if found.advice else ""
                print(f"{found.level:<5} {name}: {found.text}{advice}", flush=True)
    return int(failed)


def _safely(check: Callable[[Office], Iterator[Finding]], office: Office) -> Iterator[Finding]:
    """Turn what a check raises into a finding, so that the others still run."""
    try:
        yield from check(office)
    except Misconfigured as fault:
        for line in fault.faults:
            yield Finding("fail", line)
    except (Transient, Permanent, OSError, smtplib.SMTPException) as fault:
        yield Finding("fail", str(fault) or type(fault).__name__, "is the server up and right?")


def _storage(office: Office) -> Iterator[Finding]:
    path = office.store.connections.path
    free = shutil.disk_usage(path.parent).free
    low = free < _ROOM
    yield Finding(
        "warn" if low else "ok",
        f"{path} opens, {free // 1_000_000:,} MB free",
        "make room: a full disk stops the intake" if low else "",
    )
    if not office.store.sealed.encrypts:
        yield Finding("warn", "mail is stored unencrypted", "set ENCRYPTION_KEY")
    found = office.store.audit.verify()
    yield Finding(
        "fail" if found.fault else "ok", f"audit log: {found.fault or f'{found.rows} rows hold'}"
    )


def _trust(office: Office) -> Iterator[Finding]:
    """What forgetting and restoring rest on."""
    store = office.store
    if store.vault.behind:
        advice = "python -m bot rekey, or start the worker"
        yield Finding("warn", "not everything is sealed with the present ENCRYPTION_KEY", advice)
    waiting = store.purges.count()
    yield Finding(
        "warn" if waiting else "ok",
        f"{waiting} copies in the mailbox are due to be deleted",
        "python -m bot retention --apply says why they are still there" if waiting else "",
    )
    held = len(store.forgetting.held())
    yield Finding("ok", f"{held} cases are under legal hold")
    count = len(store.backups.known())
    yield Finding(
        "ok" if count else "warn",
        f"{count} backups known",
        "" if count else "python -m bot backup PATH, or replicate the database",
    )
    yield Finding(
        "warn",
        "whether Slack keeps edited messages cannot be asked with the bot's rights",
        "a workspace owner looks into Settings > Retention: edit history should be off",
    )


def _model(office: Office) -> Iterator[Finding]:
    reader = office.intake.reader
    yield Finding("ok", f"the classifier loads: {reader.name}")


def _letters(office: Office) -> Iterator[Finding]:
    yield Finding("ok", f"letters in {', '.join(office.drafter.languages())}")
    count = len(office.store.directory.all())
    advice = "" if count else "python -m bot directory import FILE.csv"
    yield Finding("ok" if count else "warn", f"directory: {count} entries", advice)


def _law(office: Office) -> Iterator[Finding]:
    office.clock_for("access", "eu", "", office.now())
    yield Finding("ok", f"public holidays are known for {office.settings.place}")
    today = office.now().date()
    old = {
        rule.name
        for rows in deadline_rules.TABLE.values()
        for rule in rows.values()
        if today - rule.reviewed_on > _REVIEW
    }
    if old:
        yield Finding(
            "warn",
            f"deadline rules not reviewed for a year: {', '.join(sorted(old))}",
            "let somebody who knows the law review bot/core/deadline_rules.py",
        )


def _tokens(office: Office) -> Iterator[Finding]:
    """Whether each way to an OAuth2 token gives one; its name goes before what is wrong."""
    accounts = [office.account(box) for box in office.boxes]
    for account in (*accounts, smtp_account(office.settings)):
        if not isinstance(account.credentials, TokenSource):
            continue
        try:
            account.credentials.token()
        except (Transient, Misconfigured) as fault:
            prefix = "SMTP" if account.name == "smtp" else f"MAILBOX_{account.name.upper()}"
            yield Finding("fail", f"{account.name}: {fault}", f"look at {prefix}_OAUTH2_*")
        else:
            yield Finding("ok", f"{account.name}: there is a token")


def _mailboxes(office: Office) -> Iterator[Finding]:
    for box in office.boxes:
        mailbox = ImapMailbox(office.account(box))
        try:
            state = mailbox.open()
            yield Finding("ok", f"{box.name}: {state.exists} mails in {state.folder}")
        finally:
            mailbox.close()
        if not box.authserv_ids and not box.microsoft:
            yield Finding(
                "warn",
                f"{box.name}: no sender can be authenticated",
                f"set MAILBOX_{box.name.upper()}_AUTHSERV_ID to the first word of your own"
                " server's Authentication-Results headers",
            )


def _smtp(office: Office) -> Iterator[Finding]:
    office.mailer.ping()
    yield Finding("ok", f"{office.settings.smtp_host} takes our log-in; nothing was sent")


def _slack(office: Office) -> Iterator[Finding]:
    who = connect.identify(office.client)
    yield Finding("ok", f"connected to workspace {who.team}")
    missing = needed_scopes() - granted_scopes(office.client)
    if missing:
        yield Finding(
            "fail",
            f"the app lacks the scopes {', '.join(sorted(missing))}",
            "update the app with `python -m bot manifest` and install it again",
        )
    for channel, address in office.channels.items():
        if not address:
            yield Finding("warn", f"no channel for {channel.value}: the privacy channel is used")
        elif fault := channel_fault(office.client, address):
            yield Finding("fail", f"channel {channel.value}: {fault[0]}", fault[1])
        else:
            yield Finding("ok", f"channel {channel.value} is private and the bot is in it")
    for team, address in office.teams.items():
        if fault := channel_fault(office.client, address):
            yield Finding("fail", f"CHANNEL_{team.upper()}: {fault[0]}", fault[1])
        else:
            yield Finding("ok", f"CHANNEL_{team.upper()} is private and the bot is in it")
    people = People(office.client, who.team, office.settings.approvers, office.settings.managers)
    count = people.count("approver")
    yield Finding(
        "ok" if count else "fail",
        f"{count} people may approve",
        "" if count else "APPROVERS: a user group's handle (@privacy) or user ids (U012AB)",
    )
    if count == 1:
        yield Finding("warn", "only one approver: letters that need a second will wait for ever")


def _clock(office: Office) -> Iterator[Finding]:
    """Due dates, undo windows and the lease rest on this machine's clock."""
    theirs = server_time(office.client)
    if theirs is None:
        yield Finding("warn", "Slack does not say what time it is", "compare this clock yourself")
        return
    off = abs(office.now() - theirs)
    yield Finding(
        "fail" if off > _ASTRAY else "ok",
        f"this clock and Slack's differ by {off.total_seconds():.0f} s; days count in"
        f" {office.settings.timezone}",
        "set the machine's clock (NTP)" if off > _ASTRAY else "",
    )


def _slack_live(office: Office) -> Iterator[Finding]:
    for one in rehearse(office.client, office.settings.channel_privacy):
        yield Finding("ok" if one.ok else "fail", one.text, one.advice)


LIVE: tuple[tuple[str, Callable[[Office], Iterator[Finding]]], ...] = (("slack live", _slack_live),)

CHECKS: tuple[tuple[str, Callable[[Office], Iterator[Finding]]], ...] = (
    ("storage", _storage),
    ("trust", _trust),
    ("classifier", _model),
    ("letters", _letters),
    ("law", _law),
    ("tokens", _tokens),
    ("mailbox", _mailboxes),
    ("smtp", _smtp),
    ("slack", _slack),
    ("clock", _clock),
)
