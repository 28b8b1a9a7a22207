"""How a person is named where no template does it."""

from __future__ import annotations

from flask_babel import gettext as _

from trianon.accounts.models import Account


def name_of(account: Account) -> str:
    """The name that others see; somebody who deleted their account has none."""
    return account.name or _("former participant")
