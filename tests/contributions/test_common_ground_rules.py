"""Common ground, proved: the same for both sides, rising with agreement on either, never decided by one alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trianon.contributions.common_ground_rules import (
    FEWEST,
    Counts,
    Ground,
    apart,
    check_stance,
    coarse,
    coarse_rate,
    common,
    counts_from,
    ground,
    may_show,
)
from trianon.core.errors import RuleViolation
from trianon.core.publication import State

numbers = st.integers(0, 100_000)
sides = st.builds(Counts, numbers, numbers, numbers)


@given(sides, sides)
def test_the_order_of_the_sides_changes_nothing(one: Counts, other: Counts) -> None:
    assert common(one, other) == common(other, one)
    assert apart(one, other) == apart(other, one)
    assert ground(one, other) is ground(other, one)


@given(sides, sides)
def test_it_rises_with_agreement_on_either_side(one: Counts, other: Counts) -> None:
    more = replace(one, agree=one.agree + 1)
    assert common(more, other) > common(one, other)
    assert common(replace(one, disagree=one.disagree + 1), other) < common(one, other)
    assert common(replace(one, unsure=one.unsure + 1), other) < common(one, other)


@given(sides, sides, st.integers(1, 1000))
def test_one_side_alone_decides_nothing(one: Counts, other: Counts, factor: int) -> None:
    """However many people of one side answer, the score stays below the other side's own rate."""
    crowd = Counts(one.agree * factor, one.disagree * factor, one.unsure * factor)
    assert common(crowd, other) < other.smoothed
    assert ground(crowd, Counts(0, FEWEST, 0)) is not Ground.COMMON
    assert ground(crowd, Counts()) is Ground.OPEN


@given(sides)
def test_the_interval_holds_the_rate(counts: Counts) -> None:
    low, high = counts.interval
    assert 0 <= low <= high <= 1
    assert low - 1e-9 <= counts.rate <= high + 1e-9 or not counts.total


@given(st.integers(1, 50), st.integers(1, 50))
def test_the_interval_narrows_with_numbers(agree: int, disagree: int) -> None:
    few, many = Counts(agree, disagree, 0), Counts(agree * 10, disagree * 10, 0)
    assert many.interval[1] - many.interval[0] < few.interval[1] - few.interval[0]


def test_the_interval_is_wilsons() -> None:
    """Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611."""
    assert Counts(81, 182, 0).interval == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert Counts(0, 20, 0).interval == pytest.approx((0.0, 0.1611), abs=1e-4)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Most of each side agree.
        (Counts(4, 1, 0), Counts(5, 0, 0), Ground.COMMON),
        # Most of one side agree, of the other not.
        (Counts(9, 1, 0), Counts(2, 8, 0), Ground.DIFFER),
        # Half is not most; those who are unsure do not agree.
        (Counts(5, 5, 0), Counts(5, 0, 0), Ground.DIFFER),
        (Counts(3, 0, 3), Counts(9, 0, 0), Ground.DIFFER),
        (Counts(1, 5, 0), Counts(0, 0, 5), Ground.NEITHER),
        # One answer too few on one side, however clear.
        (Counts(1000, 0, 0), Counts(FEWEST - 1, 0, 0), Ground.OPEN),
    ],
)
def test_how_the_sides_stand(one: Counts, other: Counts, expected: Ground) -> None:
    assert ground(one, other) is expected


@pytest.mark.parametrize(
    ("answered", "standing", "shown"),
    [
        # The result is for those who have answered, once enough people of each side have.
        (True, Ground.COMMON, True),
        (True, Ground.OPEN, False),
        (False, Ground.COMMON, False),
    ],
)
def test_who_sees_the_result(answered: bool, standing: Ground, shown: bool) -> None:
    assert may_show(answered, standing) is shown


def test_it_counts_a_day_after_the_address_was_confirmed() -> None:
    confirmed = datetime(2031, 5, 1, 12, tzinfo=UTC)
    assert counts_from(confirmed, confirmed + timedelta(hours=1)) == confirmed + timedelta(days=1)
    assert counts_from(confirmed, confirmed + timedelta(days=9)) == confirmed + timedelta(days=9)


@pytest.mark.parametrize(
    ("state", "kind", "author", "code"),
    [
        (State.PUBLISHED, "proposal", 1, None),
        (State.PUBLISHED, "proposal", 2, "own_proposal"),
        (State.PUBLISHED, "opinion", 1, "no_stances_here"),
        (State.SUBMITTED, "proposal", 1, "no_stances_here"),
        (State.WITHDRAWN, "proposal", 1, "no_stances_here"),
        (State.ON_HOLD, "proposal", 1, "no_stances_here"),
        (State.ARCHIVED, "proposal", 1, "no_stances_here"),
    ],
)
def test_what_may_be_answered(state: State, kind: str, author: int, code: str | None) -> None:
    text, person = SimpleNamespace(state=state, kind=kind, author_id=author), SimpleNamespace(id=2)
    if code is None:
        check_stance(text, person)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_stance(text, person)
    assert refusal.value.code == code


@given(numbers, st.floats(0, 1))
def test_the_file_is_coarse(number: int, rate: float) -> None:
    assert coarse(number) <= number < coarse(number) + 5
    assert abs(coarse_rate(rate) - rate) <= 0.025 + 1e-9
