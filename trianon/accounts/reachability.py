"""Whether our mails reach a person; while they do not, one's own page says so first of all."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.events import AddressConfirmed
from trianon.accounts.models import Account
from trianon.accounts.space import Item, Section, section
from trianon.bilingual.formats import moment
from trianon.core.database import db
from trianon.core.events import on
from trianon.mail import addresses
from trianon.mail.outbox import post


@on(AddressConfirmed)
def resume(event: AddressConfirmed) -> None:
    """Who used a link from our mail can be reached."""
    account = db.session.get(Account, event.subject_id)
    if account is not None:
        addresses.resume(account.email, account_id=account.id)


def try_again(account: Account) -> bool:
    """Write to the address again, beginning with a test mail; False when nothing was held back."""
    if not addresses.resume(account.email, account_id=account.id):
        return False
    post("mail.test", account)
    return True


@section(1)
def mails_held_back(account: Account) -> Section | None:
    """Nothing while mails arrive."""
    state = addresses.state_of(account.email)
    if state is None or state.paused_at is None:
        return None
    item = Item(
        _("See what happened and try again"),
        url_for("accounts.mails"),
        note=_("Mails have been held back since %(at)s", at=moment(state.paused_at)),
    )
    return Section(_("Our mails do not reach you"), [item])
