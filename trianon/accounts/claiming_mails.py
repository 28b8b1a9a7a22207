"""What is told about claims beside the decision, which the committee tells with its reasons."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.claiming_models import OrganisationClaim
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
