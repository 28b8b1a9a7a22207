"""Whose translation a reader has before them, on the page of a record whose texts are translated one by one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, lazyload, selectinload

from trianon.accounts.models import Account
from trianon.bilingual.models import Translation, TranslationState
from trianon.bilingual.text import Bilingual, reader_lang
from trianon.contributions.queries import Credit
from trianon.core.database import db
from trianon.core.text import digest
from trianon.translations.subjects import SUBJECTS


def credits_of(subject: str, item: Any) -> list[Credit]:
    """Who translated and who reviewed what stands in the reader's language, each pair once, the newest first.

    Words that somebody has changed since by hand are nobody's translation.
    """
    lang = reader_lang()
    kind = SUBJECTS[subject]
    holder = kind.holder(item)
    texts: dict[str, Bilingual] = {code: getattr(holder, code) for code in kind.fields}
    if getattr(holder, "source_lang", None) is lang or not any(text.get(lang) for text in texts.values()):
        # Written in it, or not told in it at all: nothing was translated into it.
        return []
    translator, reviewer = aliased(Account), aliased(Account)
    rows = (
        sa.select(Translation, translator, reviewer)
        .outerjoin(translator, Translation.translator_id == translator.id)
        .outerjoin(reviewer, Translation.reviewer_id == reviewer.id)
        .where(
            Translation.subject == subject,
            Translation.subject_id == item.id,
            Translation.lang == lang,
            Translation.state == TranslationState.REVIEWED,
        )
        .options(
            selectinload(Translation.paragraphs),
            lazyload(translator.appointments),
            lazyload(reviewer.appointments),
        )
        .order_by(Translation.reviewed_at.desc(), Translation.id.desc())
    )
    found: dict[tuple[int | None, int | None], Credit] = {}
    for made, translated_by, reviewed_by in db.session.execute(rows):
        text = texts.get(made.field)
        is_of_this_text = text is not None and made.source_digest == digest(text.get(made.lang.other))
        if is_of_this_text and kind.still_says(item, made):
            found.setdefault((made.translator_id, made.reviewer_id), Credit(translated_by, reviewed_by))
    return list(found.values())
