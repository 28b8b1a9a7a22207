"""Writing a text."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts.models import Draft
from trianon.accounts.session import one_at_a_time
from trianon.bilingual.formats import number
from trianon.bilingual.text import reader_lang
from trianon.contributions import drafting, services
from trianon.contributions.blueprint import bp
from trianon.contributions.forms import MOST_KEPT, WordsForm, WriteForm
from trianon.contributions.keeping import kept_on_device
from trianon.contributions.similar import Similar, similar_to
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, can, requires
from trianon.core.prose import prose
from trianon.core.requests import checks_its_own_mark

# Drafts and previews count; many people of a town hall or a school share one address.
MOST_OF_A_NETWORK = "900 per hour"
# In the session: the draft that was thrown away a moment ago, so that the device forgets it, too.
THROWN = "thrown_draft"


@bp.route("/write", methods=["GET", "POST"])
@checks_its_own_mark(bp)
@requires(Permission.PUBLIC)
@one_at_a_time
@limiter.limit("120 per hour", methods=["POST"], exempt_when=lambda: current_user.is_authenticated)
@limiter.limit(MOST_OF_A_NETWORK, methods=["POST"])
def write() -> ResponseReturnValue:
    """Write a text; a visitor may begin, and makes the account on the way."""
    draft = drafting.asked_draft()
    if draft is None and "draft" in request.args and request.method == "GET":
        abort(404)
    asked = request.args.get("cooperation", "")
    form = WriteForm(account_id=current_user.id, asked_cooperation=asked, data=_first_values(draft))
    if request.method == "GET":
        return _page_of(form, draft)
    if not form.has_good_mark():
        # The text stays in the form: it may have taken an evening to write.
        return _page_of(form, draft)[0], 400
    button = request.form.get("do", "")
    if button != "discard" and drafting.changed_elsewhere(draft, form.as_draft(), form.seen.data):
        return _changed_elsewhere(form, draft)
    deeds = {"draft": _save_draft, "preview": _show_preview, "discard": _discard}
    if button in deeds:
        return deeds[button](form, draft)
    if form.validate():
        return _submit(form, draft) if can(Permission.PARTICIPATE) else _first_an_account(form, draft)
    return _page_of(form, draft)


def _first_values(draft: Draft | None) -> dict[str, Any]:
    """What stands in the form at first: the draft, or what the link said."""
    window = secrets.token_hex(6)
    if draft is not None:
        return draft.data | {"window": window, "seen": draft.data.get(drafting.WINDOW, "")}
    asked = {name: request.args.get(name, "") for name in ("sub_theme", "workshop", "cooperation")}
    return {"lang": reader_lang().value, "window": window, **asked}


def _changed_elsewhere(form: WriteForm, draft: Draft | None) -> ResponseReturnValue:
    """409: both texts are on the page; sent once more, this one takes the place of the other."""
    known = draft.data if draft is not None else {}
    form.seen.data = known.get(drafting.WINDOW, "")
    form.form_errors.append(_("Another window has changed this draft. Compare both, then send yours again to keep it."))
    return _page_of(form, draft, newer=known)[0], 409


def _show_preview(form: WriteForm, draft: Draft | None) -> ResponseReturnValue:
    """What readers will see, and what others have written on it; the draft is kept on the way."""
    if not form.is_too_long_to_keep() and form.says_something():
        draft = drafting.keep(draft, reader_lang(), form.as_draft())
        db.session.commit()
    form.validate()
    return _page_of(form, draft, similar=similar_to(form.title.data or "", form.text.data or ""))


def _save_draft(form: WriteForm, draft: Draft | None) -> ResponseReturnValue:
    if form.is_too_long_to_keep():
        return _refused(form, RuleViolation("text_too_long", most=number(MOST_KEPT)), draft)
    kept = drafting.keep(draft, reader_lang(), form.as_draft())
    db.session.commit()
    if current_user.is_authenticated:
        flash(_("Your draft is saved. You find it in your space."), "success")
    else:
        flash(_("Your draft is saved for a month in this browser. With an account you find it everywhere."), "success")
    return redirect(url_for(".write", draft=kept.id), 303)


def _discard(_form: WriteForm, draft: Draft | None) -> ResponseReturnValue:
    """Throw the draft away, on the site and on the device; nothing happens to anybody else's."""
    if draft is not None:
        session[THROWN] = kept_on_device(draft.id)["keep"]
        drafting.forget(draft)
        db.session.commit()
        flash(_("The draft is deleted."), "success")
    return redirect(url_for(".write"), 303)


def _first_an_account(form: WriteForm, draft: Draft | None) -> ResponseReturnValue:
    """Keep the text, and lead to where the account is made or its address confirmed; then back to the text."""
    kept = drafting.keep(draft, reader_lang(), form.as_draft())
    db.session.commit()
    if current_user.is_authenticated:
        flash(_("Your text is kept as a draft. Confirm your address, then send it."), "info")
        return redirect(url_for("accounts.unconfirmed"), 303)
    flash(_("Your text is kept. Create an account or sign in, then send it."), "info")
    return redirect(url_for("accounts.sign_up", next=url_for(".write", draft=kept.id)), 303)


def _submit(form: WriteForm, draft: Draft | None) -> ResponseReturnValue:
    try:
        form.check_pace()
        item = services.submit(current_user, **form.words(), **form.subject())
        drafting.forget(draft)
    except RuleViolation as refusal:
        return _refused(form, refusal, draft)
    # The page says that it was sent; a message above it would say so twice.
    where = url_for(".show", contribution_id=item.id, _anchor="standing")
    db.session.commit()
    return redirect(where, 303)


def _refused(form: WriteForm, refusal: RuleViolation, draft: Draft | None) -> ResponseReturnValue:
    db.session.rollback()
    form.form_errors.append(explain(refusal))
    return _page_of(form, draft)


def _page_of(
    form: WriteForm,
    draft: Draft | None,
    *,
    similar: Sequence[Similar] = (),
    newer: Mapping[str, Any] | None = None,
) -> tuple[str, int]:
    form.show_moment()
    page = render_template(
        "contributions/write.html",
        form=form,
        draft=draft,
        waiting=None if draft else drafting.waiting_draft(),
        preview=preview_of(form),
        similar=similar,
        newer=newer,
        thrown=session.pop(THROWN, "") if THROWN in session else "",
    )
    return page, 422 if form.errors or form.form_errors else 200


def preview_of(form: WordsForm) -> object:
    """The text as readers will see it, when its author asks and it has no fault."""
    asked = request.method == "POST" and request.form.get("do") == "preview"
    return prose(form.text.data or "") if asked and not form.errors else None
