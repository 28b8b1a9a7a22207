"""A text beside what stands on the desk for it, paragraph by paragraph, and which of those words are a machine's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa

from trianon.bilingual.models import Origin, Translation, TranslationParagraph
from trianon.bilingual.translating import paragraphs
from trianon.core.database import db
from trianon.core.text import digest
from trianon.translations.models import TranslationWork
from trianon.translations.subjects import Field


class Pair(NamedTuple):
    """A paragraph and its translation, empty where nothing was written yet; and what is `kept` of it at the desk."""

    source: str
    words: str
    by_machine: bool
    kept: str


def sheet_of(
    work: TranslationWork, texts: list[Field], typed: Mapping[str, list[str]]
) -> list[tuple[Field, list[Pair]]]:
    """Every field with its pairs; what was `typed` a moment ago comes before what is kept."""
    draft = draft_of(work, texts)
    known = machine_words(work)
    sheet = []
    for field in texts:
        parts, kept = paragraphs(field.source), draft[field.code]
        words = (typed[field.code] if any(typed.get(field.code, [])) else kept) + [""] * len(parts)
        pairs = [Pair(part, words[n], is_machine(known, part, words[n]), kept[n]) for n, part in enumerate(parts)]
        sheet.append((field, pairs))
    return sheet


def draft_of(work: TranslationWork, texts: list[Field]) -> dict[str, list[str]]:
    """What stands on the desk for each field, paragraph by paragraph; paragraphs that an earlier version of the text
    had too come with their translation."""
    rows = sa.select(Translation).filter_by(subject=work.subject, subject_id=work.subject_id, lang=work.lang)
    found = list(db.session.scalars(rows.order_by(Translation.id)))
    words = {}
    for field in texts:
        known: dict[str, str] = {}
        for row in found:
            if row.field == field.code:
                known |= {part.source_digest: part.text for part in row.paragraphs if part.text}
        exact = next((r for r in found if r.field == field.code and r.source_digest == digest(field.source)), None)
        placed = {part.position: part.text for part in exact.paragraphs} if exact else {}
        words[field.code] = [
            placed.get(place) or known.get(digest(part), "") for place, part in enumerate(paragraphs(field.source))
        ]
    return words


def machine_words(work: TranslationWork) -> set[tuple[str, str]]:
    """The fingerprint of a paragraph and what a machine made of it, where no person wrote the same."""
    rows = (
        sa.select(TranslationParagraph.source_digest, TranslationParagraph.text, TranslationParagraph.origin)
        .join(Translation, Translation.id == TranslationParagraph.translation_id)
        .filter_by(subject=work.subject, subject_id=work.subject_id, lang=work.lang)
    )
    found: dict[Origin, set[tuple[str, str]]] = {origin: set() for origin in Origin}
    for row in db.session.execute(rows):
        found[row.origin].add((row.source_digest, row.text))
    return found[Origin.MACHINE] - found[Origin.HUMAN]


def is_machine(known: set[tuple[str, str]], source: str, words: str) -> bool:
    """Whether these are still the words of a machine; a form sends its lines with other ends."""
    return (digest(source), "\n".join(words.splitlines())) in known
