"""Composing: the same letter gives the same bytes, and no value becomes a header."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import Permanent
from bot.core.mail import Address, OutgoingLetter, letter_message_id
from bot.edges.mail.compose import compose
from bot.edges.mail.mime import ParseSettings, parse

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ALLOWED = {
    "date", "from", "to", "subject", "message-id", "in-reply-to", "references", "mime-version",
    "x-privacy-triage-instance", "x-privacy-triage-letter", "content-type",
    "content-transfer-encoding", "auto-submitted", "x-auto-response-suppress",
}  # fmt: skip


def letter(  # noqa: PLR0917
    subject: str = "Your request",
    text: str = "Hello,\n\nwe received your request.\n",
    html: str = "",
    name: str = "Ana",
    recipient: str = "ana@example.com",
    references: tuple[str, ...] = (),
    in_reply_to: str = "",
    auto: bool = False,
) -> OutgoingLetter:
    """Return a sample letter."""
    return OutgoingLetter(
        letter_message_id("TOKEN1234", "acme.test"),
        Address("privacy@acme.test", "Acme, Privacy"),
        Address(recipient, name),
        subject,
        text,
        html,
        in_reply_to,
        references,
        "acme-1",
        "TOKEN1234",
        auto,
    )


def test_same_letter_same_bytes() -> None:
    """Rendering twice gives the same bytes, so a retry sends what was approved."""
    one = letter(html="<p>Hello</p>")
    assert compose(one, NOW) == compose(one, NOW)


def test_what_was_written_is_what_is_read() -> None:
    """Text, HTML, subject and names survive the way through two different parsers."""
    text = "Grüße,\n.\nFrom here\n" + "long " * 60 + "\n日本語\n"
    raw = compose(letter("Grüße " * 30, text, "<p>Grüße</p>", 'Jörg "J" Müller'), NOW)
    found = email.message_from_bytes(raw, policy=email.policy.default)
    plain = found.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == text
    assert found["subject"] == ("Grüße " * 30).strip()
    mail = parse(raw)
    assert mail.to == (Address("ana@example.com", "Jörg 'J' Müller"),)
    assert mail.senders == (Address("privacy@acme.test", "Acme, Privacy"),)
    assert mail.letter_tokens == ("TOKEN1234",)
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_our_own_letter_is_known_again() -> None:
    """A letter that comes back to us is machine mail of our own instance."""
    mail = parse(compose(letter(), NOW), ParseSettings(instance="acme-1"))
    assert mail.machine == "ourselves"


@settings(max_examples=300, deadline=None)
@given(subject=st.text(max_size=200), name=st.text(max_size=100), text=st.text(max_size=300))
def test_no_value_becomes_a_header(subject: str, name: str, text: str) -> None:
    """Whatever a requester wrote in names or subjects, the headers are ours alone."""
    hostile = "\r\nBcc: evil@x.test\r\n"
    raw = compose(letter(subject + hostile + subject, text, "<p>x</p>", name + hostile), NOW)
    found = email.message_from_bytes(raw)
    assert {key.lower() for key in found} <= ALLOWED
    assert "Bcc" not in found
    assert len(found.get_all("To", [])) == 1
    assert [address.email for address in parse(raw).to] == ["ana@example.com"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=30).map(tuple))
def test_bad_references_are_dropped(ids: tuple[str, ...]) -> None:
    """Only ids of the standard form are passed on, at most eleven."""
    raw = compose(
        letter(references=(*ids, "<good@x.test>"), in_reply_to="<q@x.test>\r\nBcc: a"), NOW
    )
    found = email.message_from_bytes(raw)
    assert {key.lower() for key in found} <= ALLOWED
    assert "<good@x.test>" in found["References"]
    assert len(found["References"].split()) <= 11


def test_the_answered_mail_is_last_in_references() -> None:
    """Threads hold: the first id, the latest ten, the answered one at the end."""
    many = tuple(f"<{n}@x.test>" for n in range(40))
    raw = compose(letter(references=many, in_reply_to="<q@x.test>"), NOW)
    ids = email.message_from_bytes(raw)["References"].split()
    assert ids[0] == "<0@x.test>"
    assert ids[-1] == "<q@x.test>"
    assert len(ids) == 11


@pytest.mark.parametrize(
    "recipient", ["", "ana", "ana@", "@x.test", "a b@x.test", "a@x.test\r\nBcc: b@x.test", "a@b<c"]
)
def test_an_unusable_address_is_permanent(recipient: str) -> None:
    """An address that is none is refused before anything is rendered."""
    with pytest.raises(Permanent):
        compose(letter(recipient=recipient), NOW)


def test_only_unapproved_letters_say_that_they_are_automatic() -> None:
    """RFC 3834: what a person approved carries no Auto-Submitted."""
    assert b"Auto-Submitted" not in compose(letter(), NOW)
    assert b"Auto-Submitted: auto-replied" in compose(letter(auto=True), NOW)


def test_the_original_goes_along_byte_for_byte_only_if_asked() -> None:
    """Whatever bytes came in come out of the attachment; without them there is none."""
    raw = b"From: a@b.example\r\nSubject: x\r\n\r\n\xff\x00 \r bare\n--mark\r\n"
    sent = compose(replace(letter(html="<p>Hello</p>"), original=raw), NOW)
    found = email.message_from_bytes(sent, policy=email.policy.default)
    files = list(found.iter_attachments())
    assert [part.get_filename() for part in files] == ["request.eml"]
    assert [part.get_content() for part in files] == [raw]
    body = found.get_body(("plain",))
    assert body is not None
    assert str(body.get_content()).split() == letter().text.split()
    assert b"request.eml" not in compose(letter(), NOW)
