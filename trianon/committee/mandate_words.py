"""The words of offices, and why one cannot be given, taken or ended."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trianon.committee.mandate_rules import LONGEST_NOTE
from trianon.core.errors import explain_with
from trianon.core.sides import Role

OFFICES = {
    Role.MEMBER: _l("Member of the Committee"),
    Role.CO_PRESIDENT: _l("Office of co-president"),
    Role.SECRETARY_GENERAL: _l("Office of secretary general"),
    Role.TRANSLATOR: _l("Translator"),
    Role.HOST: _l("Host of workshops"),
}

explain_with(
    {
        "not_oneself": _l("Nobody appoints themselves: this is your own address."),
        "deputy_of_a_post": _l("Only a co-president and a secretary general have deputies."),
        "mandate_in_the_past": _l("A mandate begins today or later."),
        "mandate_ends_before": _l("The last day cannot come before the first."),
        "mandate_too_long": _l("A mandate lasts five years at most; it may be given again."),
        "no_seat": _l("Fifteen members of your side sit, or are invited, on some of these days: no seat is free."),
        "post_taken": _l("Somebody holds this office, or is invited to it, on some of these days."),
        "invited_already": _l("This person has an invitation that waits for an answer."),
        "mandate_of_other_side": _l("This office is for the other country than the one you take part for."),
        "mandate_needs_adult": _l("An office is for people of 18 and more."),
        "mandate_needs_name": _l(
            "The names of the Committee are public: put your real name in the place of your pseudonym, then come back."
        ),
        "mandate_twice": _l("You hold this office already on some of these days."),
        "deputy_is_member": _l("Whoever stands in is a member of the Committee, and holds no post of their own."),
        "mandate_over": _l("This mandate has ended already."),
        "end_needs_note": _l("Write to the person why their mandate ends."),
        "end_too_late": _l("Choose a day between today and the end of the mandate."),
        "no_deputy": _l("Nobody stands in for you: have a deputy appointed first."),
        "delegation_too_long": _l("Choose a day from today on, within six months."),
        "end_note_too_long": _l("At most %(most)s characters.", most=LONGEST_NOTE),
    }
)


def office_in_words(role: Role, *, deputy: bool = False) -> str:
    """“Office of co-president”, “Office of co-president (deputy)”."""
    return _("%(office)s (deputy)", office=OFFICES[role]) if deputy else str(OFFICES[role])
