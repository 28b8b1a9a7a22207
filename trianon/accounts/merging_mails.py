"""Who is told about two pages that become one."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.merging_events import OrganisationMergeAsked, OrganisationMerged, OrganisationMergeDeclined
from trianon.accounts.merging_models import MergeState, OrganisationMerge
from trianon.accounts.merging_rules import may_settle_merge
from trianon.accounts.models import Account
from trianon.accounts.organisation_queries import managers_of
from trianon.accounts.people_queries import in_committee
from trianon.bilingual.text import plain
from trianon.core.database import db
from trianon.core.events import on
from trianon.mail.message import Button, MailMessage, mail
from trianon.mail.outbox import post


@on(OrganisationMergeAsked)
def tell_committee(event: OrganisationMergeAsked) -> None:
    """Whoever of its side may answer: one answer suffices."""
    merge = db.session.get_one(OrganisationMerge, event.merge_id)
    for member in in_committee(merge.organisation.side):
        if may_settle_merge(member, merge):
            post("organisations.merge_asked", member, merge=merge.id)


@on(OrganisationMerged, OrganisationMergeDeclined)
def tell_answer(event: OrganisationMerged | OrganisationMergeDeclined) -> None:
    """Whoever proposed it, and the managers of the page that stays."""
    merge = db.session.get_one(OrganisationMerge, event.merge_id)
    told: dict[int, Account] = {merge.asked_by_id: merge.asked_by}
    if merge.state is MergeState.ACCEPTED:
        told |= {manager.id: manager for manager in managers_of(merge.into_id)}
    for person in told.values():
        if person.is_active:
            post("organisations.merge_settled", person, merge=merge.id)


@mail("organisations.merge_asked")
def merge_asked(merge: int) -> MailMessage | None:
    """While nobody has answered."""
    row = db.session.get(OrganisationMerge, merge)
    if row is None or row.state is not MergeState.ASKED:
        return None
    return MailMessage(
        subject=_("Two organisations may be one"),
        paragraphs=[
            _("Somebody proposes to make one page of two. One member of the committee from its country decides.")
        ],
        facts=[(_("Page that goes"), plain(row.organisation.name)), (_("Page that stays"), plain(row.into.name))],
        button=Button(
            _("Open the organisation’s page"),
            url_for("organisations.show", organisation_id=row.organisation_id, _external=True),
        ),
    )


@mail("organisations.merge_settled")
def merge_settled(merge: int) -> MailMessage | None:
    """The answer."""
    row = db.session.get(OrganisationMerge, merge)
    if row is None or row.state is MergeState.ASKED:
        return None
    accepted = row.state is MergeState.ACCEPTED
    return MailMessage(
        subject=_("Two pages of an organisation are one now") if accepted else _("Two organisations stay apart"),
        paragraphs=[
            _("Its records, people and texts stand on the page that stays. The old address leads there.")
            if accepted
            else _("The committee did not accept the proposal to make one page of the two.")
        ],
        facts=[
            (_("Page that goes") if accepted else _("Organisation"), plain(row.organisation.name)),
            (_("Page that stays") if accepted else _("Other organisation"), plain(row.into.name)),
        ],
        button=Button(
            _("Open the organisation’s page"),
            url_for("organisations.show", organisation_id=row.into_id, _external=True),
        ),
    )
