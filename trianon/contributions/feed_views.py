"""Feeds for news readers (Atom, RFC 4287): the newest texts, all of them or those of a sub-theme, in one language."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trianon.bilingual.text import plain
from trianon.contributions import lines
from trianon.contributions.blueprint import bp
from trianon.contributions.queries import Filters
from trianon.core.clock import now
from trianon.core.permissions import Permission, requires
from trianon.themes.queries import sub_theme


@bp.get("/feed.atom")
@requires(Permission.PUBLIC)
def feed() -> ResponseReturnValue:
    """The newest texts of all sub-themes."""
    return _feed(Filters(), _("Contributions"))


@bp.get("/<slug>.atom")
@requires(Permission.PUBLIC)
def sub_theme_feed(slug: str) -> ResponseReturnValue:
    """The newest texts of one sub-theme."""
    found = sub_theme(slug) or abort(404)
    return _feed(Filters(sub_theme=found), plain(found.title))


def _feed(filters: Filters, title: str) -> Response:
    """Titles and addresses alone: what is withdrawn must not live on in somebody's news reader."""
    items = lines.listed(filters).items
    updated = max((item.updated_at for item in items), default=now())
    page = render_template("contributions/feed.xml", items=items, title=title, updated=updated, filters=filters)
    return Response(page, content_type="application/atom+xml; charset=utf-8")
