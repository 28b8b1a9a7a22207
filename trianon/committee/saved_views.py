"""Filters of the queue that a member keeps under a name."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account
from trianon.bilingual.checking import clean_line
from trianon.committee.desk_models import SavedView
from trianon.committee.queries import Filters
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.events import on

MOST, LONGEST_NAME = 20, 60


def views_of(person: Account) -> list[SavedView]:
    """One's own, by name."""
    rows = sa.select(SavedView).filter_by(member_id=person.id).order_by(SavedView.name, SavedView.id)
    return list(db.session.scalars(rows))


def view_of(number: int, person: Account) -> SavedView | None:
    """One's own view by its number; None for somebody else's."""
    return db.session.scalars(sa.select(SavedView).filter_by(id=number, member_id=person.id)).one_or_none()


def save(name: str, filters: Filters, *, by: Account) -> SavedView:
    """Keep these filters; the same name keeps the newer ones. RuleViolation: view_needs_name, view_name_too_long,
    view_needs_filters, too_many_views."""
    name = clean_line(name)
    if not name:
        raise RuleViolation("view_needs_name")
    if len(name) > LONGEST_NAME:
        raise RuleViolation("view_name_too_long", most=LONGEST_NAME)
    if not filters:
        raise RuleViolation("view_needs_filters")
    # The account is the lock: the same form sent twice at once is one view.
    db.session.execute(sa.select(Account.id).filter_by(id=by.id).with_for_update())
    known = {view.name: view for view in views_of(by)}
    view = known.get(name)
    if view is None:
        if len(known) >= MOST:
            raise RuleViolation("too_many_views", most=MOST)
        view = SavedView(member_id=by.id, name=name)
        db.session.add(view)
    view.filters = filters.in_address()
    db.session.flush()
    return view


@on(AccountLeaving)
def forget_views(event: AccountLeaving) -> None:
    """They are of use to nobody else."""
    db.session.execute(sa.delete(SavedView).filter_by(member_id=event.subject_id))
