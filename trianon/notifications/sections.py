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
from trianon.notifications.sentences import Sentence, sentence_of
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
    items = [_item(said) for said in standing_for(account)[:MOST_STANDING]]
    items += [_item(said, moment(row.created_at)) for row, said in found if said]
    more = (_("All notifications"), url_for("notifications.index"))
    return Section(_("What is new"), items, _("Nothing new."), more)


def _item(said: Sentence, when: str = "") -> Item:
    """A title stands apart from the words: it is marked with the language that it is in."""
    if said.title is None:
        return Item(said.text, said.url, note=when)
    return Item(said.title, said.url, note=" · ".join(filter(None, (said.text, when))))


@section(6)
def own_follows(account: Account) -> Section:
    """What somebody follows, the last begun first."""
    rows = latest_followed(account)
    known = topics.find_all([(row.subject, row.subject_id) for row in rows])
    found = [(row, known.get((row.subject, row.subject_id))) for row in rows]
    items = [Item(one.title, one.url, note=str(topics.kinds()[row.subject].label)) for row, one in found if one]
    more = (_("What I follow, and how often mails come"), url_for("following.index"))
    return Section(_("What I follow"), items, _("You follow nothing yet."), more)
