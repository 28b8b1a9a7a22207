"""What changed between two versions: nothing lost, nothing invented, quick on large texts."""

from __future__ import annotations

import time

import pytest

from trianon.core.differences import Change, differences, has_changes

OLD = "Deux chorales chantent.\nElles voyagent en train.\nFin."
NEW = "Deux chorales chantent.\nElles voyagent ensemble en train et en car.\nUne ligne de plus."


def side(paragraphs: list[list[object]], without: Change) -> str:
    """One of the two texts, read back from the differences."""
    lines = ["".join(piece.text for piece in line if piece.change is not without).strip() for line in paragraphs]  # type: ignore[attr-defined]
    return "\n".join(line for line in lines if line)


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (NEW, OLD), ("", NEW), (OLD, ""), (OLD, OLD), ("", "")])
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    """What was taken out and kept is the old text; what was put in and kept is the new one."""
    found = differences(old, new)
    assert side(found, Change.ADDED) == old
    assert side(found, Change.REMOVED) == new
    assert has_changes(found) == (old != new)


def test_inside_a_paragraph_words_are_marked() -> None:
    """A word more is a word more, not another paragraph."""
    [line] = differences("Elles voyagent en train.", "Elles voyagent souvent en train.")
    assert [(piece.change, piece.text.strip()) for piece in line] == [
        (Change.KEPT, "Elles voyagent"),
        (Change.ADDED, "souvent"),
        (Change.KEPT, "en train."),
    ]


def test_unlike_paragraphs_stay_whole() -> None:
    """A patchwork of two different sentences could not be read."""
    found = differences("Un banc devant la gare.", "Nous proposons d’ouvrir le musée la nuit.")
    assert [[piece.change for piece in line] for line in found] == [[Change.REMOVED], [Change.ADDED]]


def test_large_texts_take_no_time() -> None:
    """Ten thousand words without a common one, and a thousand paragraphs."""
    begun = time.monotonic()
    differences(" ".join(f"a{n}" for n in range(10_000)), " ".join(f"b{n}" for n in range(10_000)))
    differences("\n".join(f"a{n} x" for n in range(1_000)), "\n".join(f"b{n} x" for n in range(1_000)))
    assert time.monotonic() - begun < 2
