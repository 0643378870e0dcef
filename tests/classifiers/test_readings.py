"""Jurisdiction, language, number of people and party are read from grounds in the mail."""

import time

import pytest

from classifiers import Classifier, Text
from classifiers.choice import CLUES
from classifiers.corpus import read_evaluation
from classifiers.jurisdiction import grounds, read_jurisdiction
from classifiers.language import identify
from classifiers.matcher import Matcher, read_phrases
from classifiers.people import count_people
from classifiers.windows import RELATIONS, cut_text, tells_relation
from classifiers.words import LONGEST_TEXT, fold, forget_words, remembered_words, tokens_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Under Article 15 GDPR I ask for access", "eu"),
        ("gemäß DSGVO verlange ich Auskunft", "eu"),
        ("en vertu du RGPD", "eu"),
        ("zgodnie z RODO", "eu"),
        ("This is a request under the UK GDPR", "uk"),
        ("Under the GDPR. I live in London.", "uk"),
        ("a complaint to the ICO", "uk"),
        ("nach revDSG", "ch"),
        ("12 Elm St, Foxton, CA 95112", "us-ca"),
        ("12 Elm St, Foxton, OH 45402", "us-other"),
        ("on page 12, ca 45112 lines", "none"),
        ("I am a California resident", "us-ca"),
        ("pursuant to the CCPA", "us-ca"),
        ("I am a resident of Colorado and cite the CCPA too", "us-other"),
        ("Nos termos da LGPD", "br"),
        ("under PIPEDA I request", "other"),
        ("My number is +49 30 5550 1234", "eu"),
        ("call me on +44 20 5550 1234", "uk"),
        ("Wohnhaft in Zürich", "ch"),
        ("Bitte löschen Sie mein Konto, max@beispiel.de", "none"),
        ("please delete my account", "none"),
        ("your Privacy Shield certificate", "none"),
    ],
)
def test_grounds_decide_the_jurisdiction(text: str, code: str) -> None:
    """A law, place or prefix decides; a language or a country domain alone does not."""
    found = read_jurisdiction(text)
    assert found.code == code
    assert bool(found.why) == (code != "none")


def test_the_index_of_beginnings_finds_what_a_plain_search_finds() -> None:
    """Patterns are tried only where a word begins as they may; none is missed by that."""
    postal = ["Come to SW1A 1AA soon", "he lives at x , ca 95112 now", "in , tx 73301"]
    for text in [*postal, *(f"{e.subject}\n{e.body}" for e in read_evaluation())]:
        plain = " ".join(fold(text).split())
        for row, match in grounds(plain):
            searched = row.pattern.search(plain)
            assert (match and match.span()) == (searched and searched.span())


@pytest.mark.parametrize(
    "fragment", ["a.", "a-", "a_", "1.", "a@", "a@a.", "a.b-", "www.", "e-", "1"]
)
def test_no_mail_makes_the_worker_stand_still(fragment: str) -> None:
    """Twenty thousand characters without an end are words in a blink: all threads wait for it."""
    text = (fragment * LONGEST_TEXT)[:LONGEST_TEXT]
    before = time.process_time()
    tokens_of(text)
    count_people(text, "agent")
    assert time.process_time() - before < 1


def test_no_sentence_is_remembered() -> None:
    """Words are remembered to be quick; a whole sentence written without spaces never is."""
    sentence = "私の個人情報を削除してください"
    forget_words()
    assert tokens_of(sentence).folded[0] == sentence[:2]
    assert 0 < remembered_words() < len(sentence)  # its pairs of letters, nothing else


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bitte löschen Sie alle meine Daten", "de"),
        ("Je souhaite supprimer mon compte", "fr"),
        ("please delete my account", "en"),
        ("Jag vill att ni raderar alla mina uppgifter, tack så mycket", "sv"),
        ("मेरा खाता और मेरी सारी जानकारी तुरंत हटा दीजिए", "hi"),
        ("Kan dere slette opplysningene om meg? Jeg har ikke fått noe svar.", "no"),
        ("Kan I slette oplysningerne om mig? Jeg har ikke fået noget svar.", "da"),
        ("12345 foo@example.org https://example.org/abc", "und"),
        ("", "und"),
        ("?!", "und"),
    ],
)
def test_language_is_identified_or_left_open(text: str, code: str) -> None:
    """Addresses, links and numbers are no language."""
    assert identify(text, ("en", "de", "da", "no")).code == code


@pytest.mark.parametrize(
    ("body", "sender", "people"),
    [
        ("Please delete my account a@example.org and b@example.org", "person", 1),
        ("Delete these:\n- a@example.org\n- b@example.org\n- c@example.org", "agent", 3),
        ("We act for the following three individuals.", "agent", 3),
        ("Requests for the following 12 consumers", "agent", 12),
        ("I have three children", "person", 1),
    ],
)
def test_people_are_counted_only_when_it_is_clear(body: str, sender: str, people: int) -> None:
    """A list or a stated number counts; several addresses in a sentence do not."""
    assert count_people(body, sender) == people


def test_common_words_of_a_relation_are_told_apart() -> None:
    """Words like "account" or "shop" inform the party, but are no features of the request."""
    cut = cut_text(
        "", "Please delete my account. I bought shoes in a shop.", Matcher(read_phrases())
    )
    assert not any(tells_relation(hit.phrase.name) for hit in cut.hits)
    assert {hit.phrase.name for hit in cut.relations} >= RELATIONS


def test_the_writers_own_account_is_told_from_no_relation(shipped: Classifier) -> None:
    """A named account is the writer's own; a request that names no relation is unknown."""
    own, unknown = shipped.read(
        [
            Text("My account", "I signed up for your free trial in May. Delete my account please."),
            Text("Erasure", "I request the erasure of all personal data concerning me, Art. 17."),
        ]
    )
    assert own.party.kind == "own_user"
    assert unknown.party.kind == "unknown"


@pytest.mark.parametrize("text", ["no ads 🙅\u200d♀️ please", "\u200d", "a \u200c b", "x \u0307 y"])
def test_a_joiner_that_joins_no_letters_is_no_word(text: str, shipped: Classifier) -> None:
    """The halves of an emoji, or a stray invisible sign, are read past; the mail is read."""
    assert all(tokens_of(text).folded)
    assert shipped.read([Text("", text)])[0].types


@pytest.mark.parametrize(
    ("body", "party"),
    [
        ("I had a trial account with you last year. Please erase everything.", "own_user"),
        (
            "I asked at your webinar and now your sales people ring me. Delete my number.",
            "own_user",
        ),
        ("Bitte nehmen Sie mich aus Ihrem Verteiler und löschen Sie meine Daten.", "own_user"),
        ("Delete the data that my gym's app sends to you about me.", "client_data"),
        ("I left the company; please delete my old work account.", "org_administered"),
        ("I request access to all personal data concerning me, Art. 15 GDPR.", "unknown"),
    ],
)
def test_a_clue_of_a_relation_outweighs_the_words_of_the_request(
    body: str, party: str, shipped: Classifier
) -> None:
    """One clear clue tells the party, however canonical the rest; without one it stays open."""
    assert shipped.read([Text("", body)])[0].party.kind == party


def test_every_clue_has_phrases_and_every_file_of_phrases_counts() -> None:
    """No clue is weighed that nothing finds, none is found that nothing weighs."""
    finer = {p.name for p in read_phrases() if p.name.count(".") > 1}
    assert finer == set(CLUES)
