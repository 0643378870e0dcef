"""Finds clients and organisations in a mail: by domain, link, address, name and alias."""

import re
from collections.abc import Iterable, Iterator

from bot.core.mail import InboundMail
from bot.core.parties import Entry, Hit, How, Role
from bot.core.party_roles import role_of
from bot.core.party_words import DESK_ADDRESS, READ, folded
from bot.edges.store.directory_domains import HostIndex, host_of
from bot.edges.store.directory_names import NameIndex, unique

_ADDRESS = re.compile(r"([\w.+'-]{1,64})@([\w-]+(?:\.[\w-]+)+)")
_LINK = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
_BARE_HOST = re.compile(
    r"(?<![\w@./-])((?:[\w-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,23})(?![\w@-])", re.I
)
_AROUND = 90  # characters that tell what a mention is to the writer
_MOST_LINKS = 200
_NAMED, _HOSTED, _SENT, _SIMILAR = 0.9, 0.95, 0.97, 0.4


class DirectoryIndex:
    """Everything that a lookup needs, in memory; a look-alike domain is not a match."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: dict[int, Entry] = {}
        self._hosts, self._names = HostIndex(), NameIndex()
        last = {(entry.kind, entry.name.casefold()): entry for entry in entries}
        for entry in last.values():  # the same entry in two files is one, the later
            self._entries[entry.id] = entry
            self._hosts.add(entry)
            self._names.add(entry)

    def entry(self, entry_id: int) -> Entry | None:
        """Return one entry, or None."""
        return self._entries.get(entry_id)

    def find(self, mail: InboundMail) -> list[Hit]:
        """Return the entries that a mail gives grounds for, the strongest evidence first."""
        if not self._entries:
            return []
        found: dict[tuple[int, How, Role], Hit] = {}
        for hit in self._hits(mail):
            found.setdefault((hit.entry.id, hit.how, hit.role), hit)
        if not any(hit.how is not How.SENDER for hit in found.values()):
            text = f"{mail.subject}\n{mail.visible or mail.text}"[:READ]
            for near in self._names.similar(_without_hosts(text)):
                for entry in near.entries:
                    hit = Hit(entry, How.FUZZY, near.phrase, _SIMILAR, near.role)
                    found.setdefault((entry.id, How.FUZZY, hit.role), hit)
        return sorted(found.values(), key=lambda hit: -hit.confidence)

    def _hits(self, mail: InboundMail) -> Iterator[Hit]:
        sender = mail.sender.domain if mail.sender else ""
        person = mail.sender.name if mail.sender else ""
        for entry in self._hosts.by_host(sender):
            yield Hit(entry, How.SENDER, sender, _SENT)
        inner = mail.forwarded
        if inner is not None and inner.sender is not None and inner.sender.domain != sender:
            for entry in self._hosts.by_host(inner.sender.domain):
                yield Hit(entry, How.FORWARDED, inner.sender.domain, _NAMED)
        body = mail.visible or mail.text
        parts = [mail.subject, body[:READ], inner.text[:READ] if inner else ""]
        for text in filter(None, parts):
            yield from self._in_text(text, sender, person)
        for hit in self._in_text(mail.signature[:READ], sender, person):
            yield Hit(hit.entry, hit.how, hit.evidence, hit.confidence, Role.SIGNATURE)
        seen = "\n".join((*parts, mail.signature, mail.quoted[:READ]))
        for link in mail.links[:_MOST_LINKS]:
            if link not in seen:  # behind the words of an HTML mail
                yield from self._linked(link, Role.PLAIN)

    def _in_text(self, text: str, sender: str, person: str) -> Iterator[Hit]:
        for found in _ADDRESS.finditer(text):
            if found.group(2).lower() == sender:
                continue
            desk = DESK_ADDRESS.match(found.group(1).lower())
            role = Role.SERVICE if desk else Role.EMPLOYER
            for entry in self._hosts.by_host(found.group(2)):
                yield Hit(entry, How.ADDRESS, found.group(2).lower(), _NAMED, role)
        for found in _LINK.finditer(text):
            yield from self._linked(found.group(), _role_at(text, found))
        for found in _BARE_HOST.finditer(_blank(text, _LINK, _ADDRESS)):
            yield from self._linked(found.group(1), _role_at(text, found))
        for mention in self._names.mentions(_without_hosts(text), person):
            for entry in mention.entries:
                yield Hit(entry, How.NAME, mention.phrase, _NAMED, mention.role)

    def _linked(self, link: str, role: Role) -> Iterator[Hit]:
        for entry in self._hosts.by_link(link):
            yield Hit(entry, How.LINK, host_of(link)[0], _HOSTED, role)

    def lookup(self, text: str) -> list[Hit]:
        """Return the hits of what a person typed: a name, a domain, an address, a sentence."""
        exact = [Hit(entry, How.NAME, text.strip(), 1.0) for entry in self._names.exact(text)]
        found = self.find(InboundMail(visible=text))
        named = {hit.entry.id for hit in exact}
        return [*exact, *(hit for hit in found if hit.entry.id not in named)]

    def search(self, text: str, limit: int = 20) -> list[Entry]:
        """Return entries whose name, alias or domain is like `text`, best first."""
        if not text.strip():
            return []
        found = [*self._names.exact(text), *self._hosts.like(text), *self._names.like(text, limit)]
        return unique(found)[:limit]

    def remarks(self, entry: Entry) -> list[str]:
        """Return why some of an entry's domains will never identify it."""
        return [
            f"{entry.name}: {domain} is {why}; it is kept and never identifies anybody"
            for domain in entry.domains
            if (why := self._hosts.shared(domain))
        ]


def _role_at(text: str, found: "re.Match[str]") -> Role:
    before = folded(text[max(0, found.start() - _AROUND) : found.start()])
    return role_of(before, folded(text[found.end() : found.end() + _AROUND]))


def _blank(text: str, *patterns: "re.Pattern[str]") -> str:
    """Return text in which whatever matches is as many spaces: places stay."""
    for pattern in patterns:
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    return text


def _without_hosts(text: str) -> str:
    """Return text without links, addresses and hosts: a name inside a host is no name."""
    return _blank(text, _LINK, _ADDRESS, _BARE_HOST)
