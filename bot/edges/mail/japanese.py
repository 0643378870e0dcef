"""Japanese as programs really send it: ISO-2022-JP with the signs of makers.

NEC's row 13 (circled numbers, company marks) and half-width kana stand in no standard codec
of Python; escapes lose their ESC on the way. The bytes say what was meant all the same.
"""

import re
from typing import Final

_ESCAPE: Final = re.compile(rb"\x1b(\$[@B]|\$\([A-D]|\([BIJ])")
_TWO_BYTES: Final = frozenset({b"$@", b"$B"})
_LOOKED_AT: Final = 10_000
"""Bytes in which lost escapes are looked for; the pattern may take as many steps for each."""

_LOST: Final = re.compile(rb"\$[@B](?:[!-~]{2}){2,2000}?\([BJ]")


def of_jis(raw: bytes) -> str:
    """Return ISO-2022-JP (RFC 1468) with makers' signs, or nothing where it is something else."""
    pieces: list[str] = []
    at, mode = 0, b"(B"
    for match in [*_ESCAPE.finditer(raw), None]:
        run = raw[at : match.start() if match else len(raw)]
        try:
            pieces.append(_run(run, mode))
        except UnicodeError:
            return ""
        if match:
            at, mode = match.end(), match[1]
    return "".join(pieces)


def _run(run: bytes, mode: bytes) -> str:
    """Return the text between two escapes. Raises UnicodeError."""
    if mode in _TWO_BYTES:
        lines = run.split(b"\n")  # a line's end stands for an escape that is missing
        return "\n".join(_double(line.rstrip(b"\r")) for line in lines)
    if mode == b"(I":
        return bytes(byte | 0x80 for byte in run if byte > 0x20).decode("cp932")
    if mode.startswith(b"$("):
        raise UnicodeError("Chinese or Korean")
    return run.decode("ascii")


def _double(run: bytes) -> str:
    """Return characters of two bytes, by way of Windows' Shift JIS. Raises UnicodeError."""
    return "".join(
        _sjis(run[at : at + 2]).decode("cp932", "replace") for at in range(0, len(run), 2)
    )


def _sjis(pair: bytes) -> bytes:
    """Return a pair of JIS X 0208 as Shift JIS. Raises UnicodeError for half of one."""
    if len(pair) < 2 or not all(0x21 <= byte <= 0x7E for byte in pair):
        raise UnicodeError("no pair of JIS X 0208")
    high, low = pair
    low += (0x1F if low < 0x60 else 0x20) if high % 2 else 0x7E
    high = (high + 1) // 2 + (0x70 if high < 0x5F else 0xB0)
    return bytes((high, low))


def with_escapes(raw: bytes) -> bytes:
    """Return ISO-2022-JP with the ESC characters that a gateway took away; else the bytes."""
    if b"\x1b" in raw or not _LOST.search(raw[:_LOOKED_AT]):
        return raw
    return re.sub(rb"\$[@B](?=[!-~]{2})|\([BJ]", lambda match: b"\x1b" + match[0], raw)
