"""What the committee subscribes by being imported: reactions to events, timed work, mails, pages."""

from __future__ import annotations

from trianon.committee import (
    claims,
    desk_views,
    flag_handlers,
    flag_mails,
    flag_views,
    handlers,
    hold_mails,
    leaving,
    mails,
    measure_mails,
    measure_views,
    measures,
    register_views,
    removal_views,
    saved_views,
    sections,
    statement_views,
    timekeeping,
    together_views,
)

__all__ = [
    "claims",
    "desk_views",
    "flag_handlers",
    "flag_mails",
    "flag_views",
    "handlers",
    "hold_mails",
    "leaving",
    "mails",
    "measure_mails",
    "measure_views",
    "measures",
    "register_views",
    "removal_views",
    "saved_views",
    "sections",
    "statement_views",
    "timekeeping",
    "together_views",
]
