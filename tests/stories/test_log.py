"""The log as an operator reads it: a case can be followed by its ids, and nobody is named."""

import logging
import sqlite3
import threading
from typing import Any

import pytest

from bot.cli.office import start_logging
from bot.core.errors import Transient
from bot.demo.slack import Place
from tests.stories.listening import Listener, listening
from tests.stories.rig import ADA, Rig, mail
from tests.stories.test_canary import ADDRESS, NAME, TEXT, leaks


def followed(lines: list[dict[str, Any]], key: str, value: Any) -> list[str]:
    """Return what the lines with this id say, in their order."""
    return [str(line["message"]) for line in lines if line.get(key) == value]


def test_a_case_can_be_followed_from_mail_to_letter(rig: Rig, listener: Listener) -> None:
    """By the mail's id to the case's, to the letter's, to the outbox's; each step, in order.

    What the log says of a case is what the audit log says of it, and no line names anybody.
    """
    worker = rig.start()
    rig.imap.deliver(mail(TEXT, f"Delete {NAME}", f"{NAME} <{ADDRESS}>"))
    card = rig.card("P-0001")
    rig.imap.deliver(mail("Please send me a copy of my data.", sender="Ed <ed@posteo.example>"))
    rig.card("P-0002")
    rig.slack.click(ADA, Place(card.channel, card.ts), "Approve & send")
    rig.slack.submit(ADA)
    rig.waits(lambda: rig.smtp.delivered)
    of_case = worker.office.store.audit.of_case
    rig.waits(lambda: "sent" in [event.kind.value for _, event in of_case(1)])
    events = [(seq, event.kind.value) for seq, event in of_case(1)]
    rig.stop()

    lines = listener.records()
    [kept] = [line["mail"] for line in lines if line["message"] == "kept" and line["mail"] == 1]
    [filed] = [line for line in lines if line["message"] == "filed" and line["mail"] == kept]
    assert (filed["case"], filed["became"]) == (1, "case")
    story = followed(lines, "case", filed["case"])
    steps = ["filed", "opened", "shown", "approved", "handing over", "sent"]
    assert [story.index(step) for step in steps] == sorted(story.index(step) for step in steps)
    told = [
        (line["seq"], line["message"]) for line in lines if line.get("case") == 1 and "seq" in line
    ]
    assert told == events
    [sent] = [line for line in lines if line["message"] == "sent"]
    [handed] = [line for line in lines if line["message"] == "handing over"]
    assert (sent["case"], sent["letter"]) == (handed["case"], handed["letter"]) == (1, 1)
    assert handed["outbox"] > 0
    [approved] = [line for line in lines if line["message"] == "approved"]
    assert approved["by"] == ADA
    assert {line["case"] for line in lines if line.get("mail") == 2 and "case" in line} == {2}
    assert [line for line in listener.lines if leaks(line)] == []


def test_what_was_rolled_back_is_not_told(rig: Rig, listener: Listener) -> None:
    """A commit that failed leaves no line that says it happened."""
    office = rig.office()
    connections = office.store.connections

    def fails() -> None:
        with connections.write() as connection:
            connections.tell("never", case=1)
            connection.execute("INSERT INTO chain_head VALUES (NULL, NULL, NULL)")

    with pytest.raises(sqlite3.IntegrityError):
        fails()
    with connections.write():
        connections.tell("done", case=2)
    office.close()
    assert [line["message"] for line in listener.records()] == ["done"]


def test_an_exception_of_others_does_not_speak() -> None:
    """The trace says where and which kind, of causes too; only our own errors have words."""
    with listening() as listener:
        log = logging.getLogger("bot.anywhere")
        try:
            try:
                raise ValueError(f"cannot read {ADDRESS}")
            except ValueError as fault:
                raise Transient("the server is busy") from fault
        except Transient:
            log.exception("it failed", extra={"case": 7})
    as_json, as_text = listener.lines
    for line in (as_json, as_text):
        assert leaks(line) == []
        assert "ValueError" in line
        assert "test_an_exception_of_others" in line
        assert "Transient: the server is busy" in line
    assert as_text.splitlines()[0].endswith("it failed case=7")


def test_a_thread_that_dies_does_not_speak_either() -> None:
    """What nobody caught is logged like everything else, not printed with its words."""
    with listening() as listener:

        def dies() -> None:
            raise KeyError(ADDRESS)

        thread = threading.Thread(target=dies)
        thread.start()
        thread.join()
    assert [leaks(line) for line in listener.lines] == [[], []]
    assert "KeyError" in listener.lines[0]


def test_loud_libraries_stay_quiet() -> None:
    """Whatever the level of the bot, libraries that print payloads are pinned above it."""
    with listening():
        start_logging(level=logging.DEBUG)
        for name in ("slack_bolt", "slack_sdk.web.base_client", "imapclient.imaplib", "aiohttp"):
            assert not logging.getLogger(name).isEnabledFor(logging.INFO), name
        assert not logging.getLogger("slack_sdk").isEnabledFor(logging.ERROR)
