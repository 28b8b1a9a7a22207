"""Mails about accounts and organisations, made from what is true when they are sent."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts import tokens
from trianon.accounts.models import Account, Token
from trianon.accounts.organisation_models import Membership, MembershipState
from trianon.bilingual.text import plain
from trianon.core.database import db
from trianon.mail.message import Button, MailMessage, mail


@mail("accounts.confirm", even_if_paused=True)
def confirm(token: int, next_url: str | None = None) -> MailMessage | None:
    """The link that confirms a new address."""
    row = db.session.get(Token, token)
    if row is None or not tokens.is_living(row):
        return None
    account = db.session.get_one(Account, row.account_id)
    link = url_for("accounts.confirm_address", link=tokens.signed(row), next=next_url, _external=True)
    return MailMessage(
        subject=_("Confirm your e-mail address"),
        paragraphs=[
            _("An account was created with this address. One step is left: confirm that the address is yours.")
        ],
        facts=[(_("Name or pseudonym"), account.wanted_name or account.name)],
        button=Button(_("Confirm my address"), link),
        after=[
            _("The link works once, for three days."),
            _("You did not create an account? Then do nothing: without a confirmation it stays closed."),
        ],
    )


@mail("accounts.known")
def known(account: int) -> MailMessage | None:
    """Somebody signed up with an address that has an account."""
    return MailMessage(
        subject=_("You already have an account"),
        paragraphs=[
            _("Somebody wanted to create an account with this address. There is one already, so none was made."),
            _("If it was you, sign in. If the password is forgotten, choose a new one on the sign-in page."),
        ],
        button=Button(_("Sign in"), url_for("accounts.sign_in", _external=True)),
        after=[_("It was not you? Then nothing has changed, and there is nothing to do.")],
    )


@mail("accounts.reset", even_if_paused=True)
def reset(token: int) -> MailMessage | None:
    """The link for a new password."""
    row = db.session.get(Token, token)
    if row is None or not tokens.is_living(row):
        return None
    return MailMessage(
        subject=_("Choose a new password"),
        paragraphs=[_("A new password was asked for. Open the link and choose it.")],
        button=Button(_("Choose a new password"), url_for("accounts.reset", link=tokens.signed(row), _external=True)),
        after=[
            _("The link works once, for one hour."),
            _("You did not ask for it? Then do nothing: your password stays as it is."),
        ],
    )


@mail("accounts.password_changed")
def password_changed(account: int) -> MailMessage | None:
    """The owner learns of it, whoever did it."""
    return MailMessage(
        subject=_("Your password was changed"),
        paragraphs=[
            _("Your account has a new password. For safety you are signed out on your other devices."),
            _("It was not you? Choose a new password at once."),
        ],
        button=Button(_("Choose a new password"), url_for("accounts.ask_reset", _external=True)),
    )


@mail("organisations.membership_asked")
def membership_asked(membership: int) -> MailMessage | None:
    """A manager is asked to let somebody in."""
    row = db.session.get(Membership, membership)
    if row is None or row.state is not MembershipState.ASKED:
        return None
    return MailMessage(
        subject=_("Somebody asks to act for your organisation"),
        paragraphs=[_("You manage this organisation: say whether this person may act for it.")],
        facts=[(_("Organisation"), plain(row.organisation.name)), (_("Person"), row.account.name)],
        button=Button(_("Open the organisation’s page"), _page(row)),
    )


@mail("organisations.membership_settled")
def membership_settled(membership: int) -> MailMessage | None:
    """The answer of a manager."""
    row = db.session.get(Membership, membership)
    if row is None or row.state not in {MembershipState.ACCEPTED, MembershipState.DECLINED}:
        return None
    accepted = row.state is MembershipState.ACCEPTED
    return MailMessage(
        subject=_("You may act for an organisation") if accepted else _("Your request to act for an organisation"),
        paragraphs=[
            _("Your request was accepted: from now on you can declare and write on behalf of this organisation.")
            if accepted
            else _("The organisation’s manager did not accept your request.")
        ],
        facts=[(_("Organisation"), plain(row.organisation.name))],
        button=Button(_("Open the organisation’s page"), _page(row)),
    )


def _page(row: Membership) -> str:
    return url_for("organisations.show", organisation_id=row.organisation_id, _external=True)
