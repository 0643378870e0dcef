"""An approved letter as one HTML page to print: address in the envelope's window, date, text."""

from datetime import date
from html import escape

from bot.core.case import CaseLetter

_STYLE = """
@page { size: A4; margin: 20mm 20mm 20mm 25mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 40px 32px; max-width: 760px; color: #111; background: #fff;
  font: 11pt/1.5 Georgia, "Times New Roman", serif; }
.from { color: #444; font-size: 9pt; margin: 0 0 4mm; }
address { min-height: 27mm; margin: 0 0 8mm; font-style: normal; }
.day { text-align: right; margin: 0 0 8mm; }
h1 { font-size: 12pt; margin: 0 0 6mm; overflow-wrap: anywhere; }
p { margin: 0 0 4mm; white-space: pre-line; overflow-wrap: anywhere; break-inside: avoid; }
@media print { body { padding: 0; max-width: none; } }
"""


def letter_page(letter: CaseLetter, company: tuple[str, ...], when: date) -> str:
    """Return the page: exactly the subject and text that were approved, and the envelope."""
    to = [letter.recipient.name, *letter.recipient.postal.splitlines()]
    paragraphs = [part for part in letter.text.split("\n\n") if part.strip()]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{escape(letter.lang)}">',
            f"<head><meta charset='utf-8'><title>{escape(letter.subject)}</title>",
            f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>',
            "<body>",
            f'<p class="from">{escape(" · ".join(company))}</p>',
            f"<address>{'<br>'.join(escape(line) for line in to if line)}</address>",
            f'<p class="day">{when.isoformat()}</p>',
            f"<h1>{escape(letter.subject)}</h1>",
            *(f"<p>{escape(part.strip())}</p>" for part in paragraphs),
            "</body></html>",
            "",
        ]
    )
