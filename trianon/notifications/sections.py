"""What is new, on one's own page."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.models import Account
from trianon.accounts.space import Item, Section, section
from trianon.bilingual.formats import moment
from trianon.notifications.queries import latest_of
from trianon.notifications.sentences import sentence_of


@section(5)
def own_news(account: Account) -> Section:
    """The newest unread notifications, first of all."""
    found = [(row, sentence_of(row.kind, row.data)) for row in latest_of(account)]
    items = [Item(said.text, said.url, note=moment(row.created_at)) for row, said in found if said]
    more = (_("All notifications"), url_for("notifications.index"))
    return Section(_("What is new"), items, _("Nothing new."), more)
