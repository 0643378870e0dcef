"""Text for a cell of a CSV file that a spreadsheet opens: shown, never run as a formula."""

import re
from typing import Final

# OWASP, "CSV Injection": what begins a formula, the wide forms of East Asian input included.
# A cell may also begin after a semicolon or a line break: where lists are written with
# decimal commas, a spreadsheet splits a file at semicolons and heeds no quotation marks
# in the middle of what is a cell to it.
_RISKY: Final = r"\A{0}(?=[\r\n])|(?:\A|(?<=[;\r\n])){0}(?=[=+\-@\t＝＋－＠])"
_OPEN: Final = re.compile(_RISKY.format("'*"))
_GUARDED: Final = re.compile(_RISKY.format("'+"))


def guarded(text: str) -> str:
    """Return text with an apostrophe before whatever a spreadsheet would take for a formula."""
    return _OPEN.sub(r"'\g<0>", text)


def unguarded(text: str) -> str:
    """Return the text of which `guarded` made this."""
    return _GUARDED.sub(lambda found: found[0][1:], text)
