"""How the committee reads a reply to a contribution, and which services carry out what it decides."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.text import Bilingual
from trianon.committee.rules import Matter, Verdict
from trianon.committee.subjects import SUBJECTS, Subject
from trianon.contributions import comment_services
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution
from trianon.core.database import db, lock
from trianon.core.sides import Side

LONGEST_BEGINNING = 90


class CommentSubject(Subject):
    """A reply shares the row of the contribution in the table of voices."""

    name = "comment"
    model = Comment
    show, correct, number = "contributions.show_reply", "contributions.edit_reply", "comment_id"

    def lock(self, item_id: int) -> Comment | None:
        """The text that it answers first, as whoever takes that text back does."""
        found = db.session.get(Comment, item_id)
        if found is not None:
            lock(Contribution, found.contribution_id)
        return super().lock(item_id)

    def title(self, item: Comment) -> Bilingual:
        """A reply has none: its beginning stands for it."""
        words = " ".join(item.latest.words.split())
        return Bilingual.only(item.latest.source_lang, shorten(words, LONGEST_BEGINNING, placeholder="…"))

    def matter(self, item: Comment) -> Matter:
        return Matter.CONTRIBUTION

    def side(self, item: Comment) -> Side:
        return item.side

    def sub_theme_id(self, item: Comment) -> int | None:
        return item.contribution.sub_theme_id

    def carry_out(self, verdict: Verdict, item: Comment, by: Account | None) -> None:
        {
            Verdict.ACCEPT: comment_services.publish_reply,
            Verdict.ASK_CHANGES: comment_services.ask_changes_of_reply,
            Verdict.REFUSE: comment_services.refuse_reply,
        }[verdict](item, by=by)

    def _is_own(self, person_id: int, mine: sa.Select[Any]) -> sa.ColumnElement[bool]:
        # Nor does the author of a text decide what is said of it.
        answered = sa.select(Contribution.id).where(
            Contribution.id == Comment.contribution_id,
            sa.or_(Contribution.author_id == person_id, Contribution.on_behalf_of_id.in_(mine)),
        )
        return sa.or_(Comment.author_id == person_id, answered.exists())

    def _writers(self, item: Comment) -> list[Account | None]:
        return [item.author]

    def _organisation_id(self, item: Comment) -> int | None:
        return None


SUBJECTS[CommentSubject.name] = CommentSubject()
