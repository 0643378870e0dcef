"""The window of a letter on paper: the approved text with its envelope."""

from bot.core.views import CaseView, LetterView
from bot.edges.slack import modals, words_letters
from bot.edges.slack.text import Block, context, exact, pieces, section

_SHOWN = 2900  # characters of one block


def printed(view: CaseView, one: LetterView) -> Block:
    """Return the approved letter to be copied and printed; handing it in says it was posted."""
    letter = one.letter
    envelope = "\n".join([letter.recipient.name, *letter.recipient.postal.splitlines()])
    blocks = [
        section(words_letters.STEP_ENVELOPE),
        exact(envelope),
        section(words_letters.STEP_PRINT),
        *[exact(part) for part, _ in pieces(f"{letter.subject}\n\n{letter.text}", _SHOWN)],
        context(words_letters.PRINT_COMMAND.format(case=view.case.number)),
        section(words_letters.STEP_POST),
    ]
    keep = {"case": view.case.id, "letter": letter.id, "digest": letter.digest}
    return modals.modal(
        "posted", words_letters.PRINT_AND_POST, blocks, words_letters.WAS_POSTED, **keep
    )
