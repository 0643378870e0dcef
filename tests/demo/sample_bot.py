"""A tiny Bolt app that does a little of everything, to drive the stand-in with the real SDK."""

from typing import Any

from slack_bolt import App

from bot.demo.slack import StandInThread
from tests.servers.standin import bolt_app

Json = dict[str, Any]
PRIVACY = "C0PRIVACY"


def plain(text: str) -> Json:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """Return a mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str = "") -> Json:
    """Return an option."""
    return {"text": plain(text), "value": value or text}


def button(text: str, action_id: str, **more: Any) -> Json:
    """Return a button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def asks(label: str, element: Json, block_id: str, **more: Any) -> Json:
    """Return an input block."""
    shown = {"type": "input", "block_id": block_id, "label": plain(label), "element": element}
    return {**shown, **more}


CONFIRM: Json = {
    "title": plain("Send it?"),
    "text": mrkdwn("It goes out *now*."),
    "confirm": plain("Yes, send"),
    "deny": plain("Not yet"),
}
CARD: list[Json] = [
    {"type": "header", "text": plain("Sample card")},
    {"type": "section", "text": mrkdwn("State: *new*"), "block_id": "state"},
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            button("Approve", "approve", style="primary", value="7:1", confirm=CONFIRM),
            button("Edit", "edit"),
            button("Slow", "slow"),
            {"type": "users_select", "action_id": "assign", "placeholder": plain("Assign to")},
            {
                "type": "overflow",
                "action_id": "more",
                "options": [option("Snooze"), option("Hand over"), option("Close")],
            },
        ],
    },
]
FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "case-7",
    "notify_on_close": True,
    "title": plain("Edit"),
    "submit": plain("Save"),
    "close": plain("Cancel"),
    "blocks": [
        asks("Text", {"type": "plain_text_input", "action_id": "text", "multiline": True}, "text"),
        asks(
            "Kind",
            {
                "type": "static_select",
                "action_id": "kind",
                "options": [option("Delete", "delete"), option("Access", "access")],
                "initial_option": option("Delete", "delete"),
            },
            "kind",
        ),
        asks(
            "Client",
            {"type": "external_select", "action_id": "client", "min_query_length": 1},
            "client",
            optional=True,
        ),
        asks("Day", {"type": "datepicker", "action_id": "day"}, "day", optional=True),
        asks(
            "Systems",
            {
                "type": "checkboxes",
                "action_id": "systems",
                "options": [option("CRM"), option("Mail")],
            },
            "systems",
            optional=True,
        ),
        {
            "type": "section",
            "block_id": "deeper",
            "text": mrkdwn("More"),
            "accessory": button("Deeper", "deeper"),
        },
    ],
}


class SampleBot:
    """The app and what it saw; `seen` maps a kind to the payloads in order."""

    def __init__(self, slack: StandInThread) -> None:
        self.app: App = bolt_app(slack)
        self.seen: dict[str, list[Json]] = {}
        self._listen()

    def _note(self, kind: str, payload: Json) -> None:
        self.seen.setdefault(kind, []).append(payload)

    def _listen(self) -> None:
        app = self.app

        @app.action("approve")
        def approve(ack: Any, body: Json, client: Any, respond: Any) -> None:
            ack()
            self._note("approve", body)
            who = body["user"]["id"]
            blocks = [CARD[0], {"type": "section", "text": mrkdwn(f"Approved by <@{who}>")}]
            place = {"channel": body["channel"]["id"]}
            client.chat_update(**place, ts=body["message"]["ts"], text="Approved", blocks=blocks)
            client.chat_postMessage(
                **place, thread_ts=body["message"]["ts"], text=f"<@{who}> approved."
            )
            respond("You approved it.")

        @app.action("edit")
        def edit(ack: Any, body: Json, client: Any) -> None:
            ack()
            self._note("edit", body)
            client.views_open(trigger_id=body["trigger_id"], view=FORM)

        @app.action("deeper")
        def deeper(ack: Any, body: Json, client: Any) -> None:
            ack()
            self._note("deeper", body)
            client.views_push(trigger_id=body["trigger_id"], view={**FORM, "title": plain("Deep")})

        @app.action("assign")
        @app.action("more")
        def chosen(ack: Any, body: Json) -> None:
            ack()
            self._note(body["actions"][0]["action_id"], body)

        @app.options("client")
        def clients(ack: Any, payload: Json) -> None:
            self._note("client", payload)
            ack(options=[option(f"{payload['value']} Ltd", "1"), option("Other", "2")])

        @app.view("form")
        def form(ack: Any, body: Json, view: Json) -> None:
            self._note("form", body)
            text = view["state"]["values"]["text"]["text"]["value"]
            answers: dict[str, Json] = {
                "bad": {"response_action": "errors", "errors": {"text": "Too short."}},
                "clear": {"response_action": "clear"},
                "again": {
                    "response_action": "update",
                    "view": {**FORM, "title": plain("Again")},
                },
            }
            ack(**answers.get(text, {}))

        @app.view_closed("form")
        def closed(ack: Any, body: Json) -> None:
            ack()
            self._note("closed", body)

        @app.command("/sample")
        def command(ack: Any, body: Json) -> None:
            self._note("command", body)
            ack(f"You typed {body['text']}")

        @app.shortcut("open_sample")
        def global_shortcut(ack: Any, body: Json, client: Any) -> None:
            ack()
            self._note("shortcut", body)
            client.views_open(trigger_id=body["trigger_id"], view=FORM)

        @app.shortcut("show_sample")
        def message_shortcut(ack: Any, body: Json, respond: Any) -> None:
            ack()
            self._note("message_shortcut", body)
            respond("That is a sample.")

        @app.event("app_home_opened")
        def home(event: Json, client: Any) -> None:
            self._note("home", event)
            blocks = [{"type": "header", "text": plain(f"Home of {event['user']}")}]
            blocks += [{"type": "section", "text": plain(f"Row {row}")} for row in range(60)]
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})
