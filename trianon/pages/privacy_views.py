"""What is kept about people: the editors' words, then the register itself."""

from __future__ import annotations

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from trianon.accounts import privacy_page
from trianon.bilingual.text import plain
from trianon.bilingual.urls import PREFIX
from trianon.core.permissions import Permission, requires
from trianon.core.prose import prose
from trianon.pages import editorial
from trianon.pages.contact_mails import answer_by
from trianon.pages.views import bp


@bp.get(PREFIX + "/privacy")
@requires(Permission.PUBLIC)
def privacy() -> ResponseReturnValue:
    """Part by part: what, why, on what ground, how long, seen by whom."""
    return render_template(
        "pages/privacy.html",
        intro=prose(plain(editorial.words("privacy"))),
        parts=privacy_page.parts(demo=current_app.config["SETTINGS"].demo),
        cookies=[(one["name"], one["use"], one["term"]) for one in privacy_page.cookies()],
        answer_by=answer_by(),
    )
