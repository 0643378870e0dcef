"""Which letter a card proposes follows from type, party and sender by a table."""

import pytest

import replies
from replies import topics

LETTERS = replies.load()


def proposed(type_: str, party: str = "own_user", **how: object) -> list[str]:
    """Return the names of the letters that a card offers unasked."""
    return [kind.letter for kind in LETTERS.proposed(type_, party, **how)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("type_", "letters"),
    [
        ("access", ["acknowledge", "verify_identity"]),
        ("delete", ["acknowledge", "verify_identity"]),
        ("correct", ["acknowledge", "verify_identity"]),
        ("transfer", ["acknowledge", "verify_identity"]),
        ("restrict", ["acknowledge", "verify_identity"]),
        ("object", ["acknowledge"]),
        ("optout_sale", ["confirm"]),
        ("optout_marketing", ["confirm"]),
        ("withdraw_consent", ["confirm"]),
        ("testimonial", ["confirm"]),
        ("cookies_tracking", ["answer"]),
        ("child", ["acknowledge"]),
        ("complaint", ["acknowledge"]),
        ("appeal", ["acknowledge"]),
        ("legal_process", []),
        ("security_report", ["acknowledge"]),
        ("policy_question", ["answer"]),
        ("dpa_vendor", ["pointer"]),
        ("withdraw_request", ["confirm"]),
        ("support", ["pointer"]),
        ("spam", []),
        ("auto_reply", []),
        ("bounce", []),
        ("other", []),
    ],
)
def test_first_letters_of_our_own_requests(type_: str, letters: list[str]) -> None:
    """What is ours to answer starts as the product's table of types says."""
    assert proposed(type_) == letters


def test_client_data_gets_the_note_and_the_handover() -> None:
    """A named client on file: the neutral note that names it, and the hand-over."""
    both = ["redirect_client", "handover_client"]
    assert proposed("delete", "client_data", named=True, known=True) == both
    assert proposed("delete", "client_data", named=True) == ["redirect_client"]


def test_a_client_the_mail_does_not_name_is_not_named() -> None:
    """Then the person is asked which site it was, whatever the directory knows."""
    assert proposed("access", "client_data")[0] == "redirect_client_unknown"
    assert proposed("access", "client_data", known=True)[0] == "redirect_client_unknown"


def test_what_stays_with_us_never_goes_to_the_employer() -> None:
    """Opt-outs, consent, testimonials, complaints and questions are answered by us."""
    for type_ in LETTERS.profile.organisations.stays_with_us:
        assert not [name for name in proposed(type_, "org_administered") if "organisation" in name]
        assert not [k for k in LETTERS.kinds_for(type_) if "organisation" in k.letter]
    assert proposed("access", "org_administered", known=True) == [
        "redirect_organisation",
        "handover_organisation",
    ]


def test_a_customer_that_forwards_is_answered_as_a_customer() -> None:
    """An organisation that forwards its user's request gets help, not the person's letter."""
    assert proposed("delete", "client_data", sender="organisation") == ["customer_assistance"]


def test_agents_are_asked_for_authority_except_for_opt_outs() -> None:
    """A consumer agent shows its authority once; an opt-out never depends on it."""
    assert proposed("delete", sender="agent") == ["acknowledge", "verify_authority"]
    assert proposed("optout_sale", sender="agent") == ["confirm"]


def test_authorities_get_no_letter() -> None:
    """What a court or the police wrote is for legal."""
    assert LETTERS.kinds_for("access", sender="authority") == ()


def test_kinds_for_puts_the_proposed_first_and_repeats_none() -> None:
    """The menu starts with the proposal and holds each letter once."""
    kinds = LETTERS.kinds_for("delete", "client_data", named=True, known=True)
    assert [kind.letter for kind in kinds[:2]] == ["redirect_client", "handover_client"]
    assert len(kinds) == len({kind.key for kind in kinds})


def test_a_letter_for_another_party_is_not_offered() -> None:
    """A person's own request has no letter about a client or organisation, and the reverse."""

    def offered(party: str) -> set[str]:
        return {kind.letter for kind in LETTERS.kinds_for("delete", party)}

    clients = {"redirect_client", "redirect_client_unknown", "handover_client"}
    organisations = {"redirect_organisation", "handover_organisation"}
    outside = {*clients, *organisations, "reminder_party", "customer_assistance"}
    assert not offered("own_user") & outside
    assert {"complete", "decline", "clarify"} <= offered("own_user")
    assert offered("client_data") & {*outside, "complete", "decline"} == {
        *clients,
        "reminder_party",
        "customer_assistance",
    }
    assert not offered("org_administered") & clients
    assert organisations <= offered("org_administered")
    assert offered("unknown") & outside == {"redirect_client_unknown", "customer_assistance"}


def test_opt_outs_have_no_letter_that_asks_for_identity() -> None:
    """There is nothing to choose that would make an opt-out wait for proof."""
    for type_ in ("optout_sale", "optout_marketing"):
        names = {kind.letter for kind in LETTERS.kinds_for(type_)}
        assert not names & {"verify_identity", "verify_authority", "identity_failed"}


def test_done_letters_wait_for_tasks_and_refusals_for_two_people() -> None:
    """The catalogue's columns hold what the rest of the product relies on."""
    for kind in LETTERS.catalogue():
        if kind.letter in ("complete", "complete_partly") or kind.key.endswith("marketing/confirm"):
            assert kind.needs_tasks_done, kind.key
        if kind.outcome == "denied":
            assert kind.needs_second_approver, kind.key
        assert kind.closes_lines == (kind.after_sent == "closed"), kind.key
        assert kind.type != "child" or kind.needs_second_approver
        assert kind.after_sent in ("", "open", "waiting_requester", "handed_over", "closed")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("How long do you keep my data?", "retention"),
        ("Werden meine Daten in die USA übermittelt? Standardvertragsklauseln?", "transfers"),
        ("Vendez-vous mes données à des tiers ?", "sharing"),
        ("¿Cuál es la base legal?", "legal_basis"),
        ("Welke betaalgegevens bewaart u? Ook creditcards?", "payment"),
        ("Usate la crittografia?", "security"),
        ("Czy używacie plików cookie?", "cookies"),
        ("De onde vieram os meus dados?", "sources"),
        ("Good morning", "general"),
        ("", "general"),
    ],
)
def test_a_question_is_matched_to_its_part_of_the_policy(text: str, topic: str) -> None:
    """The words of the question choose the topic; without any, the general answer."""
    assert topics.guess(text) == topic
