"""Mails for `predict` from a file: JSON lines, or one plain text with an optional Subject line."""

import json

from classifiers.corpus import example_from
from classifiers.verdict import Text


class BadLineError(Exception):
    """A line that is no mail; the text says which and what is wrong."""


def texts_of(content: str) -> list[Text]:
    """Return the mails in `content`; raises BadLineError for a line that cannot be read.

    Content whose first character is `{` is JSON lines, anything else is one plain mail.
    """
    if not content.lstrip().startswith("{"):
        return [_plain(content)]
    found: list[Text] = []
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise TypeError("not a JSON object")
            if not ("subject" in row or "body" in row):
                raise ValueError('neither "subject" nor "body"')
            found.append(example_from({**row, "types": ["other"]}, "").text)
        except (ValueError, TypeError) as error:
            raise BadLineError(f"line {number}: {error}") from None
    return found


def _plain(content: str) -> Text:
    first, _, rest = content.partition("\n")
    if first.lower().startswith("subject:"):
        return Text(first[len("subject:") :].strip(), rest.strip())
    return Text("", content.strip())
