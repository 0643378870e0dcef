"""What staff do with a case beside letters: each through the real socket, with its consequence."""

from datetime import timedelta
from email import message_from_bytes

from bot.core.case import CaseState
from bot.demo.slack import Place
from tests.stories.desk import act, approve_all, card_of, modal, thread
from tests.stories.rig import ADA, BEN, GUS, PRIVACY, Rig, mail, text_of

ASKS = "Please delete my account and all my personal data."
PRAISE = "I love your podcast. May I interview your founder for our school paper next week?"


def test_snooze_and_wake(rig: Rig) -> None:
    """A day past the due date is refused at its field; a case wakes by itself and by hand."""
    worker = rig.start()
    store = worker.office.store
    rig.imap.deliver(mail(ASKS))
    act(rig, ADA, "snooze")
    modal(rig, ADA, "Snooze the case")
    assert "due before" in rig.slack.submit(ADA, until="2099-01-01").errors["until"]
    soon = (worker.office.now() + timedelta(days=2)).date().isoformat()
    assert not rig.slack.submit(ADA, until=soon).errors
    rig.waits(lambda: "snoozed until" in text_of(card_of(rig, "P-0001")))
    act(rig, BEN, "wake")
    assert "Done" in modal(rig, BEN, "Privacy")
    rig.waits(lambda: "snoozed until" not in text_of(card_of(rig, "P-0001")))
    rig.slack.close(BEN, all_of_them=True)
    act(rig, ADA, "snooze")
    modal(rig, ADA, "Snooze the case")
    rig.slack.submit(ADA)
    case = rig.waits(lambda: store.cases.load(1))
    assert case.snoozed_until is not None
    later = case.snoozed_until + timedelta(minutes=1)
    assert store.desk_book.to_wake(later - timedelta(minutes=2)) == []
    assert store.desk_book.to_wake(later) == [1]


def test_refer_and_reopen(rig: Rig) -> None:
    """What no law dates closes as referred, and the thread says to whom; Reopen opens it.

    A team without a channel is told by nobody: modal, thread and card say so, and what to do.
    """
    worker = rig.start()
    rig.imap.deliver(mail(PRAISE))
    card_of(rig, "P-0001")
    act(rig, ADA, "refer")
    assert "Nobody is told by the bot" in modal(rig, ADA, "Refer the case")
    rig.slack.submit(ADA, team="press")
    rig.waits(lambda: "referred this case to Press" in thread(rig))
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.state is CaseState.CLOSED
    assert "The bot told nobody" in thread(rig)
    rig.waits(lambda: "please tell them yourself" in text_of(card_of(rig, "P-0001")))
    card = card_of(rig, "P-0001")
    rig.slack.click(ADA, Place(card.channel, card.ts), "Reopen")
    rig.waits(lambda: "reopened" in thread(rig))
    rig.waits(lambda: "please tell them yourself" not in text_of(card_of(rig, "P-0001")))
    assert rig.smtp.delivered == []


def test_a_team_with_a_channel_is_told(rig: Rig) -> None:
    """It gets one notice that names the case and whom to ask, and nothing personal."""
    rig.start(CHANNEL_SALES="C0SALES")
    rig.imap.deliver(mail(PRAISE))
    card_of(rig, "P-0001")
    act(rig, ADA, "refer")
    shown = modal(rig, ADA, "Refer the case")
    assert "Sales: gets a notice in its channel" in shown
    assert "HR: please tell them yourself" in shown
    rig.slack.submit(ADA, team="sales")
    notice = rig.waits(lambda: rig.cards("C0SALES"))[0]
    rig.waits(lambda: "Its channel got a notice" in thread(rig))
    rig.waits(lambda: "a notice without personal data" in text_of(card_of(rig, "P-0001")))
    assert "P-0001" in notice.text
    assert f"<@{ADA}>" in notice.text
    assert not any(word in text_of(notice) for word in ("Maren", "Holt", "posteo", "praise"))
    assert len(rig.cards("C0SALES")) == 1


def test_spam_is_learnt_from(rig: Rig) -> None:
    """One window says what it does; case and card are closed, the correction is kept, no mail."""
    worker = rig.start()
    rig.imap.deliver(mail(PRAISE))
    card_of(rig, "P-0001")
    act(rig, ADA, "spam")
    assert "Nothing is sent" in modal(rig, ADA, "Mark as spam")
    rig.slack.submit(ADA)
    rig.waits(lambda: "marked this case as spam" in thread(rig))
    rig.waits(lambda: "Closed: Not a request" in text_of(card_of(rig, "P-0001")))
    [kept] = worker.office.store.corrections.all()
    assert kept.types == ("spam",)
    assert rig.smtp.delivered == []


def test_notes_stay_in_our_database(rig: Rig) -> None:
    """The thread says that there is a note; only the history modal says what it says."""
    rig.start()
    rig.imap.deliver(mail(ASKS))
    act(rig, ADA, "note")
    modal(rig, ADA, "Write a note")
    rig.slack.submit(ADA, text="She telephoned: quokka-9271.")
    rig.waits(lambda: "wrote a note" in thread(rig))
    assert "quokka" not in thread(rig)
    assert "quokka" not in " ".join(text_of(one) for one in rig.cards())
    act(rig, BEN, "history")
    assert "quokka-9271" in modal(rig, BEN, "History of P-0001")


def test_where_the_original_lies(rig: Rig) -> None:
    """The modal names mailbox, folder and Message-ID."""
    rig.start()
    raw = mail(ASKS)
    rig.imap.deliver(raw)
    act(rig, ADA, "original")
    shown = modal(rig, ADA, "Mail of P-0001")
    assert str(message_from_bytes(raw)["Message-ID"]).strip("<>") in shown
    assert "privacy" in shown


def test_a_stale_modal_changes_nothing(rig: Rig) -> None:
    """Whoever closes a case that changed meanwhile is told, and nothing happens."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    card = card_of(rig, "P-0001")
    rig.slack.choose(ADA, Place(card.channel, card.ts), "case.more", "close:1")
    rig.slack.modal(ADA)
    rig.slack.click(BEN, Place(card.channel, card.ts), "Reclassify")
    rig.slack.modal(BEN)
    rig.slack.submit(BEN, types=["access", "delete"], main="delete")
    rig.waits(lambda: "changed types or party" in thread(rig))
    rig.slack.submit(ADA, outcome="duplicate")
    assert "changed since you opened this" in modal(rig, ADA, "Privacy")
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.state is CaseState.OPEN
    assert case.types == ("delete", "access")  # the most important first, whatever the order


def test_only_those_who_may_act_can_be_assigned(rig: Rig) -> None:
    """The menu offers approvers by name: no guest, no outsider, no bot."""
    rig.start()
    rig.imap.deliver(mail(ASKS))
    card = card_of(rig, "P-0001")
    rig.slack.click(ADA, Place(card.channel, card.ts), "Assign")
    shown = modal(rig, ADA, "Assign")
    assert "Ben Second" in shown
    assert "Gus" not in shown
    assert "Ola" not in shown
    rig.slack.submit(ADA, assignee=BEN)
    rig.waits(lambda: f"assigned this case to <@{BEN}>" in thread(rig))
    assert rig.slack.stand_in.modals.top(GUS) is None


def test_a_modal_that_slack_refuses_is_told(rig: Rig) -> None:
    """An expired trigger: the person who clicked is told why nothing opened."""
    rig.start()
    rig.imap.deliver(mail(ASKS))
    card = card_of(rig, "P-0001")
    rig.slack.call(rig.slack.stand_in.faults.refuse, "views.open", "expired_trigger_id")
    rig.slack.click(ADA, Place(card.channel, card.ts), "Edit")
    told = rig.waits(
        lambda: [m for m in rig.slack.messages(PRIVACY, ADA) if "too long for Slack" in m.text]
    )
    assert told[0].only_for == ADA
    assert rig.slack.stand_in.modals.top(ADA) is None


def test_move_to_another_channel(rig: Rig) -> None:
    """The card goes to the legal channel and is emptied here; who is not there sees no case."""
    rig.start()
    rig.imap.deliver(mail(ASKS))
    act(rig, BEN, "restrict")
    modal(rig, BEN, "Move the case")
    rig.slack.submit(BEN, channel="legal")
    moved = rig.card("P-0001", "C0LEGAL")
    rig.waits(lambda: "moved to another desk" in text_of(rig.cards()[0]))
    assert "maren" not in text_of(rig.cards()[0]).lower()
    replies = rig.slack.stand_in.workspace.replies
    rig.waits(lambda: "moved this case" in str(rig.slack.call(replies, "C0LEGAL", moved.ts)))
    rig.slack.slash(ADA, PRIVACY, "/privacy case 1")  # Ada is not in the legal channel
    assert "There is no case P-0001" in modal(rig, ADA, "Privacy")


def test_link_merge_and_split(rig: Rig) -> None:
    """Two mails of one person become one case; a mail that asks two things becomes two."""
    worker = rig.start()
    store = worker.office.store
    rig.imap.deliver(mail(ASKS))
    card_of(rig, "P-0001")
    rig.imap.deliver(mail("Please send me a copy of all my personal data that you hold."))
    card_of(rig, "P-0002")
    act(rig, ADA, "merge", "P-0002")
    modal(rig, ADA, "Merge two cases")
    assert "no case P-0077" in rig.slack.submit(ADA, other="77").errors["other"]
    assert "Write the number" in rig.slack.submit(ADA, other="first").errors["other"]
    assert not rig.slack.submit(ADA, other="P-0001").errors
    rig.waits(lambda: "merged P-0002 into this case" in thread(rig, "P-0001"))
    one, two = store.cases.load_many([1, 2])
    assert two.state is CaseState.CLOSED
    assert one.types == ("delete", "access")
    assert len(store.cases.mails(1)) == 2
    rig.slack.close(ADA, all_of_them=True) if rig.slack.stand_in.modals.top(ADA) else None
    act(rig, BEN, "split", "P-0001")
    modal(rig, BEN, "Split the case")
    rig.slack.submit(BEN, lines=["2"])
    card_of(rig, "P-0003")
    one, three = store.cases.load_many([1, 3])
    assert (one.types, three.types) == (("delete",), ("access",))
    assert len(store.cases.mails(3)) == 2
    assert [link.other for link in three.links] == [1]
    assert any(letter.key.startswith("access/") for letter in three.letters)
    act(rig, ADA, "unlink", "P-0003")
    modal(rig, ADA, "Unlink")
    rig.slack.submit(ADA, other="1")
    rig.waits(lambda: "unlinked" in thread(rig, "P-0003"))
    act(rig, ADA, "link", "P-0003")
    modal(rig, ADA, "Link two cases")
    rig.slack.submit(ADA, other="1")
    rig.waits(lambda: "Linked: P-0003" in text_of(card_of(rig, "P-0001")))
    assert store.audit.verify().fault == ""


FORWARDED = f"""Hi team, this came to me. Can you take it?

---------- Forwarded message ---------
From: Zebulon Quark <zebulon@canary-nest.example>
Date: Fri, 20 Nov 2026 at 10:12
Subject: My data
To: <cleo@example.test>

{ASKS}
"""


def test_a_forward_is_confirmed_by_one_and_approved_by_two(rig: Rig) -> None:
    """A colleague's forward is answered to its writer: one confirms who that is, two approve."""
    worker = rig.start(OWN_DOMAINS="example.test")
    store = worker.office.store
    rig.imap.deliver(mail(FORWARDED, "Fwd: My data", "Cleo Lead <cleo@example.test>"))
    rig.waits(lambda: "A colleague forwarded" in text_of(card_of(rig, "P-0001")))
    act(rig, ADA, "forward")
    assert "zebulon@canary-nest.example" in modal(rig, ADA, "Confirm who wrote it")
    rig.slack.submit(ADA)
    rig.waits(lambda: "taken out of a forward" in text_of(card_of(rig, "P-0001")))
    assert "z•••@canary-nest.example" in text_of(card_of(rig, "P-0001"))
    card = card_of(rig, "P-0001")
    for user in (ADA, BEN):
        rig.slack.click(user, Place(card.channel, card.ts), "Approve & send")
        approve_all(rig, user)
        if user == ADA:
            rig.waits(lambda: "Awaited:" in text_of(card_of(rig, "P-0001")))
            assert rig.smtp.delivered == []
    sent = rig.waits(lambda: rig.smtp.delivered)
    assert [one.recipients for one in sent] == [("zebulon@canary-nest.example",)]
    assert "canary-nest" not in "\n".join(store.audit.export())
