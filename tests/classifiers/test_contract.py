"""What every verdict keeps to, whatever the mail."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.assess import text_to_read
from bot.core.mail import InboundMail
from classifiers import JURISDICTIONS, PARTIES, SENDERS, Classifier, Correction, Text, load
from classifiers.model_files import ModelError


def test_importing_the_package_loads_no_spacy() -> None:
    """The parse child imports classifiers without paying for spaCy or numpy."""
    code = "import classifiers, sys; print([m for m in ('spacy', 'numpy') if m in sys.modules])"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert out.stdout.strip() == "[]"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(subject=st.text(max_size=60), body=st.text(max_size=300))
def test_any_text_gets_a_whole_verdict(small: Classifier, subject: str, body: str) -> None:
    """Odd characters, no words, no subject: there is always a label, and numbers in range."""
    (verdict,) = small.read([Text(subject, body)])
    assert verdict.types
    assert all(0 <= label.confidence <= 1 for label in (*verdict.types, *verdict.suggestions))
    assert verdict.band in {"sure", "confirm", "unsure"}
    assert verdict.unsure == (verdict.band == "unsure")
    assert verdict.party.kind in PARTIES
    assert verdict.sender.kind in SENDERS
    assert verdict.jurisdiction.code in JURISDICTIONS
    assert verdict.people >= 1
    assert verdict.model == small.name == "small"


def test_an_empty_mail_is_unsure(small: Classifier) -> None:
    """Where nothing is said, a person decides."""
    (verdict,) = small.read([Text("", "")])
    assert verdict.unsure
    assert verdict.language.code == "und"


def test_a_batch_reads_like_single_mails(small: Classifier) -> None:
    """A mail's verdict does not depend on its neighbours, and order is kept."""
    texts = [
        Text("hello", "please delete my account"),
        Text("", "stop sending me your newsletter"),
        Text("data", "what information do you hold about me?"),
    ]
    together = small.read(texts)
    apart = [small.read([text])[0] for text in texts]
    assert [v.types[0].type for v in together] == ["delete", "optout_marketing", "access"]
    assert [v.types[0].type for v in apart] == [v.types[0].type for v in together]
    for one, other in zip(together, apart, strict=True):
        assert one.types[0].confidence == pytest.approx(other.types[0].confidence, abs=0.002)


def test_several_demands_are_several_labels(shipped: Classifier) -> None:
    """A mail that asks for two things gets both labels."""
    (verdict,) = shipped.read(
        [
            Text(
                "Two requests",
                "Please delete my account and all my personal data. Also, unsubscribe me from "
                "your newsletter, I do not want any marketing emails.",
            )
        ]
    )
    assert {"delete", "optout_marketing"} <= {label.type for label in verdict.types}


@pytest.mark.parametrize("form", ["- Ab Cd, {}\n", "Name: Ab Cd\nEmail: {}\n\n", "{}, ", "{}\n"])
@pytest.mark.parametrize("count", [60, 2_000])
def test_a_list_of_people_is_no_bounce(shipped: Classifier, form: str, count: int) -> None:
    """An agent's request for many people is read as one, however many addresses it lists."""
    people = "".join(form.format(f"u{number}@post.example") for number in range(count))
    asked = "We act for the following people. Please delete all their personal data:\n"
    mail = InboundMail(subject="Deletion requests of our members", text=f"{asked}{people}\nAna")
    (verdict,) = shipped.read([text_to_read(mail)])
    assert [label.type for label in verdict.types] == ["delete"]
    assert verdict.band == "sure"
    assert verdict.sender.kind == "agent"


def test_headers_prove_a_machine(small: Classifier) -> None:
    """What the headers said is not guessed again from words."""
    (verdict,) = small.read([Text("Re: request", "please delete my account", machine="bounce")])
    assert [label.type for label in verdict.types] == ["bounce"]
    assert verdict.party.kind == "none"
    assert verdict.sender.kind == "machine"


def test_a_language_without_examples_is_unsure(small: Classifier) -> None:
    """A language that the model never met gets a guess, but is never guessed silently."""
    (verdict,) = small.read(
        [Text("Pyyntö", "Pyydän teitä poistamaan kaikki minua koskevat henkilötiedot.")]
    )
    assert verdict.language.code == "fi"
    assert verdict.unsure
    assert verdict.types


def test_the_reason_is_words_of_the_mail(small: Classifier) -> None:
    """The evidence shows words that stand in the mail, so that a person can check."""
    (verdict,) = small.read([Text("", "I want you to erase my account completely.")])
    why = verdict.types[0].why.partition(": ")[2].replace(",", "").split()
    assert why
    assert set(why) <= set("i want you to erase my account completely .".split())


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    """Without a model the error names the command that makes one."""
    with pytest.raises(ModelError, match="python -m classifiers train"):
        load(tmp_path)


def test_a_near_copy_gets_the_corrected_label(small_model: Path) -> None:
    """What staff corrected once is right at once for the same letter with another name."""
    classifier = load(small_model)
    letter = (
        "Dear team, please delete my account, our colleague has left us and the seat is free "
        "again, so that we can give it to somebody else. Kind regards, "
    )
    classifier.remember([Correction(Text("Seat", letter + "Anna"), ("access",))])
    near, far = classifier.read(
        [Text("Seat", letter + "Bruno"), Text("", "please delete my account")]
    )
    assert [label.type for label in near.types] == ["access"]
    assert not near.unsure
    assert far.types[0].type == "delete"


def test_corrections_with_unknown_types_are_refused(small_model: Path) -> None:
    """A type that no example has is a mistake, not a new type."""
    with pytest.raises(ValueError, match="nonsense"):
        load(small_model).remember([Correction(Text("a", "b"), ("nonsense",))])
