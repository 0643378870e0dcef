"""Web API methods that write messages: chat.* and files.*."""

from typing import Any, Final

from bot.demo.slack.args import Args
from bot.demo.slack.method import Desk, Method
from bot.demo.slack.model import BOT_USER, TEAM, Channel, Json, Message
from bot.demo.slack.refused import Refused
from bot.demo.slack.workspace import short_id
from bot.edges.slack.limits import check_message


def checked_blocks(args: Args) -> list[Json]:
    """Return blocks that Slack would take. Raises Refused: invalid_blocks, with each fault."""
    blocks = args.blocks()
    if faults := check_message(blocks, args.text("text")):
        messages = [str(fault) for fault in faults]
        raise Refused(
            faults[0].error,
            errors=[f"{fault.why} [json-pointer:{fault.where}]" for fault in faults],
            response_metadata={"messages": messages},
        )
    return blocks


def _metadata(args: Args) -> Json | None:
    found = args.get("metadata")
    if not found:
        return None
    if (
        not isinstance(found, dict)
        or not isinstance(found.get("event_type"), str)
        or not isinstance(found.get("event_payload"), dict)
    ):
        raise Refused("invalid_metadata_format")
    return found


def _said(desk: Desk, args: Args, channel: Channel, **more: Any) -> Message:
    blocks = checked_blocks(args)
    if not blocks and not args.text("text"):
        raise Refused("no_text")
    thread = args.text("thread_ts") or None
    if thread:
        parent = desk.workspace.messages[channel.id].get(thread)
        if parent is None:
            raise Refused("thread_not_found")
        thread = parent.thread_ts or thread
    return Message(
        channel.id,
        desk.workspace.next_ts(),
        BOT_USER,
        args.text("text"),
        blocks,
        thread_ts=thread,
        broadcast=args.flag("reply_broadcast"),
        metadata=_metadata(args),
        **more,
    )


def post_message(desk: Desk, args: Args) -> Json:
    """chat.postMessage."""
    channel = desk.workspace.place_to_post(args.need("channel"))
    message = desk.workspace.add(_said(desk, args, channel))
    shown = desk.workspace.to_json(message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(desk: Desk, args: Args) -> Json:
    """chat.postEphemeral."""
    channel = desk.workspace.place_to_post(args.need("channel"))
    user = args.need("user")
    if user not in desk.workspace.users:
        raise Refused("user_not_found")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    message = desk.workspace.add(_said(desk, args, channel, only_for=user))
    return {"message_ts": message.ts}


def update(desk: Desk, args: Args) -> Json:
    """chat.update: blocks and metadata that are not given stay; an empty list takes them away."""
    channel = desk.workspace.channel(args.need("channel"))
    message = desk.workspace.message(channel.id, args.need("ts"))
    if message.user != BOT_USER:
        raise Refused("cant_update_message")
    blocks = checked_blocks(args)
    if not (blocks or args.text("text") or "blocks" in args):
        raise Refused("no_text")
    desk.workspace.edit(
        message,
        text=args.text("text") if "text" in args else None,
        blocks=blocks if "blocks" in args else None,
    )
    if "metadata" in args:
        message.metadata = _metadata(args)
    shown = desk.workspace.to_json(message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(desk: Desk, args: Args) -> Json:
    """chat.delete."""
    channel = desk.workspace.channel(args.need("channel"))
    message = desk.workspace.message(channel.id, args.need("ts"))
    if message.user != BOT_USER:
        raise Refused("cant_delete_message")
    desk.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(desk: Desk, args: Args) -> Json:
    """chat.getPermalink: an address of the stand-in's page."""
    channel = desk.workspace.channel(args.need("channel"))
    message = desk.workspace.message(channel.id, args.need("message_ts"))
    address = f"{desk.base}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


def upload_url(desk: Desk, args: Args) -> Json:
    """files.getUploadURLExternal."""
    key, size = short_id("F"), args.number("length", 0, 10**9)
    if size < 1:
        raise Refused("missing_argument")
    desk.uploads[key] = {"name": args.need("filename"), "alt": args.text("alt_txt"), "data": None}
    return {"upload_url": f"{desk.base}/upload/v1/{key}", "file_id": key}


def complete_upload(desk: Desk, args: Args) -> Json:
    """files.completeUploadExternal: shares the files in a channel, if one is given."""
    files = []
    for entry in args.get("files", []):
        upload = desk.uploads.get(entry.get("id"))
        if upload is None or upload["data"] is None:
            raise Refused("file_not_found")
        shown = {
            "id": entry["id"],
            "name": upload["name"],
            "title": entry.get("title") or upload["name"],
            "mimetype": "image/png" if upload["name"].endswith(".png") else "text/plain",
            "size": len(upload["data"]),
            "alt_txt": upload["alt"],
            "user": BOT_USER,
            "user_team": TEAM,
            "url_private": f"{desk.base}/files/{entry['id']}",
            "permalink": f"{desk.base}/files/{entry['id']}",
        }
        desk.workspace.files[entry["id"]] = {**shown, "data": upload["data"]}
        files.append(shown)
    if not files:
        raise Refused("invalid_arguments")
    if channel_id := args.text("channel_id"):
        channel = desk.workspace.place_to_post(channel_id)
        thread = args.text("thread_ts") or None
        said = args.text("initial_comment")
        stamp = desk.workspace.next_ts()
        desk.workspace.add(
            Message(channel.id, stamp, BOT_USER, said, thread_ts=thread, files=files)
        )
    return {"files": files}


METHODS: Final = {
    "chat.postMessage": Method(post_message, "chat:write", tier=0),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write", tier=4),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
    "chat.getPermalink": Method(permalink, None, tier=0),
    "files.getUploadURLExternal": Method(upload_url, "files:write", tier=4),
    "files.completeUploadExternal": Method(complete_upload, "files:write", tier=4),
}
