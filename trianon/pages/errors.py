"""Error pages in the reader's language; what is typed in a refused form stays in the browser's history."""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from trianon.bilingual.urls import browser_lang
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm, explain


def init_errors(app: Flask) -> None:
    """One page for every refusal, one with a reference for what went wrong with us."""
    app.register_error_handler(SecurityError, _wrong_host)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(RuleViolation, _against_a_rule)
    app.register_error_handler(StaleForm, _stale)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(InternalServerError, _broken)


def _page(code: int, title: str, text: str, reference: str = "") -> tuple[str, int]:
    # Before routing nobody has taken the language out of the address yet.
    g.setdefault("lang", browser_lang())
    return render_template("errors/page.html", code=code, title=title, text=text, reference=reference), code


def _refused(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if error.response is not None:
        return error.response
    title, text = _words(code)
    page, status = _page(code, title, text)
    # HTTP asks for the list of methods beside a 405.
    methods = getattr(error, "valid_methods", None)
    return page, status, {"Allow": ", ".join(methods)} if methods else {}


def _words(code: int) -> tuple[str, str]:
    sentences = {
        403: (_("This page is not open to you"), _("Your account does not have the right that this page needs.")),
        404: (_("This page does not exist"), _("The address may be mistyped, or the text is not public.")),
        405: (_("This cannot be done so"), _("Go back to the page and use its button.")),
        409: (_("The text has changed meanwhile"), _("Go back, read the new version, and try again.")),
        410: (_("This link is no longer good"), _("It was used already, or its time is over.")),
        413: (
            _("This is too large"),
            _("Shorten your text, or split your file, and send it again. Nothing was stored."),
        ),
        429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
    }
    return sentences.get(code, (_("This request was not understood"), _("Go back and try again. Nothing was stored.")))


def _wrong_host(_error: SecurityError) -> ResponseReturnValue:
    """A name that is not ours: no address can be made for it, so the answer has no page around it."""
    g.setdefault("lang", browser_lang())
    return Response(_("This request was not understood") + "\n", 400, mimetype="text/plain")


def _against_a_rule(refusal: RuleViolation) -> ResponseReturnValue:
    """A rule said no where the view did not expect it: two acts at once, mostly."""
    db.session.rollback()
    return _page(409, _("This cannot be done so"), explain(refusal))


def _stale(_error: StaleForm) -> ResponseReturnValue:
    db.session.rollback()
    return _page(409, *_words(409))


def _form_expired(_error: CSRFError) -> ResponseReturnValue:
    text = _(
        "The page was open for too long, or your browser refuses cookies. Go back, reload the page and send again."
    )
    return _page(400, _("The form has expired"), text)


def _broken(_error: InternalServerError) -> ResponseReturnValue:
    db.session.rollback()
    reference = secrets.token_hex(4)
    current_app.logger.error("reference %s", reference)
    text = _("The fault is ours. Nothing was stored by half. Try again in a moment; if it happens again, write to us.")
    return _page(500, _("Something went wrong"), text, reference)
