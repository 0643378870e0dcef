"""Listeners of the cards of many cases: reading a batch page by page, a flood, agents."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.batch import is_known
from bot.core.case_number import case_number
from bot.core.errors import IllegalMove, Stale, Transient
from bot.core.views import AgentProfile, BatchView, PreviewPage
from bot.edges.slack import words, words_letters, words_pages, words_said, words_windows
from bot.edges.slack.crowd_cards import BRING, name_of, whom
from bot.edges.slack.gate import Body, Gate, user_of
from bot.edges.slack.modals import answers, field_input, modal, notice, option, select, told
from bot.edges.slack.text import Block, context, escape, letter_text, plain, section
from bot.flows.batches import BatchDesk
from bot.flows.ports import Floods

_CHECK = "check"
_MOST_TAKEN = 100  # options of one menu


class CrowdDesk:
    """Takes clicks on batches and floods; the gate is the same as for every card."""

    def __init__(
        self, batches: BatchDesk, floods: Floods, gate: Gate, now: Callable[[], datetime]
    ) -> None:
        self._batches, self._floods, self._gate, self._now = batches, floods, gate, now

    def register(self, app: App) -> None:
        """Bind the listeners."""
        app.action(re.compile(r"^batch\."))(self.on_batch)
        app.action("flood.bring")(self.on_flood)
        app.view(re.compile(r"^batch\."))(self.on_submit)

    def on_batch(self, ack: Ack, body: Body) -> None:
        """Take a click on a batch's card."""
        ack()
        action = body["actions"][0]
        key = action["action_id"].split(".")[1]
        batch, _, letter = action["value"].partition(":")
        number = int(batch)
        if not self._gate.allowed(body):
            self._gate.tell(body, words_said.NOT_ALLOWED)
            return
        if key == "undo":
            try:
                self._batches.undo(number, user_of(body))
            except IllegalMove as fault:
                self._gate.tell(body, words_pages.NOTHING_HAPPENED.format(why=fault))
            except (Transient, Stale):
                self._gate.tell(body, words_said.TRY_AGAIN)
            return
        # Hundreds of letters take longer to read than the three seconds that a click opens for.
        opened = self._gate.open(body, notice(words_pages.BATCH, words_pages.READING_BATCH))
        self._gate.replace(body, opened, self._made(key, number, letter, user_of(body)))

    def _made(self, key: str, number: int, letter: str, user: str) -> Block:
        """Return the window behind a button."""
        try:
            if key == "read":
                return page(self._batches.begin(number, letter, user))
            view = self._batches.view(number)
        except IllegalMove as fault:
            return told(words_pages.NOTHING_HAPPENED.format(why=fault))
        except (Transient, Stale):
            return told(words_said.TRY_AGAIN)
        if view is None:
            return told(words_pages.NO_BATCH)
        return take_out(view) if key == "items" else agent(view.batch.id, view.agent)

    def on_flood(self, ack: Ack, body: Body) -> None:
        """Bring out the next cards of a flood."""
        ack()
        if not self._gate.allowed(body):
            self._gate.tell(body, words_said.NOT_ALLOWED)
            return
        day = date.fromisoformat(body["actions"][0]["value"])
        try:
            if not self._floods.bring(day, BRING, user_of(body), self._now()):
                self._gate.tell(body, words_pages.ALL_BROUGHT_OUT)
        except (Transient, Stale):
            self._gate.tell(body, words_said.TRY_AGAIN)

    def on_submit(self, ack: Ack, body: Body) -> None:
        """Take a modal's answer: the next page, or one commit."""
        key = body["view"]["callback_id"].partition(".")[2]
        if not self._gate.allowed(body):
            ack(response_action="update", view=told(words_said.NOT_ALLOWED))
            return
        found = answers(body["view"])
        take = {"read": self._read, "items": self._take_out, "agent": self._note}[key]
        try:
            ack(**take(found, user_of(body)))
        except IllegalMove as fault:
            ack(
                response_action="update",
                view=told(words_pages.NOTHING_HAPPENED.format(why=fault)),
            )
        except (Transient, Stale):  # an unanswered window says only that something went wrong
            ack(response_action="update", view=told(words_said.TRY_AGAIN))

    def _read(self, found: dict[str, Any], user: str) -> dict[str, Any]:
        """Go on to the next page, or approve after the last."""
        boxes = [block for block in found if block.startswith(_CHECK)]
        if empty := [block for block in boxes if not found[block]]:
            said = words_pages.UNTICKED_IN_BATCH
            return {"response_action": "errors", "errors": dict.fromkeys(empty, said)}
        number, last = int(found["page"]) + 1, int(found["pages"])
        if number < last:
            shown = self._batches.page(int(found["preview"]), number)
            return {"response_action": "update", "view": page(shown)}
        self._batches.approve(int(found["preview"]), user)
        return {}

    def _take_out(self, found: dict[str, Any], user: str) -> dict[str, Any]:
        for number in found["cases"]:
            try:
                self._batches.take_out(int(number), user)
            except IllegalMove:
                continue  # somebody was faster: it has its own card
        return {}

    def _note(self, found: dict[str, Any], user: str) -> dict[str, Any]:
        note = " ".join((found.get("note") or "").split())
        self._batches.note_agent(int(found["batch"]), found["authority"], note, user)
        return {}


def _modal(key: str, title: str, blocks: list[Block], submit: str, **keep: Any) -> Block:
    return modal(key, title, blocks, submit, **keep) | {"callback_id": f"batch.{key}"}


def page(view: PreviewPage) -> Block:
    """Return a page of letters exactly as they will be sent; the last one approves them all."""
    first = view.page + 1 == 1
    last = view.page + 1 == view.pages
    blocks: list[Block] = [
        context(
            words_pages.BATCH_PAGE.format(page=view.page + 1, pages=view.pages, total=view.total)
            + (words_pages.BATCH_EXACTLY if first else ".")
        )
    ]
    for number, one in view.letters:
        title = f"{case_number(number)} · {one.title}"
        to = words_letters.TITLE_TO.format(title=title, whom=one.letter.recipient.email)
        blocks.append({"type": "section", "text": plain(to, 300)})
        blocks.append(context(words_letters.SUBJECT_IS.format(subject=escape(one.letter.subject))))
        blocks += letter_text(one.letter.text)
    if view.gone:
        blocks.append(context(words_pages.GONE_FROM_PAGE.format(count=view.gone)))
    for at, note in enumerate(view.warnings):
        box: Block = {"type": "checkboxes", "options": [option("yes", words_windows.CHECKED)]}
        label = {"label": plain(f"⚠ {note.message}", 2000)}
        blocks.append(field_input(f"{_CHECK}{at}", "", box) | label)
    submit = words_pages.APPROVE_ALL.format(count=view.total) if last else words_windows.NEXT_PAGE
    return _modal(
        "read",
        words_pages.BATCH_NAMED.format(name=name_of(view.batch)),
        blocks,
        submit,
        preview=view.preview,
        page=view.page,
        pages=view.pages,
    )


def take_out(view: BatchView) -> Block:
    """Return the cases of a batch, to be chosen from."""
    options = [
        option(str(case.id), f"{case.number} · {whom(case)} · {_known(is_known(case))}")
        for case in view.cases[:_MOST_TAKEN]
    ]
    element: Block = {"type": "multi_static_select", "options": options}
    blocks = [
        field_input("cases", words_pages.TAKE_OUT_WHICH, element),
        context(words_pages.TAKE_OUT_DOES),
    ]
    return _modal(
        "items", words_pages.TAKE_OUT_CASES, blocks, words_pages.TAKE_OUT, batch=view.batch.id
    )


def _known(known: bool) -> str:
    return "known" if known else "unknown"


def agent(batch: int, profile: AgentProfile) -> Block:
    """Return how the agent proves its authority, to be noted."""
    note: Block = {"type": "plain_text_input", "max_length": 200}
    if profile.note:
        note["initial_value"] = profile.note
    blocks = [
        section(words_pages.AUTHORITY_NOTED),
        field_input(
            "authority",
            words_pages.AUTHORITY_HOW,
            select(words.AUTHORITIES, profile.authority),
        ),
        field_input(
            "note", words_windows.NOTE, note, words_pages.AUTHORITY_NOTE_HINT, optional=True
        ),
    ]
    return _modal("agent", words_pages.AGENT_AUTHORITY, blocks, words_windows.SAVE, batch=batch) | {
        "private_metadata": json.dumps({"batch": batch})
    }
