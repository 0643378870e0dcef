"""A stand-in for Slack on loopback: Web API, Socket Mode and a page; knows no particular bot."""

from bot.demo.slack.clients import Outcome, Place
from bot.demo.slack.model import BOT_USER, Channel, Message, User, UserGroup, View
from bot.demo.slack.refused import Refused
from bot.demo.slack.server import APP_TOKEN, BOT_TOKEN, StandIn
from bot.demo.slack.thread import StandInThread

__all__ = [
    "APP_TOKEN",
    "BOT_TOKEN",
    "BOT_USER",
    "Channel",
    "Message",
    "Outcome",
    "Place",
    "Refused",
    "StandIn",
    "StandInThread",
    "User",
    "UserGroup",
    "View",
]
