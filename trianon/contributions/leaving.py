"""When somebody deletes their account: what nobody has read yet is taken back, what is public stays unless they say so.

A text written for an organisation is the organisation's.
"""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account
from trianon.contributions import comment_services, services
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution
from trianon.core.database import db, lock
from trianon.core.events import on
from trianon.core.publication import State

UNREAD = (State.DRAFT, State.SUBMITTED, State.CHANGES_ASKED)


@on(AccountLeaving)
def take_texts_back(event: AccountLeaving) -> None:
    """One after the other, in the order of their numbers."""
    account = db.session.get_one(Account, event.subject_id)
    states = (*UNREAD, State.PUBLISHED) if event.withdraw_texts else UNREAD
    own = sa.select(Contribution.id).filter_by(author_id=account.id, on_behalf_of_id=None)
    for number in db.session.scalars(own.where(Contribution.state.in_(states)).order_by(Contribution.id)).all():
        contribution = lock(Contribution, number)
        if contribution.state in states:
            services.withdraw(contribution, by=account)


@on(AccountLeaving)
def take_replies_back(event: AccountLeaving) -> None:
    """The same for replies; the text that each answers is locked first, in the order of the texts."""
    account = db.session.get_one(Account, event.subject_id)
    states = (*comment_services.WAITING, State.PUBLISHED) if event.withdraw_texts else comment_services.WAITING
    own = sa.select(Comment.contribution_id, Comment.id).where(
        Comment.author_id == account.id, Comment.state.in_(states)
    )
    for text, number in db.session.execute(own.order_by(Comment.contribution_id, Comment.id)).all():
        lock(Contribution, text)
        comment = lock(Comment, number)
        if comment.state in states:
            comment_services.withdraw_reply(comment, by=account)
