"""The grid of letters, types and languages has no holes, and no letter a fact of its own."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import replies
from replies import reasons
from replies.letters import Replies, template_path
from replies.markup import WIDTH
from replies.profile import TOPICS, Company
from replies.samples import check_all, sample, sample_recipient, variants
from replies.words import LANGUAGES, TEMPLATES, words

LETTERS = replies.load()
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{% (?:include|for|if) .*?%\}")
_FIRST_WORDS = re.compile(r"(?:profile\.)?[a-z_.]+")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_letter_is_written_in_every_language(lang: str) -> None:
    """Each row of the catalogue has a template, its own or the shared one."""
    for kind in LETTERS.catalogue():
        assert template_path(kind, lang).is_file()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_have_the_same_files(lang: str) -> None:
    """No language has a letter, topic or part that another one lacks."""
    files = {
        code: {path.relative_to(TEMPLATES / code) for path in (TEMPLATES / code).rglob("*.*")}
        for code in ("en", lang)
    }
    assert files[lang] == files["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_say_the_same_facts(lang: str) -> None:
    """A letter names the same dates, names, links and conditions in each language."""
    for path in sorted((TEMPLATES / "en").rglob("*.j2")):
        english, other = (
            set(
                _EXPRESSION.findall(
                    (TEMPLATES / code / path.relative_to(TEMPLATES / "en")).read_text()
                )
            )
            for code in ("en", lang)
        )
        named = [
            {
                m
                for one in found
                for m in re.findall(r"profile\.[a-z_.]+|[a-z]+_on\b|link|kept", one)
            }
            for found in (english, other)
        ]
        assert named[0] == named[1], f"{lang}/{path.relative_to(TEMPLATES / 'en')}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_cover_types_reasons_and_lists(lang: str) -> None:
    """Every request type with letters, every reason and every list entry has words."""
    said, english = words(lang), words("en")
    assert set(said.types) == {kind.type for kind in LETTERS.catalogue()}
    assert set(said.reasons) == set(reasons.refusals()) - {"other"}
    assert set(said.extensions) == set(reasons.extensions()) - {"other_extension"}
    assert set(said.items) == set(english.items)
    assert set(said.law) == set(english.law)
    assert {t for t, row in said.types.items() if row.you} == {
        t for t, row in english.types.items() if row.you
    }


def test_no_template_is_left_over() -> None:
    """Every template file belongs to a letter, a topic or a part."""
    used = {template_path(kind, "en") for kind in LETTERS.catalogue()}
    used |= {TEMPLATES / "en/policy_question/topics" / f"{topic}.j2" for topic in TOPICS}
    used |= set((TEMPLATES / "en/_shared/parts").glob("*.j2"))
    used |= {TEMPLATES / "en/_shared/frame.j2", TEMPLATES / "en/complaint/routes.j2"}
    assert set((TEMPLATES / "en").rglob("*.j2")) == used


def test_no_letter_breaks_a_rule() -> None:
    """With complete facts, no letter, language, topic or reason gives a finding."""
    assert check_all(LETTERS) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plain_text_fits_72_columns(lang: str) -> None:
    """No line is longer than 72 columns, unless it is one unbreakable address."""
    for kind in LETTERS.catalogue():
        for line in LETTERS.render(kind.key, lang, sample(kind, lang)).text.splitlines():
            assert len(line) <= WIDTH or len(line.strip(" -(").split()) == 1, (kind.key, line)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_letters_hold_no_company_fact(lang: str) -> None:
    """With another company's profile nothing of the first company is left in any letter."""
    company = Company(
        "Fabrikam", "Fabrikam GmbH", ("Musterweg 1", "Berlin"), "datenschutz@fabrikam.example",
        "https://fabrikam.example", ("fabrikam.example",),
    )  # fmt: skip
    ours = LETTERS.profile
    other = Replies(replace(ours, company=company))
    own_links = {ours.policy.url, ours.desks.support, ours.desks.contracts, ours.desks.security}
    own_links |= {ours.urls.data_collection_policy, ours.urls.preference_centre, ours.dpo.email}
    own_links |= {ours.eu_representative.name, ours.eu_representative.email, "data.segment.com"}
    for kind in other.catalogue():
        for _, facts in (("", sample(kind, lang)), *variants(kind, lang)):
            text = " ".join(other.render(kind.key, lang, facts).text.split())
            for known in sorted(own_links, key=len, reverse=True):
                text = text.replace(known, "")
            assert "segment" not in text.lower(), kind.key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_complaint_is_acknowledged_without_an_apology(lang: str) -> None:
    """Nobody has looked into it yet, so that nothing is admitted: no "sorry", in no language."""
    facts = sample(LETTERS.kind("complaint/acknowledge"), lang)
    said = LETTERS.render("complaint/acknowledge", lang, facts).text.lower()
    apologies = r"sorry|apolog|leid|entschuldig|regrett|désolé|excus|sentimos|disculp|dispiac|scus"
    assert not re.search(rf"{apologies}|spijt|excuus|przykro|przepr|lament|desculp", said)


def test_a_missing_language_falls_back_to_english_and_says_so() -> None:
    """A Japanese request gets the English letter, marked as a fallback."""
    facts = sample(LETTERS.kind("delete/acknowledge"))
    letter = LETTERS.render("delete/acknowledge", "ja", facts)
    assert letter.fallback_language
    assert letter.lang == "en"
    assert not LETTERS.render(
        "delete/acknowledge", "de", replace(facts, language="de")
    ).fallback_language


def test_an_unknown_letter_names_those_that_there_are() -> None:
    """The error for a wrong key lists the letters of the type."""
    with pytest.raises(replies.NoSuchLetter, match="delete/acknowledge"):
        LETTERS.render("delete/nonsense", "en", sample(LETTERS.kind("delete/acknowledge")))


def test_a_letter_without_its_facts_is_not_written() -> None:
    """A refusal without a reason is not rendered; the error names the field."""
    kind = LETTERS.kind("delete/decline")
    with pytest.raises(replies.CannotRender, match="reason"):
        LETTERS.render(kind.key, "en", replace(sample(kind), reason=""))


def test_dataclasses_come_without_the_template_engine() -> None:
    """Importing the facts does not load Jinja."""
    code = "import sys, replies, replies.facts; print('jinja2' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sample_letters_need_no_second_look_beyond_their_row(lang: str) -> None:
    """With an authenticated asker only refusals and letters about children need two people."""
    for kind in LETTERS.catalogue():
        why = LETTERS.second_approver(kind, sample(kind, lang), sample_recipient(kind))
        refuses = kind.outcome in ("denied", "partly_fulfilled")
        assert bool(why) == (refuses or kind.type == "child"), kind.key


def test_a_question_without_a_topic_is_answered_by_its_words() -> None:
    """The draft answers what was asked even before staff choose a topic."""
    kind = LETTERS.kind("policy_question/answer")
    facts = replace(sample(kind), topic="", original_text="Who is your payment processor?")
    assert "Stripe" in LETTERS.render(kind.key, "en", facts).text


@pytest.mark.parametrize(
    ("jurisdiction", "ground"),
    [
        ("eu", "Article 17(3)(b) of the GDPR"),
        ("", "Article 17(3)(b) of the GDPR"),
        ("uk", "Article 17(3)(b) of the UK GDPR"),
        ("ch", "Article 31(1) of the Swiss"),
        ("br", "Article 16 of the Brazilian"),
        ("us-ca", "§ 1798.105(d)(8)"),
        ("us-va", "Va. Code § 59.1-577"),
        ("us-fl", "the data protection law that applies"),
        ("other", "the data protection law that applies"),
    ],
)
def test_the_ground_follows_the_law_that_applies(jurisdiction: str, ground: str) -> None:
    """Data that must be kept are refused by the article of the person's own law."""
    kind = LETTERS.kind("delete/decline")
    text = LETTERS.render(kind.key, "en", replace(sample(kind), jurisdiction=jurisdiction)).text
    assert ground in " ".join(text.split())


def test_staff_may_name_the_ground_themselves() -> None:
    """What staff give goes before what the table gives."""
    kind = LETTERS.kind("delete/decline")
    facts = replace(sample(kind), legal_ground="section 35 of the Federal Data Protection Act")
    assert "section 35 of the Federal" in " ".join(
        LETTERS.render(kind.key, "en", facts).text.split()
    )
