"""A hand-over holds what whoever decides needs to answer, and nothing more."""

from dataclasses import replace

import pytest

from bot.core.case import Clock, Line
from bot.core.catalogue import PartyKind, Route
from bot.core.mail import InboundMail
from bot.edges.calendar import party_due_maker
from bot.flows.drafting import Dossier, Drafter, Reckoning
from replies.words import words
from tests.flows.clockwork import DUE
from tests.flows.test_letter_forms import ENTRY, RECEIVED, REPLIES, ZONE, dossier

SECRET = "My knee operation in May and my boss Quentin are none of your business."
DRAFTER = Drafter(
    REPLIES,
    ZONE,
    Reckoning(
        token_of=lambda case, letter, email: f"{case:016x}{letter:016x}",
        theirs=party_due_maker("EU", ZONE),
    ),
)


def handed(kind: PartyKind, route: Route, lang: str, **fields: object) -> Dossier:
    """Return a dossier of a case with two lines for somebody else and one of ours."""
    clock = Clock("pass on", safe=DUE)
    lines = (
        Line(1, "access", route, clock),
        Line(2, "delete", route, clock),
        Line(3, "complaint", Route.US, clock),
    )
    base = dossier("access", lines=lines, party=kind, named_in_mail=True, **fields)
    said = f"{SECRET}\n\nMaren Holt"
    mail = InboundMail(text=said, visible=said, subject="About Quentin")
    return replace(base, entry=replace(ENTRY, language=lang), mail=mail)


@pytest.mark.parametrize("lang", REPLIES.languages())
@pytest.mark.parametrize(
    ("kind", "route", "key"),
    [
        (PartyKind.CLIENT_DATA, Route.CLIENT, "access/handover_client"),
        (PartyKind.ORG_ADMINISTERED, Route.ORGANISATION, "access/handover_organisation"),
    ],
)
def test_a_handover_holds_what_is_needed_and_no_more(
    lang: str, kind: PartyKind, route: Route, key: str
) -> None:
    """What is asked, which site, who asks, received and due when, the token; not their words."""
    of = handed(kind, route, lang)
    letter = DRAFTER.draft(of, key, 3)
    assert letter is not None
    text, said = " ".join(letter.text.split()), words(lang)
    assert letter.lang == lang
    for needed in (
        said.types["access"].name,
        said.types["delete"].name,
        "Larkspur Outfitters (www.larkspur-outfitters.example)",
        "Maren Holt, maren.holt@posteo.example",
        said.day(RECEIVED.date()),
        said.day(RECEIVED.date().replace(month=4, day=5)),  # one month, read strictly
        f"P-0007 / {7:016x}{3:016x}",
    ):
        assert needed in text, needed
    for secret in ("knee", "Quentin", "business", said.types["complaint"].name):
        assert secret not in text, secret
    notes = DRAFTER.view(of, letter).notes
    assert [note.rule for note in notes if note.severity == "error"] == []


def test_without_a_known_law_no_date_is_told() -> None:
    """Whoever decides is told no date that we cannot know."""
    of = handed(PartyKind.CLIENT_DATA, Route.CLIENT, "en", regime="none")
    letter = DRAFTER.draft(of, "access/handover_client", 3)
    assert letter is not None
    assert "it ends on" not in " ".join(letter.text.split())


def test_a_doubtful_name_is_left_out() -> None:
    """A name that may be another's stays out; the address finds the person."""
    of = handed(PartyKind.CLIENT_DATA, Route.CLIENT, "en")
    of = replace(of, mail=InboundMail(visible="Please delete it.\n\nJane Roe"))
    letter = DRAFTER.draft(of, "access/handover_client", 3)
    assert letter is not None
    assert "From: maren.holt@posteo.example" in letter.text
    assert "Holt," not in letter.text
