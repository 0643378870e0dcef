"""What staff must give for a letter, and the deeds behind it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

import replies
from bot.core.case import Case, CaseLetter, CaseState, LetterState, Line
from bot.core.catalogue import PartyKind, Route, SenderKind
from bot.core.mail import Address, InboundMail
from bot.core.parties import Entry, EntryKind
from bot.edges.calendar import clock_maker, due_maker, extension_maker
from bot.flows.drafting import Dossier, Drafter, Reckoning
from bot.flows.fulfilment import OWN_RECORDS

ZONE = ZoneInfo("Europe/Berlin")
RECEIVED = datetime(2026, 3, 5, 9, tzinfo=UTC)
ASKER = Address("maren.holt@posteo.example", "Maren Holt")
ENTRY = Entry(
    "Larkspur Outfitters",
    EntryKind.CLIENT,
    contact_name="Dana Whitlock",
    contact_email="privacy@larkspur-outfitters.example",
    website="https://www.larkspur-outfitters.example",
    id=1,
)
REPLIES = replies.load()
DRAFTER = Drafter(
    REPLIES,
    ZONE,
    Reckoning(
        token_of=lambda case, letter, email: f"{case:016x}{letter:016x}",
        due_in=due_maker("EU"),
        extended_to=extension_maker("EU", ZONE),
    ),
)


def dossier(
    kind: str = "delete", text: str = "", entry: Entry | None = None, **fields: object
) -> Dossier:
    """Return a dossier of a case with one line."""
    clock = clock_maker("EU", ZONE)(kind, "eu", "", RECEIVED)
    lines = (Line(1, kind, Route.US, clock),)
    case = Case(7, 1, CaseState.OPEN, RECEIVED, ASKER, lines, regime="eu")
    case = replace(case, **fields)  # type: ignore[arg-type]
    return Dossier(case, InboundMail(text=text, visible=text), entry, RECEIVED)


def drafted(of: Dossier, key: str, lang: str = "en", **given: str) -> CaseLetter:
    """Return a letter that must be possible."""
    letter = DRAFTER.draft(of, key, 3, lang=lang, given=given)
    assert letter is not None
    return letter


def errors(of: Dossier, letter: CaseLetter) -> set[str]:
    """Return the rules that forbid a letter."""
    return {note.rule for note in DRAFTER.view(of, letter).notes if note.severity == "error"}


@pytest.mark.parametrize(
    ("key", "given", "wrong"),
    [
        ("delete/decline", {}, {"reason"}),
        ("delete/decline", {"reason": "other"}, {"staff_text"}),
        ("delete/decline", {"reason": "kept_by_law"}, set()),
        ("delete/extend", {"reason": "other_extension"}, {"staff_text"}),
        ("delete/complete_partly", {"reason": "kept_by_law"}, {"kept"}),
        ("access/complete", {"link": "http://data.segment.com/x"}, {"link"}),
        ("access/complete", {"link": "https://segment.com.evil.test/x"}, {"link"}),
        ("access/complete", {"link": "https://data.segment.com/x/7f3k"}, set()),
        ("delete/clarify", {"staff_text": "x" * 3000}, {"staff_text"}),
        ("policy_question/answer", {}, {"topic"}),
    ],
)
def test_what_staff_give_is_checked_where_they_give_it(
    key: str, given: dict[str, str], wrong: set[str]
) -> None:
    """Each fault is told at its field; what will do is taken."""
    form = DRAFTER.form(dossier(key.partition("/")[0]), key, "en")
    assert form is not None
    assert set(DRAFTER.faults(form, given)) == wrong


def test_letters_without_needs_ask_nothing() -> None:
    """Whoever chooses an acknowledgement is not asked anything more."""
    assert DRAFTER.form(dossier(), "delete/acknowledge", "en") is None


@pytest.mark.parametrize("lang", REPLIES.languages())
def test_the_check_knows_what_staff_gave(lang: str) -> None:
    """A refusal with its reason has no error in any language, nor has an extension its date."""
    of = dossier(language=lang)
    refused = drafted(of, "delete/decline", lang, reason="kept_by_law")
    later = drafted(of, "delete/extend", lang, reason="complex")
    assert (errors(of, refused), errors(of, later)) == (set(), set())
    assert dict(later.given)["new_due_on"] == "2026-06-05"
    assert refused.outcome == "denied:kept_by_law"
    assert "this letter refuses" in DRAFTER.view(of, refused).second


def test_a_question_for_identity_ends_with_the_token_it_is_found_by() -> None:
    """The reference in the text is the token that a reply must return."""
    letter = drafted(dossier(), "delete/verify_identity")
    assert f"P-0007 / {7:016x}{3:016x}" in letter.text
    cut = replace(letter, text=letter.text.replace(f"{7:016x}{3:016x}", ""))
    assert "token_kept" in {n.rule for n in DRAFTER.view(dossier(), cut).notes}


def test_no_extension_where_the_law_knows_none() -> None:
    """An opt-out cannot be extended, so the letter is not offered; a deletion can, once."""
    assert "delete/extend" in dict(DRAFTER.choices(dossier()))
    assert "optout_marketing/extend" not in dict(DRAFTER.choices(dossier("optout_marketing")))


def test_the_topic_is_guessed_and_kept() -> None:
    """The answer is on what the question is about, and stays on it."""
    of = dossier("policy_question", "How long do you keep my data, what is the retention period?")
    letter = drafted(of, "policy_question/answer")
    assert dict(letter.given) == {"topic": "retention"}


def test_a_hand_over_names_the_site_and_never_the_words() -> None:
    """The client learns types, dates, who asked and which site was named, nothing else."""
    lines = (Line(1, "delete", Route.CLIENT),)
    of = dossier(
        text="My secret hobby is falconry.",
        entry=ENTRY,
        lines=lines,
        party=PartyKind.CLIENT_DATA,
        named_in_mail=True,
    )
    letter = drafted(of, "delete/handover_client")
    assert letter.recipient.email == ENTRY.contact_email
    assert "Larkspur Outfitters (www.larkspur-outfitters.example)" in " ".join(letter.text.split())
    assert "falconry" not in letter.text
    assert (letter.outcome, letter.ends_as) == ("", "redirected_client")
    assert errors(of, letter) == set()


def test_an_agent_is_greeted_by_name() -> None:
    """A letter to an agent says who the agent is."""
    of = dossier(sender=SenderKind.AGENT)
    assert "Maren Holt" in drafted(of, "delete/acknowledge").text


def test_tasks_are_numbered_due_and_keep_their_results() -> None:
    """Each line has the profile's tasks; what was done stays done when types are corrected."""
    lines = (Line(1, "delete", Route.US), Line(2, "access", Route.CLIENT))
    made = DRAFTER.with_tasks(lines, RECEIVED)
    tasks = [task for line in made for task in line.tasks]
    assert [task.id for task in tasks] == list(range(1, len(tasks) + 1))
    crm = next(task for task in tasks if task.system == "CRM")
    assert crm.due == date(2026, 3, 19)  # ten working days after Thursday the 5th
    assert [task.system for task in made[1].tasks] == [OWN_RECORDS]
    done = replace(made[0], tasks=tuple(replace(t, result="done") for t in made[0].tasks))
    again = DRAFTER.with_tasks((lines[1], lines[0]), RECEIVED, (done, made[1]))
    assert {task.result for task in again[1].tasks} == {"done"}
    assert {task.result for task in again[0].tasks} == {""}


def test_open_tasks_count_for_their_own_line() -> None:
    """A newsletter can be confirmed while the deletion is still at work."""
    lines = (Line(1, "delete", Route.US), Line(2, "optout_marketing", Route.US))
    made = DRAFTER.with_tasks(lines, RECEIVED)
    finished = replace(made[1], tasks=tuple(replace(t, result="done") for t in made[1].tasks))
    of = dossier(lines=(made[0], finished))
    assert errors(of, drafted(of, "optout_marketing/confirm")) == set()
    assert "tasks_done" in errors(of, drafted(of, "delete/complete"))


def test_the_day_of_a_hand_over_is_known() -> None:
    """A reminder to the client says when the request was handed over."""
    sent = CaseLetter(
        1, "delete/handover_client", "en", "client", Address(ENTRY.contact_email), "s", "t",
        state=LetterState.SENT, settled_at=RECEIVED,
    )  # fmt: skip
    of = dossier(
        entry=ENTRY,
        letters=(sent,),
        lines=(Line(1, "delete", Route.CLIENT),),
        party=PartyKind.CLIENT_DATA,
        named_in_mail=True,
    )
    assert "5 March 2026" in " ".join(drafted(of, "delete/reminder_party").text.split())


@pytest.mark.parametrize("named", ["acknowledge", "delete/acknowledge"])
def test_the_settings_may_ask_for_two_people(named: str) -> None:
    """A letter that the settings name needs a second approver, and the card says why."""
    drafter = Drafter(REPLIES, ZONE, second_for=frozenset({named}))
    letter = drafter.draft(dossier(), "delete/acknowledge", 1)
    assert letter is not None
    assert letter.needs_second
    assert drafter.view(dossier(), letter).second == ("the settings ask for it",)
    assert not drafted(dossier(), "delete/acknowledge").needs_second


def test_the_usual_language_is_the_recipients() -> None:
    """A German client gets a German hand-over of a French request; its sender a French note."""
    of = dossier(
        entry=replace(ENTRY, language="de"),
        language="fr",
        lines=(Line(1, "delete", Route.CLIENT),),
        party=PartyKind.CLIENT_DATA,
        named_in_mail=True,
    )
    assert drafted(of, "delete/handover_client", "").lang == "de"
    assert drafted(of, "delete/redirect_client", "").lang == "fr"
    asked = DRAFTER.form(of, "delete/decline", "")
    assert asked is not None
    assert asked.lang == "fr"


def test_only_open_lines_have_letters_to_choose() -> None:
    """What is settled needs no other letter."""
    lines = (Line(1, "delete", Route.US, outcome="fulfilled"), Line(2, "access", Route.US))
    offered = dict(DRAFTER.choices(dossier(lines=lines)))
    assert {key.partition("/")[0] for key in offered} == {"access"}
