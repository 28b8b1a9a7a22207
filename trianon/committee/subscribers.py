"""What the committee subscribes by being imported: reactions to events, timed work, mails, pages."""

from __future__ import annotations

from trianon.committee import (
    flag_handlers,
    flag_mails,
    flag_views,
    handlers,
    hold_mails,
    leaving,
    mails,
    register_views,
    removal_views,
    sections,
    statement_views,
    timekeeping,
)

__all__ = [
    "flag_handlers",
    "flag_mails",
    "flag_views",
    "handlers",
    "hold_mails",
    "leaving",
    "mails",
    "register_views",
    "removal_views",
    "sections",
    "statement_views",
    "timekeeping",
]
