"""Seeded mail for the benches: plain, HTML, quoted, with attachments, in several charsets."""

import base64
import random
from collections.abc import Iterator
from email.header import Header
from typing import Final

from tests.flows import party_table

MEAN: Final = 16 * 1024
"""Bytes of the mean message, as measured at a helpdesk's mailbox (design figures)."""

_LINES: Final = (
    "Thanks for looking into this, it has been on my mind for a while.",
    "The parcel came on Tuesday and my neighbour took it in, as always.",
    "Wir melden uns aus dem Urlaub, das Wetter ist besser als gedacht.",
    "Merci de transmettre ce message au service concerné, cordialement.",
    "Below is what your colleague wrote to me last month, for reference.",
    "Quedo a la espera de su respuesta y les deseo una buena semana.",
)
_SIZES: Final = ((0.66, 0), (0.24, 5_000), (0.08, 24_000), (0.02, 80_000))
"""Share of mails, and bytes of their attachment (before base64)."""


def mails(count: int, seed: int = 11) -> Iterator[bytes]:
    """Yield mails of some 16 KB in the mean; the same seed gives the same bytes."""
    dice = random.Random(seed)
    requests = [row for row in party_table.rows(party_table.FOLDER) if row.body.strip()]
    for number in range(count):
        yield _mail(number, dice.choice(requests), dice)


def _mail(number: int, row: party_table.Row, dice: random.Random) -> bytes:
    charset = dice.choice(("utf-8", "utf-8", "iso-8859-1"))
    address = f"person{number}@mailhaven.example"
    head = [
        "Received: from mx.mailhaven.example by mail.example.test;"
        f" Mon, 23 Nov 2026 09:{number % 60:02}:00 +0000",
        "Authentication-Results: mail.example.test; dmarc=pass header.from=mailhaven.example",
        *(f"X-Trace-{at}: {dice.getrandbits(320):x}" for at in range(dice.randint(4, 12))),
        f"From: {Header(f'Péter {number}', 'utf-8').encode()} <{address}>",
        "To: privacy@example.test",
        f"Subject: {Header(row.subject or 'Request', 'utf-8').encode()}",
        f"Message-ID: <{number}.{dice.getrandbits(64):x}@mailhaven.example>",
        "Date: Mon, 23 Nov 2026 09:00:00 +0000",
        "MIME-Version: 1.0",
    ]
    text = row.body + "\n"
    if dice.random() < 0.4:
        text += "\nOn Mon, 16 Nov 2026 at 10:00, Privacy <privacy@example.test> wrote:\n"
        text += "".join(f"> {dice.choice(_LINES)}\n" for _ in range(dice.randint(10, 90)))
    parts = [_leaf("text/plain", text, charset)]
    if dice.random() < 0.6:
        parts = [_many("alternative", [*parts, _leaf("text/html", _html(text, dice), "utf-8")])]
    size = _attachment(dice)
    if size:
        parts = [_many("mixed", [*parts, _file(dice.randbytes(size), number)])]
    return "\r\n".join([*head, parts[0]]).encode("ascii")


def _attachment(dice: random.Random) -> int:
    at = dice.random()
    for share, size in _SIZES:
        at -= share
        if at < 0:
            return int(size * dice.uniform(0.5, 1.5))
    return 0


def _html(text: str, dice: random.Random) -> str:
    style = "".join(f".c{at}{{color:#{at:03};margin:{at}px}}" for at in range(dice.randint(5, 80)))
    rows = "".join(
        f'<tr><td class="c{at % 7}"><p>{line}</p></td></tr>'
        for at, line in enumerate(text.splitlines())
    )
    return f"<html><head><style>{style}</style></head><body><table>{rows}</table></body></html>"


def _leaf(kind: str, text: str, charset: str) -> str:
    body = base64.encodebytes(text.encode(charset, "replace")).decode().replace("\n", "\r\n")
    return (
        f"Content-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{body}"
    )


def _file(content: bytes, number: int) -> str:
    body = base64.encodebytes(content).decode().replace("\n", "\r\n")
    return (
        f'Content-Type: image/png; name="scan{number}.png"\r\n'
        f'Content-Disposition: attachment; filename="scan{number}.png"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{body}"
    )


def _many(kind: str, parts: list[str]) -> str:
    mark = f"----={kind}-boundary-5f1c"
    inner = "".join(f"--{mark}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\r\n\r\n{inner}--{mark}--\r\n'
