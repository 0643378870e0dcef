"""Letters as staff live with them: asked for what they need, checked, seconded, delivered once."""

from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.utils import format_datetime

import pytest

from bot.bootstrap import Worker
from bot.core.case import Case, CaseState, LetterState
from bot.core.errors import IllegalMove
from bot.core.moves import Happened
from bot.core.parties import Entry, EntryKind
from bot.demo.slack import Message, Outcome, Place
from tests.stories.rig import ADA, BEN, PRIVACY, Rig, mail, text_of

ASKS = "Please delete my account and all my personal data."
CLIENT = Entry(
    name="Larkspur Outfitters",
    kind=EntryKind.CLIENT,
    domains=("larkspur-outfitters.example",),
    contact_name="Dana Whitlock",
    contact_email="privacy@larkspur-outfitters.example",
    website="https://www.larkspur-outfitters.example",
    language="en",
)


def arrives(rig: Rig, text: str, subject: str = "Request", **headers: str) -> None:
    """Let a mail come in today, whatever day the test runs on."""
    raw = mail(text, subject, **headers)
    now = format_datetime(datetime.now(UTC)).encode()
    rig.imap.deliver(raw.replace(b"Mon, 23 Nov 2026 09:00:00 +0000", now))


def place(rig: Rig, words: str = "P-0001") -> Place:
    """Return where the card lies that says these words."""
    card = rig.card(words)
    return Place(card.channel, card.ts)


def choose(rig: Rig, user: str, key: str, lang: str = "en", case: int = 1) -> Outcome:
    """Choose another letter on the card of a case."""
    where = place(rig, f"P-{case:04d}")
    rig.slack.choose(user, where, "case.more", f"letter:{case}")
    return rig.slack.submit(user, letter=key, lang=lang)


def approve(rig: Rig, user: str, number: int = 1) -> Outcome:
    """Approve the first letter that waits for it, once the card shows it; every warning ticked."""
    card, waiting = f"P-{number:04d}", {LetterState.DRAFT, LetterState.AWAITING_SECOND}
    case = rig.workers[-1].office.store.cases.load(number)
    assert case is not None
    letter = next(one for one in case.letters if one.state in waiting)
    value = f"{number}:{letter.id}:{letter.digest}"
    rig.waits(lambda: _approves(rig.card(card)) == value)
    rig.slack.click(user, place(rig, card), "case.approve")
    blocks = rig.slack.modal(user).content["blocks"]
    boxes = [b for b in blocks if b.get("block_id", "").startswith("check")]
    ticked = {b["block_id"]: [b["element"]["options"][0]["value"]] for b in boxes}
    return rig.slack.submit(user, **ticked)


def _approves(card: Message) -> str:
    """Return what the first Approve button of a card carries; empty if there is none."""
    rows = [block["elements"] for block in card.blocks if block["type"] == "actions"]
    buttons = [one for row in rows for one in row if one["action_id"] == "case.approve"]
    return str(buttons[0]["value"]) if buttons else ""


def case_of(worker: Worker, number: int = 1) -> Case:
    """Return a case as it stands."""
    case = worker.office.store.cases.load(number)
    assert case is not None
    return case


def sent(rig: Rig, count: int) -> list[tuple[str, str]]:
    """Return recipient and text of the letters that went out, once there are so many."""
    rig.waits(lambda: len(rig.smtp.delivered) >= count)
    found = []
    for one in rig.smtp.delivered:
        body = message_from_bytes(one.raw, policy=policy.default).get_body(("plain",))
        assert body is not None
        found.append((one.recipients[0], str(body.get_content())))
    assert len(found) == count
    return found


def until(rig: Rig, worker: Worker, state: CaseState) -> Case:
    """Return the case once it stands like this."""
    rig.waits(lambda: case_of(worker).state is state)
    return case_of(worker)


def test_a_refusal_has_a_reason_and_two_people_behind_it(rig: Rig) -> None:
    """Staff choose the reason; the letter names it, and one approval is not enough."""
    worker = rig.start()
    arrives(rig, ASKS)
    choose(rig, ADA, "delete/decline")
    wrong = rig.slack.submit(ADA, reason="other")
    assert set(wrong.errors) == {"staff_text"}  # who has a reason of their own must word it
    rig.slack.submit(ADA, reason="kept_by_law")
    rig.waits(lambda: "this letter refuses" in text_of(rig.card("P-0001")))
    approve(rig, ADA)
    rig.waits(lambda: "Waiting for a second approver" in text_of(rig.card("P-0001")))
    approve(rig, ADA)
    rig.waits(lambda: "Already approved by <@U0ADA>" in str(rig.slack.modal(ADA).content))
    assert rig.smtp.delivered == []
    approve(rig, BEN)
    [(to, text)] = sent(rig, 1)
    assert to == "maren.holt@posteo.example"
    assert "Article 17(3)(b)" in text
    case = until(rig, worker, CaseState.CLOSED)
    assert {line.outcome for line in case.lines if line.type == "delete"} == {"denied:kept_by_law"}


def test_an_extension_moves_the_due_date_once_it_was_told(rig: Rig) -> None:
    """The new date is counted, the letter names it, and the line has it when the letter left."""
    worker = rig.start()
    arrives(rig, ASKS)
    choose(rig, ADA, "delete/extend")
    rig.slack.submit(ADA, reason="complex")
    rig.waits(lambda: "Extend the time limit" in text_of(rig.card("P-0001")))
    case = case_of(worker)
    new = worker.office.reckoning.extended_to("delete", case.regime, case.received_at)
    before = case.lines[0].clock
    assert new is not None
    assert before is not None
    assert before.due is not None
    assert new > before.due
    approve(rig, ADA)
    [(_, text)] = sent(rig, 1)
    assert f"{new.day} {new:%B %Y}" in " ".join(text.split())

    def moved() -> date | None:
        clock = case_of(worker).lines[0].clock
        return clock.due if clock and "extended to" in clock.arithmetic else None

    assert rig.waits(moved) == new
    offered = dict(worker.office.review.choices(1))
    assert "delete/extend" not in offered  # it can be told once


def test_a_question_is_answered_by_topic_in_its_language(rig: Rig) -> None:
    """A German question gets a German answer on the topic that staff confirmed."""
    worker = rig.start()
    asks = (
        "Guten Tag, ich habe eine Frage zu Ihrer Datenschutzerklärung: Wie lange speichern Sie"
        " Daten und nach welchen Kriterien legen Sie die Speicherdauer fest? Viele Grüße"
    )
    arrives(rig, asks, "Frage zur Datenschutzerklärung")
    rig.card("P-0001")
    if "policy_question" not in case_of(worker).types:  # the story is about the answer
        worker.office.review.reclassify(1, ["policy_question"], case_of(worker).party, None, ADA)
    choose(rig, ADA, "policy_question/answer", "de")
    asked = rig.slack.modal(ADA).content["blocks"]
    guessed = next(b for b in asked if b.get("block_id") == "topic")["element"]["initial_option"]
    assert guessed["value"] == "retention"
    rig.slack.submit(ADA, topic="retention")
    rig.waits(lambda: ("topic", "retention") in case_of(worker).letters[-1].given)
    approve(rig, ADA)
    [(_, text)] = sent(rig, 1)
    assert "Ihre Frage" in text
    assert "Datenschutzerklärung" in text
    case = until(rig, worker, CaseState.CLOSED)
    assert [line.outcome for line in case.lines] == ["answered_question"]


def test_done_waits_for_the_deeds(rig: Rig) -> None:
    """No letter says that it is done while a task is open; with all results it may leave."""
    worker = rig.start()
    arrives(rig, ASKS)
    choose(rig, ADA, "delete/complete")
    rig.waits(lambda: "this letter says that all is done" in text_of(rig.card("P-0001")))
    case = case_of(worker)
    tasks = [task for line in case.lines for task in line.tasks]
    assert {"CRM", "Billing", "Enrichment vendor"} <= {task.system for task in tasks}
    assert all(task.due and task.due > case.received_at.date() for task in tasks)
    assert "Approve & send" not in text_of(rig.card("P-0001"))
    rig.slack.click(BEN, place(rig), "Finish tasks")
    nothing = rig.slack.submit(BEN)
    assert nothing.errors
    rig.slack.submit(BEN, **{f"task{tasks[0].id}": "kept:kept_by_law"})
    rig.waits(lambda: f"1 of {len(tasks)} finished" in text_of(rig.card("P-0001")))
    rig.slack.click(BEN, place(rig), "Finish tasks")
    rig.slack.submit(BEN, others="done")
    approve(rig, ADA)
    sent(rig, 1)
    case = until(rig, worker, CaseState.CLOSED)
    assert [line.outcome for line in case.lines] == ["fulfilled"]
    results = [task.result for line in case.lines for task in line.tasks]
    assert results == ["kept:kept_by_law", *["done"] * (len(tasks) - 1)]


def test_a_clients_user_and_the_client_get_a_letter_each(rig: Rig) -> None:
    """One card, two letters, two addresses; closed later, the line says who has it now."""
    worker = rig.start()
    worker.office.store.directory.replace([CLIENT])
    asks = (
        "I bought hiking boots at Larkspur Outfitters, www.larkspur-outfitters.example, and your"
        " script runs on their pages. Please delete all personal data that you collected about me."
    )
    arrives(rig, asks, "Larkspur Outfitters and my data")
    rig.card("P-0001")
    entry = worker.office.store.directory.all()[0]
    if len(case_of(worker).letters) < 2:  # unsure readings wait for a person
        kind = type(case_of(worker).party)("client_data")
        worker.office.review.reclassify(1, ["delete"], kind, entry.id, ADA)
    assert case_of(worker).lines[0].tasks[0].system.startswith("Our own records")
    approve(rig, ADA)
    sent(rig, 1)
    approve(rig, ADA)
    letters = dict(sent(rig, 2))
    assert set(letters) == {"maren.holt@posteo.example", CLIENT.contact_email}
    handed = letters[CLIENT.contact_email]
    assert "maren.holt@posteo.example" in handed
    assert "Larkspur Outfitters (www.larkspur-outfitters.example)" in " ".join(handed.split())
    assert "hiking boots" not in handed  # never the mail's own words
    until(rig, worker, CaseState.HANDED_OVER)
    rig.slack.choose(ADA, place(rig), "case.more", "close:1")
    rig.slack.submit(ADA, outcome="expired")
    case = until(rig, worker, CaseState.CLOSED)
    assert [line.outcome for line in case.lines] == ["redirected_client"]


def test_a_returned_token_confirms_the_mailbox(rig: Rig) -> None:
    """Only a reply that returns the token from the authenticated asking address confirms it."""
    worker = rig.start()
    arrives(rig, ASKS)
    choose(rig, ADA, "delete/verify_identity")
    rig.waits(lambda: "Ask for a reply" in text_of(rig.card("P-0001")))
    number = case_of(worker).letters[-1].id
    token = worker.office.store.cases.token(1, number)
    approve(rig, ADA)
    [(_, text)] = sent(rig, 1)
    assert token in text
    until(rig, worker, CaseState.WAITING)
    yes = f"Yes, the request is mine.\n\nP-0001 / {token}"
    raw = mail(yes, "Re: Request").replace(b"dmarc=pass", b"dmarc=none")
    rig.imap.deliver(raw)
    rig.waits(lambda: "Replies that proved nothing: 1" in text_of(rig.card("P-0001")))
    assert not case_of(worker).mailbox_confirmed
    stranger = mail(yes, "Re: Request", "Eve <eve@elsewhere.example>")
    rig.imap.deliver(stranger)
    rig.card("P-0002")
    assert not case_of(worker).mailbox_confirmed
    rig.imap.deliver(mail(yes, "Re: Request, again"))
    rig.waits(lambda: "✔ Identity" in text_of(rig.card("P-0001")))
    assert case_of(worker).mailbox_confirmed


def test_a_flood_of_letters_waits_for_all_to_see(rig: Rig) -> None:
    """Over the cap for one address a letter waits, and its card and thread say so."""
    worker = rig.start(LETTERS_PER_ADDRESS="1")
    for number in (1, 2):
        arrives(rig, f"{ASKS} This is mail number {number}.")
        rig.card(f"P-{number:04d}")
        approve(rig, ADA, number)
        if number == 1:
            sent(rig, 1)
    rig.waits(lambda: "waits" in _thread(rig, place(rig, "P-0002").ts))
    assert case_of(worker, 2).letters[0].state is LetterState.QUEUED
    assert "Leaves" in text_of(rig.card("P-0002"))
    assert len(rig.smtp.delivered) == 1


def _thread(rig: Rig, ts: str | None) -> str:
    replies = rig.slack.call(rig.slack.stand_in.workspace.replies, PRIVACY, ts)
    return " ".join(text_of(one) for one in replies)


def test_a_warning_wants_its_tick(rig: Rig) -> None:
    """Unticked, nothing is approved, not by another tick either; the log keeps which was read."""
    worker = rig.start()
    raw = mail(ASKS).replace(b"dmarc=pass", b"dmarc=none")
    rig.imap.deliver(raw)
    rig.card("P-0001")
    [letter, *_] = case_of(worker).letters
    review = worker.office.review
    for ticked in (frozenset[str](), frozenset({"0123456789abcdef"})):
        with pytest.raises(IllegalMove, match="was not ticked"):
            review.approve(1, letter.id, letter.digest, ADA, ticked=ticked)
    approve(rig, ADA)
    sent(rig, 1)
    events = [event for _, event in worker.office.store.audit.of_case(1)]
    [approved] = [event for event in events if event.kind is Happened.APPROVED]
    assert approved.facts["ticked"] == "sender_authenticated"
