"""Proposals of themes with their voices, sessions, what was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from trianon.accounts.models import Account, Appointment
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.committee.theme_models import CommitteeSession, ThemeProposal, ThemeState, ThemeVoice
from trianon.committee.theme_rules import Tally
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.publication import PUBLIC
from trianon.core.sides import BOTH_SIDES, COMMITTEE, Side

MOST = 100


def proposals(years: Sequence[int]) -> list[ThemeProposal]:
    """What was proposed for these years, in the order of arrival."""
    rows = sa.select(ThemeProposal).where(ThemeProposal.year.in_(list(years)))
    rows = rows.options(joinedload(ThemeProposal.on_behalf_of)).order_by(ThemeProposal.year, ThemeProposal.id)
    return list(db.session.scalars(rows.limit(MOST)))


def proposal_by_id(number: int) -> ThemeProposal | None:
    """One of them."""
    return db.session.get(ThemeProposal, number)


def lock_year(year: int) -> list[ThemeProposal]:
    """All proposals of a year, locked in the order of their numbers: two who choose at once wait for each other."""
    rows = sa.select(ThemeProposal).filter_by(year=year).order_by(ThemeProposal.id)
    locked = rows.with_for_update(of=ThemeProposal).execution_options(populate_existing=True)
    return list(db.session.scalars(locked))


def tally(found: Sequence[ThemeProposal]) -> Tally:
    """For each proposal the voices of each side that count: those of members who sit now."""
    moment = now()
    sits = sa.select(Appointment.id).where(
        Appointment.account_id == ThemeVoice.member_id,
        Appointment.role.in_(COMMITTEE),
        Appointment.since <= moment,
        sa.or_(Appointment.until.is_(None), Appointment.until > moment),
    )
    rows = sa.select(ThemeVoice.proposal_id, ThemeVoice.side, sa.func.count())
    rows = rows.where(ThemeVoice.proposal_id.in_([one.id for one in found]), sits.exists())
    counted: dict[int, Counter[Side]] = {one.id: Counter() for one in found}
    for number, side, count in db.session.execute(rows.group_by(ThemeVoice.proposal_id, ThemeVoice.side)):
        counted[number][side] = count
    return {number: {side: sides[side] for side in BOTH_SIDES} for number, sides in counted.items()}


def own_voice(member: Account, year: int) -> ThemeVoice | None:
    """The voice of a member for a year's theme."""
    return db.session.scalars(sa.select(ThemeVoice).filter_by(member_id=member.id, year=year)).one_or_none()


def chosen() -> list[ThemeProposal]:
    """What both sides have chosen, the newest year first."""
    rows = sa.select(ThemeProposal).filter_by(state=ThemeState.CHOSEN).options(joinedload(ThemeProposal.on_behalf_of))
    return list(db.session.scalars(rows.order_by(ThemeProposal.year.desc()).limit(MOST)))


def sessions() -> list[CommitteeSession]:
    """The latest first."""
    return list(db.session.scalars(sa.select(CommitteeSession).order_by(CommitteeSession.starts_at.desc()).limit(MOST)))


def session_began(year: int, moment: datetime) -> bool:
    """Whether a session on this year's theme has begun."""
    rows = sa.select(CommitteeSession.id).where(
        CommitteeSession.theme_year == year, CommitteeSession.starts_at <= moment
    )
    return db.session.scalar(rows.limit(1)) is not None


def organisations_of(person: Account) -> list[Organisation]:
    """The verified organisations that this person manages: they may propose in their name."""
    rows = sa.select(Organisation).join(Membership, Membership.organisation_id == Organisation.id)
    rows = rows.where(
        Membership.account_id == person.id,
        Membership.state == MembershipState.ACCEPTED,
        Membership.role == MembershipRole.MANAGER,
        Organisation.verified_at.is_not(None),
        Organisation.state.in_(PUBLIC),
    )
    return list(db.session.scalars(rows.order_by(Organisation.id).limit(MOST)))
