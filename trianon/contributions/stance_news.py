"""Proposals that have changed, or left the site, since somebody answered them: for their inbox, and kept nowhere.

Nobody is written to. Even the number of those who were would say how many answered, before it may be shown (ADR 11).
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager

from trianon.accounts.distance_models import Distance
from trianon.accounts.models import Account
from trianon.contributions.common_ground_rules import PROPOSAL
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.contributions.stance_models import Stance
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.publication import State
from trianon.notifications.sentences import Sentence
from trianon.notifications.standing import standing

GONE = (State.REMOVED, State.WITHDRAWN)
# For so long an inbox says that a proposal has left; of those that changed, as long as the answer is to the old text.
LATELY = timedelta(days=30)
MOST = 10


@standing
def changed_since_answered(account: Account) -> list[Sentence]:
    """The last changed first. Of whom the reader keeps at a distance, only that something has left."""
    accepted = sa.func.coalesce(ContributionVersion.words_of, ContributionVersion.number)
    far = sa.exists().where(Distance.owner_id == account.id, Distance.other_id == Contribution.author_id)
    is_newer = sa.and_(
        Contribution.state == State.PUBLISHED, Contribution.kind == PROPOSAL, accepted > Stance.version, ~far
    )
    has_left = sa.and_(Contribution.state.in_(GONE), Contribution.updated_at > now() - LATELY)
    title = contains_eager(Contribution.public_version)
    rows = (
        sa.select(Contribution)
        .join(Stance, Stance.contribution_id == Contribution.id)
        .outerjoin(Contribution.public_version)
        .options(title.load_only(ContributionVersion.number, ContributionVersion.title))
        .where(Stance.account_id == account.id, sa.or_(is_newer, has_left))
        .order_by(Contribution.updated_at.desc(), Contribution.id.desc())
    )
    return [_said(item) for item in db.session.scalars(rows.limit(MOST))]


def _said(item: Contribution) -> Sentence:
    page = url_for("contributions.show", contribution_id=item.id)
    if item.state in GONE or item.public_version is None:
        return Sentence(_("A proposal of your choices is no longer on the site"), page)
    words = _("A proposal has changed since your choice")
    return Sentence(words, f"{page}#stance", item.public_version.title)
