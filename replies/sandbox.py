"""The sandbox that letters are rendered in: one language's folder, and no trust in any value."""

import re
from datetime import date

from jinja2 import FunctionLoader, StrictUndefined, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from replies import markup
from replies.profile_file import text_of
from replies.words import TEMPLATES, words

_SUBJECT = "Subject: "
_TEMPLATES_KEPT = 64  # compiled parts a language keeps; a letter uses about six


def sandbox(lang: str) -> ImmutableSandboxedEnvironment:
    """Return a sandbox that reads one language's folder and trusts no value."""
    said = words(lang)

    def read(name: str) -> str:
        path, _, part = name.partition(":")
        try:
            source = (TEMPLATES / lang / path).read_text(encoding="utf-8")
        except OSError:
            raise TemplateNotFound(name) from None
        first, _, rest = source.partition("\n")
        # Subject and body are parted before anything is rendered, so no value can move the cut.
        if first.startswith(_SUBJECT):
            return first.removeprefix(_SUBJECT) if part == "subject" else rest
        return source

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(read),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=_TEMPLATES_KEPT,
        auto_reload=False,
    )
    environment.filters = {
        "day": said.day,
        "link": lambda url: Markup(markup.shield_link(url)),  # noqa: S704  (shielded)
        "paragraphs": _paragraphs,
        "text": lambda item: text_of(item, lang),
        "join": environment.filters["join"],
        "length": len,
        "format": _fill,
        "capital": lambda text: text[:1].upper() + text[1:],
    }
    environment.globals = {}
    return environment


def _harmless(value: object) -> object:
    """Let our own markup pass and take the sting out of everything else."""
    if isinstance(value, Markup | StrictUndefined):
        return value
    if isinstance(value, date) or value is None or not isinstance(value, str | int):
        raise TypeError(f"a template prints a {type(value).__name__}; use a filter")
    return Markup(markup.shield(str(value)))  # noqa: S704  (shielded)


def _fill(pattern: str, **values: str) -> str:
    """Fill a phrase's own placeholders; values are not read as patterns."""
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], pattern)


def _paragraphs(value: str) -> Markup:
    """Return staff's own text with its paragraphs and lists, everything else shielded."""
    parts = []
    for part in re.split(r"\r?\n\s*\n", value.strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        parts.append(
            "\n".join(
                f"- {markup.shield(line[2:])}" if line.startswith("- ") else markup.shield(line)
                for line in lines
            )
        )
    return Markup("\n\n".join(parts))  # noqa: S704  (shielded)
