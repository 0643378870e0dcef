"""Finds clients and organisations in a mail: by domain, link, address, name and alias."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList
from rapidfuzz import fuzz, process

from bot.core.mail import InboundMail
from bot.core.parties import Entry, Hit, How

# Mail providers that everybody uses: their domains say nothing about an organisation.
FREE_MAIL = frozenset(
    """gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com
    icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de
    posteo.de mailbox.org proton.me protonmail.com pm.me tutanota.com tuta.io fastmail.com
    zoho.com mail.com yandex.ru yandex.com mail.ru orange.fr wanadoo.fr free.fr sfr.fr
    laposte.net libero.it virgilio.it tiscali.it alice.it hotmail.it yahoo.it yahoo.fr yahoo.de
    yahoo.es hotmail.fr hotmail.es terra.es telefonica.net ziggo.nl kpnmail.nl planet.nl
    xs4all.nl wp.pl o2.pl onet.pl interia.pl sapo.pt uol.com.br bol.com.br terra.com.br
    hotmail.co.uk yahoo.co.uk btinternet.com sky.com virginmedia.com comcast.net verizon.net
    att.net bluewin.ch telenet.be skynet.be qq.com 163.com naver.com seznam.cz""".split()
)

_LEGAL_FORMS = re.compile(
    r"[\s,]+(inc|incorporated|llc|l\.l\.c|ltd|limited|plc|corp|corporation|co|company|gmbh|ag|kg|"
    r"ug|se|e\.?v|mbh|gmbh & co\.? kg|sa|s\.a|sas|sarl|s\.?r\.?l|s\.?p\.?a|bv|b\.v|nv|n\.v|ab|"
    r"as|a/s|oy|aps|sp\. ?z ?o\. ?o|s\.?l|slu|lda|ltda|pty|pte)\.?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+", re.UNICODE)
_ADDRESS = re.compile(r"[\w.+'-]+@([\w-]+(?:\.[\w-]+)+)")
_BARE_HOST = re.compile(r"(?<![\w@.-])((?:[\w-]+\.)+[a-z]{2,24})(?![\w@-])", re.IGNORECASE)
# A name inside a host is no name: larkspur.evil.test says nothing about Larkspur.
_ADDRESS_OR_HOST = re.compile(r"https?://\S+|\S+@\S+|(?:[\w-]+\.)+[a-z]{2,24}\b", re.IGNORECASE)
_SHORTEST_NAME = 4  # characters; shorter names are found by domain only
_LONGEST_NAME = 6  # words
_READ = 20_000  # characters of a mail that are searched for names


def normal(text: str) -> str:
    """Return a name as it is compared: no accents, no legal form, lower case, single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold().strip()
    while (shorter := _LEGAL_FORMS.sub("", text)) != text:
        text = shorter
    folded = unicodedata.normalize("NFKD", text)
    kept = "".join(ch for ch in folded if not unicodedata.combining(ch))
    return " ".join(_WORD.findall(kept))


class DirectoryIndex:
    """Everything that a lookup needs, in memory; a look-alike domain is not a match."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._suffixes = PublicSuffixList()
        self._entries: dict[int, Entry] = {}
        self._domains: dict[str, list[Entry]] = {}
        self._names: dict[str, list[Entry]] = {}
        self._first_words: dict[str, int] = {}
        for entry in entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        site = urlsplit(entry.website if "//" in entry.website else f"//{entry.website}")
        hosts = {*entry.domains, (site.hostname or "").removeprefix("www.")} - {""}
        for host in hosts:
            self._domains.setdefault(_ascii(host.lower()), []).append(entry)
        for name in {normal(one) for one in (entry.name, *entry.aliases)}:
            if len(name) < _SHORTEST_NAME:
                continue
            self._names.setdefault(name, []).append(entry)
            first, size = name.split(" ", 1)[0], name.count(" ") + 1
            longest = max(self._first_words.get(first, 0), min(size, _LONGEST_NAME))
            self._first_words[first] = longest

    def entry(self, entry_id: int) -> Entry | None:
        """Return one entry, or None."""
        return self._entries.get(entry_id)

    def find(self, mail: InboundMail) -> list[Hit]:
        """Return the entries that a mail gives grounds for, the strongest evidence first."""
        if not self._entries:
            return []
        text = f"{mail.subject}\n{mail.visible or mail.text}"[:_READ]
        if mail.forwarded is not None:
            text += "\n" + mail.forwarded.text[:_READ]
        found: dict[tuple[int, How], Hit] = {}

        def note(entries: Iterable[Entry], how: How, evidence: str, confidence: float) -> None:
            for entry in entries:
                found.setdefault((entry.id, how), Hit(entry, how, evidence, confidence))

        sender = mail.sender.domain if mail.sender else ""
        note(self._by_host(sender), How.SENDER, sender, 0.97)
        for host in dict.fromkeys(_ADDRESS.findall(text)):
            if host != sender:
                note(self._by_host(host), How.ADDRESS, host, 0.9)
        hosts = [_host(link) for link in mail.links]
        hosts += _BARE_HOST.findall(text)
        for host in dict.fromkeys(hosts):
            note(self._by_host(host), How.LINK, host, 0.95)
        for phrase, entries in self._names_in(_ADDRESS_OR_HOST.sub(" ", text)):
            note(entries, How.NAME, phrase, 0.9)
        return sorted(found.values(), key=lambda hit: -hit.confidence)

    def search(self, text: str, limit: int = 20) -> list[Entry]:
        """Return entries whose name, alias or domain is like `text`, best first."""
        wanted = normal(text)
        if not wanted:
            return []
        exact = [
            entry for name, entries in self._names.items() if wanted in name for entry in entries
        ]
        exact += [
            entry
            for domain, entries in self._domains.items()
            if text.strip().lower() in domain
            for entry in entries
        ]
        near = process.extract(
            wanted, self._names.keys(), scorer=fuzz.WRatio, limit=limit, score_cutoff=75
        )
        similar = [entry for name, _, _ in near for entry in self._names[name]]
        return list({entry.id: entry for entry in [*exact, *similar]}.values())[:limit]

    def _by_host(self, host: str) -> list[Entry]:
        """Return the entries of a host or of a domain above it, down to the registrable one."""
        host = host.lower().rstrip(".")
        try:
            host = host.encode("idna").decode() if not host.isascii() else host
        except UnicodeError:
            return []
        if not host or host in FREE_MAIL:
            return []
        registrable = self._suffixes.privatesuffix(host) or host
        while host:
            if host in self._domains and host not in FREE_MAIL:
                return self._domains[host]
            if host == registrable:
                return []
            host = host.partition(".")[2]
        return []

    def _names_in(self, text: str) -> list[tuple[str, list[Entry]]]:
        """Return names and aliases that stand in the text as whole words, the longest first."""
        words = _WORD.findall(_folded(text))
        found: list[tuple[str, list[Entry]]] = []
        at = 0
        while at < len(words):
            longest = self._first_words.get(words[at], 0)
            for size in range(min(longest, len(words) - at), 0, -1):
                phrase = " ".join(words[at : at + size])
                if phrase in self._names:
                    found.append((phrase, self._names[phrase]))
                    at += size - 1
                    break
            at += 1
        return found


def _host(link: str) -> str:
    """Return a link's host; a broken link has none."""
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(ch for ch in folded if not unicodedata.combining(ch))


def _ascii(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host
