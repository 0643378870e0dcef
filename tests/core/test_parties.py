"""The rules of the party, one by one, without a directory and without a mail."""

import re

import pytest

from bot.core.catalogue import PartyKind, SenderKind
from bot.core.parties import Entry, EntryKind, Grounds, Hit, How, Role
from bot.core.party_evidence import SURE
from bot.core.party_roles import role_of
from bot.core.party_rules import RULES, decide_party
from bot.core.party_words import CLIENT_SITE, EMPLOYER, OWN_ACCOUNT, OWN_USERS, folded

SHOP = Entry("Larkspur", EntryKind.CLIENT, contact_email="p@larkspur.example", id=1)
GYM = Entry("PulseFit", EntryKind.CLIENT, contact_email="p@pulsefit.example", id=2)
SCHOOL = Entry("Hartwell", EntryKind.ORGANISATION, contact_email="it@hartwell.example", id=3)
DEPOT = Entry("Brightline", EntryKind.ORGANISATION, contact_email="it@brightline.example", id=4)

UNKNOWN, OWN = PartyKind.UNKNOWN, PartyKind.OWN_USER
CLIENT_DATA, ORG = PartyKind.CLIENT_DATA, PartyKind.ORG_ADMINISTERED


def hit(entry: Entry, how: How = How.NAME, role: Role = Role.PLAIN, evidence: str = "x") -> Hit:
    """Return a finding."""
    return Hit(entry, how, evidence, 0.9, role)


def grounds(reading: PartyKind, confidence: float, *hits: Hit, **more: object) -> Grounds:
    """Return grounds for a request for access."""
    return Grounds(reading, confidence, "words", hits, **{"type": "access", **more})  # type: ignore[arg-type]


def test_each_rule_has_a_name_of_its_own_or_reads_the_text() -> None:
    """`why` tells rules apart; only reading the text as it is has one row a kind."""
    names = [rule.why for rule in RULES if rule.why != "as the text reads"]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("reading", [UNKNOWN, OWN])
def test_a_named_client_outweighs_a_doubtful_reading(reading: PartyKind) -> None:
    """The reader often takes a client's customer for our own user."""
    party = decide_party(grounds(reading, 0.6, hit(SHOP)))
    assert (party.kind, party.entry, party.named_in_mail) == (CLIENT_DATA, SHOP, True)


def test_a_sure_reading_outweighs_a_mere_mention() -> None:
    """A name in passing does not make our user a client's."""
    assert decide_party(grounds(OWN, SURE, hit(SHOP))).kind is OWN


def test_a_customer_of_a_client_outweighs_a_sure_reading() -> None:
    """Who says that he bought there is the client's customer."""
    assert decide_party(grounds(OWN, 0.9, hit(SHOP, role=Role.SERVICE))).entry == SHOP


@pytest.mark.parametrize("role", [Role.SIGNATURE, Role.EMPLOYER])
def test_a_client_in_the_signature_or_as_employer_is_no_party(role: Role) -> None:
    """Who works for a client and asks about himself is our user."""
    assert decide_party(grounds(OWN, 0.6, hit(SHOP, role=role))).kind is OWN


def test_an_organisations_domain_administers() -> None:
    """The sender's domain decides, and does not name anybody in the mail."""
    party = decide_party(grounds(OWN, 0.9, hit(SCHOOL, How.SENDER)))
    assert (party.kind, party.entry, party.named_in_mail) == (ORG, SCHOOL, False)


def test_an_organisations_member_may_be_a_clients_customer() -> None:
    """Unless the text is about a client's site."""
    hits = (hit(SCHOOL, How.SENDER), hit(SHOP, role=Role.SERVICE))
    assert decide_party(grounds(OWN, 0.6, *hits)).entry == SHOP
    mention = (hit(SCHOOL, How.SENDER), hit(SHOP))
    assert decide_party(grounds(UNKNOWN, 0.6, *mention)).entry == SCHOOL


def test_several_certain_entries_are_candidates() -> None:
    """A person picks; nobody is chosen."""
    party = decide_party(grounds(CLIENT_DATA, 0.9, hit(SHOP), hit(GYM)))
    assert (party.entry, set(party.candidates)) == (None, {SHOP, GYM})


def test_better_evidence_decides_between_two() -> None:
    """The shop where he bought, not the one that he mentions; the richer of two namesakes."""
    hits = (hit(SHOP, role=Role.SERVICE, evidence="a"), hit(GYM, evidence="b"))
    assert decide_party(grounds(CLIENT_DATA, 0.9, *hits)).entry == SHOP
    shared = (hit(SHOP, evidence="a"), hit(GYM, evidence="a"), hit(GYM, How.LINK, evidence="g"))
    assert decide_party(grounds(CLIENT_DATA, 0.9, *shared)).entry == GYM


def test_a_similar_name_never_decides() -> None:
    """Neither the kind nor the entry."""
    fuzzy = hit(SHOP, How.FUZZY)
    assert decide_party(grounds(UNKNOWN, 0.5, fuzzy)).kind is UNKNOWN
    party = decide_party(grounds(CLIENT_DATA, 0.9, fuzzy))
    assert (party.entry, party.candidates) == (None, (SHOP,))


def test_a_client_is_a_customer_only_for_its_users() -> None:
    """For its own account it is our user."""
    sent = hit(SHOP, How.SENDER)
    theirs = decide_party(grounds(OWN, 0.5, sent, text="One of our customers wants her data"))
    assert (theirs.kind, theirs.entry, theirs.customer) == (CLIENT_DATA, SHOP, True)
    own = decide_party(grounds(OWN, 0.7, sent, text="Please close my account"))
    assert (own.kind, own.entry, own.customer) == (OWN, None, False)


def test_a_forward_from_a_clients_domain_is_its_users() -> None:
    """Who hands on a mail speaks for its writer."""
    party = decide_party(grounds(OWN, 0.5, hit(SHOP, How.SENDER), forwards=True))
    assert (party.entry, party.customer) == (SHOP, True)


@pytest.mark.parametrize("key", ["dpa_vendor", "support", "spam", "security_report"])
def test_a_desks_matter_has_no_party(key: str) -> None:
    """Whatever the domain says."""
    party = decide_party(grounds(PartyKind.NONE, 0.7, hit(SCHOOL, How.SENDER), type=key))
    assert (party.kind, party.entry) == (PartyKind.NONE, None)


def test_an_authority_may_name_whose_data() -> None:
    """Then the party is that client's."""
    party = decide_party(
        grounds(UNKNOWN, 0.4, hit(GYM), type="legal_process", sender=SenderKind.AUTHORITY)
    )
    assert party.entry == GYM


def test_a_request_is_never_nobodys() -> None:
    """A doubtful reading as nobody's would stop the clock."""
    assert decide_party(grounds(PartyKind.NONE, 0.6)).kind is UNKNOWN


def test_two_employers_are_candidates() -> None:
    """The domain says one, the words another."""
    hits = (hit(SCHOOL, How.SENDER, evidence="a"), hit(DEPOT, role=Role.EMPLOYER, evidence="b"))
    assert decide_party(grounds(ORG, 0.8, *hits)).entry is None


@pytest.mark.parametrize(
    ("before", "after", "role"),
    [
        ("I bought boots at ", " last week", Role.SERVICE),
        ("I work at ", " and want", Role.EMPLOYER),
        ("I worked for years at a bank and then bought shoes at ", ".", Role.SERVICE),
        ("I use your product at ", " as a developer", Role.EMPLOYER),
        ("ich nutze Ihr Produkt bei ", " täglich", Role.EMPLOYER),
        ("wir nutzen euer Tool bei ", "", Role.EMPLOYER),
        ("j'utilise votre outil chez ", "", Role.EMPLOYER),
        ("uso il vostro prodotto in ", "", Role.EMPLOYER),
        ("uso su producto en ", "", Role.EMPLOYER),
        ("ik gebruik jullie product bij ", "", Role.EMPLOYER),
        ("", " app sends you my steps", Role.SERVICE),
        ("", "'s privacy notice lists you", Role.SERVICE),
        ("Kundin bei der ", " seit 2019", Role.SERVICE),
        ("J'ai quitté ", " en mai", Role.EMPLOYER),
        ("soy clienta de ", "", Role.SERVICE),
        ("sono un dipendente di ", "", Role.EMPLOYER),
        ("ik werk bij ", "", Role.EMPLOYER),
        ("hallo, ich war bis mai beim ", " angestellt", Role.EMPLOYER),
        ("Uczyłam w ", " do czerwca", Role.EMPLOYER),
        ("zamówiłam tort w ", " przez internet", Role.SERVICE),
        ("Do dubna jsem pracovala u ", " jako účetní", Role.EMPLOYER),
        ("Nakupuji knihy v ", " už dlouho", Role.SERVICE),
        ("Jag jobbade på ", " till i maj", Role.EMPLOYER),
        ("Jag köpte kängor av ", " i våras", Role.SERVICE),
        ("Trabalhei no ", " até março", Role.EMPLOYER),
        ("Infirmier à l'", " jusqu'en mai", Role.EMPLOYER),
        ("I like ", " a lot", Role.PLAIN),
        ("Our team at ", " uses your product", Role.EMPLOYER),
        ("my employer ", " uses you", Role.EMPLOYER),
        ("", " delivered me boxes", Role.SERVICE),
        ("", " and Zest both list you", Role.SERVICE),
        ("her personal information which you process for ", "", Role.SERVICE),
    ],
)
def test_the_nearest_words_say_what_a_name_is(before: str, after: str, role: Role) -> None:
    """In ten languages."""
    assert role_of(folded(before), folded(after)) is role


@pytest.mark.parametrize(
    "text",
    [
        "your client's website", "one of your customers", "I have never heard of you",
        "the shop uses your script", "der Shop eines eurer Kunden", "nie von Ihnen gehört",
        "un de vos clients", "une appli qui utilise vos services", "una app que usa sus servicios",
        "un sito che usa i vostri cookie", "een van jullie klanten",
    ],
)  # fmt: skip
def test_words_for_a_clients_site(text: str) -> None:
    """An unnamed site or app."""
    assert CLIENT_SITE.search(folded(text))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (OWN_USERS, "one of our users"), (OWN_USERS, "eine unserer Kundinnen, unsere Kundin"),
        (OWN_USERS, "un de nos clients"), (OWN_USERS, "una de nuestras clientas"),
        (OWN_USERS, "un nostro utente"), (OWN_USERS, "een van onze klanten"),
        (OWN_USERS, "uno spettatore iscritto al nostro sito"), (OWN_USERS, "eine Kundin von uns"),
        (OWN_USERS, "l'une de nos voyageuses nous demande"), (OWN_USERS, "um sócio nosso"),
        (OWN_USERS, "nasza klientka"), (OWN_USERS, "náš zákazník"), (OWN_USERS, "våra kunder"),
        (OWN_USERS, "j'ai reçu d'une ancienne collaboratrice une demande"),
        (EMPLOYER, "konto służbowe"), (EMPLOYER, "pracovní účet"), (EMPLOYER, "jobbkonto"),
        (EMPLOYER, "conta da escola"),
        (EMPLOYER, "my work account"), (EMPLOYER, "mein Arbeitgeber"),
        (EMPLOYER, "mon employeur"), (EMPLOYER, "il mio datore di lavoro"),
        (OWN_ACCOUNT, "my account with you"), (OWN_ACCOUNT, "mein Konto bei Ihnen"),
        (OWN_ACCOUNT, "mon compte chez vous"), (OWN_ACCOUNT, "mijn account bij jullie"),
    ],
)  # fmt: skip
def test_words_for_relations(pattern: "re.Pattern[str]", text: str) -> None:
    """Of a writer to its own users, to an employer, to us."""
    assert pattern.search(folded(text))


def test_our_customer_service_is_nobodys_user() -> None:
    """Words that only begin like it do not count."""
    assert not OWN_USERS.search("please ask our customer service")


@pytest.mark.parametrize(
    ("text", "confidence", "kind"),
    [
        ("Un de nos lecteurs exerce son droit à l'effacement.", 0.63, CLIENT_DATA),
        ("Un de nos lecteurs ne voit plus ses statistiques.", 0.63, PartyKind.NONE),
        ("Un de nos lecteurs exerce son droit à l'effacement.", 0.95, PartyKind.NONE),
    ],
)
def test_a_client_that_hands_a_right_on_asks_for_no_support(
    text: str, confidence: float, kind: PartyKind
) -> None:
    """Where the reader is unsure, "our reader" and a right outweigh the words of a help desk."""
    sent = hit(SHOP, How.SENDER)
    asked = grounds(
        PartyKind.NONE, 0.6, sent, type="support", type_confidence=confidence, text=text
    )
    assert decide_party(asked).kind is kind
