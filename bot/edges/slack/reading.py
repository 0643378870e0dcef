"""Modals to read in: the mails of a case in pages, and its history with the notes; pure."""

import json
from collections.abc import Iterable, Sequence

from bot.core.case import Case
from bot.core.mail import InboundMail
from bot.core.sensitive import masked_sensitive
from bot.core.views import CaseView
from bot.edges.slack import words_pages, words_windows
from bot.edges.slack.modals import modal
from bot.edges.slack.text import (
    Block,
    button,
    context,
    cut,
    moment,
    pages,
    plain,
    quote,
    section,
    verbatim,
)
from bot.edges.slack.threads import sentence

PAGE = "page.mail"  # action of the buttons that turn a page
_MOST_BLOCKS = 40  # on one page; a view holds a hundred
_MOST_BYTES = 100_000  # on one page; a view holds 250 KB, and the wire escapes what is not ASCII
_MOST_EVENTS = 12  # in one section
_MOST_SECTIONS = 90


def message(
    view: CaseView, mails: Iterable[InboundMail], page: int = 0, *, card: str = ""
) -> Block:
    """Return the full text of the mails of a case, in pages that Slack takes.

    `card` is the address of its card, where people decide.
    """
    found = _paged(
        [block for mail in mails for block in _mail(mail)] or [section(words_pages.NO_MAIL)]
    )
    page = min(max(page, 0), len(found) - 1)
    blocks = found[page]
    if len(found) > 1:
        turn = [(page - 1, words_pages.PAGE_BEFORE), (page + 1, words_windows.NEXT_PAGE)]
        buttons = [
            button(
                f"{PAGE}.{label[0]}",
                words_pages.PAGE_TO.format(label=label, to=to + 1, pages=len(found)),
                f"{view.case.id}:{to}",
            )
            for to, label in turn
            if 0 <= to < len(found)
        ]
        blocks = [*blocks, {"type": "actions", "elements": buttons}]
    if card:
        blocks = [section(words_pages.OPEN_CARD.format(card=card, case=view.case.number)), *blocks]
    return modal("message", words_windows.MAIL_OF.format(case=view.case.number), blocks)


def _mail(mail: InboundMail) -> list[Block]:
    sender = ", ".join(address.email for address in mail.senders) or words_pages.NOBODY
    subject = masked_sensitive(mail.subject) or words_pages.NO_SUBJECT
    heading = words_pages.MAIL_FROM.format(sender=sender, subject=subject)
    blocks: list[Block] = [{"type": "section", "text": plain(heading, 300)}]
    blocks += [verbatim(page) for page in pages(masked_sensitive(mail.text) or words_pages.NO_BODY)]
    if mail.hidden:
        blocks.append(context(words_pages.HIDDEN))
        blocks += [verbatim(page) for page in pages(masked_sensitive(mail.hidden))]
    if mail.links:
        shown = "\n".join(link.replace("http", "hxxp", 1) for link in mail.links[:20])
        blocks.append(context(words_pages.LINKS))
        blocks += [verbatim(page) for page in pages(shown)]
    if mail.attachments:
        names = ", ".join(one.name or one.content_type for one in mail.attachments)
        blocks.append(
            {"type": "section", "text": plain(words_pages.NOT_OPENED.format(names=names), 2000)}
        )
    return blocks


def _paged(blocks: Sequence[Block]) -> list[list[Block]]:
    """Part blocks into pages, each within a view's limits however many bytes a letter takes."""
    found: list[list[Block]] = [[]]
    size = 0
    for block in blocks:
        more = len(json.dumps(block))  # escaped, as the client sends it
        if found[-1] and (len(found[-1]) >= _MOST_BLOCKS or size + more > _MOST_BYTES):
            found.append([])
            size = 0
        found[-1].append(block)
        size += more
    return found


def history(view: CaseView) -> Block:
    """Return what happened to a case, oldest first; what colleagues noted stands where it was."""
    notes = {note.id: note.text for note in view.case.notes}
    titles = {one.letter.key: one.title for one in view.letters}
    blocks: list[Block] = []
    lines: list[str] = []

    def flush() -> None:
        if lines:
            blocks.append(section(cut("\n".join(lines), 2900)))
            lines.clear()

    for event in view.history:
        title = titles.get(str(event.facts.get("letter") or ""), "")
        lines.append(f"{moment(event.at)} · {sentence(event, title)}")
        noted = notes.get(int(event.facts.get("note") or 0), "")
        if noted:
            flush()
            blocks.append(quote(noted, 2000))
        elif len(lines) >= _MOST_EVENTS:
            flush()
    flush()
    return modal(
        "history", words_pages.HISTORY_OF.format(case=view.case.number), _newest(view.case, blocks)
    )


def _newest(case: Case, blocks: Sequence[Block]) -> list[Block]:
    """Keep the newest part of a history that is too long for a view."""
    if len(blocks) <= _MOST_SECTIONS:
        return list(blocks) or [section(words_pages.EMPTY)]
    said = words_pages.ONLY_NEWEST.format(case=case.number)
    return [context(said), *blocks[-_MOST_SECTIONS:]]
