"""When somebody deletes their account: what nobody has read yet is taken back, what is public stays unless they say so.

A text written for an organisation is the organisation's.
"""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account
from trianon.contributions import comment_hiding, comment_services, hiding, services
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution
from trianon.core.database import db, lock
from trianon.core.events import on
from trianon.core.publication import State, may_be_taken_back

UNREAD = (State.DRAFT, State.SUBMITTED, State.CHANGES_ASKED)
# What everybody reads, or would again once nothing hides it.
SHOWN_SOMETIME = (State.PUBLISHED, State.ON_HOLD)


@on(AccountLeaving)
def take_texts_back(event: AccountLeaving) -> None:
    """One after the other, in the order of their numbers."""
    account = db.session.get_one(Account, event.subject_id)
    states = (*UNREAD, *SHOWN_SOMETIME) if event.withdraw_texts else UNREAD
    own = sa.select(Contribution.id).filter_by(author_id=account.id, on_behalf_of_id=None)
    concerned = sa.or_(Contribution.state.in_(states), Contribution.pending.in_(UNREAD))
    for number in db.session.scalars(own.where(concerned).order_by(Contribution.id)).all():
        contribution = lock(Contribution, number)
        if contribution.state is State.ON_HOLD and event.withdraw_texts:
            hiding.give_up(contribution, by=account)
        elif contribution.state in states:
            services.withdraw(contribution, by=account)
        elif may_be_taken_back(contribution):
            services.take_version_back(contribution, by=account)
        elif contribution.pending in UNREAD:
            # Behind a text that is hidden: it would wait again with it.
            contribution.pending = None


@on(AccountLeaving)
def take_replies_back(event: AccountLeaving) -> None:
    """The same for replies; the text that each answers is locked first, in the order of the texts."""
    account = db.session.get_one(Account, event.subject_id)
    states = (*comment_services.WAITING, *SHOWN_SOMETIME) if event.withdraw_texts else comment_services.WAITING
    concerned = sa.or_(Comment.state.in_(states), Comment.pending.in_(comment_services.WAITING))
    own = sa.select(Comment.contribution_id, Comment.id).where(Comment.author_id == account.id, concerned)
    for text, number in db.session.execute(own.order_by(Comment.contribution_id, Comment.id)).all():
        lock(Contribution, text)
        comment = lock(Comment, number)
        if comment.state is State.ON_HOLD and event.withdraw_texts:
            comment_hiding.give_up(comment, by=account)
        elif comment.state in states:
            comment_services.withdraw_reply(comment, by=account)
        elif may_be_taken_back(comment):
            comment_services.take_reply_version_back(comment, by=account)
        elif comment.pending in comment_services.WAITING:
            comment.pending = None
