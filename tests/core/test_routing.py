"""Who acts on a line: the route table, first match wins."""

import pytest

from bot.core.catalogue import REQUEST_TYPES, PartyKind, Route, SenderKind
from bot.core.parties import Entry, EntryKind, Party
from bot.core.routing import route_line, route_mail

CLIENT = Entry("PulseFit", EntryKind.CLIENT, contact_email="privacy@pulsefit.example", id=1)
SCHOOL = Entry("Hartwell", EntryKind.ORGANISATION, contact_email="it@hartwell.example", id=2)
SILENT = Entry("Quillmark", EntryKind.ORGANISATION, id=3)

OF_CLIENT = Party(PartyKind.CLIENT_DATA, CLIENT)
OF_SCHOOL = Party(PartyKind.ORG_ADMINISTERED, SCHOOL)
NOBODY = {"spam", "auto_reply", "bounce"}
DESKS = {
    "legal_process": Route.LEGAL,
    "security_report": Route.SECURITY,
    "dpa_vendor": Route.CONTRACTS,
    "support": Route.SUPPORT,
    "other": Route.PERSON,
    **dict.fromkeys(NOBODY, Route.NOBODY),
}
STAY = {
    "optout_marketing", "optout_sale", "withdraw_consent", "testimonial", "cookies_tracking",
    "policy_question", "complaint", "appeal",
}  # fmt: skip
GO = {"access", "delete", "correct", "transfer", "restrict", "object", "child"}


@pytest.mark.parametrize("party", [OF_CLIENT, OF_SCHOOL, Party(PartyKind.OWN_USER)])
@pytest.mark.parametrize("key", sorted(DESKS))
def test_a_desk_acts_whatever_the_party_is(key: str, party: Party) -> None:
    """Legal, security, contracts, support, noise and other do not ask for the party."""
    assert route_mail([key], party, SenderKind.PERSON) is DESKS[key]
    assert route_line(key, party) is DESKS[key]


@pytest.mark.parametrize("key", [row.key for row in REQUEST_TYPES if row.key not in DESKS])
def test_client_data_go_to_the_client(key: str) -> None:
    """We may not answer the substance of any request about a client's data."""
    assert route_mail([key], OF_CLIENT, SenderKind.PERSON) is Route.CLIENT


@pytest.mark.parametrize("key", sorted(STAY))
def test_some_types_stay_with_us_though_an_organisation_administers(key: str) -> None:
    """Marketing, consent, complaints and the like are ours, named or not."""
    assert route_mail([key], OF_SCHOOL, SenderKind.PERSON) is Route.US
    assert route_mail([key], Party(PartyKind.ORG_ADMINISTERED), SenderKind.PERSON) is Route.US


@pytest.mark.parametrize("key", sorted(GO))
def test_the_rest_goes_to_the_organisation(key: str) -> None:
    """The administrator decides about the account."""
    assert route_mail([key], OF_SCHOOL, SenderKind.PERSON) is Route.ORGANISATION


def test_a_lead_or_billing_contact_is_ours() -> None:
    """What concerns leads and billing contacts stays with us."""
    party = Party(PartyKind.ORG_ADMINISTERED, SCHOOL, ours=True)
    assert route_mail(["delete"], party, SenderKind.PERSON) is Route.US


@pytest.mark.parametrize(
    "party",
    [
        Party(PartyKind.CLIENT_DATA),
        Party(PartyKind.CLIENT_DATA, candidates=(CLIENT, SILENT)),
        Party(PartyKind.ORG_ADMINISTERED),
        Party(PartyKind.ORG_ADMINISTERED, SILENT),
    ],
    ids=["unnamed client", "several", "unnamed organisation", "no contact"],
)
def test_a_person_decides_where_nobody_can_be_written_to(party: Party) -> None:
    """Unnamed, ambiguous or without a contact: a person picks."""
    assert route_mail(["delete"], party, SenderKind.PERSON) is Route.PERSON


@pytest.mark.parametrize("kind", [PartyKind.OWN_USER, PartyKind.UNKNOWN, PartyKind.NONE])
def test_everything_else_is_ours(kind: PartyKind) -> None:
    """Own users, unknown parties and general questions are answered by us."""
    assert route_mail(["access"], Party(kind), SenderKind.PERSON) is Route.US


def test_unsure_goes_to_a_person_but_not_past_a_desk() -> None:
    """An unsure reading is decided by a person; the desks come first in the table."""
    unsure = {"unsure": True}
    assert route_mail(["delete"], OF_CLIENT, SenderKind.PERSON, **unsure) is Route.PERSON
    assert route_mail(["legal_process"], OF_CLIENT, SenderKind.PERSON, **unsure) is Route.LEGAL
    assert route_mail(["support"], OF_CLIENT, SenderKind.PERSON, **unsure) is Route.SUPPORT


def test_machines_and_spam_come_first() -> None:
    """A machine's mail is nobody's, whatever its words say."""
    assert route_mail(["legal_process"], OF_CLIENT, SenderKind.MACHINE) is Route.NOBODY
    assert route_mail(["spam", "legal_process"], OF_CLIENT, SenderKind.PERSON) is Route.NOBODY
    assert route_mail([], OF_CLIENT, SenderKind.PERSON) is Route.NOBODY


def test_legal_comes_before_security_and_both_before_the_rest() -> None:
    """Wherever they stand in a mail."""
    person = SenderKind.PERSON
    assert route_mail(["delete", "security_report"], OF_CLIENT, person) is Route.SECURITY
    mixed = ["security_report", "delete", "legal_process"]
    assert route_mail(mixed, OF_CLIENT, person) is Route.LEGAL
    assert route_mail(["delete", "support"], OF_CLIENT, person) is Route.CLIENT
