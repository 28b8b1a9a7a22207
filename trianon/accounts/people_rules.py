"""Who decides about people."""

from __future__ import annotations

from typing import Any

from trianon.core.sides import BOTH_SIDES, Role, Side


def deciding_side(wanted: Side, present: Side) -> Side | None:
    """Whose secretary general says whether somebody may take part for a side: that side's, else the present one's."""
    return next((side for side in (wanted, present) if side in BOTH_SIDES), None)


def may_settle_side(person: Any, request: Any) -> bool:
    """The secretary general concerned, and nobody about themselves."""
    return (
        Role.SECRETARY_GENERAL in person.roles
        and person.id != request.account_id
        and person.side == deciding_side(request.side, request.account.side)
    )
