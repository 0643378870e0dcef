"""The stand-in's Web API, called by the real SDK."""

import http.client
import time
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient

from bot.demo.slack import APP_TOKEN, BOT_USER, Channel, StandIn, StandInThread
from tests.demo.sample_bot import CARD, FORM, PRIVACY, plain
from tests.servers.standin import MANIFEST, web_client

ADA = "U0ADA"


def error_of(call: Any, **arguments: Any) -> str:
    """Return the error word that a call is refused with."""
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return str(refused.value.response["error"])


def test_auth(client: WebClient) -> None:
    """auth.test tells who the bot is, and a wrong, missing or revoked token is refused."""
    who = client.auth_test()
    assert (who["user_id"], who["ok"]) == (BOT_USER, True)
    base = client.base_url
    assert error_of(WebClient(token="xoxb-wrong", base_url=base).auth_test) == "invalid_auth"
    assert error_of(WebClient(base_url=base).auth_test) == "not_authed"
    wrong_kind = WebClient(token=APP_TOKEN, base_url=base)
    assert error_of(wrong_kind.auth_test) == "not_allowed_token_type"


def test_revoked_token(slack: StandInThread, client: WebClient) -> None:
    """A revoked token is refused by its own word."""
    slack.stand_in.tokens.revoked = True
    assert error_of(client.auth_test) == "token_revoked"


def test_post_update_delete(client: WebClient) -> None:
    """A message is posted with blocks and ids, changed in place, and deleted once."""
    posted = client.chat_postMessage(channel=PRIVACY, text="Card", blocks=CARD)
    assert posted["message"]["bot_id"]
    assert posted["message"]["blocks"][0]["block_id"]
    changed = client.chat_update(channel=PRIVACY, ts=posted["ts"], text="Done", blocks=CARD[:1])
    assert changed["ts"] == posted["ts"]
    (found,) = client.conversations_history(channel=PRIVACY)["messages"]
    assert (found["text"], len(found["blocks"])) == ("Done", 1)
    assert found["edited"]["user"] == BOT_USER
    client.chat_delete(channel=PRIVACY, ts=posted["ts"])
    assert client.conversations_history(channel=PRIVACY)["messages"] == []
    again = {"channel": PRIVACY, "ts": posted["ts"]}
    assert error_of(client.chat_delete, **again) == "message_not_found"
    assert error_of(client.chat_update, **again, text="x") == "message_not_found"


def test_every_ts_is_unique(slack: StandInThread, client: WebClient) -> None:
    """Messages posted at once have different timestamps, in order."""
    slack.stand_in.rates.burst = None
    stamps = [client.chat_postMessage(channel=PRIVACY, text=str(n))["ts"] for n in range(30)]
    assert len(set(stamps)) == 30
    assert stamps == sorted(stamps)


def test_metadata_only_on_request(client: WebClient) -> None:
    """History gives metadata only if asked for all of it; a wrong form is refused."""
    metadata = {"event_type": "card", "event_payload": {"outbox": "42"}}
    client.chat_postMessage(channel=PRIVACY, text="x", metadata=metadata)
    (plainly,) = client.conversations_history(channel=PRIVACY)["messages"]
    assert "metadata" not in plainly
    (fully,) = client.conversations_history(channel=PRIVACY, include_all_metadata=True)["messages"]
    assert fully["metadata"] == metadata
    wrong = {"channel": PRIVACY, "text": "x", "metadata": {"event_type": 1}}
    assert error_of(client.chat_postMessage, **wrong) == "invalid_metadata_format"


def test_history_pages_newest_first(slack: StandInThread, client: WebClient) -> None:
    """History comes newest first, in pages, without replies; a window can be asked for."""
    slack.stand_in.rates.burst = None
    stamps = [client.chat_postMessage(channel=PRIVACY, text=str(n))["ts"] for n in range(5)]
    client.chat_postMessage(channel=PRIVACY, text="reply", thread_ts=stamps[0])
    first = client.conversations_history(channel=PRIVACY, limit=3)
    assert [m["text"] for m in first["messages"]] == ["4", "3", "2"]
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(channel=PRIVACY, limit=3, cursor=cursor)
    assert [m["text"] for m in second["messages"]] == ["1", "0"]
    assert second["messages"][-1]["reply_count"] == 1
    since = client.conversations_history(channel=PRIVACY, oldest=stamps[2])
    assert [m["text"] for m in since["messages"]] == ["4", "3"]


def test_thread(client: WebClient) -> None:
    """A thread gives its parent and replies, oldest first; a parent with replies leaves a stone."""
    root = client.chat_postMessage(channel=PRIVACY, text="root")["ts"]
    client.chat_postMessage(channel=PRIVACY, text="one", thread_ts=root)
    client.chat_postMessage(channel=PRIVACY, text="two", thread_ts=root)
    found = client.conversations_replies(channel=PRIVACY, ts=root)["messages"]
    assert [m["text"] for m in found] == ["root", "one", "two"]
    assert found[1]["thread_ts"] == root
    lost = {"channel": PRIVACY, "text": "x", "thread_ts": "1.000001"}
    assert error_of(client.chat_postMessage, **lost) == "thread_not_found"
    client.chat_delete(channel=PRIVACY, ts=root)
    (stone,) = client.conversations_history(channel=PRIVACY)["messages"]
    assert stone["subtype"] == "tombstone"


def test_ephemeral_is_for_one_reader(slack: StandInThread, client: WebClient) -> None:
    """An ephemeral message is seen by its reader alone, never in history, and is not updated."""
    sent = client.chat_postEphemeral(channel=PRIVACY, user=ADA, text="psst")
    assert client.conversations_history(channel=PRIVACY)["messages"] == []
    assert [m.text for m in slack.messages(PRIVACY, ADA)] == ["psst"]
    assert slack.messages(PRIVACY, "U0BEN") == []
    gone = {"channel": PRIVACY, "ts": sent["message_ts"], "text": "x"}
    assert error_of(client.chat_update, **gone) == "message_not_found"
    outsider = {"channel": PRIVACY, "user": "U0OLA", "text": "x"}
    assert error_of(client.chat_postEphemeral, **outsider) == "user_not_in_channel"


def test_channels_the_bot_does_not_see(slack: StandInThread, client: WebClient) -> None:
    """A private channel without the bot does not exist for it; a public one wants it as member."""
    slack.call(slack.stand_in.workspace.add_channel, Channel("C0HIDDEN", "hidden"))
    for call in (client.conversations_info, client.conversations_members):
        assert error_of(call, channel="C0HIDDEN") == "channel_not_found"
    post = client.chat_postMessage
    assert error_of(post, channel="C0HIDDEN", text="x") == "channel_not_found"
    assert error_of(post, channel="C0GENERAL", text="x") == "not_in_channel"
    empty = {"api_method": "chat.postMessage", "json": {"channel": PRIVACY}}
    assert error_of(client.api_call, **empty) == "no_text"


def test_channel_and_people(client: WebClient) -> None:
    """A bot can tell private, shared and public channels apart, and who is a guest."""
    channel = client.conversations_info(channel=PRIVACY)["channel"]
    assert channel["is_private"]
    assert channel["is_member"]
    assert not channel["is_ext_shared"]
    assert ADA in client.conversations_members(channel=PRIVACY)["members"]
    assert client.users_info(user="U0GUS")["user"]["is_restricted"]
    assert error_of(client.users_info, user="U404") == "user_not_found"
    groups = client.usergroups_list(include_users=True)["usergroups"]
    approvers = next(group for group in groups if group["handle"] == "privacy-approvers")
    assert client.usergroups_users_list(usergroup=approvers["id"])["users"] == approvers["users"]
    link = client.chat_postMessage(channel=PRIVACY, text="x")
    address = client.chat_getPermalink(channel=PRIVACY, message_ts=link["ts"])["permalink"]
    assert f"/archives/{PRIVACY}/p" in address


@pytest.mark.parametrize(
    ("scope", "method", "arguments"),
    [
        ("chat:write", "chat_postMessage", {"channel": PRIVACY, "text": "x"}),
        ("users:read", "users_info", {"user": ADA}),
        ("usergroups:read", "usergroups_list", {}),
        ("groups:read", "conversations_info", {"channel": PRIVACY}),
        ("groups:history", "conversations_history", {"channel": PRIVACY}),
    ],
)
def test_scopes_of_the_manifest_are_enforced(
    scope: str, method: str, arguments: dict[str, str]
) -> None:
    """A method whose scope the manifest lacks is refused, naming what is needed."""
    scopes = [s for s in MANIFEST["oauth_config"]["scopes"]["bot"] if s != scope]
    manifest = {**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}}
    with StandInThread(StandIn(manifest)) as slack, pytest.raises(SlackApiError) as refused:
        getattr(web_client(slack), method)(**arguments)
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == scope


def test_invalid_blocks(client: WebClient) -> None:
    """Blocks beyond Slack's limits are refused with the place of each fault."""
    bad = [{"type": "header", "text": plain("x" * 151)}]
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=PRIVACY, text="x", blocks=bad)
    assert refused.value.response["error"] == "invalid_blocks"
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]
    many = [{"type": "section", "text": plain("x" * 2900)}] * 5
    too_long = {"channel": PRIVACY, "text": "x", "blocks": many}
    assert error_of(client.chat_postMessage, **too_long) == "msg_blocks_too_long"
    assert client.conversations_history(channel=PRIVACY)["messages"] == []
    good = client.chat_postMessage(channel=PRIVACY, text="good")
    worse = {"channel": PRIVACY, "ts": good["ts"], "text": "x", "blocks": bad}
    assert error_of(client.chat_update, **worse) == "invalid_blocks"
    (kept,) = client.conversations_history(channel=PRIVACY)["messages"]
    assert kept["text"] == "good"
    home = {"user_id": ADA, "view": {"type": "home", "blocks": bad}}
    assert error_of(client.views_publish, **home) == "invalid_arguments"


def test_view_hash(client: WebClient) -> None:
    """Publishing with an old hash is refused, so that a newer Home is not overwritten."""
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = client.views_publish(user_id=ADA, view=home)["view"]
    second = client.views_publish(user_id=ADA, view=home, hash=first["hash"])["view"]
    assert second["hash"] != first["hash"]
    stale = {"user_id": ADA, "view": home, "hash": first["hash"]}
    assert error_of(client.views_publish, **stale) == "hash_conflict"


def test_unknown_trigger(client: WebClient) -> None:
    """A trigger id that nobody's click made opens nothing."""
    assert error_of(client.views_open, trigger_id="1.2.abc", view=FORM) == "invalid_trigger_id"


def test_rate_limit_is_told_and_can_be_honoured(slack: StandInThread) -> None:
    """More than the burst is answered 429 with Retry-After; who waits as told gets through."""
    slack.stand_in.rates.burst = 2
    plainly = web_client(slack)
    plainly.chat_postMessage(channel=PRIVACY, text="1")
    plainly.chat_postMessage(channel=PRIVACY, text="2")
    with pytest.raises(SlackApiError) as refused:
        plainly.chat_postMessage(channel=PRIVACY, text="3")
    assert refused.value.response.status_code == 429
    assert int(refused.value.response.headers["Retry-After"]) >= 1
    patient = web_client(slack)
    patient.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=5))
    patient.chat_postMessage(channel=PRIVACY, text="3")
    assert [m.text for m in slack.messages(PRIVACY)] == ["1", "2", "3"]


def test_dropped_reply(slack: StandInThread, client: WebClient) -> None:
    """A reply dropped after storing leaves the caller in doubt, and history tells the truth."""
    slack.stand_in.faults.drop_reply("chat.postMessage")
    metadata = {"event_type": "card", "event_payload": {"outbox": "42"}}
    with pytest.raises((http.client.HTTPException, OSError)):
        client.chat_postMessage(channel=PRIVACY, text="x", metadata=metadata)
    (found,) = client.conversations_history(channel=PRIVACY, include_all_metadata=True)["messages"]
    assert found["metadata"]["event_payload"]["outbox"] == "42"


def test_other_faults(slack: StandInThread, client: WebClient) -> None:
    """A call can be lost, delayed, answered with an HTTP error, a limit or one of Slack's words."""
    faults = slack.stand_in.faults
    faults.add("drop_call", "auth.test")
    with pytest.raises((http.client.HTTPException, OSError)):
        client.auth_test()
    faults.delay("auth.test", 0.2)
    start = time.monotonic()
    client.auth_test()
    assert time.monotonic() - start >= 0.2
    faults.fail("auth.test", status=503)
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refused.value.response.status_code == 503
    faults.ratelimit("auth.test", seconds=7)
    with pytest.raises(SlackApiError) as limited:
        client.auth_test()
    assert limited.value.response.headers["Retry-After"] == "7"
    faults.refuse("auth.test", "fatal_error")
    assert error_of(client.auth_test) == "fatal_error"
    client.auth_test()
    with pytest.raises(ValueError, match="unknown fault 'nonsense'"):
        faults.add("nonsense")  # type: ignore[arg-type]


def test_control_endpoint(slack: StandInThread, client: WebClient) -> None:
    """Another process can ask for faults and see what happened, on loopback only."""
    port = slack.stand_in.port

    def ask(method: str, path: str, body: str = "", host: str = "") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        headers = {"Content-Type": "application/json", **({"Host": host} if host else {})}
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        found = answer.status, answer.read()
        connection.close()
        return found

    fault = '{"kind": "error", "method": "auth.test", "error": "fatal_error"}'
    assert ask("POST", "/_control/faults", fault)[0] == 200
    assert error_of(client.auth_test) == "fatal_error"
    assert ask("POST", "/_control/faults", '{"kind": "nonsense"}')[0] == 400
    assert ask("POST", "/_control/nonsense")[0] == 404
    client.chat_postMessage(channel=PRIVACY, text="seen")
    assert b"seen" in ask("GET", "/_control/state")[1]
    assert ask("GET", "/_control/state", host="evil.example")[0] == 403


def test_bodies_of_every_kind(slack: StandInThread) -> None:
    """JSON, form and empty bodies are understood; broken JSON and unknown methods are refused."""
    port = slack.stand_in.port

    def call(method: str, body: str | None, kind: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        headers = {"Authorization": "Bearer xoxb-stand-in", "Content-Type": kind}
        connection.request("POST", f"/api/{method}", body, headers)
        found = connection.getresponse().read()
        connection.close()
        return found

    form = "application/x-www-form-urlencoded"
    blocks = "%5B%7B%22type%22%3A%22divider%22%7D%5D"
    assert b'"ok": true' in call("auth.test", None, "application/json")
    assert b'"ok": true' in call("chat.postMessage", f"channel={PRIVACY}&blocks={blocks}", form)
    assert b"invalid_json" in call("auth.test", "{", "application/json")
    assert b"unknown_method" in call("chat.shout", None, form)
    assert b"invalid_blocks_format" in call(
        "chat.postMessage", f"channel={PRIVACY}&blocks=nonsense", form
    )


def test_files(slack: StandInThread, client: WebClient) -> None:
    """The SDK's upload of a file ends as a message with that file."""
    shared = client.files_upload_v2(
        channel=PRIVACY, content="a,b\n1,2\n", filename="week.csv", title="The week"
    )
    assert shared["ok"]
    (message,) = slack.messages(PRIVACY)
    assert message.files[0]["title"] == "The week"


def test_used_up_response_url(slack: StandInThread) -> None:
    """A response URL takes five answers and no more."""
    url = slack.call(slack.stand_in.response_urls.make, ADA, PRIVACY)
    webhook = WebhookClient(url, retry_handlers=[])
    assert [webhook.send(text=str(n)).status_code for n in range(6)] == [200] * 5 + [404]
    assert [m.text for m in slack.messages(PRIVACY, ADA)] == ["0", "1", "2", "3", "4"]
