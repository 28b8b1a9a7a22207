"""What is new, on one's own page."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.models import Account
from trianon.accounts.space import Item, Section, section
from trianon.bilingual.formats import moment
from trianon.notifications import topics
from trianon.notifications.following_queries import latest_followed
from trianon.notifications.preloading import load_for
from trianon.notifications.queries import latest_of
from trianon.notifications.sentences import sentence_of
from trianon.notifications.standing import standing_for

# Of what there is to do; the rest stands in the inbox.
MOST_STANDING = 3


@section(5)
def own_news(account: Account) -> Section:
    """What there is to do, and the newest unread notifications, first of all."""
    rows = latest_of(account)
    held = load_for(rows)
    found = [(row, sentence_of(row.kind, row.data)) for row in rows]
    del held
    items = [Item(said.whole, said.url) for said in standing_for(account)[:MOST_STANDING]]
    items += [Item(said.whole, said.url, note=moment(row.created_at)) for row, said in found if said]
    more = (_("All notifications"), url_for("notifications.index"))
    return Section(_("What is new"), items, _("Nothing new."), more)


@section(6)
def own_follows(account: Account) -> Section:
    """What somebody follows, the last begun first."""
    rows = latest_followed(account)
    known = topics.find_all([(row.subject, row.subject_id) for row in rows])
    found = [(row, known.get((row.subject, row.subject_id))) for row in rows]
    items = [Item(one.title, one.url, note=str(topics.kinds()[row.subject].label)) for row, one in found if one]
    more = (_("What I follow, and how often mails come"), url_for("following.index"))
    return Section(_("What I follow"), items, _("You follow nothing yet."), more)
