"""What is typed at the desk: made fit to keep, compared with what is kept already, and kept paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.checking import clean, clean_line
from trianon.bilingual.models import Origin, Translation, TranslationParagraph, TranslationState
from trianon.bilingual.translating import paragraphs
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.text import digest
from trianon.core.windows import NO_WINDOW, Window
from trianon.translations.models import TranslationWork
from trianon.translations.rules import check_length
from trianon.translations.sheets import draft_of, is_machine, machine_words
from trianon.translations.subjects import Field

# A code of a field → its paragraphs, as many as the source has (empty where nothing was written yet).
Words = Mapping[str, list[str]]


def keep_words(work: TranslationWork, texts: list[Field], words: Words, by: Account, state: TranslationState) -> None:
    """The words as one translation for each field; an earlier draft of the same source is replaced."""
    known = machine_words(work)
    for field in texts:
        parts = [_cleaned(field, part) for part in words.get(field.code, [])]
        check_length(field.source, joined(parts))
        key = {"subject": work.subject, "subject_id": work.subject_id, "field": field.code, "lang": work.lang}
        row = db.session.scalars(
            sa.select(Translation).filter_by(**key, source_digest=digest(field.source))
        ).one_or_none()
        if row is None:
            row = Translation(**key, source_digest=digest(field.source), origin=Origin.HUMAN, created_at=now())
            db.session.add(row)
        # From here on it is in somebody's hands; a paragraph of it is a machine's as long as it is not changed.
        row.state, row.origin, row.translator_id = state, Origin.HUMAN, work.translator_id or by.id
        for old in list(row.paragraphs):
            db.session.delete(old)
        db.session.flush()
        db.session.refresh(row, ["paragraphs"])
        row.paragraphs.extend(
            TranslationParagraph(
                position=place,
                source_digest=digest(source),
                text=parts[place],
                origin=Origin.MACHINE if is_machine(known, source, parts[place]) else Origin.HUMAN,
            )
            for place, source in enumerate(paragraphs(field.source))
            if place < len(parts) and parts[place]
        )
    db.session.flush()


def check_whole(texts: list[Field], words: Words) -> None:
    """Raises RuleViolation unless every paragraph is translated."""
    for field in texts:
        written = [part.strip() for part in words.get(field.code, [])]
        if len(written) != len(paragraphs(field.source)) or not all(written):
            raise RuleViolation("translation_not_whole")
        check_length(field.source, joined(written))


def _cleaned(field: Field, part: str) -> str:
    """A title stays on one line; a paragraph stays one, so that it keeps beside its source."""
    return clean_line(part) if field.code == "title" else "\n".join(line for line in clean(part).split("\n") if line)


def joined(parts: list[str]) -> str:
    """One text of its paragraphs."""
    return "\n\n".join(part.strip() for part in parts if part.strip())


def check_window(work: TranslationWork, texts: list[Field], words: Words, window: Window) -> None:
    """Another window of the same person may have saved since this one was opened; the same words do no harm."""
    if window == NO_WINDOW or not window.is_overtaken_by(work.last_save):
        return
    kept = draft_of(work, texts)
    typed = {field.code: [_cleaned(field, part) for part in words.get(field.code, [])] for field in texts}
    if any(_without_end(typed[code]) != _without_end(there) for code, there in kept.items()):
        raise RuleViolation("translation_saved_elsewhere")


def _without_end(parts: list[str]) -> list[str]:
    """Without the empty paragraphs at the end, which a page sends and a draft leaves out."""
    return parts[: max((place for place, part in enumerate(parts, 1) if part), default=0)]
