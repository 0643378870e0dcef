"""Cleaning: which words of a mail its writer wrote now. Pure text in, text out; no model."""

from classifiers.cleaning.split import Cleaned, ForwardedText, clean, is_forward_subject

__all__ = ["Cleaned", "ForwardedText", "clean", "is_forward_subject"]
