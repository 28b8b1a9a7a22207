"""Addresses that calendars subscribe to, and the page of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.text import plain
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.permissions import Permission as P
from trianon.core.permissions import requires
from trianon.themes.queries import sub_theme
from trianon.workshops import feeds
from trianon.workshops.models import Workshop
from trianon.workshops.views import bp


@bp.get("/all.ics")
@requires(P.PUBLIC)
def all_feed() -> ResponseReturnValue:
    """Every workshop."""
    return _feed(feeds.public_workshops(now()), _("Workshops"), "all")


@bp.get("/<slug>.ics")
@requires(P.PUBLIC)
def sub_theme_feed(slug: str) -> ResponseReturnValue:
    """The workshops of one sub-theme of the year."""
    theme = sub_theme(slug) or abort(404)
    return _feed(feeds.public_workshops(now(), theme.id), plain(theme.title), theme.slug)


@bp.get("/mine/<key>.ics")
@requires(P.PUBLIC)
def own_feed(key: str) -> ResponseReturnValue:
    """A person's own workshops, for whoever has the secret address: a calendar cannot sign in."""
    owner = feeds.owner_of(key)
    if owner is None:
        abort(404)
    return _feed(feeds.own_workshops(owner, now()), _("My workshops"), "mine")


@bp.get("/mine")
@requires(P.ACCOUNT)
def own_calendar() -> ResponseReturnValue:
    """The secret address, to be read, renewed or stopped."""
    feed = feeds.feed_of(current_user.id)
    address = url_for(".own_feed", key=feeds.address_key(feed), _external=True) if feed else None
    return render_template("workshops/own_calendar.html", address=address, feed=feed)


@bp.post("/mine/renew")
@requires(P.ACCOUNT)
def renew_calendar() -> ResponseReturnValue:
    """A first address, or another one in its place."""
    feeds.renew(current_user)
    db.session.commit()
    flash(_("The address of your calendar is ready. An earlier one no longer works."), "success")
    return redirect(url_for(".own_calendar"), 303)


@bp.post("/mine/stop")
@requires(P.ACCOUNT)
def stop_calendar() -> ResponseReturnValue:
    """No address any more."""
    feeds.stop(current_user.id)
    db.session.commit()
    flash(_("The address of your calendar no longer works."), "success")
    return redirect(url_for(".own_calendar"), 303)


def _feed(workshops: Sequence[Workshop], name: str, file: str) -> ResponseReturnValue:
    """The calendar, or 304 for whoever has it already; it is not even made then."""
    answer = Response(content_type="text/calendar; charset=utf-8; method=PUBLISH")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}.ics"'
    answer.set_etag(feeds.mark_of(workshops))
    if not request.if_none_match.contains_weak(answer.get_etag()[0] or ""):
        answer.set_data(feeds.calendar_of(workshops, name))
    return answer.make_conditional(request)
