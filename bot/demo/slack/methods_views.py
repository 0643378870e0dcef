"""Web API methods that open, push, update and publish views, and check blocks."""

from typing import Final

from bot.demo.slack.args import Args
from bot.demo.slack.method import Desk, Method
from bot.demo.slack.modals import checked
from bot.demo.slack.model import Json
from bot.demo.slack.refused import Refused
from bot.edges.slack.limits import check_blocks


def _content(args: Args, kind: str = "modal") -> Json:
    view = args.get("view")
    if not isinstance(view, dict):
        raise Refused("invalid_arguments")
    checked(view, kind)  # before the trigger id is used up
    return view


def _user_of(desk: Desk, args: Args) -> str:
    return desk.triggers.redeem(args.text("trigger_id") or args.need("interactivity_pointer"))


def open_view(desk: Desk, args: Args) -> Json:
    """views.open."""
    content = _content(args)
    return {"view": desk.modals.open(_user_of(desk, args), content).to_json()}


def push_view(desk: Desk, args: Args) -> Json:
    """views.push."""
    content = _content(args)
    return {"view": desk.modals.push(_user_of(desk, args), content).to_json()}


def update_view(desk: Desk, args: Args) -> Json:
    """views.update."""
    view = desk.modals.find(args.text("view_id") or None, args.text("external_id") or None)
    return {"view": desk.modals.update(view, _content(args), args.text("hash") or None).to_json()}


def publish_view(desk: Desk, args: Args) -> Json:
    """views.publish."""
    view = desk.modals.publish(
        args.need("user_id"), _content(args, "home"), args.text("hash") or None
    )
    return {"view": view.to_json()}


def validate_blocks(_desk: Desk, args: Args) -> Json:
    """blocks.validate: the faults that chat.postMessage would answer with."""
    if faults := check_blocks(args.blocks(), "message"):
        raise Refused(
            "invalid_blocks", response_metadata={"messages": [str(fault) for fault in faults]}
        )
    return {}


METHODS: Final = {
    "views.open": Method(open_view, None, tier=4),
    "views.push": Method(push_view, None, tier=4),
    "views.update": Method(update_view, None, tier=4),
    "views.publish": Method(publish_view, None, tier=4),
    "blocks.validate": Method(validate_blocks, None, tier=4),
}
