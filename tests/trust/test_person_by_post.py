"""Requests about the bot of people without an e-mail address: found, exported, forgotten."""

import json

import pytest

from bot.core.case import CameBy
from bot.core.mail import Address
from bot.edges.store.personal import pattern_of_words
from bot.flows.by_hand import Request
from tests.stories.rig import Rig
from tests.trust.test_commands import bot, files

HANNA = Address("", "Hanna Quarkstein", "Deichstraße 4\n20459 Hamburg")
SECRETS = ("Hanna", "Quarkstein", "Deichstra", "20459", "7766554", "quicksilver")


def logged(rig: Rig, key: str, requester: Address, asked: str, came_by: CameBy) -> str:
    """Let staff log a request; return its number."""
    office = rig.office(ENCRYPTION_KEY="")
    request = Request(
        key=key,
        came_by=came_by,
        received=office.today(),
        requester=requester,
        types=("access",),
        asked=asked,
    )
    case = office.by_hand.open(request, "U0ADA")
    office.close()
    return f"P-{case.id:04d}"


def test_found_exported_and_forgotten_by_case_number(rig: Rig) -> None:
    """By name, street or phone to the case numbers; by those everything goes, to the last byte."""
    plain = {"ENCRYPTION_KEY": ""}
    asked = "A copy please, quicksilver. Call me: +49 (5551) 776-6554."
    first = logged(rig, "one", HANNA, asked, CameBy.POST)
    second = logged(rig, "two", HANNA, "And once more.", CameBy.POST)
    ed = Address("ed@posteo.example", "Ed Nilsen")
    other = logged(rig, "three", ed, "Ask Hanna Quarkstein about it.", CameBy.PHONE)
    for words in ("hanna  quarkstein", "Deichstraße 4, 20459 Hamburg"):
        found = json.loads(bot(rig, "person", "find", words, **plain).stdout)
        assert found["requester_of"] == [first, second], words
    assert found["mentioned_in"]["cases"] == []
    by_phone = json.loads(bot(rig, "person", "find", "(05551) 7766554", **plain).stdout)
    assert by_phone["mentioned_in"]["mails"] == [1]
    told = bot(rig, "person", "forget", "0049 5551 7766554", **plain)
    assert (told.returncode, "person find" in told.stderr) == (2, True)
    exported = bot(rig, "person", "export", first, second, **plain)
    held = json.loads(exported.stdout)
    assert [case["number"] for case in held["cases"]] == [first, second]
    assert held["cases"][0]["requester"]["postal"] == HANNA.postal
    assert "quicksilver" in held["mails"][0]["read_as"]["text"]
    dry = bot(rig, "person", "forget", first, second, "--dry-run", **plain)
    assert "2 cases, 2 mails" in dry.stderr
    gone = bot(rig, "person", "forget", first, second, **plain)
    assert gone.returncode == 0, gone.stderr
    assert "no backup was made" in gone.stderr
    assert "copies in the mailbox" not in gone.stderr, "no server has a copy of what came by post"
    named = bot(rig, "person", "find", "Hanna Quarkstein", **plain)
    mentioned = json.loads(named.stdout)["mentioned_in"]
    assert mentioned["mails"] == [3], "what somebody else wrote stays, and can be found"
    assert bot(rig, "person", "forget", other, **plain).returncode == 0
    data = files(rig)
    assert [one for one in SECRETS if one.encode() in data] == []
    assert bot(rig, "audit", "verify", **plain).returncode == 0


def test_what_case_numbers_do_not_find_is_said(rig: Rig) -> None:
    """A namesake's case, and that an e-mail address would find more, are told before it goes."""
    first = logged(rig, "one", HANNA, "A copy please.", CameBy.POST)
    same = Address("hanna@posteo.example", "Hanna Quarkstein")
    second = logged(rig, "two", same, "By phone this time.", CameBy.PHONE)
    plain = {"ENCRYPTION_KEY": ""}
    dry = bot(rig, "person", "forget", first, "--dry-run", **plain)
    assert f"also stands in {second}" in dry.stderr
    other = bot(rig, "person", "export", second, **plain)
    assert f"{second} came from an e-mail address" in other.stderr
    missing = bot(rig, "person", "forget", "P-0099", first, **plain)
    assert missing.returncode == 2
    assert "there is no case P-0099" in missing.stderr
    short = bot(rig, "person", "find", "ha", **plain)
    assert (short.returncode, "at least three" in short.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "text", "there"),
    [
        ("Anna Lind", "dear anna\n lind,", True),
        ("Anna Lind", "Joanna Lind", False),
        ("Anna Lind", "Anna Lindgren", False),
        ("12 Harbour Lane", "12 Harbour Lane,\nBristol", True),
        ("12 Harbour Lane, Bristol", "12 Harbour Lane\nBristol", True),
        ("+49 5551 7766", "call +49 (5551) 77-66", True),
        ("5551 7766", "number 955517766", False),
        ("a.bc", "axbc", False),
    ],
)
def test_words_are_found_however_they_are_spaced(words: str, text: str, there: bool) -> None:
    """Lines, commas and brackets do not hide a name, an address or a number; longer ones differ."""
    assert bool(pattern_of_words(words).search(text)) is there
