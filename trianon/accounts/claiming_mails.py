"""What is told about claims beside the decision, which the committee tells with its reasons."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.claiming_models import OrganisationClaim
from trianon.bilingual.formats import day
from trianon.bilingual.text import plain
from trianon.core.database import db
from trianon.core.publication import State
from trianon.mail.message import Button, MailMessage, mail


@mail("organisations.claim_ended")
def claim_ended(claim: int) -> MailMessage | None:
    """Somebody else of the organisation was quicker."""
    row = db.session.get(OrganisationClaim, claim)
    if row is None or row.state is not State.WITHDRAWN:
        return None
    return MailMessage(
        subject=_("Somebody manages an organisation that you claimed"),
        paragraphs=[
            _("The claim of somebody else was accepted before yours. Ask to act for the organisation: they let you in.")
        ],
        facts=[(_("Organisation"), plain(row.organisation.name))],
        button=Button(
            _("Open the organisation’s page"),
            url_for("organisations.show", organisation_id=row.organisation_id, _external=True),
        ),
    )


@mail("organisations.claim_gone")
def claim_gone(claim: int) -> MailMessage | None:
    """The page has left the site; its name is not told while nobody can read it there."""
    row = db.session.get(OrganisationClaim, claim)
    if row is None or row.state is not State.WITHDRAWN:
        return None
    return MailMessage(
        subject=_("Your claim of an organisation has ended"),
        paragraphs=[
            _(
                "You had written that you are of an organisation whose page is no longer on the site: the Committee "
                "has hidden or removed it. So nothing remains to be decided on your claim; nothing was decided about "
                "you."
            ),
            _("If the page returns to the site, you can claim it again there."),
        ],
        facts=[(_("Your claim"), _("of %(day)s, organisation no. %(number)s", **_which(row)))],
        button=Button(_("Write to the Committee"), url_for("pages.contact", _external=True)),
    )


@mail("organisations.claim_merged")
def claim_merged(claim: int) -> MailMessage | None:
    """Its page was a second page of another organisation, which the claim leads to by now."""
    row = db.session.get(OrganisationClaim, claim)
    if row is None or row.state is not State.WITHDRAWN:
        return None
    return MailMessage(
        subject=_("The organisation that you claimed has one page now"),
        paragraphs=[
            _(
                "It had two pages, and they were made one. Your claim was about the page that has gone, so it has "
                "ended; nothing was decided about you. On the page that stays you can claim it, or ask to act for it."
            )
        ],
        facts=[(_("Organisation"), plain(row.organisation.name))],
        button=Button(
            _("Open the organisation’s page"),
            url_for("organisations.show", organisation_id=row.organisation_id, _external=True),
        ),
    )


def _which(row: OrganisationClaim) -> dict[str, object]:
    return {"day": day(row.asked_at), "number": row.organisation_id}
