"""When one approval is not enough (LAW, rules for letters 8 and 11)."""

from replies.facts import Facts, LetterKind, Recipient


def reasons_for_second(
    kind: LetterKind, facts: Facts, recipient: Recipient | None
) -> tuple[str, ...]:
    """Return each reason in words for staff; an empty tuple means that one person is enough."""
    to_requester = kind.audience in ("requester", "customer")
    found = {
        "this letter refuses": kind.outcome in ("denied", "partly_fulfilled"),
        "it concerns a child": facts.type == "child" or "child" in facts.types,
        "this kind of letter always needs a second person": kind.needs_second_approver,
    }
    if recipient is not None and to_requester:
        other = recipient.address.casefold() != recipient.asked_from.casefold()
        acts = kind.acts_on_personal_data
        found |= {
            "it goes to another address than the one that asked": bool(recipient.asked_from)
            and other,
            "the sender's authentication failed": acts and recipient.authentication == "fail",
            "answers were asked for at another domain": acts and recipient.reply_to_elsewhere,
        }
    return tuple(reason for reason, holds in found.items() if holds)
