"""Identity documents that nobody asked for: gone with the decision, everything else stays."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, LetterState, Line
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.decision import Decision, opened
from bot.core.filing import Disposition, Filing
from bot.core.mail import Attachment, InboundMail, Place, RawMail
from bot.core.moves import Debt, Happened
from bot.edges.store import Store, open_store
from tests.edges.store.kept import ASKER, NOW, file_bytes, load

PASSPORT = b"quicksilver passport scan " * 40


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh database, unencrypted, so that its bytes tell."""
    made = open_store(tmp_path / "db.sqlite3", "s" * 40)
    yield made
    made.close()


def arrives(
    store: Store,
    name: str,
    cases: int = 1,
    *,
    kind: str = "application/pdf",
    text: str = "Delete it.",
    size: int = 40_000,
) -> None:
    """Let a mail with one attachment come in and open so many cases."""
    raw = b"From: a\n\n" + PASSPORT
    store.post_room.keep([RawMail(Place("privacy", "INBOX", 1, 1), raw, NOW)])
    kept = store.post_room.take(1)[0]
    mail = InboundMail(
        message_id="<1@canary.example>", senders=(ASKER,), text=text, visible=text,
        attachments=(Attachment(name, kind, size),),
    )  # fmt: skip
    first = Case(1, 1, CaseState.OPEN, NOW, ASKER, (Line(1, "delete", Route.US),))
    decisions = tuple(opened(replace(first, id=n), NOW) for n in range(1, cases + 1))
    store.post_room.file([Filing(kept.id, mail, Disposition.CASE, decisions)], NOW)


def close(store: Store, number: int = 1) -> None:
    """Decide a case."""
    order = c.Close(actor="UADA", outcome="revoked")
    store.cases.save(decide(load(store, number), order, NOW))


def raw(store: Store, number: int = 1) -> bytes | None:
    """Return what is kept of a mail's bytes."""
    row = store.connections.row("SELECT raw_sealed AS raw FROM messages WHERE id = ?", number)
    assert row is not None
    found: bytes | None = row["raw"]
    return found


def test_it_goes_with_the_decision(store: Store) -> None:
    """In one commit: the bytes here, the debt for the mailbox's copy, the log, the thread."""
    arrives(store, "passport.pdf")
    assert raw(store)
    close(store)
    assert raw(store) is None
    [copy] = store.purges.waiting("privacy")
    assert (copy.place, copy.find) == ("processed", "<1@canary.example>")
    events = dict(store.audit.of_case(1))
    [seq] = [seq for seq, e in events.items() if e.kind is Happened.DOCUMENTS_PURGED]
    rows = store.connections.rows("SELECT kind FROM outbox WHERE event_seq = ?", seq)
    assert [row["kind"] for row in rows] == [Debt.THREAD.value]
    assert store.audit.verify().fault == ""
    assert store.forgetting.scrub()
    assert b"quicksilver" not in file_bytes(store)
    [(_, mail)] = store.cases.mails(1)
    assert mail.text == "Delete it."  # what was asked can still be read


def test_other_files_stay_as_long_as_all_mail(store: Store) -> None:
    """A screenshot is kept until the bytes of every mail go."""
    arrives(store, "screenshot.png")
    close(store)
    assert raw(store)
    assert store.purges.count() == 0


def test_an_open_case_keeps_what_it_is_about(store: Store) -> None:
    """Of two cases of one mail the last decision takes the document away."""
    arrives(store, "Personalausweis.jpg", cases=2)
    close(store, 1)
    assert raw(store)
    close(store, 2)
    assert raw(store) is None


def test_a_legal_hold_keeps_it(store: Store) -> None:
    """What a court may want is not purged, until the hold ends."""
    arrives(store, "passport.pdf")
    store.forgetting.hold(load(store, 1), "operator", NOW, held=True)
    close(store)
    assert raw(store)
    store.forgetting.hold(load(store, 1), "operator", NOW, held=False)
    assert raw(store) is None
    assert store.purges.count() == 1


def test_closed_again_after_a_reopening(store: Store) -> None:
    """A second decision finds nothing more to purge and says nothing more."""
    arrives(store, "passport.pdf")
    close(store)
    store.cases.save(decide(load(store, 1), c.Reopen(actor="UADA"), NOW))
    close(store)
    kinds = [event.kind for _, event in store.audit.of_case(1)]
    assert kinds.count(Happened.DOCUMENTS_PURGED) == 1
    assert store.purges.count() == 1


@pytest.mark.parametrize(
    ("name", "kind", "text", "size", "goes"),
    [
        ("IMG_2041.jpg", "image/jpeg", "Here is a photo of my passport.", 40_000, True),
        ("scan0001.pdf", "application/pdf", "Anbei mein Personalausweis.", 40_000, True),
        ("scan.heic", "application/octet-stream", "my driving licence is attached", 40_000, True),
        ("IMG_2041.jpg", "image/jpeg", "This is what the page shows.", 40_000, False),
        ("logo.png", "image/png", "I lost my passport, delete me.", 4_000, False),
        ("notes.txt", "text/plain", "I will not send my passport.", 40_000, False),
    ],
)
def test_what_the_mail_says_tells_too(  # noqa: PLR0917  (one row is one mail)
    store: Store, name: str, kind: str, text: str, size: int, goes: bool
) -> None:
    """A picture beside words of a document goes; a logo, a text, a screenshot do not."""
    arrives(store, name, kind=kind, text=text, size=size)
    close(store)
    assert (raw(store) is None) is goes


def test_whatever_picture_answers_our_question_goes(store: Store) -> None:
    """A reply to our letter that asks who they are: any picture or PDF, whatever it is called.

    The reply itself can still be read; the mail that asked first keeps its screenshot.
    """
    arrives(store, "screenshot.png", kind="image/png")
    answers(store, "verify_identity", LetterState.SENT)
    close(store)
    assert raw(store)
    assert raw(store, 2) is None
    [copy] = store.purges.waiting("privacy")
    assert copy.find == "<2@canary.example>"
    assert [mail.text for _, mail in store.cases.mails(1)] == ["Delete it.", "As you asked."]


def test_a_reply_to_another_letter_keeps_its_files(store: Store) -> None:
    """Who answers an acknowledgement with a screenshot sends no document."""
    arrives(store, "screenshot.png", kind="image/png")
    answers(store, "acknowledge", LetterState.SENT)
    close(store)
    assert raw(store, 2)
    assert store.purges.count() == 0


def test_a_hand_over_that_enclosed_the_mail_loses_it_too(store: Store) -> None:
    """The bytes of the letter hold the document once more; its text stays as proof."""
    arrives(store, "passport.pdf")
    letter = CaseLetter(
        1, "delete/hand_over", "en", "client", ASKER, "Re", "Please act.", LetterState.SENT,
        attach_original=True,
    )  # fmt: skip
    case = load(store, 1)
    store.cases.save(_with_letter(case, letter), rendered=PASSPORT)
    close(store)
    assert store.forgetting.scrub()
    assert b"quicksilver" not in file_bytes(store)
    assert load(store, 1).letters[0].text == "Please act."
    assert [copy.place for copy in store.purges.waiting("")] == ["sent"]


def answers(store: Store, sort: str, state: LetterState) -> None:
    """Let a letter of this sort have been sent, and a reply with a photograph join its case."""
    letter = CaseLetter(1, f"delete/{sort}", "en", "requester", ASKER, "Re", "Who?", state)
    store.cases.save(_with_letter(load(store, 1), letter))
    body = b"From: a\n\nanswer " + PASSPORT
    store.post_room.keep([RawMail(Place("privacy", "INBOX", 1, 2), body, NOW)])
    kept = store.post_room.take(1)[0]
    mail = InboundMail(
        message_id="<2@canary.example>", senders=(ASKER,), text="As you asked.",
        visible="As you asked.", attachments=(Attachment("IMG_1.jpg", "image/jpeg", 90_000),),
    )  # fmt: skip
    join = c.Join(actor="bot", message_id=kept.id, verified=True, needs_reply=False)
    decision = decide(load(store, 1), join, NOW)
    store.post_room.file([Filing(kept.id, mail, Disposition.JOINED, (decision,))], NOW)


def _with_letter(case: Case, letter: CaseLetter) -> Decision:
    """Return a decision after which the case has this letter, in whatever state it is."""
    claimed = decide(case, c.Claim(actor="UADA"), NOW)
    event = replace(claimed.events[0], letter_id=letter.id)
    return replace(claimed, after=replace(claimed.after, letters=(letter,)), events=(event,))
