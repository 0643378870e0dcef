"""The modal for a request that no mail brought, and what is done with its answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_bolt import Ack

from bot.core.case import CameBy, Case
from bot.core.catalogue import REQUEST_TYPES, PartyKind
from bot.core.mail import Address
from bot.edges.slack import modals, words, words_pages, words_said, words_windows
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
        ask("came_by", words_pages.CAME_HOW, modals.select(_LOGGED, CameBy.POST.value)),
        ask(
            "received",
            words_pages.RECEIVED_ON,
            {"type": "datepicker", "initial_date": today.isoformat()},
            words_pages.RECEIVED_ON_HINT,
        ),
        ask("name", words_windows.NAME, one_line, optional=True),
        ask("email", words_pages.EMAIL, {"type": "email_text_input"}, optional=True),
        ask(
            "postal",
            words_pages.POSTAL,
            lines,
            words_pages.POSTAL_HINT,
            optional=True,
        ),
        ask("types", words_pages.ASKED_FOR, types, words_pages.ASKED_FOR_HINT),
        ask("asked", words_pages.OWN_WORDS, asked, words_pages.OWN_WORDS_HINT),
        ask("party", words_windows.PARTY, modals.select(_PARTIES, PartyKind.OWN_USER.value)),
        ask("entry", words_windows.ENTRY, entry, optional=True),
        ask("regime", words_windows.REGIME, modals.select(words.JURISDICTIONS, "none")),
        ask("language", words_pages.LETTERS_LANGUAGE, modals.select(words.LANGUAGES, "en")),
        context(words_pages.NEW_DOES),
    ]
    return modals.modal("new", words_pages.LOG_REQUEST, blocks, words_pages.LOG_IT) | {
        "callback_id": ASKED
    }


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
        late = words_pages.DAY_IS_OVER if case.due < today else ""
        due = words_pages.DUE_ON.format(day=day(case.due), late=late)
    paper = words_pages.BY_POST
    text = words_pages.NOW_A_CASE.format(case=case.number, due=due)
    return modals.modal(
        "notice", words_pages.LOGGED, [section(text + (paper if case.requester.by_post else ""))]
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
            body,
            form(today)
            if allowed
            else modals.notice(words_windows.PRIVACY, words_said.NOT_ALLOWED),
        )

    def on_submit(self, ack: Ack, body: Body) -> None:
        """Take the form: find fault with it where the fault is, or open the case."""
        if not self._gate.allowed(body):
            ack(
                response_action="update",
                view=modals.notice(words_windows.PRIVACY, words_said.NOT_ALLOWED),
            )
            return
        request = read(modals.answers(body["view"]), body["view"]["id"])
        if wrong := self._by_hand.faults(request):
            ack(response_action="errors", errors=wrong)
            return
        case = self._by_hand.open(request, user_of(body))
        ack(response_action="update", view=opened(case, self._today()))

    def _today(self) -> date:
        return self._by_hand.drafter.day_of(self._by_hand.now())
