"""What accounts themselves show on one's own page: drafts, and the organisations one acts for."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts import drafts
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import MembershipRole, MembershipState
from trianon.accounts.organisation_queries import memberships_of
from trianon.accounts.space import Item, Section, section
from trianon.bilingual.formats import moment
from trianon.core.publication import State


@section(10)
def own_drafts(account: Account) -> Section | None:
    """What was begun and not sent; nothing where there is none."""
    found = [(draft, drafts.link_to(draft)) for draft in drafts.drafts_of(account)]
    items = [
        Item(link.title or _("Without a title yet"), link.url, note=_("saved: %(at)s", at=moment(draft.saved_at)))
        for draft, link in found
        if link
    ]
    return Section(_("My drafts"), items) if items else None


@section(50)
def own_organisations(account: Account) -> Section:
    """The organisations one acts for, or asks to."""
    items = [
        Item(
            row.organisation.name,
            url_for("organisations.show", organisation_id=row.organisation_id),
            (_state(row.organisation.state, row.organisation.is_verified), "organisation"),
            _("your request waits")
            if row.state is MembershipState.ASKED
            else _("manager")
            if row.role is MembershipRole.MANAGER
            else _("member"),
        )
        for row in memberships_of(account)
    ]
    empty = _("You act for yourself. To act for an association, a town or a university, look for it or propose it.")
    return Section(_("Organisations I act for"), items, empty, (_("Organisations"), url_for("organisations.index")))


def _state(state: State, is_verified: bool) -> str:
    """What the organisation's badge says."""
    if state in {State.CHANGES_ASKED, State.REFUSED, State.ARCHIVED, State.ON_HOLD, State.REMOVED}:
        return state.value
    return "verified" if is_verified else "unverified"
