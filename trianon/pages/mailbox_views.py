"""The demo's mailbox: what people would have received. Exists only with TRIANON_DEMO=1."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from trianon.bilingual.urls import localised_blueprint
from trianon.core.database import db
from trianon.core.paging import page
from trianon.core.permissions import Permission, requires
from trianon.mail.models import MailboxMessage

bp = localised_blueprint("mailbox", __name__, "/mailbox")

# A mail's own HTML is shown as a mail program would: no script, no form, nothing from elsewhere.
SANDBOX = "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'"


@bp.get("/")
@requires(Permission.READ_MAILBOX)
def index() -> ResponseReturnValue:
    """All mails, newest first; `address` shows one person's."""
    mails = sa.select(MailboxMessage)
    address = request.args.get("address", "").strip().lower()
    if address:
        mails = mails.where(MailboxMessage.address == address)
    found = page(mails, MailboxMessage.at, MailboxMessage.id, request.args.get("page"))
    return render_template("mailbox/index.html", page=found, address=address)


@bp.get("/<int:mail_id>")
@requires(Permission.READ_MAILBOX)
def show(mail_id: int) -> ResponseReturnValue:
    """One mail: its text, its calendar file, its HTML and its source."""
    return render_template("mailbox/show.html", mail=_mail_or_404(mail_id))


@bp.get("/<int:mail_id>.html")
@requires(Permission.READ_MAILBOX)
def html(mail_id: int) -> ResponseReturnValue:
    """The HTML half alone."""
    return Response(_mail_or_404(mail_id).html, headers={"Content-Security-Policy": SANDBOX})


@bp.get("/<int:mail_id>.eml")
@requires(Permission.READ_MAILBOX)
def source(mail_id: int) -> ResponseReturnValue:
    """The message as a mail server would have got it."""
    return Response(_mail_or_404(mail_id).raw, mimetype="message/rfc822")


def _mail_or_404(mail_id: int) -> MailboxMessage:
    return db.session.get(MailboxMessage, mail_id) or abort(404)
