"""Adding the other language to a public record, without touching what stands there."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.cooperations import services, typed, words
from trianon.cooperations.declaring_views import bp
from trianon.cooperations.forms import LanguageForm
from trianon.cooperations.models import Cooperation
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.permissions import Permission, check, requires


@bp.route("/language/<int(max=2147483647):cooperation_id>", methods=["GET", "POST"])
@requires(Permission.TRANSLATE_COOPERATION)
def language(cooperation_id: int) -> ResponseReturnValue:
    """The texts that the record lacks in its other language, each beside its original."""
    found = (
        lock(Cooperation, cooperation_id) if request.method == "POST" else db.session.get(Cooperation, cooperation_id)
    )
    if found is None:
        abort(404)
    check(Permission.VIEW_COOPERATION, found, 404)
    check(Permission.TRANSLATE_COOPERATION, found)
    form = LanguageForm(wanted=_wanted(found))
    problem, status = "", 200
    if request.method == "POST":
        problem, status = _add(found, form)
        if not problem and status == 303:
            return redirect(url_for("cooperations.show", cooperation_id=cooperation_id), 303)
    form.revision.data = str(found.version)
    page = render_template(
        "declaring/language.html", cooperation=found, form=form, problem=problem, texts=_texts(found)
    )
    return page, status


def _add(cooperation: Cooperation, form: LanguageForm) -> tuple[str, int]:
    """What went wrong, in words, and the status; 303 when the texts are sent."""
    version = cooperation.public_version or cooperation.latest
    if not form.validate() or not form.check_language(version.source_lang.other):
        return "", 422
    shown = int(form.revision.data or 0) if str(form.revision.data).isdigit() else 0
    try:
        services.add_language(cooperation, form.given(), by=current_user, shown_version=shown)
    except RuleViolation as refusal:
        return str(explain(refusal)), 409
    except StaleForm:
        return _("The record has changed since you opened this page. Your text stands below: send it again."), 409
    db.session.commit()
    flash(_("Your text has been sent: it is under review."), "success")
    return "", 303


def _texts(cooperation: Cooperation) -> dict[str, str]:
    """The originals that have no other language yet."""
    version = cooperation.public_version or cooperation.latest
    lang = version.source_lang
    pairs = ((name, getattr(version, name)) for name in typed.TEXTS)
    return {name: text.get(lang) for name, text in pairs if text.get(lang) and not text.get(lang.other)}


def _wanted(cooperation: Cooperation) -> dict[str, Any]:
    return {name: words.TEXTS.get(name, _("Title")) for name in _texts(cooperation)}
