"""Rules about what a letter may not say or hold, whatever it is for."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from replies.profile import Profile
from replies.rules.draft import Draft
from replies.rules.lexicon import flat, lexicon, sentences
from replies.words import LANGUAGES

_PLACEHOLDER = re.compile(
    r"\{\{|\}\}|\{%|%\}|\bTODO\b|\bXXX+\b|_{3,}|\[(?:[^\W\d_]|[ _.…'/-]){0,40}\]"
    r"|<[a-zA-Z _]{2,30}>|\bNone\b|\bundefined\b"
)
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<![\w/-])(?:\+|00)\d[\d ()./-]{7,}\d")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_US_SSN = re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")
_CODE = re.compile(
    r"\b(?:pass)?(?:code|kode|kod|código|codice|pin|password|passwort|kennwort|mot de passe|"
    r"contraseña|clave|wachtwoord|palavra-passe|senha|hasło)\s*"
    r"(?:is|ist|lautet|est|es|è|é|to|:|=)\s*[\"'„«]?\w{4,}",
    re.IGNORECASE,
)
_SHIELD = re.compile(
    r"privacy[ -]?shield|datenschutzschild|bouclier (?:de protection|vie privée)|"
    r"escudo (?:de|da) (?:la )?privacidade?|escudo de prote[cç]+ão da privacidade|"
    r"scudo (?:UE|per la privacy)|privacyschild|tarcz\w+ prywatności",
    re.IGNORECASE,
)
_JOINERS = "\u200c\u200d\u00ad"
_FEWEST_WORDS = 20  # signature and address included
LONGEST = 20_000  # characters of a letter; beyond that nothing is read


def no_placeholder(draft: Draft) -> Iterable[str]:
    """Find what somebody meant to fill in (LAW 10)."""
    if match := _PLACEHOLDER.search(f"{draft.subject}\n{draft.text}"):
        yield f"Something is not filled in: {match[0]!r}."


def not_empty(draft: Draft) -> Iterable[str]:
    """Find a letter that says nothing."""
    if len(draft.text.split()) < _FEWEST_WORDS:
        yield "The letter is almost empty."


def not_too_long(draft: Draft) -> Iterable[str]:
    """Find a text that is no letter any more, and that the other rules read only in part."""
    if len(draft.text) >= LONGEST:
        yield f"The letter is longer than {LONGEST} characters."


def nothing_hidden(draft: Draft) -> Iterable[str]:
    """Find characters that nobody sees: bidi overrides, zero-width, controls."""
    for char in f"{draft.subject}{draft.text}":
        if (
            unicodedata.category(char) in ("Cf", "Cc", "Co", "Cs")
            and char not in "\n\r\t" + _JOINERS
        ):
            yield f"There is an invisible character (U+{ord(char):04X}); delete it."
            return


def no_privacy_shield(draft: Draft) -> Iterable[str]:
    """Find Privacy Shield named as if it still held (LAW 10; CJEU C-311/18)."""
    over = lexicon(draft.lang).over
    for sentence in sentences(draft.text):
        if _SHIELD.search(sentence) and not over.search(sentence):
            yield "Privacy Shield no longer holds; name the safeguard that stands instead."
            return


def no_third_person(draft: Draft) -> Iterable[str]:
    """Find an e-mail address that belongs neither to us nor to this letter (LAW 10)."""
    allowed = {address.casefold() for address in _addresses(draft)}
    domains = draft.profile.company.domains
    for match in _EMAIL.finditer(_URL.sub(" ", draft.text)):
        address = match[0].rstrip(".").casefold()
        if address not in allowed and address.rpartition("@")[2] not in domains:
            yield "There is an e-mail address that has no place in this letter."
            return


def no_personal_numbers(draft: Draft) -> Iterable[str]:
    """Find bank, card and social security numbers (LAW 6: no personal data in the mail)."""
    text = _without_references(draft)
    card = any(_luhn(match[0]) for match in _CARD.finditer(text))
    if card or _IBAN.search(text) or _US_SSN.search(text):
        yield "There is a bank, card or social security number; personal data go by the link."


def no_phone_number(draft: Draft) -> Iterable[str]:
    """Find a telephone number, which may be somebody's (LAW 6)."""
    if _PHONE.search(_without_references(draft)):
        yield "There is a telephone number; is it ours?"


def no_code_in_letter(draft: Draft) -> Iterable[str]:
    """Find the code that should go by a second channel (LAW 6)."""
    if _CODE.search(flat(draft.text)):
        yield "There is a code or password; it goes by a second channel."


def link_is_ours(draft: Draft) -> Iterable[str]:
    """Find an answer whose link is missing or leads elsewhere than to our own place (LAW 6)."""
    link = draft.facts.link
    if "link" not in draft.kind.needs or not link:
        return
    parts = _split(link)
    hosts = draft.profile.delivery.hosts
    if parts is None or parts[0] != "https" or not any(_is_under(parts[1], host) for host in hosts):
        yield "The link must be an https address of our own expiring place."
    elif link not in draft.text:
        yield "The letter lost the link to the data."


def links_known(draft: Draft) -> Iterable[str]:
    """Find a link that neither the profile nor the case knows."""
    known = {host for host in map(_host, _known_urls(draft.profile)) if host}
    known |= {_host(draft.facts.party_website), _host(draft.facts.link)}
    ours = (*draft.profile.company.domains, *draft.profile.delivery.hosts)
    for match in _URL.finditer(draft.text):
        host = _host(match[0].rstrip(").,;:!?]"))
        if host not in known and not any(_is_under(host, domain) for domain in ours):
            yield f"A link leads to {host or 'an unreadable address'}, which is not ours."
            return


def says_who_we_are(draft: Draft) -> Iterable[str]:
    """Find a letter that does not name the company and its privacy address."""
    company = draft.profile.company
    text = flat(draft.text)
    if company.legal_name not in text or company.email not in text:
        yield "The letter no longer says who writes and where to answer."


def text_in_its_language(draft: Draft) -> Iterable[str]:
    """Find a text that was edited into another language than the letter's (LAW 7)."""
    found = [word.casefold() for word in re.findall(r"\w+", flat(draft.text))]
    counts = {lang: sum(w in lexicon(lang).stopwords for w in found) for lang in LANGUAGES}
    most = max(LANGUAGES, key=lambda lang: counts[lang])
    own = counts.get(draft.lang, 0)
    if counts[most] >= 8 and counts[most] > 1.5 * own:
        yield f"The text looks like {most}, the letter is marked {draft.lang}."


def _addresses(draft: Draft) -> Iterator[str]:
    profile, facts = draft.profile, draft.facts
    yield from (profile.company.email, profile.dpo.email, profile.eu_representative.email)
    yield from (profile.desks.contracts, profile.desks.security, profile.desks.support)
    yield facts.recipient_email
    if draft.audience == "requester":
        yield facts.contact_email
    if draft.audience in ("client", "organisation"):
        yield facts.requester_email
    if draft.recipient:
        yield draft.recipient.address


def _known_urls(profile: Profile) -> Iterator[str]:
    urls = profile.urls
    yield from (profile.policy.url, profile.company.website, profile.payment.url)
    yield from (urls.data_collection_policy, urls.preference_centre, urls.do_not_track)
    yield from urls.advertising_choices
    yield from (profile.transfers.clauses_url, profile.dispute.url, profile.desks.support)
    yield from (regulator.url for regulator in profile.regulators.values())


def _without_references(draft: Draft) -> str:
    text = _URL.sub(" ", draft.text)
    for known in (draft.facts.case_number, draft.facts.token):
        text = text.replace(known, " ") if known else text
    return text


def _split(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    return None if parts.username or not host else (parts.scheme, host)


def _host(url: str) -> str:
    parts = _split(url)
    return parts[1].removeprefix("www.") if parts else ""


def _is_under(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _luhn(digits: str) -> bool:
    """Say whether a number has the check digit of a payment card (ISO/IEC 7812-1)."""
    numbers = [int(c) for c in digits if c.isdigit()][::-1]
    doubled = (n if i % 2 == 0 else (n * 2 - 9 if n > 4 else n * 2) for i, n in enumerate(numbers))
    return len(numbers) >= 13 and sum(doubled) % 10 == 0


RULES: tuple[tuple[str, str, Callable[[Draft], Iterable[str]]], ...] = (
    ("no_placeholder", "error", no_placeholder),
    ("not_empty", "error", not_empty),
    ("not_too_long", "error", not_too_long),
    ("nothing_hidden", "error", nothing_hidden),
    ("no_privacy_shield", "error", no_privacy_shield),
    ("no_third_person", "error", no_third_person),
    ("no_personal_numbers", "error", no_personal_numbers),
    ("no_phone_number", "warning", no_phone_number),
    ("no_code_in_letter", "error", no_code_in_letter),
    ("link_is_ours", "error", link_is_ours),
    ("links_known", "warning", links_known),
    ("says_who_we_are", "warning", says_who_we_are),
    ("text_in_its_language", "warning", text_in_its_language),
)
