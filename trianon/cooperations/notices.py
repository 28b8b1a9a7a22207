"""What people see on the site about their own cooperations: lines in the inbox, drafts, a section of their own page."""

from __future__ import annotations

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from trianon.accounts import drafts
from trianon.accounts.models import Account, Draft, DraftKind
from trianon.accounts.space import Item, Section, section
from trianon.bilingual.text import plain
from trianon.cooperations.declaring import answers_of
from trianon.cooperations.models import Cooperation, CooperationVersion
from trianon.cooperations.representing import organisations_of
from trianon.cooperations.typed import TITLE
from trianon.core.database import db
from trianon.core.publication import PUBLIC, State
from trianon.notifications.sentences import Sentence, sentence

MOST_SHOWN = 50


@section(20)
def my_cooperations(account: Account) -> Section:
    """What one has declared oneself or for one's organisations, the newest first."""
    return Section(
        title=_("My cooperations"),
        items=[_item(cooperation, version) for cooperation, version in _own(account)],
        empty_text=_("You have not declared a cooperation yet."),
        more=(_("Declare a cooperation"), url_for("declaring.start")),
    )


@drafts.opens(DraftKind.COOPERATION)
def draft_link(draft: Draft) -> drafts.DraftLink:
    """Its owner opens a draft by its number."""
    title = dict(answers_of(draft, TITLE) or []).get("title", "")
    return drafts.DraftLink(title, url_for("declaring.resume", key=str(draft.id)))


@sentence("cooperations.received")
def received(cooperation: int) -> Sentence | None:
    """The receipt."""
    found = db.session.get(Cooperation, cooperation)
    if found is None or found.state is State.WITHDRAWN:
        return None
    return Sentence(
        _("Your declaration has been received: “%(title)s”.", title=plain(found.latest.title)), _address(found)
    )


@sentence("cooperations.confirmed")
def confirmed(cooperation: int, organisation: int) -> Sentence | None:
    """A partner has given its side's word."""
    found = db.session.get(Cooperation, cooperation)
    if found is None or found.state not in PUBLIC or found.public_version is None:
        return None
    words = _("A partner has confirmed your cooperation “%(title)s”.", title=plain(found.public_version.title))
    return Sentence(words, _address(found))


def _own(account: Account) -> list[tuple[Cooperation, CooperationVersion]]:
    bodies = [organisation.id for organisation in organisations_of(account)]
    newest = sa.and_(
        CooperationVersion.cooperation_id == Cooperation.id, CooperationVersion.number == Cooperation.version
    )
    rows = (
        sa.select(Cooperation, CooperationVersion)
        .join(CooperationVersion, newest)
        .where(
            sa.or_(
                Cooperation.declared_by_id == account.id,
                Cooperation.on_behalf_of_id.in_(bodies),
                Cooperation.for_member_id.in_(bodies),
            )
        )
        .order_by(Cooperation.id.desc())
        .limit(MOST_SHOWN)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def _item(cooperation: Cooperation, version: CooperationVersion) -> Item:
    state = cooperation.pending or cooperation.state
    note = _("an accepted version is public") if cooperation.pending else ""
    return Item(version.title, _address(cooperation), (state, "cooperation"), note)


def _address(cooperation: Cooperation) -> str:
    return url_for("cooperations.show", cooperation_id=cooperation.id)
