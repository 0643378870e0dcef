"""One post of every kind and a card in every state, of nobody: what Slack is asked to check."""

from collections.abc import Iterator

from bot.core.views import CaseView
from bot.edges.slack.golden.cases import Sample, case_samples, view
from bot.edges.slack.golden.others import other_samples

__all__ = ["Sample", "card", "golden"]


def card() -> CaseView:
    """Return a new case of nobody."""
    return view()


def golden() -> Iterator[Sample]:
    """Yield every post, each under a name of its own."""
    yield from case_samples()
    yield from other_samples()
