"""The sentence of a refusal."""

from __future__ import annotations

import pytest

from trianon.core import errors
from trianon.core.errors import RuleViolation, explain, explain_with


def test_a_code_has_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever says it again in other words is told at the start of the application, and the first stays."""
    monkeypatch.setattr(errors, "_sentences", {})
    explain_with({"too_many": "At most %(most)s."})
    with pytest.raises(ValueError, match="too_many"):
        explain_with({"too_many": "Enough!", "another": "Another."})
    assert explain(RuleViolation("too_many", most=3)) == "At most 3."
    with pytest.raises(KeyError):
        explain(RuleViolation("another"))
