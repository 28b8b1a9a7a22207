"""The table of voices (domain: "Who decides"), the rule in words above each row; then every short sequence."""

from __future__ import annotations

from itertools import product

import pytest

from trianon.committee.rules import (
    TABLE,
    Matter,
    Quorum,
    Reason,
    Said,
    Verdict,
    check_voice,
    disagree,
    is_needed,
    may_vote,
    missing,
    outcome,
    quorum,
    standing,
    verdicts_for,
)
from trianon.core.errors import RuleViolation
from trianon.core.sides import BOTH_SIDES, COMMITTEE, Role, Side

ACCEPT, CHANGES, REFUSE = Verdict.ACCEPT, Verdict.ASK_CHANGES, Verdict.REFUSE
FRANCE, RUSSIA, OTHER = Side.FRANCE, Side.RUSSIA, Side.OTHER
COOPERATION, CONTRIBUTION = Matter.COOPERATION, Matter.CONTRIBUTION
ORGANISATION, DISPUTED = Matter.ORGANISATION, Matter.DISPUTED_PLACE

# Members by short names: two of each side, and the secretaries general.
PEOPLE = {
    "F": (1, FRANCE, False),
    "F2": (2, FRANCE, False),
    "R": (3, RUSSIA, False),
    "R2": (4, RUSSIA, False),
    "FS": (5, FRANCE, True),
    "RS": (6, RUSSIA, True),
}
WORDS = {"+": ACCEPT, "~": CHANGES, "-": REFUSE}


def voices(text: str) -> list[Said]:
    """ "F+ R- RS~": a French member accepts, a Russian one refuses, the Russian secretary general asks for changes."""
    said = []
    for word in text.split():
        member, side, is_secretary = PEOPLE[word[:-1]]
        said.append(Said(member, side, WORDS[word[-1]], is_secretary))
    return said


@pytest.mark.parametrize(
    ("matter", "own_side", "said", "verdict"),
    [
        # A case without voices is not decided.
        (COOPERATION, FRANCE, "", None),
        # A cooperation, and its edits: published by one voice of each side.
        (COOPERATION, FRANCE, "F+", None),
        (COOPERATION, FRANCE, "F+ F2+", None),
        (COOPERATION, FRANCE, "R+", None),
        (COOPERATION, FRANCE, "F+ R+", ACCEPT),
        (COOPERATION, RUSSIA, "R+ F+", ACCEPT),
        (COOPERATION, OTHER, "R+ F+", ACCEPT),
        # A cooperation: refused by one of each side.
        (COOPERATION, FRANCE, "F-", None),
        (COOPERATION, FRANCE, "F- F2-", None),
        (COOPERATION, FRANCE, "F- R-", REFUSE),
        # A cooperation: changes asked for by one of either.
        (COOPERATION, FRANCE, "R~", CHANGES),
        (COOPERATION, OTHER, "F~", CHANGES),
        (COOPERATION, FRANCE, "F+ R~", CHANGES),
        (COOPERATION, FRANCE, "F- R~", CHANGES),
        # A contribution: accepted by one of either side.
        (CONTRIBUTION, FRANCE, "F+", ACCEPT),
        (CONTRIBUTION, FRANCE, "R+", ACCEPT),
        (CONTRIBUTION, OTHER, "R+", ACCEPT),
        # A contribution: refused by one of the author's side …
        (CONTRIBUTION, FRANCE, "F-", REFUSE),
        (CONTRIBUTION, RUSSIA, "R-", REFUSE),
        # … otherwise one of each.
        (CONTRIBUTION, FRANCE, "R-", None),
        (CONTRIBUTION, FRANCE, "R- R2-", None),
        (CONTRIBUTION, FRANCE, "R- F-", REFUSE),
        (CONTRIBUTION, OTHER, "F-", None),
        (CONTRIBUTION, OTHER, "R- R2-", None),
        (CONTRIBUTION, OTHER, "F- R-", REFUSE),
        # A contribution: changes asked for by one of either.
        (CONTRIBUTION, RUSSIA, "F~", CHANGES),
        (CONTRIBUTION, FRANCE, "R- F~", CHANGES),
        # Verifying an organisation: one of its own side, for all three.
        (ORGANISATION, FRANCE, "F+", ACCEPT),
        (ORGANISATION, FRANCE, "F-", REFUSE),
        (ORGANISATION, FRANCE, "F~", CHANGES),
        (ORGANISATION, FRANCE, "R+", None),
        (ORGANISATION, FRANCE, "R-", None),
        (ORGANISATION, FRANCE, "R~", None),
        # A voice that does not count stops nobody either.
        (ORGANISATION, FRANCE, "R- F+", ACCEPT),
        # An organisation from another country has no side of its own: one of each; changes, one of either.
        (ORGANISATION, OTHER, "F+", None),
        (ORGANISATION, OTHER, "F+ R+", ACCEPT),
        (ORGANISATION, OTHER, "R-", None),
        (ORGANISATION, OTHER, "R- F-", REFUSE),
        (ORGANISATION, OTHER, "R~", CHANGES),
        # A record about a disputed place: both secretaries general, never one moderator (rule 3).
        (DISPUTED, FRANCE, "F+ R+", None),
        (DISPUTED, FRANCE, "FS+", None),
        (DISPUTED, FRANCE, "FS+ R+", None),
        (DISPUTED, FRANCE, "FS+ RS+", ACCEPT),
        (DISPUTED, OTHER, "RS- FS-", REFUSE),
        # … changes: either of them, and nobody else.
        (DISPUTED, FRANCE, "RS~", CHANGES),
        (DISPUTED, FRANCE, "F~", None),
        # … and a member's contrary voice does not count against theirs.
        (DISPUTED, FRANCE, "F- FS+ RS+", ACCEPT),
        # Elsewhere a secretary general has one voice like the other members.
        (COOPERATION, FRANCE, "FS+ R+", ACCEPT),
        (CONTRIBUTION, FRANCE, "FS-", REFUSE),
        # Disagreement is not decided by counting: it goes to the co-presidents.
        (COOPERATION, FRANCE, "F+ R-", None),
        (COOPERATION, FRANCE, "F+ R- R2+", None),
        (COOPERATION, FRANCE, "F- F2+ R+", None),
        (CONTRIBUTION, FRANCE, "R- F+", None),
        # A member's newer voice replaces the older one.
        (COOPERATION, FRANCE, "F+ R- F-", REFUSE),
        (COOPERATION, FRANCE, "F- R+ F+", ACCEPT),
        (CONTRIBUTION, FRANCE, "R- R+", ACCEPT),
    ],
)
def test_table_of_voices(matter: Matter, own_side: Side, said: str, verdict: Verdict | None) -> None:
    """What the voices carry."""
    assert outcome(matter, own_side, voices(said)) is verdict


def test_every_verdict_on_every_matter_has_its_row() -> None:
    """Nothing that can be said is without a rule."""
    # Nobody asks for changes of what is public: it stays or goes.
    assert set(TABLE) == set(product(Matter, Verdict)) - {
        (Matter.REMOVAL, Verdict.ASK_CHANGES),
        (Matter.MEASURE, Verdict.ASK_CHANGES),
        (Matter.APPEAL, Verdict.ASK_CHANGES),
    }


# What each quorum means, said a second time and differently: the sides that must all be among those who say so.
def satisfied(needed: Quorum | None, own_side: Side, saying: list[Said]) -> bool:
    """Whether these voices meet a quorum; where the table has no row, no voices do."""
    if needed is None:
        return False
    sides = {said.side for said in saying}
    secretaries = {said.side for said in saying if said.is_secretary}
    return {
        Quorum.ONE_OF_EITHER: len(sides) >= 1,
        Quorum.ONE_OF_EACH: sides == {FRANCE, RUSSIA},
        Quorum.ONE_OF_OWN_SIDE: own_side in sides,
        Quorum.ONE_OF_OWN_SIDE_ELSE_EACH: own_side in sides or sides == {FRANCE, RUSSIA},
        Quorum.BOTH_SECRETARIES: secretaries == {FRANCE, RUSSIA},
        Quorum.ONE_SECRETARY: bool(secretaries),
    }[needed]


EVERY_VOICE = [voices(name + sign)[0] for name in PEOPLE for sign in WORDS]
SEQUENCES = [sequence for length in range(4) for sequence in product(EVERY_VOICE, repeat=length)]


@pytest.mark.parametrize("matter", Matter)
@pytest.mark.parametrize("own_side", Side)
def test_every_short_sequence(matter: Matter, own_side: Side) -> None:
    """All sequences of up to three voices of six members: nothing against the table, nothing held back."""
    for sequence in SEQUENCES:
        decided = outcome(matter, own_side, sequence)
        newest = list({said.member: said for said in sequence}.values())
        met = {
            verdict
            for verdict in Verdict
            if satisfied(quorum(matter, verdict, own_side), own_side, [v for v in newest if v.verdict is verdict])
        }
        # Never decided without the voices that the table asks for.
        assert decided is None or decided in met, sequence
        # Whoever asks for changes is heard at once.
        assert (decided is CHANGES) == (CHANGES in met), sequence
        # What is met is carried, unless voices that count disagree.
        if decided is None and met:
            assert disagree(matter, own_side, sequence), sequence
        # While voices disagree nothing is decided for good.
        if disagree(matter, own_side, sequence):
            assert decided in {None, CHANGES}, sequence


@pytest.mark.parametrize("matter", Matter)
@pytest.mark.parametrize("own_side", Side)
def test_missing_voices_are_those_that_decide(matter: Matter, own_side: Side) -> None:
    """Give the voices that are said to be missing, and the verdict is carried: every path can end."""
    for sequence in SEQUENCES:
        if outcome(matter, own_side, sequence) is not None or disagree(matter, own_side, sequence):
            continue
        heard = {said.verdict for said in standing(matter, own_side, sequence)}
        for verdict in heard or {one for one in Verdict if (matter, one) in TABLE}:
            needed = missing(matter, verdict, own_side, sequence)
            assert needed, sequence
            sides = sorted(needed.sides)[:1] if needed.any_one else sorted(needed.sides)
            added = [Said(90 + place, side, verdict, True) for place, side in enumerate(sides)]
            assert outcome(matter, own_side, [*sequence, *added]) is verdict, sequence


@pytest.mark.parametrize("role", Role)
def test_only_the_committee_votes(role: Role) -> None:
    """Translators, hosts and administrators have no voice; nor has anybody who belongs to neither side."""
    for matter, verdict, own_side in product(Matter, Verdict, Side):
        if role not in COMMITTEE:
            assert not may_vote(matter, verdict, own_side, FRANCE, frozenset({role}))
        assert not may_vote(matter, verdict, own_side, OTHER, frozenset({role}))


def test_a_voice_counts_for_a_verdict_or_is_not_offered() -> None:
    """What `verdicts_for` offers stands afterwards; what it does not offer never does."""
    for matter, own_side, side, verdict in product(Matter, Side, BOTH_SIDES, Verdict):
        for role in (Role.MEMBER, Role.CO_PRESIDENT, Role.SECRETARY_GENERAL):
            said = Said(1, side, verdict, role is Role.SECRETARY_GENERAL)
            offered = verdict in verdicts_for(matter, own_side, side, frozenset({role}))
            assert offered == (standing(matter, own_side, [said]) == [said])


@pytest.mark.parametrize(
    ("matter", "own_side", "said", "french_are_needed", "russians_are_needed"),
    [
        # A cooperation waits for both sides, then for the one that has not spoken.
        (COOPERATION, FRANCE, "", True, True),
        (COOPERATION, FRANCE, "F+", False, True),
        (COOPERATION, FRANCE, "F+ R-", False, False),
        # A contribution waits for anybody; after a refusal by the other side, for its own.
        (CONTRIBUTION, FRANCE, "", True, True),
        (CONTRIBUTION, FRANCE, "R-", True, False),
        # An organisation waits for its own side alone.
        (ORGANISATION, RUSSIA, "", False, True),
        (ORGANISATION, OTHER, "F+", False, True),
        # A disputed place waits for no ordinary member.
        (DISPUTED, FRANCE, "", False, False),
    ],
)
def test_whose_voice_is_needed(
    matter: Matter, own_side: Side, said: str, french_are_needed: bool, russians_are_needed: bool
) -> None:
    """The mark in the queue."""
    member = frozenset({Role.MEMBER})
    assert is_needed(matter, own_side, voices(said), FRANCE, member) is french_are_needed
    assert is_needed(matter, own_side, voices(said), RUSSIA, member) is russians_are_needed


def test_secretaries_are_needed_for_a_disputed_place() -> None:
    """A member's voice does not count as having heard their side."""
    secretary = frozenset({Role.SECRETARY_GENERAL})
    assert is_needed(DISPUTED, FRANCE, voices("F+"), FRANCE, secretary)
    assert not is_needed(DISPUTED, FRANCE, voices("FS+"), FRANCE, secretary)


@pytest.mark.parametrize(
    ("verdict", "reasons", "note", "readable", "code"),
    [
        # Accepting needs nothing, and may carry a note.
        (ACCEPT, [], "", True, None),
        (ACCEPT, [], "Merci !", False, None),
        # Asking for changes takes a note, which a translator may help with.
        (CHANGES, [], "Qui organise ?", False, None),
        (CHANGES, [Reason.OTHER], " \n ", True, "note_needed"),
        # A refusal carries a reason, a note, and the author can read it.
        (REFUSE, [Reason.POLITICAL], "Parti pris.", True, None),
        (REFUSE, [], "Parti pris.", True, "reason_needed"),
        (REFUSE, [Reason.POLITICAL], "", True, "note_needed"),
        (REFUSE, [Reason.POLITICAL], "Политика.", False, "note_in_author_language"),
        # Both scripts may write as much.
        (CHANGES, [], "ё" * 3000, True, None),
        (ACCEPT, [], "é" * 3001, True, "note_too_long"),
    ],
)
def test_what_a_voice_must_carry(
    verdict: Verdict, reasons: list[Reason], note: str, readable: bool, code: str | None
) -> None:
    """Rule 6."""
    if code is None:
        check_voice(verdict, reasons, note, readable=readable)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_voice(verdict, reasons, note, readable=readable)
    assert refusal.value.code == code
