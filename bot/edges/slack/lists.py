"""Posts about no case: the daily list, a mail nobody could read, a card that moved; pure."""

from bot.core.case_number import case_number
from bot.core.catalogue import BY_KEY
from bot.core.redact import masked, redacted
from bot.core.views import MovedView, NoiseView, QuarantineView
from bot.edges.slack.text import (
    Block,
    button,
    context,
    cut,
    day,
    escape,
    header,
    moment,
    plain,
    section,
)

_LISTED = 20  # items of the daily list on its card


def moved_text(view: MovedView) -> str:
    """Return what a card says that went elsewhere: not even what it was about."""
    return f"{case_number(view.case_id)} was moved to another desk."


def moved(view: MovedView) -> list[Block]:
    """Return the line that is left of a card."""
    return [context(moved_text(view))]


def noise_text(view: NoiseView) -> str:
    """Return the daily list for notifications."""
    return f"Daily list for {day(view.day)}: {len(view.items)} automatic mails or likely spam"


def noise_card(view: NoiseView) -> list[Block]:
    """Return the daily list: confirm all with one click, release any single item."""
    listed = [item for item in view.items if item.state == "listed"]
    settled = len(view.items) - len(listed)
    left = f"{settled} settled, {len(listed)} to look at." if listed else "All are settled."
    blocks = [
        header(f"Daily list · {day(view.day)}"),
        section(
            f"{len(view.items)} mails look automatic or like spam, so they have no card. "
            f"{left} Nothing was answered or deleted."
        ),
    ]
    for item in listed[:_LISTED]:
        title = BY_KEY[item.type].title
        blocks.append(
            {
                "type": "section",
                "text": plain(
                    f"{title} · {masked(item.sender)} · {redacted(item.subject) or 'no subject'}",
                    300,
                ),
                "accessory": button("noise.release", "Make it a case", str(item.message_id)),
            }
        )
    if len(listed) > _LISTED:
        blocks.append(context(f"and {len(listed) - _LISTED} more"))
    if listed:
        value = view.day.isoformat()
        label = f"Confirm all {len(listed)}"
        blocks.append({"type": "actions", "elements": [button("noise.confirm", label, value)]})
    return blocks


def quarantine_text(view: QuarantineView) -> str:
    """Return the quarantine card for notifications."""
    return f"A mail could not be read (message {view.message_id}); its bytes are kept."


def quarantine_card(view: QuarantineView) -> list[Block]:
    """Return the card of a mail that could not be read."""
    return [
        header("A mail could not be read"),
        section(
            f"Message {view.message_id}, {view.size:,} bytes, received {moment(view.received_at)}."
            f" Reason: {escape(cut(view.reason, 300))}.\n"
            "Its bytes are kept and the mails behind it went on. An operator can look at it with"
            f" `python -m bot quarantine show {view.message_id}`."
        ),
    ]
