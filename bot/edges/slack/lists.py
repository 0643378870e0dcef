"""Posts about no case: the daily list, a mail nobody could read, a card that moved; pure."""

from bot.core.case_number import case_number
from bot.core.catalogue import BY_KEY
from bot.core.redact import masked, redacted
from bot.core.views import MovedView, NoiseView, QuarantineView
from bot.edges.slack import words_crowd
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
    return words_crowd.MOVED.format(case=case_number(view.case_id))


def moved(view: MovedView) -> list[Block]:
    """Return the line that is left of a card."""
    return [context(moved_text(view))]


def noise_text(view: NoiseView) -> str:
    """Return the daily list for notifications."""
    return words_crowd.NOISE.format(day=day(view.day), count=len(view.items))


def noise_card(view: NoiseView) -> list[Block]:
    """Return the daily list: confirm all with one click, release any single item."""
    listed = [item for item in view.items if item.state == "listed"]
    left = words_crowd.ALL_SETTLED
    if listed:
        settled = len(view.items) - len(listed)
        left = words_crowd.LEFT.format(settled=settled, listed=len(listed))
    blocks = [
        header(words_crowd.NOISE_TITLE.format(day=day(view.day))),
        section(words_crowd.NOISE_SAYS.format(count=len(view.items), left=left)),
    ]
    for item in listed[:_LISTED]:
        title = BY_KEY[item.type].title
        subject = redacted(item.subject) or words_crowd.NO_SUBJECT
        blocks.append(
            {
                "type": "section",
                "text": plain(f"{title} · {masked(item.sender)} · {subject}", 300),
                "accessory": button("noise.release", words_crowd.MAKE_A_CASE, str(item.message_id)),
            }
        )
    if len(listed) > _LISTED:
        blocks.append(context(words_crowd.AND_MORE.format(count=len(listed) - _LISTED)))
    if listed:
        value = view.day.isoformat()
        label = words_crowd.CONFIRM_ALL.format(count=len(listed))
        blocks.append({"type": "actions", "elements": [button("noise.confirm", label, value)]})
    return blocks


def quarantine_text(view: QuarantineView) -> str:
    """Return the quarantine card for notifications."""
    return words_crowd.QUARANTINE.format(message=view.message_id)


def quarantine_card(view: QuarantineView) -> list[Block]:
    """Return the card of a mail that could not be read."""
    return [
        header(words_crowd.QUARANTINE_TITLE),
        section(
            words_crowd.QUARANTINE_SAYS.format(
                message=view.message_id,
                size=view.size,
                moment=moment(view.received_at),
                reason=escape(cut(view.reason, 300)),
            )
        ),
    ]
