"""Did From's domain really send this? Read from our own server's Authentication-Results only.

Does not verify signatures itself: over IMAP neither the sender's IP nor fresh
DNS keys are at hand (RFC 8601 sections 5 and 7.1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.core.mail import Authenticated
from bot.edges.mail.headers import Headers, as_text
from bot.edges.mail.wording import header_value

GMAIL: Final = "mx.google.com"
"""Gmail writes its results below its own border Received, and strips forged ones."""

_COMMENT: Final = re.compile(r"\([^()]*\)")
_METHOD: Final = re.compile(r"\s*([a-z0-9-]{2,20})(?:/\d+)?\s*=\s*([a-z]{2,20})\b(.*)", re.I | re.S)
_PROPERTY: Final = re.compile(
    r"([a-z]+\.[a-z0-9-]+|reason|action)\s*=\s*(?:\"([^\"]*)\"|(\S+))", re.I
)
_BY: Final = re.compile(r"\bby\s+([^\s;()]+)", re.I)
_IP: Final = re.compile(
    r"\[(?:ipv6:)?([0-9a-f.:]{3,45})\]|\(([0-9]{1,3}(?:\.[0-9]{1,3}){3})\)", re.I
)
_PRIVATE: Final = re.compile(
    r"127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd][0-9a-f]{2}:|fe80:",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Result:
    """One `method=result` with its properties."""

    method: str
    result: str
    properties: dict[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict about From, why, and the aligned domain whose signature passed."""

    verdict: Authenticated
    why: str
    dkim_domain: str = ""


def judge(
    headers: Headers, from_domain: str, authserv_ids: frozenset[str], *, microsoft: bool = False
) -> Judged:
    """Return what our border said of From's domain (empty: no single From)."""
    if not authserv_ids and not microsoft:
        return Judged(Authenticated.UNKNOWN, "no authserv-id of our own server is configured")
    if not from_domain:
        return Judged(Authenticated.UNKNOWN, "there is not exactly one From address")
    values = list(_trusted(headers, authserv_ids, microsoft=microsoft))
    if not values:
        return Judged(Authenticated.UNKNOWN, "our own server added no result")
    results = [result for value in values for result in parse_results(value, microsoft=microsoft)]
    return _verdict(results, from_domain)


def _trusted(headers: Headers, ids: frozenset[str], *, microsoft: bool) -> Iterator[str]:
    """Yield the values that our border wrote: ours by id, and above everything from outside."""
    inside = True
    run = False
    for name, raw in headers.fields:
        if name == "received":
            if run and not inside:
                return
            if not inside or not _internal(as_text(raw), ids):
                if GMAIL not in ids or not inside:
                    return
                inside = False  # Gmail's own results stand right below its border
        elif name == "authentication-results":
            value = as_text(raw)
            first = _authserv_id(value)
            if first in ids or (microsoft and not run and _is_microsoft(value)):
                run = True
                yield value
                if microsoft and first not in ids:
                    return


def _internal(received: str, ids: frozenset[str]) -> bool:
    """Return whether a Received was added between our own hosts, not at the border."""
    by = _BY.search(received)
    host = by[1].lower().strip(".") if by else ""
    ours = any(_same_house(host, each) for each in ids) or bool(
        re.match(r"[0-9a-f.:]+$|localhost", host)
    )
    if not ours and "." in host:
        return False
    peer = _IP.search(received[: by.start()] if by else received)
    if peer is not None:
        return bool(_PRIVATE.match(peer[1] or peer[2]))
    return re.search(r"\bfrom\s", received, re.I) is None or " with lmtp" in received.lower()


def _same_house(host: str, authserv_id: str) -> bool:
    """Return whether a host name belongs to the same organisation as our authserv-id."""
    return bool(host) and (host == authserv_id or organisation(host) == organisation(authserv_id))


def _authserv_id(value: str) -> str:
    """Return the authserv-id of a header in lower case, or an empty string."""
    head = _COMMENT.sub(" ", value[:2000]).partition(";")[0].split()
    return head[0].lower().strip("\"'") if head and "=" not in head[0] else ""


def _is_microsoft(value: str) -> bool:
    """Return whether a header has Microsoft 365's form, which names no server."""
    return (
        not _authserv_id(value) and re.search(r"\b(?:spf|dkim|dmarc|compauth)=", value) is not None
    )


def parse_results(value: str, *, microsoft: bool = False) -> list[Result]:
    """Return the results of one header; tolerant, linear, without recursion."""
    text = value[:8_000]
    for _ in range(4):  # comments may be nested a little
        text, count = _COMMENT.subn(" ", text)
        if not count:
            break
    pieces = text.split(";")
    pieces = pieces if microsoft and not _authserv_id(value) else pieces[1:]
    found: list[Result] = []
    for piece in pieces[:50]:
        match = _METHOD.match(piece)
        if match:
            properties = {
                name.lower(): (quoted or plain).strip().lower()
                for name, quoted, plain in _PROPERTY.findall(match[3])
            }
            found.append(Result(match[1].lower(), match[2].lower(), properties))
    return found


def _verdict(results: list[Result], from_domain: str) -> Judged:
    """Judge alignment of the results with From (RFC 7489 section 3.1)."""
    signed = _signer(results, from_domain)
    arc = "; arc=pass" if any(r.method == "arc" and r.result == "pass" for r in results) else ""
    for result in results:
        decided = _policy(result, from_domain)
        if decided:
            return Judged(decided[0], decided[1] + arc, signed)
    return _alignment(results, from_domain, signed, arc)


def _policy(result: Result, from_domain: str) -> tuple[Authenticated, str] | None:
    """Return what a result of DMARC, or of Microsoft's own judgement, decides by itself."""
    if result.result not in {"pass", "fail"}:
        return None
    verdict = Authenticated.PASS if result.result == "pass" else Authenticated.FAIL
    if result.method == "dmarc":
        if not aligned(result.properties.get("header.from", from_domain), from_domain):
            return Authenticated.UNKNOWN, "dmarc judged another From"
        return verdict, f"dmarc={result.result}"
    reason = result.properties.get("reason", "")[:3]
    if result.method == "compauth" and (result.result == "fail" or reason.startswith("1")):
        return verdict, f"compauth={result.result} reason={reason}"
    return None


def _alignment(results: list[Result], from_domain: str, signed: str, arc: str) -> Judged:
    """Judge by signature and envelope where no policy was applied."""
    if signed:
        return Judged(Authenticated.PASS, f"dkim=pass{arc}", signed)
    sender = next((r for r in results if r.method == "spf"), None)
    if sender and sender.result == "pass" and aligned(_mail_from(sender), from_domain):
        return Judged(Authenticated.PASS, f"spf=pass{arc}")
    failed = [
        r for r in results if r.result in {"fail", "softfail"} and r.method in {"spf", "dkim"}
    ]
    if any(_about(r, from_domain) for r in failed):
        names = ", ".join(sorted({f"{r.method}={r.result}" for r in failed}))
        return Judged(Authenticated.FAIL, f"{names}{arc}")
    if any(r.result in {"temperror", "permerror"} for r in results):
        return Judged(Authenticated.UNKNOWN, "our server could not check (temperror or permerror)")
    return Judged(Authenticated.NONE, f"no signature or policy of this domain{arc}")


def _signer(results: list[Result], from_domain: str) -> str:
    """Return the aligned domain whose DKIM signature passed, or an empty string."""
    for result in results:
        if result.method == "dkim" and result.result == "pass":
            domain = _signing_domain(result)
            if aligned(domain, from_domain):
                return header_value(domain, 255)
    return ""


def _signing_domain(result: Result) -> str:
    """Return the d= of a DKIM result, or the domain of its i=."""
    domain = result.properties.get("header.d", "")
    return domain or result.properties.get("header.i", "").rpartition("@")[2]


def _mail_from(result: Result) -> str:
    """Return the domain of the envelope sender that SPF judged."""
    return result.properties.get("smtp.mailfrom", "").rpartition("@")[2]


def _about(result: Result, from_domain: str) -> bool:
    """Return whether a failed result speaks of From's domain."""
    domain = _signing_domain(result) if result.method == "dkim" else _mail_from(result)
    return aligned(domain, from_domain)


def aligned(one: str, other: str) -> bool:
    """Return whether two domains share an organisational domain (relaxed alignment)."""
    one, other = one.lower().strip("."), other.lower().strip(".")
    if not one or not other:
        return False
    return one == other or organisation(one) == organisation(other)


@lru_cache(maxsize=4096)
def organisation(domain: str) -> str:
    """Return the registrable domain by the public suffix list, or the domain itself."""
    found = _suffixes().privatesuffix(domain)
    return found or domain


@lru_cache(maxsize=1)
def _suffixes():  # type: ignore[no-untyped-def]
    """Return the bundled public suffix list; 80 ms, so only when first asked."""
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415

    return PublicSuffixList()
