"""What is told about claims of records beside the decision, which the committee tells with its reasons."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.bilingual.formats import day
from trianon.bilingual.text import plain
from trianon.cooperations.claiming_models import RecordClaim
from trianon.core.database import db
from trianon.core.publication import State
from trianon.mail.message import Button, MailMessage, mail


@mail("cooperations.claim_ended")
def claim_ended(claim: int) -> MailMessage | None:
    """Another partner was quicker."""
    row = db.session.get(RecordClaim, claim)
    version = row.cooperation.public_version if row is not None else None
    if row is None or version is None or row.state is not State.WITHDRAWN:
        return None
    return MailMessage(
        subject=_("Another partner stands for this record now: %(title)s", title=plain(version.title)),
        paragraphs=[
            _(
                "The claim of another partner was accepted before yours. Your organisation is still its partner: "
                "it can confirm the record for its side, state where the cooperation stands, and propose corrections."
            )
        ],
        facts=[(_("Your organisation"), plain(row.organisation.name))],
        button=Button(
            _("See the public page"), url_for("cooperations.show", cooperation_id=row.cooperation_id, _external=True)
        ),
    )


@mail("cooperations.claim_gone")
def claim_gone(claim: int) -> MailMessage | None:
    """The record, or the organisation, has left the site; no title is told that nobody can read there."""
    row = db.session.get(RecordClaim, claim)
    if row is None or row.state is not State.WITHDRAWN:
        return None
    return MailMessage(
        subject=_("Your claim of a record has ended"),
        paragraphs=[
            _(
                "You had claimed a record for your organisation. One of the two is no longer on the site: its author "
                "has withdrawn it, or the Committee has hidden or removed it. So nothing remains to be decided on your "
                "claim."
            ),
            _("If both are on the site again, you can claim the record once more."),
        ],
        facts=[(_("Your claim"), _("of %(day)s, record no. %(number)s", **_which(row)))],
        button=Button(_("Write to the Committee"), url_for("pages.contact", _external=True)),
    )


def _which(row: RecordClaim) -> dict[str, object]:
    return {"day": day(row.asked_at), "number": row.cooperation_id}
