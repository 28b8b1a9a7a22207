"""What follows from what happens to people and organisations."""

from __future__ import annotations

from trianon.accounts.events import MembershipAsked, MembershipSettled
from trianon.accounts.models import Account
from trianon.accounts.organisation_queries import managers_of
from trianon.core.database import db
from trianon.core.events import on
from trianon.mail.outbox import post


@on(MembershipAsked)
def tell_managers(event: MembershipAsked) -> None:
    """Each manager gets a mail; the first answer counts."""
    for manager in managers_of(event.subject_id):
        post(
            "organisations.membership_asked",
            manager,
            once=f"membership_asked:{event.membership_id}:{manager.id}",
            membership=event.membership_id,
        )


@on(MembershipSettled)
def tell_person(event: MembershipSettled) -> None:
    """Who asked hears the answer."""
    account = db.session.get(Account, event.account_id)
    if account is not None and account.is_active:
        post("organisations.membership_settled", account, membership=event.membership_id)
