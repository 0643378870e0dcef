"""Clicks on batches while the database is busy: each is answered."""

import json
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from slack_bolt import Ack

from bot.core.errors import Stale, Transient
from bot.edges.slack import words_said
from bot.edges.slack.crowd_desk import CrowdDesk
from bot.edges.slack.gate import Body, Gate
from bot.flows.batches import BatchDesk
from bot.flows.ports import Floods

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Busy:
    """A scene whose every order meets another writer."""

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    def _busy(self, *_given: object) -> Any:
        raise self._fault

    begin = view = approve = undo = take_out = bring = _busy


class OpenGate:
    """Lets everybody in, and remembers what they were told and shown."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def allowed(self, _body: Body) -> bool:
        """Let in."""
        return True

    def tell(self, _body: Body, text: str) -> None:
        """Remember."""
        self.said.append(text)

    def open(self, _body: Body, _view: object) -> str:
        """Open a window."""
        return "V1"

    def replace(self, _body: Body, _opened: object, view: object) -> None:
        """Show something else in it."""
        self.said.append(json.dumps(view, ensure_ascii=False))


@pytest.mark.parametrize("fault", [Transient("the database is busy"), Stale()])
def test_every_click_is_answered_while_the_database_is_busy(fault: Exception) -> None:
    """Buttons and windows say to try again; no window stays unanswered."""
    gate, busy, answered = OpenGate(), Busy(fault), list[dict[str, Any]]()

    def ack(**answer: Any) -> None:
        answered.append(answer)

    desk = CrowdDesk(cast("BatchDesk", busy), cast("Floods", busy), cast("Gate", gate), lambda: NOW)
    kept = {"preview": 1, "page": 0, "pages": 1, "batch": 1}
    view = {
        "callback_id": "batch.read",
        "private_metadata": json.dumps(kept),
        "state": {"values": {}},
    }
    desk.on_submit(cast("Ack", ack), {"view": view, "user": {"id": "UADA"}})
    assert answered[0]["response_action"] == "update"
    assert words_said.TRY_AGAIN in json.dumps(answered[0]["view"])
    for key in ("read", "items", "agent", "undo"):
        action = {"action_id": f"batch.{key}", "value": "1:delete/acknowledge"}
        desk.on_batch(cast("Ack", ack), {"actions": [action], "user": {"id": "UADA"}})
    action = {"action_id": "flood.bring", "value": "2026-03-02"}
    desk.on_flood(cast("Ack", ack), {"actions": [action], "user": {"id": "UADA"}})
    assert [words_said.TRY_AGAIN in one for one in gate.said] == [True] * 5
