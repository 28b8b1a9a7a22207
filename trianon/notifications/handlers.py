"""Lines for the inbox about organisations; features further up put in their own."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.events import MembershipAsked, MembershipSettled
from trianon.accounts.organisation_models import Membership, MembershipState
from trianon.accounts.organisation_queries import managers_of
from trianon.accounts.people_words import name_of
from trianon.bilingual.text import plain
from trianon.core.database import db
from trianon.core.events import on
from trianon.notifications.sentences import Sentence, sentence
from trianon.notifications.services import notify


@on(MembershipAsked)
def tell_managers(event: MembershipAsked) -> None:
    """Each manager of the organisation."""
    for manager in managers_of(event.subject_id):
        notify(manager.id, "organisations.membership_asked", membership=event.membership_id)


@on(MembershipSettled)
def tell_person(event: MembershipSettled) -> None:
    """Who had asked."""
    notify(event.account_id, "organisations.membership_settled", membership=event.membership_id)


@sentence("organisations.membership_asked")
def membership_asked(membership: int) -> Sentence | None:
    """Somebody waits."""
    row = db.session.get(Membership, membership)
    if row is None:
        return None
    words = {"person": name_of(row.account), "organisation": plain(row.organisation.name)}
    return Sentence(_("%(person)s asks to act for your organisation: %(organisation)s", **words), _page(row))


@sentence("organisations.membership_settled")
def membership_settled(membership: int) -> Sentence | None:
    """Let in, or not."""
    row = db.session.get(Membership, membership)
    if row is None:
        return None
    name = plain(row.organisation.name)
    if row.state is MembershipState.ACCEPTED:
        return Sentence(_("You may now act for this organisation: %(organisation)s", organisation=name), _page(row))
    return Sentence(
        _("Your request to act for this organisation was declined: %(organisation)s", organisation=name), _page(row)
    )


def _page(row: Membership) -> str:
    return url_for("organisations.show", organisation_id=row.organisation_id)
