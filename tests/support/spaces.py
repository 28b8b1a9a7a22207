"""Sentences are compared whatever the kind of their spaces: where a line may break is tested in the catalogues."""

from __future__ import annotations


def with_plain_spaces(text: str) -> str:
    """The same text with ordinary spaces in place of no-break ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
