"""Odd mails of the kinds that archives hold: the words are found, and nothing else is shown."""

import time
from itertools import chain

import pytest

from bot.edges.mail.mime import ParseSettings, parse
from tests.edges.mail.odd.case import Odd
from tests.edges.mail.odd.enclosures import ENCLOSURES
from tests.edges.mail.odd.encodings import ENCODINGS
from tests.edges.mail.odd.forms import FORMS
from tests.edges.mail.odd.lines import LINES
from tests.edges.mail.odd.machines import MACHINES
from tests.edges.mail.odd.pages import PAGES
from tests.edges.mail.odd.structures import STRUCTURES
from tests.edges.mail.odd.unlikely import UNLIKELY
from tests.edges.mail.test_golden import NAMES
from tests.edges.mail.test_poison import assert_clean

GROUPS = (LINES, ENCODINGS, STRUCTURES, PAGES, ENCLOSURES, MACHINES, UNLIKELY, FORMS)
ALL = dict(chain.from_iterable(group.items() for group in GROUPS))
SETTINGS = ParseSettings(frozenset({"mx.acme.test"}), True, "acme-1", "acme.test")


@pytest.mark.parametrize("odd", ALL.values(), ids=ALL)
def test_an_odd_mail_is_read(odd: Odd) -> None:
    """The words of the request are found, within seconds, and what is wrong is said."""
    begun = time.process_time()
    mail = parse(odd.raw, SETTINGS)
    assert time.process_time() - begun < 15
    assert_clean(mail)
    assert [words for words in odd.says if words not in mail.text] == []
    assert [words for words in odd.never if words in mail.text] == []
    assert odd.problem in "; ".join(mail.problems)
    assert (mail.machine.value if mail.machine else "") == odd.machine
    assert (mail.readable, mail.encrypted) == (odd.readable, odd.encrypted)
    assert (mail.senders[0].email if mail.senders else "") == odd.sender
    assert set(odd.attached) <= {each.name for each in mail.attachments}


def test_no_two_odd_mails_share_a_name_and_they_are_many() -> None:
    """At least 300 mails with expected results stand against the parser, each counted once."""
    assert len(ALL) == sum(map(len, GROUPS))
    assert len(ALL) + len(NAMES) >= 500
