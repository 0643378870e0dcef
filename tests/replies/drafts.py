"""Drafts as staff may leave them: for each rule what it stops, and what may pass."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import replies
from replies import Facts, Recipient
from replies.samples import sample, sample_recipient

LETTERS = replies.load()
Edit = Callable[[str], str]


def add(words: str) -> Edit:
    """Put a paragraph before the sign-off, as staff would."""
    return lambda text: text.replace("\n\n", f"\n\n{words}\n\n", 1)


def cut(*words: str) -> Edit:
    """Delete every paragraph that has one of the words."""
    return lambda text: "\n\n".join(
        part for part in text.split("\n\n") if not any(word in part for word in words)
    )


def swap(old: str, new: str) -> Edit:
    """Replace words, which must be there."""

    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


@dataclass(frozen=True)
class Draft:
    """A letter, how it was edited, and the facts that differ from the sample."""

    key: str
    edit: Edit = str
    lang: str = "en"
    facts: dict[str, Any] = field(default_factory=dict)
    later: dict[str, Any] = field(default_factory=dict)  # facts that changed after rendering
    to: Recipient | None = None
    subject: str | None = None

    def found(self) -> set[str]:
        """Return the ids of the rules that find something."""
        kind = LETTERS.kind(self.key)
        facts: Facts = replace(sample(kind, self.lang), **self.facts)
        letter = LETTERS.render(self.key, self.lang, facts)
        subject = letter.subject if self.subject is None else self.subject
        to = self.to or sample_recipient(kind)
        text = self.edit(letter.text)
        facts = replace(facts, **self.later)
        return {f.rule for f in LETTERS.check(text, subject, kind, facts, to, lang=self.lang)}


ME = "robin@example.org"
VERIFY = "delete/verify_identity"
CONTACT = "privacy@northwind.example"
STOPPED: dict[str, list[Draft]] = {
    "facts_given": [Draft("delete/decline", later={"reason": ""})],
    "tasks_done": [
        Draft("delete/complete", later={"open_tasks": 2}),
        Draft("optout_marketing/confirm", later={"open_tasks": 1}),
    ],
    "language_of_request": [Draft("delete/acknowledge", later={"language": "de"})],
    "token_kept": [
        Draft("delete/verify_identity", swap("8f3k2m9q", "")),
        Draft("access/handover_client", swap("8f3k2m9q", ""), "fr"),
    ],
    "due_date_ahead": [Draft("access/acknowledge", later={"today": date(2026, 4, 9)})],
    "no_letter_to_authorities": [Draft("access/acknowledge", later={"sender": "authority"})],
    "subject_is_one_line": [
        Draft("access/acknowledge", subject="Hello\r\nBcc: somebody@evil.example"),
        Draft("access/acknowledge", subject=" "),
        Draft("access/acknowledge", subject="x" * 201),
        Draft("access/acknowledge", subject="abc\u202edef"),
    ],
    "no_placeholder": [
        Draft("access/acknowledge", add("Dear {{ name }}, TODO")),
        Draft("access/acknowledge", add("We will answer by ____.")),
        Draft("access/acknowledge", add("See [...] for more.")),
        Draft("access/acknowledge", add("Dear <first name>, hello")),
        Draft("access/acknowledge", subject="Your request [NAME]"),
    ],
    "not_empty": [Draft("access/acknowledge", lambda _: "Done.")],
    "not_too_long": [Draft("access/acknowledge", lambda text: text + "and so on " * 2_000)],
    "nothing_hidden": [
        Draft("access/acknowledge", add("pay\u200bload")),
        Draft("access/acknowledge", add("abc\u202edef")),
    ],
    "no_privacy_shield": [
        Draft("policy_question/answer", add("We are certified under the EU-US Privacy Shield.")),
        Draft("policy_question/answer", add("Wir stützen uns auf den Privacy Shield."), "de"),
        Draft("policy_question/answer", add("Nous adhérons au bouclier de protection."), "fr"),
        Draft("policy_question/answer", add("Opieramy się na Tarczy Prywatności."), "pl"),
    ],
    "no_third_person": [Draft("access/complete", add("We also wrote to lee@elsewhere.example."))],
    "no_personal_numbers": [
        Draft("access/complete", add("Your account: DE89 3704 0044 0532 0130 00.")),
        Draft("access/complete", add("Your card 4111 1111 1111 1111 is on file.")),
        Draft("access/complete", add("SSN 078-05-1120")),
    ],
    "no_phone_number": [Draft("access/complete", add("Your number is +49 30 1234567."))],
    "no_code_in_letter": [
        Draft("access/complete", add("The code is 4711-0815.")),
        Draft("access/complete", add("Das Passwort lautet Sommer2026."), "de"),
        Draft("access/complete", add("Le mot de passe est Printemps26."), "fr"),
    ],
    "link_is_ours": [
        Draft("access/complete", facts={"link": "https://evil.example/x"}),
        Draft("access/complete", facts={"link": "http://data.segment.com/x"}),
        Draft("access/complete", facts={"link": "https://segment.com@evil.example/x"}),
        Draft("access/complete", facts={"link": "https://segment.com.evil.example/x"}),
        Draft("transfer/complete", cut("https://data.segment.com")),
    ],
    "links_known": [
        Draft("access/acknowledge", add("See https://evil.example/form for more.")),
        Draft("access/acknowledge", add("See https://segment.com.evil.example/ for more.")),
    ],
    "says_who_we_are": [Draft("access/acknowledge", cut("Segment.io"))],
    "text_in_its_language": [
        Draft(
            "access/acknowledge",
            lambda _: "Wir haben Ihre Nachricht erhalten und werden sie mit Sorgfalt prüfen. "
            "Bitte haben Sie etwas Geduld, die Antwort ist auf dem Weg, und wir melden uns bei "
            "Ihnen. Das ist nicht das Ende.",
        )
    ],
    "refusal_reason_known": [
        Draft("delete/decline", later={"reason": "because_i_say_so"}),
        Draft("optout_sale/decline", facts={"reason": "insuf_verification"}),
    ],
    "refusal_says_why": [
        Draft("delete/decline", cut("The law obliges us")),
        Draft("delete/decline", cut("Wir sind gesetzlich"), "de"),
        Draft("delete/decline", cut("La loi nous oblige"), "fr"),
        Draft("delete/decline", cut("Prawo zobowiązuje"), "pl"),
    ],
    "refusal_names_ground": [
        Draft("delete/decline", cut("legal ground")),
        Draft("access/complete_partly", cut("fundamento jurídico"), "es"),
        Draft("delete/identity_failed", cut("juridische grondslag"), "nl"),
    ],
    "refusal_names_complaint": [
        Draft("delete/decline", cut("right to complain")),
        Draft("delete/decline", cut("reclamo"), "it"),
        Draft("delete/decline", cut("reclamação"), "pt"),
        Draft("delete/complete_partly", cut("beschweren"), "de"),
    ],
    "refusal_names_court": [
        Draft("delete/decline", swap("and you\nmay go to court", "and so on")),
        Draft("delete/decline", cut("drogę sądową"), "pl"),
        Draft("child/decline", cut("rechter"), "nl"),
    ],
    "refusal_names_review": [Draft("delete/decline", cut("look at it again"))],
    "extension_says_why": [
        Draft("access/extend", cut("We are working on it")),
        Draft("access/extend", later={"reason": "no_time"}),
    ],
    "extension_names_date": [
        Draft("access/extend", swap("5 June 2026", "soon")),
        Draft("access/extend", swap("5. Juni 2026", "bald"), "de"),
    ],
    "extension_in_time": [
        Draft("access/extend", later={"today": date(2026, 4, 8)}),
        Draft("access/extend", facts={"new_due_on": date(2026, 4, 7)}),
    ],
    "extension_not_too_long": [
        Draft("access/extend", facts={"new_due_on": date(2026, 7, 5)}),
        Draft("access/extend", facts={"new_due_on": date(2026, 6, 30), "jurisdiction": "us-ca"}),
    ],
    "promised_dates_kept": [Draft("access/acknowledge", swap("7 April 2026", "soon"))],
    "optout_asks_nothing": [
        Draft("optout_sale/confirm", add("Please verify your identity first.")),
        Draft("optout_marketing/confirm", add("To opt out, log in to your account.")),
        Draft("optout_marketing/confirm", add("Please fill in our form.")),
        Draft("optout_marketing/confirm", add("Bitte weisen Sie Ihre Identität nach."), "de"),
        Draft("optout_marketing/confirm", add("Merci de vous connecter à votre compte."), "fr"),
        Draft("optout_marketing/confirm", add("Rellene nuestro formulario."), "es"),
        Draft("optout_sale/confirm", add("U moet eerst inloggen."), "nl"),
        Draft("optout_sale/confirm", add("Compili il modulo allegato."), "it"),
        Draft("optout_sale/confirm", add("Inicie sessão primeiro."), "pt"),
        Draft("optout_sale/confirm", add("Najpierw proszę się zalogować."), "pl"),
    ],
    "no_identity_document": [
        Draft(VERIFY, add("Please send a copy of your passport.")),
        Draft(VERIFY, add("Without a copy of your ID we cannot go on.")),
        Draft(VERIFY, add("If you do not send your passport, we close the case.")),
        Draft(VERIFY, add("Send your ID card, or we cannot help.")),
        Draft(VERIFY, add("You do not need a form but a passport.")),
        Draft(VERIFY, add("Schicken Sie uns eine Kopie Ihres Personalausweises."), "de"),
        Draft(VERIFY, add("Ohne Ausweiskopie können wir nicht weitermachen."), "de"),
        Draft(VERIFY, add("Joignez une copie de votre carte d'identité."), "fr"),
        Draft(VERIFY, add("Adjunte una copia de su DNI."), "es"),
        Draft(VERIFY, add("Stuur een kopie van uw paspoort mee."), "nl"),
        Draft(VERIFY, add("Alleghi una copia del passaporto."), "it"),
        Draft(VERIFY, add("Envie uma cópia do cartão de cidadão."), "pt"),
        Draft(VERIFY, add("Prosimy o skan dowodu osobistego."), "pl"),
    ],
    "no_signature": [
        Draft(VERIFY, add("Please add your signature.")),
        Draft(VERIFY, add("Wir brauchen Ihre Unterschrift."), "de"),
    ],
    "no_password": [Draft("support/pointer", add("Please tell us your password."))],
    "no_form": [
        Draft("access/acknowledge", add("Please use our web form instead.")),
        Draft("access/acknowledge", add("Bitte nutzen Sie unser Formular."), "de"),
        Draft("access/acknowledge", add("Merci de remplir le formulaire."), "fr"),
    ],
    "no_account_revealed": [
        Draft("delete/acknowledge", add("We have found your account.")),
        Draft("delete/acknowledge", add("We do not hold any personal data about you.")),
        Draft("delete/acknowledge", add("Wir haben Ihr Konto gefunden."), "de"),
        Draft("delete/acknowledge", add("Nous avons trouvé votre compte."), "fr"),
        Draft("delete/acknowledge", add("Hemos encontrado su cuenta."), "es"),
        Draft("delete/acknowledge", add("Wij hebben uw account gevonden."), "nl"),
        Draft("delete/acknowledge", add("Abbiamo trovato il Suo account."), "it"),
        Draft("delete/acknowledge", add("Encontrámos a sua conta."), "pt"),
        Draft("delete/acknowledge", add("Znaleźliśmy Państwa konto."), "pl"),
    ],
    "neutral_note_only": [
        Draft("delete/complete", later={"party": "client_data"}),
        Draft("access/verify_identity", later={"party": "client_data"}),
    ],
    "client_not_disclosed": [
        Draft("delete/redirect_client", later={"client_named_in_mail": False}),
        Draft(
            "delete/redirect_client_unknown",
            add("Is it about Northwind Shop?"),
            later={"party": "client_data", "party_name": "Northwind Shop"},
        ),
    ],
    "organisation_only_if": [
        Draft(
            "access/redirect_organisation",
            lambda _: "Dear Robin Example,\n\nYour employer provided the account and decides. "
            "Please write to its administrator.\n\nSegment.io, Inc. privacy@segment.com 8f3k2m9q",
        )
    ],
    "no_complaint_to_employer": [
        Draft("access/handover_organisation", add("There is a complaint as well.")),
        Draft("access/handover_organisation", add("Es gibt auch eine Beschwerde."), "de"),
        Draft(
            "access/reminder_party",
            add("There is a complaint as well."),
            later={"party": "org_administered"},
        ),
    ],
    "no_original_text": [
        Draft(
            "access/handover_organisation",
            add("She writes: my boss reads all my private messages at night."),
            later={"original_text": "Hello, my boss reads all my private messages at night. Help!"},
        )
    ],
    "recipient_asked": [
        Draft("access/acknowledge", to=Recipient("other@example.org", asked_from=ME))
    ],
    "contact_on_file": [
        Draft("access/handover_client", to=Recipient("somebody@northwind.example")),
    ],
    "sender_authenticated": [
        Draft("access/complete", to=Recipient(ME, asked_from=ME, authentication="fail")),
        Draft("access/acknowledge", to=Recipient(ME, asked_from=ME, authentication="none")),
        Draft("access/complete", to=Recipient(ME, asked_from=ME, reply_to_elsewhere=True)),
    ],
}  # fmt: skip


# Edits that a careful person may well make.
PASSED: list[Draft] = [
    Draft(VERIFY, add("Please do not send a copy of your passport.")),
    Draft(VERIFY, add("We never need a passport, an ID card or a signature.")),
    Draft(VERIFY, add("Eine Ausweiskopie brauchen wir nicht."), "de"),
    Draft(VERIFY, add("N'envoyez pas de passeport."), "fr"),
    Draft(VERIFY, add("No nos envíe su DNI."), "es"),
    Draft(VERIFY, add("Prosimy nie przesyłać dowodu osobistego."), "pl"),
    Draft("optout_marketing/confirm", add("You need not log in or fill in a form.")),
    Draft("access/acknowledge", add("You do not have to use any form.")),
    Draft("policy_question/answer", add("Privacy Shield was struck down; we do not rely on it.")),
    Draft("delete/redirect_organisation", add("If you have an account, they decide.")),
    Draft("access/extend", swap("5 June 2026", "2026-06-05")),
    Draft("access/extend", swap("5. Juni 2026", "05.06.2026"), "de"),
    Draft("delete/decline", swap("The law obliges us to", "Because of tax law we")),
    Draft("delete/decline", swap("Article 17(3)(b) of the GDPR", "section 35 of our tax law")),
    Draft("access/complete", add("If the page asks for a code, write to us.")),
    Draft("policy_question/answer", add("Ask our contracts team: legal@segment.com.")),
    Draft("access/acknowledge", add("Reference number 2026-0042-11 and 1234 5678.")),
    Draft("access/handover_client", later={"original_text": "Please delete my data. Thank you."}),
    Draft("access/handover_client", to=Recipient(CONTACT.title(), on_file=(CONTACT,))),
]  # fmt: skip
