"""The index of the directory: who is found, and above all who is not."""

import pytest

from bot.core.mail import Address, Forwarded, InboundMail
from bot.core.parties import Entry, EntryKind, Hit, How, Role
from bot.edges.store.directory_domains import ascii_host
from bot.edges.store.directory_index import DirectoryIndex
from bot.edges.store.directory_names import joined

CLIENT, ORGANISATION = EntryKind.CLIENT, EntryKind.ORGANISATION
LARKSPUR = Entry(
    "Larkspur Outfitters Ltd.", CLIENT, ("larkspur.example",), ("Larkspur",), id=1
)  # fmt: skip
KAFFEE = Entry("Kaffeekiste GmbH", CLIENT, ("kaffeekiste.example", "straße.example"), id=2)
MANGO = Entry("Mango Garden", CLIENT, (), ("Mango",), website="https://mango.co.uk/", id=3)
PULSE = Entry("PulseFit", CLIENT, ("pulsefit.example",), (), id=4)
SHOP = Entry("Tiny Teapots", CLIENT, (), (), website="https://tinyteapots.myshopify.com", id=5)
PAGE = Entry("Bluebell Bakery", CLIENT, (), (), website="https://facebook.com/bluebell", id=6)
SHARED = ("gmail.com", "co.uk")  # listed by mistake
SCHOOL = Entry(
    "Hartwell University", ORGANISATION, ("hartwell.example", *SHARED), ("HU", "Hartwell"), id=7
)
TOWN = Entry("Stadtwerke Lindau", ORGANISATION, ("stadtwerke-lindau.example",), id=8)
POLISH = Entry("Kawiarenka", CLIENT, ("kawiarenka.example",), (), id=9)
VELO = Entry("Vélo Comptoir SARL", CLIENT, ("velocomptoir.example",), (), id=10)

BAKER = Entry("Bäckerei Öhlmann", CLIENT, (), (), id=11)


@pytest.fixture(scope="module")
def index() -> DirectoryIndex:
    """Eleven entries."""
    return DirectoryIndex(
        [LARKSPUR, KAFFEE, MANGO, PULSE, SHOP, PAGE, SCHOOL, TOWN, POLISH, VELO, BAKER]
    )


def sent_from(email: str, name: str = "") -> InboundMail:
    """Return a mail that says nothing."""
    return InboundMail(senders=(Address(email, name),))


def certain(hits: list[Hit]) -> set[str]:
    """Return the names of the entries that are no mere candidates."""
    return {hit.entry.name for hit in hits if hit.how is not How.FUZZY}


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("a@hartwell.example", "Hartwell University"),
        ("a@cs.mail.hartwell.example", "Hartwell University"),
        ("a@HARTWELL.example.", "Hartwell University"),
        ("a@mango.co.uk", "Mango Garden"),
        ("a@tinyteapots.myshopify.com", "Tiny Teapots"),
        ("a@xn--strae-oqa.example", "Kaffeekiste GmbH"),
        ("a@straße.example", "Kaffeekiste GmbH"),
    ],
)
def test_a_senders_domain_or_a_host_below_it(index: DirectoryIndex, email: str, name: str) -> None:
    """Public suffixes and code points are respected."""
    assert certain(index.find(sent_from(email))) == {name}


@pytest.mark.parametrize(
    "email",
    [
        "a@gmail.com", "a@googlemail.com", "a@co.uk", "a@other.co.uk", "a@myshopify.com",
        "a@other.myshopify.com", "a@facebook.com", "a@hartwe11.example", "a@hartwell.example.evil",
        "a@hartwell-example.evil", "a@hаrtwell.example", "a@strasse.example",
        "a@evilhartwell.example",
        "a@example", "a", "a@", "a@[127.0.0.1]", "a@..", "a@xn--", "a@" + "x." * 200 + "example",
    ],
)  # fmt: skip
def test_shared_and_look_alike_domains_identify_nobody(index: DirectoryIndex, email: str) -> None:
    """Not even when an entry lists a provider or a public suffix by mistake."""
    assert index.find(sent_from(email)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("see https://www.larkspur.example/cart?x=1", LARKSPUR.name),
        ("see http://shop.larkspur.example", LARKSPUR.name),
        ("it was larkspur.example.", LARKSPUR.name),
        ("(www.mango.co.uk/pots)", MANGO.name),
        ("https://www.facebook.com/bluebell/photos", PAGE.name),
        ("write to support@pulsefit.example", PULSE.name),
    ],
)
def test_links_hosts_and_addresses_in_the_text(index: DirectoryIndex, text: str, name: str) -> None:
    """With and without scheme, below the entry's host, on a platform by its page."""
    assert certain(index.find(InboundMail(visible=text))) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.test/larkspur.example", "https://larkspur.example@evil.test/",
        "https://evil.test/?to=larkspur.example", "larkspur.example.evil.test", "xlarkspur.example",
        "https://lаrkspur.example", "https://facebook.com/other", "https://facebook.com",
        "https://[::1", "-larkspur.example-",
    ],
)  # fmt: skip
def test_a_host_inside_something_else_is_none(index: DirectoryIndex, text: str) -> None:
    """Paths, queries, user names and longer hosts do not count."""
    assert certain(index.find(InboundMail(visible=text, links=(text,)))) == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I bought boots at Larkspur Outfitters", LARKSPUR.name),
        ("Larkspur's script follows me", LARKSPUR.name),
        ("i bought boots at larkspur last week", LARKSPUR.name),
        ("they are @larkspur, my ordered boots came from larkspur", LARKSPUR.name),
        ("my LARKSPUR account", LARKSPUR.name),
        ("bei der Kaffeekiste bestellt", KAFFEE.name),
        ("mein Kaffeekistenkonto löschen", KAFFEE.name),
        ("das Kaffeekiste-Abo", KAFFEE.name),
        ("die Daten der Kaffeekiste GmbH", KAFFEE.name),
        ("the Pulse Fit app", PULSE.name),
        ("pulsefit kept my weight", PULSE.name),
        ("bei den Stadtwerken Lindau", TOWN.name),
        ("kupiłam kawę w Kawiarence", None),
        ("konto w Kawiarenki", POLISH.name),
        ("die App der Bäckerei Öhlmann", BAKER.name),
        ("die App der Baeckerei Oehlmann", BAKER.name),
        ("die App der Backerei Ohlmann", BAKER.name),
        ("chez Velo Comptoir", VELO.name),
        ("chez VÉLO\nCOMPTOIR", VELO.name),
        ("a customer account with mango", MANGO.name),
        ("the Mango app", MANGO.name),
        ("I study at HU and want my student data", SCHOOL.name),
    ],
)
def test_names_as_people_write_them(index: DirectoryIndex, text: str, name: str | None) -> None:
    """Genitives, inflections, compounds, accents, legal forms, lower case with words around."""
    assert certain(index.find(InboundMail(visible=text))) == ({name} if name else set())


@pytest.mark.parametrize(
    "text",
    [
        "I ate a mango and spilt it over my keyboard",
        "An orange or a Mango, I forgot which",
        "Please talk to Dr. Hartwell about my request",
        "My name is Jane Hartwell and I want my data",
        "I live at 5 Hartwell Street in Leeds",
        "I study at Hartwell College in Bath and want my data",
        "I stayed at Larkspur Hotels in Rome and want my data",
        "Ich wohne in Lindau am See",
        "hu? what do you mean by this",
        "the pulse fitted well",
        "larks purr at night, in my opinion",
        "Kaffee kistenweise gekauft",
    ],
)
def test_nouns_people_places_and_others_are_no_hits(index: DirectoryIndex, text: str) -> None:
    """A name needs capitals or words around it, and must not be part of another name."""
    assert certain(index.find(InboundMail(visible=text))) == set()


def test_the_writers_own_name_is_no_company(index: DirectoryIndex) -> None:
    """A surname in the From header is not looked up."""
    mail = InboundMail(senders=(Address("j@x.example", "Jane Hartwell"),), visible="Hartwell here.")
    assert index.find(mail) == []


def test_a_signature_is_known_as_one(index: DirectoryIndex) -> None:
    """Whether the parser found it or it merely stands under the mail."""
    parsed = InboundMail(visible="Stop the mails.", signature="Jo Park\nPulseFit")
    merely = InboundMail(visible="Stop the mails.\n\nJo Park\nPulseFit Inc\nwww.pulsefit.example")
    for mail in (parsed, merely):
        names = [hit for hit in index.find(mail) if hit.how is How.NAME]
        assert {hit.role for hit in names} == {Role.SIGNATURE}


def test_a_forwarded_mail_counts(index: DirectoryIndex) -> None:
    """Its sender's domain and its words."""
    inner = Forwarded(Address("p@hartwell.example"), "", "", "I bought at Kaffeekiste.")
    hits = index.find(InboundMail(senders=(Address("me@own.example"),), forwarded=inner))
    assert {(hit.how, hit.entry.name) for hit in hits} == {
        (How.FORWARDED, SCHOOL.name),
        (How.NAME, KAFFEE.name),
    }


def test_quoted_text_names_nobody(index: DirectoryIndex) -> None:
    """What we wrote ourselves does not come back as evidence."""
    link = "https://pulsefit.example/x"
    mail = InboundMail(visible="Yes.", quoted=f"> PulseFit {link}", links=(link,))
    assert index.find(mail) == []


@pytest.mark.parametrize("text", ["I bought at Larkspor", "Kaffekiste verkauft Kaffee"])
def test_a_similar_name_is_only_a_candidate(index: DirectoryIndex, text: str) -> None:
    """It is marked as such, with a confidence that nothing accepts."""
    hits = index.find(InboundMail(visible=text))
    assert {hit.how for hit in hits} == {How.FUZZY}
    assert all(hit.confidence < 0.5 for hit in hits)


def test_short_names_are_never_similar(index: DirectoryIndex) -> None:
    """Three letters are like too many others."""
    assert index.find(InboundMail(visible="I bought at Mangu, says HV")) == []


def test_an_entry_in_two_files_is_one(index: DirectoryIndex) -> None:
    """The later one counts, so that it is not its own rival."""
    later = Entry("PULSEFIT", CLIENT, ("pulsefit.example",), id=12)
    twice = DirectoryIndex([PULSE, later])
    assert {hit.entry.id for hit in twice.find(InboundMail(visible="my PulseFit app"))} == {12}


def test_lookup_takes_a_bare_name(index: DirectoryIndex) -> None:
    """What staff type needs no words around it."""
    assert certain(index.lookup("mango")) == {MANGO.name}
    assert certain(index.lookup("larkspur outfitters limited")) == {LARKSPUR.name}
    assert index.lookup("nobody at all") == []


def test_search_suggests_while_somebody_types(index: DirectoryIndex) -> None:
    """Parts of names and domains, and what is similar."""
    assert index.search("larksp")[0] == LARKSPUR
    assert index.search("stadtwerke-lin")[0] == TOWN
    assert index.search("Kafeekiste")[0] == KAFFEE
    assert index.search("  ") == []


def test_remarks_say_which_domains_never_identify(index: DirectoryIndex) -> None:
    """A provider and a public suffix."""
    assert [remark.split(";")[0] for remark in index.remarks(SCHOOL)] == [
        "Hartwell University: gmail.com is a mail provider that everybody uses",
        "Hartwell University: co.uk is a public suffix, shared by many",
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Kaffeekiste GmbH & Co. KG", "kaffeekiste"),
        ("Officine Marchetti S.p.A.", "officinemarchetti"),
        ("Vélo Comptoir SARL", "velocomptoir"),
        ("Tulpenwinkel B.V.", "tulpenwinkel"),
        ("H&M AB", "hm"),
        ("Łódź Sp. z o.o.", "lodz"),
        ("AG", "ag"),
    ],
)
def test_legal_forms_are_removed(name: str, key: str) -> None:
    """Names are compared without them, and never become empty."""
    assert joined(name) == key


def test_hosts_are_compared_by_code_point() -> None:
    """IDNA 2008: ß stays ß, a Cyrillic a is no Latin a, dots are dots."""
    assert ascii_host("Straße.Example") == "xn--strae-oqa.example"
    assert ascii_host("lаrk.example") != "lark.example"
    assert ascii_host("lark。example") == "lark.example"
