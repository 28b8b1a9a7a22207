"""What the rules of cooperations say to people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trianon.core.errors import explain_with

explain_with(
    {
        "not_your_member": _l("Your organisation does not speak for this one any more: choose for whom you declare."),
        "not_possible_now": _l("This is not possible in the present state of the record."),
        "not_a_verified_partner": _l("Only a verified organisation that is a partner of the cooperation can do this."),
        "side_has_confirmed": _l("This side has given its word already."),
    }
)
