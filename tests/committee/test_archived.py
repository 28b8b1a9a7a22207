"""Whatever everybody can read can be hidden and removed by the committee, and comes back as what it was."""

from __future__ import annotations

from typing import Any

import pytest

from trianon.core.publication import PUBLIC, TRANSITIONS, Action, State

# What a hold and a removal make of each state; None: it is not public, so there is nothing to hide.
MAY_BE_HIDDEN = {
    State.DRAFT: None,
    State.SUBMITTED: None,
    State.CHANGES_ASKED: None,
    State.REFUSED: None,
    State.WITHDRAWN: None,
    State.REMOVED: None,
    State.PUBLISHED: (State.ON_HOLD, State.REMOVED),
    State.ARCHIVED: (State.ON_HOLD, State.REMOVED),
    # Hidden already: it can still go for good.
    State.ON_HOLD: (None, State.REMOVED),
}


@pytest.mark.parametrize("state", State)
def test_every_state_that_is_read_can_be_hidden_and_removed(state: State) -> None:
    expected = MAY_BE_HIDDEN[state] or (None, None)
    assert tuple(TRANSITIONS.get((action, state)) for action in (Action.HOLD, Action.REMOVE)) == expected
    assert (expected == (State.ON_HOLD, State.REMOVED)) is (state in PUBLIC)


def made(house: Any, kind: str) -> Any:
    """A public record of this kind."""
    from trianon.contributions import comment_services

    item = house.organisation(house.person()) if kind == "organisation" else None
    if kind == "cooperation":
        item = house.cooperation(house.person())
        house.voice(house.case_of(item), house.person("member", "russia"), "accept")
    if item is None or kind == "comment":
        item = item or house.contribution(house.person())
    if kind == "comment":
        house.voice(house.case_of(item), house.person("member"), "accept")
        item = comment_services.reply(item, by=house.person(), lang=item.source_lang, text="Et à l’ombre ?")
    house.voice(house.case_of(item), house.person("member"), "accept")
    assert item.state == "published"
    return item


@pytest.mark.both_engines
@pytest.mark.parametrize("state", sorted(PUBLIC))
@pytest.mark.parametrize("kind", ["contribution", "comment", "cooperation", "organisation"])
def test_hidden_shown_again_removed_and_brought_back(house: Any, kind: str, state: State) -> None:
    """By the services that carry decisions out: lists, figures and search hold what they should at each step."""
    from tests.support.truth import faults
    from trianon.committee import hiding, removals

    item, member = made(house, kind), house.person("member")
    if state is State.ARCHIVED:
        archive(item)

    def ask() -> Any:
        return removals.begin(kind, item.id, hiding.public_number(item), by=member)

    first = ask()
    hiding.place(first, by=member, is_unlawful=False)
    assert item.state is State.ON_HOLD
    hiding.lift(first, by=None)
    assert (item.state, faults(house.session)) == (state, [])
    hiding.end(first, is_removed=True, by=member)
    assert item.state is State.REMOVED
    hiding.bring_back(first, by=None)
    assert (item.state, faults(house.session)) == (state, [])


@pytest.mark.both_engines
def test_an_archived_record_that_breaks_the_law_goes(house: Any) -> None:
    """By the voices of both sides, through the case that a member opens; an appeal brings it back to the archive."""
    from tests.committee.test_removals import ask
    from trianon.committee import appeals, queries

    item = made(house, "contribution")
    archive(item)
    case = ask(item, house.person("member"), hold=True, reasons=("unlawful",))
    assert item.state == "on_hold"
    house.voice(case, house.person("member", "russia"), "refuse")
    assert item.state == "removed"
    appeal = appeals.contest(case, by=item.author, text="Ce texte ne nomme personne.")
    again = queries.case_of("appeal", appeal.id, 1)
    for side in ("france", "russia"):
        house.voice(again, house.person("member", side), "accept")
    assert item.state == "archived"


def archive(item: Any) -> None:
    """Nothing archives a text yet; it then stands in no list."""
    from trianon.accounts.organisation_services import delist
    from trianon.contributions.publishing import take_out_of_list
    from trianon.cooperations.publishing import take_out_of_directory

    leave = {
        "Contribution": take_out_of_list,
        "Cooperation": take_out_of_directory,
        "Organisation": delist,
        "Comment": lambda comment: setattr(comment.contribution, "replies", comment.contribution.replies - 1),
    }
    leave[type(item).__name__](item)
    item.state = State.ARCHIVED
