"""A profile is right as a whole or refused with everything that is wrong with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

import replies
from replies.profile_file import SHIPPED

TEXT = SHIPPED.read_text(encoding="utf-8")


def faults_of(path: Path, text: str) -> tuple[str, ...]:
    """Return what `load` finds wrong with a profile of this text."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(replies.ProfileError) as caught:
        replies.load(path)
    return caught.value.faults


def test_the_shipped_profile_holds_the_facts_of_the_policy() -> None:
    """Names, addresses and numbers are those of the privacy policy."""
    profile = replies.load().profile
    assert profile.company.legal_name == "Segment.io, Inc."
    assert profile.company.email == "privacy@segment.com"
    assert profile.eu_representative.name == "Segment Technologies Ireland, Limited"
    assert profile.children.age == 16
    assert profile.payment.processor == "Stripe"
    assert profile.policy.effective.isoformat() == "2018-07-18"
    assert len(profile.organisations.administrator_may) == 7
    assert not profile.transfers.privacy_shield_is_a_basis


def test_tasks_are_typed() -> None:
    """Fulfilment tasks have a system, an owner and working days; a type without has none."""
    profile = replies.load().profile
    assert {rule.system for rule in profile.tasks_for("delete")} >= {"CRM", "Suppression list"}
    assert all(rule.owner and rule.days > 0 for rule in profile.tasks_for("delete"))
    assert profile.tasks_for("policy_question") == ()


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    """Three mistakes in three places are three lines, each naming the place."""
    text = TEXT.replace('email = "privacy@segment.com"\nwebsite', 'email = "nobody"\nwebsite')
    text = text.replace("age = 16", 'age = "sixteen"')
    text = text.replace('processor = "Stripe"\n', "")
    faults = faults_of(tmp_path / "p.toml", text)
    joined = "\n".join(faults)
    assert "children.age" in joined
    assert "payment.processor" in joined
    assert len(faults) == 2  # what needs the whole profile is looked at next
    text = text.replace('age = "sixteen"', "age = 16").replace(
        "[payment]\n", '[payment]\nprocessor = "S"\n'
    )
    assert any("company.email" in fault for fault in faults_of(tmp_path / "p.toml", text))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda t: t.replace("is_a_basis = false", "is_a_basis = true"), "Privacy Shield"),
        (lambda t: t.replace('"affiliates"', '"cousins"'), "cousins"),
        (lambda t: t.replace('"complaint", "appeal"]', '"complaint", "apeal"]'), "apeal"),
        (lambda t: t.replace("[[tasks.child]]", "[[tasks.kid]]"), "kid"),
        (lambda t: t.replace("reply_days = 14", "reply_days = 0"), "reply_days"),
        (lambda t: t.replace("https://stripe.com", "stripe.com"), "payment.url"),
        (lambda t: t.replace('eu = { name = ""', 'fr = { name = ""'), "regulators.eu"),
        (lambda t: t.replace("hosts = [", "hosts = [] # ["), "delivery.hosts"),
        (lambda t: t.replace("sells = false", "sels = false"), "sels"),
        (lambda t: "[company", "TOML"),
    ],
)
def test_each_fault_names_its_place(
    tmp_path: Path, change: Callable[[str], str], named: str
) -> None:
    """A mistake in the profile is found, and the message says where."""
    changed = change(TEXT)
    assert changed != TEXT
    assert any(named in fault for fault in faults_of(tmp_path / "p.toml", changed))


def test_a_missing_profile_says_so(tmp_path: Path) -> None:
    """A path that leads nowhere is a clear error."""
    with pytest.raises(replies.ProfileError, match="no such file"):
        replies.load(tmp_path / "none.toml")


def test_a_list_entry_can_bring_its_own_words(tmp_path: Path) -> None:
    """A power of administrators that we have no words for is given by language."""
    path = tmp_path / "p.toml"
    own = '{ en = "export everything", de = "alles exportieren" }'
    path.write_text(TEXT.replace('"reset_password"', own), encoding="utf-8")
    letters = replies.load(path)
    from replies.samples import sample

    kind = letters.kind("access/redirect_organisation")
    assert "- export everything" in letters.render(kind.key, "en", sample(kind)).text
    assert "- alles exportieren" in letters.render(kind.key, "de", sample(kind, "de")).text
    assert "- export everything" in letters.render(kind.key, "fr", sample(kind, "fr")).text


def test_regulators_follow_the_jurisdiction() -> None:
    """A state's own row, else the country's, else the general one; unknown counts as EU."""
    profile = replies.load().profile
    assert "ICO" in profile.regulator("uk").name
    assert "California" in profile.regulator("us-ca").name
    assert profile.regulator("us-va").name == "state_attorney_general"
    assert profile.regulator("") == profile.regulator("eu")
    assert profile.regulator("jp").name == ""
