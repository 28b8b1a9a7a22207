"""Rules of contributions: who sees and corrects one, how long a text may be, how many a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from trianon.core.errors import RuleViolation
from trianon.core.publication import PUBLIC, State

# Counted in characters, the same for both scripts (rule 8).
LONGEST_TITLE = 200
SHORTEST_TEXT, LONGEST_TEXT = 20, 10_000
MOST_A_DAY = 10
DAY = timedelta(days=1)
# A second click within this time finds the record that the first one made.
SAME_CLICK = timedelta(minutes=10)

SHORTEST_REPLY, LONGEST_REPLY = 2, 3000
# Replies are short and many; a reply sent again counts too.
MOST_REPLIES_A_DAY = 30

# What its author may still send again; what was taken back or removed is closed.
CORRECTABLE = frozenset({State.DRAFT, State.SUBMITTED, State.CHANGES_ASKED, State.REFUSED, State.PUBLISHED})
WITHDRAWABLE = frozenset({State.DRAFT, State.SUBMITTED, State.CHANGES_ASKED, State.PUBLISHED})
REPLY_CORRECTABLE = CORRECTABLE - {State.DRAFT}
# What the committee has to do with; a text taken back is its author's alone again.
SEEN_BY_COMMITTEE = frozenset(State) - {State.DRAFT, State.WITHDRAWN}


def may_view_contribution(person: Any, contribution: Any) -> bool:
    """Public ones everybody; others their author, and the committee while they are before it."""
    if contribution.state in PUBLIC or may_edit_contribution(person, contribution):
        return True
    return bool(person.sits) and contribution.state in SEEN_BY_COMMITTEE


def may_edit_contribution(person: Any, contribution: Any) -> bool:
    """Its author alone."""
    return person.id is not None and contribution.author_id == person.id


def may_be_corrected(contribution: Any) -> bool:
    """Whether a new version may be sent."""
    return contribution.state in CORRECTABLE


def may_be_withdrawn(contribution: Any) -> bool:
    """Whether its author may take it back now."""
    return contribution.state in WITHDRAWABLE


def may_be_lightly_corrected(contribution: Any) -> bool:
    """Whether slips in what is public may be mended: not while its author has sent something newer."""
    return contribution.state is State.PUBLISHED and contribution.pending is None


def may_view_comment(person: Any, comment: Any) -> bool:
    """Public below a public text; otherwise its author, and the committee while it is before it."""
    if comment.state in PUBLIC and comment.contribution.state in PUBLIC:
        return True
    if may_edit_comment(person, comment):
        return True
    return bool(person.sits) and comment.state in SEEN_BY_COMMITTEE


def may_edit_comment(person: Any, comment: Any) -> bool:
    """Its author alone."""
    return person.id is not None and comment.author_id == person.id


def may_correct_reply(comment: Any) -> bool:
    """Whether its author may send it again: what answers a text that is gone is closed with it."""
    return comment.state in REPLY_CORRECTABLE and takes_replies(comment.contribution)


def check_may_hide(number: int, was_public: bool, public_number: int | None) -> None:
    """An author hides the words of what was public earlier; what is public now is changed or withdrawn instead.

    Raises RuleViolation("version_not_in_history") or ("version_is_public").
    """
    if not was_public:
        raise RuleViolation("version_not_in_history")
    if number == public_number:
        raise RuleViolation("version_is_public")


def takes_replies(contribution: Any) -> bool:
    """Replies answer what everybody can read; an archived text stays as it is."""
    return contribution.state is State.PUBLISHED


def check_reply(text: str) -> None:
    """Something is said, and somebody can read it to its end."""
    if len(text) < SHORTEST_REPLY:
        raise RuleViolation("reply_too_short")
    if len(text) > LONGEST_REPLY:
        raise RuleViolation("reply_too_long", most=LONGEST_REPLY)


def check_reply_pace(sent_today: int, most: int = MOST_REPLIES_A_DAY) -> None:
    """So that nobody talks for everybody."""
    if sent_today >= most:
        raise RuleViolation("too_many_replies_today", most=most)


def check_words(title: str, text: str) -> None:
    """A title, and a text that says something and that somebody can read to its end."""
    if not title:
        raise RuleViolation("title_needed")
    if len(title) > LONGEST_TITLE:
        raise RuleViolation("title_too_long", most=LONGEST_TITLE)
    if len(text) < SHORTEST_TEXT:
        raise RuleViolation("text_too_short", least=SHORTEST_TEXT)
    if len(text) > LONGEST_TEXT:
        raise RuleViolation("text_too_long", most=LONGEST_TEXT)


def check_pace(sent_today: int, most: int = MOST_A_DAY) -> None:
    """So that nobody fills the committee's queue alone; a text sent again counts too."""
    if sent_today >= most:
        raise RuleViolation("too_many_today", most=most)


def check_readers(translator: int, reviewer: int) -> None:
    """Four eyes: whoever reviews a translation did not make it."""
    if translator == reviewer:
        raise RuleViolation("reviewer_is_translator")
