"""What everybody may know of a person: the texts under their name, nothing before the first was accepted."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from trianon.accounts.models import Account, AgeBand
from trianon.accounts.organisation_models import Organisation
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.core.database import db
from trianon.core.paging import Page, page
from trianon.core.publication import PUBLIC, State


def author_in_public(account_id: int) -> Account | None:
    """Whoever has written something that everybody can read now; nobody else can be found by number."""
    if not 0 < account_id < 2**31:
        return None
    text = sa.exists().where(Contribution.author_id == Account.id, Contribution.state == State.PUBLISHED)
    reply = sa.exists().where(
        Comment.author_id == Account.id,
        Comment.state == State.PUBLISHED,
        Comment.contribution_id == Contribution.id,
        Contribution.state.in_(PUBLIC),
    )
    rows = sa.select(Account).where(Account.id == account_id, Account.deleted_at.is_(None), sa.or_(text, reply))
    return db.session.scalars(rows.options(lazyload(Account.appointments))).one_or_none()


def person(account_id: int) -> Account | None:
    """Whoever has a public page: nobody under 18 has one (domain: "Who comes")."""
    found = author_in_public(account_id)
    return found if found is not None and found.age_band is AgeBand.ADULT else None


def texts_of(author: Account, cursor: str | None = None) -> Page:
    """One page of somebody's public texts, the newest first."""
    rows = (
        sa.select(Contribution)
        .where(Contribution.author_id == author.id, Contribution.state == State.PUBLISHED)
        .join(Contribution.public_version)
        .options(
            contains_eager(Contribution.public_version).load_only(ContributionVersion.title),
            joinedload(Contribution.sub_theme),
        )
    )
    return page(rows, Contribution.published_at, Contribution.id, cursor)


def replies_of(author: Account, cursor: str | None = None) -> Page:
    """One page of somebody's public replies below public texts, the newest first, with the titles of the texts."""
    rows = (
        sa.select(Comment)
        .where(Comment.author_id == author.id, Comment.state == State.PUBLISHED)
        .join(Comment.contribution)
        .where(Contribution.state.in_(PUBLIC))
        .join(Contribution.public_version)
        .options(
            contains_eager(Comment.contribution)
            .contains_eager(Contribution.public_version)
            .load_only(ContributionVersion.title)
        )
    )
    return page(rows, Comment.published_at, Comment.id, cursor)


def written_for(author: Account) -> Sequence[Organisation]:
    """The organisations in whose name somebody has published: only that tells everybody that they act for one."""
    texts = sa.select(Contribution.on_behalf_of_id).where(
        Contribution.author_id == author.id, Contribution.state == State.PUBLISHED
    )
    rows = sa.select(Organisation).where(Organisation.id.in_(texts), Organisation.state.in_(PUBLIC))
    return db.session.scalars(rows.order_by(Organisation.id)).all()
