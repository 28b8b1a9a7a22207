"""Refusals that people can understand: a code for the machine, a sentence in the reader's language elsewhere."""

from __future__ import annotations

from collections.abc import Mapping


class RuleViolation(Exception):
    """A rule of the house says no. `code` is stable; `values` fill the sentence that explains it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class StaleForm(Exception):
    """The record has changed since the form was shown: answered with 409, nothing typed is lost."""


_sentences: dict[str, object] = {}


def explain_with(sentences: Mapping[str, object]) -> None:
    """Register the (lazily translated) sentence of each code; `%(name)s` takes the violation's values.

    Raises ValueError when another feature has said it in its own words already: one of the two would be lost.
    """
    twice = sorted(_sentences.keys() & sentences.keys())
    if twice:
        raise ValueError(f"codes with a sentence already: {', '.join(twice)}")
    _sentences.update(sentences)


def explain(violation: RuleViolation) -> str:
    """The violation as a sentence in the reader's language."""
    return str(_sentences[violation.code]) % violation.values
