"""A friendly fake classifier: reads one word and is sure of it."""

from collections.abc import Sequence

from classifiers import Correction, Jurisdiction, Label, Language, Reading, Text, Verdict

WORDS = {
    "delete": "delete",
    "copy": "access",
    "newsletter": "optout_marketing",
    "changed my mind": "withdraw_request",
    "seo": "spam",
    "office": "auto_reply",
}


class FakeReader:
    """Says `other`, unless the mail holds a word it knows."""

    name = "fake"

    def remember(self, corrections: Sequence[Correction]) -> None:
        """Take corrections up, and forget them: a fake needs no memory."""

    def read(self, texts: Sequence[Text]) -> list[Verdict]:
        """Return one verdict a text."""
        return [self._read(text) for text in texts]

    def _read(self, text: Text) -> Verdict:
        said = f"{text.subject} {text.body}".lower()
        found = [kind for word, kind in WORDS.items() if word in said] or ["other"]
        labels = tuple(Label(kind, 0.95, "a word") for kind in found)
        return Verdict(
            types=labels,
            band="sure",
            party=Reading("own_user", 0.9, "fake"),
            sender=Reading("person", 0.9, "fake"),
            jurisdiction=Jurisdiction("none", ""),
            language=Language("en", 0.99),
            model=self.name,
            suggestions=labels,
        )
