"""Declaring a cooperation, a matter a page: begun without an account, saved on the way, sent to the committee."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import abort, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from trianon.accounts import drafts
from trianon.accounts.models import Draft, DraftKind
from trianon.bilingual.text import reader_lang
from trianon.bilingual.urls import localised_blueprint
from trianon.cooperations import declaring, services, similar, typed
from trianon.cooperations.answers import rows_of
from trianon.cooperations.choices import sides_in_order
from trianon.cooperations.models import Cooperation
from trianon.cooperations.typed import STEPS, Pairs
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, can, requires
from trianon.core.permissions import check as check_permission
from trianon.core.requests import checks_its_own_mark

bp = localised_blueprint("declaring", __name__, "/cooperations/declare")

STEP_RULE = f"/draft/<key>/<any({', '.join(STEPS)}):step>"


@bp.route("", methods=["GET", "POST"])
@checks_its_own_mark(bp)
@requires(Permission.PUBLIC)
@limiter.limit(lambda: current_app.config["SETTINGS"].sign_up_limit, methods=["POST"])
def start() -> ResponseReturnValue:
    """What declaring is; the button starts a draft, without a mark, which would set a cookie before anything begins."""
    if request.method == "GET":
        key = session.get("draft")
        begun = drafts.find(key)
        is_mine = (
            begun is not None and begun.kind is DraftKind.COOPERATION and drafts.is_free_for(begun, current_user.id)
        )
        return render_template("declaring/start.html", begun=key if is_mine else None)
    if _comes_from_elsewhere():
        abort(400)
    _draft, key = drafts.start(
        DraftKind.COOPERATION, reader_lang(), current_user if current_user.is_authenticated else None
    )
    db.session.commit()
    session["draft"] = key
    return redirect(url_for(".step", key=key, step=STEPS[0]), 303)


def _comes_from_elsewhere() -> bool:
    """Whether another site's page sent this form: its answer would take the place of the reader's session."""
    origin = request.headers.get("Origin")
    is_ours = origin is None or origin.partition("://")[2] == request.host
    return not is_ours or request.headers.get("Sec-Fetch-Site", "none") == "cross-site"


@bp.get("/draft/<key>/")
@requires(Permission.PUBLIC)
def resume(key: str) -> ResponseReturnValue:
    """The address to come back to: the first step that still needs something, else the last page."""
    draft = draft_or_404(key)
    step = declaring.first_in_need(draft, current_user, sides_in_order())
    return redirect(url_for(".step", key=key, step=step) if step else url_for(".check", key=key))


@bp.route(STEP_RULE, methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def step(key: str, step: str) -> ResponseReturnValue:
    """One matter: shown as it was typed, kept at each sending, left once it is right."""
    draft = draft_or_404(key)
    if request.method == "GET":
        return _show(draft, key, step, _form(draft, step, declaring.answers_of(draft, step)))
    pairs = typed.cleaned(step, _sent())
    kept = declaring.answers_of(draft, step)
    if declaring.has_changed_since(draft, step, _shown_revision()) and pairs != kept:
        return _show(draft, key, step, _form(draft, step, pairs), saved=_form(draft, step, kept), status=409)
    _adopt(draft, key)
    changed = _change_partners(draft, key, pairs) if step == typed.PARTNERS else None
    return changed or _proceed(draft, key, step, pairs)


@bp.route("/draft/<key>/check", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def check(key: str) -> ResponseReturnValue:
    """All answers with the way back to each; the button sends them to the committee."""
    draft = draft_or_404(key)
    if request.method == "GET":
        return _show_check(draft, key)
    session["draft"] = key
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=url_for(".check", key=key)), 303)
    if not current_user.is_confirmed:
        return redirect(url_for("accounts.unconfirmed"), 303)
    if _shown_revision() != draft.revision:
        return _show_check(draft, key, status=409)
    return _send(draft, key)


@bp.post("/draft/<key>/discard")
@requires(Permission.PUBLIC)
def discard(key: str) -> ResponseReturnValue:
    """Throw the draft away."""
    drafts.discard(draft_or_404(key))
    db.session.commit()
    session.pop("draft", None)
    flash(_("The draft is deleted."), "success")
    return redirect(url_for("cooperations.index"), 303)


def _send(draft: Draft, key: str) -> ResponseReturnValue:
    _adopt(draft, key)
    steps = declaring.forms_of(draft, current_user, sides_in_order())
    if any(form.errors for form in steps.values()):
        return _show_check(draft, key, status=422)
    try:
        cooperation = _record(draft, declaring.declaration_of(steps))
    except RuleViolation as refusal:
        db.session.rollback()
        return _show_check(draft_or_404(key), key, status=409, refusal=explain(refusal))
    except StaleForm:
        return _show_check(draft, key, status=409, newer=_subject(draft))
    drafts.discard(draft)
    db.session.commit()
    session.pop("draft", None)
    flash(_("Your declaration has been sent: it is under review. You will hear from us by mail."), "success")
    return redirect(url_for("cooperations.show", cooperation_id=cooperation.id), 303)


def _record(draft: Draft, declaration: Any) -> Cooperation:
    if draft.subject_id is None:
        return services.submit(declaration, by=current_user, draft=draft.id)
    cooperation = _subject(draft)
    check_permission(Permission.CORRECT_COOPERATION, cooperation)
    services.correct(
        cooperation,
        declaration,
        by=current_user,
        shown_version=request.form.get("version", type=int) or draft.data.get("version", 0),
        draft=draft.id,
        speaks_for_side=can(Permission.EDIT_COOPERATION, cooperation),
    )
    return cooperation


def _proceed(draft: Draft, key: str, step: str, pairs: Pairs) -> ResponseReturnValue:
    leaving = "save" not in request.form
    if leaving and step == typed.TITLE:
        pairs = declaring.with_likely_lang(pairs)
    if leaving and step == typed.PARTNERS:
        pairs = typed.without_spare_partners(pairs)
    form = _form(draft, step, pairs)
    is_right = form.validate()
    if not typed.is_too_long(pairs):
        declaring.remember(draft, step, pairs)
        db.session.commit()
    if leaving and not is_right:
        return _show(draft, key, step, form, status=422)
    target = after(draft, key, step) if leaving else url_for(".step", key=key, step=step)
    return redirect(target, 303)


def _change_partners(draft: Draft, key: str, pairs: Pairs) -> ResponseReturnValue | None:
    """The buttons that add and remove a partner: everything typed stays."""
    position = request.form.get("remove", type=int)
    if "add" in request.form:
        changed = typed.with_partner(pairs)
    elif position is not None:
        changed = typed.without_partner(pairs, position)
    else:
        return None
    declaring.remember(draft, typed.PARTNERS, changed)
    db.session.commit()
    anchor = f"partner-{len(typed.partners_in(changed))}" if "add" in request.form else None
    return redirect(url_for(".step", key=key, step=typed.PARTNERS, _anchor=anchor), 303)


def after(draft: Draft, key: str, step: str) -> str:
    """On to the next step, past what looks like it; once all have been seen, back to the answers."""
    if step == typed.PARTNERS and similar.to_be_asked(draft, current_user):
        return url_for(".similar", key=key)
    if declaring.first_to_do(draft) is None:
        return url_for(".check", key=key)
    following = STEPS.index(step) + 1
    return url_for(".step", key=key, step=STEPS[following]) if following < len(STEPS) else url_for(".check", key=key)


def _show(draft: Draft, key: str, step: str, form: Any, *, saved: Any = None, status: int = 200) -> tuple[str, int]:
    form.revision.data = str(draft.revision)
    page = render_template(
        f"declaring/{step}.html",
        form=form,
        draft=draft,
        key=key,
        step=step,
        number=STEPS.index(step) + 1,
        total=len(STEPS) + 1,
        back=url_for(".step", key=key, step=STEPS[STEPS.index(step) - 1]) if step != STEPS[0] else url_for(".start"),
        saved=rows_of(step, saved) if saved is not None else None,
    )
    return page, status


def _show_check(
    draft: Draft, key: str, *, status: int = 200, refusal: str = "", newer: Cooperation | None = None
) -> tuple[str, int]:
    if not current_user.is_authenticated:
        session["draft"] = key
    steps = declaring.forms_of(draft, current_user, sides_in_order())
    page = render_template(
        "declaring/check.html",
        draft=draft,
        key=key,
        answers=[(step, rows_of(step, form)) for step, form in steps.items()],
        faults=[(step, _messages(form)) for step, form in steps.items() if form.errors],
        refusal=refusal,
        newer=newer,
        version=newer.version if newer else draft.data.get("version"),
        is_old=status == 409 and not refusal and newer is None,
        sends_wrong=status == 422,
        total=len(STEPS) + 1,
        is_disputed=declaring.is_about_disputed_place(steps[typed.PARTNERS]),
    )
    return page, status


def draft_or_404(key: str) -> Draft:
    """The person's own living draft, by its key or, for its owner, by its number; locked when something is sent."""
    found = _find(key)
    if found is not None and request.method == "POST":
        found = lock(Draft, found.id)
    if found is None or found.kind is not DraftKind.COOPERATION or not drafts.is_free_for(found, current_user.id):
        _not_here()
    return found


def _find(key: str) -> Draft | None:
    if key.isascii() and key.isdigit():
        is_number = len(key) < 10 and current_user.is_authenticated
        return drafts.find_own(current_user, int(key)) if is_number else None
    return drafts.find(key)


def _not_here() -> NoReturn:
    """Sent already: to the record. Else it has expired, or was never this person's: nobody learns which."""
    draft_id = request.form.get("draft", type=int)
    sent = declaring.sent_from(draft_id, current_user) if draft_id and current_user.is_authenticated else None
    if sent is not None:
        abort(redirect(url_for("cooperations.show", cooperation_id=sent), 303))
    abort(make_response(render_template("declaring/gone.html"), 404))


def _subject(draft: Draft) -> Cooperation:
    return (lock(Cooperation, draft.subject_id) if draft.subject_id else None) or abort(404)


def _adopt(draft: Draft, key: str) -> None:
    """Whoever is signed in makes the draft their own; others keep its key for when they are."""
    if current_user.is_authenticated:
        draft.account_id = current_user.id
    else:
        session["draft"] = key


def _shown_revision() -> int:
    return request.form.get("revision", default=0, type=int)


def _sent() -> list[tuple[str, str]]:
    sent = list(request.form.items(multi=True))
    if len(sent) > typed.MOST_VALUES:
        raise RequestEntityTooLarge
    return sent


def _form(draft: Draft, step: str, pairs: Pairs | None) -> Any:
    return declaring.form_of(step, pairs, current_user, sides_in_order(), **declaring.eased(draft, step))


def _messages(form: Any) -> list[str]:
    """The messages of a form, each once; those of its partners say of which one they speak."""
    found: list[str] = []
    for part in form:
        entries = enumerate(getattr(part, "entries", []), 1)
        wrong = [(place, field.errors[0]) for place, entry in entries for field in entry.form if field.errors]
        inner = [f"{_('Partner %(num)s', num=place)}. {message}" for place, message in wrong]
        found += inner or [str(text) for text in part.errors[:1]]
    return list(dict.fromkeys(found))
