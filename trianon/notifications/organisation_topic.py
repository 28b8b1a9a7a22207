"""An organisation can be followed; where two pages become one, its followers go along."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_pgettext

from trianon.accounts.merging_events import OrganisationMerged
from trianon.accounts.organisation_models import Membership, Organisation
from trianon.core.database import db
from trianon.core.events import on
from trianon.core.publication import PUBLIC
from trianon.notifications.following_models import Follow
from trianon.notifications.preloading import preloads
from trianon.notifications.topics import Topic, topic

SUBJECT = "organisation"


@topic(SUBJECT, lazy_pgettext("something followed", "Organisation"))
def found(numbers: Collection[int]) -> dict[int, Topic]:
    """Public ones."""
    rows = sa.select(Organisation).where(Organisation.id.in_(numbers), Organisation.state.in_(PUBLIC))
    return {
        one.id: Topic(one.name, url_for("organisations.show", organisation_id=one.id))
        for one in db.session.scalars(rows)
    }


@on(OrganisationMerged)
def go_along(event: OrganisationMerged) -> None:
    """Whoever followed the page that is gone follows the one that stays, once."""
    gone = (Follow.subject == SUBJECT, Follow.subject_id == event.subject_id)
    already = sa.select(Follow.account_id).where(Follow.subject == SUBJECT, Follow.subject_id == event.into_id)
    moved = sa.update(Follow).where(*gone, Follow.account_id.not_in(already)).values(subject_id=event.into_id)
    for statement in (moved, sa.delete(Follow).where(*gone)):
        db.session.execute(statement, execution_options={"synchronize_session": False})


@preloads("organisation")
def organisations(numbers: Collection[int]) -> Sequence[object]:
    """For the inbox."""
    return db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(numbers))).all()


@preloads("membership")
def memberships(numbers: Collection[int]) -> Sequence[object]:
    """For the inbox, with whom and what they are about."""
    rows = sa.select(Membership).where(Membership.id.in_(numbers))
    wanted = rows.options(sa.orm.joinedload(Membership.account), sa.orm.joinedload(Membership.organisation))
    return db.session.scalars(wanted).unique().all()
