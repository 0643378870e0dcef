"""Privacy inbox triage: a mailbox in, cards in Slack, approved letters out."""

__version__ = "0.1.0"
