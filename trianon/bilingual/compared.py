"""A record as labelled words in their languages, and what differs between two of its versions, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trianon.bilingual.lang import Lang, likely_lang
from trianon.bilingual.text import Bilingual
from trianon.core.differences import Paragraph, differences, has_changes


@dataclass(frozen=True)
class Words:
    """A text and its language; None for the site's own words, which are in the reader's."""

    text: str
    lang: Lang | None = None


@dataclass(frozen=True)
class Field:
    """One field of a record: its name and what stands in it, an entry for each language or each value of a list."""

    label: str
    words: list[Words]


@dataclass(frozen=True)
class Difference:
    """A field that is not as it was in the version before."""

    label: str
    lang: Lang | None
    paragraphs: list[Paragraph]


def compared(before: Iterable[Field], after: Iterable[Field]) -> list[Difference]:
    """The fields that differ, those that are gone last."""
    old, new = _by_field(before), _by_field(after)
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        paragraphs = differences(old.get(key, ""), new.get(key, ""))
        if has_changes(paragraphs):
            found.append(Difference(key[0], key[1], paragraphs))
    return found


def in_both(text: Bilingual) -> list[Words]:
    """The languages that a text has."""
    return [Words(text.get(lang), lang) for lang in Lang if text.get(lang)]


def in_words(value: object) -> list[Words]:
    """A value in the site's own words; nothing for an empty one."""
    return [Words(str(value))] if value not in (None, "") else []


def each(values: Iterable[object]) -> list[Words]:
    """Several values in the site's own words."""
    return [Words(str(value)) for value in values]


def as_typed(*texts: str) -> list[Words]:
    """What people typed without saying in which language: its script tells."""
    return [Words(text, likely_lang(text)) for text in texts]


def _by_field(fields: Iterable[Field]) -> dict[tuple[str, Lang | None], str]:
    texts: dict[tuple[str, Lang | None], str] = {}
    for field in fields:
        for words in field.words:
            key = (field.label, words.lang)
            texts[key] = f"{texts[key]}\n{words.text}" if key in texts else words.text
    return texts
