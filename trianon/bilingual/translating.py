"""Making translation records: paragraph by paragraph, each with the fingerprint of what it translates."""

from __future__ import annotations

import re

import sqlalchemy as sa

from trianon.bilingual.lang import Lang
from trianon.bilingual.models import Origin, Translation, TranslationParagraph, TranslationState
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.text import digest

_BLANK_LINES = re.compile(r"\n\s*\n")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which blank lines separate."""
    return [part.strip() for part in _BLANK_LINES.split(text) if part.strip()]


def keep_reviewed(
    subject: str,
    subject_id: int,
    field: str,
    *,
    lang: Lang,
    source: str,
    text: str,
    translator_id: int,
    reviewer_id: int,
) -> Translation:
    """A translation made by one person and reviewed by another, in place of an earlier one of the same source."""
    _forget(subject, subject_id, field, lang, digest(source))
    originals = paragraphs(source)
    made = Translation(
        subject=subject,
        subject_id=subject_id,
        field=field,
        lang=lang,
        state=TranslationState.REVIEWED,
        origin=Origin.HUMAN,
        source_digest=digest(source),
        translator_id=translator_id,
        reviewer_id=reviewer_id,
        created_at=now(),
        reviewed_at=now(),
        paragraphs=[
            TranslationParagraph(
                position=place, source_digest=digest(originals[place] if place < len(originals) else ""), text=part
            )
            for place, part in enumerate(paragraphs(text))
        ],
    )
    db.session.add(made)
    return made


def follow(subject: str, subject_id: int, field: str, lang: Lang, *, before: str, after: str) -> None:
    """A slip was mended in the source: its translation is the translation of the mended text from now on."""
    old, new = digest(before), digest(after)
    if old == new:
        return
    row = sa.select(Translation).filter_by(
        subject=subject, subject_id=subject_id, field=field, lang=lang, source_digest=old
    )
    kept = db.session.scalars(row).one_or_none()
    if kept is None:
        return
    _forget(subject, subject_id, field, lang, new)
    kept.source_digest = new
    originals = paragraphs(after)
    for paragraph in kept.paragraphs:
        if paragraph.position < len(originals):
            paragraph.source_digest = digest(originals[paragraph.position])
    db.session.flush()


def _forget(subject: str, subject_id: int, field: str, lang: Lang, source_digest: str) -> None:
    row = sa.select(Translation).filter_by(
        subject=subject, subject_id=subject_id, field=field, lang=lang, source_digest=source_digest
    )
    earlier = db.session.scalars(row).one_or_none()
    if earlier is not None:
        for paragraph in earlier.paragraphs:
            db.session.delete(paragraph)
        db.session.delete(earlier)
        db.session.flush()
