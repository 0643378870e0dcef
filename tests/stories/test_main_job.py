"""The main job, as a person sees it: mail in, card, approval, letter out."""

from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, expect

from bot.core.case import LetterState
from bot.core.catalogue import PartyKind
from bot.demo.slack import Place
from tests.stories.rig import ADA, BEN, GUS, OLA, PRIVACY, Rig, mail, text_of

REPORT = """Return-Path: <>
From: MAILER-DAEMON@mx.example
To: privacy@example.test
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

No such user.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; maren.holt@posteo.example
Action: failed
Status: 5.1.1

--x
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--x--
"""
ASKS = "Please delete my account and all my personal data."


@pytest.mark.dovecot
@pytest.mark.browser
def test_mail_to_letter_in_a_browser(dovecot_rig: Rig, browse: Callable[..., Page]) -> None:
    """Write a mail, approve, undo once, approve again: one letter, and card and thread say so."""
    rig = dovecot_rig
    rig.undo = 20
    worker = rig.start()
    page = browse(f"{rig.slack.page_url}desk/{ADA}/{PRIVACY}")
    rig.imap.deliver(mail(ASKS))
    main = page.get_by_role("main")
    main.get_by_role("button", name="Approve & send", exact=True).click()
    dialog = page.get_by_role("dialog", name="Approve & send")
    expect(dialog).to_contain_text("maren.holt@posteo.example")
    dialog.get_by_role("button", name="Send").click()
    main.get_by_role("button", name="Undo: do not send").click()
    expect(main.get_by_role("button", name="Approve & send", exact=True)).to_be_visible()
    assert rig.smtp.delivered == []
    main.get_by_role("button", name="Approve & send", exact=True).click()
    shown = dialog.inner_text()
    dialog.get_by_role("button", name="Send").click()
    expect(main.get_by_role("button", name="Undo: do not send")).to_be_visible()
    rig.waits(lambda: rig.smtp.delivered, 90)
    expect(main.get_by_text("Acknowledge receipt sent")).to_be_visible(timeout=60_000)
    delivered = rig.smtp.delivered
    assert [one.recipients for one in delivered] == [("maren.holt@posteo.example",)]
    letter = message_from_bytes(delivered[0].raw, policy=policy.default)
    body = letter.get_body(("plain",))
    assert body is not None
    for line in str(body.get_content()).strip().splitlines():
        assert line.strip() in shown  # exactly what was on screen
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.letters[0].state is LetterState.SENT
    main.get_by_role("link", name="replies").first.click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("undid the approval")).to_be_visible()
    expect(thread.get_by_text("“Acknowledge receipt” was sent.")).to_be_visible()


def approve(rig: Rig, user: str, words: str) -> None:
    """Approve the letter of the card that says these words."""
    card = rig.card(words)
    rig.slack.click(user, Place(card.channel, card.ts), "Approve & send")
    rig.slack.submit(user)


def test_reply_with_the_token_joins_its_case(rig: Rig) -> None:
    """An answer to our letter joins the case; the same words from a stranger do not."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    approve(rig, ADA, "P-0001")
    sent = rig.waits(lambda: rig.smtp.delivered)[0]
    letter = message_from_bytes(sent.raw, policy=policy.default)
    answered = {"In_Reply_To": str(letter["Message-ID"])}
    rig.imap.deliver(mail("Yes, that was me.", "Re: Request", **answered))
    rig.waits(lambda: "2 mails" in text_of(rig.card("P-0001")))
    stranger = "Eve <eve@elsewhere.example>"
    rig.imap.deliver(mail("Yes, that was me, delete it.", "Re: Request", stranger, **answered))
    assert "P-0001" in text_of(rig.card("P-0002"))  # possibly related, and no more
    assert len(worker.office.store.cases.mails(1)) == 2


def test_a_legal_matter_leaves_the_privacy_channel(rig: Rig) -> None:
    """Reclassified as legal process, a card is emptied and a new one stands with legal."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    before = rig.card("P-0001")
    worker.office.review.reclassify(1, ["legal_process"], PartyKind.NONE, None, ADA)
    assert "Legal process" in text_of(rig.card("P-0001", "C0LEGAL"))
    left = next(m for m in rig.cards() if m.ts == before.ts)
    assert text_of(left).count("P-0001 was moved to another desk.") == 2
    assert "Holt" not in text_of(left)
    assert len([m for m in rig.cards("C0LEGAL") if "P-0001" in text_of(m)]) == 1


def test_a_security_report_is_with_security_at_once(rig: Rig) -> None:
    """Reclassified as a security report it moves, and its 72 hours count from the mail."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    rig.card("P-0001")
    worker.office.review.reclassify(1, ["security_report"], PartyKind.OWN_USER, None, ADA)
    assert "Security report" in text_of(rig.card("P-0001", "C0SECURITY"))
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.due is not None
    assert (case.due - case.received_at.date()).days == 3
    assert not [m for m in rig.cards() if "Security report" in text_of(m)]


def test_a_new_mail_voids_an_approval(rig: Rig) -> None:
    """What the requester writes meanwhile is read before anything leaves."""
    rig.undo = 600
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    approve(rig, ADA, "P-0001")
    rig.waits(lambda: "Undo" in text_of(rig.card("P-0001")))
    token = worker.office.store.cases.token(1, 1)
    thread = {"In_Reply_To": f"<dsr.{token}@example.test>"}
    rig.imap.deliver(mail("Wait, please keep my invoices.", "Re: Request", **thread))
    rig.waits(lambda: "2 mails" in text_of(rig.card("P-0001")))
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.letters[0].state is LetterState.DRAFT
    assert case.letters[0].approved_by == ()
    assert rig.smtp.delivered == []


def test_a_guest_may_look_but_not_act(rig: Rig) -> None:
    """A guest's click changes nothing, and only the guest is told."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    card = rig.card("P-0001")
    rig.slack.click(GUS, Place(card.channel, card.ts), "Approve & send")
    told = rig.waits(
        lambda: [m for m in rig.slack.messages(PRIVACY, GUS) if "not on the list" in m.text]
    )
    assert told[0].only_for == GUS
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.letters[0].state is LetterState.DRAFT


def test_an_outsider_sees_no_data(rig: Rig) -> None:
    """Home and the slash command show a page without data to anybody else."""
    rig.start()
    rig.imap.deliver(mail(ASKS))
    rig.card("P-0001")
    rig.slack.open_home(OLA)
    home = rig.waits(lambda: rig.slack.call(rig.slack.stand_in.modals.homes.get, OLA))
    assert "P-0001" not in str(home.content)
    rig.slack.slash(OLA, "C0GENERAL", "/privacy queue")
    shown = str(rig.slack.modal(OLA).content)
    assert "not on the list" in shown
    assert "P-0001" not in shown
    rig.slack.open_home(ADA)
    rig.waits(lambda: "P-0001" in str(rig.slack.call(rig.slack.stand_in.modals.homes.get, ADA)))


def test_a_restricted_case_is_shown_to_its_channel_only(rig: Rig) -> None:
    """A subpoena lies in the legal channel: an approver who is not in it cannot read it."""
    rig.start()
    text = "Subpoena. You are commanded by the court to produce all records of this account."
    rig.imap.deliver(mail(text, "Subpoena", "Clerk <clerk@court.example>"))
    card = rig.card("P-0001", "C0LEGAL")
    assert rig.cards() == []
    rig.slack.slash(ADA, PRIVACY, "/privacy case 1")
    shown = str(rig.slack.modal(ADA).content)
    assert "There is no case P-0001" in shown  # not even that it is there
    assert "commanded" not in shown
    rig.slack.close(ADA)
    rig.slack.open_home(ADA)
    homes = rig.slack.stand_in.modals.homes
    home = rig.waits(lambda: rig.slack.call(homes.get, ADA))
    assert "P-0001" not in str(home.content)
    rig.slack.click(BEN, Place(card.channel, card.ts), "Reclassify")
    assert "Reclassify" in str(rig.slack.modal(BEN).content)


def test_two_approvers_at_once(rig: Rig) -> None:
    """Two people approve the same letter: one letter leaves, the loser is told by whom."""
    rig.undo = 600
    rig.start()
    rig.imap.deliver(mail(ASKS))
    card = rig.card("P-0001")
    for user in (ADA, BEN):
        rig.slack.click(user, Place(card.channel, card.ts), "Approve & send")
        rig.slack.modal(user)
    rig.slack.submit(ADA)
    rig.slack.submit(BEN)
    rig.waits(lambda: "Already approved by <@U0ADA>" in str(rig.slack.modal(BEN).content))


def test_a_mail_that_comes_while_the_modal_is_open(rig: Rig) -> None:
    """Who approves has read every mail of the case: another one makes the modal stale."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    card = rig.card("P-0001")
    rig.slack.click(ADA, Place(card.channel, card.ts), "Approve & send")
    rig.slack.modal(ADA)
    token = worker.office.store.cases.token(1, 1)
    thread = {"In_Reply_To": f"<dsr.{token}@example.test>"}
    rig.imap.deliver(
        mail("One more thing: I moved last year, in case you need it.", "Re: Request", **thread)
    )
    rig.waits(lambda: len(worker.office.store.cases.mails(1)) == 2)
    rig.slack.submit(ADA)
    rig.waits(lambda: "another mail came" in str(rig.slack.modal(ADA).content))
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.letters[0].state is LetterState.DRAFT


def test_noise_is_on_the_daily_list(rig: Rig) -> None:
    """Automatic mail gets no card; released from the list it does."""
    rig.start()
    away = mail(
        "I am out of the office until Monday.", "Automatic reply", Auto_Submitted="auto-replied"
    )
    rig.imap.deliver(away)
    listed = rig.card("Daily list")
    assert "P-0001" not in " ".join(text_of(m) for m in rig.cards())
    rig.slack.click(ADA, Place(listed.channel, listed.ts), "Make it a case")
    rig.card("P-0001")
    rig.waits(lambda: "All are settled" in text_of(rig.card("Daily list")))


def test_edit_then_approve_sends_the_edited_text(rig: Rig) -> None:
    """What was edited is what leaves."""
    rig.start()
    rig.imap.deliver(mail(ASKS))
    card = rig.card("P-0001")
    place = Place(card.channel, card.ts)
    rig.slack.click(ADA, place, "Edit")
    view = rig.slack.modal(ADA)
    first = next(b for b in view.content["blocks"] if b["block_id"] == "text0")
    rig.slack.submit(ADA, subject="Your request", text0=first["element"]["initial_value"] + "\nPS")
    rig.waits(lambda: "edited the letter" in _thread(rig, card.ts))
    approve(rig, BEN, "P-0001")
    sent = rig.waits(lambda: rig.smtp.delivered)[0]
    assert b"PS" in sent.raw
    assert b"Subject: Your request" in sent.raw


def _thread(rig: Rig, ts: str) -> str:
    replies = rig.slack.call(rig.slack.stand_in.workspace.replies, PRIVACY, ts)
    return " ".join(text_of(one) for one in replies)


def test_a_bounce_is_shown_on_the_card(rig: Rig) -> None:
    """A delivery report marks its letter and opens the case again."""
    rig.start()
    rig.imap.deliver(mail(ASKS))
    approve(rig, ADA, "P-0001")
    sent = rig.waits(lambda: rig.smtp.delivered)[0]
    letter = message_from_bytes(sent.raw, policy=policy.default)
    report = REPORT.format(message_id=letter["Message-ID"]).replace("\n", "\r\n").encode()
    rig.imap.deliver(report)
    rig.waits(lambda: "Bounced" in text_of(rig.card("P-0001")))
