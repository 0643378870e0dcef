"""The slash command `/privacy`: a word and the rest, by a table; unclear ones are explained."""

from collections.abc import Callable

from slack_bolt import Ack

from bot.core.case_number import read_number
from bot.edges.slack import modals, words_pages, words_said
from bot.edges.slack.gate import Body, Gate
from bot.edges.slack.pages import Pages
from bot.edges.slack.text import cut, escape

_FOR_MANAGERS = {"stats"}
_SHOWN = 40  # characters of an unknown word that are said back


class Command:
    """Checks who asks, and opens what they ask for."""

    def __init__(self, pages: Pages, gate: Gate) -> None:
        self._pages, self._gate = pages, gate
        self._words: dict[str, Callable[[Body, str], None]] = {
            "queue": lambda body, _: pages.show_queue(body),
            "case": self._case,
            "new": lambda body, _: pages.new.show(body),
            "search": pages.show_search,
            "stats": lambda body, rest: pages.show_week(body, rest.upper()),
            "help": lambda body, _: self._say(body, words_pages.HELP),
        }

    def __call__(self, ack: Ack, body: Body) -> None:
        """Answer `/privacy queue | case | new | search | stats | help`."""
        ack()
        word, _, rest = " ".join((body.get("text") or "queue").split()).partition(" ")
        word = word.lower()
        if not self._gate.allowed(body) and word not in _FOR_MANAGERS:
            self._say(body, words_said.NOT_ALLOWED)
        elif word in self._words:
            self._words[word](body, rest)
        else:
            unknown = escape(cut(word, _SHOWN))
            self._say(body, words_pages.NO_COMMAND.format(word=unknown, help=words_pages.HELP))

    def _case(self, body: Body, rest: str) -> None:
        number = read_number(rest)
        if number is None:
            self._say(body, words_pages.WHICH_CASE)
        else:
            self._pages.show_case(body, number)

    def _say(self, body: Body, text: str) -> None:
        self._gate.open(body, modals.told(text))
