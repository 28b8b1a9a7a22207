"""Contributions and replies for those who follow them, their sub-theme, their workshop or their organisation."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from sqlalchemy.orm import joinedload, lazyload

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.contributions.comment_models import Comment
from trianon.contributions.events import CommentPublished, ContributionPublished, ContributionTranslated
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.core.database import db
from trianon.core.events import on
from trianon.core.publication import PUBLIC
from trianon.notifications.following_services import write_news
from trianon.notifications.preloading import preloads
from trianon.notifications.sentences import Sentence, sentence
from trianon.notifications.topics import Topic, topic

SUBJECT = "contribution"
PUBLISHED, TRANSLATED = "follows.contribution", "follows.contribution_translated"


@topic(SUBJECT, lazy_pgettext("something followed", "Contribution"))
def found(numbers: Collection[int]) -> dict[int, Topic]:
    """Public ones."""
    rows = _with_titles().where(Contribution.id.in_(numbers), Contribution.state.in_(PUBLIC))
    return {
        one.id: Topic(one.public_version.title, _page(one.id))
        for one in db.session.scalars(rows)
        if one.public_version is not None
    }


@on(ContributionPublished)
def tell_published(event: ContributionPublished) -> None:
    """A new text concerns those who follow what it is about, or a search that finds it; a new version, those who follow
    the text."""
    item = db.session.get_one(Contribution, event.subject_id)
    is_new = item.published_at == item.updated_at
    about = [("sub_theme", item.sub_theme_id), ("workshop", item.workshop_id), ("organisation", item.on_behalf_of_id)]
    topics = about if is_new else [(SUBJECT, item.id)]
    data = {"contribution": item.id} | ({} if is_new else {"version": event.version})
    kind = PUBLISHED if is_new else "follows.contribution_changed"
    write_news(kind, topics, data, author=item.author_id, by=event.by, searched=is_new)


@on(ContributionTranslated)
def tell_translated(event: ContributionTranslated) -> None:
    """Those who follow the text, or a search that finds it only now, and read the language that it can be read in."""
    item = db.session.get_one(Contribution, event.subject_id)
    write_news(
        TRANSLATED,
        [(SUBJECT, item.id)],
        {"contribution": item.id},
        author=item.author_id,
        by=event.by,
        lang=Lang(event.lang),
        searched=True,
    )


@on(CommentPublished)
def tell_reply(event: CommentPublished) -> None:
    """Those who follow the text that was answered; its author hears of it in any case."""
    if not event.is_new:
        return
    author = db.session.get_one(Comment, event.subject_id).author_id
    write_news(
        "follows.reply", [(SUBJECT, event.contribution)], {"comment": event.subject_id}, author=author, by=event.by
    )


@sentence(PUBLISHED)
def say_published(contribution: int) -> Sentence | None:
    """As long as everybody can read it."""
    return _said(_public(contribution), _("New contribution"))


@sentence("follows.contribution_changed")
def say_changed(contribution: int, version: int) -> Sentence | None:
    """Of several new versions, only the one that is public."""
    item = _public(contribution)
    is_true = item is not None and item.public_version is not None and item.public_version.number == version
    return _said(item if is_true else None, _("New version of a contribution"))


@sentence(TRANSLATED)
def say_translated(contribution: int) -> Sentence | None:
    """As long as the translation stands beside it."""
    item = _public(contribution)
    return _said(item if item and item.is_translated else None, _("Contribution translated"))


@sentence("follows.reply")
def say_reply(comment: int) -> Sentence | None:
    """As long as everybody can read both."""
    reply = db.session.get(Comment, comment)
    item = _public(reply.contribution_id) if reply is not None and reply.state in PUBLIC else None
    if item is None or item.public_version is None:
        return None
    return Sentence(_("New reply"), url_for("contributions.show_reply", comment_id=comment), item.public_version.title)


def _public(contribution: int) -> Contribution | None:
    item = db.session.get(Contribution, contribution)
    return item if item is not None and item.state in PUBLIC else None


def _said(item: Contribution | None, words: str) -> Sentence | None:
    if item is None or item.public_version is None:
        return None
    return Sentence(words, _page(item.id), item.public_version.title)


def _page(number: int) -> str:
    return url_for("contributions.show", contribution_id=number)


def _with_titles() -> sa.Select[Contribution]:
    titles = joinedload(Contribution.public_version).load_only(ContributionVersion.number, ContributionVersion.title)
    return sa.select(Contribution).options(titles)


@preloads("contribution")
def contributions(numbers: Collection[int]) -> Sequence[object]:
    """For the inbox, with what its lines ask for."""
    return db.session.scalars(_with_titles().where(Contribution.id.in_(numbers))).all()


@preloads("comment")
def replies(numbers: Collection[int]) -> Sequence[object]:
    """For the inbox, each with its author and the text that it answers."""
    text = joinedload(Comment.contribution)
    rows = sa.select(Comment).options(
        joinedload(Comment.author).options(lazyload(Account.appointments)),
        text.joinedload(Contribution.public_version).load_only(ContributionVersion.number, ContributionVersion.title),
    )
    return db.session.scalars(rows.where(Comment.id.in_(numbers))).unique().all()
