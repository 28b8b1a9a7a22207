"""Following a search of the directory: its address is what is kept, and is read again like any other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.dialects import postgresql, sqlite

from trianon.cooperations import directory, finding, listing
from trianon.cooperations.filters import Filters
from trianon.cooperations.finding import Found
from trianon.cooperations.search_models import FollowedSearch
from trianon.cooperations.views import bp
from trianon.core.database import db
from trianon.core.permissions import Permission, can, requires
from trianon.core.timed import timed
from trianon.notifications import following_views, topics
from trianon.notifications.following_models import Follow, News
from trianon.notifications.topics import Topic, matcher, topic

SUBJECT = "search"
LONGEST = 1000


def query_of(filters: Filters) -> str:
    """The search as an address writes it, always in the same order; the order of the results is no part of it."""
    return urlencode(sorted(filters.in_force().items()))


def filters_of(query: str) -> Filters:
    """Read again as if it had just been typed: a value that exists no more is no filter."""
    return Filters.read(dict(parse_qsl(query)))


@topic(SUBJECT, lazy_pgettext("something followed", "Search of cooperations"))
def found(numbers: Collection[int]) -> dict[int, Topic]:
    """What the search asks for, in words."""
    rows = db.session.scalars(sa.select(FollowedSearch).where(FollowedSearch.id.in_(numbers))).all()
    return {one.id: _topic(filters_of(one.query)) for one in rows}


def _topic(filters: Filters) -> Topic:
    told = [words for words, _address in listing.chosen_filters(finding.bare(filters))]
    return Topic(" · ".join(told) or _("All new cooperations"), listing.address_of(filters))


@bp.app_template_global("follow_search")
def button(found: Found) -> Markup:
    """Follow this search, or no longer."""
    if not can(Permission.PARTICIPATE):
        return Markup()
    query = query_of(found.filters)
    row = (
        sa.select(FollowedSearch.id)
        .join(Follow, sa.and_(Follow.subject == SUBJECT, Follow.subject_id == FollowedSearch.id))
        .where(FollowedSearch.query == query, Follow.account_id == current_user.id)
    )
    number = db.session.scalar(row)
    end = url_for("following.end", subject=SUBJECT, number=number) if number else ""
    return following_views.button(number is not None, listing.address_of(found.filters, "cooperations.follow"), end)


@bp.post("/follow")
@requires(Permission.PARTICIPATE)
def follow() -> ResponseReturnValue:
    """Follow the search that the address holds."""
    query = query_of(Filters.read(request.args))
    if len(query) > LONGEST:
        abort(400)
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    db.session.execute(insert(FollowedSearch).values(query=query).on_conflict_do_nothing())
    number = db.session.scalars(sa.select(FollowedSearch.id).where(FollowedSearch.query == query)).one()
    return following_views.follow_and_return(SUBJECT, number, topics.find(SUBJECT, number) or abort(404))


@matcher
def found_by_searches(news: Sequence[News]) -> Iterator[tuple[int, str, int]]:
    """Each search is asked once for many new records."""
    about = {row.data["cooperation"]: row.id for row in news if "cooperation" in row.data}
    if not about:
        return
    made = directory.current()
    for search in db.session.scalars(sa.select(FollowedSearch).order_by(FollowedSearch.id)).all():
        for number in finding.found(filters_of(search.query), made).among(about):
            yield about[number], SUBJECT, search.id


@timed("searches.unfollowed")
def remove_unfollowed() -> int:
    """What nobody follows any more is nobody's business."""
    followed = sa.exists().where(Follow.subject == SUBJECT, Follow.subject_id == FollowedSearch.id)
    done = db.session.execute(sa.delete(FollowedSearch).where(~followed))
    db.session.commit()
    return int(getattr(done, "rowcount", 0))
