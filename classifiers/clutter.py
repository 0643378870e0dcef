"""Evaluation mails as they arrive: with chatter above, a footer below and a quoted mail under it.

The text is ours and seeded by the mail's place, so that two runs clutter alike. What comes out
has gone through `clean`, as in the product.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from classifiers.cleaning import clean
from classifiers.corpus import Example

CHATTER: dict[str, tuple[str, ...]] = {
    "en": (
        "I hope you had a good summer. Here it has rained for two weeks and the garden is a lake.",
        "My neighbour says nobody reads these mails, but I am an optimist.",
        "Sorry for the long mail, the train is late again and I have time to type.",
    ),
    "de": (
        "Ich hoffe, Sie hatten einen schönen Sommer. Bei uns regnet es seit zwei Wochen.",
        "Mein Nachbar meint, solche Mails lese niemand, aber ich bin Optimistin.",
    ),
    "fr": (
        "J'espère que vous avez passé un bel été. Ici il pleut depuis deux semaines.",
        "Mon voisin dit que personne ne lit ces messages, mais je suis optimiste.",
    ),
    "es": (
        "Espero que hayan tenido un buen verano. Aquí llueve desde hace dos semanas.",
        "Mi vecino dice que nadie lee estos mensajes, pero yo soy optimista.",
    ),
    "it": (
        "Spero che abbiate passato una bella estate. Qui piove da due settimane.",
        "Il mio vicino dice che nessuno legge queste mail, ma io sono ottimista.",
    ),
    "nl": (
        "Ik hoop dat u een mooie zomer had. Hier regent het al twee weken.",
        "Mijn buurman zegt dat niemand dit leest, maar ik ben een optimist.",
    ),
    "pl": (
        "Mam nadzieję, że lato się Państwu udało. U nas od dwóch tygodni pada.",
        "Sąsiad mówi, że nikt tego nie czyta, ale jestem optymistą.",
    ),
    "pt": (
        "Espero que tenham tido um bom verão. Aqui chove há duas semanas.",
        "O meu vizinho diz que ninguém lê isto, mas eu sou otimista.",
    ),
}
FOOTERS: tuple[str, ...] = (
    "\n--\nAlex Morrow\nHead of Procurement | Morrow & Daughters Ltd\nTel. +44 20 5550 1234",
    "\nThis e-mail and any attachments are confidential and intended only for the addressee. If "
    "you are not the intended recipient, please delete it and notify the sender. You have the "
    "right of access, rectification, erasure, restriction, portability and objection; see our "
    "privacy notice.",
    "\n-- \nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat "
    "sind, informieren Sie bitte den Absender und löschen Sie diese E-Mail.",
    "\nSent from my phone",
)
QUOTES: tuple[str, ...] = (
    "\nOn Tue, 4 Mar 2025 at 10:12, Newsletter <news@brightlane.example> wrote:\n"
    "> Spring offers are here! 20 % off everything until Sunday.\n"
    "> You get this mail because you subscribed. Unsubscribe here or change your preferences.\n"
    "> Read our privacy policy to learn how to access, correct or delete your data.",
    "\n-----Original Message-----\nFrom: Support <support@brightlane.example>\n"
    "Sent: Tuesday, March 4, 2025 10:12 AM\nTo: customer@example.org\nSubject: Your ticket\n\n"
    "Thank you for your patience. Your invoice is attached and your password has been reset. "
    "Please confirm your identity if you want us to close the account.",
)


def cluttered(examples: Sequence[Example]) -> list[Example]:
    """Return the mails with chatter, footer and quote, cleaned again; machine mail stays."""
    return [example if example.machine else _cluttered(example) for example in examples]


def _cluttered(example: Example) -> Example:
    digits = hashlib.sha256(example.where.encode()).digest()
    chatter = CHATTER.get(example.language, CHATTER["en"])
    around = [
        *([chatter[digits[0] % len(chatter)]] if example.language in CHATTER else []),
        example.body,
        FOOTERS[digits[1] % len(FOOTERS)],
        QUOTES[digits[2] % len(QUOTES)],
    ]
    return replace(example, body=clean("\n".join(around), example.subject).visible)
