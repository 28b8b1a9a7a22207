"""What is typed is saved on the site meanwhile: the page itself asks for it, and shows when, and what is similar."""

from __future__ import annotations

from flask import abort, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts.draft_words import draft_saved
from trianon.accounts.models import Draft
from trianon.bilingual.formats import number
from trianon.bilingual.text import reader_lang
from trianon.contributions import drafting
from trianon.contributions.blueprint import bp
from trianon.contributions.forms import MOST_KEPT, typed_so_far
from trianon.contributions.keeping import kept_on_device
from trianon.contributions.similar import similar_to
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, requires


@bp.post("/drafts")
@requires(Permission.PUBLIC)
@limiter.limit("360 per hour", exempt_when=lambda: current_user.is_authenticated)
def save_draft() -> ResponseReturnValue:
    """Keep what stands in the form now; 409 when another window has saved the same draft since."""
    typed = typed_so_far(request.form)
    draft = drafting.asked_draft()
    if draft is None and "draft" in request.args:
        abort(404)
    if max(map(len, typed.values())) > MOST_KEPT:
        return jsonify(words=explain(RuleViolation("text_too_long", most=number(MOST_KEPT)))), 422
    if not typed["title"] and not typed["text"]:
        return jsonify(words="")
    if drafting.changed_elsewhere(draft, typed, request.form.get("seen")):
        words = _("Another window has changed this draft. What you type here is kept on this device alone.")
        return jsonify(words=words), 409
    part = render_template("contributions/_similar.html", found=similar_to(typed["title"], typed["text"]))
    kept = drafting.keep(draft, reader_lang(), typed)
    # What is committed would be read anew, with who is here.
    answer = jsonify(**_addresses(kept), words=draft_saved(kept.saved_at), part=part)
    db.session.commit()
    return answer


def _addresses(kept: Draft) -> dict[str, str]:
    """Where the draft goes on, where it is saved next, and under what name the device keeps it."""
    return {
        "address": url_for(".write", draft=kept.id),
        "keep": kept_on_device(kept.id)["keep"],
        "save": url_for(".save_draft", draft=kept.id),
    }
