"""Each rule has drafts that it passes and drafts that it stops, as staff may edit them."""

from dataclasses import replace
from typing import Any

import pytest

from replies import Recipient
from replies.rules import RULES
from replies.samples import sample, sample_recipient
from tests.replies.drafts import LETTERS, ME, PASSED, STOPPED, Draft


@pytest.mark.parametrize(
    ("rule", "draft"),
    [(rule, draft) for rule, drafts in STOPPED.items() for draft in drafts],
    ids=[f"{rule}-{d.lang}-{i}" for rule, drafts in STOPPED.items() for i, d in enumerate(drafts)],
)
def test_a_rule_stops_what_it_is_for(rule: str, draft: Draft) -> None:
    """The unedited letter passes the rule, the draft does not."""
    plain = Draft(draft.key, lang=draft.lang)
    assert rule not in plain.found()
    assert rule in draft.found()


@pytest.mark.parametrize("draft", PASSED, ids=[f"{i}-{d.key}" for i, d in enumerate(PASSED)])
def test_careful_edits_pass_every_rule(draft: Draft) -> None:
    """What a careful person writes is not stopped, and not even remarked on."""
    assert draft.found() == set()


def test_every_rule_has_a_draft_that_it_stops() -> None:
    """No rule is without proof that it can find something."""
    assert {rule for rule, _, _ in RULES} == set(STOPPED)


@pytest.mark.parametrize(
    "endless",
    ["a" * 99_999, "[" + " " * 99_999, "1 " * 50_000, "a@" * 50_000, "not passport " * 9_000],
    ids=["word", "bracket", "digits", "addresses", "negations"],
)
def test_no_text_makes_the_check_endless(endless: str) -> None:
    """A pasted novel is called too long, and the other rules still come to an end."""
    kind = LETTERS.kind("delete/decline")
    found = LETTERS.check(endless, "x", kind, sample(kind), sample_recipient(kind), lang="en")
    assert "not_too_long" in {finding.rule for finding in found}


def test_rule_ids_are_unique() -> None:
    """A finding's id names one rule."""
    ids = [rule for rule, _, _ in RULES]
    assert len(ids) == len(set(ids))


def test_errors_come_before_warnings_and_quote_no_person() -> None:
    """The card shows errors first; messages hold nobody's name or address."""
    kind = LETTERS.kind("delete/decline")
    facts = replace(sample(kind), reason="", original_text="Zebulon Quix lives here")
    to = Recipient("zebulon.quix@example.org", asked_from=ME, authentication="fail")
    text = "Dear Zebulon Quix, no. lee@elsewhere.example {{ x }}"
    found = LETTERS.check(text, "x", kind, facts, to, lang="en")
    severities = [finding.severity for finding in found]
    assert severities == sorted(severities)
    told = " ".join(finding.message for finding in found).lower()
    assert not any(word in told for word in ("zebulon", "quix", "lee@", "robin"))


@pytest.mark.parametrize(
    ("key", "facts", "to", "two"),
    [
        ("access/acknowledge", {}, {}, False),
        ("delete/decline", {}, {}, True),
        ("delete/complete_partly", {}, {}, True),
        ("child/acknowledge", {}, {}, True),
        ("delete/complete", {"types": ("delete", "child")}, {}, True),
        ("delete/acknowledge", {}, {"address": "other@example.org"}, True),
        ("access/complete", {}, {"authentication": "fail"}, True),
        ("access/acknowledge", {}, {"authentication": "fail"}, False),
        ("access/complete", {}, {"reply_to_elsewhere": True}, True),
        ("access/complete", {}, {"authentication": "none"}, False),
    ],
)
def test_when_two_people_must_approve(
    key: str, facts: dict[str, Any], to: dict[str, Any], *, two: bool
) -> None:
    """Refusals, children, other addresses, and failed authentication where data are at stake."""
    kind = LETTERS.kind(key)
    recipient = replace(sample_recipient(kind), **to)
    assert bool(LETTERS.second_approver(kind, replace(sample(kind), **facts), recipient)) == two


def test_a_handover_leaves_out_what_is_not_for_the_party() -> None:
    """An employer that gets a deletion request does not learn of the complaint beside it."""
    kind = LETTERS.kind("delete/handover_organisation")
    facts = replace(sample(kind), types=("delete", "complaint", "optout_marketing"))
    text = LETTERS.render(kind.key, "en", facts).text
    assert "deletion of personal data" in text
    assert "complaint" not in text
    assert "marketing" not in text


def test_an_agent_is_addressed_as_an_agent() -> None:
    """The agent is greeted, and the request is the person's, not the agent's own."""
    kind = LETTERS.kind("delete/acknowledge")
    facts = replace(
        sample(kind), sender="agent", agent_name="Optery", recipient_name="", person_name="Kim Lee"
    )
    text = LETTERS.render(kind.key, "en", facts).text
    assert "Dear Optery," in text
    assert "on behalf of Kim Lee" in text
    assert "your personal data" not in text
