"""Web API methods that only read: auth, conversations, users, user groups, team."""

from typing import Final

from bot.demo.slack.args import Args
from bot.demo.slack.method import Desk, Method, paged
from bot.demo.slack.model import APP, BOT, BOT_USER, TEAM, Json, Message
from bot.demo.slack.refused import Refused


def auth_test(desk: Desk, _args: Args) -> Json:
    """auth.test."""
    bot = desk.workspace.users[BOT_USER]
    return {
        "url": f"{desk.base}/",
        "team": desk.team_name,
        "user": bot.name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def team_info(desk: Desk, _args: Args) -> Json:
    """team.info."""
    return {"team": {"id": TEAM, "name": desk.team_name, "domain": "desk", "icon": {}}}


def bots_info(desk: Desk, _args: Args) -> Json:
    """bots.info."""
    name = desk.workspace.users[BOT_USER].name
    return {"bot": {"id": BOT, "app_id": APP, "user_id": BOT_USER, "name": name, "deleted": False}}


def conversations_info(desk: Desk, args: Args) -> Json:
    """conversations.info."""
    channel = desk.workspace.channel(args.need("channel"))
    desk.need_channel_scope(channel, "read")
    shown = channel.to_json()
    if args.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def conversations_members(desk: Desk, args: Args) -> Json:
    """conversations.members."""
    channel = desk.workspace.channel(args.need("channel"))
    desk.need_channel_scope(channel, "read")
    return paged(sorted(channel.members), args, 100, "members")


def conversations_list(desk: Desk, args: Args) -> Json:
    """conversations.list: public channels, unless `types` asks for private ones."""
    types = {t.strip() for t in (args.text("types") or "public_channel").split(",")}
    found = []
    for channel in desk.workspace.channels.values():
        private = "private_channel" if channel.is_private else "public_channel"
        if ("im" if channel.is_im else private) not in types:
            continue
        if channel.is_private and BOT_USER not in channel.members:
            continue
        desk.need_channel_scope(channel, "read")
        found.append(channel.to_json())
    return paged(found, args, 100, "channels")


def _window(messages: list[Message], args: Args) -> list[Message]:
    oldest, latest = args.text("oldest") or "0", args.text("latest") or "9999999999"
    if args.flag("inclusive"):
        return [m for m in messages if float(oldest) <= float(m.ts) <= float(latest)]
    return [m for m in messages if float(oldest) < float(m.ts) < float(latest)]


def conversations_history(desk: Desk, args: Args) -> Json:
    """conversations.history: newest first; metadata only on request; no ephemeral messages."""
    channel = desk.workspace.channel(args.need("channel"))
    desk.need_channel_scope(channel, "history")
    if BOT_USER not in channel.members:
        raise Refused("not_in_channel")
    found = _window(desk.workspace.roots(channel.id), args)[::-1]
    page = paged(found, args, 100, "messages")
    metadata = args.flag("include_all_metadata")
    shown = [desk.workspace.to_json(m, metadata=metadata) for m in page["messages"]]
    more = bool(page["response_metadata"]["next_cursor"])
    return {**page, "messages": shown, "has_more": more, "pin_count": 0}


def conversations_replies(desk: Desk, args: Args) -> Json:
    """conversations.replies: the parent and its replies, oldest first."""
    channel = desk.workspace.channel(args.need("channel"))
    desk.need_channel_scope(channel, "history")
    root = desk.workspace.messages[channel.id].get(args.need("ts"))
    if root is None or root.only_for:
        raise Refused("thread_not_found")
    if root.thread_ts:
        root = desk.workspace.messages[channel.id][root.thread_ts]
    found = _window(desk.workspace.replies(channel.id, root.ts), args)
    page = paged([root, *found], args, 1000, "messages")
    metadata = args.flag("include_all_metadata")
    shown = [desk.workspace.to_json(m, metadata=metadata) for m in page["messages"]]
    return {
        **page,
        "messages": shown,
        "has_more": bool(page["response_metadata"]["next_cursor"]),
    }


def conversations_open(desk: Desk, args: Args) -> Json:
    """conversations.open: direct messages with one user."""
    user = args.need("users")
    if user not in desk.workspace.users:
        raise Refused("user_not_found")
    return {"channel": {"id": desk.workspace.direct(user).id}}


def users_info(desk: Desk, args: Args) -> Json:
    """users.info."""
    user = desk.workspace.users.get(args.need("user"))
    if user is None:
        raise Refused("user_not_found")
    return {"user": user.to_json()}


def users_list(desk: Desk, args: Args) -> Json:
    """users.list."""
    shown = [user.to_json() for user in desk.workspace.users.values()]
    return paged(shown, args, 1000, "members")


def groups_list(desk: Desk, args: Args) -> Json:
    """usergroups.list."""
    with_users, disabled = args.flag("include_users"), args.flag("include_disabled")
    groups = [g for g in desk.workspace.groups.values() if disabled or not g.disabled]
    return {"usergroups": [group.to_json(with_users=with_users) for group in groups]}


def group_users(desk: Desk, args: Args) -> Json:
    """usergroups.users.list."""
    group = desk.workspace.groups.get(args.need("usergroup"))
    if group is None or (group.disabled and not args.flag("include_disabled")):
        raise Refused("no_such_subteam")
    return {"users": list(group.users)}


METHODS: Final = {
    "api.test": Method(lambda _desk, args: {"args": dict(args.found)}, None, tier=4),
    "auth.test": Method(auth_test, None, tier=0),
    "team.info": Method(team_info, "team:read"),
    "bots.info": Method(bots_info, "users:read"),
    "conversations.info": Method(conversations_info),
    "conversations.members": Method(conversations_members, tier=4),
    "conversations.list": Method(conversations_list, tier=2),
    "conversations.history": Method(conversations_history),
    "conversations.replies": Method(conversations_replies),
    "conversations.open": Method(conversations_open, "im:write"),
    "users.info": Method(users_info, "users:read", tier=4),
    "users.list": Method(users_list, "users:read", tier=2),
    "usergroups.list": Method(groups_list, "usergroups:read", tier=2),
    "usergroups.users.list": Method(group_users, "usergroups:read", tier=2),
}
