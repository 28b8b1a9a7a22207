"""Rules of translations: their states, who may take one, who may review, how long a claim holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from trianon.core.errors import RuleViolation

# A text is somebody's for so long after they last saved; then it is free again by itself.
CLAIM = timedelta(minutes=45)
# A translation that is so many times as long as its source is none; short texts may grow more.
LONGEST_TIMES, SHORT = 10, 200
LONGEST_NOTE = 2000


class WorkState(StrEnum):
    """Where the translation of one text into the other language stands.

    OUTDATED is WAITING for a text that had a translation before it was changed; CLOSED is for texts that left the site
    or that nobody needs to translate any more.
    """

    WAITING = "waiting"
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    OUTDATED = "outdated"
    CLOSED = "closed"


# What stands on the desk, in the order in which it is worked on.
ON_DESK = (WorkState.WAITING, WorkState.OUTDATED, WorkState.DRAFT, WorkState.IN_REVIEW)
TO_TRANSLATE = frozenset({WorkState.WAITING, WorkState.OUTDATED, WorkState.DRAFT})


def is_free(work: Any, person_id: int, moment: datetime) -> bool:
    """Whether nobody else is at it."""
    return work.claimed_by_id in (None, person_id) or work.claimed_until is None or work.claimed_until <= moment


def check_free(work: Any, person_id: int, moment: datetime) -> None:
    """Raises RuleViolation("taken") while somebody else is at it."""
    if not is_free(work, person_id, moment):
        raise RuleViolation("translation_taken")


def check_translator(work: Any, person_id: int, authors: Collection[int]) -> None:
    """Whoever wrote the text does not translate it: the author may object afterwards. Only what is on the desk."""
    if work.state not in TO_TRANSLATE:
        raise RuleViolation("translation_not_open")
    if person_id in authors:
        raise RuleViolation("translation_own_text")


def check_reviewer(work: Any, person_id: int, authors: Collection[int]) -> None:
    """Four eyes: neither its translator nor its author reviews a translation."""
    if work.state is not WorkState.IN_REVIEW:
        raise RuleViolation("translation_not_in_review")
    if person_id == work.translator_id:
        raise RuleViolation("reviewer_is_translator")
    if person_id in authors:
        raise RuleViolation("translation_own_text")


def check_objection(work: Any, person_id: int, authors: Collection[int], words: str) -> None:
    """The author of the text, about a translation that is public, with a reason."""
    if work.state is not WorkState.REVIEWED:
        raise RuleViolation("translation_not_public")
    if person_id not in authors:
        raise RuleViolation("translation_not_yours")
    check_note(words)


def check_note(words: str) -> None:
    """A note says something, and not too much."""
    if not words.strip():
        raise RuleViolation("translation_note_needed")
    if len(words) > LONGEST_NOTE:
        raise RuleViolation("translation_note_too_long", most=LONGEST_NOTE)


def check_length(source: str, text: str) -> None:
    """A text many times as long as what it translates is something else."""
    if len(text) > max(SHORT, LONGEST_TIMES * len(source)):
        raise RuleViolation("translation_too_long", times=LONGEST_TIMES)
