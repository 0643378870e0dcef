"""The window of a letter on paper: the approved text with its envelope."""

from bot.core.views import CaseView, LetterView
from bot.edges.slack import modals
from bot.edges.slack.text import Block, context, exact, pieces, section

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
            f"As a page to print: `python -m bot cases print {view.case.number} --out letter.html`"
        ),
        section("*3. Post it, and say so here.* Nothing is sent by e-mail."),
    ]
    keep = {"case": view.case.id, "letter": letter.id, "digest": letter.digest}
    return modals.modal("posted", "Print and post", blocks, "It was posted", **keep)
