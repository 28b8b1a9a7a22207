"""Every case ends, and nothing is published or removed against the table: all short sequences, without a database."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from tests.committee.proceedings import (
    ACCEPT,
    ASK,
    FRANCE,
    HOLDS,
    OPENED,
    REFUSE,
    RUSSIA,
    STEPS,
    VOICES,
    Play,
    faults_of,
    moved,
    moves_of,
)
from trianon.committee.procedure import Course, Held, next_at, reminder_due
from trianon.committee.rules import Ending, Matter, Said
from trianon.core.sides import Side

LENGTH = 5
DAY = timedelta(days=1)
STARTS = [
    (Matter.COOPERATION, FRANCE),
    (Matter.CONTRIBUTION, FRANCE),
    (Matter.CONTRIBUTION, Side.OTHER),
    (Matter.ORGANISATION, RUSSIA),
    (Matter.ORGANISATION, Side.OTHER),
    (Matter.DISPUTED_PLACE, FRANCE),
    (Matter.REMOVAL, RUSSIA),
]


def play_of(matter: Matter, own_side: Side, moves: str) -> Play:
    """Play these moves, each of which must be allowed; they are separated by commas."""
    play = Play(matter, own_side)
    for move in moves.split(", "):
        play = dict(moves_of(play))[move]
    return play


# The rule in words and its place in the charter, then: matter, side of the author, moves, verdict and ending or None.
ROWS = [
    # Who decides, "one voice of each side": a cooperation is accepted by both.
    (Matter.COOPERATION, FRANCE, "F+, R+", (ACCEPT, Ending.VOICES)),
    # Disagreement goes to the co-presidents: two members' voices decide nothing.
    (Matter.COOPERATION, FRANCE, "F+, R-", None),
    # Disagreement: the co-presidents agree, their word decides.
    (Matter.COOPERATION, FRANCE, "F+, R-, F.cp+, R.cp+", (ACCEPT, Ending.CO_PRESIDENTS)),
    # Disagreement: they disagree, what is unpublished is not published.
    (Matter.COOPERATION, FRANCE, "F+, R-, F.cp+, R.cp-", (REFUSE, Ending.NO_AGREEMENT)),
    # A measure on a person takes one voice of each side.
    (Matter.MEASURE, FRANCE, "F-, R-", (REFUSE, Ending.VOICES)),
    # One side alone takes no measure on anybody; without the other it ends without one.
    (Matter.MEASURE, RUSSIA, "R-, R.sg-", None),
    (Matter.MEASURE, RUSSIA, "R-, 15 days, 15 days", (ACCEPT, Ending.SILENCE)),
    # Disagreement: they disagree, what is published stays.
    (Matter.REMOVAL, FRANCE, "F-, R+, F.cp-, R.cp+", (ACCEPT, Ending.NO_AGREEMENT)),
    # Asking for changes decides nothing for good: one of either, even in a disagreement.
    (Matter.COOPERATION, FRANCE, "F+, R-, F.sg?", (ASK, Ending.VOICES)),
    # A disagreement that its members end themselves needs no co-president.
    (Matter.COOPERATION, FRANCE, "F+, R-, R+", (ACCEPT, Ending.VOICES)),
    # Both co-presidents end a disagreement about an organisation of another country.
    (Matter.ORGANISATION, Side.OTHER, "R+, F-, F.cp+, R.cp+", (ACCEPT, Ending.CO_PRESIDENTS)),
    # Silence: after 14 days the co-president gives the voice of a silent secretary general.
    (Matter.DISPUTED_PLACE, FRANCE, "F.sg+, 15 days, R.cp+", (ACCEPT, Ending.VOICES)),
    # Silence: nothing ends after two weeks …
    (Matter.COOPERATION, FRANCE, "F+, 15 days", None),
    # … and everything after four: what is unpublished is not published.
    (Matter.COOPERATION, FRANCE, "F+, 15 days, 15 days", (REFUSE, Ending.SILENCE)),
    # Silence in a disagreement: its days are counted from when it began.
    (Matter.COOPERATION, FRANCE, "15 days, 8 days, F+, R-, 15 days", None),
    # Removal: one of each side.
    (Matter.REMOVAL, FRANCE, "F-", None),
    (Matter.REMOVAL, FRANCE, "F-, R-", (REFUSE, Ending.VOICES)),
    # Hold: the other side agrees, the text is removed.
    (Matter.REMOVAL, FRANCE, "F hides, R-", (REFUSE, Ending.VOICES)),
    # A clock that jumps: a month later everything that was due has happened.
    (Matter.REMOVAL, FRANCE, "F hides, 15 days, 15 days", (ACCEPT, Ending.SILENCE)),
]


@pytest.mark.parametrize(("matter", "own_side", "moves", "decided"), ROWS)
def test_rules_in_words(matter: Matter, own_side: Side, moves: str, decided: tuple[str, str] | None) -> None:
    decision = play_of(matter, own_side, moves).decision
    assert (decision and (decision.verdict, decision.ending)) == decided


HELD = [
    # A hold lasts 72 hours and lifts by itself.
    ("F hides", True),
    ("F hides, 3 days", False),
    # The other side's review ends it: the text stays.
    ("F hides, R+", False),
    # Unlawful content stays hidden until reviewed, however long.
    ("F hides unlawful, 15 days, 15 days, 15 days", True),
    ("F hides unlawful, 15 days, R.cp+", False),
    # Once for each side and version; the other side has its own.
    ("F hides, 3 days, R hides unlawful", None),
]


@pytest.mark.parametrize(("moves", "is_hidden"), HELD)
def test_holds_in_words(moves: str, is_hidden: bool | None) -> None:
    play = play_of(Matter.REMOVAL, FRANCE, moves)
    if is_hidden is None:
        # Both sides want it gone by then: it is removed, not hidden twice.
        assert (play.decision and play.decision.verdict) is REFUSE
    else:
        assert (play.held is not None) is is_hidden


def test_no_side_hides_a_version_twice() -> None:
    again = dict(moves_of(play_of(Matter.REMOVAL, FRANCE, "F hides, 3 days")))
    assert not {"F hides", "F hides unlawful"} & set(again)
    assert "R hides" in again


@pytest.mark.parametrize(("matter", "own_side"), STARTS)
def test_every_sequence_of_voices_silences_and_clock_steps(matter: Matter, own_side: Side) -> None:
    """All sequences of at most five moves; two that lead to the same place go on together from there."""
    reached, sequences = {Play(matter, own_side): 1}, 0
    for _move in range(LENGTH):
        following: Counter[Play] = Counter()
        for play, ways in reached.items():
            for move, after in moves_of(play):
                assert list(faults_of(play, move, after)) == [], (play, move)
                following[after] += ways
        sequences += following.total()
        reached = dict(following)
    assert sequences > 500, "the test looked at nothing"
    for play in reached:
        assert_ends(play)


def assert_ends(play: Play) -> None:
    """Left alone, it ends by the clock within 56 days; unlawful content waits for a review, which ends the hold."""
    if play.decision is None and play.held is not None and play.held.is_unlawful:
        reviewer = "R" if play.held.side is FRANCE else "F"
        after = dict(moves_of(play))
        reviews = [after[f"{reviewer}{who}+"] for who in ("", ".sg", ".cp") if f"{reviewer}{who}+" in after]
        assert reviews, "nobody can review it"
        assert all(one.held is None for one in reviews)
        play = reviews[0]
    late = Play(**{**vars(play), "at": play.at + 56 * DAY}) if play.decision is None else play
    assert moved(late).decision is not None or play.decision is not None


def test_moves_are_what_the_issue_asks_for() -> None:
    assert (len(VOICES), len(HOLDS), len(STEPS)) == (18, 4, 3)


def test_the_clock_is_called_when_something_is_due() -> None:
    """Reminders after 7 and 14 days, the end after 28; a hold first."""
    course = Course(Matter.COOPERATION, FRANCE, OPENED, (Said(1, FRANCE, ACCEPT),))
    assert next_at(course) == OPENED + 7 * DAY
    assert [reminder_due(course, OPENED + days * DAY) for days in (6, 7, 13, 14)] == [0, 1, 1, 2]
    told = Course(Matter.COOPERATION, FRANCE, OPENED, course.voices, reminded=2)
    assert (next_at(told), reminder_due(told, OPENED + 20 * DAY)) == (OPENED + 28 * DAY, 0)
    held = Course(Matter.REMOVAL, FRANCE, OPENED, course.voices, held=Held(FRANCE, OPENED, is_unlawful=False))
    assert next_at(held) == OPENED + 3 * DAY
    lasting = Course(Matter.REMOVAL, FRANCE, OPENED, (), held=Held(FRANCE, OPENED, is_unlawful=True), reminded=2)
    assert next_at(lasting) is None
