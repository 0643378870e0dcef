"""Untrusted bytes to an InboundMail: the one place where mail is parsed.

    bytes -> tree -> headers, bodies, reports -> who, what, which machine -> InboundMail

Never raises. Opens no attachment, decrypts nothing, fetches nothing.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.core.mail import Address, Forwarded, InboundMail
from bot.edges.mail.addresses import addresses
from bot.edges.mail.authentication import judge
from bot.edges.mail.bodies import MOST_ATTACHED, MOST_TEXT, read_bodies
from bot.edges.mail.headers import Headers, as_text, date_of
from bot.edges.mail.intact import LOOKED_AT, is_mail, narrow
from bot.edges.mail.machine import machine_of
from bot.edges.mail.reading import Reading
from bot.edges.mail.reports import letter_token, read_report, returned_text, tokens_in
from bot.edges.mail.tree import Part, Tree, read_tree
from bot.edges.mail.wording import body_text, header_value
from classifiers.cleaning import Cleaned, clean

MOST_READ: Final = 64 * 1024 * 1024
"""Bytes of a mail that are looked into; what is behind them is kept, and that is said."""

TOO_BIG: Final = "over 64 MB: only the beginning was read; the whole mail lies in the mailbox"
NO_MAIL: Final = "this is no mail: no header field, and bytes that are no text"

_WRITTEN: Final = frozenset(
    "from sender reply-to to cc subject date message-id in-reply-to references mime-version "
    "content-type content-transfer-encoding content-disposition auto-submitted".split()
)
_URL: Final = re.compile(r"https?://[^\s<>\"'\])}]{1,2000}", re.I)
_FROM: Final = re.compile(rb"^From:[ \t]*([^\n]{1,500})", re.I | re.M)
_SUBJECT: Final = re.compile(rb"^Subject:[ \t]*([^\n]{1,500})", re.I | re.M)


@dataclass(frozen=True, slots=True)
class ParseSettings:
    """What the parser must know of us: our server's ids, our instance, our domain."""

    authserv_ids: frozenset[str] = frozenset()
    microsoft: bool = False
    instance: str = ""
    own_domain: str = ""


def parse(raw: bytes, settings: ParseSettings | None = None) -> InboundMail:
    """Return what a mail says; what cannot be read is said in `problems`."""
    try:
        if not is_mail(narrow(raw[:LOOKED_AT])):
            return unreadable(raw, "there is nothing in it" if not raw.strip() else NO_MAIL)
        return _parse(raw, settings or ParseSettings())
    except Exception as error:  # noqa: BLE001  (the promise of this module; the type says no name)
        return unreadable(raw, f"the parser failed ({type(error).__name__})")


def unreadable(raw: bytes, problem: str) -> InboundMail:
    """Return the little that a pattern finds in the first 64 kB of a mail."""
    head = raw[:65_536].replace(b"\r", b"\n")
    sender = _FROM.search(head)
    subject = _SUBJECT.search(head)
    return InboundMail(
        subject=Headers((("subject", subject[1]),)).text("subject") if subject else "",
        senders=addresses([sender[1]])[:1] if sender else (),
        readable=False,
        problems=(problem,),
    )


def _parse(raw: bytes, settings: ParseSettings) -> InboundMail:
    """Read a mail step by step; each step is tolerant, together they may still err."""
    tree = read_tree(raw[:MOST_READ])
    if len(raw) > MOST_READ:
        tree.problems.append(TOO_BIG)
    headers = tree.root.headers
    reading = read_bodies(tree)
    mail = _heading(headers, settings)
    mail = _classified(mail, tree, reading, settings)
    mail = _worded(mail, tree, reading)
    problems = dict.fromkeys([*tree.problems, *reading.problems, *_oddities(mail, headers)])
    return replace(mail, problems=tuple(problems)[:20], content_key=_content_key(tree))


def _content_key(tree: Tree) -> str:
    """Return a hash of what the writer wrote: two copies on two ways have the same one.

    Fields that servers add or change on the way (RFC 5321 section 4.4) do not count.
    """
    digest = hashlib.sha256()
    for name, value in tree.root.headers.fields:
        if name in _WRITTEN:
            digest.update(b"%s:%s\n" % (name.encode(), b" ".join(value.split())))
    digest.update(b"\n" + tree.raw[tree.root.start :].rstrip(b"\n"))
    return digest.hexdigest()


def _heading(headers: Headers, settings: ParseSettings) -> InboundMail:
    """Read who wrote to whom, when, and as an answer to what."""
    senders = addresses(headers.all_raw("from"))
    from_domain = senders[0].domain if len(senders) == 1 else ""
    judged = judge(headers, from_domain, settings.authserv_ids, microsoft=settings.microsoft)
    in_reply_to = headers.ids("in-reply-to")
    references = headers.ids("references")
    own = letter_token(headers)
    ids = headers.ids("message-id")
    return InboundMail(
        message_id=ids[0] if ids else "",
        subject=headers.text("subject"),
        senders=senders,
        reply_to=addresses(headers.all_raw("reply-to")),
        to=addresses(headers.all_raw("to")),
        cc=addresses(headers.all_raw("cc")),
        envelope_from=_envelope(headers),
        received=_received(headers),
        in_reply_to=in_reply_to,
        references=references,
        letter_tokens=tuple(
            dict.fromkeys([*tokens_in(in_reply_to + references), *([own] if own else [])])
        ),
        authentication=judged.verdict,
        authentication_why=header_value(judged.why, 200),
        dkim_domain=judged.dkim_domain,
        list_id=headers.text("list-id")[:300],
    )


def _envelope(headers: Headers) -> str:
    """Return the envelope sender that Return-Path keeps; `<>` for the empty one."""
    value = as_text(headers.raw("return-path")).strip()
    if value in {"<>", "< >", "<<>>"}:
        return "<>"
    found = addresses([value.encode("utf-8", "replace")]) if value else ()
    return found[0].email if found else ""


def _received(headers: Headers) -> datetime | None:
    """Return the date of the top Received header, which our own server wrote."""
    for value in headers.all_raw("received")[:3]:
        found = date_of(value.rpartition(b";")[2])
        if found:
            return found
    return None


def _classified(
    mail: InboundMail, tree: Tree, reading: Reading, settings: ParseSettings
) -> InboundMail:
    """Find out which machine wrote it, and which of our letters a report returns."""
    inside = frozenset(part.content_type for part in reading.reports)
    found = machine_of(
        tree.root,
        instance=settings.instance,
        own_domain=settings.own_domain,
        sender=mail.senders[0].email if mail.senders else "",
        null_sender=mail.envelope_from == "<>",
        subject=mail.subject,
        report_types=inside,
    )
    if found is None:
        return mail
    bounce = found[0] == "bounce"
    mail = replace(mail, machine=found[0], machine_why=found[1])
    if not bounce and not reading.reports:
        return mail
    returned = [*reading.reports, *(reading.mails if bounce else [])]
    report = read_report(tree, returned, reading.text, bounce=bounce)
    domain = settings.own_domain.lower()
    ours = [
        one
        for one in report.ids
        if tokens_in((one,)) or (domain and one.lower().rstrip(">").endswith(f"@{domain}"))
    ]
    return replace(
        mail,
        bounced_ids=tuple(ours),
        letter_tokens=tuple(dict.fromkeys([*mail.letter_tokens, *report.tokens])),
        failed_recipients=report.recipients,
        delivery_status=report.action,
    )


def _worded(mail: InboundMail, tree: Tree, reading: Reading) -> InboundMail:
    """Split the text into new words, quotes, forwards and tail; list what is attached."""
    text = reading.text.strip("\n")
    cleaned = clean(text, mail.subject) if text else Cleaned("")
    forwarded = _forwarded(cleaned)
    links = dict.fromkeys(reading.links)
    waiting = reading.mails[::-1]
    texts = [text]
    while waiting and len(texts) <= MOST_ATTACHED:
        inner, inner_text, deeper = _attached(tree, waiting.pop())
        forwarded = forwarded or inner
        texts.append(inner_text)
        waiting.extend(deeper.mails[::-1])
        links.update(deeper.links)
    text = "\n\n".join(filter(None, texts))[:MOST_TEXT]
    if not text and reading.reports:
        text = body_text(returned_text(tree, reading.reports)).strip()
        cleaned = Cleaned(text)
    urls = (match.rstrip(".,;:!?") for match in _URL.findall(text[:300_000])[:200])
    links = dict.fromkeys(urls) | links
    return replace(
        mail,
        text=text,
        visible=cleaned.visible,
        quoted=cleaned.quoted,
        signature=cleaned.signature,
        hidden="\n".join(reading.hidden)[:20_000],
        forwarded=forwarded,
        links=tuple(header_value(link) for link in list(links)[:200]),
        attachments=tuple(reading.attachments),
        encrypted=reading.encrypted,
        readable=bool(re.search(r"\w", text)) or bool(mail.subject) or bool(mail.senders),
    )


def _forwarded(cleaned: Cleaned) -> Forwarded | None:
    """Return the forward that the text holds."""
    inner = cleaned.forwarded
    if inner is None:
        return None
    sender = None
    if inner.sender_email or inner.sender_name:
        local, at, domain = inner.sender_email.rpartition("@")
        email = f"{local}@{domain.lower()}" if at else ""
        sender = Address(header_value(email, 320), header_value(inner.sender_name, 200))
    return Forwarded(sender, header_value(inner.subject), header_value(inner.date, 200), inner.text)


def _attached(tree: Tree, part: Part) -> tuple[Forwarded, str, Reading]:
    """Return an attached mail as a forward, as text with its heading, and what is in it."""
    root = part.children[0]
    reading = read_bodies(tree, root)
    senders = addresses(root.headers.all_raw("from"))
    subject = root.headers.text("subject")
    date = header_value(as_text(root.headers.raw("date")), 200)
    body = reading.text.strip("\n")
    inner = clean(body, subject)
    deeper = _forwarded(inner)
    words = deeper.text if deeper else inner.visible or body
    name = f"{senders[0].name} <{senders[0].email}>".strip() if senders else ""
    heading = (("From", name), ("Date", date), ("Subject", subject))
    lines = [f"{field}: {value}" for field, value in heading if value]
    shown = "\n".join([*lines, "", body] if lines else [body])
    sender = senders[0] if len(senders) == 1 else None
    return Forwarded(sender, subject, date, words), shown.strip("\n"), reading


def _oddities(mail: InboundMail, headers: Headers) -> list[str]:
    """Say what a reader of the card should know about this mail."""
    found = []
    if not mail.senders:
        found.append("there is no From address")
    if len(mail.senders) > 1:
        found.append("there is more than one From address")
    if sum(1 for name, _ in headers.fields if name == "from") > 1:
        found.append("there is more than one From header")
    domains = {each.domain for each in mail.senders}
    if any(each.domain not in domains for each in mail.reply_to):
        found.append("Reply-To is outside From's domain")
    named = [
        each for each in mail.senders if "@" in each.name and each.email not in each.name.lower()
    ]
    if named:
        found.append("From's display name shows another address")
    if not mail.message_id:
        found.append("there is no Message-ID")
    if mail.hidden:
        found.append("there is hidden text")
    if mail.encrypted:
        found.append("the text is encrypted: open it in a mail program")
    if not mail.text.strip():
        found.append("there is no text")
    return found
