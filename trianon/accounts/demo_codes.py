"""The demonstration's second factor: everybody may read the code, so that everybody can look around."""

from __future__ import annotations

from flask import current_app

from trianon.accounts import second_factor
from trianon.accounts.models import SecondFactor


def demo_code(factor: SecondFactor) -> str | None:
    """The code to type now, in the demonstration; an empty text while it has to be waited for; elsewhere None."""
    if not current_app.config["SETTINGS"].demo:
        return None
    return second_factor.next_code(factor) or ""
