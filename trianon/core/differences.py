"""What changed between two versions of a text, paragraph by paragraph, as values that a page can show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Above this many words a changed paragraph is shown as taken out and put in: comparing word by word would take long.
MOST_WORDS = 600
# Above this many paragraphs two texts are shown as they are, one after the other.
MOST_PARAGRAPHS = 400
# Paragraphs less alike than this read better whole than as a patchwork of words.
LEAST_ALIKE = 0.4

# A word with the spaces after it.
_WORDS = re.compile(r"\S+\s*")


class Change(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Some words and what became of them."""

    change: Change
    text: str


Paragraph = list[Piece]


def differences(old: str, new: str) -> list[Paragraph]:
    """The new text with what was taken out and put in; paragraphs in order. Equal texts give kept pieces alone."""
    before, after = _paragraphs(old), _paragraphs(new)
    if len(before) > MOST_PARAGRAPHS or len(after) > MOST_PARAGRAPHS:
        return [*_whole(Change.REMOVED, before), *_whole(Change.ADDED, after)]
    found: list[Paragraph] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += _whole(Change.KEPT, after[c:d])
        elif tag == "replace":
            pairs = min(b - a, d - c)
            for old_one, new_one in zip(before[a : a + pairs], after[c : c + pairs], strict=True):
                found += _within(old_one, new_one)
            found += [*_whole(Change.REMOVED, before[a + pairs : b]), *_whole(Change.ADDED, after[c + pairs : d])]
        else:
            found += [*_whole(Change.REMOVED, before[a:b]), *_whole(Change.ADDED, after[c:d])]
    return found


def has_changes(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether anything was taken out or put in."""
    return any(piece.change is not Change.KEPT for paragraph in paragraphs for piece in paragraph)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _whole(change: Change, paragraphs: Sequence[str]) -> list[Paragraph]:
    return [[Piece(change, paragraph)] for paragraph in paragraphs]


def _within(old: str, new: str) -> list[Paragraph]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return [*_whole(Change.REMOVED, [old]), *_whole(Change.ADDED, [new])]
    matcher = SequenceMatcher(None, _bare(before), _bare(after), autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return [*_whole(Change.REMOVED, [old]), *_whole(Change.ADDED, [new])]
    return [list(_pieces(matcher, before, after))]


def _bare(words: list[str]) -> list[str]:
    """Without the spaces: the last word of a paragraph is the same word in the middle of one."""
    return [word.strip() for word in words]


def _pieces(matcher: SequenceMatcher[str], before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Change.KEPT, "".join(after[c:d]))
            continue
        if b > a:
            yield Piece(Change.REMOVED, "".join(before[a:b]))
        if d > c:
            yield Piece(Change.ADDED, "".join(after[c:d]))
