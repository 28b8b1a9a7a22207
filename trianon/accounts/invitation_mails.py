"""The mail that invites, and what managers hear of the answer."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts import invitation_services as services
from trianon.accounts.invitation_models import Invitation
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState
from trianon.bilingual.formats import day
from trianon.bilingual.text import plain
from trianon.core.database import db
from trianon.mail.message import Button, MailMessage, mail


@mail("organisations.invited")
def invited(invitation: int) -> MailMessage | None:
    """The link, for whoever reads this address's mail."""
    row = db.session.get(Invitation, invitation)
    if row is None or not services.is_living(row):
        return None
    manages = row.role is MembershipRole.MANAGER
    return MailMessage(
        subject=_("You are invited to act for an organisation"),
        paragraphs=[
            _("Its manager invites you to manage its page on the site of the Dialogue, and the people who act for it.")
            if manages
            else _("Its manager invites you to act for it on the site of the Dialogue: to declare, confirm and write.")
        ],
        facts=[(_("Organisation"), plain(row.organisation.name))],
        button=Button(
            _("See the invitation"),
            url_for("organisations.invitation", link=services.link_of(row), _external=True),
        ),
        after=[
            _("The link works once, until %(day)s. An account is needed; without one, you create it on the way.",
              day=day(row.expires_at)),
            _("You do not know why you get this? Then do nothing, or decline: your address is removed by itself."),
        ],
    )  # fmt: skip


@mail("organisations.invitation_accepted")
def invitation_accepted(membership: int) -> MailMessage | None:
    """By name: a mail can be handed on, and managers see who came."""
    row = db.session.get(Membership, membership)
    if row is None or row.state is not MembershipState.ACCEPTED:
        return None
    return MailMessage(
        subject=_("Somebody accepted your invitation"),
        paragraphs=[_("This person acts for your organisation from now on. It is not whom you meant? End it there.")],
        facts=[(_("Organisation"), plain(row.organisation.name)), (_("Person"), row.account.name)],
        button=Button(
            _("People of the organisation"),
            url_for("organisations.people", organisation_id=row.organisation_id, _external=True),
        ),
    )


@mail("organisations.management_offered")
def management_offered(membership: int) -> MailMessage | None:
    """While it waits."""
    row = db.session.get(Membership, membership)
    if row is None or row.offered_at is None:
        return None
    return MailMessage(
        subject=_("You are asked to manage an organisation"),
        paragraphs=[
            _("Its manager wants to hand it over to you: you would let people act for it and correct its page.")
            if row.hands_over
            else _("Its manager asks you to manage it, too: you would let people act for it and correct its page.")
        ],
        facts=[(_("Organisation"), plain(row.organisation.name))],
        button=Button(
            _("Answer on the organisation’s page"),
            url_for("organisations.show", organisation_id=row.organisation_id, _external=True),
        ),
    )
