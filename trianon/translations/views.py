"""The translators' desk, a text and its translation side by side, the author's objection, the public figures."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts.draft_words import draft_saved
from trianon.bilingual.formats import moment
from trianon.bilingual.lang import Lang
from trianon.bilingual.urls import localised_blueprint
from trianon.contributions.keeping import device, kept_on_device
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.permissions import Permission, requires
from trianon.core.windows import Window
from trianon.translations import glossary, labels, queries, services
from trianon.translations.models import TranslationWork
from trianon.translations.rules import LONGEST_NOTE, ON_DESK, WorkState, is_free
from trianon.translations.sheets import sheet_of
from trianon.translations.subjects import SUBJECTS

bp = localised_blueprint("translations", __name__, "/translations")

# In the session: the text whose words the site has whole now, so that the device need not keep them.
SENT = "translation"
# Characters of a window's mark.
MARK = 12
# More than any text that may be written has.
MOST_PARAGRAPHS = 500
REFUSED = {
    "translation_taken": 409,
    "translation_saved_elsewhere": 409,
    "translation_own_words_wait": 409,
    "reviewer_is_translator": 403,
    "translation_own_text": 403,
}


@bp.get("/")
@requires(Permission.TRANSLATE)
def desk() -> ResponseReturnValue:
    """What waits for a translator or a second reader, oldest first."""
    filters = queries.Filters(
        state=next((state for state in ON_DESK if state == request.args.get("state")), None),
        lang=next((lang for lang in Lang if lang == request.args.get("to")), None),
        subject=next((name for name in SUBJECTS if name == request.args.get("kind")), None),
    )
    found = queries.desk(filters, request.args.get("page"))
    return render_template(
        "translations/desk.html",
        desk=found,
        kept=filters.in_address(),
        groups=_groups(filters),
        sent=f"{device()}:{_name_on_device(session.pop(SENT))}" if SENT in session else "",
        labels=labels,
        now=now(),
    )


@bp.get("/<int:work_id>")
@requires(Permission.TRANSLATE)
def work(work_id: int) -> ResponseReturnValue:
    """One text, paragraph by paragraph, beside its translation."""
    return _page(_work_or_404(work_id))


@bp.post("/<int:work_id>/take")
@requires(Permission.TRANSLATE)
def take(work_id: int) -> ResponseReturnValue:
    """Begin, or go on: others see who is at it."""
    return _do(work_id, lambda row: services.take(row, by=current_user), stay=True)


@bp.post("/<int:work_id>/release")
@requires(Permission.TRANSLATE)
def release(work_id: int) -> ResponseReturnValue:
    """Let others have it; what was saved stays."""
    return _do(work_id, lambda row: services.release(row, by=current_user), _("The text is free for others."))


@bp.post("/<int:work_id>")
@requires(Permission.TRANSLATE)
def write(work_id: int) -> ResponseReturnValue:
    """Save, hand over, accept or send back, by the button that was pressed."""
    words, note, deed = _typed(), request.form.get("note", ""), request.form.get("do", "save")
    shown, window = request.form.get("shown", ""), _window()
    deeds: dict[str, tuple[Callable[[TranslationWork], None], str]] = {
        "save": (lambda row: services.save(row, words, by=current_user, shown=shown, window=window), _("Saved.")),
        "submit": (
            lambda row: services.submit(row, words, by=current_user, shown=shown, window=window),
            _("Thank you. A second person reads the translation before it is public."),
        ),
        "accept": (
            lambda row: services.accept(row, words, by=current_user, shown=shown, window=window),
            _("The translation is public."),
        ),
        "send_back": (
            lambda row: services.send_back(row, note, by=current_user, shown=shown),
            _("The translator is told what you ask for."),
        ),
    }
    if deed not in deeds:
        abort(400)
    answer = _do(work_id, *deeds[deed], stay=deed == "save", typed=words)
    if deed != "save" and not isinstance(answer, tuple):
        session[SENT] = work_id
    return answer


@bp.post("/<int:work_id>/draft")
@requires(Permission.TRANSLATE)
def save_draft(work_id: int) -> ResponseReturnValue:
    """What is typed is saved meanwhile: the page itself asks for it, and says when, or why not."""
    row = db.session.get(TranslationWork, work_id) if work_id < 2**31 else None
    if row is None:
        abort(404)
    shown = request.form.get("shown", "")
    try:
        services.save(row, _typed(), by=current_user, shown=shown, window=_window(), while_typing=True)
    except (StaleForm, RuleViolation) as refusal:
        db.session.rollback()
        return jsonify(words=_not_saved(refusal)), REFUSED.get(getattr(refusal, "code", "translation_taken"), 422)
    db.session.commit()
    return jsonify(
        address=url_for(".work", work_id=work_id),
        keep=_on_device(row, shown)["keep"],
        save=url_for(".save_draft", work_id=work_id),
        words=draft_saved(now()),
        part=_yours_until(row),
    )


def _not_saved(refusal: StaleForm | RuleViolation) -> str:
    """Why, and where the words are."""
    if isinstance(refusal, RuleViolation):
        return explain(refusal) + " " + _("What you type here is kept on this device alone.")
    return _(
        "The original has changed. Save by the button: the page then shows the new one, with your words beside it."
    )


@bp.post("/<int:work_id>/object")
@requires(Permission.PARTICIPATE)
def object_to(work_id: int) -> ResponseReturnValue:
    """The author objects to the translation of their text."""
    row = db.session.get(TranslationWork, work_id) if work_id < 2**31 else None
    item = SUBJECTS[row.subject].load(row.subject_id) if row else None
    if row is None or item is None or current_user.id not in {who.id for who in SUBJECTS[row.subject].authors(item)}:
        abort(404)
    page = SUBJECTS[row.subject].url(row.subject_id)
    do_and_say(
        lambda: services.object_to(row, request.form.get("note", ""), by=current_user),
        _("The translation is taken off the page. The translator reads what you have written."),
        refused="warning",
    )
    return redirect(page, 303)


@bp.get("/figures")
@requires(Permission.PUBLIC)
def figures() -> ResponseReturnValue:
    """How much the other country can read, and how long it takes."""
    return render_template("translations/figures.html", figures=queries.figures())


def _page(
    row: TranslationWork, *, typed: dict[str, list[str]] | None = None, problem: str = "", status: int = 200
) -> tuple[str, int]:
    subject = SUBJECTS[row.subject]
    item = subject.load(row.subject_id) or abort(404)
    texts = subject.texts(item)
    sheet = sheet_of(row, texts, typed or {})
    shown = services.fingerprint(texts)
    claimed = row.claimed_until is not None and row.claimed_until > now()
    return (
        render_template(
            "translations/work.html",
            work=row,
            sheet=sheet,
            shown=shown,
            window=Window(secrets.token_hex(MARK // 2), row.last_save),
            on_device=_on_device(row, shown),
            until=_yours_until(row),
            # Both stand on the page: it is for the person to say which of them stays, not for the script.
            comparing=status == 409,
            source_lang=row.lang.other,
            title=subject.titles([row.subject_id])[row.subject_id],
            record=subject.url(row.subject_id),
            mine=claimed and row.claimed_by_id == current_user.id,
            taken=not is_free(row, current_user.id, now()),
            is_author=current_user.id in {who.id for who in subject.authors(item)},
            is_translator=row.translator_id == current_user.id,
            reviewing=row.state is WorkState.IN_REVIEW,
            labels=labels,
            terms=glossary.terms_in((field.source for field in texts), row.lang.other),
            by_machine=any(pair.by_machine for _field, pairs in sheet for pair in pairs),
            problem=problem,
            most=LONGEST_NOTE,
        ),
        status,
    )


def _do(
    work_id: int,
    deed: Callable[[TranslationWork], None],
    said: str = "",
    *,
    stay: bool = False,
    typed: dict[str, list[str]] | None = None,
) -> ResponseReturnValue:
    row = _work_or_404(work_id)
    try:
        deed(row)
    except StaleForm:
        db.session.rollback()
        words = _(
            "The text has changed while you were translating. "
            "Below is the new one; what you typed is kept where it fits."
        )
        return _page(_work_or_404(work_id), typed=typed, problem=words, status=409)
    except RuleViolation as refusal:
        db.session.rollback()
        words = explain(refusal)
        if refusal.code == "translation_saved_elsewhere":
            words += " " + _("What was saved stands under each paragraph that differs. Send yours again to keep it.")
        return _page(_work_or_404(work_id), typed=typed, problem=words, status=REFUSED.get(refusal.code, 422))
    db.session.commit()
    if said:
        flash(said, "success")
    return redirect(url_for(".work", work_id=work_id) if stay else url_for(".desk"), 303)


def _window() -> Window:
    """The page that is open, by the mark that it was given."""
    mark = request.form.get("window", "")
    return Window(mark if mark.isalnum() and mark.isascii() and len(mark) == MARK else "", request.form.get("seen", ""))


def _name_on_device(work_id: int) -> str:
    return f"translation-{work_id}"


def _on_device(row: TranslationWork, shown: str) -> dict[str, str]:
    """What the device keeps is about one original: with another, the paragraphs would stand beside the wrong ones."""
    return kept_on_device(f"{_name_on_device(row.id)}:{shown}") | {"before": ""}


def _yours_until(row: TranslationWork) -> str:
    """Empty while the text is nobody's."""
    if row.claimed_until is None:
        return ""
    return _(
        "The text is yours until %(moment)s; each time you save, you get more time.", moment=moment(row.claimed_until)
    )


def _typed() -> dict[str, list[str]]:
    """The paragraphs of each field in their order, as the page names them: `text-0`, `text-1`, …"""
    found: dict[str, list[str]] = {}
    for name in request.form:
        code, _dash, place = name.rpartition("-")
        if code and place.isascii() and place.isdigit() and int(place) < MOST_PARAGRAPHS:
            words = found.setdefault(code, [])
            words.extend([""] * (int(place) + 1 - len(words)))
            words[int(place)] = request.form[name]
    return found


def _work_or_404(work_id: int) -> TranslationWork:
    row = db.session.get(TranslationWork, work_id) if work_id < 2**31 else None
    if row is None or row.state is WorkState.CLOSED or SUBJECTS[row.subject].load(row.subject_id) is None:
        abort(404)
    return row


def _groups(filters: queries.Filters) -> list[dict[str, Any]]:
    return [
        _group("state", _("State"), _("All states"), {s.value: labels.STATES[s] for s in ON_DESK}, filters.state),
        _group("to", _("Direction"), _("Both directions"), {x.value: labels.DIRECTIONS[x] for x in Lang}, filters.lang),
        _group("kind", _("Kind of text"), _("All kinds"), {n: s.label for n, s in SUBJECTS.items()}, filters.subject),
    ]


def _group(name: str, label: str, every: str, values: dict[str, Any], chosen: str | None) -> dict[str, Any]:
    options = [{"value": "", "label": every, "count": None, "checked": not chosen}]
    options += [{"value": v, "label": words, "count": None, "checked": v == chosen} for v, words in values.items()]
    return {"name": name, "label": label, "kind": "select", "options": options}
