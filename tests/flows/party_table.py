"""Reads the table of mails with the party that each must get."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from bot.core.assess import Assessment, assess
from bot.core.mail import InboundMail
from bot.edges.mail.mime import parse
from bot.edges.store.directory_file import read_directory
from bot.edges.store.directory_index import DirectoryIndex
from classifiers.verdict import Jurisdiction, Label, Language, Reading, Text, Verdict

FOLDER = Path(__file__).parent
DAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One mail with what it must become."""

    number: int
    sent_from: str
    subject: str
    body: str
    language: str
    type: str
    sender: str
    reads: tuple[str, float]
    rule: str
    party: str
    name: str
    route: str
    customer: bool
    reply_to: str = ""

    @property
    def raw(self) -> bytes:
        """The mail as bytes."""
        message = EmailMessage(policy=SMTP.clone(utf8=True))
        message["From"] = self.sent_from
        if self.reply_to:
            message["Reply-To"] = self.reply_to
        message["To"] = "privacy@segment.example"
        message["Subject"] = self.subject
        message["Message-ID"] = f"<row-{self.number}@mailhaven.example>"
        message.set_content(self.body.strip())
        return message.as_bytes()


class TableReader:
    """A reader of texts that says what the table's rows say, in order."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = list(rows)

    def read(self, texts: Sequence[Text]) -> list[Verdict]:
        """Return the next verdicts."""
        taken, self._rows = self._rows[: len(texts)], self._rows[len(texts) :]
        return [_verdict(row) for row in taken]


def _verdict(row: Row) -> Verdict:
    return Verdict(
        types=(Label(row.type, 0.9, "table"),),
        band="sure",
        party=Reading(row.reads[0], row.reads[1], "table"),
        sender=Reading(row.sender, 0.9, "table"),
        jurisdiction=Jurisdiction("none", ""),
        language=Language(row.language, 0.9),
    )


def rows(folder: Path = FOLDER) -> list[Row]:
    """Return the table of a folder."""
    table = tomllib.loads((folder / "party_mails.toml").read_text(encoding="utf-8"))
    return [_row(number, one) for number, one in enumerate(table["mail"], 1)]


def _row(number: int, one: dict[str, Any]) -> Row:
    kind, confidence = one.get("reads", ("unknown", 0.0))
    party, name, route = one["want"]
    return Row(
        number=number,
        sent_from=one["from"],
        subject=one["subject"],
        body=one["body"],
        language=one.get("lang", "en"),
        type=one.get("type", "access"),
        sender=one.get("sender", "person"),
        reads=(kind, confidence),
        rule=one.get("rule", ""),
        party=party,
        name=name,
        route=route,
        customer=one.get("customer", False),
        reply_to=one.get("reply_to", ""),
    )


def directory(folder: Path = FOLDER) -> DirectoryIndex:
    """Return the index of the twenty entries of a folder."""
    entries, faults = read_directory(folder / "party_directory.csv")
    assert not faults
    return DirectoryIndex(replace(one, id=number) for number, one in enumerate(entries, 1))


def assessed(row: Row, index: DirectoryIndex) -> tuple[InboundMail, Assessment]:
    """Return what one row becomes when the text is read as the table says."""
    mail = parse(row.raw)
    verdict = TableReader([row]).read([Text(mail.subject, mail.visible)])[0]
    return mail, assess(mail, verdict, index.find(mail), lambda *_, **__: None, DAY)
