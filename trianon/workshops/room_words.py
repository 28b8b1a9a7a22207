"""How refusals around a meeting are explained, and how the mails of a workshop are named in a list."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trianon.core.errors import explain_with

explain_with(
    {
        "door_early": _l("The door is not open yet."),
        "door_over": _l("This workshop is over."),
        "door_cancelled": _l("This workshop is cancelled."),
        "tells_way_in": _l(
            "What you wrote gives the way into the room. Take it out: everybody with a seat finds it at the door."
        ),
        "no_way_in": _l("The hosts have not said yet where the meeting is held. Try again in a few minutes."),
        "series_hour": _l("On %(day)s the clocks are changed and this hour does not exist or comes twice."),
        "too_late_to_ask": _l("This workshop is over: questions are no longer taken."),
        "enough_questions": _l("Questions that one person may ask: %(most)s. You have asked yours, thank you."),
    }
)

# A kind that is not here is named by its code: better a word too technical than a mail that nobody sees.
MAIL_NAMES: dict[str, object] = {
    "workshops.confirmed": _l("Registration confirmed"),
    "workshops.promoted": _l("A seat after waiting"),
    "workshops.waiting": _l("Place on the waiting list"),
    "workshops.left": _l("Registration given up"),
    "workshops.changed": _l("Workshop changed"),
    "workshops.cancelled": _l("Workshop cancelled"),
    "workshops.message": _l("Message of the hosts"),
    "workshops.thanks": _l("Thanks afterwards"),
}
REMINDERS = _l("Reminder")


def mail_name(kind: str) -> str:
    """The name of a kind of mail."""
    if kind in MAIL_NAMES:
        return str(MAIL_NAMES[kind])
    return str(REMINDERS) if "remind" in kind else kind.partition(".")[2]
