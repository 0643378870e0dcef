"""A real SMTP server that fails at each stage: what the worker does, and what the card says."""

from dataclasses import dataclass

from bot.core.case import LetterState
from tests.servers.smtp import DROP
from tests.stories.rig import ADA, Clock, Rig, mail, text_of
from tests.stories.test_letters import ASKS, approve, case_of, place


@dataclass(frozen=True)
class Fault:
    """What the server does at a stage, how the letter stands then, and what its card says."""

    stage: str
    does: str
    state: LetterState
    says: tuple[str, ...]
    arrived: int = 0


LATER, NEVER, UNKNOWN = LetterState.QUEUED, LetterState.FAILED, LetterState.DOUBTFUL
AGAIN = "tried again by itself"
FAULTS = (
    Fault("mail", "451 later", LATER, (AGAIN, "MAIL not now (451)")),
    Fault("rcpt", "450 greylisted", LATER, (AGAIN, "RCPT not now (450)")),
    Fault("rcpt", DROP, LATER, (AGAIN, "lost before DATA")),
    Fault("data command", "451 later", LATER, (AGAIN, "(451)")),
    Fault("data", "452 full", LATER, (AGAIN, "the letter not now (452)")),
    Fault("rcpt", "550 no such user", NEVER, ("Nothing was delivered", "RCPT refused (550)")),
    Fault("data", "554 spam", NEVER, ("Nothing was delivered", "the letter refused (554)")),
    Fault("data command", DROP, UNKNOWN, ("Doubtful", "mostly arrived", "no answer after DATA")),
    Fault("data", DROP, UNKNOWN, ("Doubtful", "mostly arrived", "no answer after DATA")),
    Fault("accepted", DROP, UNKNOWN, ("Doubtful", "It was delivered"), arrived=1),
)


def test_each_fault_is_shown_and_nothing_leaves_twice(rig: Rig) -> None:
    """Later: tried again and delivered once. Never: said so. Unknown: a person is asked."""
    clock = Clock()
    worker = rig.start_at(clock)
    for number, fault in enumerate(FAULTS, 1):
        name = f"P-{number:04d}"
        asker = f"asker{number}@posteo.example"
        rig.imap.deliver(mail(ASKS, f"Request {number}", asker))
        rig.card(name)
        rig.smtp.faults[fault.stage] = fault.does
        approve(rig, ADA, number)
        rig.waits(lambda n=name, f=fault: all(s in text_of(rig.card(n)) for s in f.says))
        assert case_of(worker, number).letters[0].state is fault.state
        assert arrived(rig, asker) == fault.arrived
        rig.smtp.faults.clear()
        clock.forward(worker, minutes=3)
        if fault.state is LATER:
            rig.waits(lambda a=asker: arrived(rig, a))
            rig.waits(lambda n=name: "✉" in text_of(rig.card(n)))
    worker.office.letter_sender.recover()  # as after a restart: nothing that is settled moves
    counts = [arrived(rig, f"asker{number}@posteo.example") for number in range(1, len(FAULTS) + 1)]
    assert counts == [1 if fault.state is LATER else fault.arrived for fault in FAULTS]


def test_a_person_decides_what_became_of_a_doubtful_letter(rig: Rig) -> None:
    """Delivered after all: it counts as sent. Not delivered: approved anew, it leaves once more."""
    worker = rig.start()
    for number in (1, 2):
        rig.imap.deliver(mail(ASKS, f"Request {number}", f"asker{number}@posteo.example"))
        rig.card(f"P-{number:04d}")
        rig.smtp.faults["data" if number == 2 else "accepted"] = DROP
        approve(rig, ADA, number)
        rig.waits(lambda n=number: "Doubtful" in text_of(rig.card(f"P-{n:04d}")))
        rig.smtp.faults.clear()
    rig.slack.click(ADA, place(rig), "It was delivered")
    rig.waits(lambda: "✉" in text_of(rig.card("P-0001")))
    assert arrived(rig, "asker1@posteo.example") == 1
    rig.slack.click(ADA, place(rig, "P-0002"), "Back to draft, to send again")
    rig.waits(lambda: case_of(worker, 2).letters[0].state is LetterState.DRAFT)
    assert arrived(rig, "asker2@posteo.example") == 0
    approve(rig, ADA, 2)
    rig.waits(lambda: "✉" in text_of(rig.card("P-0002")))
    assert arrived(rig, "asker2@posteo.example") == 1


def arrived(rig: Rig, address: str) -> int:
    """Return how many letters the server took for an address."""
    return sum(one.recipients == (address,) for one in rig.smtp.delivered)
