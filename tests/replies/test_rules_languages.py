"""The rules that read words read them in all eight languages: each stops its draft in each."""

import pytest

import replies
from replies.rules import RULES
from replies.samples import rendered, sample, sample_recipient
from replies.words import words
from tests.replies.drafts import Draft, add

LETTERS = replies.load()
LANGUAGES = LETTERS.languages()

# For each rule a letter, and in each language a sentence that staff must not add to it.
ADDED: dict[str, tuple[str, dict[str, str]]] = {
    "no_signature": ("delete/verify_identity", {
        "en": "Please sign the attached declaration.",
        "de": "Bitte senden Sie uns Ihre Unterschrift.",
        "fr": "Merci de nous envoyer votre signature.",
        "es": "Envíenos su firma.",
        "nl": "Stuur ons uw handtekening.",
        "it": "Ci invii la Sua firma.",
        "pt": "Envie-nos a sua assinatura.",
        "pl": "Prosimy przesłać swój podpis.",
    }),
    "no_password": ("support/pointer", {
        "en": "Please tell us your password.",
        "de": "Bitte nennen Sie uns Ihr Passwort.",
        "fr": "Merci de nous indiquer votre mot de passe.",
        "es": "Indíquenos su contraseña.",
        "nl": "Geef ons uw wachtwoord.",
        "it": "Ci comunichi la Sua password.",
        "pt": "Indique-nos a sua palavra-passe.",
        "pl": "Prosimy podać nam swoje hasło.",
    }),
    "no_code_in_letter": ("access/complete", {
        "en": "The code is 4711-0815.",
        "de": "Der Code lautet 4711-0815.",
        "fr": "Le code est 4711-0815.",
        "es": "El código es 4711-0815.",
        "nl": "De code is 4711-0815.",
        "it": "Il codice è 4711-0815.",
        "pt": "O código é 4711-0815.",
        "pl": "Kod to 4711-0815.",
    }),
    "no_form": ("access/acknowledge", {
        "en": "Please fill in our web form.",
        "de": "Bitte füllen Sie unser Formular aus.",
        "fr": "Merci de remplir notre formulaire.",
        "es": "Rellene nuestro formulario.",
        "nl": "Vul ons formulier in.",
        "it": "Compili il nostro modulo.",
        "pt": "Preencha o nosso formulário.",
        "pl": "Prosimy wypełnić nasz formularz.",
    }),
    "no_identity_document": ("delete/verify_identity", {
        "en": "Please send a copy of your passport.",
        "de": "Bitte schicken Sie eine Kopie Ihres Reisepasses.",
        "fr": "Merci d'envoyer une copie de votre passeport.",
        "es": "Envíe una copia de su pasaporte.",
        "nl": "Stuur een kopie van uw paspoort.",
        "it": "Invii una copia del passaporto.",
        "pt": "Envie uma cópia do passaporte.",
        "pl": "Prosimy o kopię paszportu.",
    }),
    "optout_asks_nothing": ("optout_marketing/confirm", {
        "en": "Please confirm your identity first.",
        "de": "Bitte bestätigen Sie zuerst Ihre Identität.",
        "fr": "Merci de confirmer d'abord votre identité.",
        "es": "Confirme primero su identidad.",
        "nl": "Bevestig eerst uw identiteit.",
        "it": "Confermi prima la Sua identità.",
        "pt": "Confirme primeiro a sua identidade.",
        "pl": "Prosimy najpierw potwierdzić swoją tożsamość.",
    }),
    "no_account_revealed": ("delete/acknowledge", {
        "en": "We have found your account.",
        "de": "Wir haben Ihr Konto gefunden.",
        "fr": "Nous avons trouvé votre compte.",
        "es": "Hemos encontrado su cuenta.",
        "nl": "Wij hebben uw account gevonden.",
        "it": "Abbiamo trovato il Suo account.",
        "pt": "Encontrámos a sua conta.",
        "pl": "Znaleźliśmy Państwa konto.",
    }),
    "no_privacy_shield": ("policy_question/answer", {
        "en": "We are certified under the Privacy Shield.",
        "de": "Wir sind nach dem Privacy Shield zertifiziert.",
        "fr": "Nous adhérons au bouclier de protection des données.",
        "es": "Estamos adheridos al Escudo de Privacidad.",
        "nl": "Wij zijn gecertificeerd onder het privacyschild.",
        "it": "Aderiamo allo scudo per la privacy.",
        "pt": "Aderimos ao Escudo de Proteção da Privacidade.",
        "pl": "Opieramy się na Tarczy Prywatności.",
    }),
    "no_complaint_to_employer": ("access/handover_organisation", {
        "en": "There is a complaint as well.",
        "de": "Es gibt auch eine Beschwerde.",
        "fr": "Il y a aussi une réclamation.",
        "es": "También hay una reclamación.",
        "nl": "Er is ook een klacht.",
        "it": "C'è anche un reclamo.",
        "pt": "Há também uma reclamação.",
        "pl": "Jest też skarga.",
    }),
    "no_placeholder": ("access/acknowledge", {
        "en": "Dear [name],",
        "de": "Guten Tag [Name],",
        "fr": "Bonjour [nom],",
        "es": "Hola [nombre],",
        "nl": "Beste [naam],",
        "it": "Gentile [nome],",
        "pt": "Caro [nome],",
        "pl": "Szanowny Panie [imię],",
    }),
}  # fmt: skip

# Rules of which at least one stops a letter that lost one of its paragraphs.
MISSED: dict[str, tuple[str, ...]] = {
    "delete/decline": (
        "refusal_says_why",
        "refusal_names_ground",
        "refusal_names_complaint",
        "refusal_names_court",
        "refusal_names_review",
    ),
    "access/extend": ("extension_says_why", "extension_names_date"),
    "access/acknowledge": ("promised_dates_kept", "says_who_we_are"),
    "delete/verify_identity": ("token_kept",),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", ADDED)
def test_a_sentence_that_must_not_be_added_is_found(rule: str, lang: str) -> None:
    """The letter as shipped passes; with the sentence it is stopped, in this language."""
    key, sentences = ADDED[rule]
    assert rule not in Draft(key, lang=lang).found()
    assert rule in Draft(key, add(sentences[lang]), lang).found(), sentences[lang]


SIGNED = {
    "en": "Please sign the declaration and send it back.",
    "de": "Bitte unterschreiben Sie die Erklärung.",
    "fr": "Merci de signer la déclaration.",
    "es": "Le rogamos firmar la declaración.",
    "nl": "Wilt u de verklaring ondertekenen?",
    "it": "La preghiamo di firmare la dichiarazione.",
    "pt": "Queira assinar a declaração.",
    "pl": "Prosimy podpisać oświadczenie.",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_to_sign_is_a_signature_too(lang: str) -> None:
    """The verb is heard as the noun is."""
    assert "no_signature" in Draft("delete/verify_identity", add(SIGNED[lang]), lang).found()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", MISSED)
def test_a_paragraph_that_must_not_be_missing_is_missed(key: str, lang: str) -> None:
    """Whoever deletes a paragraph that the law wants is told, by the rule that wants it."""
    paragraphs = rendered(LETTERS, key, lang).text.split("\n\n")
    found: set[str] = set()
    for part in paragraphs:
        found |= Draft(key, lambda text, part=part: text.replace(part, ""), lang).found()  # type: ignore[misc]
    assert set(MISSED[key]) <= found
    assert Draft(key, lang=lang).found() == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_another_date_is_seen(lang: str) -> None:
    """An extension whose date somebody changed is stopped, however the language writes dates."""
    kind = LETTERS.kind("access/extend")
    facts = sample(kind, lang)
    assert facts.new_due_on is not None
    said = words(lang).day(facts.new_due_on)
    text = " ".join(rendered(LETTERS, kind.key, lang).text.split())
    assert said in text
    changed = text.replace(said, words(lang).day(facts.today))
    found = LETTERS.check(changed, "x", kind, facts, sample_recipient(kind), lang=lang)
    assert "extension_names_date" in {one.rule for one in found}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_text_of_another_language_is_seen(lang: str) -> None:
    """A letter that says it is German and is English is found, and so on round the table."""
    other = LANGUAGES[(LANGUAGES.index(lang) + 3) % len(LANGUAGES)]
    text = rendered(LETTERS, "access/acknowledge", other).text
    draft = Draft("access/acknowledge", lambda _: text, lang)
    assert "text_in_its_language" in draft.found()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_passes_every_letter_as_shipped(lang: str) -> None:
    """All rules run over all letters of a language and find nothing."""
    for kind in LETTERS.catalogue():
        letter = rendered(LETTERS, kind.key, lang)
        to = sample_recipient(kind)
        facts = sample(kind, lang)
        found = LETTERS.check(letter.text, letter.subject, kind, facts, to, lang=lang)
        assert found == (), kind.key


def test_the_table_names_rules_that_exist() -> None:
    """No rule is proved that is not there."""
    assert set(ADDED) | {rule for rules in MISSED.values() for rule in rules} <= {
        rule for rule, _, _ in RULES
    }
