"""Several requests in one mail: letters that together answer every line, none said twice."""

from dataclasses import replace

import pytest

from bot.core import commands as c
from bot.core.case import Clock, LetterState, Line
from bot.core.catalogue import PartyKind, Route
from bot.core.decide import decide
from bot.flows.drafting import Dossier
from replies.words import words
from tests.flows.clockwork import DUE
from tests.flows.test_letter_forms import DRAFTER, ENTRY, RECEIVED, REPLIES, dossier, errors


def asking(*types: str, route: Route = Route.US, **fields: object) -> Dossier:
    """Return a dossier of a case that asks for several things."""
    lines = tuple(
        Line(number, kind, route, Clock("GDPR", safe=DUE)) for number, kind in enumerate(types, 1)
    )
    return dossier(types[0], lines=lines, **fields)


def offered(of: Dossier) -> list[str]:
    """Return the keys of the letters that a card offers."""
    return [letter.key for letter in DRAFTER.first_drafts(of)]


@pytest.mark.parametrize(
    ("types", "keys"),
    [
        (["access", "delete"], ["access/acknowledge", "access/verify_identity"]),
        (
            ["access", "optout_marketing"],
            ["access/acknowledge", "optout_marketing/confirm", "access/verify_identity"],
        ),
        (
            ["optout_marketing", "delete"],
            ["optout_marketing/confirm", "delete/acknowledge", "delete/verify_identity"],
        ),
        (
            ["delete", "complaint"],
            ["delete/acknowledge", "complaint/acknowledge", "delete/verify_identity"],
        ),
        (
            ["access", "policy_question"],
            ["access/acknowledge", "policy_question/answer", "access/verify_identity"],
        ),
        (["object", "restrict"], ["object/acknowledge", "restrict/verify_identity"]),
        (["delete", "security_report"],
         ["delete/acknowledge", "security_report/acknowledge", "delete/verify_identity"]),
        (["access", "access"], ["access/acknowledge", "access/verify_identity"]),
    ],
)  # fmt: skip
def test_every_line_is_answered_once(types: list[str], keys: list[str]) -> None:
    """What one letter can say for all is said once; what has words of its own gets its own."""
    assert offered(asking(*types)) == keys


@pytest.mark.parametrize("lang", REPLIES.languages())
def test_a_shared_letter_names_all_that_it_is_about(lang: str) -> None:
    """The acknowledgement lists access and deletion, promises the earlier date, and is in order."""
    of = asking("access", "delete", language=lang)
    early = replace(of.case.lines[1], clock=Clock("GDPR", safe=DUE.replace(day=1)))
    of = replace(of, case=replace(of.case, lines=(of.case.lines[0], early)))
    letter, question = DRAFTER.first_drafts(of)
    assert letter.covers == question.covers == ("access", "delete")
    assert letter.text.count("\n- ") == question.text.count("\n- ") == 2
    assert words(lang).day(early.clock.due) in " ".join(letter.text.split())  # type: ignore[union-attr, arg-type]
    assert (errors(of, letter), errors(of, question)) == (set(), set())


def test_an_opt_out_is_never_made_to_wait_for_identity() -> None:
    """The question for identity names the access request only (LAW, rule 3)."""
    *_, question = DRAFTER.first_drafts(asking("access", "optout_marketing", "optout_sale"))
    assert question.key == "access/verify_identity"
    assert question.covers == ("access",)
    assert "marketing" not in question.text


def test_a_confirmed_mailbox_is_not_asked_again() -> None:
    """Who returned our token once is not asked for it a second time."""
    assert offered(asking("delete", mailbox_confirmed=True)) == ["delete/acknowledge"]


def test_all_that_goes_to_a_client_goes_in_one_letter() -> None:
    """One note to the requester and one hand-over name every line that the client has."""
    of = asking(
        "access", "delete", route=Route.CLIENT, party=PartyKind.CLIENT_DATA, named_in_mail=True
    )
    of = replace(of, entry=ENTRY)
    note, handover = DRAFTER.first_drafts(of)
    assert (note.key, handover.key) == ("access/redirect_client", "access/handover_client")
    assert handover.covers == note.covers == ("access", "delete")
    assert "access to personal data, deletion of personal data" in " ".join(handover.text.split())


def test_lines_with_different_routes_get_their_own_letters() -> None:
    """What stays with us is acknowledged; what an administrator decides is redirected."""
    base = asking("delete", "complaint", party=PartyKind.ORG_ADMINISTERED)
    first, second = base.case.lines
    of = replace(
        base,
        entry=ENTRY,
        case=replace(base.case, lines=(replace(first, route=Route.ORGANISATION), second)),
    )
    found = DRAFTER.first_drafts(of)
    assert [letter.key for letter in found] == [
        "delete/redirect_organisation",
        "complaint/acknowledge",
        "delete/handover_organisation",
    ]
    assert "complaint" not in found[2].text  # the administrator hears nothing of it
    assert found[2].covers == ("delete",)


def test_another_letter_replaces_only_what_it_is_about() -> None:
    """Choosing a refusal of the deletion leaves the complaint's draft alone."""
    of = asking("delete", "complaint")
    case = replace(of.case, letters=DRAFTER.first_drafts(of))
    refusal = DRAFTER.draft(of, "delete/decline", 9, given={"reason": "kept_by_law"})
    assert refusal is not None
    after = decide(case, c.PutDraft(actor="UADA", draft=refusal), RECEIVED).after
    assert {letter.key: letter.state for letter in after.letters} == {
        "delete/acknowledge": LetterState.VOID,
        "complaint/acknowledge": LetterState.DRAFT,
        "delete/verify_identity": LetterState.VOID,
        "delete/decline": LetterState.DRAFT,
    }
