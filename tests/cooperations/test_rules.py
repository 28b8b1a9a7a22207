"""The rules of cooperations, as tables."""

from __future__ import annotations

import pytest

from trianon.bilingual.checking import clean, clean_line
from trianon.cooperations.rules import (
    agreement,
    declaring_side,
    level_fits,
    may_be_corrected,
    may_be_withdrawn,
    missing_sides,
    side_may_confirm,
)
from trianon.cooperations.typed import cleaned, partners_in, with_partner, without_partner, without_spare_partners
from trianon.cooperations.vocabulary import Activity, Agreement, Level
from trianon.core.publication import State
from trianon.core.sides import Side

FR, RU, OTHER = Side.FRANCE, Side.RUSSIA, Side.OTHER


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ({}, Agreement.NOBODY),
        ({FR: Activity.UNKNOWN}, Agreement.NOBODY),
        ({OTHER: Activity.ACTIVE}, Agreement.NOBODY),
        ({FR: Activity.SUSPENDED}, Agreement.ONE_SIDE),
        ({FR: Activity.SUSPENDED, RU: Activity.UNKNOWN}, Agreement.ONE_SIDE),
        ({FR: Activity.SUSPENDED, RU: Activity.ACTIVE}, Agreement.DIFFER),
        ({FR: Activity.ACTIVE, RU: Activity.ACTIVE, OTHER: Activity.ENDED}, Agreement.AGREE),
    ],
)
def test_agreement(statements: dict[Side, Activity], expected: Agreement) -> None:
    assert agreement(statements) is expected


def test_a_declaration_is_the_word_of_the_verified_organisation_else_of_the_person() -> None:
    assert declaring_side(RU, FR) is FR
    assert declaring_side(RU, None) is RU
    assert declaring_side(OTHER, None) is OTHER


@pytest.mark.parametrize(
    ("side", "declared", "for_verified", "confirmed", "may"),
    [
        # Whoever has not spoken may.
        (FR, RU, True, set(), True),
        (FR, RU, False, set(), True),
        (FR, None, False, set(), True),
        # A citizen's declaration leaves the word of an organisation of the same side open.
        (FR, FR, False, set(), True),
        # A verified organisation's declaration was its word already.
        (FR, FR, True, set(), False),
        # Once for each side.
        (FR, RU, True, {FR}, False),
        (RU, RU, False, {FR}, True),
        # Another country never confirms.
        (OTHER, FR, False, set(), False),
    ],
)
def test_who_may_confirm(
    side: Side, declared: Side | None, for_verified: bool, confirmed: set[Side], may: bool
) -> None:
    allowed = side_may_confirm(side, declared_side=declared, declared_for_verified=for_verified, confirmed=confirmed)
    assert allowed is may


def test_places_are_of_their_country() -> None:
    assert level_fits(FR, Level.COMMUNE)
    assert level_fits(RU, Level.OBLAST)
    assert level_fits(OTHER, None)
    assert not level_fits(FR, Level.OBLAST)
    assert not level_fits(RU, Level.COMMUNE)
    assert not level_fits(OTHER, Level.TOWN)


def test_one_partner_of_each_side() -> None:
    assert missing_sides([FR, FR, OTHER]) == [RU]
    assert missing_sides([RU, FR]) == []


@pytest.mark.parametrize(
    ("state", "pending", "may"),
    [
        (State.SUBMITTED, None, True),
        (State.CHANGES_ASKED, None, True),
        (State.REFUSED, None, True),
        (State.PUBLISHED, None, True),
        (State.PUBLISHED, State.SUBMITTED, True),
        (State.PUBLISHED, State.CHANGES_ASKED, True),
        (State.WITHDRAWN, None, False),
        (State.REMOVED, None, False),
        (State.ARCHIVED, None, False),
        (State.ON_HOLD, None, False),
    ],
)
def test_when_it_may_be_corrected(state: State, pending: State | None, may: bool) -> None:
    assert may_be_corrected(state, pending) is may


def test_when_it_may_be_withdrawn() -> None:
    assert [state for state in State if may_be_withdrawn(state)] == [
        State.DRAFT,
        State.SUBMITTED,
        State.CHANGES_ASKED,
        State.PUBLISHED,
    ]


def test_what_is_typed_loses_what_cannot_be_seen() -> None:
    assert clean_line(" Évian \u202e\x00\u200b\r\n  Сочи\t") == "Évian Сочи"
    assert clean_line("E\u0301vian") == "Évian"
    assert clean_line("Où\u202f?") == "Où\u202f?"
    assert clean("a\r\n\r\n\r\n\r\nb  \n") == "a\n\nb"


def test_partners_keep_their_order_and_their_words() -> None:
    pairs = cleaned(
        "partners", [("partners-7-name", " B "), ("partners-2-name", "A"), ("csrf_token", "x"), ("name", "y")]
    )
    assert pairs == [("partners-0-name", "A"), ("partners-1-name", "B")]
    assert len(partners_in(with_partner(pairs))) == 3
    assert without_partner(pairs, 0) == [("partners-0-name", "B")]
    assert without_partner(pairs, 9) == pairs


def test_an_empty_partner_goes_only_when_its_side_is_there() -> None:
    rows = [
        ("partners-0-side", "france"),
        ("partners-0-name", "A"),
        ("partners-1-side", "france"),
        ("partners-1-name", ""),
    ]
    assert len(partners_in(without_spare_partners(rows))) == 1
    rows[2] = ("partners-1-side", "russia")
    assert len(partners_in(without_spare_partners(rows))) == 2
