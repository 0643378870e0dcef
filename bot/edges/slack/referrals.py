"""What another team of the company is told when a case is referred to it; pure, sends nothing."""

from bot.core.case import Channel
from bot.core.catalogue import titles
from bot.core.moves import Happened
from bot.core.notices import ReferralView
from bot.core.views import CaseView
from bot.edges.slack import words, words_cards
from bot.edges.slack.text import Block, section

_OVER = {Happened.REOPENED}


def notice_text(view: ReferralView) -> str:
    """Return the notice: who can say more, and of a restricted case not even what it asks."""
    case = view.case
    what = words_cards.A_REQUEST
    if case.channel is Channel.PRIVACY:
        what = words_cards.THE_REQUEST.format(number=case.number, titles=titles(case.types))
    return words_cards.REFERRAL.format(what=what, who=f"<@{view.event.actor}>")


def notice(view: ReferralView) -> list[Block]:
    """Return the same as blocks."""
    return [section(notice_text(view))]


def referred(view: CaseView) -> str:
    """Return who has the case now, and whether anybody told them; empty if nobody has."""
    for event in reversed(view.history):
        if event.kind in _OVER:
            return ""
        if event.kind is Happened.REFERRED:
            team = words.TEAMS.get(str(event.facts.get("to") or ""), words_cards.ANOTHER_TEAM)
            return words_cards.REFERRED[bool(event.facts.get("told"))].format(team=team)
    return ""
