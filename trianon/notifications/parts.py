"""What the assembly takes of this feature: its tables, its pages, and the modules imported for what they subscribe."""

from __future__ import annotations

from trianon.notifications import (
    account_notices,
    digest_mails,
    digests,
    following_models,
    following_views,
    handlers,
    leaving,
    mail_notices,
    models,
    organisation_topic,
    retention,
    searches,
    spreading,
    views,
)

MODELS = (models, following_models)
BLUEPRINTS = (views.bp, following_views.bp)
SUBSCRIBERS = (
    searches,
    leaving,
    retention,
    mail_notices,
    account_notices,
    handlers,
    organisation_topic,
    spreading,
    digests,
    digest_mails,
)
# The button of a mail program, whose address carries the right.
SIGNED = (following_views.no_mails,)
