"""Which part of the policy answers a question: a guess by words, for staff to confirm."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "topics.toml"
_READ_AT_MOST = 20_000  # characters; a question says early what it asks


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    table: Mapping[str, list[str]] = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return {
        topic: re.compile(rf"(?<!\w)(?:{'|'.join(entries)})(?!\w)", re.IGNORECASE)
        for topic, entries in table.items()
    }


def guess(text: str) -> str:
    """Return the topic whose words occur most often, `general` where none does."""
    read = text[:_READ_AT_MOST]
    hits = {topic: len(pattern.findall(read)) for topic, pattern in _patterns().items()}
    best = max(hits, key=lambda topic: hits[topic])
    return best if hits[best] else "general"
