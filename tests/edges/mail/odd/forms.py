"""Words in forms that no mail program shows: web forms' data, frames, invitations, packed text."""

import base64
import gzip
import html
import json
from typing import Final

from tests.edges.mail.odd.case import HEAD, REQUEST, Odd, mail, multipart, text_part

_FORM: Final = "web form"
_PACKED: Final = gzip.compress(REQUEST.encode(), mtime=0)
_PACKED64: Final = base64.encodebytes(_PACKED)
_NO_TEXT: Final = "said to be text is none"
_EVENT: Final = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:My data\r\n"
    f"DESCRIPTION:{REQUEST}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def sent(fields: str, body: bytes | str) -> bytes:
    """Return a mail of one part with these fields."""
    return mail(fields.replace("\n", "\r\n").encode(), body)


def form(
    answers: object, kind: str = "text/plain; charset=utf-8", *, ascii_only: bool = True
) -> Odd:
    """Return a mail whose whole text is a form's JSON."""
    written = json.dumps(answers, ensure_ascii=ascii_only)
    return Odd(sent(f"Content-Type: {kind}", written), never=('{"', '":', "[{"), problem=_FORM)


def event(note: str, kind: bytes = b"alternative") -> Odd:
    """Return an invitation beside a note."""
    parts = text_part(note), text_part(_EVENT, b"text/calendar; charset=utf-8; method=REQUEST")
    return Odd(HEAD + multipart(kind, *parts))


def frame(page: str) -> str:
    """Return a frame that holds a page."""
    return f'<iframe width="100%" srcdoc="{html.escape(page)}" sandbox></iframe>'


FORMS: Final[dict[str, Odd]] = {
    "a form as JSON": form({"name": "Ilka", "email": "i@posteo.example", "message": REQUEST}),
    "a form as JSON, labelled so": form({"name": "Ilka", "message": REQUEST}, "application/json"),
    "a form as JSON inside an envelope": form(
        {"form": "contact", "data": {"consent": True, "age": 44, "message": REQUEST}}
    ),
    "a form as a list of questions and answers": form(
        [{"label": "Your message", "value": REQUEST}, {"label": "Name", "value": "Ilka"}]
    ),
    "a form whose letters are escaped": Odd(
        sent(
            "Content-Type: text/plain", '{"message": "Bitte l\\u00f6schen.\\n\\nGr\\u00fc\\u00dfe"}'
        ),
        ("Bitte löschen.\n\nGrüße",),
        ("\\u00", "{"),
        _FORM,
    ),
    "a form with a captcha's token": Odd(
        sent(
            "Content-Type: text/plain", json.dumps({"message": REQUEST, "token": "03AGdBq2" * 40})
        ),
        never=("03AGdBq2",),
        problem=_FORM,
    ),
    "a form as form data": Odd(
        sent(
            "Content-Type: application/x-www-form-urlencoded",
            "name=Ilka&message=" + REQUEST.replace(" ", "+").replace(".", "%2E"),
        ),
        never=("%2E", "&message"),
        problem=_FORM,
    ),
    "braces that are no form": Odd(
        sent("Content-Type: text/plain", "{" + REQUEST + "}"), ("{" + REQUEST + "}",)
    ),
    "brackets thousands deep": Odd(
        sent("Content-Type: text/plain", "[" * 50_000 + "]" * 50_000), ("[[[",)
    ),
    "a page in a frame": Odd(
        sent("Content-Type: text/html", f"<p>Hello</p>{frame(f'<p>{REQUEST}</p>')}<p>Bye</p>"),
        ("Hello", REQUEST, "Bye"),
        ("srcdoc", "<p>"),
    ),
    "a page in a frame in a frame": Odd(
        sent("Content-Type: text/html", frame(frame(frame(f"<b>{REQUEST}</b>"))))
    ),
    "a frame that leaves a script open": Odd(
        sent("Content-Type: text/html", f"{frame('<p>One</p><script>x')}<p>{REQUEST}</p>"),
        ("One", REQUEST),
    ),
    "an invitation beside nothing": event(""),
    "an invitation beside a note": event("You have been invited to the following event."),
    "an invitation beside a signature": event("Sent from my iPhone", b"mixed"),
    "text as gzip64": Odd(
        sent("Content-Type: text/plain\nContent-Transfer-Encoding: x-gzip64", _PACKED64),
        (),
        ("H4sI",),
        _NO_TEXT,
    ),
    "text as gzip": Odd(
        sent("Content-Type: text/plain\nContent-Transfer-Encoding: gzip", _PACKED), (), (), _NO_TEXT
    ),
    "packed text beside plain text": Odd(
        HEAD
        + multipart(
            b"mixed",
            text_part(),
            b"Content-Type: text/plain; name=more.txt\r\n"
            b"Content-Transfer-Encoding: x-gzip64\r\n\r\n" + _PACKED64,
        ),
        never=("H4sI",),
        attached=("more.txt",),
    ),
}
