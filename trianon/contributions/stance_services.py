"""Saying what one thinks of a proposal, changing one's mind, taking it back; what counts, counts at its time."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from trianon.accounts.events import SideChanged
from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account
from trianon.contributions.common_ground_rules import Answer, apart, check_stance, common, counts_from, ground
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.contributions.stance_models import Stance, StanceTally
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.events import on
from trianon.core.sides import Side
from trianon.core.timed import timed

# Which version it is; its text is long, and nobody reads it in the lock.
_OF_VERSION = (ContributionVersion.number, ContributionVersion.words_of)
# How many waiting answers one turn of the timed job counts.
SLICE = 500


def locked(contribution_id: int) -> tuple[Contribution | None, StanceTally | None]:
    """A text and the figures of its answers, in one statement: nobody else answers it meanwhile."""
    rows = (
        sa.select(Contribution, StanceTally)
        .join(StanceTally, StanceTally.contribution_id == Contribution.id)
        .join(Contribution.public_version)
        .options(contains_eager(Contribution.public_version).load_only(*_OF_VERSION))
        .where(Contribution.id == contribution_id)
        .with_for_update(key_share=True, of=(Contribution, StanceTally))
        .execution_options(populate_existing=True)
    )
    found = db.session.execute(rows).one_or_none()
    # Before the first answer there are no figures; while a new version becomes public, its row is another one.
    return (found[0], found[1]) if found else (lock(Contribution, contribution_id), None)


def take_stance(
    contribution: Contribution, *, by: Account, answer: Answer | None, tally: StanceTally | None = None
) -> None:
    """Say what one thinks of an accepted proposal, or change it; None takes the answer back.

    Callers hold the contribution's lock, best by `locked`, whose `tally` they hand over. No event: a journal of who
    thinks what must not exist. Raises RuleViolation.
    """
    check_stance(contribution, by)
    if by.confirmed_at is None:
        raise RuleViolation("address_not_confirmed")
    # The version that everybody reads: a newer one may wait behind it, which nobody has seen.
    version = contribution.public_version.accepted if contribution.public_version else contribution.version
    tally = tally or lock(StanceTally, contribution.id)
    stance = _answer_of(contribution.id, by.id)
    if stance is not None:
        _uncount(stance, tally)
        if answer is None:
            db.session.delete(stance)
            return
    elif answer is None:
        return
    else:
        stance = Stance(contribution_id=contribution.id, account_id=by.id)
        db.session.add(stance)
    moment = now()
    stance.side, stance.answer, stance.version = by.side, answer, version
    stance.given_at, stance.counts_from = moment, counts_from(by.confirmed_at, moment)
    by.fix_side()
    if stance.counts_from <= moment:
        _count(stance, tally)


@timed("stances.due")
def count_due() -> int:
    """Answers of accounts that have been confirmed for a day begin to count."""
    waiting = sa.select(Stance.contribution_id, Stance.account_id).where(
        ~Stance.is_counted, Stance.counts_from <= now()
    )
    found = db.session.execute(waiting.order_by(Stance.counts_from).limit(SLICE)).all()
    for contribution_id, account_id in sorted(found):
        tally, stance = _figures_and_answer(contribution_id, account_id)
        if stance is not None and not stance.is_counted:
            _count(stance, tally)
    db.session.commit()
    return len(found)


@on(AccountLeaving)
def forget_stances(event: AccountLeaving) -> None:
    """Whoever deletes their account takes their answers along, and the figures follow."""
    for tally, stance in _of_account(event.subject_id):
        _uncount(stance, tally)
        db.session.delete(stance)


@on(SideChanged)
def move_stances(event: SideChanged) -> None:
    """Answers stand on the side on which their person takes part."""
    for tally, stance in _of_account(event.subject_id):
        was_counted = stance.is_counted
        _uncount(stance, tally)
        stance.side = Side(event.after)
        if was_counted:
            _count(stance, tally)


def _of_account(account_id: int) -> Iterator[tuple[StanceTally | None, Stance]]:
    """One after the other in the order of the proposals, so that two of these at once wait for each other."""
    rows = sa.select(Stance.contribution_id).filter_by(account_id=account_id).order_by(Stance.contribution_id)
    for contribution_id in db.session.scalars(rows).all():
        tally, stance = _figures_and_answer(contribution_id, account_id)
        if stance is not None:
            yield tally, stance


def _figures_and_answer(contribution_id: int, account_id: int) -> tuple[StanceTally | None, Stance | None]:
    """The figures first, then the answer as it is now: whoever comes second does not count it twice."""
    return lock(StanceTally, contribution_id), _answer_of(contribution_id, account_id)


def _answer_of(contribution_id: int, account_id: int) -> Stance | None:
    key = (contribution_id, account_id)
    return db.session.get(Stance, key, with_for_update=True, populate_existing=True)


def _count(stance: Stance, tally: StanceTally | None) -> None:
    stance.is_counted = True
    _add(stance, tally or _first_tally(stance.contribution_id), +1)


def _uncount(stance: Stance, tally: StanceTally | None) -> None:
    if stance.is_counted:
        stance.is_counted = False
        _add(stance, tally or _first_tally(stance.contribution_id), -1)


def _add(stance: Stance, tally: StanceTally, number: int) -> None:
    name = f"{stance.answer}_{stance.side}"
    setattr(tally, name, getattr(tally, name) + number)
    sides = tally.counts(Side.FRANCE), tally.counts(Side.RUSSIA)
    tally.ground, tally.common, tally.apart = ground(*sides), common(*sides), apart(*sides)
    db.session.flush()


def _first_tally(contribution_id: int) -> StanceTally:
    """The figures of a proposal that had none a moment ago, made under the proposal's lock."""
    with db.session.no_autoflush:
        lock(Contribution, contribution_id)
        found: StanceTally | None = lock(StanceTally, contribution_id)
    if found is None:
        figures = {f"{answer}_{side}": 0 for answer in Answer for side in Side}
        found = StanceTally(contribution_id=contribution_id, **figures)
        db.session.add(found)
        db.session.flush()
    return found
