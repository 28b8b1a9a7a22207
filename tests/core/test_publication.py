"""States of publication: every transition of the table, and no other."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from trianon.core.errors import RuleViolation
from trianon.core.publication import PENDING, TRANSITIONS, Action, State, advance, under_review


@dataclass
class Record:
    state: State
    pending: State | None = None


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("state", State)
def test_only_the_table_moves_a_record(action: Action, state: State) -> None:
    record = Record(state)
    if state is State.PUBLISHED and any(key[0] is action for key in PENDING):
        return  # told below
    if (action, state) in TRANSITIONS:
        advance(record, action)
        assert record.state is TRANSITIONS[(action, state)]
    else:
        with pytest.raises(RuleViolation):
            advance(record, action)
        assert record.state is state


def test_an_accepted_record_stays_public_while_its_new_version_is_judged() -> None:
    record = Record(State.PUBLISHED)
    for action, pending in (
        (Action.SUBMIT, State.SUBMITTED),
        (Action.ASK_CHANGES, State.CHANGES_ASKED),
        (Action.SUBMIT, State.SUBMITTED),
        (Action.REFUSE, State.REFUSED),
        (Action.SUBMIT, State.SUBMITTED),
        (Action.PUBLISH, None),
    ):
        advance(record, action)
        assert (record.state, record.pending) == (State.PUBLISHED, pending)


@pytest.mark.parametrize("action", [Action.PUBLISH, Action.REFUSE, Action.ASK_CHANGES])
def test_nothing_is_decided_on_an_accepted_record_without_a_new_version(action: Action) -> None:
    with pytest.raises(RuleViolation):
        advance(Record(State.PUBLISHED), action)


def test_under_review() -> None:
    assert under_review(Record(State.SUBMITTED))
    assert under_review(Record(State.PUBLISHED, State.SUBMITTED))
    assert not under_review(Record(State.PUBLISHED))
