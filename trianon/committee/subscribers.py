"""What the committee subscribes by being imported: reactions to events, timed work, mails, pages."""

from __future__ import annotations

from trianon.committee import (
    claims,
    desk_views,
    handlers,
    hold_mails,
    leaving,
    mails,
    mandate_mails,
    mandate_views,
    policy_mails,
    policy_services,
    policy_views,
    posts,
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
    "handlers",
    "hold_mails",
    "leaving",
    "mails",
    "mandate_mails",
    "mandate_views",
    "policy_mails",
    "policy_services",
    "policy_views",
    "posts",
    "register_views",
    "removal_views",
    "saved_views",
    "sections",
    "statement_views",
    "timekeeping",
    "together_views",
]
