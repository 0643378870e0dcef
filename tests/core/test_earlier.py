"""A new case and earlier ones: duplicates are linked, withdrawals find the case they mean."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.case import Channel, LinkKind
from bot.core.earlier import DUPLICATE_WINDOW, Arrival, Earlier, links_to
from bot.core.mail import Authenticated

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def kinds(new: Arrival, *earlier: Earlier) -> list[LinkKind]:
    """Return how a new case is linked to earlier ones."""
    return [link.kind for link in links_to(new, earlier)]


def arrival(*types: str, shown: Authenticated = Authenticated.PASS, text: str = "") -> Arrival:
    """Return a new case."""
    return Arrival(types, NOW, shown, text)


@pytest.mark.parametrize("shown", list(Authenticated))
def test_the_same_request_within_the_window_is_a_duplicate(shown: Authenticated) -> None:
    """It is linked, whoever proved what; a link is all that a duplicate ever gets."""
    before = Earlier(1, ("delete",), True, NOW - DUPLICATE_WINDOW)
    assert kinds(arrival("delete", shown=shown), before) == [LinkKind.DUPLICATE]


@pytest.mark.parametrize(
    "before",
    [
        Earlier(1, ("delete",), True, NOW - DUPLICATE_WINDOW - DAY),
        Earlier(1, ("access",), True, NOW - DAY),
        Earlier(1, ("delete",), True, NOW - DAY, same_person=False),
    ],
)
def test_another_request_is_no_duplicate(before: Earlier) -> None:
    """Later, for something else, or for somebody else: only the sender is the same."""
    assert kinds(arrival("delete"), before) == [LinkKind.SAME_REQUESTER]


def test_a_withdrawal_means_the_one_open_case() -> None:
    """Closed cases, other people's and other withdrawals are not meant."""
    found = kinds(
        arrival("withdraw_request"),
        Earlier(4, ("withdraw_request",), True, NOW),
        Earlier(3, ("delete",), True, NOW),
        Earlier(2, ("access",), False, NOW),
        Earlier(1, ("access",), True, NOW, same_person=False),
    )
    assert found == [
        LinkKind.SAME_REQUESTER,
        LinkKind.WITHDRAWS,
        LinkKind.SAME_REQUESTER,
        LinkKind.SAME_REQUESTER,
    ]


def test_of_two_open_cases_the_number_says_which() -> None:
    """Without a number a person has to say which one is meant."""
    two = (Earlier(12, ("delete",), True, NOW), Earlier(11, ("access",), True, NOW))
    assert LinkKind.WITHDRAWS not in kinds(arrival("withdraw_request"), *two)
    numbered = arrival("withdraw_request", text="Please forget about P-0011.")
    assert kinds(numbered, *two) == [LinkKind.SAME_REQUESTER, LinkKind.WITHDRAWS]


def test_a_forged_mail_takes_nothing_back() -> None:
    """A withdrawal that failed authentication is shown, and nothing more."""
    forged = arrival("withdraw_request", shown=Authenticated.FAIL)
    assert kinds(forged, Earlier(1, ("delete",), True, NOW)) == [LinkKind.SAME_REQUESTER]


def test_a_withdrawal_takes_nothing_back_on_another_desk() -> None:
    """A restricted case is closed by those who may see it; numbering it changes nothing."""
    hidden = Earlier(1, ("legal_process",), True, NOW, channel=Channel.LEGAL)
    numbered = arrival("withdraw_request", text="Forget P-0001.")
    assert kinds(numbered, hidden) == [LinkKind.SAME_REQUESTER]
