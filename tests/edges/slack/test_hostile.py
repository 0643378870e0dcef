"""Whatever a mail, a name or a colleague writes: no limit broken, nobody mentioned, no link."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.batch import Batch
from bot.core.case import CaseNote, LetterState, Line, Task
from bot.core.catalogue import Route
from bot.core.decision import Event
from bot.core.mail import Address, Attachment, InboundMail
from bot.core.moves import Happened
from bot.core.queue import By
from bot.core.redact import clean
from bot.core.sensitive import sensitive_in
from bot.core.views import (
    AgentProfile,
    BatchView,
    CaseView,
    Forward,
    LetterView,
    NoiseItem,
    NoiseView,
    Note,
    Original,
    PreviewPage,
)
from bot.edges.slack import (
    by_post,
    cards,
    case_modals,
    crowd_cards,
    crowd_desk,
    day_zero,
    draft_modals,
    home,
    letter_modals,
    lists,
    modals,
    reading,
    search,
    threads,
)
from bot.edges.slack.limits import check_message, check_view
from bot.flows.finding import Found
from tests.edges.slack.case_views import NOW, TODAY, letter, view
from tests.edges.slack.test_home import page

FRAGMENTS = (
    "<!channel>", "<!here|x>", "<@U0ADA>", "<#C0PRIVACY>", "<https://evil.test|click>", "@everyone",
    "https://evil.test/?a=1&b=2", "*bold*", "_it_", "`code`", "```", "~no~", "&lt;!channel&gt;",
    "<!date^0^{date}^https://evil.test|x>", "\u202e", "\u2066", "\u200b", "\ufeff", "\x00",
    "\x1b[31m", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "Ünï", "测试", "\n\n", "| a | b |", ":tada:", "{who}",
    "%s", "mailto:a@b.example",
)  # fmt: skip
fragments = st.sampled_from(FRAGMENTS)
texts = st.lists(fragments | st.text(max_size=30), max_size=12).map("".join)
sizes = st.sampled_from([1, 1, 20])
long_texts = st.builds(lambda text, times: (text * times)[:100_000], texts, sizes)


def hostile_view(subject: str, name: str, body: str) -> CaseView:
    """Return a view in which everything that others write is hostile."""
    # The parser has cleaned what headers say of people.
    address = Address(clean(f"{name}@x.example".replace("\n", ""))[-250:], clean(name))
    # A letter is shown exactly as it leaves: it holds what templates and staff wrote.
    one = letter(subject=clean(subject)[:200], text=clean(body)[:5_000], recipient=address)
    base = view(one)
    lines = (
        replace(base.case.lines[0], tasks=(Task(1, name, name, TODAY),)),
        Line(2, "access", Route.US),
    )
    case = replace(
        base.case,
        requester=address,
        person=address,
        entry_id=4,
        entry_name=name,
        lines=lines,
        notes=(CaseNote(1, NOW, "U0ADA", body),),
    )
    notes = (Note("r1", "error", name), Note("r2", "warning", subject))
    return replace(
        base,
        case=case,
        subject=subject,
        excerpt=body[:700],
        letters=(LetterView(one, name, notes, (name,)),),
        attachments=(name, subject) * 9,
        sensitive=sensitive_in(body[:500]),
        forward=Forward(address, subject),
        original=Original(1, name, name, False, NOW, 1, subject),
        history=(Event(Happened.NOTED, NOW, "U0ADA", 7, None, {"note": 1}), *_history(name)),
    )


def _history(text: str) -> tuple[Event, ...]:
    facts: dict[str, Any] = dict.fromkeys(("letter", "why", "outcome", "stage", "to", "link"), text)
    facts["assignee"] = "U0BEN"
    return tuple(Event(kind, NOW, "U0ADA", 7, 1, facts) for kind in Happened)


def windows(shown: CaseView, subject: str, name: str, body: str) -> Iterator[dict[str, Any]]:
    """Yield every modal and page that shows what others write."""
    mail = InboundMail(
        subject=subject,
        senders=(shown.case.requester,),
        text=body,
        hidden=body,
        links=(subject, name),
        attachments=(Attachment(name, name, 1),) * 30,
    )
    yield reading.message(shown, [mail], 0)
    yield reading.message(shown, [mail], 99)
    one = shown.letters[0]
    yield draft_modals.approve(shown, replace(one, notes=one.notes[1:]))
    yield draft_modals.edit(shown, one)
    yield by_post.printed(shown, one)
    yield letter_modals.tasks(shown)
    yield modals.reclassify(shown)
    yield modals.close(shown)
    yield modals.letter(shown, [("delete/clarify", name)] * 3)
    yield reading.history(shown)
    yield case_modals.everything(shown)
    yield case_modals.assign(shown, {"U0ADA": name, "U0BEN": subject})
    for draw in (case_modals.snooze, case_modals.refer, case_modals.note, case_modals.link):
        yield draw(shown)
    for draw in (case_modals.merge, case_modals.split, case_modals.unlink, case_modals.forward):
        yield draw(shown)
    original = Original(1, name, name, False, NOW, 1, subject, (name, body[:500]) * 20)
    yield case_modals.original(shown.case, [original] * 40)
    many = crowd(shown, name, body)
    yield crowd_desk.take_out(replace(many, cases=(replace(shown.case, id=7),)))
    yield crowd_desk.agent(3, replace(many.agent, note=clean(body)[:200]))
    pages = PreviewPage(1, 3, 0, 2, 2, ((7, replace(one, notes=())),), 1, one.notes[1:])
    yield crowd_desk.page(pages)
    yield day_zero.form(shown)
    yield case_modals.spam(shown)
    yield search.results(Found(By.NAME, name, (shown.case,) * 15, True), TODAY)
    yield home.home(replace(page(), cases=(shown.case,) * 10), [])
    yield home.queue_modal(replace(page(), cases=(shown.case,) * 10))


def crowd(shown: CaseView, name: str, body: str) -> BatchView:
    """Return a batch whose agent and people have hostile names."""
    batch = Batch(3, name, ("delete",), (), NOW, NOW, 30)
    agent = AgentProfile("portal", body, "U0ADA", NOW)
    return BatchView(batch, (shown.case,) * 30, agent, (("delete/acknowledge", name),), TODAY)


def parsed(value: Any) -> Iterator[str]:
    """Yield the texts in which Slack looks for mentions, links and markup."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for inner in value.values():
            yield from parsed(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parsed(inner)


def every(value: Any) -> Iterator[str]:
    """Yield every string that a person sees."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"private_metadata", "value", "initial_value"}:
                yield from every(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from every(inner)


def check(shown: Any) -> None:
    """Fail if somebody is mentioned, something is a link, or a character hides others."""
    for text in parsed(shown):
        for bad in ("<!channel", "<!here", "<http", "<mailto", "<#C"):
            assert bad not in text
        assert "evil.test>" not in text
        assert "<@" not in text.replace("<@U0ADA>", "").replace("<@U0BEN>", ""), text
    for text in every(shown):
        assert not [
            ch for ch in text if unicodedata.category(ch) in {"Cc", "Cf"} and ch not in "\n\t"
        ]


def links_and_elements(value: Any) -> Iterator[str]:
    """Yield the types of the leaves of rich text, and keys that would make a link."""
    if isinstance(value, dict):
        yield from (key for key in ("url", "image_url") if key in value)
        if value.get("type") in {"link", "user", "usergroup", "broadcast", "channel", "emoji"}:
            yield str(value["type"])
        for inner in value.values():
            yield from links_and_elements(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from links_and_elements(inner)


@given(texts, texts, long_texts)
@settings(max_examples=12, deadline=None)
def test_hostile_words_do_nothing(subject: str, name: str, body: str) -> None:
    """Card in each detail, every window and page: Slack takes it, nobody is mentioned, no link."""
    harmless(subject, name, body)


@pytest.mark.parametrize("fragment", ["<!channel> ", "测试", "👩‍👧 ", "\u202ea", "*_`~", "&"])
def test_a_hundred_thousand_characters_do_nothing(fragment: str) -> None:
    """The same for a body, a subject and a name that are endless."""
    harmless(fragment * 400, fragment * 100, (fragment * 50_000)[:100_000])


def harmless(subject: str, name: str, body: str) -> None:
    """Fail if anything that shows these words breaks a limit, mentions or links."""
    shown = hostile_view(subject, name, body)
    states = (shown, replace(shown, case=replace(shown.case, cleared=True)))
    for one in states:
        for excerpt in (True, False):
            blocks = cards.card(one, excerpt=excerpt)
            text = cards.card_text(one)
            assert check_message(blocks, text) == []
            check([blocks, {"type": "mrkdwn", "text": text}])
            assert list(links_and_elements(blocks)) == []
    for made in windows(shown, subject, name, body):
        assert check_view(made) == [], made.get("callback_id", "home")
        check(made)
        assert list(links_and_elements(made)) == []
    many = crowd(shown, name, body)
    assert check_message(crowd_cards.batch(many), crowd_cards.batch_text(many)) == []
    check(crowd_cards.batch(many))
    noise = NoiseView(TODAY, (NoiseItem(1, "spam", name, subject, NOW, "listed"),) * 30)
    assert check_message(lists.noise_card(noise), lists.noise_text(noise)) == []
    check(lists.noise_card(noise))


@given(st.sampled_from(list(Happened)), texts, texts)
@settings(max_examples=80, deadline=None)
def test_hostile_facts_do_nothing_in_a_thread(kind: Happened, title: str, fact: str) -> None:
    """A thread post says what happened, however odd a title or a fact of an old event is."""
    facts: dict[str, Any] = dict.fromkeys(("letter", "why", "outcome", "stage", "to", "link"), fact)
    facts["assignee"] = "U0BEN"
    said = threads.sentence(Event(kind, NOW, "U0ADA", 7, 1, facts), title)
    check({"type": "mrkdwn", "text": said})


@pytest.mark.parametrize("char", ["测", "é", "a", "👩", "\u0e01"])
def test_a_long_mail_in_any_script_has_pages(char: str) -> None:
    """A hundred thousand characters are all there, page by page, each one that Slack takes."""
    shown, number, read = view(), 0, 0
    mail = InboundMail(text="\n".join([char * 99] * 1_000))
    while True:
        made = reading.message(shown, [mail], number)
        assert check_view(made) == []
        read += sum(text.count(char) for text in every(made["blocks"]) if len(text) > 90)
        if f'"7:{number + 1}"' not in json.dumps(made):
            break
        number += 1
    assert read == 99_000
    assert number >= 1


def test_what_waits_for_a_second_says_who_was_first() -> None:
    """The card names who approved first, and who may not be the second."""
    waiting = letter(state=LetterState.AWAITING_SECOND, approved_by=("U0ADA",), drafted_by="U0CLEO")
    shown = json.dumps(cards.card(view(waiting)))
    assert "*Approved first by* <@U0ADA>" in shown
    assert "a second approver who is not <@U0ADA>, <@U0CLEO>" in shown
