"""Authentication-Results of the big providers: whose word counts, and from where."""

import pytest

from bot.edges.mail.authentication import aligned, parse_results
from bot.edges.mail.mime import ParseSettings, parse

FROM = b"From: ana@example.com\nSubject: x\n\nhi\n"
PASS = b"dkim=pass header.i=@example.com; dmarc=pass header.from=example.com\n"
BORDER = (
    b"Received: from m.example.com (m.example.com. [203.0.113.5]) by %s;"
    b" Mon, 23 Nov 2026 09:00:00 +0000\n"
)
GOOGLE = ParseSettings(frozenset({"mx.google.com"}))
MICROSOFT = ParseSettings(microsoft=True)
MICROSOFT_FORM = (
    b"Authentication-Results: spf=pass (sender IP is 203.0.113.5)\n"
    b" smtp.mailfrom=example.com; dkim=pass (signature was verified)\n"
    b" header.d=example.com;dmarc=%s action=none header.from=example.com;compauth=%s reason=%s\n"
)


def verdict(raw: bytes, settings: ParseSettings) -> str:
    """Return what the parser says of From."""
    return parse(raw, settings).authentication.value


def test_gmail_writes_below_its_own_border() -> None:
    """Only the results right below Gmail's border count, not those of an earlier hop."""
    hop = b"Received: by 2002:a17:906:1 with SMTP id x; Mon, 23 Nov 2026 01:00:00 -0800\n"
    ours = b"Authentication-Results: mx.google.com; " + PASS
    border = BORDER % b"mx.google.com with ESMTPS"
    earlier = BORDER % b"relay.evil.test"
    assert verdict(hop + border + ours + FROM, GOOGLE) == "pass"
    assert verdict(hop + border + earlier + ours + FROM, GOOGLE) == "unknown"


@pytest.mark.parametrize(
    ("dmarc", "compauth", "reason", "expected"),
    [
        (b"pass", b"pass", b"100", "pass"),
        (b"fail", b"fail", b"000", "fail"),
        (b"none", b"fail", b"001", "fail"),
        (b"bestguesspass", b"pass", b"109", "pass"),
    ],
)
def test_microsoft_names_no_server(
    dmarc: bytes, compauth: bytes, reason: bytes, expected: str
) -> None:
    """Its form counts only in the mode made for it, and only above the border."""
    header = MICROSOFT_FORM % (dmarc, compauth, reason)
    border = BORDER % b"DB1.mail.protection.outlook.com"
    assert verdict(header + border + FROM, MICROSOFT) == expected
    assert verdict(border + header + FROM, MICROSOFT) == "unknown"
    assert verdict(header + border + FROM, ParseSettings()) == "unknown"


def test_the_first_word_of_microsoft_is_the_last() -> None:
    """A second header of the same form, added by the sender, changes nothing."""
    real = MICROSOFT_FORM % (b"fail", b"fail", b"000")
    forged = MICROSOFT_FORM % (b"pass", b"pass", b"100")
    assert verdict(real + forged + FROM, MICROSOFT) == "fail"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("example.com", "mail.example.com", True),
        ("a.example.co.uk", "b.example.co.uk", True),
        ("one.co.uk", "two.co.uk", False),
        ("one.github.io", "two.github.io", False),
        ("", "example.com", False),
        ("example.com", "badexample.com", False),
    ],
)
def test_alignment_is_by_registrable_domain(one: str, other: str, expected: bool) -> None:
    """Relaxed alignment follows the public suffix list (RFC 7489 section 3.2)."""
    assert aligned(one, other) is expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        ";",
        ";;;",
        "x",
        "x;=",
        "x; dkim",
        "x; (" * 2_000,
        "x; " + "dkim=pass; " * 5_000,
        "(" * 9_000,
    ],
)
def test_garbage_is_no_result_and_no_error(value: str) -> None:
    """The parser of results is tolerant and linear."""
    assert len(parse_results(value)) <= 50
