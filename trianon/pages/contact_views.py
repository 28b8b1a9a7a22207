"""The contact page: whom to write to, the term of an answer, a form that needs no account."""

from __future__ import annotations

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts.views import sign_up_limit
from trianon.bilingual.text import plain, reader_lang
from trianon.bilingual.urls import PREFIX
from trianon.core.database import db
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, requires
from trianon.core.prose import prose
from trianon.pages import contact_services, editorial
from trianon.pages.contact_forms import ContactForm
from trianon.pages.contact_mails import answer_by
from trianon.pages.contact_models import ContactKind
from trianon.pages.views import bp


@bp.route(PREFIX + "/contact", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
@limiter.limit(sign_up_limit, methods=["POST"])
def contact() -> ResponseReturnValue:
    """Write to the office, with or without an account."""
    form = ContactForm(email=current_user.email if current_user.is_authenticated else "")
    if form.validate_on_submit() and not _came_too_quickly(form):
        contact_services.write(
            ContactKind(form.kind.data),
            name=form.name.data or "",
            address=form.email.data,
            lang=reader_lang(),
            text=form.text.data,
            office=_office(),
        )
        db.session.commit()
        return redirect(url_for(".contact_sent"), 303)
    form.show_moment()
    page = render_template(
        "pages/contact.html",
        form=form,
        intro=prose(plain(editorial.words("contact"))),
        answer_by=answer_by(),
        office=_office(),
    )
    return page, 422 if form.is_submitted() else 200


@bp.get(PREFIX + "/contact/sent")
@requires(Permission.PUBLIC)
def contact_sent() -> ResponseReturnValue:
    """What happens now."""
    return render_template("pages/contact_sent.html", answer_by=answer_by())


def _office() -> str:
    """Where the messages go."""
    return str(current_app.config["SETTINGS"].contact_mail)


def _came_too_quickly(form: ContactForm) -> bool:
    """Ask to send once more what a robot may have sent; nothing typed is lost."""
    if not form.is_too_quick():
        return False
    form.form_errors.append(_("The form came back very fast. Please press the button once more: nothing is lost."))
    return True
