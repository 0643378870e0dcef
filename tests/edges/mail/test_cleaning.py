"""Splitting a text: no line is ever lost, hostile texts cost little, forwards keep their words."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.cleaning import clean
from classifiers.cleaning.quote_phrases import FORWARD_MARKERS, ORIGINAL_MARKERS

LINES = st.sampled_from(
    """Please delete my data.

> quoted
> > twice
--
Ana
Best regards,
On Mon, Nov 23, 2026 at 9:15 AM A <a@b.test> wrote:
Am 23.11.2026 um 09:15 schrieb A:
From: A <a@b.test>
Sent: Monday, November 23, 2026 9:15 AM
To: b@c.test
Subject: x
-----Original Message-----
---------- Forwarded message ---------
Sent from my iPhone
Begin forwarded message:
This email is confidential and intended solely for you.
________________________________
wrote:
P.S. and the newsletter
> From: A <a@b.test>
> Date: 23 November 2026 at 08:00:00 CET
> Subject: y
> To: b@c.test
Thanks
請刪除""".split("\n")
)


def words(text: str) -> list[str]:
    """Return the words of a text without quote marks, sorted."""
    return sorted(re.findall(r"[\w.@]+", text))


@settings(max_examples=600, deadline=None)
@given(st.lists(LINES, max_size=25), st.sampled_from(["", "Re: x", "Fwd: x", "WG: x", "AW: x"]))
def test_no_word_is_lost(lines: list[str], subject: str) -> None:
    """Every word of the text is in one of the parts, whatever the order of the lines."""
    text = "\n".join(lines)
    parts = clean(text, subject)
    inner = parts.forwarded
    kept = [parts.visible, parts.quoted, parts.signature]
    if inner:
        kept += [inner.text, inner.sender_name, inner.sender_email, inner.subject, inner.date]
    missing = set(words(text)) - set(words("\n".join(kept)))
    assert missing == set()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_split(text: str) -> None:
    """Random text never raises."""
    clean(text, text[:20])


@pytest.mark.parametrize("marker", FORWARD_MARKERS)
def test_each_forward_marker(marker: str) -> None:
    """In every language known here the forwarded request and its sender are found."""
    head = "From: Carla <carla@kunde.test>\nDate: 23 Nov 2026 08:00\nSubject: erase\nTo: x@y.test"
    parts = clean(f"FYI\n\n---------- {marker.title()} ----------\n{head}\n\nErase all.")
    assert parts.visible == "FYI"
    assert parts.forwarded is not None
    assert parts.forwarded.sender_email == "carla@kunde.test"
    assert parts.forwarded.text == "Erase all."


@pytest.mark.parametrize("marker", ORIGINAL_MARKERS)
def test_each_original_marker(marker: str) -> None:
    """In every language known here the answered mail is not taken for new words."""
    parts = clean(f"Erase all.\n\n-----{marker}-----\nold words", "Re: x")
    assert parts.visible == "Erase all."
    assert "old words" in parts.quoted


@pytest.mark.parametrize(
    "text",
    [
        "> x\n" * 300_000,
        "On\n" * 60_000,
        "On a@b.c 2026:\n" * 14_000,
        "From: a\n" * 25_000,
        "To: a,\n" * 25_000,
        "-- \nx\n" * 40_000,
        "-- \n" * 200_000 + "x",
        "x" * 200_000,
        "-" * 200_000,
        ":" * 200_000,
        "(" * 200_000,
        "@" * 200_000,
        "a@" * 100_000,
        " " * 200_000,
        "Thanks, " * 25_000,
    ],
)
def test_hostile_text_costs_little(text: str) -> None:
    """Two hundred thousand characters of anything are split in seconds at most."""
    begun = time.process_time()
    clean(text)
    assert time.process_time() - begun < 10
