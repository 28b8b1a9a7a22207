"""States of publication, the same for all that is moderated (domain: "States of publication")."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from trianon.core.errors import RuleViolation


class State(StrEnum):
    """Where a moderated record stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_ASKED = "changes_asked"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ON_HOLD = "on_hold"
    REMOVED = "removed"
    ARCHIVED = "archived"


class Action(StrEnum):
    """What may be done to a moderated record."""

    SUBMIT = "submit"
    ASK_CHANGES = "ask_changes"
    PUBLISH = "publish"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    HOLD = "hold"
    RESTORE = "restore"
    REMOVE = "remove"
    ARCHIVE = "archive"
    TAKE_BACK = "take_back"
    GIVE_UP = "give_up"


TRANSITIONS: dict[tuple[Action, State], State] = {
    (Action.SUBMIT, State.DRAFT): State.SUBMITTED,
    (Action.SUBMIT, State.SUBMITTED): State.SUBMITTED,
    (Action.SUBMIT, State.CHANGES_ASKED): State.SUBMITTED,
    (Action.SUBMIT, State.REFUSED): State.SUBMITTED,
    (Action.ASK_CHANGES, State.SUBMITTED): State.CHANGES_ASKED,
    (Action.PUBLISH, State.SUBMITTED): State.PUBLISHED,
    # An appeal that is upheld.
    (Action.PUBLISH, State.REFUSED): State.PUBLISHED,
    (Action.RESTORE, State.REMOVED): State.PUBLISHED,
    (Action.REFUSE, State.SUBMITTED): State.REFUSED,
    (Action.WITHDRAW, State.DRAFT): State.WITHDRAWN,
    (Action.WITHDRAW, State.SUBMITTED): State.WITHDRAWN,
    (Action.WITHDRAW, State.CHANGES_ASKED): State.WITHDRAWN,
    (Action.WITHDRAW, State.PUBLISHED): State.WITHDRAWN,
    # Its author leaves and wants nothing kept: nobody shows again what is hidden at that moment.
    (Action.GIVE_UP, State.ON_HOLD): State.WITHDRAWN,
    (Action.HOLD, State.PUBLISHED): State.ON_HOLD,
    (Action.RESTORE, State.ON_HOLD): State.PUBLISHED,
    (Action.REMOVE, State.PUBLISHED): State.REMOVED,
    (Action.REMOVE, State.ON_HOLD): State.REMOVED,
    # Everybody reads it still, so what the committee may do to a public text it may do to this one; shown again, it is
    # archived once more.
    (Action.HOLD, State.ARCHIVED): State.ON_HOLD,
    (Action.REMOVE, State.ARCHIVED): State.REMOVED,
    (Action.ARCHIVE, State.PUBLISHED): State.ARCHIVED,
}

# A public page exists in these states; everything else is seen by its author and the committee alone.
PUBLIC = frozenset({State.PUBLISHED, State.ARCHIVED})


def after(action: Action, state: State) -> State:
    """The state that follows; raises RuleViolation("not_possible_now") where the table has no row."""
    try:
        return TRANSITIONS[(action, state)]
    except KeyError:
        raise RuleViolation("not_possible_now", action=action, state=state) from None


# What may happen to the newest version of a record whose accepted version stays public meanwhile.
PENDING: dict[tuple[Action, State | None], State | None] = {
    (Action.SUBMIT, None): State.SUBMITTED,
    (Action.SUBMIT, State.SUBMITTED): State.SUBMITTED,
    (Action.SUBMIT, State.CHANGES_ASKED): State.SUBMITTED,
    (Action.SUBMIT, State.REFUSED): State.SUBMITTED,
    (Action.ASK_CHANGES, State.SUBMITTED): State.CHANGES_ASKED,
    (Action.REFUSE, State.SUBMITTED): State.REFUSED,
    (Action.PUBLISH, State.SUBMITTED): None,
    (Action.PUBLISH, State.REFUSED): None,
    # The new version alone: what is public stays.
    (Action.TAKE_BACK, State.SUBMITTED): None,
    (Action.TAKE_BACK, State.CHANGES_ASKED): None,
}


class Moderated(Protocol):
    """A record with a state, and with the state of its newest version while that is not the public one."""

    state: State
    pending: State | None


def advance(record: Moderated, action: Action) -> None:
    """Carry out an action; an accepted record that is edited stays public while its new version is judged.

    Raises RuleViolation("not_possible_now") and changes nothing where the tables have no row.
    """
    if record.state is not State.PUBLISHED or all(key[0] is not action for key in PENDING):
        record.state = after(action, record.state)
    elif (action, record.pending) in PENDING:
        record.pending = PENDING[(action, record.pending)]
    else:
        raise RuleViolation("not_possible_now", action=action, state=record.state)


def may_be_taken_back(record: Moderated) -> bool:
    """Whether a version waits behind a public one, so that it alone can be taken back."""
    return record.state is State.PUBLISHED and (Action.TAKE_BACK, record.pending) in PENDING


def under_review(record: Moderated) -> bool:
    """Whether a version of the record waits for the committee."""
    return State.SUBMITTED in {record.state, record.pending}
