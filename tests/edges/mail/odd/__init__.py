"""Odd mails of the kinds that real archives hold, made by code, each with what must be read."""
