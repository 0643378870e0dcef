"""What people do at the desk in the stories, by the real socket: find a card, act, look."""

from bot.demo.slack import Message, Place
from tests.stories.rig import PRIVACY, Rig, text_of


def card_of(rig: Rig, number: str) -> Message:
    """Return the card of a case, not one that only names it."""
    return rig.waits(lambda: next((m for m in rig.cards() if m.text.startswith(number)), None))


def act(rig: Rig, user: str, key: str, number: str = "P-0001") -> None:
    """Choose one of the actions that a card has no room for."""
    card = card_of(rig, number)
    rig.slack.choose(user, Place(card.channel, card.ts), "case.more", f"all:{int(number[2:])}")
    rig.slack.click(user, Place(view=rig.slack.modal(user).id), f"case.{key}")


def thread(rig: Rig, number: str = "P-0001") -> str:
    """Return the words of a card's thread."""
    card = card_of(rig, number)
    replies = rig.slack.call(rig.slack.stand_in.workspace.replies, PRIVACY, card.ts)
    return " ".join(text_of(one) for one in replies)


def approve_all(rig: Rig, user: str) -> None:
    """Tick what the open modal asks to be confirmed, and send."""
    blocks = rig.slack.modal(user).content["blocks"]
    boxes = [one for one in blocks if one.get("element", {}).get("type") == "checkboxes"]
    ticked = {one["block_id"]: [one["element"]["options"][0]["value"]] for one in boxes}
    assert not rig.slack.submit(user, **ticked).errors


def modal(rig: Rig, user: str, title: str) -> str:
    """Return the words of the modal with this title, once it is on top."""
    found = rig.waits(
        lambda: next(
            (
                v.content
                for v in [rig.slack.call(rig.slack.stand_in.modals.top, user)]
                if v and v.content["title"]["text"] == title
            ),
            None,
        )
    )
    return str(found)
