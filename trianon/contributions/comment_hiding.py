"""A public reply is hidden, shown again or removed; the number of replies below its text follows at once.

Callers lock the contribution first, then the reply.
"""

from __future__ import annotations

from trianon.accounts.models import Account
from trianon.contributions.comment_models import Comment
from trianon.contributions.comment_services import tell
from trianon.contributions.events import CommentEvent, CommentHeld, CommentRemoved, CommentRestored, CommentWithdrawn
from trianon.core.publication import Action, State, after


def hold(comment: Comment, *, by: Account | None) -> None:
    """Hide it while it is reviewed."""
    _move(comment, Action.HOLD, CommentHeld, by)


def restore(comment: Comment, *, by: Account | None, to_archive: bool = False) -> None:
    """Show it again, for as long as its text is shown."""
    _move(comment, Action.RESTORE, CommentRestored, by, to_archive=to_archive)


def remove(comment: Comment, *, by: Account | None) -> None:
    """Take it off the site; the row stays, for its author and for an appeal."""
    comment.pending = None
    _move(comment, Action.REMOVE, CommentRemoved, by)


def give_up(comment: Comment, *, by: Account | None) -> None:
    """Hidden, and shown again by nobody: its author leaves and wants nothing kept."""
    comment.pending = None
    _move(comment, Action.GIVE_UP, CommentWithdrawn, by)


def _move(
    comment: Comment, action: Action, event: type[CommentEvent], by: Account | None, *, to_archive: bool = False
) -> None:
    before = comment.state
    comment.state = after(action, before)
    if to_archive:
        comment.state = after(Action.ARCHIVE, comment.state)
    comment.contribution.replies += (comment.state is State.PUBLISHED) - (before is State.PUBLISHED)
    tell(event, comment, by)
