"""Finds entries by host: public-suffix aware, IDN by code point, shared hosts excluded."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from bot.core.parties import Entry

# Mail providers that everybody uses: their domains say nothing about an organisation.
FREE_MAIL = frozenset(
    """gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es outlook.it hotmail.com
    hotmail.co.uk hotmail.de hotmail.fr hotmail.es hotmail.it hotmail.nl hotmail.be live.com live.de
    live.fr live.nl live.it live.co.uk msn.com passport.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr
    yahoo.es yahoo.it yahoo.nl yahoo.ca yahoo.com.br yahoo.com.mx yahoo.com.ar yahoo.co.in
    yahoo.co.jp yahoo.ie yahoo.pl yahoo.se ymail.com rocketmail.com icloud.com me.com mac.com
    privaterelay.appleid.com aol.com aol.de aol.co.uk aim.com gmx.de gmx.net gmx.at gmx.ch gmx.com
    gmx.fr gmx.es gmx.org web.de t-online.de freenet.de arcor.de online.de kabelmail.de vodafone.de
    posteo.de posteo.net posteo.org mailbox.org email.de mail.de proton.me protonmail.com
    protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.io tuta.com keemail.me
    fastmail.com fastmail.fm hey.com hushmail.com zoho.com zohomail.com zohomail.eu mail.com
    email.com usa.com duck.com simplelogin.com relay.firefox.com mozmail.com startmail.com
    runbox.com disroot.org riseup.net yandex.ru yandex.com ya.ru mail.ru bk.ru inbox.ru list.ru
    rambler.ru ukr.net i.ua orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net bbox.fr
    numericable.fr gmail.fr libero.it virgilio.it tiscali.it alice.it tin.it tim.it fastwebnet.it
    inwind.it iol.it email.it pec.it aruba.it terra.es telefonica.net movistar.es ono.com
    ziggo.nl kpnmail.nl kpnplanet.nl planet.nl xs4all.nl home.nl hetnet.nl casema.nl upcmail.nl
    chello.nl quicknet.nl telfort.nl telenet.be skynet.be proximus.be scarlet.be wp.pl o2.pl onet.pl
    onet.eu op.pl interia.pl interia.eu gazeta.pl poczta.onet.pl tlen.pl vp.pl sapo.pt iol.pt
    clix.pt mail.telepac.pt uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com
    btinternet.com btopenworld.com sky.com virginmedia.com blueyonder.co.uk ntlworld.com
    talktalk.net tiscali.co.uk comcast.net verizon.net att.net sbcglobal.net bellsouth.net
    cox.net charter.net earthlink.net juno.com optonline.net rogers.com shaw.ca sympatico.ca
    videotron.ca telus.net bigpond.com optusnet.com.au bluewin.ch hispeed.ch sunrise.ch
    aon.at chello.at a1.net inode.at qq.com 163.com 126.com sina.com sohu.com foxmail.com
    naver.com daum.net hanmail.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp
    seznam.cz email.cz centrum.cz centrum.sk azet.sk freemail.hu citromail.hu abv.bg walla.co.il
    telia.com bredband.net mail.dk online.no eircom.net rediffmail.com mail.bg net.hr""".split()
)

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


class HostIndex:
    """Entries by host; the hosts below an entry's host are the entry's too."""

    def __init__(self) -> None:
        self._suffixes = PublicSuffixList()
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
