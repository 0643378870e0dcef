"""Who works in the demo's workspace: several roles, two user groups, private channels."""

from typing import Final

from bot.demo.slack.model import BOT_USER, Channel, User, UserGroup

ADA, BEN, CLEO, GUS, OLA = "U0ADA", "U0BEN", "U0CLEO", "U0GUS", "U0OLA"

USERS: Final = (
    User(BOT_USER, "bot", "Bot", is_bot=True),
    User(ADA, "ada", "Ada Approver", "Privacy analyst: approves letters"),
    User(BEN, "ben", "Ben Second", "Privacy counsel: second approver"),
    User(CLEO, "cleo", "Cleo Lead", "Head of privacy: manager"),
    User(GUS, "gus", "Gus Guest", "Contractor: guest, may only look", is_guest=True),
    User(OLA, "ola", "Ola Outside", "Sales: not on the privacy team"),
)

_STAFF: Final = frozenset({BOT_USER, ADA, BEN, CLEO})

CHANNELS: Final = (
    Channel("C0PRIVACY", "privacy", _STAFF | {GUS}, topic="Requests from privacy@, one card each"),
    Channel("C0LEGAL", "privacy-legal", _STAFF - {ADA}, topic="Authorities, courts, lawyers"),
    Channel("C0SECURITY", "privacy-security", _STAFF - {CLEO}, topic="Vulnerabilities and leaks"),
    Channel("C0MANAGERS", "privacy-managers", frozenset({BOT_USER, CLEO}), topic="The week"),
    Channel(
        "C0GENERAL",
        "general",
        frozenset({ADA, BEN, CLEO, OLA}),
        is_private=False,
        topic="Everybody; the bot is not here",
    ),
    Channel("C0SALES", "sales-requests", frozenset({BOT_USER, OLA}), topic="Referred to sales"),
)

GROUPS: Final = (
    UserGroup("S0APPROVERS", "privacy-approvers", "Privacy approvers", (ADA, BEN, CLEO)),
    UserGroup("S0MANAGERS", "privacy-managers", "Privacy managers", (CLEO,)),
)
