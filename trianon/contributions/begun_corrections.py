"""A correction that its author has begun and not sent: one for each text, kept like any draft, and moving nothing."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from trianon.accounts.models import Draft, DraftKind
from trianon.bilingual.formats import number
from trianon.bilingual.text import reader_lang
from trianon.contributions import drafting
from trianon.contributions.forms import FIELDS_OF_CORRECTION, MOST_KEPT, typed_so_far
from trianon.contributions.models import Contribution
from trianon.contributions.rules import may_be_corrected
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm

VERSION = "version"


def of(item: Contribution) -> Draft | None:
    """What the author of a text has typed to correct it; whoever writes has locked the text."""
    rows = _drafts_of(item.author_id, item.id).where(Draft.expires_at > now())
    return db.session.scalars(rows.order_by(Draft.id).limit(1)).first()


def is_behind(draft: Draft, item: Contribution) -> bool:
    """Whether the text has another version than the one that was shown when this was typed."""
    return bool(draft.data.get(VERSION) != item.version)


def typed(sent: Mapping[str, str]) -> dict[str, str]:
    """What stands in the form, right or not yet."""
    return typed_so_far(sent, FIELDS_OF_CORRECTION)


def keep(item: Contribution, draft: Draft | None, words: dict[str, str], *, shown_version: int) -> Draft | None:
    """Keep what was typed; None when that is nothing, or nothing else than the text says already.

    StaleForm when the text has changed since it was shown: its author compares first. Raises RuleViolation.
    """
    if not may_be_corrected(item):
        raise RuleViolation("text_is_closed")
    if max(map(len, words.values())) > MOST_KEPT:
        raise RuleViolation("text_too_long", most=number(MOST_KEPT))
    if shown_version != item.version:
        raise StaleForm
    if not words["title"] and not words["text"]:
        return None
    if draft is None and all(words[name] == value for name, value in said(item).items()):
        return None
    return drafting.keep(draft, reader_lang(), {**words, VERSION: item.version}, item.id)


def said(item: Contribution) -> dict[str, str]:
    """What a correction begins with: the words of the text, as its form names them."""
    newest = item.current
    lang = newest.source_lang
    return {
        "lang": lang.value,
        "kind": newest.kind.value,
        "title": newest.title.get(lang),
        "text": newest.text.get(lang),
    }


def forget(contribution_id: int) -> None:
    """It was sent, or the text is gone."""
    item = db.session.get_one(Contribution, contribution_id)
    for draft in db.session.scalars(_drafts_of(item.author_id, item.id)):
        db.session.delete(draft)
    db.session.flush()


def _drafts_of(author_id: int, contribution_id: int) -> sa.Select[Draft]:
    return sa.select(Draft).where(
        Draft.account_id == author_id, Draft.kind == DraftKind.CONTRIBUTION, Draft.subject_id == contribution_id
    )
