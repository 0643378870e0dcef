"""Mails that make parsers raise, hang or eat all memory; written anew, by code."""

from collections.abc import Callable
from typing import Final

HEAD: Final = b"From: ana@example.com\r\nSubject: a killer\r\nMessage-ID: <k@example.com>\r\n"


def _headed(field: bytes, body: bytes = b"please delete me") -> bytes:
    """Return a mail with one more header field."""
    return HEAD + field + b"\r\n\r\n" + body + b"\r\n"


def _parts(count: int, part: bytes) -> bytes:
    """Return a multipart with so many parts."""
    opening = _headed(b"Content-Type: multipart/mixed; boundary=b", b"--b\r\n\r\nplease delete me")
    return opening + (b"--b\r\n" + part) * count + b"--b--\r\n"


def _nested(depth: int) -> bytes:
    """Return multiparts inside multiparts, each with a boundary of its own."""
    body = b"please delete me"
    heads = [
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(depth)
    ]
    return HEAD + b"".join(heads) + b"\r\n" + body + b"\r\n"


KILLERS: Final[dict[str, Callable[[], bytes]]] = {
    "a parameter that is only a star": lambda: _headed(b"Content-Type: text/plain; name*"),
    "an open quote in To": lambda: _headed(b'To: "'),
    "a comment and a colon in To": lambda: _headed(b"To: (c):"),
    "a line break encoded in From": lambda: _headed(b"From: =?UTF-8?Q?=0AMy?= <a@b>"),
    "brackets in Message-ID": lambda: _headed(b"Message-ID: <[x@y]>"),
    "a huge year": lambda: _headed(b"Date: Mon, 1 Jan 99999999999999 10:00:00 +0000"),
    "a NUL in a charset": lambda: _headed(b'Content-Type: text/plain; charset="ut\0f"'),
    "charset idna": lambda: _headed(
        b"Content-Type: text/plain; charset=idna", b"please delete me \xff"
    ),
    "charset undefined": lambda: _headed(b"Content-Type: text/plain; charset=undefined"),
    "a type that is a slash": lambda: _headed(b"Content-Type: /"),
    "no boundary": lambda: _headed(b"Content-Type: multipart/alternative"),
    "100,000 encoded words": lambda: _headed(b"Subject: " + b"=?utf-8?q?aaa?= " * 100_000),
    "8,000 recipients": lambda: _headed(
        b"To: " + b", ".join(b"u%d@example.com" % n for n in range(8_000))
    ),
    "1,000 open brackets": lambda: _headed(b"To: " + b"(" * 1_000),
    "1,000 nested multiparts": lambda: _nested(1_000),
    "300 nested mails": lambda: (
        HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 300 + b"please delete me"
    ),
    "10,000 parameters": lambda: _headed(
        b"Content-Type: text/plain; " + b"; ".join(b"p%d=x" % n for n in range(10_000))
    ),
    "20,000 headers": lambda: _headed(b"\r\n".join(b"X-H%d: v" % n for n in range(20_000))),
    "10,000 parts": lambda: _parts(10_000, b"Content-Type: text/plain\r\n\r\nx\r\n"),
    "100,000 nested divs": lambda: _headed(
        b"Content-Type: text/html", b"<div>" * 100_000 + b"please delete me"
    ),
    "50,000 open tags": lambda: _headed(
        b"Content-Type: text/html", b"<b>" * 50_000 + b"please delete me"
    ),
    "100,000 attributes": lambda: _headed(
        b"Content-Type: text/html", b"<p " + b"a=b " * 100_000 + b">please delete me"
    ),
    "a million quote marks": lambda: _headed(
        b"X-A: b", b"please delete me\r\n" + b"> x\r\n" * 250_000
    ),
    "50,000 lines of On": lambda: _headed(b"X-A: b", b"please delete me\r\n" + b"On\r\n" * 50_000),
    "raw 8-bit headers": lambda: _headed(b"To: J\xf6rg <j\xfc@x.test>\r\nX-Y: \xff\xfe"),
    "25 MB of base64": lambda: _parts(
        1,
        b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b"QUFB" * 6_500_000
        + b"\r\n",
    ),
}
