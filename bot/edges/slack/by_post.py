"""Letters on paper: the approved text with its envelope, and that it was posted."""

from slack_bolt import Ack

from bot.core import commands as c
from bot.core.errors import IllegalMove, Stale
from bot.core.views import CaseView, LetterView
from bot.edges.slack import modals, words
from bot.edges.slack.cards import number
from bot.edges.slack.gate import Body, Gate, user_of
from bot.edges.slack.text import Block, context, exact, pieces, section
from bot.flows.review import Review

POSTED = "page.posted"  # the callback id
_SHOWN = 2900  # characters of one block


def printed(view: CaseView, one: LetterView) -> Block:
    """Return the approved letter to be copied and printed; handing it in says it was posted."""
    letter = one.letter
    envelope = "\n".join([letter.recipient.name, *letter.recipient.postal.splitlines()])
    blocks = [
        section("*1. Address the envelope*"),
        exact(envelope),
        section("*2. Print exactly this text*"),
        *[exact(part) for part, _ in pieces(f"{letter.subject}\n\n{letter.text}", _SHOWN)],
        context(
            f"As a page to print: `python -m bot cases print {number(view.case)} --out letter.html`"
        ),
        section("*3. Post it, and say so here.* Nothing is sent by e-mail."),
    ]
    keep = {"case": view.case.id, "letter": letter.id, "digest": letter.digest}
    made = modals.modal("posted", "Print and post", blocks, "It was posted", **keep)
    return made | {"callback_id": POSTED}


class PostedLetters:
    """Notes that a letter was posted: once, and only the text that was approved."""

    def __init__(self, review: Review, gate: Gate) -> None:
        self._review, self._gate = review, gate

    def on_submit(self, ack: Ack, body: Body) -> None:
        """Take "it was posted"."""
        if not self._gate.allowed(body):
            ack(response_action="update", view=modals.notice("Privacy", words.NOT_ALLOWED))
            return
        found = modals.answers(body["view"])
        view = self._review.view(int(found["case"]))
        if view is None or not self._gate.may_see(body, view.case):
            ack(response_action="update", view=modals.notice("Privacy", words.NOT_IN_CHANNEL))
            return
        order = c.MarkPosted(
            actor=user_of(body), letter_id=int(found["letter"]), digest=found["digest"]
        )
        try:
            self._review.order(int(found["case"]), lambda _: order)
        except Stale:
            ack(response_action="update", view=modals.notice("Privacy", words.OTHER_LETTER))
        except IllegalMove as fault:
            said = f"That is not possible now: {fault}. Nothing was noted twice."
            ack(response_action="update", view=modals.notice("Privacy", said))
        else:
            ack()
