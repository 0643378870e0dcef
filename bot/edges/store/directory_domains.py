"""Finds entries by host: public-suffix aware, IDN by code point, shared hosts excluded."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from bot.core.free_mail import FREE_MAIL
from bot.core.parties import Entry

# Hosts on which everybody has a page: the page may identify somebody, the host does not.
PLATFORMS = frozenset(
    """facebook.com fb.com instagram.com twitter.com x.com linkedin.com youtube.com youtu.be
    tiktok.com pinterest.com reddit.com t.me telegram.me wa.me whatsapp.com snapchat.com
    threads.net xing.com medium.com substack.com patreon.com linktr.ee beacons.ai carrd.co
    google.com goo.gl forms.gle play.google.com sites.google.com docs.google.com drive.google.com
    apple.com apps.apple.com itunes.apple.com microsoft.com office.com sharepoint.com onedrive.com
    dropbox.com box.com wetransfer.com notion.so notion.site github.com gitlab.com bitbucket.org
    amazon.com ebay.com etsy.com bit.ly tinyurl.com t.co ow.ly lnkd.in rb.gy calendly.com
    typeform.com surveymonkey.com eventbrite.com mailchimp.com mailchi.mp list-manage.com
    campaign-archive.com sendgrid.net hubspot.com salesforce.com zendesk.com intercom.io
    wordpress.com blogger.com tumblr.com wixsite.com squarespace.com shopify.com weebly.com
    wikipedia.org archive.org gofundme.com paypal.com paypal.me stripe.com""".split()
)

_DOTS = re.compile("[.\u3002\uff0e\uff61]")
_LONGEST = 253  # characters of a host name (RFC 1035, 2.3.4)


def ascii_host(host: str) -> str:
    """Return a host in lower case as A-labels (RFC 5891); empty if it is none.

    Code points are kept as they are: a Cyrillic letter gives another label than its Latin
    look-alike, and ß another than ss (IDNA 2008).
    """
    host = unicodedata.normalize("NFKC", host.strip().rstrip(".")).lower()
    if not host or len(host) > _LONGEST or host.startswith("["):
        return ""
    labels = _DOTS.split(unicodedata.normalize("NFC", host))
    if host.isascii():
        return ".".join(labels)
    try:
        coded = (
            one if one.isascii() else f"xn--{one.encode('punycode').decode()}" for one in labels
        )
        return ".".join(coded)
    except UnicodeError:
        return ""


def host_of(link: str) -> tuple[str, str]:
    """Return a link's host and the first segment of its path; a broken link has neither."""
    try:
        parts = urlsplit(link if "//" in link else f"//{link}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    return ascii_host(host), parts.path.strip("/").partition("/")[0].casefold()


@cache
def _suffixes() -> PublicSuffixList:
    """Return the list, read once a process: it takes a quarter of a second, and never changes."""
    return PublicSuffixList()


class HostIndex:
    """Entries by host; the hosts below an entry's host are the entry's too."""

    def __init__(self) -> None:
        self._suffixes = _suffixes()
        self._hosts: dict[str, tuple[Entry, ...]] = {}

    def add(self, entry: Entry) -> None:
        """Index an entry's domains and the host of its website."""
        for key in dict.fromkeys(self._keys(entry)):
            self._hosts[key] = (*self._hosts.get(key, ()), entry)

    def _keys(self, entry: Entry) -> Iterator[str]:
        for domain in entry.domains:
            if not self.shared(host := ascii_host(domain)):
                yield host
        host, page = host_of(entry.website)
        if host and not self.shared(host):
            yield host
        elif host in PLATFORMS and page:
            yield f"{host}/{page}"

    def shared(self, domain: str) -> str:
        """Return why a domain identifies nobody: a provider, a platform, a suffix; else empty."""
        host = ascii_host(domain)
        if host in FREE_MAIL:
            return "a mail provider that everybody uses"
        if host in PLATFORMS:
            return "a platform on which everybody may have a page"
        if host and self._suffixes.privatesuffix(host) is None:
            return "a public suffix, shared by many"
        return ""

    def by_host(self, host: str) -> tuple[Entry, ...]:
        """Return the entries of a host or of a domain above it, down to the registrable one."""
        host = ascii_host(host)
        registrable = self._suffixes.privatesuffix(host) if host else None
        if registrable is None:
            return ()
        while True:
            if host in FREE_MAIL or host in PLATFORMS:
                return ()
            if host in self._hosts:
                return self._hosts[host]
            if host == registrable:
                return ()
            host = host.partition(".")[2]

    def by_link(self, link: str) -> tuple[Entry, ...]:
        """Return the entries of a link's host, or of its page on a platform."""
        host, page = host_of(link)
        return self._hosts.get(f"{host}/{page}", ()) if host in PLATFORMS else self.by_host(host)

    def like(self, text: str) -> Iterable[Entry]:
        """Return the entries with a host that contains `text`."""
        wanted = ascii_host(text)
        found = (entries for host, entries in self._hosts.items() if wanted and wanted in host)
        return [entry for entries in found for entry in entries]
