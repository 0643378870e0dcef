"""Invented facts for every letter: what golden renderings and `letters check` are made from."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from replies import reasons
from replies.facts import Facts, Letter, LetterKind, Recipient
from replies.profile import TOPICS

if TYPE_CHECKING:
    from replies.letters import Replies

# One sentence as staff would write it, per language: letters may need words of a person.
STAFF_TEXT = {
    "en": "Please tell us which of your two addresses you mean.",
    "de": "Bitte sagen Sie uns, welche Ihrer beiden Adressen Sie meinen.",
    "fr": "Merci de nous dire de laquelle de vos deux adresses il s'agit.",
    "es": "Díganos, por favor, a cuál de sus dos direcciones se refiere.",
    "nl": "Laat ons weten welke van uw twee adressen u bedoelt.",
    "it": "Ci dica per favore a quale dei Suoi due indirizzi si riferisce.",
    "pt": "Diga-nos, por favor, a qual dos seus dois endereços se refere.",
    "pl": "Prosimy napisać, o który z dwóch adresów chodzi.",
}
KEPT = {
    "en": "invoices of the last six years",
    "de": "Rechnungen der letzten sechs Jahre",
    "fr": "les factures des six dernières années",
    "es": "las facturas de los últimos seis años",
    "nl": "facturen van de afgelopen zes jaar",
    "it": "le fatture degli ultimi sei anni",
    "pt": "as faturas dos últimos seis anos",
    "pl": "faktury z ostatnich sześciu lat",
}
SUMMARY = {
    "en": "The person asks for this in general terms and names no account.",
    "de": "Die Person bittet allgemein darum und nennt kein Konto.",
    "fr": "La personne le demande en termes généraux et ne cite aucun compte.",
    "es": "La persona lo pide en términos generales y no menciona ninguna cuenta.",
    "nl": "De persoon vraagt dit in algemene zin en noemt geen account.",
    "it": "La persona lo chiede in termini generali e non indica alcun account.",
    "pt": "A pessoa pede-o em termos gerais e não indica nenhuma conta.",
    "pl": "Osoba prosi o to ogólnie i nie podaje żadnego konta.",
}


def sample(kind: LetterKind, lang: str = "en") -> Facts:
    """Return facts with which this letter is complete and no rule finds anything."""
    client = kind.letter in ("redirect_client", "handover_client", "reminder_party")
    organisation = kind.letter.endswith("_organisation")
    needs_text = "staff_text" in kind.needs
    refused = kind.letter in ("decline", "complete_partly")
    return Facts(
        type=kind.type,
        types=(kind.type,),
        case_number="P-2026-0042",
        received_on=date(2026, 3, 5),
        today=date(2026, 3, 6),
        language=lang,
        recipient_name="Robin Example",
        recipient_email="robin@example.org",
        requester_name="Robin Example",
        requester_email="robin@example.org",
        person_name="Kim Example" if kind.letter == "verify_authority" else "",
        authentication="pass",
        jurisdiction="eu",
        party="client_data" if client else "org_administered" if organisation else "own_user",
        party_name="Northwind Shop" if client else "Contoso" if organisation else "",
        party_website="https://northwind.example" if client else "",
        contact_name="Jo Sample" if client or organisation else "",
        contact_email="privacy@northwind.example" if client or organisation else "",
        client_named_in_mail=client,
        due_on=date(2026, 4, 7),
        new_due_on=date(2026, 6, 5) if kind.letter == "extend" else None,
        answer_due_on=date(2026, 4, 5) if kind.letter.startswith("handover_") else None,
        reply_by=date(2026, 3, 20),
        handed_over_on=date(2026, 3, 6),
        asked_on=date(2026, 3, 6),
        reason="kept_by_law" if refused else "complex" if kind.letter == "extend" else "",
        topic="transfers" if kind.key == "policy_question/answer" else "",
        link="https://data.segment.com/x/7f3k" if "link" in kind.needs else "",
        staff_text=STAFF_TEXT[lang] if needs_text else "",
        kept=KEPT[lang] if "kept" in kind.needs else "",
        request_summary=SUMMARY[lang] if client or organisation else "",
        token="8f3k2m9q",  # noqa: S106  (an invented reference)
    )


def variants(kind: LetterKind, lang: str = "en") -> Iterator[tuple[str, Facts]]:
    """Yield the sample with every topic and every reason that a letter can have, by name."""
    facts = sample(kind, lang)
    if kind.key == "policy_question/answer":
        yield from ((topic, replace(facts, topic=topic)) for topic in TOPICS)
    if kind.key == "delete/decline":
        for reason in reasons.refusals():
            text = STAFF_TEXT[lang] if reason == "other" else ""
            yield reason, replace(facts, reason=reason, staff_text=text)
    if kind.key == "access/extend":
        for reason in reasons.extensions():
            text = STAFF_TEXT[lang] if reason == "other_extension" else ""
            yield reason, replace(facts, reason=reason, staff_text=text)
    if kind.key == "access/acknowledge":
        yield "several", replace(facts, types=("access", "delete", "optout_marketing"))
        agent = replace(facts, sender="agent", agent_name="Consumer Agent", recipient_name="")
        yield "agent", replace(agent, person_name="Kim Example")
        yield "unnamed", replace(facts, recipient_name="", requester_name="", due_on=None)
    if kind.key in ("optout_sale/confirm", "withdraw_consent/confirm", "optout_marketing/confirm"):
        yield "agent", replace(facts, sender="agent", person_name="Kim Example")
    if kind.key == "access/decline":
        for code in ("uk", "ch", "br", "us-ca", "us-va", "other"):
            yield code, replace(facts, jurisdiction=code, reason="rights_of_others")


def sample_recipient(kind: LetterKind) -> Recipient:
    """Return the address that the sample's letter properly goes to."""
    if kind.audience in ("client", "organisation"):
        contact = "privacy@northwind.example"
        return Recipient(contact, on_file=(contact,))
    asked = "robin@example.org"
    return Recipient(asked, asked_from=asked, authentication="pass")


def rendered(letters: "Replies", key: str, lang: str) -> Letter:
    """Return a letter with sample facts; raises NoSuchLetter or CannotRender."""
    return letters.render(key, lang, sample(letters.kind(key), lang))


def check_all(letters: "Replies") -> list[str]:
    """Run every rule over every letter, language and variant; return the faults as lines."""
    faults = []
    for lang in letters.languages():
        for kind in letters.catalogue():
            for name, facts in (("", sample(kind, lang)), *variants(kind, lang)):
                letter = letters.render(kind.key, lang, facts)
                to = sample_recipient(kind)
                faults += [
                    f"{lang} {kind.key}{f' ({name})' * bool(name)}: {one.severity}"
                    f" {one.rule}: {one.message}"
                    for one in letters.check(
                        letter.text, letter.subject, kind, facts, to, lang=lang
                    )
                ]
    return faults
