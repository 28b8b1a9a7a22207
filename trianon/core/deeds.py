"""What a button does: it is done and said, or nothing is stored and the reason is said."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash

from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain


def do_and_say(deed: Callable[[], object], words: str, *, refused: str = "error") -> bool:
    """Do it, commit, and say `words`; after a RuleViolation say its sentence, in the tone `refused`. True when done."""
    try:
        deed()
    except RuleViolation as refusal:
        db.session.rollback()
        flash(explain(refusal), refused)
        return False
    db.session.commit()
    flash(words, "success")
    return True
