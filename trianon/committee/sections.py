"""What a member of the Committee finds on their own page."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from trianon.accounts.models import Account
from trianon.accounts.space import Item, Section, section
from trianon.committee.flag_queries import has_reported
from trianon.committee.queries import open_counts
from trianon.core.sides import BOTH_SIDES


@section(order=5)
def cases(account: Account) -> Section | None:
    """How many texts wait for voices, and the way to them."""
    if not account.sits or account.side not in BOTH_SIDES:
        return None
    waiting = sum(open_counts().values())
    address = url_for("committee.queue")
    items = [Item(ngettext("%(num)s case to examine", "%(num)s cases to examine", waiting), address)] if waiting else []
    return Section(_("Cases to examine"), items, _("Nothing is waiting."), (_("Open the queue"), address))


@section(order=55)
def own_reports(account: Account) -> Section | None:
    """What one has reported; nothing where there is none."""
    if not has_reported(account):
        return None
    return Section(_("My reports"), more=(_("My reports and what became of them"), url_for("committee.my_flags")))
