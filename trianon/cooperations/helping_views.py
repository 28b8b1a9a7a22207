"""What helps while declaring: places for the letters typed so far, and records that are probably the same."""

from __future__ import annotations

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from trianon.accounts.draft_words import draft_saved
from trianon.bilingual.text import plain
from trianon.cooperations import places as gazetteer
from trianon.cooperations import similar as similar_records
from trianon.cooperations import typed, words
from trianon.cooperations.choices import described
from trianon.cooperations.declaring_views import after, bp, draft_or_404
from trianon.core.database import db
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, requires
from trianon.core.sides import Side


@bp.get("/places")
@requires(Permission.PUBLIC)
@limiter.limit("600 per minute")
def places() -> ResponseReturnValue:
    """Places for the words typed so far (`q`) in a country (`side`): number, name, name with its region."""
    wanted = request.args.get("side", "")
    side = Side(wanted) if wanted in {Side.FRANCE, Side.RUSSIA} else None
    found = gazetteer.offered(request.args.get("q", ""), side)
    shown = [{"id": place.id, "name": plain(place.name), "label": described(place)} for place in found]
    answer = jsonify(places=shown)
    # The same for everybody: a browser need not ask twice for the same letters.
    answer.headers["Cache-Control"] = "public, max-age=600"
    return answer


@bp.route("/draft/<key>/similar", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def similar(key: str) -> ResponseReturnValue:
    """The public records that are probably the same: ours, to be completed, or another one."""
    draft = draft_or_404(key)
    if request.method == "GET":
        found = similar_records.records_like(draft, current_user)
        return render_template("declaring/similar.html", draft=draft, key=key, found=found, words=words)
    similar_records.note_others(draft, current_user)
    db.session.commit()
    return redirect(after(draft, key, typed.PARTNERS), 303)


bp.add_app_template_global(draft_saved)
