"""Tests of the demo: stand-in Slack, its page, mail servers."""
