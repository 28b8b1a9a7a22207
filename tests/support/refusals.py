"""What the rules of the house say no with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trianon.core.errors import RuleViolation


def code_of(deed: Callable[[], Any]) -> str:
    """The code of the rule that says no; empty when nothing does."""
    try:
        deed()
    except RuleViolation as refusal:
        return refusal.code
    return ""
