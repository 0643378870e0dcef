"""Slack: the only package that speaks Slack."""
