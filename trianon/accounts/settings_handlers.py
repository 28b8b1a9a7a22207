"""What follows from what happens to an account, and to who acts for an organisation."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.events import (
    AddressConfirmed,
    ManagerMade,
    ManagerMissing,
    NameAsked,
    NameSettled,
    SideChangeAsked,
    SideChangeSettled,
)
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Membership, MembershipState, Organisation
from trianon.accounts.people_queries import is_unmanaged, secretaries_general
from trianon.accounts.people_rules import deciding_side
from trianon.accounts.request_models import SideChangeRequest
from trianon.bilingual.text import plain
from trianon.core.database import db
from trianon.core.events import on
from trianon.mail.message import Button, MailMessage, mail
from trianon.mail.outbox import post


@on(NameSettled)
def tell_name(event: NameSettled) -> None:
    """Whoever had asked."""
    account = db.session.get_one(Account, event.subject_id)
    post("accounts.name_settled", account, account=account.id, accepted=event.accepted)


@on(SideChangeSettled)
def tell_side(event: SideChangeSettled) -> None:
    """Whoever had asked."""
    account = db.session.get_one(Account, event.subject_id)
    post("accounts.side_settled", account, request=event.request_id)


@on(NameAsked)
def tell_about_name(event: NameAsked) -> None:
    """Both secretaries general, once the address is confirmed: before, it may be a robot's."""
    account = db.session.get_one(Account, event.subject_id)
    if account.is_confirmed:
        _tell_secretaries(None)


@on(AddressConfirmed)
def tell_about_waiting_name(event: AddressConfirmed) -> None:
    """The name that was typed at sign-up."""
    if db.session.get_one(Account, event.subject_id).wanted_name:
        _tell_secretaries(None)


@on(SideChangeAsked)
def tell_about_side(event: SideChangeAsked) -> None:
    """The secretary general who decides."""
    request = db.session.get_one(SideChangeRequest, event.request_id)
    _tell_secretaries(deciding_side(request.side, request.account.side))


@on(ManagerMissing)
def tell_about_missing_manager(event: ManagerMissing) -> None:
    """The secretary general of the organisation's side."""
    organisation = db.session.get_one(Organisation, event.subject_id)
    for secretary in secretaries_general(organisation.side):
        post("organisations.manager_missing", secretary, organisation=organisation.id)


@on(ManagerMade)
def tell_new_manager(event: ManagerMade) -> None:
    """Who manages it from now on."""
    account = db.session.get_one(Account, event.account_id)
    if account.id != event.by:
        post("organisations.manager_made", account, membership=event.membership_id)


def _tell_secretaries(side: object) -> None:
    """One mail for all that waits: whoever has one on its way gets no second."""
    for secretary in secretaries_general(side):  # type: ignore[arg-type]
        post("accounts.requests", secretary, account=secretary.id)


@mail("accounts.requests")
def requests(account: int) -> MailMessage | None:
    """Something waits for a secretary general."""
    return MailMessage(
        subject=_("A request about a person waits for you"),
        paragraphs=[_("A name or a change of country waits for a secretary general’s answer.")],
        button=Button(_("Open the list"), url_for("accounts.requests", _external=True)),
    )


@mail("organisations.manager_missing")
def manager_missing(organisation: int) -> MailMessage | None:
    """Its side's secretary general may give it a new one."""
    row = db.session.get(Organisation, organisation)
    if row is None or not is_unmanaged(row):
        return None
    return MailMessage(
        subject=_("Nobody manages an organisation of your side any more"),
        paragraphs=[_("Its last manager has left. You can give it a new one.")],
        facts=[(_("Organisation"), plain(row.name))],
        button=Button(
            _("Choose a manager"), url_for("organisations.appoint_manager", organisation_id=row.id, _external=True)
        ),
    )


@mail("organisations.manager_made")
def manager_made(membership: int) -> MailMessage | None:
    """From now on they let people in."""
    row = db.session.get(Membership, membership)
    if row is None or row.state is not MembershipState.ACCEPTED:
        return None
    return MailMessage(
        subject=_("You manage an organisation"),
        paragraphs=[_("From now on you let people act for it, and correct its page.")],
        facts=[(_("Organisation"), plain(row.organisation.name))],
        button=Button(
            _("Open the organisation’s page"),
            url_for("organisations.show", organisation_id=row.organisation_id, _external=True),
        ),
    )
