"""One odd mail and what must be read from it."""

from dataclasses import dataclass, field
from typing import Final

REQUEST: Final = "Please delete my account and all data about me."
HEAD: Final = (
    b"From: Ilka Brandt <ilka@posteo.example>\r\nTo: privacy@acme.test\r\n"
    b"Subject: My data\r\nMessage-ID: <odd@posteo.example>\r\n"
)


@dataclass(frozen=True, slots=True)
class Odd:
    """A mail as bytes; `says` must be in its text, `never` must not, `problem` in a problem."""

    raw: bytes = field(repr=False)
    says: tuple[str, ...] = (REQUEST,)
    never: tuple[str, ...] = ()
    problem: str = ""
    machine: str = ""
    readable: bool = True
    sender: str = "ilka@posteo.example"
    attached: tuple[str, ...] = ()
    encrypted: str = ""


def mail(fields: bytes, body: bytes | str = REQUEST, head: bytes = HEAD) -> bytes:
    """Return a mail with more header fields and a body."""
    body = body.encode() if isinstance(body, str) else body
    return head + (fields + b"\r\n" if fields else b"") + b"\r\n" + body + b"\r\n"


def multipart(kind: bytes, *parts: bytes, boundary: bytes = b"=_b") -> bytes:
    """Return fields and body of a multipart; each part is fields, an empty line, a body."""
    lines = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        b"Content-Type: multipart/"
        + kind
        + b'; boundary="'
        + boundary
        + b'"\r\n\r\n'
        + lines
        + b"--"
        + boundary
        + b"--\r\n"
    )


def text_part(body: bytes | str = REQUEST, kind: bytes = b"text/plain; charset=utf-8") -> bytes:
    """Return a text part."""
    body = body.encode() if isinstance(body, str) else body
    return b"Content-Type: " + kind + b"\r\n\r\n" + body
