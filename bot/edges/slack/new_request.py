"""The modal for a request that no mail brought, and what is done with its answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_bolt import Ack

from bot.core.case import CameBy, Case
from bot.core.catalogue import REQUEST_TYPES, PartyKind
from bot.core.mail import Address
from bot.edges.slack import modals, words
from bot.edges.slack.gate import Body, Gate, user_of
from bot.edges.slack.text import Block, context, day, plain, section
from bot.flows.by_hand import ByHand, Request

ASKED = "page.new"  # the callback id
_LOGGED = {way.value: label for way, label in words.CAME_BY.items() if way is not CameBy.MAIL}
_PARTIES = {
    kind.value: label for kind, label in words.PARTIES.items() if kind is not PartyKind.NONE
}


def form(today: date) -> Block:
    """Return the form; what most requests need comes first."""
    types: Block = {
        "type": "multi_static_select",
        "options": [
            {"value": row.key, "text": plain(row.title, 75)}
            for row in REQUEST_TYPES
            if not row.noise
        ],
    }
    one_line: Block = {"type": "plain_text_input", "max_length": 200}
    lines: Block = {"type": "plain_text_input", "multiline": True, "max_length": 600}
    asked = {**lines, "max_length": 3000}
    entry: Block = {"type": "external_select", "min_query_length": 2, "action_id": "directory"}
    ask = modals.field_input
    blocks = [
        ask("came_by", "How it came", modals.select(_LOGGED, CameBy.POST.value)),
        ask(
            "received",
            "Received on",
            {"type": "datepicker", "initial_date": today.isoformat()},
            "The clock counts from this day: the day it reached any of us.",
        ),
        ask("name", "Name", one_line, optional=True),
        ask("email", "E-mail address", {"type": "email_text_input"}, optional=True),
        ask(
            "postal",
            "Postal address",
            lines,
            "Only if there is no e-mail address. Letters are then printed and posted.",
            optional=True,
        ),
        ask("types", "What is asked for", types, "The most important first."),
        ask("asked", "In the person's own words", asked, "As little as the request needs."),
        ask("party", "Whose data it is about", modals.select(_PARTIES, PartyKind.OWN_USER.value)),
        ask("entry", "Client or organisation", entry, optional=True),
        ask("regime", "Where the person lives", modals.select(words.JURISDICTIONS, "none")),
        ask("language", "Language of our letters", modals.select(words.LANGUAGES, "en")),
        context("This opens a case with its card. Nothing is sent."),
    ]
    return modals.modal("new", "Log a request", blocks, "Log it") | {"callback_id": ASKED}


def read(found: Mapping[str, Any], key: str) -> Request:
    """Return what was written down; `key` names the form that was handed in."""
    return Request(
        key=key,
        came_by=CameBy(found["came_by"]),
        received=date.fromisoformat(found["received"]),
        requester=Address(
            str(found.get("email") or "").strip().lower(),
            " ".join(str(found.get("name") or "").split()),
            "\n".join(
                line.strip() for line in str(found.get("postal") or "").splitlines() if line.strip()
            ),
        ),
        types=tuple(found["types"]),
        asked=str(found.get("asked") or "").strip(),
        party=PartyKind(found["party"]),
        entry_id=int(found["entry"]) if found.get("entry") else None,
        regime=found["regime"],
        language=found["language"],
    )


def opened(case: Case, today: date) -> Block:
    """Return what is said when the case is there."""
    due = ""
    if case.due:
        late = " ⚠ That day is over already." if case.due < today else ""
        due = f" It is due on {day(case.due)}.{late}"
    paper = " Its letters are printed and posted: approve one on the card, then print it."
    text = f"This is now *{case.number}*; its card is on its way to the channel.{due}"
    return modals.modal(
        "notice", "Logged", [section(text + (paper if case.requester.by_post else ""))]
    )


class NewRequests:
    """Opens the form for approvers, and the case when it is handed in."""

    def __init__(self, by_hand: ByHand, gate: Gate) -> None:
        self._by_hand, self._gate = by_hand, gate

    def show(self, body: Body) -> None:
        """Open the form."""
        allowed = self._gate.allowed(body)
        today = self._today()
        self._gate.open(
            body, form(today) if allowed else modals.notice("Privacy", words.NOT_ALLOWED)
        )

    def on_submit(self, ack: Ack, body: Body) -> None:
        """Take the form: find fault with it where the fault is, or open the case."""
        if not self._gate.allowed(body):
            ack(response_action="update", view=modals.notice("Privacy", words.NOT_ALLOWED))
            return
        request = read(modals.answers(body["view"]), body["view"]["id"])
        if wrong := self._by_hand.faults(request):
            ack(response_action="errors", errors=wrong)
            return
        case = self._by_hand.open(request, user_of(body))
        ack(response_action="update", view=opened(case, self._today()))

    def _today(self) -> date:
        return self._by_hand.drafter.day_of(self._by_hand.now())
