"""Frames between the worker and its parse child: a length, then bytes; mails as JSON."""

import json
import struct
from dataclasses import fields
from datetime import datetime
from typing import Any, BinaryIO, Final

from bot.core.mail import (
    Address,
    Attachment,
    Authenticated,
    Forwarded,
    InboundMail,
    Machine,
)
from bot.edges.mail.mime import ParseSettings

LENGTH: Final = struct.Struct(">I")
"""Four bytes, big endian: how many bytes follow."""

_NAMES: Final = tuple(field.name for field in fields(InboundMail))
_PEOPLE: Final = ("senders", "reply_to", "to", "cc")


def read_frame(stream: BinaryIO) -> bytes | None:
    """Return the next frame, or None at the end of the stream."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """Write one frame and flush it."""
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def mail_to_json(mail: InboundMail) -> bytes:
    """Return a parsed mail as JSON."""
    data: dict[str, Any] = {name: getattr(mail, name) for name in _NAMES}
    for name in _PEOPLE:
        data[name] = [[each.email, each.name] for each in data[name]]
    data["attachments"] = [[each.name, each.content_type, each.size] for each in mail.attachments]
    data["received"] = mail.received.isoformat() if mail.received else None
    if mail.forwarded:
        inner = mail.forwarded
        who = [inner.sender.email, inner.sender.name] if inner.sender else None
        data["forwarded"] = [who, inner.subject, inner.date, inner.text]
    return json.dumps(data, ensure_ascii=False).encode()


def mail_from_json(body: bytes) -> InboundMail:
    """Return the mail that `mail_to_json` wrote. Raises ValueError or TypeError on other bytes."""
    data: dict[str, Any] = json.loads(body)
    for name in _PEOPLE:
        data[name] = tuple(Address(*each) for each in data[name])
    data["attachments"] = tuple(Attachment(*each) for each in data["attachments"])
    data["received"] = datetime.fromisoformat(data["received"]) if data["received"] else None
    data["authentication"] = Authenticated(data["authentication"])
    data["machine"] = Machine(data["machine"]) if data["machine"] else None
    if data["forwarded"]:
        who, *rest = data["forwarded"]
        data["forwarded"] = Forwarded(Address(*who) if who else None, *rest)
    for name, value in data.items():
        if isinstance(value, list):
            data[name] = tuple(value)
    return InboundMail(**data)


def settings_to_json(settings: ParseSettings) -> bytes:
    """Return parse settings as JSON."""
    return json.dumps(
        {
            "authserv_ids": sorted(settings.authserv_ids),
            "microsoft": settings.microsoft,
            "instance": settings.instance,
            "own_domain": settings.own_domain,
        }
    ).encode()


def settings_from_json(body: bytes) -> ParseSettings:
    """Return the settings that `settings_to_json` wrote."""
    data: dict[str, Any] = json.loads(body)
    data["authserv_ids"] = frozenset(data["authserv_ids"])
    return ParseSettings(**data)
