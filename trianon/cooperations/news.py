"""New records of the directory for those who follow their organisations, their sub-themes, or a search."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, lazyload

from trianon.cooperations.events import CooperationPublished
from trianon.cooperations.models import Cooperation, CooperationVersion
from trianon.core.database import db
from trianon.core.events import on
from trianon.core.publication import PUBLIC
from trianon.notifications.following_services import write_news
from trianon.notifications.preloading import preloads
from trianon.notifications.sentences import Sentence, sentence


@on(CooperationPublished)
def tell_published(event: CooperationPublished) -> None:
    """Once, when it comes into the directory; what is corrected later stands in its history."""
    item = db.session.get_one(Cooperation, event.subject_id)
    if item.public_version is None or item.published_at != item.updated_at:
        return
    bodies = {item.on_behalf_of_id, *(partner.organisation_id for partner in item.public_version.partners)}
    topics = [("organisation", number) for number in bodies]
    topics += [("sub_theme", one.id) for one in item.public_version.sub_themes]
    author = item.declared_by_id
    write_news("follows.cooperation", topics, {"cooperation": item.id}, author=author, by=event.by, searched=True)


@sentence("follows.cooperation")
def say_published(cooperation: int) -> Sentence | None:
    """As long as everybody can read it."""
    item = db.session.get(Cooperation, cooperation)
    if item is None or item.state not in PUBLIC or item.public_version is None:
        return None
    page = url_for("cooperations.show", cooperation_id=item.id)
    return Sentence(_("New cooperation in the directory"), page, item.public_version.title)


@preloads("cooperation")
def cooperations(numbers: Collection[int]) -> Sequence[object]:
    """For the inbox, with their titles."""
    titles = joinedload(Cooperation.public_version).options(lazyload(CooperationVersion.partners))
    rows = sa.select(Cooperation).options(titles.load_only(CooperationVersion.title))
    return db.session.scalars(rows.where(Cooperation.id.in_(numbers))).unique().all()
