"""An author keeps the words of an earlier version out of the public history, or shows them again.

What changed and when stays there for everybody, and the committee reads the words all the same. Callers lock the
contribution first, then the reply, and commit.
"""

from __future__ import annotations

from trianon.accounts.models import Account
from trianon.contributions.comment_models import Comment
from trianon.contributions.comment_services import tell as tell_of_reply
from trianon.contributions.events import (
    CommentWordsHidden,
    CommentWordsShown,
    ContributionWordsHidden,
    ContributionWordsShown,
)
from trianon.contributions.history import public_number, was_public
from trianon.contributions.models import Contribution
from trianon.contributions.rules import check_may_hide
from trianon.core.audit import emit
from trianon.core.clock import now


def hide(item: Contribution | Comment, number: int, *, by: Account) -> None:
    """Keep the words of this version to the author and the committee; twice is once. Raises RuleViolation."""
    _set(item, number, by, is_hidden=True)


def show(item: Contribution | Comment, number: int, *, by: Account) -> None:
    """Everybody reads them again. Raises RuleViolation."""
    _set(item, number, by, is_hidden=False)


def _set(item: Contribution | Comment, number: int, by: Account, *, is_hidden: bool) -> None:
    check_may_hide(number, was_public(item, number), public_number(item))
    version = next(one for one in item.versions if one.number == number)
    if (version.hidden_at is not None) is is_hidden:
        return
    version.hidden_at = now() if is_hidden else None
    if isinstance(item, Comment):
        tell_of_reply(CommentWordsHidden if is_hidden else CommentWordsShown, item, by, version=number)
    else:
        event = ContributionWordsHidden if is_hidden else ContributionWordsShown
        emit(event(subject_id=item.id, by=by.id, version=number))
