"""What invented people follow: their inboxes are filled by what happened meanwhile, as the worker would have done."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.core.clock import at, now
from trianon.core.database import db
from trianon.demo.stage import Stage, days_ago, rows
from trianon.notifications import following_services, spreading
from trianon.notifications.following_models import FollowedSearch, MailRhythm
from trianon.notifications.following_rules import Rhythm
from trianon.notifications.models import Notification
from trianon.notifications.searches import SEARCHES
from trianon.themes.models import SubTheme

BEGAN, READ_UNTIL = 120, 21


def load_follows(stage: Stage) -> int:
    """Follow, let everything arrive, and leave the last three weeks unread; older news has been read and mailed."""
    people = [_begin(stage, row) for row in rows("follows")]
    while spreading.spread_some():
        pass
    db.session.flush()
    for person in people:
        _read_older(person)
    return len(people)


def _begin(stage: Stage, row: dict[str, Any]) -> Account:
    person = stage.people[row["person"]]
    with at(days_ago(BEGAN)):
        for followed in row["follows"]:
            ((subject, key),) = followed.items()
            following_services.follow(person, subject, _number(stage, subject, key))
    following_services.choose_rhythm(person, Rhythm(row["rhythm"]))
    return person


def _number(stage: Stage, subject: str, key: str) -> int:
    if subject == "sub_theme":
        return db.session.scalars(sa.select(SubTheme.id).filter_by(slug=key)).one()
    if subject in SEARCHES:
        known = db.session.scalars(sa.select(FollowedSearch).filter_by(query=key)).one_or_none()
        search = known or FollowedSearch(query=key)
        db.session.add(search)
        db.session.flush()
        return search.id
    shelf: dict[str, dict[str, Any]] = {
        "workshop": stage.workshops,
        "organisation": stage.organisations,
        "contribution": stage.contributions,
    }
    return int(shelf[subject][key].id)


def _read_older(person: Account) -> None:
    own = sa.select(Notification).where(Notification.account_id == person.id, Notification.news_id.is_not(None))
    lines = db.session.scalars(own.order_by(Notification.created_at, Notification.id)).all()
    older = [line for line in lines if line.created_at < days_ago(READ_UNTIL)]
    for line in older:
        line.read_at = min(now(), line.created_at)
    rhythm = db.session.get_one(MailRhythm, person.id)
    # Whoever wants mails at once gets the first one as soon as the demonstration runs.
    if rhythm.rhythm is not Rhythm.AT_ONCE:
        rhythm.told_to = max((line.id for line in lines), default=0)
