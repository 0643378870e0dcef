"""Every window is one that Slack takes."""

from dataclasses import replace

import pytest

from bot.core.case import (
    CaseNote,
    Channel,
    Link,
    LinkKind,
)
from bot.core.decision import Event
from bot.core.mail import Address, InboundMail
from bot.core.moves import Happened
from bot.core.views import (
    Forward,
    LetterView,
    Note,
    Original,
)
from bot.edges.slack import (
    case_modals,
    draft_modals,
    modals,
    reading,
)
from bot.edges.slack.limits import check_view
from tests.edges.slack.case_views import HOSTILE, NOW, letter, view

MODALS = {
    "approve": lambda: draft_modals.approve(view(), view().letters[0]),
    "approve with warnings": lambda: draft_modals.approve(
        view(), replace(view().letters[0], notes=(Note("r2", "warning", "Amber."),))
    ),
    "approve long": lambda: draft_modals.approve(
        view(), LetterView(letter(text="line of text\n" * 800), "Long")
    ),
    "edit": lambda: draft_modals.edit(view(), view().letters[0]),
    "edit long": lambda: draft_modals.edit(
        view(), LetterView(letter(text="line of text\n" * 800), "Long")
    ),
    "reclassify": lambda: modals.reclassify(view(entry_id=3)),
    "assign": lambda: case_modals.assign(view(assignee="U0ADA"), {"U0ADA": "Ada", "U0BEN": "Ben"}),
    "assign without names": lambda: case_modals.assign(view(), {}),
    "all": lambda: case_modals.everything(view()),
    "snooze": lambda: case_modals.snooze(view()),
    "refer": lambda: case_modals.refer(view()),
    "note": lambda: case_modals.note(view()),
    "restrict": lambda: case_modals.restrict(view().case, list(Channel)[:3]),
    "restrict nowhere": lambda: case_modals.restrict(view().case, []),
    "link": lambda: case_modals.link(view()),
    "unlink": lambda: case_modals.unlink(view(links=(Link(3, LinkKind.DUPLICATE),) * 120)),
    "unlink nothing": lambda: case_modals.unlink(view()),
    "merge": lambda: case_modals.merge(view()),
    "split": lambda: case_modals.split(view()),
    "split one": lambda: case_modals.split(view(lines=view().case.lines[:1])),
    "forward": lambda: case_modals.forward(
        view(forward=Forward(Address(HOSTILE + "@x.example"), HOSTILE))
    ),
    "forward nothing": lambda: case_modals.forward(view()),
    "original": lambda: case_modals.original(
        view().case,
        [
            Original(n, "privacy", "INBOX", n % 2 == 0, NOW, 1234, HOSTILE * 9, (HOSTILE,) * 30)
            for n in range(99)
        ],
    ),
    "letter without choices": lambda: modals.letter(view(), []),
    "close": lambda: modals.close(view()),
    "letter": lambda: modals.letter(view(), [("delete/clarify", "Ask what is wanted")]),
    "message": lambda: reading.message(
        view(),
        [InboundMail(text=HOSTILE * 900, links=("https://evil.test/x",), hidden="psst")] * 3,
    ),
    "history": lambda: reading.history(
        view(
            history=tuple(Event(k, NOW, "U0ADA", 7, 1, {"letter": "a/b"}) for k in Happened) * 50,
            notes=(CaseNote(1, NOW, "U0ADA", HOSTILE * 30),),
        )
    ),
    "notice": lambda: modals.notice("Privacy", HOSTILE * 20),
}


@pytest.mark.parametrize("name", MODALS)
def test_every_modal_is_one_that_slack_takes(name: str) -> None:
    """Modals stay inside the limits and keep ids only."""
    made = MODALS[name]()
    assert check_view(made) == []
    assert "canary" not in made["private_metadata"]
