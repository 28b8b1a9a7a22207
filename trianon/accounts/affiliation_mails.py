"""Who is told that a federation lists their organisation."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.affiliation_models import Affiliation, AffiliationState
from trianon.bilingual.text import plain
from trianon.core.database import db
from trianon.mail.message import Button, MailMessage, mail


@mail("organisations.membership_of_federation")
def membership_of_federation(affiliation: int) -> MailMessage | None:
    """While it waits."""
    row = db.session.get(Affiliation, affiliation)
    if row is None or row.state is not AffiliationState.ASKED:
        return None
    return MailMessage(
        subject=_("Is your organisation a member of this one?"),
        paragraphs=[
            _("It lists yours among its members. If you agree, both pages say so, and it may declare cooperations on "
              "behalf of yours.")
        ],
        facts=[(_("Federation"), plain(row.federation.name)), (_("Your organisation"), plain(row.member.name))],
        button=Button(
            _("Answer on the organisation’s page"),
            url_for("organisations.members", organisation_id=row.member_id, _external=True),
        ),
    )  # fmt: skip
