"""Renders letters: facts and a template in, subject, text and HTML out; sends nothing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from replies import markup, reasons, topics
from replies.errors import CannotRender, NoSuchLetter
from replies.facts import Facts, Finding, Letter, LetterKind, Recipient
from replies.kinds import Catalogue, catalogue, responsible
from replies.profile import TOPICS, Profile, Regulator
from replies.profile_file import in_language
from replies.sandbox import sandbox
from replies.words import LANGUAGES, TEMPLATES, Words, words

_FACTS = tuple(field.name for field in fields(Facts))
# Names as people write them; anything that looks like an address or an advert is not used.
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f '’.\-\u200c\u200d]){0,58}[^\W\d_]?\.?\Z")


class Replies:
    """All letters of one company; safe to share between threads that only render."""

    def __init__(self, profile: Profile) -> None:
        """Keep the facts; templates are read when a letter first needs them."""
        self.profile = profile
        self._environments: dict[str, ImmutableSandboxedEnvironment] = {}
        self._places: dict[tuple[str, str, str], str] = {}

    @cached_property
    def _catalogue(self) -> Catalogue:
        return catalogue()

    def catalogue(self) -> tuple[LetterKind, ...]:
        """Return every letter kind, types in catalogue order, the proposed ones first."""
        return tuple(self._catalogue.kinds.values())

    def kind(self, key: str) -> LetterKind:
        """Return the row for `type/letter`; raises NoSuchLetter."""
        return self._catalogue.kind(key)

    def proposed(
        self,
        type_: str,
        party: str = "unknown",
        *,
        named: bool = False,
        known: bool = False,
        sender: str = "person",
    ) -> tuple[LetterKind, ...]:
        """Return what a card offers unasked; see `replies.kinds.Catalogue.proposed`."""
        return self._catalogue.proposed(
            type_,
            party,
            named=named,
            known=known,
            sender=sender,
            stays=self.profile.organisations.stays_with_us,
        )

    def kinds_for(
        self,
        type_: str,
        party: str = "unknown",
        *,
        named: bool = False,
        known: bool = False,
        sender: str = "person",
    ) -> tuple[LetterKind, ...]:
        """Return the letters of a type that fit the party, those to propose first; may be none."""
        first = self.proposed(type_, party, named=named, known=known, sender=sender)
        rest = self._catalogue.of(type_) if sender != "authority" else ()
        whose = responsible(type_, party, self.profile.organisations.stays_with_us)
        return (*first, *(one for one in rest if one not in first and whose in one.parties))

    def spoken_of(self, kind: LetterKind, types: Iterable[str], party: str) -> tuple[str, ...]:
        """Return which of a case's requests one letter speaks of, its own first."""
        return tuple(self._catalogue.spoken_of(kind, types, _handover(kind, party)))

    def languages(self) -> tuple[str, ...]:
        """Return the languages that letters exist in, English first."""
        return LANGUAGES

    def render(self, key: str, lang: str, facts: Facts) -> Letter:
        """Return the letter in `lang`, or in English where there are none in it.

        Raises NoSuchLetter, or CannotRender naming the facts that are missing.
        """
        kind = self.kind(key)
        used = lang if lang in LANGUAGES else "en"
        missing = [name for name in kind.needs if not getattr(facts, name)]
        if missing:
            raise CannotRender(f"{key} needs {', '.join(missing)}")
        values = self._values(kind, words(used), facts)
        try:
            subject = self._part(used, kind, "subject", values)
            body = self._part(used, kind, "body", values)
            frame = self._environment(used).get_template("_shared/frame.j2")
            source = frame.render(**values, body=Markup(body))  # noqa: S704  (our own template's output)
        except TemplateError as fault:
            raise CannotRender(f"{key} in {used}: {fault}") from None
        blocks = markup.parse(_tight(source, words(used)))
        line = markup.clean(markup.unshield(_tight(subject, words(used))))
        return Letter(
            key=key,
            lang=used,
            subject=f"{line} [{markup.clean(facts.case_number)}]",
            text=markup.text_of_blocks(blocks),
            html=markup.html_of_blocks(blocks, used),
            section=kind.section,
            fallback_language=used != lang,
        )

    def html_of(self, text: str, lang: str) -> str:
        """Return the HTML alternative of a text that staff edited."""
        return markup.html_of_text(text, lang)

    def check(  # the draft as it would leave, what it is, and where it goes
        self,
        text: str,
        subject: str,
        kind: LetterKind | str,
        facts: Facts,
        recipient: Recipient | None = None,
        *,
        lang: str = "en",
    ) -> tuple[Finding, ...]:
        """Return what the rules for letters find in a draft, errors first.

        Works on text that staff edited. Without a recipient the rules about
        where the letter goes are left out.
        """
        from replies.rules import Draft, check  # noqa: PLC0415

        row = self.kind(kind) if isinstance(kind, str) else kind
        return check(Draft(row, lang, subject, text, facts, recipient, self.profile))

    def second_approver(
        self, kind: LetterKind | str, facts: Facts, recipient: Recipient | None = None
    ) -> tuple[str, ...]:
        """Return why this letter needs a second approver; empty if it needs none."""
        from replies.rules.approval import reasons_for_second  # noqa: PLC0415

        row = self.kind(kind) if isinstance(kind, str) else kind
        return reasons_for_second(row, facts, recipient)

    def _part(self, lang: str, kind: LetterKind, part: str, values: Mapping[str, Any]) -> str:
        """Render the subject line or the body, the type's own file before the shared one."""
        environment, place = self._environment(lang), (lang, kind.key, part)
        if place not in self._places:  # a file that is not there would be looked for each time
            own, shared = f"{kind.key}.j2:{part}", f"_shared/{kind.letter}.j2:{part}"
            self._places[place] = str(environment.select_template([own, shared]).name)
        return environment.get_template(self._places[place]).render(**values)

    def _environment(self, lang: str) -> ImmutableSandboxedEnvironment:
        if lang not in self._environments:
            self._environments[lang] = sandbox(lang)
        return self._environments[lang]

    def _values(self, kind: LetterKind, said: Words, facts: Facts) -> dict[str, Any]:
        """Return what templates may say: the facts, the profile and the language's words."""
        agent = facts.sender == "agent" and kind.audience == "requester"
        types = _types(kind, facts, said)
        requests = [said.types[type_] for type_ in types] or [said.types[kind.type]]
        topic = facts.topic
        if topic not in TOPICS and kind.type == "policy_question":
            topic = topics.guess(facts.original_text)
        return {
            **{name: getattr(facts, name) for name in _FACTS},
            "profile": self.profile,
            "w": said.frame,
            "kind": kind,
            "agent": agent,
            "addressee": safe_name(_addressee(kind, facts)),
            "represented": safe_name(facts.person_name) or said.frame["person"],
            "name": said.types[kind.type].name,
            "names": [one.name for one in requests],
            "asks": [one.they if agent else one.you for one in requests],
            "asks_for_person": [one.they for one in requests],
            "reason_text": reasons.wording(facts.reason, kind.letter, said),
            "ground": facts.legal_ground or reasons.ground(facts, kind, said),
            "regulator": _in_words(self.profile.regulator(facts.jurisdiction), said),
            "regime": reasons.regime(facts.jurisdiction),
            "topic": topic,
            "headquarters": in_language(self.profile.transfers.headquarters, said.lang),
        }


def safe_name(name: str) -> str:
    """Return a person's or company's name fit for a greeting, or nothing at all."""
    cleaned = markup.clean(name)
    return cleaned if _NAME.match(cleaned) else ""


def template_path(kind: LetterKind, lang: str) -> Path:
    """Return the file a letter is written in; raises NoSuchLetter if a language lacks it."""
    for folder in (kind.type, "_shared"):
        path = TEMPLATES / lang / folder / f"{kind.letter}.j2"
        if path.is_file():
            return path
    raise NoSuchLetter(f"{kind.key} is not written in {lang}: add templates/{lang}/{kind.key}.j2")


def _addressee(kind: LetterKind, facts: Facts) -> str:
    """Return whom the greeting names: the contact, the agent, or who asked."""
    if kind.audience in ("client", "organisation"):
        return facts.contact_name
    if facts.sender == "agent":
        return facts.recipient_name or facts.agent_name
    return facts.recipient_name or facts.requester_name


def _in_words(regulator: Regulator, said: Words) -> Regulator:
    """Say a regulator's name in the letter's language where it is a key."""
    return replace(regulator, name=said.items.get(regulator.name, regulator.name))


def _types(kind: LetterKind, facts: Facts, said: Words) -> list[str]:
    """Return the requests a letter speaks of, as far as there are words for them."""
    every = catalogue().spoken_of(kind, facts.types, _handover(kind, facts.party))
    return [t for t in every if t in said.types and said.types[t].you]


def _handover(kind: LetterKind, party: str) -> str:
    """Return the letter by which who gets this one got its requests; empty for the requester."""
    if kind.audience == "requester":
        return ""
    return f"handover_{'organisation' if party == 'org_administered' else 'client'}"


def _tight(source: str, said: Words) -> str:
    """Keep French punctuation with its word by a no-break space."""
    if said.tight_before:
        source = re.sub(f" ([{re.escape(said.tight_before)}])", "\u00a0\\1", source)
    if said.tight_after:
        source = re.sub(f"([{re.escape(said.tight_after)}]) ", "\\1\u00a0", source)
    return source
