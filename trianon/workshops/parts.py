"""What the assembly takes of this feature: its tables, and the modules that are imported for what they subscribe."""

from __future__ import annotations

from trianon.workshops import (
    agenda_models,
    agenda_views,
    answering_views,
    door_views,
    feed_views,
    handlers,
    host_messages,
    hosting_views,
    leaving,
    mails,
    models,
    news,
    notices,
    programme_views,
    questions,
    reminder_mails,
    replies,
    room_models,
    room_views,
    room_words,
    seat_link_views,
    side_changes,
    slot_views,
    timely,
    views,
)

MODELS = (models, agenda_models, room_models)
# Seats first: when an account is deleted, they are free before anything else is forgotten.
SUBSCRIBERS = (
    leaving,
    side_changes,
    handlers,
    mails,
    notices,
    news,
    reminder_mails,
    replies,
    timely,
    host_messages,
    questions,
    room_words,
    views,
    hosting_views,
    agenda_views,
    answering_views,
    door_views,
    feed_views,
    programme_views,
    room_views,
    seat_link_views,
    slot_views,
)
# What programs send, that have seen no form: a report of who was there, which they sign; the button of a mail program,
# whose address carries the right.
SIGNED = (door_views.presence_report, seat_link_views.no_reminders)
