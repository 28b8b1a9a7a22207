"""Mails and notices about changes of the table of voices."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.bilingual.formats import day
from trianon.committee.charter import changes_in_words
from trianon.committee.labels import SIDES
from trianon.committee.policy_models import Policy, PolicyState
from trianon.committee.policy_queries import cells_before
from trianon.committee.policy_rules import differences
from trianon.core.database import db
from trianon.mail.message import Button, MailMessage, mail
from trianon.notifications.sentences import Sentence, sentence


@mail("committee.policy_proposed")
def proposed(policy: int) -> MailMessage | None:
    """To the other secretary general: what would change, from when."""
    row = db.session.get(Policy, policy)
    if row is None or row.state is not PolicyState.PROPOSED:
        return None
    changes = changes_in_words(differences(cells_before(row), row.cells))
    return MailMessage(
        subject=_("A change of the table of voices waits for your answer"),
        paragraphs=[_("The table is changed by both secretaries general: without your agreement nothing changes.")],
        facts=[
            (_("Proposed by"), str(SIDES[row.proposed_side])),
            (_("In force from"), day(row.wanted_from)),
            *((f"{matter} – {decision}", f"{before} → {after}") for matter, decision, before, after in changes),
        ],
        button=Button(_("Read and answer"), url_for("committee.policy_proposal", policy_id=row.id, _external=True)),
    )


@mail("committee.policy_answered")
def answered(policy: int) -> MailMessage | None:
    """To whoever has proposed."""
    row = db.session.get(Policy, policy)
    if row is None or row.state not in {PolicyState.AGREED, PolicyState.DECLINED}:
        return None
    agreed = row.state is PolicyState.AGREED
    return MailMessage(
        subject=_("Your change of the table of voices is agreed") if agreed else _("Your change was not agreed to"),
        paragraphs=[
            _("Both secretaries general have agreed. Cases that are open already keep the version before.")
            if agreed
            else _("The other secretary general does not agree: nothing changes.")
        ],
        facts=[(_("In force from"), day(row.in_force_from))] if row.in_force_from else [],
        button=Button(_("Versions of the charter"), url_for("committee.policies", _external=True)),
    )


@sentence("committee.policy_proposed")
def proposed_on_site(policy: int) -> Sentence:
    """The same in a line."""
    words = _("A change of the table of voices waits for your answer")
    return Sentence(words, url_for("committee.policy_proposal", policy_id=policy))


@sentence("committee.policy_answered")
def answered_on_site(policy: int) -> Sentence | None:
    """To whoever has proposed."""
    row = db.session.get(Policy, policy)
    if row is None:
        return None
    agreed = row.state is PolicyState.AGREED
    words = _("Your change of the table of voices is agreed") if agreed else _("Your change was not agreed to")
    return Sentence(words, url_for("committee.policies"))


@sentence("committee.policy_agreed")
def agreed_on_site(policy: int) -> Sentence | None:
    """To everybody who sits in the Committee."""
    row = db.session.get(Policy, policy)
    if row is None or row.in_force_from is None:
        return None
    words = _("The table of voices changes from %(day)s on: read the new version", day=day(row.in_force_from))
    return Sentence(words, url_for("committee.policy", number=row.number))
