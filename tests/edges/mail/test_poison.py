"""No mail hurts the parser: killers, mutants, and what leaves it is clean."""

import json
import random
import re
import time
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bot.core.mail import InboundMail
from bot.edges.mail.frames import mail_from_json, mail_to_json
from bot.edges.mail.mime import ParseSettings, parse
from tests.edges.mail.killers import KILLERS

MAILS = Path(__file__).parents[2] / "mails"
MUTANTS = 2_000
SETTINGS = ParseSettings(frozenset({"mx.acme.test"}), True, "acme-1", "acme.test")
UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
BREAKS = re.compile("[\r\n\u2028\u2029\x85]")
ONE_LINE = (
    "message_id",
    "subject",
    "envelope_from",
    "authentication_why",
    "list_id",
    "dkim_domain",
)


def strings(value: Any) -> list[str]:
    """Return every string inside a value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, (list, tuple)):
        return [text for each in value for text in strings(each)]
    if hasattr(value, "__dataclass_fields__"):
        return [text for each in fields(value) for text in strings(getattr(value, each.name))]
    return []


def assert_clean(mail: InboundMail) -> None:
    """Assert that a mail can be stored, shown and sent as JSON anywhere."""
    for text in strings(mail):
        assert not UNCLEAN.search(text)
        text.encode("utf-8")
    people = [*mail.senders, *mail.reply_to, *mail.to, *mail.cc]
    single = [getattr(mail, name) for name in ONE_LINE]
    single += strings(people) + strings(mail.references) + strings(mail.attachments)
    single += strings(mail.failed_recipients) + strings(mail.links)
    assert not any(BREAKS.search(text) for text in single)
    assert mail_from_json(mail_to_json(mail)) == mail


@pytest.mark.parametrize("name", KILLERS)
def test_a_killer_is_read_in_seconds_and_its_text_found(name: str) -> None:
    """Each known killer costs seconds at most, and the request in it is still found."""
    raw = KILLERS[name]()
    begun = time.process_time()
    mail = parse(raw, SETTINGS)
    assert time.process_time() - begun < 15
    assert_clean(mail)
    if "nested m" not in name:
        assert "please delete me" in mail.text


def test_mutants_are_parsed_without_an_exception() -> None:
    """2,000 mutants of the golden mails: always an InboundMail, always clean, always JSON."""
    dice = random.Random(20261123)
    seeds = [path.read_bytes() for path in sorted(MAILS.glob("*.eml"))]
    failed: list[str] = []
    for _ in range(MUTANTS):
        raw = mutant(dice, seeds)
        mail = parse(raw, SETTINGS)
        assert_clean(mail)
        failed += [problem for problem in mail.problems if problem.startswith("the parser failed")]
        json.loads(mail_to_json(mail))
    assert failed == []


def mutant(dice: random.Random, seeds: list[bytes]) -> bytes:
    """Return a golden mail with some of its bytes cut, doubled, swapped or invented."""
    raw = bytearray(dice.choice(seeds))
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(raw) + 1)
        upto = min(len(raw), at + dice.randint(0, 40))
        change = dice.randrange(7)
        if change == 0:
            del raw[at:upto]
        elif change == 1:
            raw[at:at] = raw[at:upto] * dice.randint(1, 20)
        elif change == 2:
            raw[at:upto] = dice.randbytes(upto - at)
        elif change == 3:
            raw[at:at] = dice.choice(NASTY)
        elif change == 4:
            other = dice.choice(seeds)
            raw[at:] = other[dice.randrange(len(other) + 1) :]
        elif change == 5:
            raw = bytearray(bytes(raw).replace(b"\n", dice.choice([b"\r\n", b"\r", b"\n\n", b""])))
        else:
            raw[at:upto] = bytes(reversed(raw[at:upto]))
    return bytes(raw)


NASTY = [
    b"\0", b"\r", b"\xff\xfe", b"=?utf-8?b?", b"?=", b'"', b"<", b">", b"(", b";", b"=", b"*=",
    b"--B", b"\n--B\n", b"\n\n", b"Content-Type: multipart/mixed; boundary=B\n",
    b"Content-Type: message/rfc822\n\n", b"Content-Transfer-Encoding: base64\n",
    b"charset=utf-16", b"charset=utf-7", b"charset=hz", b"\x1b$B", b"+2D0-", b"\xed\xa0\x80",
    b"\xe2\x80\xa8", b"\xe2\x80\xae", b"begin 644 x\n", b"\nend\n", b"From: ",
    b"name*0*=utf-8''%ff%", b"<div style='display:none'>", b"<!--", b"&#xD800;", b"&#0;",
]  # fmt: skip


def test_the_same_bytes_say_the_same_twice() -> None:
    """Parsing depends on the bytes and settings alone."""
    for path in sorted(MAILS.glob("*.eml"))[:40]:
        raw = path.read_bytes()
        assert parse(raw, SETTINGS) == parse(raw, SETTINGS)
