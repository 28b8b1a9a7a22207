"""What the committee subscribes by being imported: reactions to events, timed work, mails, pages."""

from __future__ import annotations

from trianon.committee import (
    handlers,
    hold_mails,
    leaving,
    mails,
    mandate_mails,
    mandate_views,
    posts,
    register_views,
    removal_views,
    sections,
    statement_views,
    timekeeping,
)

__all__ = [
    "handlers",
    "hold_mails",
    "leaving",
    "mails",
    "mandate_mails",
    "mandate_views",
    "posts",
    "register_views",
    "removal_views",
    "sections",
    "statement_views",
    "timekeeping",
]
