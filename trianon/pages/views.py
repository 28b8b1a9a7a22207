"""Home and the pages that editors write."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.text import plain
from trianon.bilingual.urls import PREFIX, browser_lang
from trianon.core.permissions import Permission, requires
from trianon.core.prose import prose
from trianon.pages import editorial, queries

bp = Blueprint("pages", __name__)


@bp.get("/")
@requires(Permission.PUBLIC)
def root() -> ResponseReturnValue:
    """To the account's language when signed in, else the browser's."""
    lang = current_user.lang if current_user.is_authenticated else browser_lang()
    return redirect(url_for(".home", lang=lang.value))


@bp.get(PREFIX + "/")
@requires(Permission.PUBLIC)
def home() -> ResponseReturnValue:
    """What one can do here, in one screen."""
    return render_template("pages/home.html", lead=editorial.lead(), **queries.home())


@bp.get(PREFIX + "/about")
@requires(Permission.PUBLIC)
def about() -> ResponseReturnValue:
    """What the Dialogue and this site are."""
    return _editorial("about", _("About the Dialogue"), section="about")


@bp.get(PREFIX + "/charter")
@requires(Permission.PUBLIC)
def charter() -> ResponseReturnValue:
    """What everybody consents to at sign-up, with its date."""
    version = date.fromisoformat(editorial.charter_version())
    return _editorial("charter", _("Charter of participation"), version=version)


@bp.get(PREFIX + "/accessibility")
@requires(Permission.PUBLIC)
def accessibility() -> ResponseReturnValue:
    """What was tested, what is missing, whom to tell."""
    return _editorial("accessibility", _("Accessibility"))


def _editorial(name: str, title: str, version: date | None = None, section: str = "") -> ResponseReturnValue:
    body = prose(plain(editorial.words(name)))
    return render_template("pages/text.html", title=title, body=body, version=version, section=section)
