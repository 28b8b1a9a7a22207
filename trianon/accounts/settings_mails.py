"""Mails about one's own account: what was asked, what has changed, what somebody tried."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from trianon.accounts import tokens
from trianon.accounts.models import Account, Token
from trianon.accounts.request_models import RequestState, SideChangeRequest
from trianon.core.database import db
from trianon.mail.message import Button, MailMessage, mail


@mail("accounts.confirm_change", even_if_paused=True)
def confirm_change(token: int) -> MailMessage | None:
    """The link that makes an address the account's."""
    row = db.session.get(Token, token)
    if row is None or not tokens.is_living(row):
        return None
    link = url_for("accounts.confirm_change", link=tokens.signed(row), _external=True)
    return MailMessage(
        subject=_("Confirm your new e-mail address"),
        paragraphs=[_("You want to use this address for your account. Open the link, signed in, and confirm it.")],
        button=Button(_("Confirm the new address"), link),
        after=[
            _("The link works once, for one day."),
            _("You have no account here, or did not ask for it? Then do nothing."),
        ],
    )


@mail("accounts.address_asked")
def address_asked(account: int) -> MailMessage | None:
    """The old address learns of it at once."""
    return MailMessage(
        subject=_("Another e-mail address was asked for"),
        paragraphs=[
            _("Somebody who knows your password asked for another address for your account. Nothing has changed yet."),
            _("It was not you? Choose a new password at once: the link in the other mail dies with it."),
        ],
        button=Button(_("Choose a new password"), url_for("accounts.ask_reset", _external=True)),
    )


@mail("accounts.address_taken")
def address_taken(account: int) -> MailMessage | None:
    """Somebody wanted an address that has an account."""
    return MailMessage(
        subject=_("Your address was asked for by another account"),
        paragraphs=[
            _("Somebody with another account wanted to use this address. It is yours, so nothing was changed."),
        ],
        button=Button(_("Sign in"), url_for("accounts.sign_in", _external=True)),
        after=[_("It was not you? Then nothing has changed, and there is nothing to do.")],
    )


@mail("accounts.address_changed")
def address_changed(account: int) -> MailMessage | None:
    """To both addresses."""
    return MailMessage(
        subject=_("Your e-mail address was changed"),
        paragraphs=[
            _("Your account has another e-mail address from now on. Our mails go there."),
            _("It was not you? Write to us at once: the contact page says how."),
        ],
        button=Button(_("Contact"), url_for("pages.contact", _external=True)),
    )


@mail("accounts.factor_changed")
def factor_changed(account: int, enrolled: bool) -> MailMessage | None:
    """The owner learns of it, whoever did it."""
    said = (
        _("Signing in to your account asks for a code from now on.")
        if enrolled
        else _("Signing in to your account does not ask for a code any more.")
    )
    return MailMessage(
        subject=_("The second step of signing in has changed"),
        paragraphs=[said, _("It was not you? Choose a new password at once.")],
        button=Button(_("Choose a new password"), url_for("accounts.ask_reset", _external=True)),
    )


@mail("accounts.tries")
def tries(account: int, tries: int, codes: bool) -> MailMessage | None:
    """Somebody tries to get in; codes are tried by somebody who knows the password."""
    if codes:
        paragraphs = [
            _("Somebody gave your right password, then wrong codes: %(number)s times within an hour.", number=tries),
            _("It was not you? Then somebody knows your password. Choose a new one at once."),
        ]
    else:
        paragraphs = [
            _("Somebody tried wrong passwords on your account: %(number)s times within an hour.", number=tries),
            _("They did not get in, and we slow them down. A browser that you have used before lets you in as always."),
            _("A long password that you use nowhere else, and a second step, keep them out."),
        ]
    return MailMessage(
        subject=_("Somebody is trying to get into your account"),
        paragraphs=paragraphs,
        button=Button(_("Choose a new password"), url_for("accounts.ask_reset", _external=True)),
    )


@mail("accounts.name_settled")
def name_settled(account: int, accepted: bool) -> MailMessage | None:
    """The answer about a name that waited."""
    row = db.session.get(Account, account)
    if row is None or not row.is_active:
        return None
    said = (
        _("A secretary general has read your name: others see it from now on.")
        if accepted
        else _("A secretary general has read the name that you wanted: it may be taken for an office’s or another’s.")
    )
    return MailMessage(
        subject=_("Your name on the Dialogue’s site"),
        paragraphs=[said] if accepted else [said, _("Please choose another one.")],
        facts=[(_("Others see"), row.name)],
        button=Button(pgettext("person", "Name"), url_for("accounts.change_name", _external=True)),
    )


@mail("accounts.side_settled")
def side_settled(request: int) -> MailMessage | None:
    """The answer about a side."""
    row = db.session.get(SideChangeRequest, request)
    if row is None or row.state not in {RequestState.ACCEPTED, RequestState.DECLINED}:
        return None
    accepted = row.state is RequestState.ACCEPTED
    return MailMessage(
        subject=_("The country for which you take part"),
        paragraphs=[
            _("A secretary general has accepted your request: you take part for the country that you asked for.")
            if accepted
            else _("A secretary general has not accepted your request: nothing changes.")
        ],
        button=Button(_("My space"), url_for("accounts.space", _external=True)),
    )
