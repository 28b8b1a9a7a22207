"""A public reply is hidden, shown again or removed: at once below its text and in the number of its replies.

The text is locked before the reply, as everywhere.
"""

from __future__ import annotations

from trianon.accounts.models import Account
from trianon.contributions.comment_models import Comment
from trianon.contributions.comment_services import tell
from trianon.contributions.events import CommentEvent, CommentHeld, CommentRemoved, CommentRestored
from trianon.core.publication import Action, State, after


def hold(comment: Comment, *, by: Account | None) -> None:
    """Hide it while it is reviewed."""
    _move(comment, Action.HOLD, CommentHeld, by)


def restore(comment: Comment, *, by: Account | None) -> None:
    """Show it again."""
    _move(comment, Action.RESTORE, CommentRestored, by)


def remove(comment: Comment, *, by: Account | None) -> None:
    """Take it off the site; it stays for its author and for an appeal."""
    _move(comment, Action.REMOVE, CommentRemoved, by)


def _move(comment: Comment, action: Action, event: type[CommentEvent], by: Account | None) -> None:
    was_public = comment.state is State.PUBLISHED
    comment.state = after(action, comment.state)
    comment.contribution.replies += (comment.state is State.PUBLISHED) - was_public
    tell(event, comment, by)
